"""Operators edit the show's OSC: it is in the file at once, on every screen, and can be taken back once."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.clients import Page, SimpleClient
from tests.conftest import SMALL, Serve
from tests.joined import joined
from tests.routes.test_surface import LAPTOP, TABLET, browser, secret
from tests.wire.test_document import examples
from webui.network.addresses import Address
from webui.serving import Serving

Edit = Callable[..., tuple[int, Any]]
DONE = (200, {"done": True})


def editor(stage: Serving, role: str = "operator") -> Edit:
    """A tablet on the network that joined, and edits."""
    ask = browser(stage, TABLET, LAPTOP)
    if role:
        assert ask("/join", "POST", json={"secret": secret(stage, role)}).status_code == 204

    def edit(**said: Any) -> tuple[int, Any]:
        answer = ask("/osc", "POST", json=said)
        return answer.status_code, answer.json

    return edit


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


@pytest.fixture
def boss(stage: Serving) -> Edit:
    return editor(stage)


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(joined(stage, "FOH", "operator").page()) as page:
        yield page


def saved(stage: Serving) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stage.document.path.read_text("utf-8"))
    return found


def test_the_edits_that_the_document_has(stage: Serving, boss: Edit, page: Page) -> None:
    add, change, into, address, remove, undo = examples("osc")
    page.move(slider1=37)
    assert boss(**add) == DONE
    assert boss(**change) == DONE
    assert boss(**into) == DONE
    assert boss(**address) == DONE
    osc = saved(stage)["osc"]
    assert osc["targets"] == [{"id": "qlab", "label": "QLab", "host": "192.168.1.20", "port": 53001, "echo": True}]
    assert osc["in"] == {"port": 9000, "sources": ["192.168.1.0/24"]}
    assert saved(stage)["controls"][0]["osc"] == address["address"]
    page.wait(lambda: page.show["pages"][0]["controls"][0].get("osc"), "for the address on the page")
    assert page.values["slider1"] == 37
    assert boss(**remove) == DONE
    assert saved(stage)["controls"][0]["osc"] is False
    assert boss(**undo) == DONE
    assert saved(stage)["controls"][0]["osc"] == address["address"]
    page.wait(lambda: page.show["osc"]["targets"], "for the target again")
    status, answer = boss(**undo)
    assert (status, "nothing to take back" in answer["error"]) == (422, True)


@pytest.mark.parametrize(
    ("edit", "status", "word"),
    [
        ({"do": "target", "id": None, "target": {"label": "x", "host": "a b", "port": 1}}, 422, "host must be"),
        ({"do": "target", "id": None, "target": {"label": "x", "host": "a", "port": "x"}}, 422, "port"),
        ({"do": "target", "id": "gone", "target": {}}, 422, "not there any more"),
        ({"do": "remove", "id": "gone"}, 422, "not there any more"),
        ({"do": "input", "input": {"port": 0}}, 422, "port"),
        ({"do": "address", "id": "slider1", "address": {"address": "ch/1"}}, 422, "address must be"),
        ({"do": "address", "id": "gone", "address": None}, 422, "not in the show file"),
        ({"do": "target", "id": 5, "target": {}}, 400, "id must be"),
        ({"do": "target", "id": None, "target": []}, 400, "target must be"),
        ({"do": "address", "id": "slider1", "address": "/a"}, 400, "address must be"),
        ({"do": "format"}, 400, "no such edit"),
        ({}, 400, "no such edit"),
    ],
)
def test_what_can_not_be_is_refused_and_the_file_is_as_it_was(
    stage: Serving, boss: Edit, edit: dict[str, Any], status: int, word: str
) -> None:
    found, answer = boss(**edit)
    assert (found, word in answer["error"]) == (status, True), answer
    assert saved(stage) == SMALL


def test_it_is_for_operators_alone(stage: Serving) -> None:
    for role in ("player", ""):
        assert editor(stage, role)(do="undo") == (403, {"error": "For operators only."})


def test_a_file_that_somebody_broke_meanwhile_is_not_written_over(stage: Serving, boss: Edit, page: Page) -> None:
    add = examples("osc")[0]
    assert boss(**add) == DONE
    stage.document.path.write_text("{", encoding="utf-8")
    for edit in (add, {"do": "undo"}):
        assert boss(**edit)[0] == 422
    assert stage.document.path.read_text("utf-8") == "{"


def test_a_saved_show_keeps_its_checksum_and_what_it_adopted_is_not_lost(serve: Serve) -> None:
    stage = serve({**SMALL, "open": True}, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])
    stage.document.save()
    program = SimpleClient(stage.url)
    program.change("adopted", 7)
    program.hears("adopted", 7)
    assert editor(stage)(**examples("osc")[0]) == DONE
    text = saved(stage)
    assert {"checksum", "osc"} <= text.keys()
    assert "adopted" in [control["id"] for control in text["controls"]]
    stage.document.open(stage.document.path)
    program.hears("adopted", 7)
    program.close()
