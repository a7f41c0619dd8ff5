"""Qt's own part of the window: its menu bar, its place, links, downloads, and a page that comes back."""

from __future__ import annotations

import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from desktop.stopping import Stopping
from desktop.window.actions import Actions
from desktop.window.menu import Entry, Menu, menus
from desktop.window.qt import MainThread, QtDialogs, application, watch_for_stop
from desktop.window.toolkits import GROUND
from desktop.window_place import SIZE, Area, Place, centred, fitted

if TYPE_CHECKING:
    from webui.serving import Serving

BACK_AT_ONCE_MS = 200
BACK_LATER_MS = 2000
OFTEN = 3
OFTEN_WITHIN_S = 30.0
OUTWARD = ("http", "https", "mailto")


class Dress:
    """Gives pywebview's window our menu bar, its place and its manners as soon as it is there.

    `place` is where the window is, None before it was anywhere; `menu` is for toolkits without a menu bar of ours.
    """

    menu: ClassVar[list[Any]] = []

    def __init__(self, window: Any, last: Place | None, stopping: Stopping, serving: Serving) -> None:
        application()
        self._window = window
        self._last = last
        self._stopping = stopping
        self._serving = serving
        self._places: Places | None = None
        window.events.before_show += self._put_on

    @property
    def place(self) -> Place | None:
        return self._places.now if self._places else self._last

    def _put_on(self) -> None:
        """Called in the main thread, when Qt's window is made and not yet shown."""
        native = self._window.native
        # pywebview has just taken SIGINT for itself, and would quit without closing the page.
        self._stopping.take_signals()
        watch_for_stop(native, self._stopping, self._close)
        frame = QtFrame(native)
        actions = Actions(self._serving, frame, frame.dialogs)
        self._window.events.closing += lambda: self._stopping.is_asked() or actions.closing()
        add_menus(native, menus(), actions)
        Page(native, self._serving.url, QtDialogs(lambda job: job(), native))
        self._serving.on_title(frame.set_title)
        self._places = Places(native, self._last)

    def _close(self) -> None:
        if self._window.events.closed.is_set():
            QApplication.exit()
        else:
            self._window.native.close()


class QtFrame:
    """The window as the actions see it. Made in Qt's thread, used from any."""

    def __init__(self, native: Any) -> None:
        self._native = native
        self._main = MainThread(native)
        self.dialogs = QtDialogs(self._main.call, native)

    def run_script(self, script: str) -> None:
        self._main.post(lambda: self._native.webview.page().runJavaScript(script))

    def set_title(self, title: str) -> None:
        self._main.post(lambda: self._native.setWindowTitle(title))

    def toggle_full_screen(self) -> None:
        self._main.post(
            lambda: self._native.setWindowState(self._native.windowState() ^ Qt.WindowState.WindowFullScreen)
        )

    def close(self) -> None:
        self._main.post(self._native.close)


class Places(QObject):
    """Puts the window where it was, and knows where it is. In full screen the menu bar gives its room to the page."""

    def __init__(self, native: Any, last: Place | None) -> None:
        super().__init__(native)
        self._native = native
        self.now = last
        screens = [_area(screen.availableGeometry()) for screen in _screens()]
        if last is None:
            room = (SIZE[0], SIZE[1] + native.menuBar().sizeHint().height())
            area = centred(room, screens[0])
        else:
            area = fitted(last.area, screens)
        native.setGeometry(area.x, area.y, area.width, area.height)
        self._area = area
        if last is not None and last.state == "maximised":
            native.setWindowState(Qt.WindowState.WindowMaximized)
        elif last is not None and last.state == "full screen":
            native.setWindowState(Qt.WindowState.WindowFullScreen)
        self._show_menu_bar()
        native.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange, QEvent.Type.Close):
            self._note()
        return False

    def _note(self) -> None:
        state = self._native.windowState()
        if state & Qt.WindowState.WindowFullScreen:
            name = "full screen"
        elif state & Qt.WindowState.WindowMaximized:
            name = "maximised"
        else:
            name = "normal"
            if not state & Qt.WindowState.WindowMinimized and self._native.isVisible():
                self._area = _area(self._native.geometry())
        self.now = Place(self._area, name)
        self._show_menu_bar()

    def _show_menu_bar(self) -> None:
        self._native.menuBar().setVisible(not self._native.windowState() & Qt.WindowState.WindowFullScreen)


