"""The shows of this computer: those opened lately, the examples, and new ones. What the start page offers."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from webui.core.characters import cut, is_longer
from webui.core.errors import ShowError, Unreadable
from webui.core.printable import printable
from webui.core.show.fields import MAX_LABEL
from webui.resources import resource
from webui.shows.document import SUFFIX, Document
from webui.shows.generations import Generations
from webui.shows.offers import NotThere, Offer
from webui.shows.showfile import load, parse, read
from webui.storage import settings
from webui.storage.timeouts import NoAnswer, all_within, within

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_NAME = MAX_LABEL
"""Characters of a show's name, as people count them."""

MAX_FILE_NAME = 200
"""Bytes of a file's name without its ending: systems take 255, and a number or a temporary file's ending may follow."""

NO_ANSWER = "Its disk does not answer."

MOST_ALIKE = 1000
"""Copies of one example in a folder."""

EXAMPLES = {
    "theatre": "Submasters, house lights, blackout, colours, and notes to everyone.",
    "band": "Eight channels in dB with mutes, monitor sends, and a meter.",
    "two-articles": "The sliders, the text and the list of numbers that Sidestage grew out of.",
    "first-run": "A little of everything, to try with two hands.",
    "react": "A few faders for a Python program that answers them.",
}
"""What each example is, in the order in which they are offered."""

PRESETS = {
    "qlab": ("QLab", "GO, stop, panic, and a button for each of the first eight cues.", "qlab"),
    "live": ("Ableton Live", "Eight tracks with mutes, eight scenes, tempo. Live needs AbletonOSC.", "ableton"),
    "x32": ("X32 and M32", "Sixteen channels and the main, with mutes; the desk moves the faders here too.", "desk"),
    "eos": ("Eos", "GO, stop, and a bank of ten faders of a lighting desk.", "desk"),
    "touchosc": ("TouchOSC", "What its first layout calls its faders, toggles, pushes and pad.", "touchosc"),
}
"""The shows that drive other programs and desks by OSC, in the order in which they are offered: what each is called,
what it is, and which page of the manual it has."""

_NO_FILE_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class Template:
    """A show that comes along: its file, its name, a line about it, and its page of the manual ("" if it has none)."""

    path: Path
    name: str
    about: str
    manual: str = ""

    def offer(self) -> Offer:
        """Return it as the start page offers it."""
        return Offer(self.path.stem, self.name, self.about, load(self.path), manual=self.manual)


class Shows:
    """Opens and makes shows for the start page. From any thread; raises ShowError, and then all is as it was."""

    def __init__(self, document: Document, data: Path, generations: Generations) -> None:
        self._document = document
        self._data = data
        self._generations = generations
        self._lock = threading.Lock()
        document.on_opened = self._note
        self._note(document.path)

    @property
    def unsaved(self) -> bool:
        """Whether the open show has controls that its file has not."""
        return self._document.unsaved

    @property
    def now(self) -> str:
        """The id of the open show's file."""
        return _id(self._document.path)

    @property
    def folder(self) -> Path:
        """Where new shows are put: beside the open one, unless that is in the data folder, or an example."""
        folder = self._document.path.parent
        if folder not in (self._data, *_folders(), _presets()):
            return folder
        from platformdirs import user_documents_path

        documents = user_documents_path()
        try:
            is_there = within(documents, documents.is_dir)
        except NoAnswer:
            is_there = False
        return documents if is_there else Path.home()

    def recent(self) -> list[Offer]:
        """Return those that were opened last, newest first; what can't be opened now says why.

        All are asked for at the same time, so that disks that hang take a second, and not one each.
        """
        paths = [Path(path) for path in settings.load(self._data)[0].recent]
        found = all_within({("offer", path): partial(self._offer, path) for path in paths})
        return [
            _refused(path, NO_ANSWER) if isinstance(offer, NoAnswer) else offer
            for path, offer in zip(paths, found, strict=True)
        ]

    def examples(self) -> list[Offer]:
        """Return the shows that come along."""
        return [template.offer() for template in examples()]

    def presets(self) -> list[Offer]:
        """Return the shows that drive other programs and desks."""
        return [template.offer() for template in presets()]

    def save(self) -> None:
        """Write the open show's new controls and values into its file."""
        with self._lock:
            self._document.save()

    def new(self, name: str) -> None:
        """Make an empty show of that name, and open it."""
        with self._lock:
            name = checked(name)
            path = self.folder / f"{file_name(name)}{SUFFIX}"
            if _answered(path, partial(os.path.lexists, path)):
                raise ShowError(f"{path.name} is there already. Choose another name.")
            self._document.create(resource("assets", f"new{SUFFIX}"), path, name)

    def example(self, id: str) -> None:
        """Make a copy of an example or a preset, as a show of this person's own, and open it; raises NotThere."""
        found = next((template for template in (*examples(), *presets()) if template.path.stem == id), None)
        if found is None:
            raise NotThere("There is no such example.")
        with self._lock:
            self._document.create(found.path, _free(self.folder, found.name))

    def open(self, id: str) -> None:
        """Open one of those that were opened before; raises NotThere."""
        found = next((path for path in settings.load(self._data)[0].recent if _id(Path(path)) == id), None)
        if found is None:
            raise NotThere("This show is not in the list any more.")
        with self._lock:
            self._document.open(Path(found))

    def _offer(self, path: Path) -> Offer:
        try:
            text = read(path)
            show = parse(text, path, self._generations.holds(path, text))
        except Unreadable as error:
            return _refused(path, "The file is not there any more." if error.gone else str(error))
        except ShowError as error:
            return _refused(path, str(error))
        return Offer(_id(path), printable(path.stem), _folder(path), show)

    def _note(self, path: Path) -> None:
        try:
            settings.note_show(self._data, path)
        except OSError as error:
            log.warning("That %s was opened is not remembered: %s", printable(path), error.strerror)


