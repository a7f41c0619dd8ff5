"""OSC's packets: bytes to messages and back.

Written with python-osc; read here, for what comes in may be anything: python-osc goes round for ever in a bundle whose
element has size -4, recurses as deep as a packet likes, and drops types that it does not know from a message's midst.
"""

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pythonosc.parsing import osc_types

from webui.core.errors import SidestageError
from webui.core.osc.schedule import SECOND

BUNDLE = b"#bundle\0"

SINCE_1900 = 2_208_988_800
"""Seconds from 1900, when time tags begin, to 1970."""

AT_ONCE = 1
"""The time tag of what takes effect when it arrives. It is less than that of any time. Some programs write 0 for it."""

MAX_DATAGRAM = 65_507
"""Bytes of the longest packet that UDP over IPv4 takes."""

MAX_DEPTH = 8
"""Bundles within bundles."""

MAX_MESSAGES = 2000
"""Messages in a packet, empty bundles counted like one; more than a thousand faders in one bundle."""

MAX_TAGS = 256
"""Characters of a message's types."""

MAX_PATH = 512
"""Bytes of a message's address."""

NOT_OSC = "Not OSC"
CUT_OFF = "Cut off, or longer than it says"
NOT_TEXT = "A text that is not UTF-8"
NO_TYPES = "Arguments without their types"
UNKNOWN_TYPE = "A type that Sidestage does not know"
BRACKETS = "A list without its end"
TOO_DEEP = "Bundles within too many bundles"
TOO_MANY = "Too much in one packet"
UNSENDABLE = "A value that OSC can't carry"

REASONS = frozenset({NOT_OSC, CUT_OFF, NOT_TEXT, NO_TYPES, UNKNOWN_TYPE, BRACKETS, TOO_DEEP, TOO_MANY, UNSENDABLE})
"""All that a BadPacket says."""

Argument = int | float | str | bool | bytes
"""An argument to be sent. Its Python type is its OSC type: int i (32 bits), float f, str s, bool T or F, bytes b."""


class BadPacket(SidestageError):
    """A packet that can't be read or made; str(error) is one of REASONS."""


class Message(NamedTuple):
    """An address, which may be a pattern, and its arguments.

    Numbers come as int and float, T and F as bool, N as None, I (a bang) as True, texts as str, blobs as bytes, RGBA as
    int, MIDI as 4 bytes, time tags as OSC's 64 bits, lists as tuples.
    """

    address: str
    arguments: tuple[object, ...]


class Raw(NamedTuple):
    """A message that is not read yet. `tag` is the time at which it takes effect, OSC's 64 bits (None: at once).

    `path` is its address as bytes, so that older ones of the same address need never be read.
    """

    path: bytes
    data: bytes
    tag: int | None

    @property
    def when(self) -> float | None:
        """The same time in seconds since 1970."""
        return None if self.tag is None else self.tag / SECOND - SINCE_1900


def time_tag(when: float) -> int:
    """Return OSC's 64 bits for a time in seconds since 1970."""
    return int((when + SINCE_1900) * SECOND)


def decode(data: bytes) -> list[tuple[float | None, Message]]:
    """Return a packet's messages in their order, each with its time; raises BadPacket, and none of it counts then."""
    return [(raw.when, read(raw)) for raw in split(data)]


def is_bundle(data: bytes) -> bool:
    """Say whether a packet that `split` can read is a bundle, and no single message."""
    return not data.startswith(b"/")


def split(data: bytes) -> list[Raw]:
    """Return a packet's messages, unread, in their order; raises BadPacket where its bundles are no good.

    OSC 1.0 forbids a bundle within a bundle to have an earlier time than the outer one. Its messages take effect at the
    outer one's time then; so do those of a bundle "at once" within one that has a time.
    """
    if not is_bundle(data):
        return [Raw(_path(data), data, None)]
    found: list[Raw] = []
    _open(data, 0, len(data), 1, AT_ONCE, [MAX_MESSAGES], found)
    return found


def _open(data: bytes, at: int, end: int, depth: int, outer: int, left: list[int], found: list[Raw]) -> None:
    if data[at : at + 8] != BUNDLE:
        raise BadPacket(NOT_OSC)
    if at + 16 > end:
        raise BadPacket(CUT_OFF)
    if depth > MAX_DEPTH:
        raise BadPacket(TOO_DEEP)
    tag = max(outer, int.from_bytes(data[at + 8 : at + 16]))
    at += 16
    while at < end:
        left[0] -= 1
        if left[0] < 0:
            raise BadPacket(TOO_MANY)
        size = int.from_bytes(data[at : at + 4])
        start, at = at + 4, at + 4 + size
        if size == 0 or size % 4 or at > end:
            raise BadPacket(CUT_OFF)
        if data[start] == 0x2F:
            element = data[start:at]
            found.append(Raw(_path(element), element, None if tag == AT_ONCE else tag))
        else:
            _open(data, start, at, depth + 1, tag, left, found)


def _path(data: bytes) -> bytes:
    end = data.find(b"\0", 0, MAX_PATH + 1)
    if end < 0:
        raise BadPacket(CUT_OFF if len(data) <= MAX_PATH else TOO_MANY)
    return data[:end]


