"""Pages and controls that are for some roles only, with real sockets and the first HTML."""

import json
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.clients import Page, SimpleClient
from tests.conftest import Serve
from tests.screens import BOSS, GUEST, IPAD, know_screens
from webui.core.devices.devices import Device
from webui.core.show.show import read_show
from webui.core.surface.commands import Load
from webui.engine.engine import PROGRAM
from webui.serving import Serving

DESK: dict[str, Any] = {
    "sidestage": 1,
    "id": "desk",
    "pages": [
        {
            "id": "all",
            "controls": [
                {"id": "wash", "type": "fader"},
                {"id": "master", "type": "fader", "role": "operator"},
                {"id": "go", "type": "button", "role": "operator"},
            ],
        },
        {"id": "band", "role": "player", "controls": [{"id": "monitor", "type": "fader"}]},
        {"id": "desk", "role": "operator", "controls": [{"id": "house", "type": "fader"}]},
    ],
}
SEEN = {
    GUEST: (["all"], {"wash", "master", "go"}),
    IPAD: (["all", "band"], {"wash", "master", "go", "monitor"}),
    BOSS: (["all", "band", "desk"], {"wash", "master", "go", "monitor", "house"}),
}


@pytest.fixture
def stage(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    know_screens(monkeypatch)
    return serve(DESK)


@pytest.fixture
def screens(stage: Serving) -> Iterator[dict[Device, Page]]:
    """A page on a screen of each role."""
    with ExitStack() as pages:
        yield {one: pages.enter_context(closing(Page(stage.url, f"of-{one.id}-1", key=one.id))) for one in SEEN}


def sees(page: Page) -> tuple[list[str], set[str]]:
    return [one["id"] for one in page.show["pages"]], set(page.values)


def test_each_role_is_told_of_its_pages_and_of_the_values_on_them(screens: dict[Device, Page]) -> None:
    assert {one: sees(page) for one, page in screens.items()} == SEEN


def test_another_layout_as_well(stage: Serving, screens: dict[Device, Page]) -> None:
    for page in screens.values():
        page.show = {}
    edited = read_show({**DESK, "name": "Edited"}, "", "")
    stage._engine.call(stage._engine.apply, Load(edited, {}), PROGRAM)
    for one, page in screens.items():
        page.wait(lambda page=page: page.show.get("name") == "Edited")
        assert sees(page) == SEEN[one]


@pytest.mark.parametrize("screen", SEEN, ids=lambda screen: screen.id)
def test_and_the_first_html(stage: Serving, screen: Device) -> None:
    request = urllib.request.Request(stage.url, headers={"Cookie": f"screen={screen.id}"})
    with urllib.request.urlopen(request) as answer:
        html = answer.read().decode()
    found = re.search(r'<script type="application/json" class="first">(.*?)</script>', html, re.S)
    assert found
    first = json.loads(found[1])
    assert ([page["id"] for page in first["show"]["pages"]], set(first["values"])) == SEEN[screen]
    assert set(re.findall(r'<input id="(\w+)"', html)) == SEEN[screen][1]


def test_what_is_for_operators_nobody_else_moves_holds_or_presses(screens: dict[Device, Page]) -> None:
    ipad, boss = screens[IPAD], screens[BOSS]
    n = ipad.op({"master": 5, "house": 6, "wash": 7}, [["press", "go", ipad.now()]], {"master": True})
    ipad.wait(lambda: len(ipad.refused) == 3)
    assert sorted(ipad.refused) == [[n, name, "For operators only"] for name in ("go", "house", "master")]
    boss.sees(wash=7)
    assert (boss.values["master"], boss.values["house"], boss.values["go"], boss.holds) == (0, 0, False, {})
    boss.op({"master": 8, "house": 9}, holds={"master": True})
    ipad.sees(master=8)
    ipad.wait(lambda: ipad.holds.get("master") == BOSS.id)


def test_a_program_is_refused_with_the_reason_and_the_true_value(stage: Serving, screens: dict[Device, Page]) -> None:
    with closing(SimpleClient(stage.url)) as program:
        program.hears("master", 0)
        program.change("master", 5)
        program.wait(lambda: program.updates("master") == [0, 0])
        assert program.answers("refused") == [{"who": "master", "reason": "For operators only"}]
