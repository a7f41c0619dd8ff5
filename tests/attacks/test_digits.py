"""Guessing the six digits: ten thousand tries get nobody in, and keep out nobody who has the link."""

import re

from tests.attacks.arena import LONG, Arena
from tests.attacks.test_trespass import status
from tests.room import needs_a_room

pytestmark = needs_a_room

TRIES = 10_000 if LONG else 500


def test_guessing_the_digits(attacked: Arena) -> None:
    before = attacked.names()
    statuses = attacked.attack("digits", tries=TRIES)
    assert set(statuses) <= {"403", "429"}, "nobody got in"
    assert statuses["429"] > 0.9 * TRIES, "it was slowed"
    assert attacked.names() == before
    assert attacked.cookie(), "who has the link joins all the same"
    attacked.known_tablet_returns()
    assert any("digits" in fault for fault in attacked.told()), "operators hear of it"


def test_a_key_after_it_was_revoked(attacked: Arena) -> None:
    cookie = attacked.cookie()
    page = attacked.asks("GET", "/", f"Cookie: {cookie}")
    assert status(page) == 200
    found = re.search(r'"you": \{"id": "(\w+)"', page)
    assert found
    attacked.forget(found[1])
    assert status(attacked.asks("GET", "/", f"Cookie: {cookie}")) == 401
    assert status(attacked.asks("GET", "/join-code", f"Cookie: {cookie}")) == 403
    key = cookie.partition("=")[2]
    assert attacked.attack("joins", auth={"session": "session-1", "key": key}) is False
    assert attacked.attack("joins", cookie=cookie) is False
