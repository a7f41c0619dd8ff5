"""Topics of the link to our own pages: what else pages are told besides frames, and what else they may ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webui.core.devices.devices import Connection, Role
from webui.core.surface.events import Event
from webui.engine.engine import Engine


class Pages(Protocol):
    """The pages that are open, as a topic needs them."""

    def connections(self) -> Iterable[Connection]:
        """Return one connection a page."""

    def tell(self, event: str, *parts: object, role: Role | None = None) -> None:
        """Tell every page the same, or those of a role; it is written once."""

    def tell_one(self, connection: str, event: str, *parts: object) -> None:
        """Tell one page, if it is still open."""

    def is_clear(self, connection: str) -> bool | None:
        """Say whether nothing waits for room on its way to a page; None: it is open no more."""


Answer = Callable[[object, str | None], None]
"""Takes what is answered: the result, and why it was not done, or not wholly."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A result that is JSON already."""

    text: str


class Later:
    """A result that is not there yet. Engine's thread only."""

    def __init__(self) -> None:
        self._given: tuple[object, str | None] | None = None
        self._answer: Answer | None = None

    def give(self, result: object = None, reason: str | None = None) -> None:
        """Answer with this. Only the first counts."""
        if self._given is None:
            self._given = result, reason
            if self._answer:
                self._answer(result, reason)

    def then(self, answer: Answer) -> None:
        """Have the answer called with the result, at once if it is there."""
        self._answer = answer
        if self._given:
            answer(*self._given)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a page may ask: `read` takes the details (raises Malformed), `do` answers (raises Refusal).

    What `do` returns is the result, as JSON has it, or Encoded, or Later.
    """

    read: Callable[[Mapping[str, object]], Any]
    do: Callable[[Connection, Any], object]


def kept(engine: Callable[[], Engine], what: str, do: Callable[[Connection, Any], object]) -> Callable[..., Later]:
    """Return what does the same, and answers once that is kept; `what` is the thing in words (see Saving)."""

    def done(by: Connection, it: Any) -> Later:
        result, later = do(by, it), Later()
        engine().saving.answer(what, lambda unsaved: later.give(result, unsaved))
        return later

    return done


class Topic:
    """One of them; app.py lists those of other links than the tablets'. All in the engine's thread."""

    requests: Mapping[str, Request]
    """What pages may ask of it."""

    def __init__(self, pages: Pages) -> None:
        self.requests = {}
        self._pages = pages

    def start(self, engine: Engine) -> None:
        """Begin."""
        self._engine = engine

    def welcome(self, connection: Connection) -> dict[str, object]:
        """Return what a page's welcome has of this topic."""
        return {}

    def note(self, events: Sequence[Event]) -> None:
        """Take in what happened; tell nobody yet."""

    def flush(self, now: float) -> None:
        """Tell what is to be told, before the frames."""
