"""What a request sends, as http.server reads it: each part has its time and its size in all, however it drips in."""

import io
import socket
import time
from typing import TYPE_CHECKING

from webui.limits import HEAD_SIZE, HEAD_WITHIN, SEND_WITHIN

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class TooLong(ConnectionAbortedError):
    """A request has more bytes than it may."""


class Intake(io.RawIOBase):
    """A socket's bytes, beginning with a request's head. Too late is a TimeoutError, too much a ConnectionError."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self.expect(HEAD_WITHIN, HEAD_SIZE)

    def expect(self, within: float, size: int) -> None:
        """Take so many bytes more, within so many seconds."""
        self._until = time.monotonic() + within
        self._left = size

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read what is there, or wait for it."""
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("a request took too long")
        if self._left <= 0:
            raise TooLong("a request was too long")
        if self._socket.gettimeout() == 0:
            # It became a WebSocket, which the lane has read; what is left in it at its end is nobody's.
            raise ConnectionAbortedError("a request was over")
        self._socket.settimeout(remaining)
        try:
            count = self._socket.recv_into(memoryview(buffer)[: self._left])
        except ConnectionResetError:
            # As good as the end: Werkzeug, which looks for a rest after its answer, would else not close its file.
            return 0
        finally:
            self._socket.settimeout(SEND_WITHIN)
        self._left -= count
        return count
