"""What a link says of itself to the sockets: its messages, who is let in, who came and went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from webui.core.devices.devices import Connection
from webui.sockets.client_queue import Outlet


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a namespace takes: how it is read, in any thread, and what the engine then does."""

    read: Callable[[tuple[object, ...]], Any]
    do: Callable[[Connection, Any], object]
    """What it returns, if that is a dict, is the answer to a client that wants one."""


class Namespace(Protocol):
    """One Socket.IO namespace of a link. All but `admit` and `read` runs in the engine's thread."""

    name: str
    messages: Mapping[str, Message]
    strict: bool
    """Whether unknown messages are refused rather than ignored."""

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Return the connection, or raise what to tell a stranger."""

    def joined(self, connection: Connection, outlet: Outlet) -> None:
        """The client has been told that it is connected: talk to it from now on."""

    def left(self, connection: Connection) -> None:
        """The client is gone."""

    def malformed(self, connection: Connection, reason: str) -> None:
        """The client sent what can't be read."""
