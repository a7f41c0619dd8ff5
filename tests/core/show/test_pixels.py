"""How many pixels a picture has, read from its headers."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.show.pixels import NOTHING, Extent, extent


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, frames: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    moving = chunk(b"acTL", struct.pack(">II", frames, 0)) + chunk(b"fcTL", bytes(26)) * frames if frames else b""
    return b"\x89PNG\r\n\x1a\n" + head + moving + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg(width: int, height: int, marker: int = 0xC0, before: bytes = b"") -> bytes:
    thumbnail = b"\xff\xe1\x00\x10" + b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01" + bytes(5)
    frame = struct.pack(">BBHBHH", 0xFF, marker, 11, 8, height, width) + bytes(4)
    return b"\xff\xd8" + thumbnail + before + frame + b"\xff\xd9"


def gif(width: int, height: int, *frames: tuple[int, int, int, int], colours: int = 0) -> bytes:
    data = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80 | colours, 0, 0) + bytes(6 << colours)
    for frame in frames:
        data += b"\x21\xf9\x04" + bytes(4) + b"\0"
        data += b"\x2c" + struct.pack("<HHHHB", *frame, 0x81) + bytes(12) + b"\x02\x03abc\x01x\0"
    return data + b"\x3b"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def lossy(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height)


def lossless(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8L", b"\x2f" + (width - 1 | height - 1 << 14).to_bytes(4, "little") + b"\0"


def three(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(3, "little") for number in numbers)


def canvas(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8X", b"\x02\0\0\0" + three(width - 1, height - 1)


def frame(left: int, top: int, width: int, height: int) -> tuple[bytes, bytes]:
    return b"ANMF", three(left // 2, top // 2, width - 1, height - 1, 100) + b"\0"


@pytest.mark.parametrize(
    ("kind", "data", "found"),
    [
        ("png", png(16000, 12000), Extent(16000, 12000)),
        ("png", png(10, 20, frames=7), Extent(10, 20, 7)),
        ("png", png(2**31, 2**31), Extent(2**31, 2**31)),
        ("png", b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", bytes(30)), NOTHING),
        ("jpeg", jpeg(16000, 12000), Extent(16000, 12000)),
        ("jpeg", jpeg(640, 480, 0xC2, b"\xff\xc4\x00\x04ab\xff\xff\xff\xfe\x00\x02"), Extent(640, 480)),
        ("jpeg", jpeg(640, 480, 0xC1, b"noise\xff\x00\xff\x01\xff\xd0"), Extent(640, 480)),
        ("jpeg", jpeg(640, 0), Extent(640, 0xFFFF)),
        ("jpeg", b"\xff\xd8\xff\xd9", NOTHING),
        ("gif", gif(16000, 12000, (0, 0, 16000, 12000)), Extent(16000, 12000)),
        ("gif", gif(10, 20, (0, 0, 5, 5), (5, 5, 5, 5), (0, 0, 1, 1), colours=7), Extent(10, 20, 3)),
        ("gif", gif(1, 1, (100, 200, 16000, 12000)), Extent(16100, 12200)),
        ("gif", gif(9000, 9000), Extent(9000, 9000, 0)),
        ("webp", webp(lossy(16000, 12000)), Extent(16000, 12000)),
        ("webp", webp(lossless(16384, 12000)), Extent(16384, 12000)),
        ("webp", webp(canvas(10, 20), lossy(16000, 12000)), Extent(16000, 12000)),
        ("webp", webp(canvas(16777216, 20), (b"ALPH", b"x")), Extent(16777216, 20)),
        ("webp", webp(canvas(10, 20), *[frame(0, 0, 10, 20)] * 5), Extent(10, 20, 5)),
        ("webp", webp(canvas(10, 20), frame(100, 200, 16000, 12000)), Extent(16100, 12200)),
    ],
)  # fmt: skip
def test_the_extent_is_what_the_headers_say(kind: str, data: bytes, found: Extent) -> None:
    assert extent(f"image/{kind}", data) == found
    assert found.pixels == found.width * found.height * found.frames


GOOD = {
    "png": png(300, 200, 4),
    "jpeg": jpeg(300, 200),
    "gif": gif(300, 200, (0, 0, 300, 200)),
    "webp": webp(canvas(300, 200), frame(0, 0, 300, 200), lossy(300, 200)),
}


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 200), st.binary(max_size=40))
def test_what_is_cut_or_damaged_ends_in_no_error(kind: str, at: int, noise: bytes) -> None:
    for data in (GOOD[kind][:at], GOOD[kind][:at] + noise, GOOD[kind][:at] + noise + GOOD[kind][at:]):
        assert extent(f"image/{kind}", data).pixels >= 0
