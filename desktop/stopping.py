"""When to stop: a signal, a closed window or a fault asks once, and whoever waits hears of it.

Python runs its signal handlers in the main thread and only between bytecodes, which a window's event loop in C may not
reach for long. So the signal's byte in the wakeup socket, which C writes at once, is read by a thread. GTK's bindings
take that socket's place, but see to it that handlers run: ours writes the byte too.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from desktop.terminal import complain, drain
from webui.core.printable import printable
from webui.storage.timeouts import within

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# Longer than any clean stop takes; a program that hangs must not outlive its signal for ever.
PATIENCE_S = 5.0


class Stopping:
    """Asked once is asked for good; `wait()` blocks until then, `when_asked()` calls back (in another thread)."""

    def __init__(self) -> None:
        self.notes: Path | None = None
        """The file for what a stop that hangs hung at."""
        self._asked = threading.Event()
        self._callbacks: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._sockets: tuple[socket.socket, socket.socket] | None = None
        self._until = 0.0
        """When patience ends, by the monotonic clock; 0 if it does not."""

    def listen_to_signals(self) -> None:
        """From here on a signal asks to stop. Main thread only."""
        reader, writer = self._sockets = socket.socketpair()
        writer.setblocking(False)
        self.take_signals()
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._read, args=(reader,), name="signals", daemon=True).start()

    def take_signals(self) -> None:
        """Makes the signals ours, again if somebody has taken one. Main thread only."""
        for name in SIGNALS:
            number = getattr(signal, name, None)
            # nohup has SIGHUP ignored, and means it.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
                signal.signal(number, self._heard)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        assert self._sockets
        with contextlib.suppress(BlockingIOError):
            self._sockets[1].send(b"\0")

    def _read(self, reader: socket.socket) -> None:
        if reader.recv(1):
            self.ask()

    def ask(self) -> None:
        with self._lock:
            if self._asked.is_set():
                return
            self._asked.set()
            callbacks, self._callbacks = self._callbacks, []
        self._until = time.monotonic() + PATIENCE_S
        _after(PATIENCE_S, self._look)
        for callback in callbacks:
            callback()

    def bear(self, seconds: float) -> None:
        """Have patience for so many seconds more: it is known what the stop waits for."""
        self._until += seconds

    def is_over(self) -> None:
        """Everything is closed: no stop can hang any more."""
        self._until = 0.0

    def _look(self) -> None:
        left = self._until - time.monotonic()
        if left > 0:
            _after(left, self._look)
        elif self._until:
            _give_up(self.notes)

    def when_asked(self, callback: Callable[[], None]) -> None:
        """Calls back when asked to stop, at once if that has been."""
        with self._lock:
            if not self._asked.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def is_asked(self) -> bool:
        return self._asked.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until asked, or for so long; returns whether it was asked."""
        return self._asked.wait(seconds)


def leave(code: int) -> NoReturn:
    """All of ours is closed and written: ends without Python's and Qt's tidying up, which may take a second or hang."""
    drain()
    os._exit(code)


def _after(seconds: float, then: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, then)
    timer.daemon = True
    timer.start()


def _give_up(notes: Path | None) -> None:
    """Leaves. Where it hung is written where its makers find it, not to the terminal."""
    more = ""
    if notes is not None:
        # The disk of the data folder may be what it hangs at.
        with contextlib.suppress(OSError):
            within(notes, lambda: _note_where(notes))
            more = f" Where it hung is noted in {printable(notes)}."
    complain(f"Sidestage did not stop within {PATIENCE_S:.0f} s and leaves at once.{more}")
    drain()
    os._exit(1)


def _note_where(notes: Path) -> None:
    with notes.open("w", encoding="utf-8") as file:
        faulthandler.dump_traceback(file)
