"""The last words: what the end waits for, and what could not be kept."""

from __future__ import annotations

from desktop.stopping import Stopping
from desktop.terminal import complain
from desktop.window.toolkits import TELL_ARGUMENT, NoWindow, Probe, child


def wait_longer(why: str, seconds: float, stopping: Stopping) -> None:
    """Say what the end waits for, and have patience with it."""
    complain(f"{why} ({seconds:.0f} s at the most)")
    stopping.bear(seconds)


def tell_what_is_lost(lost: str, probe: Probe | None) -> None:
    """Say it in the terminal; and, where there is a probe, in a dialog to the person who has just closed the window.

    Returns when the dialog is closed, or at a signal. A Qt whose window has gone shows no other: a child does it.
    """
    complain(lost)
    try:
        if probe is None or probe.toolkit() != "qt":
            return
    except NoWindow:
        return
    dialog = child(TELL_ARGUMENT, "Not everything was kept.", lost)
    stopping = Stopping()
    stopping.listen_to_signals()
    stopping.when_asked(dialog.terminate)
    dialog.communicate()


def tell(text: str, more: str) -> int:
    """The child: shows a dialog, and returns when it is closed. Main thread only."""
    from desktop.window.qt import told_before_the_window

    stopping = Stopping()
    stopping.listen_to_signals()
    told_before_the_window(stopping).tell(text, more)
    return 0
