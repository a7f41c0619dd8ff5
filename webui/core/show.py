"""What a show file says: Show, Page. showfile.md describes the format."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar

from webui.core.controls import CONTROL_TYPES, Control
from webui.core.devices import Role
from webui.core.errors import NewerShow, ShowError
from webui.core.feeds import Feed
from webui.core.grid import MAX_COLUMNS, MAX_ROWS, flow, flow_columns
from webui.core.reading import MAX_LABEL, Fields, read_role
from webui.core.views import View

FORMAT = 1
MAX_PAGES = 40
MAX_FEEDS = 100
MAX_CONTROLS = 2000
MAX_VIEWS = 100


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Everything that a show file holds."""

    id: str
    name: str
    open: bool
    feeds: dict[str, Feed]
    pages: tuple[Page, ...]
    controls: dict[str, Control] = field(init=False)
    """All controls of all pages that have a value, by id."""

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "controls",
            {control.id: control for page in self.pages for control in page.controls if control.valued},
        )

    def describe(self) -> dict[str, object]:
        """Return it as JSON, as the pages get it: all defaults filled in, everything in its place."""
        return {
            "id": self.id,
            "name": self.name,
            "open": self.open,
            "feeds": [feed.describe() for feed in self.feeds.values()],
            "pages": [page.describe() for page in self.pages],
        }

    def seen_by(self, role: Role) -> Self:
        """Return the show as a role sees it: without the pages that are for higher ones."""
        pages = tuple(page for page in self.pages if page.role <= role)
        return self if len(pages) == len(self.pages) else replace(self, pages=pages)

    def page_of(self, control: str) -> int:
        """Return the number of the page, from 0, that a control is on."""
        return next(n for n, page in enumerate(self.pages) if any(one.id == control for one in page.controls))

    def with_control(self, control: Control) -> Self:
        """Return the show with one more control on the first page that players have, or in place of its namesake.

        Raises ShowError where there is no room for it.
        """
        old = self.controls.get(control.id)
        if old:
            control = replace(control, place=old.place)
            pages = tuple(
                replace(
                    page,
                    controls=tuple(control if c.id == control.id else c for c in page.controls),
                )
                for page in self.pages
            )
            return replace(self, pages=pages)
        for n, page in enumerate(self.pages):
            if page.role <= Role.PLAYER:
                return replace(self, pages=(*self.pages[:n], _grown(page, control), *self.pages[n + 1 :]))
        raise ShowError("there is no page for a control that players may move")


def _grown(page: Page, control: Control) -> Page:
    """Return the page with one more control: on more rows if need be, then on more columns."""
    for columns in range(page.columns, MAX_COLUMNS + 1):
        draft = _Draft(page.id, page.label, columns, None, page.role)
        draft.controls = [*page.controls, control]
        draft.views = list(page.views)
        try:
            grown = draft.finished()
        except ShowError:
            continue
        return replace(grown, rows=max(grown.rows, page.rows))
    raise ShowError(f"page {page.id}: there is no room left for another control")


def read_show(data: object, fallback_id: str, fallback_name: str) -> Show:
    """Make a show from a file's JSON; raises ShowError, which says where the file is wrong."""
    fields = Fields(data, "")
    version = fields.raw("sidestage", None)
    if version != FORMAT or isinstance(version, bool):
        if isinstance(version, int) and version > FORMAT:
            raise NewerShow(f"this show needs a newer Sidestage (its format is {version}, this one reads {FORMAT})")
        fields.fail(f'"sidestage": {FORMAT} is missing: this is not a show file')
    name = fields.id("id", fallback_id)
    label = fields.text("name", fallback_name, MAX_LABEL)
    is_open = fields.flag("open", False)
    feeds = [
        Feed.read(Fields(item, f"feed {number}")) for number, item in enumerate(fields.items("feeds", MAX_FEEDS), 1)
    ]
    _unique("feed", [feed.id for feed in feeds])
    drafts = _read_pages(fields)
    fields.done()
    _unique("page", [draft.id for draft in drafts])
    count = sum(len(draft.controls) for draft in drafts)
    if count > MAX_CONTROLS:
        fields.fail(f"{count} controls are more than the {MAX_CONTROLS} that are possible")
    _unique("control", [control.id for draft in drafts for control in draft.controls])
    shown = {view.feed for draft in drafts for view in draft.views}
    known = {feed.id for feed in feeds}
    for draft in drafts:
        for number, view in enumerate(draft.views, 1):
            if view.feed not in known:
                raise ShowError(f"page {draft.id}, view {number}: there is no feed {view.feed}")
    drafts[0].views += [View(feed=feed.id, place=None) for feed in feeds if feed.id not in shown]
    return Show(
        id=name,
        name=label,
        open=is_open,
        feeds={feed.id: feed for feed in feeds},
        pages=tuple(draft.finished() for draft in drafts),
    )


def _read_pages(fields: Fields) -> list["_Draft"]:
    if not fields.has("pages"):
        return [_read_things(fields, _Draft("main", "Main", None, None))]
    for key in ("controls", "views"):
        if fields.has(key):
            fields.fail(f"{key} belong to a page where there are pages")
    drafts = []
    for number, item in enumerate(fields.items("pages", MAX_PAGES), 1):
        page = Fields(item, f"page {number}")
        name = page.id()
        page.place = f"page {name}"
        draft = _Draft(
            name,
            page.text("label", name, MAX_LABEL),
            page.whole("columns", 0, 1, MAX_COLUMNS) if page.has("columns") else None,
            page.whole("rows", 0, 1, MAX_ROWS) if page.has("rows") else None,
            read_role(page, Role.WATCHER, Role.WATCHER),
        )
        drafts.append(_read_things(page, draft))
        page.done()
    if not drafts:
        fields.fail("pages: a show has at least one page")
    return drafts


def _read_things(fields: Fields, draft: "_Draft") -> "_Draft":
    for number, item in enumerate(fields.items("controls", MAX_CONTROLS), 1):
        inner = Fields(item, f"page {draft.id}, control {number}")
        kind = inner.raw("type", None)
        if not isinstance(kind, str) or kind not in CONTROL_TYPES:
            inner.fail(f"type must be one of {', '.join(CONTROL_TYPES)}")
        draft.controls.append(CONTROL_TYPES[kind].read(inner))
        inner.done()
    for number, item in enumerate(fields.items("views", MAX_VIEWS), 1):
        inner = Fields(item, f"page {draft.id}, view {number}")
        draft.views.append(View.read(inner))
        inner.done()
    return draft


def _unique(what: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ShowError(f"there are two {what}s with the id {name}")
        seen.add(name)


Thing = TypeVar("Thing", Control, View)


class _Draft:
    """A page whose things are not all placed yet."""

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
                if not self._taken.isdisjoint(place.cells()):
                    raise ShowError(f"{where}: place {place.describe()} overlaps another")
                self._taken |= place.cells()

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
