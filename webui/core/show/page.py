"""A page of a show, and how what has no place finds one on it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from webui.core.devices.devices import Role
from webui.core.errors import ShowError
from webui.core.show.controls import Control, Group
from webui.core.show.grid import MAX_COLUMNS, MAX_ROWS, Place, flow, flow_columns
from webui.core.show.groups import frame
from webui.core.show.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One screenful on a grid; everything on it has its place."""

    id: str
    label: str
    columns: int
    rows: int
    controls: tuple[Control, ...]
    views: tuple[View, ...]
    role: Role = Role.WATCHER
    """The least role that sees it; what is on it nobody below that moves."""

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "id": self.id,
            "label": self.label,
            "columns": self.columns,
            "rows": self.rows,
            "role": self.role.word,
            "controls": [control.describe() for control in self.controls],
            "views": [view.describe() for view in self.views],
        }


Thing = TypeVar("Thing", Control, View)


class Draft:
    """A page whose things are not all placed yet; groups are placed always."""

    def __init__(self, id: str, label: str, columns: int | None, rows: int | None, role: Role = Role.WATCHER) -> None:
        self.id = id
        self.label = label
        self.columns = columns
        self.rows = rows
        self.role = role
        self.controls: list[Control] = []
        self.views: list[View] = []

    def finished(self) -> Page:
        """Return the page, with a place for everything; where the file names no columns, with as many as that takes."""
        self._taken: set[tuple[int, int]] = set()
        self._check_places()
        placed = frozenset(self._taken)
        for columns in range(self.columns or self._fewest_columns(), (self.columns or MAX_COLUMNS) + 1):
            self._taken = set(placed)
            with suppress(_NoRoom):
                return self._laid_out(columns)
        raise ShowError(f"page {self.id}: there is no room left for everything on it")

    def _laid_out(self, columns: int) -> Page:
        placed = [self._placed(control, control.size, columns) for control in self.controls]
        views = tuple(self._placed(view, view.size, columns) for view in self.views)
        return Page(
            id=self.id,
            label=self.label,
            columns=columns,
            rows=self.rows or max((row for _, row in self._taken), default=1),
            controls=tuple(replace(control, role=max(control.role, self.role)) for control in placed),
            views=views,
            role=self.role,
        )

    def _check_places(self) -> None:
        groups: list[tuple[str, Place]] = []
        others: list[Place] = []
        kinds: list[tuple[str, Sequence[Control | View]]] = [("control", self.controls), ("view", self.views)]
        for what, things in kinds:
            for number, thing in enumerate(things, 1):
                place = thing.place
                if place is None:
                    continue
                where = f"page {self.id}, {what} {number}"
                if self.columns and place.right > self.columns:
                    raise ShowError(f"{where}: place is beyond the page's {self.columns} columns")
                if self.rows and place.bottom > self.rows:
                    raise ShowError(f"{where}: place is beyond the page's {self.rows} rows")
                if isinstance(thing, Group):
                    groups.append((where, place))
                    continue
                if not self._taken.isdisjoint(place.cells()):
                    raise ShowError(f"{where}: place {place.describe()} overlaps another")
                self._taken |= place.cells()
                others.append(place)
        self._taken |= frame(groups, others)

    def _fewest_columns(self) -> int:
        sizes = [c.size for c in self.controls if c.place is None]
        sizes += [v.size for v in self.views if v.place is None]
        placed = max((column for column, _ in self._taken), default=0)
        return max(placed, flow_columns(sizes) if sizes else placed, 1)

    def _placed(self, thing: Thing, size: tuple[int, int], columns: int) -> Thing:
        if thing.place is not None:
            return thing
        place = flow(self._taken, size, columns, self.rows or MAX_ROWS)
        if place is None:
            raise _NoRoom
        self._taken |= place.cells()
        return replace(thing, place=place)


class _NoRoom(Exception):
    """What flows does not fit on so many columns."""


def grown(page: Page, control: Control) -> Page:
    """Return the page with one more control: on more rows if need be, then on more columns."""
    for columns in range(page.columns, MAX_COLUMNS + 1):
        draft = Draft(page.id, page.label, columns, None, page.role)
        draft.controls = [*page.controls, control]
        draft.views = list(page.views)
        try:
            grown = draft.finished()
        except ShowError:
            continue
        return replace(grown, rows=max(grown.rows, page.rows))
    raise ShowError(f"page {page.id}: there is no room left for another control")
