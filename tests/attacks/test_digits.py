"""Guessing the six digits: ten thousand tries get nobody in, and keep out nobody who has the link."""

import json
import re

from tests.attacks.arena import LONG, Arena
from tests.attacks.test_trespass import status
from tests.room import needs_a_room

pytestmark = needs_a_room

TRIES = 10_000 if LONG else 500


def asked(arena: Arena, **said: str) -> str:
    """Return a request that asks what digits are worth."""
    body = json.dumps(said)
    head = f"POST /join/ask HTTP/1.1\r\nHost: {arena.host}\r\nContent-Type: application/json"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def test_who_typed_nothing_wrong_is_answered_while_others_guess_even_behind_their_router(attacked: Arena) -> None:
    right = "".join(attacked.server.said(r"and type ([\d ]+)").split())
    with attacked.begin("digits", tries=TRIES) as attack:
        for _ in range(20 if LONG else 5):
            found = re.search(r'data-visit="([^"]+)"', attacked.asks("GET", "/"))
            assert found
            (answer,) = attacked.attack("requests", raw=[asked(attacked, digits=right, visit=found[1])])
            assert status(answer) == 200, "behind the same router"
            with attacked.begin("requests", here=True, raw=[asked(attacked, digits=right)]) as honest:
                (answer,) = honest.ask("")
            assert status(answer) == 200, "at another address"
        done = attack.ask("")
    assert set(done) <= {"403", "429"}


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