def read(raw: Raw) -> Message:
    """Read a message; raises BadPacket."""
    data = raw.data
    at = (len(raw.path) + 4) & ~3
    if len(data) % 4 or at > len(data):
        raise BadPacket(CUT_OFF)
    address = _address(raw.path)
    if at == len(data):
        # Old programs leave the types out where there are no arguments.
        return Message(address, ())
    end = data.find(b"\0", at)
    if data[at] != 0x2C:
        raise BadPacket(NO_TYPES)
    if end < 0:
        raise BadPacket(CUT_OFF)
    if end - at > MAX_TAGS:
        raise BadPacket(TOO_MANY)
    tags = data[at + 1 : end]
    at = (end + 4) & ~3
    arguments, at = _simple(tags, data, at) if tags in _SIMPLE else _any(tags, data, at)
    if at != len(data):
        raise BadPacket(CUT_OFF)
    return Message(address, arguments)


@lru_cache(4096)
def _address(path: bytes) -> str:
    return _text(path)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadPacket(NOT_TEXT) from None


_SIMPLE = {b"f": struct.Struct(">f"), b"i": struct.Struct(">i"), b"ff": struct.Struct(">ff")}
"""What most messages have."""

_FIXED = {tag[0]: struct.Struct(form) for tag, form in ((b"i", ">i"), (b"f", ">f"), (b"h", ">q"), (b"d", ">d"))} | {
    tag[0]: struct.Struct(form) for tag, form in ((b"t", ">Q"), (b"r", ">I"), (b"m", ">4s"))
}
_BARE: dict[int, object] = {ord("T"): True, ord("F"): False, ord("N"): None, ord("I"): True}
_LIST, _END = b"[]"


def _simple(tags: bytes, data: bytes, at: int) -> tuple[tuple[object, ...], int]:
    form = _SIMPLE[tags]
    if at + form.size != len(data):
        raise BadPacket(CUT_OFF)
    return form.unpack_from(data, at), len(data)


def _any(tags: bytes, data: bytes, at: int) -> tuple[tuple[object, ...], int]:
    lists: list[list[object]] = [[]]
    for tag in tags:
        if tag == _LIST:
            lists.append([])
        elif tag == _END:
            if len(lists) == 1:
                raise BadPacket(BRACKETS)
            done = tuple(lists.pop())
            lists[-1].append(done)
        else:
            argument, at = _argument(tag, data, at)
            lists[-1].append(argument)
    if len(lists) > 1:
        raise BadPacket(BRACKETS)
    return tuple(lists[0]), at


def _argument(tag: int, data: bytes, at: int) -> tuple[object, int]:
    if tag in _BARE:
        return _BARE[tag], at
    if form := _FIXED.get(tag):
        if at + form.size > len(data):
            raise BadPacket(CUT_OFF)
        return form.unpack_from(data, at)[0], at + form.size
    if tag in b"sS":
        end = data.find(b"\0", at)
        if end < 0:
            raise BadPacket(CUT_OFF)
        return _text(data[at:end]), (end + 4) & ~3
    if tag == ord("c"):
        return _character(data, at), at + 4
    if tag == ord("b"):
        size = int.from_bytes(data[at : at + 4])
        end = at + 4 + size
        if at + 4 > len(data) or end > len(data):
            raise BadPacket(CUT_OFF)
        return data[at + 4 : end], (end + 3) & ~3
    raise BadPacket(UNKNOWN_TYPE)


def _character(data: bytes, at: int) -> str:
    if at + 4 > len(data):
        raise BadPacket(CUT_OFF)
    return _text(data[at + 3 : at + 4])


def encode(address: str, arguments: Sequence[Argument]) -> bytes:
    """Return a message's bytes; raises BadPacket for what OSC can't carry, such as a whole number beyond 32 bits."""
    try:
        written = [_WRITERS[type(argument)](argument) for argument in arguments]
        return b"".join((_head(address, "".join(tag for tag, _ in written)), *(data for _, data in written)))
    except (osc_types.BuildError, OverflowError, KeyError):
        raise BadPacket(UNSENDABLE) from None


def bundle(messages: Sequence[bytes], when: float | None = None) -> bytes:
    """Return a bundle of messages or bundles, to count at a time in seconds since 1970, or at once."""
    parts = [BUNDLE, osc_types.write_date(osc_types.IMMEDIATELY if when is None else when)]
    for message in messages:
        parts += osc_types.write_int(len(message)), message
    return b"".join(parts)


def _text_bytes(text: str) -> bytes:
    if "\0" in text:
        raise BadPacket(UNSENDABLE)
    return osc_types.write_string(text)


@lru_cache(4096)
def _head(address: str, tags: str) -> bytes:
    return _text_bytes(address) + _text_bytes("," + tags)


_WRITERS: dict[type, Callable[[Any], tuple[str, bytes]]] = {
    int: lambda value: ("i", osc_types.write_int(value)),
    float: lambda value: ("f", osc_types.write_float(value)),
    str: lambda value: ("s", _text_bytes(value)),
    bool: lambda value: ("T" if value else "F", b""),
    bytes: lambda value: ("b", osc_types.write_blob(value) if value else osc_types.write_int(0)),
}
