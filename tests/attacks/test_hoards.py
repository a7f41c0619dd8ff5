"""Attacks that have the server keep much for somebody: what is never fetched or read, and what is long."""

import pytest

from tests.attacks.arena import MEMORY, Arena
from tests.attacks.test_crowds import LASTS, lasts
from tests.room import needs_a_room
from webui.limits import PENDING_IN_ALL

pytestmark = needs_a_room


def test_sessions_that_poll_and_never_fetch_are_bounded_and_end(attacked: Arena) -> None:
    with attacked.begin("polls", cookies=attacked.devices(16), each=4, message='421["time"]') as attack:
        most = lasts(attacked, max(LASTS, 8.0))
        done = attack.ask("")
    assert most < PENDING_IN_ALL / 2**20 + MEMORY
    assert set(done) - {"200"}, "they were given up"


@pytest.mark.parametrize(
    ("namespace", "message"),
    [("", '421["show"]'), ("/test", '42/test,1["time"]'), ("/stage", '42/stage,["ask",1,"x",{}]')],
)
def test_answers_that_are_never_read_are_bounded(attacked: Arena, namespace: str, message: str) -> None:
    options = {"each": 8, "rate": 200, "namespace": namespace, "message": message, "reads": False}
    with attacked.begin("crowd", cookies=attacked.devices(16), **options) as attack:
        most = lasts(attacked)
        attack.ask("")
    assert most < PENDING_IN_ALL / 2**20 + MEMORY


def test_messages_as_long_as_they_may_be(attacked: Arena) -> None:
    message = f'42/stage,["time","{"x" * 1_900_000}"]'
    with attacked.begin("crowd", cookies=attacked.devices(16), rate=10, message=message) as attack:
        most = lasts(attacked)
        attack.ask("")
    assert most < PENDING_IN_ALL / 2**20 + MEMORY
