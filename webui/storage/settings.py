"""What Sidestage remembers from one start to the next: a small JSON file in the data folder."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from webui.core.printable import printable
from webui.storage.atomic import write_atomically
from webui.storage.plain_file import read_plain
from webui.storage.private_files import FOLDER, make_private
from webui.storage.timeouts import within

FILE = "settings.json"

MAX_FILE = 256 * 1024
"""Bytes of the settings file: far more than twelve paths of the greatest length."""

MAX_RECENT = 12
"""Shows that were opened last and are remembered."""

_changing = threading.Lock()

STATES = ("normal", "maximised", "full screen")
FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop, in its pixels."""

    x: int
    y: int
    width: int
    height: int

    def shared(self, other: Area) -> tuple[int, int]:
        """How wide and high the part is that both have; nothing is zero or less."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return width, height


@dataclass(frozen=True, slots=True)
class Place:
    """The window's place when it is neither maximised nor full screen, and which of the three it was. ValueError."""

    area: Area
    state: str = "normal"

    def __post_init__(self) -> None:
        numbers = (self.area.x, self.area.y, self.area.width, self.area.height)
        if any(type(number) is not int or abs(number) > FARTHEST for number in numbers) or self.state not in STATES:
            raise ValueError(f"{self!r} is no place for a window")

    @staticmethod
    def read(kept: object) -> Place:
        """What the settings file keeps. Raises ValueError."""
        if not isinstance(kept, dict) or not isinstance(kept.get("area"), dict):
            raise ValueError(f"{kept!r} is no place for a window")
        try:
            return Place(Area(**kept["area"]), kept.get("state", STATES[0]))
        except TypeError as error:
            raise ValueError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults are a first start's."""

    port: int | None = None
    """The port of last time."""
    window: Place | None = None
    """Where the window was."""
    recent: tuple[str, ...] = ()
    """The shows that were opened last, newest first, as absolute paths."""

    def __post_init__(self) -> None:
        if self.port is not None and (type(self.port) is not int or not 0 < self.port < 65536):
            raise ValueError(f"{self.port!r} is not a port")
        if not all(isinstance(path, str) for path in self.recent):
            raise ValueError("recent are paths")


def load(folder: Path) -> tuple[Settings, str]:
    """The settings, and what to tell the user about them ("" if nothing). A broken file is set aside."""
    path = folder / FILE
    try:
        data = read_plain(path, MAX_FILE)
        if len(data) > MAX_FILE:
            raise ValueError("settings are short")
        content = json.loads(data.decode("utf-8"))
        known = {field.name for field in fields(Settings)}
        kept = {name: value for name, value in content.items() if name in known}
        if kept.get("window") is not None:
            kept["window"] = Place.read(kept["window"])
        if not isinstance(kept.get("recent", []), list):
            raise ValueError("recent is a list")
        kept["recent"] = tuple(kept.get("recent", ()))[:MAX_RECENT]
        return Settings(**kept), ""
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), f"The settings can't be read ({error.strerror}: {printable(path)}); the defaults are used."
    except (ValueError, AttributeError, RecursionError):
        aside = path.with_suffix(".broken.json")
        with contextlib.suppress(OSError):
            path.replace(aside)
        return Settings(), f"The settings file was damaged. It is kept as {printable(aside)}; the defaults are used."


def save(folder: Path, settings: Settings) -> None:
    """Writes all or nothing, also when the power fails. Raises OSError."""
    known = {name: value for name, value in asdict(settings).items() if value not in (None, ())}
    write_atomically(folder / FILE, json.dumps(known, indent=2) + "\n")


def change(folder: Path, **changes: Any) -> None:
    """Remembers something else, and leaves the rest as it is. From any thread. Raises OSError."""
    _change(folder, lambda now: replace(now, **changes))


def note_show(folder: Path, show: Path) -> None:
    """Remembers that a show was opened. From any thread. Raises OSError."""

    def noted(now: Settings) -> Settings:
        others = [path for path in now.recent if path != str(show)]
        return replace(now, recent=(str(show), *others)[:MAX_RECENT])

    _change(folder, noted)


def _change(folder: Path, how: Callable[[Settings], Settings]) -> None:
    """Writes only what is another: the same show is opened at most starts."""
    with _changing:
        now, _ = load(folder)
        if (then := how(now)) != now:
            save(folder, then)


def data_folder(wanted: Path | None) -> Path:
    """The folder for values and settings, made if need be, and for its user alone. Raises OSError."""
    if wanted is None:
        from platformdirs import user_data_path

        wanted = user_data_path("Sidestage", appauthor=False)
    folder = wanted.absolute()
    within(folder, lambda: folder.mkdir(mode=FOLDER, parents=True, exist_ok=True))
    within(folder, lambda: make_private(folder))
    return folder
