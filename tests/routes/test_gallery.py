"""The gallery's route and what is in it: every control type and view, for eyes on this computer only."""

import json
from pathlib import Path

import pytest

from tests.routes.test_surface import LAPTOP, TABLET, browser
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.show import Show
from webui.resources import resource
from webui.routes.gallery import STATES, gallery_show, states_of
from webui.serving import Serving


@pytest.fixture(scope="module")
def show() -> Show:
    return gallery_show()


def test_it_is_there_for_this_computer_and_for_no_other(stage: Serving) -> None:
    assert browser(stage, "127.0.0.1", "127.0.0.1")("/gallery").status_code == 200
    assert browser(stage, TABLET, "127.0.0.1")("/gallery").status_code == 404
    assert browser(stage, LAPTOP, "127.0.0.1")("/gallery").status_code == 404


def test_every_control_type_is_there_with_its_variants_in_every_state(show: Show) -> None:
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in _files()}
    assert set(files) == set(CONTROL_TYPES)
    drawn = {control.id for page in show.pages for control in page.controls}
    for kind, variants in files.items():
        assert {variant["type"] for variant in variants} == {kind}
        for variant in variants:
            states = ["barred"] if "role" in variant else states_of(kind)
            assert {f"{variant['id']}.{state}" for state in states} <= drawn
        assert any("role" not in variant for variant in variants)


def test_only_what_hands_take_hold_of_is_drawn_in_hands(show: Show) -> None:
    assert states_of("fader") == STATES
    for kind in ("group", "label", "page", "picture"):
        assert states_of(kind) == ("default", "barred")
    assert not any(name.startswith("group.") and name.endswith(("mine", "theirs")) for name in show.controls)


def test_every_view_is_there(show: Show) -> None:
    drawn = {path.stem for path in resource("assets", "gallery", "views").glob("*.json")}
    table = resource("webui", "static", "js", "views", "index.js").read_text(encoding="utf-8")
    assert drawn == {line.partition("'")[2].partition("'")[0] for line in table.splitlines() if line.startswith("  ['")}
    assert {view.feed for page in show.pages for view in page.views} == set(show.feeds)


def test_the_surface_and_the_gallery_have_every_controls_style(stage: Serving) -> None:
    ask = browser(stage, "127.0.0.1", "127.0.0.1")
    styles = {f"/css/controls/{path.name}" for path in resource("webui", "static", "css", "controls").glob("*")}
    for path in ("/", "/gallery"):
        assert {style for style in styles if style not in ask(path).text} == set()


def _files() -> list[Path]:
    return sorted(resource("assets", "gallery").glob("*.json"))