def examples() -> list[Template]:
    """Return the shows that come along."""
    found = {path.stem: path for folder in _folders() for path in folder.glob(f"*{SUFFIX}")}
    return [Template(found[stem], _title(stem), about) for stem, about in EXAMPLES.items() if stem in found]


def presets() -> list[Template]:
    """Return the shows that drive other programs and desks."""
    folder = _presets()
    return [Template(folder / f"{stem}{SUFFIX}", *said) for stem, said in PRESETS.items()]


def _folders() -> tuple[Path, Path]:
    """Return where the examples are."""
    return resource("assets"), resource("assets", "examples")


def _presets() -> Path:
    return resource("assets", "presets")


def _title(stem: str) -> str:
    """Return an example's name."""
    return stem.replace("-", " ").capitalize()


def last_show(recent: Sequence[str]) -> tuple[Path | None, str]:
    """Return the first of those opened lately, if it is still there; else what to tell the user of it."""
    if not recent:
        return None, ""
    path = Path(recent[0])
    try:
        is_there = within(path, path.exists)
    except OSError as error:
        return None, f"{printable(path)} was open last: {error.strerror}. So this is the first-run show."
    if is_there:
        return path, ""
    return None, f"{printable(path)} was open last and is not there any more, so this is the first-run show."


def checked(name: str) -> str:
    """Return a show's name, of which a file's can be made; raises ShowError."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name or is_longer(name, MAX_NAME):
        raise ShowError(f"A show's name has 1 to {MAX_NAME} characters.")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ShowError("A show's name can't have halves of characters.") from None
    if _NO_FILE_NAME.search(name):
        raise ShowError("A show's name can't have any of / \\ : * ? \" < > |")
    if name.startswith(".") or name.endswith("."):
        raise ShowError("A show's name neither begins nor ends with a point.")
    return name


def file_name(name: str) -> str:
    """Return what a show's file is called without its ending: its name, or as much of it as a file's can have."""
    long, most = name, MAX_NAME
    while len(name.encode()) > MAX_FILE_NAME:
        most -= 1
        name = cut(long, most)
    return name.rstrip(" .")


def _free(folder: Path, name: str) -> Path:
    """Return a path that nothing has yet: Theatre, Theatre 2 and so on."""

    def first() -> Path | None:
        paths = (folder / f"{name if n == 1 else f'{name} {n}'}{SUFFIX}" for n in range(1, MOST_ALIKE + 1))
        return next((path for path in paths if not os.path.lexists(path)), None)

    path = _answered(folder, first)
    if path is None:
        raise ShowError(f"There are {MOST_ALIKE} shows called {name} in {printable(folder)} already.")
    return path


def _answered(path: Path, job: Callable[[], T]) -> T:
    """Return what a disk answers, or raise ShowError where it does not."""
    try:
        return within(path, job)
    except NoAnswer:
        raise ShowError(f"{printable(path)} can't be written: its disk does not answer.") from None


def _refused(path: Path, why: str) -> Offer:
    return Offer(_id(path), printable(path.stem), _folder(path), None, why)


def _folder(path: Path) -> str:
    """Return where a file is, as a person would say it."""
    folder = path.parent
    with contextlib.suppress(RuntimeError, ValueError):
        folder = Path("~") / folder.relative_to(Path.home())
    return printable(folder)


def _id(path: Path) -> str:
    """Return what the page knows a file by: it never says a path."""
    return hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:16]
