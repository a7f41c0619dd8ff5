"""Each request takes a place: this computer's, a known device's or a stranger's."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from werkzeug.test import Client

from webui.access import Access
from webui.core.devices import Device, Role
from webui.limits import STRANGER_BODY
from webui.places import PLACE, Places, Sizes
from webui.reception import Reception

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FULL = (503, "Too many are connected; try again soon.\n")


def inside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"inside"]


class Doors:
    """A reception with one place for strangers and one for known devices; the cookie is a device's id."""

    def __init__(self) -> None:
        self.places = Places(Sizes(here=1, elsewhere=2, for_known=1))
        known = SimpleNamespace(of_request=self._known)
        self._client = Client(Reception(inside, cast(Access, known)), use_cookies=False)

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
    monkeypatch.setattr("webui.places.PLACE_WITHIN", 0.0)


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
