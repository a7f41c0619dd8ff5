"""The frames of a WebSocket, as a server has them: bytes out, and bytes in taken apart. No sockets.

Nearly all that comes in is a short text in one frame: this is read here. Whatever else there is (long, binary or cut
messages, pings, closing, and what is wrong) is left to a whole implementation of the protocol, byte by byte.
"""

from collections.abc import Callable, Iterable, Iterator

TEXT = 0x81
"""The first byte of a text in one frame."""

MASKED = 0x80
SHORT = 126
"""Lengths below stand in the second byte; this one says that two bytes more have it, and the next that eight have."""

CONTROL = 0x08
"""The bit that control frames have in their first byte, and messages have not."""

END = 0x80
"""The bit of a message's last frame."""

CLOSE = bytes((0x88, 2)) + (1000).to_bytes(2)
"""The frame with which a server says goodbye."""

Other = Callable[[bytes], list[str | bytes]]
"""Takes in bytes of unusual frames, and returns the messages that are whole by now."""


def framed(payload: bytes) -> bytes:
    """Return a text in UTF-8 as one frame of a server's."""
    return frame_head(len(payload)) + payload


def frame_head(size: int) -> bytes:
    """Return the bytes that stand before a text of so many bytes in a server's frame."""
    if size < SHORT:
        return bytes((TEXT, size))
    if size < 1 << 16:
        return bytes((TEXT, SHORT)) + size.to_bytes(2)
    return bytes((TEXT, SHORT + 1)) + size.to_bytes(8)


class Unframer:
    """Takes a client's stream of bytes apart. `other` is given the frames that are left to it, whole or bit by bit."""

    def __init__(self, other: Other) -> None:
        self._other = other
        self._rest = b""
        self._owed = 0
        """Bytes that are still to come of a frame that is left to `other`."""
        self._is_cut = False
        """Whether a message in several frames is under way: then all is `other`'s."""

    def feed(self, data: bytes) -> Iterable[str | bytes | None]:
        """Take in bytes; for each frame that begins or is whole, there is the message, or None if there is none (yet).

        All of what it returns must be taken before more is fed.
        """
        # Nearly always it is one short text.
        length = len(data) - 6
        if 0 <= length < SHORT and data[0] == TEXT and data[1] == MASKED + length and self._is_fresh:
            text = _unmasked(data, 6, length)
            if text is not None:
                return (text,)
        return self._messages(data)

    @property
    def _is_fresh(self) -> bool:
        """Whether a frame begins with the next byte, and a message with it."""
        return not (self._rest or self._owed or self._is_cut)

    def _messages(self, data: bytes) -> Iterator[str | bytes | None]:
        data = self._rest + data if self._rest else data
        self._rest = b""
        at, end = 0, len(data)
        while at < end:
            if self._owed:
                piece = data[at : at + self._owed]
                self._owed -= len(piece)
                at += len(piece)
                yield from self._other(piece)
                continue
            if end - at < 2:
                break
            first, size = data[at], data[at + 1]
            start = at + 6
            if size & ~MASKED == SHORT:
                start = at + 8
                if end < at + 4:
                    break
                length = data[at + 2] << 8 | data[at + 3]
            elif size & ~MASKED == SHORT + 1:
                start = at + 14
                if end < at + 10:
                    break
                length = int.from_bytes(data[at + 2 : at + 10])
            else:
                length = size & ~MASKED
            if first == TEXT and size & MASKED and length < 1 << 16 and not self._is_cut:
                if end < start + length:
                    break
                text = _unmasked(data, start, length)
                if text is not None:
                    at = start + length
                    yield text
                    continue
            if not first & CONTROL:
                self._is_cut = not first & END
            self._owed = start + length - at - (0 if size & MASKED else 4)
            yield None
        if at < end:
            self._rest = data[at:]


def _unmasked(data: bytes, start: int, length: int) -> str | None:
    """Return a frame's text, or None if it is none."""
    mask = data[start - 4 : start] * (length // 4 + 1)
    payload = int.from_bytes(data[start : start + length]) ^ int.from_bytes(mask[:length])
    try:
        return payload.to_bytes(length).decode()
    except UnicodeDecodeError:
        return None
