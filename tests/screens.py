"""Named screens for tests: on this computer every browser is its operator, and every program its player."""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

import pytest

from webui.access.authentication import Access
from webui.core.devices.devices import Device, Role

IPAD = Device("ipad", "Stage left iPad", "#f48fb1", Role.PLAYER)
MIA = Device("mia", "Mia", "#c5d86d", Role.PLAYER)
BOSS = Device("boss", "FOH tablet", "#e6c9a8", Role.OPERATOR)
GUEST = Device("guest", "Guest", "#9fd3c7", Role.WATCHER)
SCREENS = {device.id: device for device in (IPAD, MIA, BOSS, GUEST)}


def know_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the server take a cookie or a key that is a screen's id for that screen."""
    of_page, of_socket = Access.of_page, Access.of_socket

    def screen(environ: Mapping[str, Any]) -> Device | None:
        morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("screen")
        return SCREENS[morsel.value] if morsel else None

    monkeypatch.setattr(Access, "of_page", lambda self, environ: screen(environ) or of_page(self, environ))
    monkeypatch.setattr(
        Access,
        "of_socket",
        lambda self, environ, key, *touch: (
            SCREENS.get(key or "") or screen(environ) or of_socket(self, environ, key, *touch)
        ),
    )


def as_screen(device: Device) -> dict[str, Any]:
    """What a browser context must have to be that screen."""
    cookie = {"name": "screen", "value": device.id, "domain": "127.0.0.1", "path": "/"}
    rest = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"storage_state": {"cookies": [cookie | rest], "origins": []}}
