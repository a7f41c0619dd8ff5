"""The last words: what the end waits for, and what could not be kept."""

from __future__ import annotations

from desktop.front import Front
from desktop.stopping import Stopping
from desktop.terminal import complain
from desktop.window import Probe


def wait_longer(why: str, seconds: float, stopping: Stopping) -> None:
    """Say what the end waits for, and have patience with it."""
    complain(f"{why} ({seconds:.0f} s at the most)")
    stopping.bear(seconds)


def tell_what_is_lost(lost: str, probe: Probe | None) -> None:
    """Say it in the terminal; and, where there is a probe, in a dialog to the person who has just closed the window."""
    stopping = Stopping()
    if probe is not None:
        # A signal puts the dialog away.
        stopping.listen_to_signals()
    Front(probe, stopping).tell("Not everything was kept.", lost)
