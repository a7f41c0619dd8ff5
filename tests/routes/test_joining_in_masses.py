"""Joining while many guess or join: those who typed nothing wrong never wait, and nobody who is known is pushed out."""

import re

import pytest

from tests.conftest import Serve
from tests.joined import IPAD
from tests.routes.test_joining import Make, Tablet, digits, joined, make, others, running, secret, tablet
from tests.routes.test_surface import TABLET
from webui.access.doorkeeper import RESERVE_DIGITS, Doorkeeper
from webui.core.devices.devices import Role
from webui.core.devices.guessing import FREE, MAX_WRONG
from webui.core.devices.joins import JOINS_PER_MINUTE
from webui.engine.engine import PROGRAM
from webui.serving import Serving

__all__ = ["make", "running", "tablet"]
"""Fixtures."""


def test_a_page_that_typed_nothing_wrong_does_not_wait_for_others_at_its_address(
    make: Make, tablet: Tablet, running: Serving
) -> None:
    visits = [re.search(r'data-visit="([^"]+)"', make().ask("/").text) for _ in range(2)]
    mine, clean = (found[1] for found in visits if found)
    wrong = others(digits(running))
    for _ in range(FREE + 1):
        assert tablet.post("/join/ask", digits=wrong, visit=mine)[0] == 403
    assert tablet.post("/join/ask", digits=digits(running))[0] == 429
    assert tablet.post("/join/ask", digits=digits(running), visit=mine)[0] == 429
    assert tablet.post("/join/ask", digits=digits(running), visit="made.up")[0] == 429
    assert tablet.asks(digits=digits(running), visit=clean)


def test_a_day_codes_longer_digits_outlive_the_program(running: Serving, serve: Serve, make: Make) -> None:
    running._engine.call(Doorkeeper(running._engine).new_code, PROGRAM.device, Role.PLAYER, "day")
    was = digits(running)
    for n in range(MAX_WRONG):
        assert make(f"192.0.{n // 200}.{n % 200}").post("/join/ask", digits=others(was))[0] == 403
    longer = digits(running)
    assert len(longer) == RESERVE_DIGITS
    assert make().post("/join/ask", digits=was) == (
        400,
        {"error": "The code has 12 digits now. See the operator's screen.", "digits": RESERVE_DIGITS},
    )
    assert make().asks(digits=longer)
    assert f'data-digits="{RESERVE_DIGITS}"' in make().ask("/").text
    running.close()
    assert digits(serve()) == longer


def test_more_joins_than_a_venue_makes_have_to_wait_and_operators_hear_of_it(make: Make, running: Serving) -> None:
    link = secret(running)
    for _ in range(JOINS_PER_MINUTE):
        assert make("2001:db8::1").post("/join", secret=link)[0] == 204
    status, answer = make("2001:db8::2").post("/join", secret=link)
    assert status == 429
    assert 1 <= answer["wait"] <= 60
    assert make("2001:db8:0:1::1").post("/join", secret=link)[0] == 204
    assert "2001:db8::/64" in running._engine.call(lambda: running._engine.door.joins.warning(running._engine.now()))


def test_of_a_full_list_those_that_never_connected_make_room_for_good(
    make: Make, running: Serving, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.core.devices.door.MAX_KNOWN", 3)
    first = make()
    known = [joined(tablet, running, name)["id"] for tablet, name in ((first, "a"), (make(), "b"), (make(), "c"))]
    device = running._engine.door.devices()[1]
    running._engine.call(Doorkeeper(running._engine).came, device, TABLET, IPAD)
    joined(make(), running, "d")
    assert first.you() is None, "its key is good no more"
    running.close()
    kept = [device.id for device in serve()._engine.door.devices()]
    assert len(kept) == 3
    assert known[0] not in kept
    assert set(known[1:]) < set(kept)
