"""What the menu does. One action at a time, in a thread of its own: the window goes on while a dialog is open."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.window.dialogs import Dialogs
from webui import VERSION
from webui.core.errors import NewerShow, ShowError, SidestageError, Unreadable, Unwritable
from webui.core.printable import printable
from webui.resources import resource
from webui.shows.document import SUFFIX, Document
from webui.shows.library import Template

if TYPE_CHECKING:
    from webui.serving import Serving

log = logging.getLogger(__name__)

CANCEL = "Cancel"
SAVE_AS = "Save as…"

# The page listens for storage events, as other tabs of the same browser cause them.
NIGHT = """(() => {
    const night = 'sidestage.night', last = 'sidestage.night.last';
    const now = localStorage.getItem(night) ?? 'off';
    if (now !== 'off') localStorage.setItem(last, now);
    localStorage.setItem(night, now === 'off' ? localStorage.getItem(last) ?? 'red' : 'off');
    dispatchEvent(new StorageEvent('storage'));
})()"""
START_PAGE = """location.assign('/start')"""
MANUAL = """location.assign('/manual')"""
JOIN_CODE = """document.querySelector('[data-opens="join"]')?.click()"""


class Frame(Protocol):
    """What the actions need of the window; may be called from any thread."""

    def run_script(self, script: str) -> None:
        """Runs JavaScript in the page."""

    def toggle_full_screen(self) -> None:
        """Full screen, or back."""

    def close(self) -> None:
        """Closes the window, asking nothing."""


class Actions:
    """The menu's actions on a window; `closing()` is asked when somebody closes it."""

    def __init__(self, serving: Serving, frame: Frame, dialogs: Dialogs) -> None:
        self._serving = serving
        self._document: Document = serving.document
        self._frame = frame
        self._dialogs = dialogs
        self._queue: queue.SimpleQueue[Callable[[Actions], None]] = queue.SimpleQueue()
        self._may_close = threading.Event()
        self._quitting = threading.Event()
        serving.dialog.ask = lambda: self.begin(Actions.open)
        threading.Thread(target=self._run, name="menu", daemon=True).start()

    def begin(self, action: Callable[[Actions], None]) -> None:
        """Has an action done, after those that were begun before. May be called from any thread."""
        self._queue.put(action)

    def closing(self) -> bool:
        """Whether the window may close now; if not, the person is being asked."""
        if self._may_close.is_set():
            return True
        if not self._quitting.is_set():
            self._quitting.set()
            self.begin(Actions.quit)
        return False

    def _run(self) -> None:
        while True:
            action = self._queue.get()
            try:
                action(self)
            except SidestageError as error:
                self._dialogs.tell("That was not possible.", str(error))
            except Exception as error:
                log.exception("an action of the menu failed")
                self._dialogs.tell("That went wrong, and nothing was changed.", str(error))

    # The menu's entries, in the actions' own thread

    def new(self) -> None:
        self._new_from("New show", resource("assets", f"new{SUFFIX}"), "New show")

    def new_from(self, template: Template) -> None:
        self._new_from(f"Where shall your copy of {template.name} be kept?", template.path, template.name)

    def _new_from(self, title: str, template: Path, name: str) -> None:
        if not self._may_leave_show():
            return
        path = self._dialogs.save_file(title, self._serving.shows.folder / f"{name}{SUFFIX}")
        if path is not None:
            self._document.create(template, path)

    def start_page(self) -> None:
        self._frame.run_script(START_PAGE)

    def manual(self) -> None:
        self._frame.run_script(MANUAL)

    def open(self) -> None:
        if not self._may_leave_show():
            return
        path = self._dialogs.open_file(self._serving.shows.folder)
        if path is None:
            return
        try:
            self._document.open(path)
        except NewerShow:
            raise
        except ShowError as error:
            if isinstance(error, Unreadable) and not error.gone:
                # The file may be right: nothing is put in its place.
                raise
            good = self._document.last_good(path)
            if not good:
                raise
            choice = f"Open the last good version of {good}"
            if self._dialogs.ask(f"{printable(path.name)} can't be opened.", str(error), (choice, CANCEL)) == choice:
                self._document.open_last_good(path)

    def save(self) -> None:
        self._is_saved()

    def save_as(self) -> None:
        self._is_saved_elsewhere()

    def _is_saved(self) -> bool:
        """Save; where the file can't be written, offer to save under another name. Whether it is saved now."""
        try:
            self._document.save()
        except (Unreadable, Unwritable) as error:
            if self._dialogs.ask("The show is not saved.", str(error), (SAVE_AS, CANCEL)) == CANCEL:
                return False
            return self._is_saved_elsewhere()
        return True

    def _is_saved_elsewhere(self) -> bool:
        proposal = self._serving.shows.folder / f"{self._document.path.stem} copy{SUFFIX}"
        path = self._dialogs.save_file("Save as", proposal)
        if path is not None:
            self._document.save_as(path)
        return path is not None

    def quit(self) -> None:
        try:
            if not self._may_lose_screens() or not self._may_leave_show():
                return
        finally:
            self._quitting.clear()
        self._may_close.set()
        self._frame.close()

    def full_screen(self) -> None:
        self._frame.toggle_full_screen()

    def night(self) -> None:
        self._frame.run_script(NIGHT)

    def join_code(self) -> None:
        self._frame.run_script(JOIN_CODE)

    def about(self) -> None:
        self._dialogs.tell(
            f"Sidestage {VERSION}",
            f"The shared control surface for the stage. MIT licence.\n\n"
            f"Show: {printable(self._document.path)}\nAddress on this computer: {self._serving.url}\n"
            f"Values and settings: {printable(self._serving.data)}",
        )

    # Questions

    def _may_leave_show(self) -> bool:
        """Whether another show may take this one's place. What is unsaved is saved, or given up by its owner."""
        if not self._document.unsaved:
            return True
        save, leave = "Save", "Don't save"
        answer = self._dialogs.ask(
            f"Save the new controls of {printable(self._document.path.name)}?",
            "Programs have added controls that the show file does not have yet.",
            (save, leave, CANCEL),
        )
        if answer == save:
            return self._is_saved()
        return answer != CANCEL

    def _may_lose_screens(self) -> bool:
        others = self._serving.other_screens()
        if not others:
            return True
        lost = "1 screen will lose its surface." if others == 1 else f"{others} screens will lose their surface."
        close = "Close Sidestage"
        return self._dialogs.ask(lost, "Nobody can move anything once Sidestage is closed.", (close, CANCEL)) == close
