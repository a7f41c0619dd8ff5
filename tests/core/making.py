"""What the core's tests make: shows, people, and values of every kind that may come in."""

import string
from typing import Any

from hypothesis import strategies as st

from webui.core.devices.devices import Connection, Device, Role
from webui.core.show.controls import Control
from webui.core.show.show import Show, read_show
from webui.core.surface.surface import Surface

OPERATOR, PLAYER, WATCHER = Role.OPERATOR, Role.PLAYER, Role.WATCHER

SMALL: dict[str, Any] = {
    "id": "small",
    "controls": [
        {"id": "slider1", "type": "fader", "min": 0, "max": 50, "default": 25},
        {"id": "tempo", "type": "fader", "min": 40, "max": 220, "step": 0.5},
        {"id": "bed", "type": "toggle"},
        {"id": "thunder", "type": "button"},
        {"id": "flash", "type": "button"},
        {"id": "note", "type": "text", "length": 20},
    ],
    "feeds": [{"id": "number"}, {"id": "pulse", "source": "program"}],
}


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mMI2/ISAANXAfQ6B87kAAAAAElFTkSuQmCC"
)
"""The smallest picture there is."""

NEEDED: dict[str, dict[str, Any]] = {
    "choice": {"options": ["a", "b"]},
    "page": {"page": "main"},
    "picture": {"picture": PIXEL},
}
"""Keys without which there is no control of a type."""


def control(kind: str, **keys: Any) -> Control:
    """A control of a type, alone in its show."""
    return show(controls=[{"id": "one", "type": kind, **NEEDED.get(kind, {}), **keys}]).pages[0].controls[0]


def show(**keys: Any) -> Show:
    """The show of a file with these keys."""
    return read_show({"sidestage": 1, **keys}, "a-file", "A file")


def small(**keys: Any) -> Show:
    """The small show, with some keys changed."""
    return show(**{**SMALL, **keys})


def surface(**keys: Any) -> Surface:
    """A surface of the small show that nobody has touched."""
    return Surface(small(**keys), {}, {})


def person(role: Role = PLAYER, id: str = "c1", device: str = "d1", session: str = "s1") -> Connection:
    """Somebody at an open page."""
    return Connection(id, Device(device, "Somebody", "#b39ddb", role), session, watches=True)


numbers = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([0, -0.0, 1, 2**53, 2**53 + 1, -(2**53) - 1, 10**15, 10**400, -(10**400), 1e308, 5e-324]),
)
"""All that Python can have for a number, also those that no control takes."""

texts = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=8),
    st.sampled_from(
        ["\ud800", "a\0b", "25", " 25 ", "1e3", "1e999", "nan", "inf", "on", "off", "0", "", "٣", "1_0", "x" * 10_001]
    ),
)
"""Texts with all that JSON can bring: lone surrogates and NUL as well."""

plain = st.one_of(numbers, texts, st.booleans(), st.none())
anything = st.recursive(
    plain, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=6
)
"""Whatever a message can hold."""

ids = st.text(string.ascii_letters + string.digits, min_size=1, max_size=3)
