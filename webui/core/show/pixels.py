"""How many pixels a picture has that a browser would decode: read from its headers, without decoding it.

Of animated pictures each frame counts, since browsers keep them all. What is cut off or damaged has as many as its
headers say up to there; a browser shows nothing of it.
"""

import struct
from typing import NamedTuple

_GIF_IMAGE, _GIF_EXTENSION = 0x2C, 0x21
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers of JPEG that hold a picture's size, and those that have no length."""


class Extent(NamedTuple):
    """A picture's width and height in pixels, and how many frames it has."""

    width: int
    height: int
    frames: int = 1

    @property
    def pixels(self) -> int:
        """All frames' together."""
        return self.width * self.height * self.frames


NOTHING = Extent(0, 0, 0)


def extent(kind: str, data: bytes) -> Extent:
    """Return the extent of a picture of a kind such as image/png."""
    readers = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}
    try:
        return readers[kind](data)
    except (IndexError, struct.error):
        return NOTHING


def _png(data: bytes) -> Extent:
    if data[12:16] != b"IHDR":
        return NOTHING
    width, height = struct.unpack_from(">II", data, 16)
    at, frames = 8, 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        frames += name == b"fcTL"
        at += 12 + size
    return Extent(width, height, max(frames, 1))


def _jpeg(data: bytes) -> Extent:
    at = 2
    while (at := data.find(b"\xff", at)) >= 0:
        marker = data[at + 1]
        if marker in (0x00, 0xFF):
            at += 1
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            # The height may stand behind the picture: then it may be any.
            return Extent(width, height or 0xFFFF)
        else:
            at += 2 if marker in _JPEG_BARE else 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return NOTHING


def _gif(data: bytes) -> Extent:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at, frames = 13 + _gif_colours(flags), 0
    while at < len(data) and data[at] in (_GIF_IMAGE, _GIF_EXTENSION):
        if data[at] == _GIF_IMAGE:
            left, top, across, down, flags = struct.unpack_from("<HHHHB", data, at + 1)
            width, height, frames = max(width, left + across), max(height, top + down), frames + 1
            at += 11 + _gif_colours(flags)
        else:
            at += 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return Extent(width, height, frames)


def _gif_colours(flags: int) -> int:
    """Return the bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(data: bytes) -> Extent:
    at, width, height, frames = 12, 0, 0, 0
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        found = _webp_size(name, data, at + 8)
        width, height = max(width, found[0]), max(height, found[1])
        frames += name == b"ANMF"
        at += 8 + size + size % 2
    return Extent(width, height, max(frames, 1))


def _webp_size(name: bytes, data: bytes, at: int) -> tuple[int, int]:
    match name:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, at + 6)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(data[at + 1 : at + 5], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _three(data, at + 4) + 1, _three(data, at + 7) + 1
        case b"ANMF":
            return _three(data, at) * 2 + _three(data, at + 6) + 1, _three(data, at + 3) * 2 + _three(data, at + 9) + 1
    return 0, 0


def _three(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
