"""The least of WebSocket, Engine.IO and Socket.IO that a client needs: bytes in, bytes out, no sockets."""

import base64
import json
import os
import random
from typing import Any

TEXT = 1
CLOSE = 8
PING = 9
PONG = 10

ENGINE_OPEN = b"0"
ENGINE_PING = b"2"
ENGINE_PONG = b"3"


class ProtocolError(Exception):
    """A server said what this client does not understand; str(error) tells what."""


def handshake(port: int, path: str) -> bytes:
    """Return the request that opens a WebSocket to a Socket.IO server on this computer."""
    return (
        f"GET {path} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\n"
        "Upgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def frame(payload: bytes, kind: int = TEXT) -> bytes:
    """Return a frame as clients send them: masked with four bytes."""
    key = random.randbytes(4)
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | kind, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2)
    else:
        head = bytes((0x80 | kind, 0x80 | 127)) + size.to_bytes(8)
    mask = (key * (size // 4 + 1))[:size]
    return head + key + (int.from_bytes(payload) ^ int.from_bytes(mask)).to_bytes(size)


class Unframer:
    """Takes a server's stream of bytes apart."""

    def __init__(self) -> None:
        self.rest = b""
        """What came of a message that is not whole yet."""
        self.pings: list[bytes] = []
        """What is to be answered."""

    def head(self, data: bytes) -> bool:
        """Take in bytes of the answer to the handshake; says whether it is whole. Raises ProtocolError."""
        self.rest += data
        answer, blank, rest = self.rest.partition(b"\r\n\r\n")
        if not blank:
            return False
        status = answer.partition(b"\r\n")[0]
        if b" 101 " not in status + b" ":
            raise ProtocolError(f"the server answered {status.decode(errors='replace')!r}")
        self.rest = rest
        return True

    def messages(self, data: bytes) -> list[bytes]:
        """Take in bytes, and return the texts that are whole by now. Raises ProtocolError, also where it ends."""
        data = self.rest + data if self.rest else data
        found: list[bytes] = []
        at, end = 0, len(data)
        while end - at >= 2:
            first, size = data[at], data[at + 1]
            start = at + 2
            if size == 126:
                start = at + 4
                size = int.from_bytes(data[at + 2 : start]) if end >= start else end
            elif size == 127:
                start = at + 10
                size = int.from_bytes(data[at + 2 : start]) if end >= start else end
            if start + size > end:
                break
            if first == 0x80 | CLOSE:
                raise ProtocolError("the server closed the connection")
            if first not in (0x80 | TEXT, 0x80 | PING):
                raise ProtocolError(f"a frame that begins with {first:#x}")
            at = start + size
            (found if first == 0x80 | TEXT else self.pings).append(data[start:at])
        self.rest = data[at:]
        return found


def connect_packet(namespace: str, auth: dict[str, Any]) -> bytes:
    """Return what asks to be let into a namespace."""
    return b"40" + _prefix(namespace) + json.dumps(auth).encode()


def event_packet(namespace: str, *parts: Any) -> bytes:
    """Return an event: its name, then the rest."""
    return b"42" + _prefix(namespace) + json.dumps(parts, separators=(",", ":")).encode()


def read_joined(namespace: str, packet: bytes) -> bool:
    """Say whether this lets us in; raises ProtocolError where it keeps us out."""
    if packet.startswith(b"44" + _prefix(namespace)):
        raise ProtocolError(f"not let in: {packet.decode(errors='replace')}")
    return packet.startswith(b"40" + _prefix(namespace))


def read_event(namespace: str, packet: bytes) -> list[Any] | None:
    """Return an event's name and the rest, or None for other packets."""
    prefix = b"42" + _prefix(namespace)
    if not packet.startswith(prefix):
        return None
    event: list[Any] = json.loads(packet[len(prefix) :])
    return event


def _prefix(namespace: str) -> bytes:
    return b"" if namespace == "/" else namespace.encode() + b","
