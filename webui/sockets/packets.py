"""Socket.IO's packets as they come in: what can't be read becomes the event `malformed`, not a lost connection."""

import json
from dataclasses import dataclass
from typing import Any

from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT, Packet

from webui.wire.operations import MAX_DIGITS

MALFORMED = "malformed"

KNOWN = frozenset({CONNECT, DISCONNECT, EVENT, ACK})
"""The packets that clients send."""

RESERVED = frozenset({"connect", "disconnect", "*"})
"""Events of the library's own; a client that sends one by name would call their handlers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The last part of an event whose client wants an answer, under that number: what JSON can't say."""

    number: int


def _whole(digits: str) -> int | float:
    """Python refuses thousands of digits with an error of its own; to us they are just no number."""
    return int(digits) if len(digits) <= MAX_DIGITS else float("inf")


_DECODER = json.JSONDecoder(parse_int=_whole)
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class Json:
    """The json module as Socket.IO uses it, without surprises for whole numbers."""

    @staticmethod
    def dumps(data: object, **kwargs: Any) -> str:
        """Return JSON, as compact as the library asks for it."""
        return json.dumps(data, **kwargs)

    @staticmethod
    def loads(text: str) -> Any:
        """Return what JSON says; raises ValueError."""
        try:
            return _DECODER.decode(text)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class StagePacket(Packet):  # type: ignore[misc]
    """A packet that the library can handle, whatever came in.

    Binary packets count as malformed as well: we have none, and the library would not check their event's name.
    """

    json = Json
    packet_type: int
    id: int | None
    data: Any

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        if self.packet_type == EVENT and not is_event(self.data):
            self.data = [MALFORMED]

    def decode(self, encoded_packet: object) -> int:
        """Take a packet apart, as the library does."""
        try:
            if not isinstance(encoded_packet, str):
                raise ValueError("binary data")
            super().decode(encoded_packet)
            if self.packet_type not in KNOWN:
                raise ValueError("a packet that clients don't send")
            if self.packet_type == EVENT and self.id is not None and is_event(self.data):
                # The library would answer in the thread of the request, before anything was done.
                self.data = [*self.data, Wanted(self.id)]
                self.id = None
        except ValueError:
            self.packet_type = EVENT
            self.data = [MALFORMED]
            self.id = None
        return 0


def head(namespace: str) -> str:
    """Return how the packet of an event begins, for Engine.IO: a message, an event, its namespace."""
    return "42" if namespace == "/" else f"42{namespace},"


def split_head(text: str) -> tuple[str, Wanted | None]:
    """Return how an event's packet begins without the number under which an answer is wanted, and that number."""
    at = text.find(",") + 1 or len("42")
    digits = text[at:]
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > MAX_DIGITS:
        return text, None
    return text[:at], Wanted(int(digits))


def answer_packet(namespace: str, wanted: Wanted, *parts: object) -> bytes:
    """Return the packet of the answer to an event, which Socket.IO calls an acknowledgement."""
    where = "" if namespace == "/" else f"{namespace},"
    return f"43{where}{wanted.number}{_ENCODER.encode(parts)}".encode()


def event_packet(namespace: str, *parts: object) -> bytes:
    """Return the packet of an event: its name, then the rest."""
    return f"{head(namespace)}{_ENCODER.encode(parts)}".encode()


def read_event(packet: str, start: int) -> list[Any] | None:
    """Return an event that a client may send: what stands in its packet from `start` on; None if it is none."""
    try:
        data, end = _DECODER.raw_decode(packet, start)
    except (ValueError, RecursionError):
        return None
    return data if end == len(packet) and is_event(data) else None


def is_event(data: object) -> bool:
    """Say whether it is an event that a client may send: a name that is none of the library's own, then the rest."""
    return isinstance(data, list) and bool(data) and isinstance(data[0], str) and data[0] not in RESERVED
