"""Names and messages that want to be more than text, or cover their neighbours: they do no harm, and look right."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.managing import change, know, turn_to_programs
from tests.browser.names import EVIL, FAMILY, LONGEST, MASK, SCRIPT
from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.conftest import Serve
from tests.joined import joined
from webui.core.surface.notices import MAX_NOTICE
from webui.serving import Serving

BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
NARROW = 60
"""Letters of width below which the panel is a list of cards."""

MESSAGES = {
    f"</p><script>window.owned=1</script>{SCRIPT}": f"</p><script>window.owned=1</script>{SCRIPT}",
    "\u202eyb dnatS\u202c LX 12": "yb dnatS LX 12",
    "הכן את LX 12 (עכשיו!)": "הכן את LX 12 (עכשיו!)",
    MASK * MAX_NOTICE: MASK * MAX_NOTICE,
    "W" * MAX_NOTICE: "W" * MAX_NOTICE,
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    """A show whose labels are such names too."""
    faders = [{"id": f"fader{n}", "type": "fader", "label": name} for n, name in enumerate(EVIL)]
    return serve({"sidestage": 1, "id": "evil", "name": SCRIPT, "controls": faders})


@pytest.fixture
def held(stage: Serving) -> Iterator[list[Program]]:
    """A screen of each name is here, and has a fader in hand."""
    with ExitStack() as open_pages:
        pages = [open_pages.enter_context(closing(joined(stage, name).page())) for name in EVIL]
        for n, page in enumerate(pages):
            page.hold(f"fader{n}")
        yield pages


def wrong(page: Page, what: str) -> list[str]:
    """What a look at all boxes finds, at each size; of an open panel at its top, for the rest may lie under that."""
    found: list[str] = []
    size = float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".sheet[data-narrow]:not([hidden])")).to_have_count(
            int(is_open(page) and width / size < NARROW)
        )
        Surface(page).touch.settle()
        across = page.evaluate(
            """() => [...document.querySelectorAll('.sheet, .sheet-body')].some((it) => {
                it.scrollTop = 0;
                return it.scrollWidth > it.clientWidth;
            })"""
        )
        boxes: list[str] = page.evaluate(BOXES, 44)
        boxes += ["the sheet scrolls across"] if across else []
        found += [f"{what}, {width}x{height}: {one}" for one in boxes]
    page.set_viewport_size({"width": 1024, "height": 768})
    return found


def is_open(page: Page) -> bool:
    """Whether a panel is."""
    return page.locator(".sheet:not([hidden])").count() > 0


def test_names_and_messages_are_only_ever_text_and_fit(held: list[Program], visit: Open) -> None:
    surface = visit()
    page = surface.page
    found = []
    for n, name in enumerate(EVIL.values()):
        expect(surface.control(f"fader{n}").locator(".tag b")).to_have_text(name)
    found += wrong(page, "in hand")
    for sender, (typed, text) in zip(held, MESSAGES.items(), strict=False):
        sender.ask("say", text=typed)
        expect(page.locator(".message-text")).to_have_text(text)
        found += wrong(page, f"message {text[:12]}")
    page.locator("[data-opens=messages]").tap()
    expect(page.locator(".said-text")).to_have_text(list(reversed(MESSAGES.values())))
    found += wrong(page, "messages")
    field = page.locator(".line")
    field.tap()
    page.keyboard.insert_text(MASK * (MAX_NOTICE + 1))
    expect(field).to_have_value(MASK * MAX_NOTICE)
    assert found == []
    assert page.evaluate("window.owned ?? document.querySelectorAll('img').length") == 0


@pytest.mark.parametrize("type_size", ["100", "150"])
def test_any_name_fits_the_panel_of_screens_and_programs(stage: Serving, visit: Open, type_size: str) -> None:
    page = visit().page
    know(stage, LONGEST, *EVIL)
    page.locator("[data-opens=menu]").tap()
    page.locator(f"[data-setting='size:{type_size}']").tap()
    page.locator("[data-opens=screens]").tap()
    for name in (LONGEST, *EVIL.values()):
        expect(page.locator("tr[data-device] bdi", has_text=name)).to_have_text(name)
    change(Surface(page), "W" * 40)
    assert wrong(page, "screens") == []
    turn_to_programs(Surface(page))
    name = page.get_by_label("Name")
    Surface(page).is_settled()
    name.tap()
    page.keyboard.insert_text(FAMILY * 41)
    expect(name).to_have_value(FAMILY * 40)
    name.fill("")
    page.keyboard.insert_text(MASK * 41)
    expect(name).to_have_value(MASK * 40)
    page.get_by_role("button", name="Make key").tap()
    expect(page.locator("[data-key]")).to_be_visible()
    expect(page.locator(".made bdi")).to_have_text(MASK * 40)
    assert wrong(page, "programs") == []
