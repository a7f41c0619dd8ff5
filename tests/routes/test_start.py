"""The start page by HTTP: whom it is for, and what it answers. Strangers are played by address."""

from typing import Any

import pytest

from tests.clients import SimpleClient
from tests.conftest import SMALL, Serve
from tests.routes.test_surface import LAPTOP, TABLET, Ask, browser, secret
from webui.network.addresses import Address
from webui.routes.start import UNSAVED
from webui.serving import Serving


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve({**SMALL, "open": True}, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


@pytest.fixture
def here(stage: Serving) -> Ask:
    """This computer's own page, with its cookie."""
    ask = browser(stage, "127.0.0.1", "127.0.0.1")
    ask("/")
    return ask


def joined(stage: Serving, role: str) -> Ask:
    ask = browser(stage, TABLET, LAPTOP)
    assert ask("/join", "POST", json={"secret": secret(stage, role)}).status_code == 204
    return ask


def says(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]


def test_it_is_for_operators_alone(stage: Serving, here: Ask) -> None:
    program = browser(stage, "127.0.0.1", "127.0.0.1", cookies=False)
    for ask in (joined(stage, "player"), browser(stage, TABLET, LAPTOP), program):
        assert ask("/start").location == "/"
        assert says(ask("/shows")) == says(ask("/shows/now")) == (403, "For operators only.")
        assert says(ask("/shows", "POST", json={"do": "example", "id": "react"})) == (403, "For operators only.")
    for ask in (here, joined(stage, "operator")):
        page = ask("/start")
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert stage.document.path.stem == "test"


def test_what_it_lists(stage: Serving, here: Ask) -> None:
    listing = here("/shows").json
    assert listing["now"] == listing["recent"][0]["id"] == here("/shows/now").json["now"]
    assert listing["recent"][0]["sketch"]["cells"][0] == ["fader", 1, 1, 1, 5]
    assert [offer["trouble"] for offer in listing["examples"]] == [None] * len(listing["examples"])
    assert [offer["manual"] for offer in listing["presets"]] == ["qlab", "ableton", "desk", "desk", "touchosc"]
    assert listing["folder"] == str(stage.document.path.parent)


def test_an_operator_elsewhere_changes_the_show_too(stage: Serving) -> None:
    operator = joined(stage, "operator")
    assert operator("/shows", "POST", json={"do": "new", "name": "Act two"}).status_code == 204
    assert stage.document.show.name == "Act two"
    first = operator("/shows").json["recent"][1]["id"]
    assert operator("/shows", "POST", json={"do": "open", "id": first}).status_code == 204
    assert stage.document.show.name == "Small"
    assert operator("/shows", "POST", json={"do": "example", "id": "react"}).status_code == 204
    assert stage.document.show.name == "React"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"do": "new", "name": "a/b"}, 422),
        ({"do": "new", "name": "test"}, 422),
        ({"do": "new"}, 422),
        ({"do": "open", "id": "none"}, 404),
        ({"do": "open"}, 404),
        ({"do": "example", "id": "none"}, 404),
        ({"do": "dialog"}, 409),
        ({"do": "erase"}, 400),
        ({"do": 7}, 400),
        ([], 400),
        ("new", 400),
    ],
)
def test_what_is_wrong_changes_nothing(stage: Serving, here: Ask, said: Any, status: int) -> None:
    before = stage.document.path.read_bytes()
    answer = here("/shows", "POST", json=said)
    assert answer.status_code == status
    assert answer.json["error"].endswith((".", "|"))
    assert (stage.document.show.name, stage.document.path.read_bytes()) == ("Small", before)


def test_what_is_no_json_is_refused(here: Ask) -> None:
    assert here("/shows", "POST", data=b"\xff{", content_type="application/json").status_code == 400
    assert here("/shows", "POST", data={"do": "example"}).status_code == 400


def test_what_programs_added_is_asked_about(stage: Serving, here: Ask) -> None:
    program = SimpleClient(stage.url, "/")
    program.change("adopted", 7)
    program.hears("adopted", 7)
    program.close()
    wish = {"do": "example", "id": "react"}
    answer = here("/shows", "POST", json=wish)
    assert says(answer) == (409, UNSAVED)
    assert answer.json["unsaved"] is True
    assert stage.document.show.name == "Small"
    path = stage.document.path
    assert here("/shows", "POST", json={**wish, "unsaved": "save"}).status_code == 204
    assert "adopted" in path.read_text("utf-8")
    assert stage.document.show.name == "React"


def test_what_programs_added_can_be_left(stage: Serving, here: Ask) -> None:
    program = SimpleClient(stage.url, "/")
    program.change("adopted", 7)
    program.hears("adopted", 7)
    program.close()
    path = stage.document.path
    assert here("/shows", "POST", json={"do": "new", "name": "Act two", "unsaved": "leave"}).status_code == 204
    assert "adopted" not in path.read_text("utf-8")


def test_the_windows_dialog_is_for_this_computer(stage: Serving, here: Ask) -> None:
    asked: list[str] = []
    stage.dialog.ask = lambda: asked.append("open")
    operator = joined(stage, "operator")
    assert (here("/shows").json["dialog"], operator("/shows").json["dialog"]) == (True, False)
    assert operator("/shows", "POST", json={"do": "dialog"}).status_code == 409
    assert here("/shows", "POST", json={"do": "dialog"}).status_code == 202
    assert asked == ["open"]
