"""What wire.md says of joining and of what operators ask is so."""

from typing import Any

import pytest

from tests.links.harness import Room
from tests.routes.test_joining import Make, Tablet, digits, joined, make, others, running, secret, tablet
from tests.wire.test_document import example, examples, shape
from webui.core.devices.devices import Role
from webui.core.devices.door import LIVES
from webui.core.devices.guessing import FREE
from webui.core.errors import Malformed
from webui.links.tablets.admission import read_code, read_device, read_key, read_programs, read_rename, read_role_of
from webui.serving import Serving
from webui.wire.operations import STAGE

__all__ = ["make", "running", "tablet"]
"""Fixtures."""


def test_what_operators_ask_is_read_as_the_document_says() -> None:
    def details(what: str) -> dict[str, Any]:
        name, _, asked, found = example(f"ask {what}")
        assert (name, asked) == ("ask", what)
        return dict(found)

    device = "5b1f0a6c22d7"
    assert read_code(details("code")) == (Role.WATCHER, "10 minutes")
    assert read_rename(details("rename")) == (device, "Stage left iPad")
    assert read_role_of(details("role")) == (device, Role.WATCHER)
    assert read_device(details("disconnect")) == read_device(details("forget")) == device
    assert details("forget all") == {}
    assert read_key(details("key")) == ("Lights", Role.PLAYER)
    assert read_programs(details("programs")) is None


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_life_can_be_asked_for(life: str, role: Role) -> None:
    assert read_code({"role": role.word, "life": life}) == (role, life)
    assert read_programs({"role": role.word}) is role


@pytest.mark.parametrize(
    "details", [{}, {"role": "off", "life": "day"}, {"role": 1, "life": "day"}, {"role": "player"}]
)
def test_what_is_no_code_is_malformed(details: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read_code(details)


def test_what_operators_ask_is_answered_as_the_document_says(room: Room) -> None:
    room.says(STAGE, *example("ask key"))
    sent, said = room.heard(STAGE, "answer"), example("answer to key")
    assert shape(sent) == shape(said)
    assert len(sent[2]["key"]) == len(said[2]["key"])
    made = room.engine.door.devices()[0]
    question, answer = example("ask rename"), example("answer to rename")
    room.says(STAGE, *question[:3], question[3] | {"device": made.id})
    assert room.heard(STAGE, "answer") == answer
    room.says(STAGE, *example("ask programs"))
    assert room.heard(STAGE, "programs") == example("programs")


def test_the_document_is_as_it_is_said(make: Make, tablet: Tablet, running: Serving) -> None:
    by_digits, by_link = examples("join/ask")
    assert set(by_digits) == {"digits", "touch"}
    assert tablet.asks(**by_digits | {"digits": digits(running)})
    asked = tablet.asks(**by_link | {"secret": secret(running)})
    (said,) = examples("join/ask answer")
    assert shape(said | {"absent": []}) == shape(asked)
    (too_soon,) = examples("join/ask too soon")
    for _ in range(FREE + 1):
        tablet.post("/join/ask", digits=others(digits(running)))
    assert shape(tablet.post("/join/ask", digits="000000")[1]) == shape(too_soon)
    by_ticket, in_one = examples("join")
    was = joined(make("192.0.2.78"), running, "Stage left iPad")
    ticket = tablet.asks(secret=secret(running))["ticket"]
    assert tablet.post("/join", **by_ticket | {"ticket": ticket, "device": was["id"]}) == (204, None)
    assert make().post("/join", **in_one | {"secret": secret(running)}) == (204, None)
    here = make("127.0.0.1")
    here.you()
    (code,) = examples("join-code")
    sent = here.ask("/join-code").json
    assert sent
    assert set(sent) == set(code)
    assert set(sent["links"][0]) == set(code["links"][0])
