"""What Sidestage says where it was started; nothing that happens to the terminal is felt by the show.

A terminal may go away, fill its disk, be stopped by Ctrl+S, or lead into a pipe that nobody reads. So what is said is
written by a thread of its own, which nobody waits for, and a write that fails is given up. Names that come from outside
are printed so that they can't steer the terminal.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import logging
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections import deque
from typing import Any, TextIO, cast

from webui.core.printable import printable

BLACK_ON_WHITE_FOR_SURE = "\033[97;40m"
AS_BEFORE = "\033[0m"

MOST_WAITING = 256 * 1024
"""Bytes that wait for a terminal that takes none; of more, the oldest are left out."""

LAST_WORDS_S = 0.5
"""Seconds that the program waits at its end for the terminal to take what was said."""

BREATH_S = 0.1
"""Seconds from one try to the next where a terminal takes nothing and can't be waited for."""


def say(*lines: str) -> None:
    """Print lines; what would be a line break within one is shown as an escape."""
    _write(sys.stdout, *lines)


def complain(*lines: object) -> None:
    """Print lines to stderr, in the same way."""
    _write(sys.stderr, *lines)


def draw(text: str) -> None:
    """Print something of our own as it is, colours and all."""
    stream = sys.stdout
    if isinstance(stream, Voice):
        stream.draw(text)
    elif stream is not None and text:
        with contextlib.suppress(OSError, ValueError):
            print(text, file=stream, flush=True)


def take_over() -> None:
    """From here on no write to stdout or stderr waits or fails, whoever does it. Once, as the first thing."""
    _fill_gaps()
    ways: dict[object, Way] = {}
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        setattr(sys, name, cast(TextIO, Voice(stream, _way_to(stream, ways))))
    logging.lastResort = LogLines(logging.WARNING)
    logging.raiseExceptions = False
    if hasattr(signal, "SIGTTOU"):
        # A program in the background that writes to its terminal would be stopped where `stty tostop` is set.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    # Also where argparse ends the program, or an error that nobody expected.
    atexit.register(drain)


def drain(seconds: float = LAST_WORDS_S) -> None:
    """Wait until what was said is written, so long at the most: afterwards the program may end."""
    until = time.monotonic() + seconds
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, Voice):
            stream.drain(until - time.monotonic())


class Way:
    """The way of what is said to one place, in order, by a thread of its own. May be used from any thread."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._left_out = 0
        self._busy = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def send(self, data: bytes) -> None:
        """Have something written soon."""
        with self._changed:
            self._waiting.append(data)
            self._size += len(data)
            while self._size > MOST_WAITING and len(self._waiting) > 1:
                self._size -= len(self._waiting.popleft())
                self._left_out += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)
                with contextlib.suppress(RuntimeError):
                    # Python refuses at its very end.
                    self._thread.start()
            self._changed.notify_all()

    def drain(self, seconds: float) -> None:
        """Wait until all is written, so long at the most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._busy, max(0.0, seconds))

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting)
                self._busy = True
                left_out, self._left_out = self._left_out, 0
                data = self._waiting.popleft()
                self._size -= len(data)
            if left_out:
                self._put(f"({left_out} earlier lines are left out: nobody read them in time.)\n".encode())
            self._put(data)

    def _put(self, data: bytes) -> None:
        rest = memoryview(data)
        # A terminal that has gone, a full disk, a reader that has left: what it does not take is lost, and no more.
        with contextlib.suppress(OSError, ValueError):
            while rest:
                taken = self._raw.write(rest)
                if taken is None:
                    self._wait_for_room()
                else:
                    rest = rest[taken:]

    def _wait_for_room(self) -> None:
        """Wait where another program has made the terminal one that does not block."""
        if os.name == "posix":
            select.select([], [self._raw.fileno()], [], 1.0)
        else:
            time.sleep(BREATH_S)


class Voice(io.TextIOBase):
    """Stands for stdout or stderr. Each text is printable, and encoded so that the terminal can show it."""

    def __init__(self, stream: TextIO | None, way: Way | None) -> None:
        super().__init__()
        self._stream = stream
        self._way = way

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The terminal's; of none, one that has all characters."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        """Have a text written soon; nothing in it steers the terminal."""
        self.draw(printable(text, keep="\n\t"), end="")
        return len(text)

    def draw(self, text: str, end: str = "\n") -> None:
        """Have a text written soon, as it is."""
        if self._way is not None and text:
            self._way.send((text + end).encode(self.encoding, "backslashreplace"))

    def flush(self) -> None:
        """Return at once: nobody waits for a terminal."""

    def drain(self, seconds: float) -> None:
        """Wait until all is written, so long at the most."""
        if self._way is not None:
            self._way.drain(seconds)

    def fileno(self) -> int:
        """Return the terminal's own number."""
        if self._stream is None:
            raise io.UnsupportedOperation("there is no terminal")
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Return whether it is a terminal that a person looks at."""
        try:
            return self._stream is not None and self._stream.isatty()
        except (OSError, ValueError):
            return False

    def writable(self) -> bool:
        """Return true."""
        return True


class LogLines(logging.Handler):
    """Prints what is logged, where nothing else takes it: one line each, and its traceback where there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        try:
            said = record.getMessage()
        except Exception:
            said = str(record.msg)
        error = record.exc_info
        more = "".join(traceback.format_exception(*error)).splitlines() if error and error[0] else []
        complain(said, *more)


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


def _write(stream: TextIO | None, *lines: object) -> None:
    # A program without a terminal (Windows) has no streams.
    said = [printable(line) for line in lines if str(line)]
    if stream is None or not said:
        return
    with contextlib.suppress(OSError, ValueError):
        stream.write("\n".join(said) + "\n")
        stream.flush()


def _fill_gaps() -> None:
    """See that no file gets the number of a stream that is closed: what toolkits print would be written into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)


def _way_to(stream: TextIO | None, ways: dict[object, Way]) -> Way | None:
    """Return the way to a stream's place; two streams to one place share it, so that their lines keep their order."""
    if stream is None:
        return None
    try:
        stream.flush()
        found = os.fstat(stream.fileno())
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)
    except (OSError, ValueError):
        return None
    if raw is None:
        return None
    place = found.st_dev, found.st_ino, found.st_rdev
    if place not in ways:
        ways[place] = Way(raw)
    return ways[place]
