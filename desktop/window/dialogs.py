"""What is asked and told in windows of their own, whichever toolkit serves them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from webui.shows.document import SUFFIX

TITLE = "Sidestage"
FILTER = f"Sidestage shows (*{SUFFIX})"


class Dialogs(Protocol):
    """Questions to the person at this computer. Each call returns when it is answered."""

    def tell(self, text: str, more: str = "") -> None:
        """Says one thing."""

    def ask(self, text: str, more: str, choices: Sequence[str]) -> str:
        """One of the choices; the last is what closing the dialog means, and does nothing."""

    def open_file(self, folder: Path) -> Path | None:
        """The show file to open, or None."""

    def save_file(self, title: str, proposal: Path) -> Path | None:
        """The show file to write, or None; it was asked whether one that is there may be replaced."""


class WebviewDialogs:
    """Dialogs by pywebview, which knows OK and Cancel: each choice is offered by itself."""

    def __init__(self, window: Any) -> None:
        self._window = window

    def tell(self, text: str, more: str = "") -> None:
        self._window.create_confirmation_dialog(TITLE, _joined(text, more))

    def ask(self, text: str, more: str, choices: Sequence[str]) -> str:
        for choice in choices[:-1]:
            if self._window.create_confirmation_dialog(f"{TITLE}: {choice}?", _joined(text, more, f"{choice}?")):
                return choice
        return choices[-1]

    def open_file(self, folder: Path) -> Path | None:
        import webview

        return _chosen(
            self._window.create_file_dialog(webview.FileDialog.OPEN, directory=str(folder), file_types=(FILTER,))
        )

    def save_file(self, title: str, proposal: Path) -> Path | None:
        import webview

        path = _chosen(
            self._window.create_file_dialog(
                webview.FileDialog.SAVE, directory=str(proposal.parent), save_filename=proposal.name
            )
        )
        if path is None or path.suffix:
            return path
        # The toolkit asked about the name as it was typed.
        path = path.with_suffix(SUFFIX)
        if path.exists() and self.ask(f"{path.name} is there already.", "", ("Replace it", "Cancel")) == "Cancel":
            return None
        return path


def _chosen(answer: Sequence[str] | str | None) -> Path | None:
    if not answer:
        return None
    return Path(answer if isinstance(answer, str) else answer[0])


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
