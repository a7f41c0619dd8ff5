"""The window on the page, and which toolkit serves it: Qt, else GTK, else the default browser, else none.

A toolkit that lacks a library or a display may end its whole process. So each is tried in a child process first:
`Probe` starts the child early, and it runs while the server starts.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import bundle, system_libraries
from desktop.stopping import Stopping
from desktop.window_place import LEAST_SIZE, SIZE, Place

if TYPE_CHECKING:
    from desktop.window import plain_window, qt_window
    from webui.serving import Serving

PROBE_ARGUMENT = "--probe-toolkit"
TELL_ARGUMENT = "--tell"
PROBE_TIMEOUT_S = 20.0

GROUND = "#0e1013"

# The bindings that Debian's python3-gi installs for the system's Python; a virtual environment does not see them.
SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"


class NoWindow(Exception):
    """No toolkit can show a window; str(error) says why and what to install."""


@dataclass(frozen=True, slots=True)
class View:
    """What the window shows, and where it keeps what the page stores."""

    url: str
    title: str
    storage: Path
    icon: Path
    place: Place | None = None
    """Where the window was last time."""


def has_display() -> bool:
    """Whether there is a screen for a window at all."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return any(os.environ.get(name) for name in names) or os.environ.get("QT_QPA_PLATFORM", "") == "offscreen"


def toolkits() -> Sequence[str]:
    """The toolkits of this platform by pywebview's names, the best first."""
    if sys.platform == "win32":
        return ("edgechromium",)
    if sys.platform == "darwin":
        return ("cocoa",)
    # A bundle has a Python of its own, which the system's bindings for GTK were not made for.
    return ("qt",) if getattr(sys, "frozen", False) else ("qt", "gtk")


class Probe:
    """Finds out which toolkit works, while the rest of the program starts."""

    def __init__(self) -> None:
        prepare_environment()
        self._first = _start_probe(toolkits()[0])
        self._found = ""

    def toolkit(self) -> str:
        """The first toolkit that works. Raises NoWindow."""
        self._found = self._found or self._find()
        return self._found

    def _find(self) -> str:
        reasons = []
        for toolkit in toolkits():
            child = self._first if toolkit == toolkits()[0] else _start_probe(toolkit)
            reason = _result_of(child)
            if not reason:
                return toolkit
            reasons.append(f"{toolkit}: {reason}")
        hint = system_libraries.advice()
        raise NoWindow("; ".join(reasons) + (f"\n{hint}" if hint else ""))

    def give_up(self) -> None:
        if self._first is not None and self._first.poll() is None:
            self._first.kill()
            self._first.communicate()


def prepare_environment() -> None:
    """What the toolkits read from the environment, for the child and for this process."""
    os.environ["QT_API"] = "pyside6"
    bundle.prepare_browser()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox refuses to work for root; for anyone else it stays.
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


def _start_probe(toolkit: str) -> subprocess.Popen[str] | None:
    """None where a probe is not needed: what the platform itself brings does not end the process."""
    return child(PROBE_ARGUMENT, toolkit) if toolkit in PROBES else None


def child(*arguments: str) -> subprocess.Popen[str]:
    """Start this program once more, for something that may end its process, or that this one can't do any more."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    return subprocess.Popen(
        [*program, *arguments],
        cwd=None if getattr(sys, "frozen", False) else Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def _result_of(child: subprocess.Popen[str] | None) -> str:
    """Why the toolkit does not work; "" if it does."""
    if child is None:
        return ""
    try:
        _, told = child.communicate(timeout=PROBE_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return f"no answer within {PROBE_TIMEOUT_S:.0f} s"
    return "" if child.returncode == 0 else _telling_line(told) or f"ended with {child.returncode}"


def _telling_line(told: str) -> str:
    """Of all that a toolkit says when it can't, the line that says why."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    why = [line for line in lines if "could not" in line or "cannot" in line]
    return (why or lines or [""])[-1 if not why else 0]


def probe(toolkit: str) -> int:
    """The child: gets as far as a window would, without one. Returns only if the toolkit works."""
    PROBES[toolkit]()
    return 0


def _probe_qt() -> None:
    importlib.import_module("PySide6.QtWebEngineWidgets")
    from PySide6.QtWidgets import QApplication

    QApplication(["sidestage"])


def _probe_gtk() -> None:
    _see_system_packages()
    importlib.import_module("webview.platforms.gtk")
    from gi.repository import Gtk

    if not Gtk.init_check()[0]:
        raise SystemExit("no display")


PROBES = {"qt": _probe_qt, "gtk": _probe_gtk}


def _see_system_packages() -> None:
    if SYSTEM_PACKAGES not in sys.path and not getattr(sys, "frozen", False):
        sys.path.append(SYSTEM_PACKAGES)


def _speak_a_language() -> None:
    """WebKit gives the page the locale's name as its language; "C" is none, and ends a page that formats numbers."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), "C")
    if chosen.partition(".")[0] in ("C", "POSIX"):
        os.environ.pop("LC_ALL", None)
        os.environ["LC_MESSAGES"] = "en_US.UTF-8"


def show(view: View, toolkit: str, stopping: Stopping, serving: Serving) -> Place | None:
    """Shows the window until it is closed or Sidestage is asked to stop. Main thread only. Raises NoWindow.

    Returns where it was at last, if that is known.
    """
    if toolkit == "gtk":
        _see_system_packages()
        _speak_a_language()
    import webview

    # For a link in the page; what the page itself loads comes from our own server only.
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
    size = (view.place.area.width, view.place.area.height) if view.place else SIZE
    window = webview.create_window(
        view.title,
        view.url,
        width=size[0],
        height=size[1],
        min_size=LEAST_SIZE,
        background_color=GROUND,
        text_select=True,
    )
    refused: list[str] = []

    def look_at_renderer(renderer: str) -> bool:
        if renderer == "mshtml":
            refused.append("Microsoft's WebView2 runtime is missing (Internet Explorer can't show the page)")
        return renderer != "mshtml"

    window.events.initialized += look_at_renderer
    dress: plain_window.Dress | qt_window.Dress
    if toolkit == "qt":
        from desktop.window import qt_window

        dress = qt_window.Dress(window, view.place, stopping, serving)
    else:
        from desktop.window import plain_window

        dress = plain_window.Dress(window, view.place, stopping, serving)
    webview.start(gui=toolkit, private_mode=False, storage_path=str(view.storage), icon=str(view.icon), menu=dress.menu)
    if refused:
        raise NoWindow(refused[0])
    return dress.place


def open_in_browser(url: str) -> bool:
    """Opens the page in the default browser, if there is one with a window of its own."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:
        # A browser for the terminal would take ours.
        return False
    # A program in the background that has ended already is taken for a failure, and has only handed the page on.
    return browser.open(url) or type(browser) is webbrowser.BackgroundBrowser
