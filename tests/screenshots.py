"""Takes the README's pictures anew: `make screenshots`. A real Sidestage in the middle of a show."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.surface import Surface, come_in
from tests.clients import Page as Program
from tests.programs import chromium
from tests.stage import ROOT, StageProcess

PICTURES = ROOT / "assets" / "screenshots"
LARGEST = 150_000
"""Bytes of a picture: a clone stays small."""

NUMBERS = 45
"""Seconds, of one number each, after which the graph is worth a look."""

IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Safari/604.1"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)

SCENE = {
    "slider1": 31,
    "slider2": 14,
    "wash": 72,
    "cyc": 48,
    "house": 8,
    "tempo": 104.5,
    "vox": -3.5,
    "band": -9,
    "bed": True,
    "txt1": "Places, please",
}


def screen(
    browser: Browser, link: str, width: int, height: int, name: str, night: str = "off", agent: str = ""
) -> Page:
    """Come in on another screen, a tablet or phone that says which browser it is; without a name it is the window."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=bool(name),
        is_mobile=bool(name),
        **({"user_agent": agent} if agent else {}),
    )
    context.add_init_script(f"localStorage.setItem('sidestage.night', '{night}')")
    page = context.new_page()
    if name:
        come_in(page, link, name)
    else:
        page.goto(link)
        Surface(page).is_connected()
    return page


def panel(page: Page, name: str) -> bytes:
    """The picture of a panel of the window."""
    page.click(f"[data-opens={name}]")
    page.wait_for_function("() => document.querySelector('.code img').naturalWidth > 0")
    return page.locator(".sheet").screenshot()


def take(browser: Browser, process: StageProcess) -> dict[str, bytes]:
    """Play a little of a show, and return the pictures by name."""
    screens = {
        "first-run-1280x800": screen(browser, process.url, 1280, 800, ""),
        "tablet-768x1024": screen(browser, process.join_link, 768, 1024, "Stage left iPad", agent=IPAD),
        "night-1024x768": screen(browser, process.join_link, 1024, 768, "Lights", night="red", agent=IPAD),
        "phone-390x844": screen(browser, process.join_link, 390, 844, "Mia", agent=PHONE),
    }
    program = Program(process.url)
    program.move(**SCENE)
    program.wait(lambda: len(program.numbers.get("number", [])) > 3, "for numbers")
    pages = list(screens.values())
    for _ in range(NUMBERS):
        newest = pages[0].locator(".newest .big").text_content()
        expect(pages[0].locator(".newest .big")).not_to_have_text(newest or "")
    program.close()
    for page in pages:
        expect(page.locator("[id=slider1]")).to_have_value("31")
        expect(page.locator(".people .chip")).to_have_count(len(screens))
    pictures = {name: page.screenshot() for name, page in screens.items()}
    return {**pictures, "join-panel": panel(pages[0], "join")}


def main() -> None:
    """Take them, and write them where the README looks for them."""
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        process = StageProcess(Path(data), "--port", "0")
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
            pictures = take(browser, process)
            browser.close()
        finally:
            process.stop()
    PICTURES.mkdir(exist_ok=True)
    for name, picture in pictures.items():
        if len(picture) > LARGEST:
            raise SystemExit(f"{name}.png is larger than {LARGEST} bytes: {len(picture)}")
        (PICTURES / f"{name}.png").write_bytes(picture)
        print(f"{name}.png: {len(picture) // 1000} kB")


if __name__ == "__main__":
    main()
