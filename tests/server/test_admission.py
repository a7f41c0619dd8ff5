"""Each request takes a place: this computer's, a known device's or a stranger's."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from werkzeug.test import Client

from webui.access.authentication import Access
from webui.core.devices.devices import Device, Role
from webui.limits import ALL_BURST, LONG_BODIES_OF_DEVICE, STRANGER_BODY
from webui.server.admission import Reception
from webui.server.answers import TOO_MUCH
from webui.server.slots import PLACE, Places, Sizes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ONE_EACH = Sizes(here=1, elsewhere=2, for_known=1)
FULL = (503, "Too many are connected; try again soon.\n")


def inside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"inside"]


class Doors:
    """A reception with one place for strangers and one for known devices; the cookie is a device's id."""

    def __init__(self, sizes: Sizes = ONE_EACH) -> None:
        self.places = Places(sizes)
        known = SimpleNamespace(of_request=self._known)
        self.reception = Reception(inside, cast(Access, known))
        self._client = Client(self.reception, use_cookies=False)

    def _known(self, environ: dict[str, Any]) -> object:
        cookie = environ.get("HTTP_COOKIE")
        return Device(cookie, cookie, "#b39ddb", Role.PLAYER) if cookie else None

    def ask(self, address: str, cookie: str = "", environ: dict[str, Any] | None = None) -> tuple[int, str]:
        place = self.places.enter(address, lambda: None)
        overrides = {PLACE: place, "HTTP_COOKIE": cookie, **(environ or {})}
        answer = self._client.open("/", environ_overrides=overrides)
        return answer.status_code, answer.text


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 0.0)


def test_strangers_do_not_take_a_known_devices_place() -> None:
    doors = Doors()
    assert doors.ask("192.0.2.1") == (200, "inside")
    assert doors.ask("192.0.2.2") == FULL
    assert doors.ask("192.0.2.2", "tablet") == (200, "inside")
    assert doors.ask("127.0.0.1") == (200, "inside")


LONGEST = str(STRANGER_BODY)
TOO_LONG = str(STRANGER_BODY + 1)


@pytest.mark.parametrize(
    ("address", "cookie", "length", "status"),
    [
        ("192.0.2.1", "", LONGEST, 200),
        ("192.0.2.1", "", TOO_LONG, 413),
        ("192.0.2.1", "", "-1", 413),
        ("192.0.2.1", "", "9" * 30, 413),
        ("192.0.2.1", "tablet", TOO_LONG, 200),
        ("127.0.0.1", "", TOO_LONG, 200),
    ],
)
def test_a_strangers_body_is_short(address: str, cookie: str, length: str, status: int) -> None:
    environ = {"CONTENT_LENGTH": length, "REQUEST_METHOD": "POST"}
    assert Doors().ask(address, cookie, environ)[0] == status


def test_who_asks_for_too_much_is_refused_in_the_end_and_others_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.processor_time.PLACE_WITHIN", 0.0)
    doors = Doors(Sizes())
    for _ in range(100):
        doors.reception._work.spend("crowd", True, 0.1)
        doors.reception._work.spend("192.0.2.1", False, 0.1)
    too_much = (503, f"{TOO_MUCH}\n")
    assert doors.ask("192.0.2.1", "crowd") == too_much
    assert doors.ask("192.0.2.1") == too_much
    assert doors.ask("192.0.2.1", "tablet") == doors.ask("192.0.2.2") == (200, "inside")
    assert doors.ask("127.0.0.1") == (200, "inside"), "this computer is never refused"


def test_who_asks_for_a_little_too_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    doors = Doors(Sizes())
    doors.reception._work.spend("crowd", True, ALL_BURST)
    doors.reception._work.spend("crowd", True, 0.0)
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        doors.reception._work._all._at -= seconds

    monkeypatch.setattr("webui.server.processor_time.time.sleep", sleep)
    assert doors.ask("192.0.2.1", "crowd") == (200, "inside")
    assert len(waits) >= 1


def test_long_bodies_at_once_are_few() -> None:
    doors = Doors(Sizes())
    assert all(doors.reception._work.begin_long("tablet") for _ in range(LONG_BODIES_OF_DEVICE))
    environ = {"CONTENT_LENGTH": TOO_LONG, "REQUEST_METHOD": "POST"}
    assert doors.ask("192.0.2.1", "tablet", environ)[0] == 503
    doors.reception._work.end_long("tablet")
    assert [doors.ask("192.0.2.1", "tablet", environ)[0] for _ in range(9)] == [200] * 9
