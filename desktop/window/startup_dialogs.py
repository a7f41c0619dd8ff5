"""Where a start that fails says so: in the terminal, and in a dialog where a window was to come and Qt can show one."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.stopping import Stopping
from desktop.terminal import complain
from desktop.window.dialogs import Dialogs
from desktop.window.toolkits import NoWindow, Probe
from webui.core.printable import printable


class Front:
    """Tells and asks before there is a window. `probe` is None where there is to be none. Main thread only."""

    def __init__(self, probe: Probe | None, stopping: Stopping) -> None:
        self._probe = probe
        self._stopping = stopping
        self._dialogs: Dialogs | None = None
        self._asked = False

    def tell(self, text: str, *more: str) -> None:
        """In the terminal the lines of `more` say it all. After a question there is no second dialog."""
        complain(*more)
        if not self._asked and (dialogs := self._found()):
            dialogs.tell(text, "\n".join(map(printable, more)))

    def ask(self, text: str, more: str, choices: Sequence[str]) -> str:
        """One of the choices; the last where nobody can be asked."""
        dialogs = self._found()
        self._asked = dialogs is not None
        return dialogs.ask(text, more, choices) if dialogs else choices[-1]

    def _found(self) -> Dialogs | None:
        if self._dialogs is None and self._probe is not None and not self._stopping.is_asked():
            try:
                has_qt = self._probe.toolkit() == "qt"
            except NoWindow:
                has_qt = False
            if has_qt:
                from desktop.window.qt import told_before_the_window

                self._dialogs = told_before_the_window(self._stopping)
            else:
                self._probe = None
        return self._dialogs
