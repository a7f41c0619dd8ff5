"""Attacks from the laptop itself, by those who are not its operator: other users, and what comes by a proxy."""

import re
import time

from tests.attacks.arena import LONG, LOOPBACK, Arena
from tests.attacks.test_floods import UPGRADE
from tests.room import needs_a_room
from tests.users import SOMEBODY, as_user, ask, needs_other_users, status

pytestmark = [needs_a_room, needs_other_users]

OTHER = as_user(SOMEBODY)
BROWSER = ("Accept: text/html", "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
OF_THE_SHOW = ("slider1", "Attacked", "beat")
PROXIES = ("X-Forwarded-For: 127.0.0.1", "fOrWaRdEd: for=127.0.0.1", "X-Real-IP: ::1", "vIa: 1.1 proxy")
OPERATORS = ("/join-code", "/shows", "/gallery")


def on_laptop(arena: Arena, path: str, *headers: str, user: tuple[str, ...] = ()) -> str:
    return ask(arena.server.port, path, *headers, host=LOOPBACK, prefix=(*arena.laptop.prefix, *user))


def own_cookie(arena: Arena) -> str:
    """The cookie of the operator's own browser on the laptop."""
    answer = on_laptop(arena, "/", *BROWSER)
    found = re.search(r"Set-Cookie: ([^;]+);", answer)
    assert found
    return found[1]


def gets_nothing(arena: Arena, *headers: str, user: tuple[str, ...] = ()) -> None:
    stolen = f"Cookie: {own_cookie(arena)}"
    for more in ((), BROWSER, (stolen,), (stolen, *BROWSER)):
        answer = on_laptop(arena, "/", *headers, *more, user=user)
        assert status(answer) == 401
        assert "Set-Cookie" not in answer
        assert not any(word in answer for word in OF_THE_SHOW)
        for path in OPERATORS:
            assert status(on_laptop(arena, path, *headers, *more, user=user)) in (403, 404)


def test_another_user_of_the_laptop(attacked: Arena) -> None:
    gets_nothing(attacked, user=OTHER)


def test_a_reverse_proxy_on_the_laptop(attacked: Arena) -> None:
    for header in PROXIES:
        gets_nothing(attacked, header)


def test_another_users_connections_do_not_keep_the_operator_out(attacked: Arena) -> None:
    with (
        attacked.begin("idle", here=True, user=OTHER, count=800 if LONG else 300) as idle,
        attacked.begin("idle", here=True, user=OTHER, count=800 if LONG else 300, begin=UPGRADE) as mute,
    ):
        for _ in range(10):
            began = time.monotonic()
            assert status(on_laptop(attacked, "/", *BROWSER)) == 200
            assert time.monotonic() - began < 5
        for attack in (idle, mute):
            attack.ask("")