def _screens() -> list[Any]:
    main = QApplication.primaryScreen()
    return [main, *(screen for screen in QApplication.screens() if screen is not main)]


def _area(rectangle: QRect) -> Area:
    return Area(rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height())


def add_menus(native: Any, all_menus: tuple[Menu, ...], actions: Actions) -> None:
    """Fills the window's menu bar."""
    for menu in all_menus:
        _fill(native.menuBar().addMenu(menu.label), menu, native, actions)


def _fill(shown: QMenu | QMenuBar, menu: Menu, native: Any, actions: Actions) -> None:
    for entry in menu.entries:
        if entry is None:
            shown.addSeparator()
        elif isinstance(entry, Menu):
            _fill(shown.addMenu(entry.label), entry, native, actions)
        else:
            shown.addAction(_action(entry, native, actions))


def _action(entry: Entry, native: Any, actions: Actions) -> QAction:
    action = QAction(entry.label, native)
    if entry.keys:
        action.setShortcut(QKeySequence(entry.keys))
        # The window's too: in full screen the menu bar is away, its keys are not.
        native.addAction(action)
    action.triggered.connect(lambda: actions.begin(entry.action))
    return action


class Page(QObject):
    """Keeps our page in the window, and everything else out."""

    def __init__(self, native: Any, url: str, dialogs_in_main_thread: QtDialogs) -> None:
        super().__init__(native)
        self._native = native
        self._url = QUrl(url)
        self._dialogs = dialogs_in_main_thread
        self._ends: list[float] = []
        page = native.webview.page()
        page.setBackgroundColor(QColor(GROUND))
        page.renderProcessTerminated.connect(self._ended)
        page.navigationRequested.connect(self._going)
        page.profile().downloadRequested.connect(self._download)

    def _ended(self, *_how: object) -> None:
        """The page's process is gone: a new one comes, at once, and less eagerly if that happens often."""
        now = time.monotonic()
        self._ends = [end for end in self._ends if now - end < OFTEN_WITHIN_S] + [now]
        wait = BACK_AT_ONCE_MS if len(self._ends) <= OFTEN else BACK_LATER_MS
        QTimer.singleShot(wait, self._native, lambda: self._native.webview.setUrl(self._url))

    def _going(self, request: Any) -> None:
        url = request.url()
        ours = (url.scheme(), url.host(), url.port()) == (self._url.scheme(), self._url.host(), self._url.port())
        if ours or not request.isMainFrame():
            return
        request.reject()
        if url.scheme() in OUTWARD:
            _in_background(lambda: webbrowser.open(url.toString()))

    def _download(self, item: QWebEngineDownloadRequest) -> None:
        from platformdirs import user_downloads_path

        folder = user_downloads_path()
        name = item.downloadFileName()
        proposal = (folder if folder.is_dir() else Path.home()) / name
        path = self._dialogs.save_file("Save", proposal, "All files (*)", Path(name).suffix)
        if path is None:
            item.cancel()
            return
        item.setDownloadDirectory(str(path.parent))
        item.setDownloadFileName(path.name)
        item.isFinishedChanged.connect(lambda: self._downloaded(item, path))
        item.accept()

    def _downloaded(self, item: QWebEngineDownloadRequest, path: Path) -> None:
        if item.state() == QWebEngineDownloadRequest.DownloadState.DownloadInterrupted:
            self._dialogs.tell(f"{path.name} could not be saved.", item.interruptReasonString())


def _in_background(job: Callable[[], object]) -> None:
    threading.Thread(target=job, name="browser", daemon=True).start()
