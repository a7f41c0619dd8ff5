"""The gallery looks as it did: each page beside its small picture. `make pictures` takes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.gallery import open_gallery, settled, still, turn
from tests.browser.pictures import MOST, PICTURES, VIEWPORT, share, small
from webui.serving import Serving

LIGHTS = ("off", "red")


@pytest.mark.parametrize("light", LIGHTS)
def test_each_page_of_the_gallery_looks_like_its_picture(
    context: Callable[..., BrowserContext], stage: Serving, light: str, tmp_path: Path
) -> None:
    page = open_gallery(context, stage, light, VIEWPORT)
    workshop = page.context.new_page()
    others: dict[str, float | str] = {}
    for name in still():
        turn(page, name)
        settled(page)
        taken = small(page, workshop)
        kept = PICTURES / f"{name}-{light}.png"
        if not kept.exists():
            others[name] = "has no picture: make pictures"
        elif (found := share(workshop, kept.read_bytes(), taken)) > MOST:
            others[name] = found
            (tmp_path / kept.name).write_bytes(taken)
    assert others == {}, f"see {tmp_path}, and take them anew if that is how it should look: make pictures"


def test_what_an_eye_would_notice_is_another_picture(context: Callable[..., BrowserContext], stage: Serving) -> None:
    page = open_gallery(context, stage, "off", VIEWPORT)
    workshop = page.context.new_page()
    turn(page, "fader")
    settled(page)
    before = small(page, workshop)
    assert share(workshop, before, small(page, workshop)) == 0
    for wrong in (".cap { display: none; }", ".label { visibility: hidden; }", ".fill { background: #fff; }"):
        page.evaluate(
            """(rules) => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(rules);
                document.adoptedStyleSheets = [sheet];
            }""",
            wrong,
        )
        settled(page)
        assert share(workshop, before, small(page, workshop)) > MOST, wrong
