"""One connection to Sidestage, as a simple client of its wire: Socket.IO over a WebSocket."""

import json
from dataclasses import dataclass
from typing import Any

from webui.program.address import Address
from webui.program.errors import Refused
from webui.program.websocket import Rejected, Unreachable, WebSocket

PATH = "/socket.io/?EIO=4&transport=websocket"

JOIN_WITHIN = 5.0
"""Seconds in which Sidestage answers somebody who comes in."""

PINGED = "pinged"
"""An event of our own: Sidestage asked whether we are there, and was answered. That is every few seconds."""

OPEN, CLOSE, PING, PONG = "0", "1", "2", "3"
CONNECT, DISCONNECT, EVENT, ANSWER, NOT_LET_IN = "40", "41", "42", "43", "44"
"""How packets begin: Engine.IO's, then Socket.IO's on the namespace /."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of Sidestage's: an event with its body, or the answer to what was sent under that number."""

    event: str
    body: Any
    number: int | None = None


class Session:
    """Open and let in from the start. Raises Refused where nobody is let in, and else OSError."""

    def __init__(self, address: Address, auth: dict[str, str]) -> None:
        try:
            self._socket = WebSocket(address, PATH, JOIN_WITHIN)
        except Rejected as error:
            raise Refused(str(error)) from None
        try:
            self._come_in(auth)
        except BaseException:
            self.close()
            raise

    def _come_in(self, auth: dict[str, str]) -> None:
        opened = self._socket.receive()
        try:
            timing = json.loads(opened.removeprefix(OPEN))
            silence = (timing["pingInterval"] + timing["pingTimeout"]) / 1000
        except (ValueError, KeyError, TypeError):
            raise Unreachable("no Sidestage answers there") from None
        self._socket.send(CONNECT + json.dumps(auth))
        while not (said := self._socket.receive()).startswith(CONNECT):
            if said.startswith(NOT_LET_IN):
                told = json.loads(said.removeprefix(NOT_LET_IN))
                raise Refused(str(told.get("message", told) if isinstance(told, dict) else told))
            self._is_pinged(said)
        self._socket.patience(silence)
        self.send("show")

    def send(self, event: str, body: Any = None, number: int | None = None) -> None:
        """Send an event, and ask for an answer under that number. From any thread."""
        parts = [event] if body is None else [event, body]
        self._socket.send(f"{EVENT}{'' if number is None else number}{json.dumps(parts, allow_nan=False)}")

    def receive(self) -> Heard:
        """Wait for the next message. From one thread."""
        while True:
            said = self._socket.receive()
            if said[:1] == CLOSE or said[:2] == DISCONNECT:
                raise Unreachable("Sidestage ended the connection")
            if self._is_pinged(said):
                return Heard(PINGED, None)
            if said[:2] not in (EVENT, ANSWER):
                continue
            start = said.find("[")
            try:
                parts = json.loads(said[start:])
                if said.startswith(EVENT):
                    return Heard(parts[0], parts[1] if len(parts) > 1 else None)
                return Heard("", parts[0] if parts else {}, int(said[2:start]))
            except (ValueError, IndexError):
                # Of another namespace, or of a newer Sidestage.
                continue

    def hang_up(self) -> None:
        """End it, from any thread."""
        self._socket.hang_up()

    def close(self) -> None:
        """End it and let go of it, in the thread that receives. Doing so again does no harm."""
        self._socket.close()

    def _is_pinged(self, said: str) -> bool:
        if said[:1] == PING:
            self._socket.send(PONG + said[1:])
        return said[:1] == PING
