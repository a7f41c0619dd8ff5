"""The window's menu and manners on toolkits that only pywebview speaks to: GTK, Windows, macOS."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.stopping import Stopping
from desktop.window.actions import Actions
from desktop.window.dialogs import WebviewDialogs
from desktop.window.menu import Entry, Menu, menus
from desktop.window_place import SIZE, Area, Place

if TYPE_CHECKING:
    from webui.serving import Serving


class PlainFrame:
    """The window as the actions see it."""

    def __init__(self, window: Any) -> None:
        self._window = window

    def run_script(self, script: str) -> None:
        self._window.run_js(script)

    def toggle_full_screen(self) -> None:
        self._window.toggle_fullscreen()

    def close(self) -> None:
        self._window.destroy()


class Dress:
    """As qt_window's: `menu` is for pywebview to show; of the `place` the size is remembered, the rest is not."""

    def __init__(self, window: Any, last: Place | None, stopping: Stopping, serving: Serving) -> None:
        self._actions = Actions(serving, PlainFrame(window), WebviewDialogs(window))
        self.place = last or Place(Area(0, 0, *SIZE))
        self.menu = [self._shown(menu) for menu in menus()]
        window.events.closing += lambda: stopping.is_asked() or self._actions.closing()
        window.events.resized += self._resized
        # Toolkits take a title once their window is there; the first one it has from the start.
        window.events.shown += lambda: serving.on_title(window.set_title)
        # destroy() waits for the window to be there, so never in this thread.
        stopping.when_asked(lambda: threading.Thread(target=window.destroy, name="close window", daemon=True).start())

    def _resized(self, width: int, height: int) -> None:
        self.place = replace(self.place, area=Area(0, 0, int(width), int(height)))

    def _shown(self, entry: Entry | Menu | None) -> Any:
        from webview.menu import Menu as ShownMenu
        from webview.menu import MenuAction, MenuSeparator

        if entry is None:
            return MenuSeparator()
        label = entry.label.replace("&", "")
        if isinstance(entry, Menu):
            return ShownMenu(label, [self._shown(one) for one in entry.entries])
        return MenuAction(label, partial(self._actions.begin, entry.action))
