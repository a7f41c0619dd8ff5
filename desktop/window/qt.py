"""What Qt needs to look and to be asked as the rest of Sidestage: its dark look, its thread, its dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from desktop.stopping import Stopping
from desktop.window.dialogs import FILTER, TITLE
from desktop.window.toolkits import GROUND
from webui.shows.document import SUFFIX

T = TypeVar("T")

PANEL, CONTROL, RAISED = "#171a1f", "#22262d", "#2f353e"
TEXT, MUTED, OUTLINE, FOCUS, VALUE = "#e8eaed", "#a3abb6", "#767f8c", "#f0e442", "#56b4e9"
LOOK_EVERY_MS = 100

STYLE = f"""
QMenuBar {{ background: {GROUND}; color: {MUTED}; padding: 2px 8px; font-size: 14px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {CONTROL}; color: {TEXT}; }}
QMenu {{ background: {PANEL}; color: {TEXT}; border: 1px solid {RAISED}; padding: 4px; font-size: 14px; }}
QMenu::item {{ padding: 8px 32px 8px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {RAISED}; }}
QMenu::separator {{ height: 1px; background: {RAISED}; margin: 4px 8px; }}
QDialog {{ background: {PANEL}; border: 1px solid {OUTLINE}; }}
QMessageBox QLabel {{ font-size: 14px; color: {TEXT}; }}
QMessageBox QLabel#qt_msgbox_label {{ font-size: 18px; font-weight: 600; }}
QPushButton {{ background: {CONTROL}; color: {TEXT}; border: 2px solid {OUTLINE}; border-radius: 6px;
    min-height: 36px; min-width: 88px; padding: 2px 16px; font-size: 14px; }}
QPushButton:focus {{ border-color: {FOCUS}; }}
QPushButton:pressed {{ background: {RAISED}; }}
"""


def application() -> Any:
    """The one QApplication, made if need be, in our look. Main thread only."""
    # Qt wants its web engine to be there before the application is.
    from PySide6 import QtWebEngineWidgets  # noqa: F401

    made = QApplication.instance() or QApplication(["sidestage"])
    made.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    made.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    made.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: PANEL,
        role.Base: GROUND,
        role.AlternateBase: PANEL,
        role.Button: CONTROL,
        role.WindowText: TEXT,
        role.Text: TEXT,
        role.ButtonText: TEXT,
        role.ToolTipBase: CONTROL,
        role.ToolTipText: TEXT,
        role.PlaceholderText: MUTED,
        role.Highlight: VALUE,
        role.HighlightedText: GROUND,
        role.Link: VALUE,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor(OUTLINE))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Text, QColor(OUTLINE))
    palette.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, QColor(OUTLINE))
    made.setPalette(palette)
    made.setStyleSheet(STYLE)
    return made


class MainThread(QObject):
    """Has things done in Qt's thread, which made this."""

    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, job: Callable[[], None]) -> None:
        job()

    def post(self, job: Callable[[], object]) -> None:
        """Soon, from any thread."""
        self._asked.emit(job)

    def call(self, job: Callable[[], T]) -> T:
        """Now, from any thread but Qt's; returns its answer."""
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(job())
            except Exception as error:
                answer.set_exception(error)

        self._asked.emit(run)
        return answer.result()


class QtDialogs:
    """Dialogs by Qt. From any thread: `call` has them run in Qt's."""

    def __init__(self, call: Callable[[Callable[[], Any]], Any], parent: QWidget | None = None) -> None:
        self._call = call
        self._parent = parent

    def tell(self, text: str, more: str = "") -> None:
        self._call(lambda: self._ask(text, more, ("OK",)))

    def ask(self, text: str, more: str, choices: Sequence[str]) -> str:
        return str(self._call(lambda: self._ask(text, more, choices)))

    def open_file(self, folder: Path) -> Path | None:
        return self._file("Open a show", folder, None, QFileDialog.AcceptMode.AcceptOpen)

    def save_file(self, title: str, proposal: Path, kinds: str = FILTER, suffix: str = SUFFIX) -> Path | None:
        return self._file(title, proposal.parent, proposal.name, QFileDialog.AcceptMode.AcceptSave, kinds, suffix)

    def _ask(self, text: str, more: str, choices: Sequence[str]) -> str:
        box = QMessageBox(self._parent)
        box.setWindowTitle(f"{text} - {TITLE}")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setInformativeText(more)
        roles = [QMessageBox.ButtonRole.AcceptRole] * len(choices)
        if len(choices) > 1:
            roles[-1] = QMessageBox.ButtonRole.RejectRole
        if len(choices) > 2:
            roles[1:-1] = [QMessageBox.ButtonRole.DestructiveRole] * (len(choices) - 2)
        buttons = [box.addButton(choice, role) for choice, role in zip(choices, roles, strict=True)]
        box.setEscapeButton(buttons[-1])
        # What harms nothing is what Return does.
        box.setDefaultButton(buttons[0] if len(choices) > 2 else buttons[-1])
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return choices[buttons.index(clicked)] if clicked in buttons else choices[-1]

    def _file(
        self, title: str, folder: Path, name: str | None, mode: Any, kinds: str = FILTER, suffix: str = SUFFIX
    ) -> Path | None:
        def ask() -> Path | None:
            dialog = QFileDialog(self._parent, title, str(folder), kinds)
            dialog.setAcceptMode(mode)
            if mode == QFileDialog.AcceptMode.AcceptSave:
                dialog.setDefaultSuffix(suffix.lstrip("."))
                dialog.selectFile(name or "")
            else:
                dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            chosen = dialog.selectedFiles() if accepted else []
            dialog.deleteLater()
            return Path(chosen[0]) if chosen else None

        answer = self._call(ask)
        return answer if isinstance(answer, Path) else None


def watch_for_stop(parent: QObject, stopping: Stopping, close: Callable[[], None]) -> None:
    """When asked to stop, puts away what is open above the window, then calls `close` until that ends the loop.

    A close that reaches Qt before its loop runs ends nothing, and one from another thread may. So the loop looks.
    """

    def look() -> None:
        if stopping.is_asked() and not put_away():
            close()

    timer = QTimer(parent)
    timer.timeout.connect(look)
    timer.start(LOOK_EVERY_MS)


def put_away() -> bool:
    """Closes the dialog or menu that is open on top, as Cancel does; whether there was one."""
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if popup is not None:
        popup.close()
    elif isinstance(modal, QDialog):
        modal.done(QDialog.DialogCode.Rejected)
    return popup is not None or modal is not None


def told_before_the_window(stopping: Stopping) -> QtDialogs:
    """Dialogs for the main thread, while there is no window yet. A request to stop ends them too."""
    made = application()
    watch_for_stop(made, stopping, lambda: None)
    return QtDialogs(lambda job: job())
