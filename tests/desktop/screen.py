"""A screen of our own under Xvfb, and what a window manager's close button sends to a window on it."""

import ctypes
import os
import subprocess

from tests.desktop.processes import until
from tests.stage import PATIENCE

CLIENT_MESSAGE = 33


class Screen:
    """An X server for one test; `display` is its name for DISPLAY."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        # By default it begins anew whenever its last client leaves, and drops who comes just then.
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with open(reader, encoding="ascii") as told:
            self.display = ":" + told.readline().strip()

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(PATIENCE)

    def window(self, title: str) -> int:
        """Wait for the visible window of this title."""
        found: list[int] = []

        def is_there() -> bool:
            # A window that goes while xdotool looks at it makes it fail.
            said = self._ask("search", "--onlyvisible", "--name", f"^{title}$").stdout.split()
            found[:] = map(int, said)
            return bool(found)

        until(is_there, f"a window {title}")
        return found[-1]

    def gone(self, window: int) -> None:
        """Wait until a window is no longer to be seen."""
        until(lambda: str(window) not in self._ask("search", "--onlyvisible", "--name", ".").stdout.split(), "its end")

    def keys(self, window: int, *keys: str) -> None:
        """Press keys in a window."""
        self._do("windowfocus", "--sync", str(window), "key", *keys)

    def type(self, window: int, text: str) -> None:
        """Type a text into the field that has the focus, in place of what is selected there, and press Return."""
        self._do("windowfocus", "--sync", str(window), "type", text)
        self._do("key", "Return")

    def move(self, window: int, x: int, y: int, width: int, height: int) -> None:
        """Move a window and change its size."""
        self._do("windowmove", "--sync", str(window), str(x), str(y))
        self._do("windowsize", "--sync", str(window), str(width), str(height))

    def _do(self, *what: str) -> None:
        self._ask(*what).check_returncode()

    def _ask(self, *what: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DISPLAY": self.display}
        return subprocess.run(
            ["xdotool", *what], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def close_window(self, window: int) -> None:
        """Ask the window to close, as a window manager does for its close button (WM_DELETE_WINDOW)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.encode()))
        protocols = x11.XInternAtom(display, b"WM_PROTOCOLS", False)
        delete = x11.XInternAtom(display, b"WM_DELETE_WINDOW", False)
        event = _Event(message=_ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=protocols, format=32))
        event.message.data[0] = delete
        x11.XSendEvent(display, ctypes.c_ulong(window), False, 0, ctypes.byref(event))
        x11.XCloseDisplay(display)


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class _Event(ctypes.Union):
    """Xlib's XEvent, which is larger than any one event."""

    _fields_ = (("message", _ClientMessage), ("pad", ctypes.c_long * 24))
