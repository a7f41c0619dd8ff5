"""What Sidestage says where it was started; silent where there is nobody to read it."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

BLACK_ON_WHITE_FOR_SURE = "\033[97;40m"
AS_BEFORE = "\033[0m"


def say(text: str) -> None:
    _write(sys.stdout, text)


def complain(what: object) -> None:
    _write(sys.stderr, str(what))


def _write(stream: TextIO | None, text: str) -> None:
    # A program without a terminal (Windows) has no streams.
    if stream is None or not text:
        return
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # Whoever read it has left. What Python flushes at its end must not fail again.
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


def code(link: str) -> str:
    """The link as a QR code of half blocks; "" if stdout can't show them."""
    if sys.stdout is None:
        return ""
    import segno

    drawn = io.StringIO()
    segno.make_qr(link).terminal(drawn, border=2, compact=True)
    text = drawn.getvalue().rstrip("\n")
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    if not sys.stdout.isatty():
        return text
    # The blocks are the light parts, so the terminal's own colours must not decide.
    return "\n".join(BLACK_ON_WHITE_FOR_SURE + line + AS_BEFORE for line in text.split("\n"))
