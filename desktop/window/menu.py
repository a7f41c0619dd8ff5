"""The window's menu: what it says, and what each entry does. One table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from desktop.window.actions import Actions
from webui.shows import library
from webui.shows.library import Template

Action = Callable[[Actions], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a menu. A letter after & opens it by keyboard; `keys` are Qt's names, where Ctrl is a Mac's Command."""

    label: str
    action: Action
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu or a menu within one; None is a line between entries."""

    label: str
    entries: tuple[Entry | Menu | None, ...]


def examples() -> Menu:
    """Every show that comes along."""
    return _copies("&Examples", library.examples())


def presets() -> Menu:
    """Every show that drives another program or a desk."""
    return _copies("&Presets", library.presets())


def _copies(label: str, templates: Iterable[Template]) -> Menu:
    return Menu(label, tuple(Entry(one.name, partial(Actions.new_from, template=one)) for one in templates))


def menus() -> tuple[Menu, ...]:
    """The whole menu, in its order."""
    return (
        Menu(
            "&Show",
            (
                Entry("S&tart page", Actions.start_page, "Ctrl+Shift+O"),
                None,
                Entry("&New show…", Actions.new, "Ctrl+N"),
                Entry("&Open…", Actions.open, "Ctrl+O"),
                examples(),
                presets(),
                None,
                Entry("&Save", Actions.save, "Ctrl+S"),
                Entry("Save &as…", Actions.save_as, "Ctrl+Shift+S"),
                None,
                Entry("&Quit", Actions.quit, "Ctrl+Q"),
            ),
        ),
        Menu(
            "&View",
            (
                Entry("&Full screen", Actions.full_screen, "F11"),
                Entry("&Night", Actions.night, "Ctrl+Shift+N"),
                Entry("&Join code", Actions.join_code, "Ctrl+J"),
            ),
        ),
        Menu(
            "&Help",
            (
                Entry("&Manual", Actions.manual, "F1"),
                Entry("&About Sidestage", Actions.about),
            ),
        ),
    )
