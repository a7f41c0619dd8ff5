"""The open show file: opened, watched, saved, and brought back from its last good generation."""

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from webui.atomic import write_atomically
from webui.core.characters import cut
from webui.core.errors import ShowError
from webui.core.reading import MAX_LABEL
from webui.core.show import Show
from webui.core.surface import Snapshot
from webui.engine import Engine
from webui.generations import Generations
from webui.showfile import CHECKSUM, checksum, layout, parse, parse_json, read, with_values
from webui.watcher import Watcher

log = logging.getLogger(__name__)

SUFFIX = ".sidestage"


class Document:
    """One show file at a time; its methods raise ShowError, and then all is as it was.

    `path` is the open file, `show` what it says; `on_opened` hears of each file that is opened. A file that is edited
    into something wrong is one of the engine's faults, and the old show stays. From any thread.
    """

    def __init__(self, path: Path, generations: Generations) -> None:
        self._generations = generations
        self._engine: Engine | None = None
        # The menu has a thread of its own, and each request has one.
        self._changing = threading.RLock()
        self.on_opened: Callable[[Path], None] = lambda path: None
        self.path = path.absolute()
        # Looked at before it is read, so that no change falls between the two.
        self._watcher = Watcher(self.path, self._edited)
        self._text, self.show = self._read(self.path)
        self._before: tuple[str, str] | None = None
        """What the last edit made of the file, and what that said before."""

    def serve(self, engine: Engine) -> None:
        """From here on an edited file is on every screen."""
        self._engine = engine
        self._watcher.start()

    def close(self) -> None:
        """Watch no more."""
        self._watcher.close()

    @property
    def unsaved(self) -> bool:
        """Whether the show has controls that its file has not. Values are no matter: this computer keeps them."""
        return self._snapshot().show.controls.keys() != self.show.controls.keys()

    def open(self, path: Path) -> None:
        """Open another file."""
        path = path.absolute()
        with self._changing:
            watcher = Watcher(path, self._edited)
            self._text, self.show = self._read(path)
            self.path = path
            self._watcher.close()
            self._watcher = watcher
            watcher.start()
            self._take(self.show)
            self.on_opened(path)

    def save(self) -> None:
        """Write the values, and controls that an open show adopted, into the file."""
        with self._changing:
            self._refuse_broken()
            snapshot = self._snapshot()
            text = with_values(self._text, self.path, snapshot.show, snapshot.values)
            show = parse(text, self.path)
            self._write(self.path, text)
            self._text, self.show = text, show

    def save_as(self, path: Path) -> None:
        """Write it all to another file, as a show of its own with the same values, and go on with that."""
        with self._changing:
            path = _with_suffix(path)
            snapshot = self._snapshot()
            self._write(path, with_values(self._text, self.path, snapshot.show, snapshot.values, **_own(path)))
            self.open(path)

    def create(self, template: Path, path: Path, name: str = "") -> None:
        """Write a copy of another show file, as a show of its own, and open it; it is called as its file, or `name`."""
        with self._changing:
            path = _with_suffix(path)
            text = read(template)
            parse(text, template, trusted=True)
            data = parse_json(text, template)
            assert isinstance(data, dict), "a good file is an object"
            data.pop(CHECKSUM, None)
            # Without a checksum: whoever begins a show may go on with it in an editor, open or not.
            first = {"sidestage": data.pop("sidestage"), **_own(path, name)}
            self._write(path, layout(first | {key: value for key, value in data.items() if key not in first}))
            self.open(path)

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Alter what the file says: `change` is given its JSON. It is written and taken at once, if it can be read."""
        with self._changing:
            self._refuse_broken()
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
        with self._changing:
            if self._before is None or self._before[0] != self._text or read(self.path) != self._text:
                raise ShowError("The show was changed in another way since: there is nothing to take back.")
            self._replace(self._before[1])
            self._before = None

    def last_good(self, path: Path) -> str:
        """Return when a file was last good ("20:13"), or "" where that is not known."""
        return last_good(path, self._generations)

    def open_last_good(self, path: Path) -> None:
        """Put a file's last good text in its place, and open it."""
        with self._changing:
            try:
                restore(path, self._generations)
            except OSError as error:
                raise ShowError(f"{path} can't be written: {error.strerror or error}.") from None
            self.open(path)

    def say(self, sentence: str) -> None:
        """Tell operators what is the matter with the show, until another is opened or it is edited; "" ends it."""
        if self._engine:
            self._engine.post(self._engine.fault, "show", sentence)
        if sentence:
            log.warning("%s", sentence)

    def _refuse_broken(self) -> None:
        if self.path.exists() and read(self.path) != self._text:
            raise ShowError(
                f"{self.path.name} was changed by another program and has an error, so it is not written over. "
                "Mend it, or save under another name."
            )

    def _replace(self, text: str) -> None:
        show = parse(text, self.path, trusted=True)
        self._write(self.path, text)
        self._text, self.show = text, show
        self._take(show)

    def _snapshot(self) -> Snapshot:
        assert self._engine, "it is served"
        surface, now = self._engine.surface, self._engine.now()
        return self._engine.call(surface.snapshot, now)

    def _read(self, path: Path) -> tuple[str, Show]:
        text = read(path)
        show = parse(text, path, trusted=self._generations.holds(path, text))
        self._generations.keep(path, text)
        return text, show

    def _write(self, path: Path, text: str) -> None:
        try:
            write_atomically(path, text)
        except OSError as error:
            raise ShowError(f"{path} can't be written: {error.strerror or error}. Save it somewhere else.") from None
        self._generations.keep(path, text)

    def _edited(self) -> None:
        """The open file is another one now: take it, or say what is wrong with it and keep the old show."""
        try:
            text = read(self.path)
            if text == self._text:
                # Touched only, or an error was taken back.
                self.say("")
                return
            # Edited while it is open: its checksum is the old text's, and that is no damage.
            show = parse(text, self.path, trusted=True)
        except ShowError as error:
            self.say(f"The show file has an error, so the old show stays. {error}")
            return
        self._generations.keep(self.path, text)
        self._text, self.show = text, show
        self._take(show)

    def _take(self, show: Show) -> None:
        if self._engine:
            self.say("")
            self._engine.post(self._engine.load, show)


def _with_suffix(path: Path) -> Path:
    return (path if path.suffix else path.with_suffix(SUFFIX)).absolute()


def _own(path: Path, name: str = "") -> dict[str, str]:
    """What makes a file a show of its own."""
    called = name or cut(path.stem.encode("utf-8", "replace").decode(), MAX_LABEL)
    return {"id": f"show-{secrets.token_hex(6)}", "name": called}


def last_good(path: Path, generations: Generations) -> str:
    """Return when a file was last good ("20:13", another day's with its date), or "" where no text of it is kept."""
    good = generations.newest(path.absolute())
    if good is None:
        return ""
    then = datetime.fromtimestamp(int(good.stem) / 1e9)
    return f"{then:%H:%M}" if then.date() == date.today() else f"{then:%Y-%m-%d %H:%M}"


def restore(path: Path, generations: Generations) -> Path | None:
    """Put a file's last good generation in its place; the damaged one stays beside it, and its new path is returned.

    None where no generation is kept. Raises OSError.
    """
    good = generations.newest(path)
    if good is None:
        return None
    text = good.read_text(encoding="utf-8")
    aside = path.with_name(f"{path.stem} (damaged){path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem} (damaged {number}){path.suffix}")
    if path.exists():
        path.replace(aside)
    write_atomically(path, text)
    return aside
