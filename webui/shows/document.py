"""The open show file: opened, watched, saved, and brought back from its last good generation."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from webui.core.errors import ShowError, Unreadable, Unwritable
from webui.core.printable import printable
from webui.core.show.show import Show
from webui.core.surface.surface import Snapshot
from webui.engine.engine import Engine
from webui.shows.doubt import Doubt, not_there
from webui.shows.file_watcher import LOOK_EVERY, Watcher
from webui.shows.generations import Generations
from webui.shows.last_good import last_good, restore
from webui.shows.showfile import CHECKSUM, checksum, id_from, layout, parse, parse_json, read, with_values
from webui.shows.writing import SUFFIX, own, tidy, with_suffix, write

__all__ = ["SUFFIX", "Document", "last_good", "restore"]

log = logging.getLogger(__name__)

CATCH_UP_S = 3.0
"""Seconds that Save waits at the most for another program to finish what it writes into the same file."""

BUSY_S = 1.0
"""Seconds that a change of the show waits for the one before it."""

LOADED_S = 3.0
"""Seconds within which a show that was opened is the one on all screens."""


class Document:
    """One show file at a time; its methods raise ShowError, and then all is as it was.

    `path` is the open file, `show` what it says; `on_opened` hears of each file that is opened, `on_show` of each show
    that is taken. A file that is edited into something wrong is one of the engine's faults, and the old show stays.
    From any thread.
    """

    def __init__(self, path: Path, generations: Generations) -> None:
        self._generations = generations
        self._engine: Engine | None = None
        # The menu has a thread of its own, and each request has one.
        self._changing = threading.RLock()
        self.on_opened: Callable[[Path], None] = lambda path: None
        self.on_show: Callable[[Show], object] = lambda show: None
        self.path = path.absolute()
        # Looked at before it is read, so that no change falls between the two.
        self._watcher = self._watch(self.path)
        self._text, self.show = self._read(self.path)
        self._id = id_from(self.path)
        """The show's id while its file has none. A link that is replaced by a file does not change it."""
        self._before: tuple[str, str] | None = None
        """What the last edit made of the file, and what that said before."""
        self._loaded = threading.Event()
        """Set while the surface has the show."""
        self._loaded.set()
        self._doubt = Doubt()
        self._told = ""
        """The sentence that operators were told about the file."""

    def serve(self, engine: Engine) -> None:
        """From here on an edited file is on every screen."""
        self._engine = engine
        self._watcher.start()
        tidy(self.path)

    def close(self) -> None:
        """Watch no more."""
        self._watcher.close()

    @property
    def unsaved(self) -> bool:
        """Whether the show has controls that its file has not. Values are no matter: this computer keeps them."""
        if not self._loaded.wait(LOADED_S):
            # Programs add nothing to a show that waits for the disk; and nobody is kept from leaving it.
            return False
        return self._snapshot().show.controls.keys() != self.show.controls.keys()

    def open(self, path: Path) -> None:
        """Open another file."""
        path = path.absolute()
        # A disk that hangs keeps nobody else waiting: the file is read before the show is locked.
        watcher = self._watch(path)
        text, show = self._read(path)
        id = id_from(path)
        with self._alone():
            self._watcher.close()
            self.path, self._watcher = path, watcher
            self._text, self.show, self._id = text, show, id
            watcher.start()
            self._take(show)
            self.on_opened(path)
        tidy(path)

    def save(self) -> None:
        """Write the values, and controls that an open show adopted, into the file."""
        with self._alone():
            self._catch_up()
            snapshot = self._snapshot()
            text = with_values(self._text, self.path, snapshot.show, snapshot.values)
            show = parse(text, self.path, id=self._id)
            self._write(self.path, text)
            self._text, self.show = text, show

    def save_as(self, path: Path) -> None:
        """Write it all to another file, as a show of its own with the same values, and go on with that."""
        with self._alone():
            path = with_suffix(path)
            snapshot = self._snapshot()
            self._write(path, with_values(self._text, self.path, snapshot.show, snapshot.values, **own(path)))
            self.open(path)

    def create(self, template: Path, path: Path, name: str = "") -> None:
        """Write a copy of another show file, as a show of its own, and open it; it is called as its file, or `name`."""
        text = read(template)
        parse(text, template, trusted=True)
        data = parse_json(text, template)
        assert isinstance(data, dict), "a good file is an object"
        data.pop(CHECKSUM, None)
        with self._alone():
            path = with_suffix(path)
            # Without a checksum: a show that was begun here may go on in an editor, open or not.
            first = {"sidestage": data.pop("sidestage"), **own(path, name)}
            self._write(path, layout(first | {key: value for key, value in data.items() if key not in first}))
            self.open(path)

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Alter what the file says: `change` is given its JSON. It is written and taken at once, if it can be read."""
        with self._alone():
            self._catch_up()
            text = self._text
            if self.unsaved:
                # What an open show adopted would be lost with the show that is loaded.
                snapshot = self._snapshot()
                text = with_values(text, self.path, snapshot.show, snapshot.values)
            data = parse_json(text, self.path)
            assert isinstance(data, dict), "a good file is an object"
            summed = data.pop(CHECKSUM, None) is not None
            change(data)
            edited = layout(data | ({CHECKSUM: checksum(data)} if summed else {}))
            self._replace(edited)
            self._before = edited, text

    def undo(self) -> None:
        """Take the last edit back, if nothing else has changed the file since."""
        with self._alone():
            if self._before is None or self._before[0] != self._text or read(self.path) != self._text:
                raise ShowError("The show was changed in another way since: there is nothing to take back.")
            self._replace(self._before[1])
            self._before = None

    def last_good(self, path: Path) -> str:
        """Return when a file was last good ("20:13"), or "" where that is not known."""
        return last_good(path, self._generations)

    def open_last_good(self, path: Path) -> None:
        """Put a file's last good text in its place, and open it."""
        with self._alone():
            try:
                restore(path, self._generations)
            except OSError as error:
                raise Unwritable(f"{printable(path)} can't be written: {error.strerror or error}.") from None
            self.open(path)

    def say(self, sentence: str) -> None:
        """Tell operators what is the matter with the show, until another is opened or it is edited; "" ends it."""
        self._told = ""
        if self._engine:
            self._engine.post(self._engine.fault, "show", sentence)
        if sentence:
            log.warning("%s", sentence)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One change at a time; the next is refused rather than kept waiting for a disk that hangs."""
        if not self._changing.acquire(timeout=BUSY_S):
            raise ShowError("Another change of the show is being written. Try again in a moment.")
        try:
            yield
        finally:
            self._changing.release()

    def _catch_up(self) -> None:
        """Take what another program has made of the file meanwhile. Where that is wrong it is not written over."""
        until = time.monotonic() + CATCH_UP_S
        while True:
            text = ""
            try:
                text = read(self.path)
                if text != self._text:
                    self._accept(text, parse(text, self.path, trusted=True, id=self._id))
                return
            except Unreadable as error:
                if error.gone:
                    return
                raise
            except ShowError as error:
                if self._is_wrong(text, error) or time.monotonic() > until:
                    raise ShowError(
                        f"{printable(self.path.name)} was changed by another program and has an error, so it is not "
                        f"written over. Mend it, or save under another name. {error}"
                    ) from None
            # It may be half written.
            time.sleep(LOOK_EVERY)

    def _replace(self, text: str) -> None:
        show = parse(text, self.path, trusted=True, id=self._id)
        self._write(self.path, text)
        self._text, self.show = text, show
        self._take(show)

    def _snapshot(self) -> Snapshot:
        assert self._engine, "it is served"
        if not self._loaded.wait(LOADED_S):
            raise ShowError("The show is not loaded yet: the disk of its values does not answer. Try again later.")
        surface, now = self._engine.surface, self._engine.now()
        return self._engine.call(surface.snapshot, now)

    def _read(self, path: Path) -> tuple[str, Show]:
        text = read(path)
        show = parse(text, path, trusted=self._generations.holds(path, text))
        self._generations.keep(path, text)
        return text, show

    def _write(self, path: Path, text: str) -> None:
        write(path, text)
        self._generations.keep(path, text)

    def _watch(self, path: Path) -> Watcher:
        return Watcher(path, self._edited, self._lost)

    # In the watcher's thread

    def _edited(self) -> bool:
        """Take the open file as it is now, or say what is wrong with it and keep the old show.

        Return False where it has to be looked at again, changed or not.
        """
        with suppress(ShowError):
            # A disk that hangs is found out before the show is locked; so this tells nothing else.
            read(self.path)
        if not self._changing.acquire(blocking=False):
            return False
        text = ""
        try:
            text = read(self.path)
            if text == self._text:
                # Touched only, or an error was taken back.
                self._tell("")
            else:
                # Edited while it is open: its checksum is the old text's, and that is no damage.
                self._accept(text, parse(text, self.path, trusted=True, id=self._id))
            return True
        except ShowError as error:
            return self._is_wrong(text, error)
        finally:
            self._changing.release()

    def _is_wrong(self, text: str, error: ShowError) -> bool:
        """Return whether it is sure that the file is wrong: then that was said, and only a change can mend it."""
        if not self._doubt.ends(text, str(error)):
            return False
        if isinstance(error, Unreadable):
            if not error.gone:
                self._tell(f"The show file can't be read, so the show stays as it is. {error}")
            return False
        self._tell(f"The show file has an error, so the old show stays. {error}")
        return True

    def _lost(self, error: OSError | None) -> None:
        """Say that the file can't be found, or that it is back."""
        self._tell("" if error is None else not_there(self.path, error))

    def _tell(self, sentence: str) -> None:
        """Say what is the matter with the file, once; "" ends that, and nothing else that is said of the show."""
        if sentence != self._told:
            self.say(sentence)
            self._told = sentence

    def _accept(self, text: str, show: Show) -> None:
        self._generations.keep(self.path, text)
        self._text, self.show = text, show
        self._take(show)

    def _take(self, show: Show) -> None:
        self._doubt.clear()
        if self._engine:
            self.say("")
            self._loaded = loaded = threading.Event()
            self._engine.post(self._engine.load, show, loaded.set)
        self.on_show(show)
