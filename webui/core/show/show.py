"""What a show file says, and how it is read. showfile.md describes the format."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Self

from webui.core.devices.devices import Role
from webui.core.errors import NewerShow, ShowError
from webui.core.show.controls import CONTROL_TYPES, Control, PageButton
from webui.core.show.controls.picture import MAX_ALL_PIXELS, Picture
from webui.core.show.feeds import Feed
from webui.core.show.fields import MAX_LABEL, Fields, read_role
from webui.core.show.grid import MAX_COLUMNS, MAX_ROWS
from webui.core.show.osc.reading import read_addresses
from webui.core.show.osc.targets import Osc
from webui.core.show.page import Draft, Page, grown
from webui.core.show.views import View

FORMAT = 1
MAX_PAGES = 40
MAX_FEEDS = 100
MAX_CONTROLS = 2000
MAX_VIEWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Everything that a show file holds."""

    id: str
    name: str
    open: bool
    feeds: dict[str, Feed]
    pages: tuple[Page, ...]
    osc: Osc = field(default_factory=Osc)
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
        described: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "open": self.open,
            "feeds": [feed.describe() for feed in self.feeds.values()],
            "pages": [page.describe() for page in self.pages],
        }
        return described if self.osc == Osc() else described | {"osc": self.osc.describe()}

    def seen_by(self, role: Role) -> Self:
        """Return the show as a role sees it: without the pages, and the other programs, that are for higher ones."""
        pages = tuple(page for page in self.pages if page.role <= role)
        osc = self.osc if role >= Role.OPERATOR else Osc()
        return self if len(pages) == len(self.pages) and osc == self.osc else replace(self, pages=pages, osc=osc)

    def page_of(self, control: str) -> int:
        """Return the number of the page, from 0, that a control is on."""
        return next(n for n, page in enumerate(self.pages) if any(one.id == control for one in page.controls))

    def with_control(self, control: Control) -> Self:
        """Return the show with one more control on the first page that players have, or in place of its namesake.

        Raises ShowError where there is no room for it.
        """
        if any(one.id == control.id and not one.valued for page in self.pages for one in page.controls):
            raise ShowError(f"{control.id} has no value")
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
                return replace(self, pages=(*self.pages[:n], grown(page, control), *self.pages[n + 1 :]))
        raise ShowError("there is no page for a control that players may move")


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
    osc = Osc.read(Fields(fields.raw("osc", {}), "osc"))
    drafts = _read_pages(fields, osc.targets)
    fields.done()
    _unique("page", [draft.id for draft in drafts])
    count = sum(len(draft.controls) for draft in drafts)
    if count > MAX_CONTROLS:
        fields.fail(f"{count} controls are more than the {MAX_CONTROLS} that are possible")
    _unique("control", [control.id for draft in drafts for control in draft.controls])
    _lead(drafts)
    _count_pixels(drafts)
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
        osc=osc,
    )


def _read_pages(fields: Fields, targets: Collection[str]) -> list[Draft]:
    if not fields.has("pages"):
        return [_read_things(fields, Draft("main", "Main", None, None), targets)]
    for key in ("controls", "views"):
        if fields.has(key):
            fields.fail(f"{key} belong to a page where there are pages")
    drafts = []
    for number, item in enumerate(fields.items("pages", MAX_PAGES), 1):
        page = Fields(item, f"page {number}")
        name = page.id()
        page.place = f"page {name}"
        draft = Draft(
            name,
            page.text("label", name, MAX_LABEL),
            page.whole("columns", 0, 1, MAX_COLUMNS) if page.has("columns") else None,
            page.whole("rows", 0, 1, MAX_ROWS) if page.has("rows") else None,
            read_role(page, Role.WATCHER, Role.WATCHER),
        )
        drafts.append(_read_things(page, draft, targets))
        page.done()
    if not drafts:
        fields.fail("pages: a show has at least one page")
    return drafts


def _read_things(fields: Fields, draft: Draft, targets: Collection[str]) -> Draft:
    for number, item in enumerate(fields.items("controls", MAX_CONTROLS), 1):
        inner = Fields(item, f"page {draft.id}, control {number}")
        kind = inner.raw("type", None)
        if not isinstance(kind, str) or kind not in CONTROL_TYPES:
            inner.fail(f"type must be one of {', '.join(CONTROL_TYPES)}")
        control = CONTROL_TYPES[kind].read(inner)
        if control.valued:
            said = read_addresses(inner, control.id, control.osc_types, control.has_ends, targets)
            control = replace(control, said=said)
        draft.controls.append(control)
        inner.done()
    for number, item in enumerate(fields.items("views", MAX_VIEWS), 1):
        inner = Fields(item, f"page {draft.id}, view {number}")
        draft.views.append(View.read(inner))
        inner.done()
    return draft


def _lead(drafts: list[Draft]) -> None:
    """Have each page button lead to a page that there is, for the roles that see it."""
    roles = {draft.id: draft.role for draft in drafts}
    for draft in drafts:
        for n, control in enumerate(draft.controls):
            if isinstance(control, PageButton):
                if control.page not in roles:
                    raise ShowError(f"page {draft.id}, control {n + 1}: there is no page {control.page}")
                draft.controls[n] = replace(control, role=max(control.role, roles[control.page]))


def _count_pixels(drafts: list[Draft]) -> None:
    """Refuse pictures that would take more memory together than a tablet has for them."""
    seen: dict[str, int] = {}
    for draft in drafts:
        for n, control in enumerate(draft.controls, 1):
            if isinstance(control, Picture):
                seen[control.name] = control.pixels
                count = sum(seen.values())
                if count > MAX_ALL_PIXELS:
                    raise ShowError(
                        f"page {draft.id}, control {n}: with this picture all pictures have {count} pixels, "
                        f"more than the {MAX_ALL_PIXELS} that are possible: make them smaller"
                    )


def _unique(what: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ShowError(f"there are two {what}s with the id {name}")
        seen.add(name)
