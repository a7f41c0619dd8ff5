"""A WebSocket to a server, by the standard library alone: so a program needs nothing installed, and no internet."""

import base64
import contextlib
import hashlib
import os
import socket
import threading

from webui.program.address import Address

MAX_HEAD = 64 * 1024
"""Bytes of the server's answer before the first message."""

MAX_MESSAGE = 64 * 1024 * 1024
"""Bytes of a message; a server that announces more is no Sidestage."""

_SALT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUED, _TEXT, _CLOSE, _PING, _PONG = 0, 1, 8, 9, 10


class Unreachable(OSError):
    """There is no connection, or it has ended."""


class Rejected(Unreachable):
    """The server answered, and lets nobody in: str(error) is what it said."""


class WebSocket:
    """Open from the start. `send` may be called from any thread, `receive` from one. All raise OSError."""

    def __init__(self, address: Address, path: str, within: float) -> None:
        self._sending = threading.Lock()
        self._socket = socket.create_connection((address.host, address.port), within)
        self._incoming = self._socket.makefile("rb")
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._shake_hands(address, path)
        except BaseException:
            self.close()
            raise

    def patience(self, seconds: float) -> None:
        """Give up when the other side says nothing, or takes nothing, for so long."""
        self._socket.settimeout(seconds)

    def send(self, text: str) -> None:
        """Send a message."""
        self._send(_TEXT, text.encode())

    def receive(self) -> str:
        """Wait for the next message."""
        whole = bytearray()
        while True:
            last, kind, part = self._frame()
            if kind == _PING:
                self._send(_PONG, part)
            elif kind == _CLOSE:
                raise Unreachable("Sidestage ended the connection")
            elif kind in (_CONTINUED, _TEXT):
                whole += part
                if last:
                    return whole.decode("utf-8", "replace")

    def hang_up(self) -> None:
        """End it, from any thread: the one that waits in `receive` is woken."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it and let go of it, in the thread that receives. Doing so again does no harm."""
        self.hang_up()
        self._incoming.close()
        self._socket.close()

    def _shake_hands(self, address: Address, path: str) -> None:
        key = base64.b64encode(os.urandom(16))
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {address.host_and_port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\nUser-Agent: Python\r\n\r\n".encode()
        )
        status = self._line()
        headers: dict[bytes, bytes] = {}
        read = 0
        while line := self._line():
            read += len(line)
            if read > MAX_HEAD:
                raise Unreachable("no WebSocket answers there")
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip()
        if status.split()[1:2] != [b"101"]:
            raise self._rejection(status, headers)
        accept = base64.b64encode(hashlib.sha1(key + _SALT, usedforsecurity=False).digest())
        if headers.get(b"sec-websocket-accept") != accept:
            raise Unreachable("no WebSocket answers there")

    def _rejection(self, status: bytes, headers: dict[bytes, bytes]) -> Unreachable:
        length = headers.get(b"content-length", b"0")
        said = self._incoming.read(min(int(length), MAX_HEAD)) if length.isdigit() else b""
        words = " ".join(said.decode("utf-8", "replace").split()) or status.decode("utf-8", "replace")
        return Rejected(words) if status.split()[1:2] == [b"403"] else Unreachable(words)

    def _line(self) -> bytes:
        line = self._incoming.readline(MAX_HEAD)
        if not line.endswith(b"\n"):
            raise Unreachable("no WebSocket answers there")
        return line.rstrip(b"\r\n")

    def _frame(self) -> tuple[bool, int, bytes]:
        first, second = self._read(2)
        length = second & 127
        if length >= 126:
            length = int.from_bytes(self._read(2 if length == 126 else 8), "big")
        if length > MAX_MESSAGE:
            raise Unreachable("a message without an end")
        return bool(first & 128), first & 15, self._read(length)

    def _read(self, size: int) -> bytes:
        data = self._incoming.read(size)
        if len(data) < size:
            raise Unreachable("Sidestage is gone")
        return data

    def _send(self, kind: int, data: bytes) -> None:
        mask = os.urandom(4)
        size = len(data)
        if size < 126:
            head = bytes((128 | kind, 128 | size))
        elif size < 1 << 16:
            head = bytes((128 | kind, 128 | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((128 | kind, 128 | 127)) + size.to_bytes(8, "big")
        stream = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")
        with self._sending:
            self._socket.sendall(head + mask + masked)
