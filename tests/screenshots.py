"""Takes pictures.

`make screenshots`: the README's, in the middle of a show; and to be looked at, in build/screenshots, the gallery and
all shows that come with Sidestage, at four sizes, dark and at night. `make pictures`: the small ones of a test.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.gallery import names, open_gallery, settled, still, turn
from tests.browser.pictures import PICTURES as COMPARED
from tests.browser.pictures import VIEWPORT, small
from tests.browser.surface import Surface, come_in
from tests.clients import Page as Program
from tests.clients import SimpleClient
from tests.programs import chromium, windowless_chromium
from tests.stage import ROOT, StageProcess

PICTURES = ROOT / "assets" / "screenshots"
OVERVIEW = ROOT / "build" / "screenshots"
SHOWS = [ROOT / "assets" / "first-run.sidestage", *sorted((ROOT / "assets" / "examples").glob("*.sidestage"))]
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
LIGHTS = {"dark": "off", "night": "red"}
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

THEATRE = "assets/examples/theatre.sidestage"

SCENE = {
    "wash": 72,
    "cyc": 48,
    "house": 8,
    "vox": -3.5,
    "band": -9,
    "haze": 40,
    "note": "Places, act two",
}
"""Where the controls stand; those that are not here stand where the show begins."""


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
    # A new panel is dim until presses count.
    page.locator(".sheet:not([aria-disabled])").wait_for()
    Surface(page).is_settled()
    return page.locator(".sheet").screenshot()


def take(browser: Browser, process: StageProcess) -> dict[str, bytes]:
    """Play a little of a show, with a message to everyone and a finger on a fader, and return the pictures by name."""
    screens = {
        "theatre-1280x800": screen(browser, process.url, 1280, 800, ""),
        "tablet-768x1024": screen(browser, process.join_link, 768, 1024, "Stage left iPad", agent=IPAD),
        "night-1024x768": screen(browser, process.join_link, 1024, 768, "Lights", night="red", agent=IPAD),
        "phone-390x844": screen(browser, process.join_link, 390, 844, "Mia", agent=PHONE),
    }
    program = Program(process.url)
    program.move(**SCENE)
    program.wait(lambda: len(program.numbers.get("number", [])) > 3, "for numbers")
    pages = list(screens.values())
    for _ in range(NUMBERS):
        newest = pages[0].locator(".newest .big").first.text_content()
        expect(pages[0].locator(".newest .big").first).not_to_have_text(newest or "")
    program.close()
    caller = SimpleClient(process.url, "/")
    caller.socket.emit("message", {"text": "Stand by LX 12"})
    finger = Surface(pages[3]).finger_on("specials")
    for page in pages:
        expect(page.locator("[id=wash]")).to_have_value("72")
        expect(page.locator(".people .chip")).to_have_count(len(screens) + 1)
        expect(page.locator(".messages")).to_contain_text("Stand by LX 12")
    expect(pages[0].locator("[data-control=specials][data-in-hand]")).to_have_count(1)
    pictures = {name: page.screenshot() for name, page in screens.items()}
    finger.lift()
    caller.close()
    return {**pictures, "join-panel": panel(pages[0], "join")}


def overview(browser: Browser) -> None:
    """Take the gallery and all shows at every size in each light."""
    OVERVIEW.mkdir(parents=True, exist_ok=True)
    for path in SHOWS:
        with running(str(path)) as process:
            for light, choice in LIGHTS.items():
                page = screen(browser, process.url, 1280, 800, "", choice)
                tabs = [tab.get_attribute("data-page-tab") for tab in page.locator("[data-page-tab]").all()]
                for tab in tabs or [""]:
                    if tab:
                        page.locator(f"[data-page-tab='{tab}']").click()
                    at_all_sizes(page, f"{path.stem}-{tab}".strip("-"), light)
                page.context.close()
    with running() as process:
        for light, choice in LIGHTS.items():
            page = open_gallery(browser.new_context, process, choice)
            for name in names():
                turn(page, name)
                at_all_sizes(page, f"gallery-{name}", light)
            page.context.close()
    print(f"{OVERVIEW.relative_to(ROOT)}: {len(list(OVERVIEW.iterdir()))} pictures")


def at_all_sizes(page: Page, name: str, light: str) -> None:
    """Write what a page looks like at every size."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        page.screenshot(path=OVERVIEW / f"{name}-{width}x{height}-{light}.png")


def compared(browser: Browser) -> None:
    """Take the small pictures that the test compares with."""
    COMPARED.mkdir(exist_ok=True)
    for old in COMPARED.glob("*.png"):
        old.unlink()
    with running() as process:
        for choice in LIGHTS.values():
            page = open_gallery(browser.new_context, process, choice, VIEWPORT)
            workshop = page.context.new_page()
            for name in still():
                turn(page, name)
                settled(page)
                (COMPARED / f"{name}-{choice}.png").write_bytes(small(page, workshop))
            page.context.close()


@contextmanager
def running(*arguments: str) -> Iterator[StageProcess]:
    """Have a Sidestage with a data folder of its own."""
    with tempfile.TemporaryDirectory() as data:
        process = StageProcess(Path(data), "--port", "0", *arguments)
        try:
            yield process
        finally:
            process.stop()


def readme(browser: Browser) -> None:
    """Take the README's, and write them where it looks for them."""
    with running(THEATRE) as process:
        pictures = take(browser, process)
    PICTURES.mkdir(exist_ok=True)
    for name, picture in pictures.items():
        if len(picture) > LARGEST:
            raise SystemExit(f"{name}.png is larger than {LARGEST} bytes: {len(picture)}")
        (PICTURES / f"{name}.png").write_bytes(picture)
        print(f"{name}.png: {len(picture) // 1000} kB")


WORKS = {"compared": compared, "overview": overview, "readme": readme}


def main(wanted: list[str]) -> None:
    """Do what is wanted of WORKS."""
    with sync_playwright() as playwright:
        for name in wanted:
            # What is compared comes from the browser that the test has.
            program = windowless_chromium() if name == "compared" else chromium()
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            WORKS[name](browser)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or ["overview", "readme"])
