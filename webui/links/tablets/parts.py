"""Parts of the link to our own pages: what else pages are told besides frames, and what else they may ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webui.core.devices import Connection, Role
from webui.core.events import Event
from webui.engine import Engine


class Pages(Protocol):
    """The pages that are open, as a part needs them."""

    def connections(self) -> Iterable[Connection]:
        """Return one connection a page."""

    def tell(self, event: str, *parts: object, role: Role | None = None) -> None:
        """Tell every page the same, or those of a role; it is written once."""

    def tell_one(self, connection: str, event: str, *parts: object) -> None:
        """Tell one page, if it is still open."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a page may ask: `read` takes the details (raises Malformed), `do` answers (raises Refusal)."""

    read: Callable[[Mapping[str, object]], Any]
    do: Callable[[Connection, Any], object]


class Part:
    """One of them; a new one has its line in link.py. All in the engine's thread."""

    requests: Mapping[str, Request]
    """What pages may ask of it."""

    def __init__(self, pages: Pages) -> None:
        self.requests = {}
        self._pages = pages

    def start(self, engine: Engine) -> None:
        """Begin."""
        self._engine = engine

    def welcome(self, connection: Connection) -> dict[str, object]:
        """Return what a page's welcome has of this part."""
        return {}

    def note(self, events: Sequence[Event]) -> None:
        """Take in what happened; tell nobody yet."""

    def flush(self, now: float) -> None:
        """Tell what is to be told, before the frames."""
