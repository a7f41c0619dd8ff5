"""A picture on the page: a logo, a plan of the stage."""

import binascii
import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import Control, describe_common, read_common
from webui.core.show.controls.still import Still
from webui.core.show.fields import Fields
from webui.core.show.pixels import extent

MAX_PICTURE = 500_000
"""Bytes of a picture."""

MAX_PIXELS = 3840 * 2160
"""Pixels of a picture, those of all its frames together: each takes four bytes of memory, however well it is packed."""

MAX_ALL_PIXELS = 4 * MAX_PIXELS
"""Pixels of all the pictures in a show; the same picture counts once."""

MAX_ALT = 300
"""Characters that say what is to be seen on it."""

_DATA = re.compile(r"data:(image/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})\Z", re.ASCII)
_BEGINNINGS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/gif": re.compile(rb"GIF8[79]a"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Still):
    """A picture of a `kind` such as image/png, called by the SHA-256 of its `data`; it has no value."""

    type = "picture"
    size = (2, 2)

    kind: str
    data: bytes
    name: str
    alt: str

    @property
    def pixels(self) -> int:
        """How many a browser decodes of it."""
        return extent(self.kind, self.data).pixels

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        kind, data = _read_picture(fields)
        return cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            kind=kind,
            data=data,
            name=hashlib.sha256(data).hexdigest(),
            alt=fields.text("alt", common.label, MAX_ALT),
            default="",
            start="",
        )

    def describe(self) -> dict[str, object]:
        """Return it as JSON: the picture by its name."""
        return describe_common(self) | {"picture": self.name, "alt": self.alt}


def find_picture(controls: Iterable[Control], name: str) -> Picture | None:
    """Return the picture of that name, if one of the controls is it."""
    return next((one for one in controls if isinstance(one, Picture) and one.name == name), None)


def _read_picture(fields: Fields) -> tuple[str, bytes]:
    said = fields.raw("picture", None)
    # What is much too long is not looked at.
    most = MAX_PICTURE // 3 * 4 + 64
    if isinstance(said, str) and len(said) > most:
        fields.fail(f"picture has more than the {MAX_PICTURE} bytes that are possible")
    found = _DATA.match(said) if isinstance(said, str) else None
    if not found:
        fields.fail('picture must be "data:image/png;base64,..." (or jpeg, webp, gif)')
    try:
        data = b64decode(found[2], validate=True)
    except binascii.Error:
        fields.fail("picture is not in base64")
    if len(data) > MAX_PICTURE:
        fields.fail(f"picture has more than the {MAX_PICTURE} bytes that are possible")
    if not _BEGINNINGS[found[1]].match(data):
        fields.fail(f"picture is no {found[1]}")
    its = extent(found[1], data)
    if its.pixels > MAX_PIXELS:
        frames = f" in {its.frames} frames" if its.frames > 1 else ""
        fields.fail(
            f"picture has {its.width} x {its.height} pixels{frames}, "
            f"more than the {MAX_PIXELS} in all that are possible: make it smaller"
        )
    return found[1], data
