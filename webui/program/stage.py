"""The stage as a program has it in hand: a mapping of controls to values that reacts, and feeds that take numbers."""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from types import MappingProxyType
from typing import Any, Self, TypeVar

from webui.program.address import Address
from webui.program.connection import Line, now
from webui.program.errors import Lost, NoSuchControl, NoSuchFeed, NotFound, Refused
from webui.program.handlers import Handler, Handlers, Listener, check
from webui.program.outbox import Message, Outbox
from webui.program.replies import AWAY, Ear, plain
from webui.program.values import Change, Values

log = logging.getLogger("sidestage")

ANSWER = 5.0
"""Seconds within which Sidestage answers."""

FLUSH = 1.0
"""Seconds for which an ending program waits until what it said has been taken."""

SLICE = 1.0
"""Seconds of waiting at a time: on some systems Ctrl+C is heard only in between."""

F = TypeVar("F", bound=Handler)


class Feed:
    """A feed of the show that takes this program's numbers."""

    def __init__(self, name: str, push: Callable[[str, float], None]) -> None:
        self.name = name
        self._push = push

    def push(self, number: float) -> None:
        """Send a number, with this moment as its time; raises TypeError or ValueError for what is none.

        From any thread, up to 2000 times a second. While Sidestage is away numbers are dropped.
        """
        self._push(self.name, number)


class Stage(Mapping[str, Any]):
    """The controls of the show that is open, by their names, with their values. All of it may be used from any thread.

    `connect()` makes one. Reading gives the newest value, and setting is quick: what Sidestage refuses is logged, or
    goes to `on_refused`. While Sidestage is away the newest value of each control waits for it, and presses don't.
    """

    def __init__(self, find: Callable[[], Address], auth: dict[str, str]) -> None:
        self._lock = threading.Condition(threading.RLock())
        self._values = Values()
        self._outbox = Outbox()
        self._handlers = Handlers()
        self._ear = Ear(self._values, self._handlers)
        self._closed = threading.Event()
        self._line = Line(self._lock, self._outbox, self._ear, find, auth)
        atexit.register(self.close)

    # Reading

    def __getitem__(self, control: str) -> Any:
        with self._lock:
            try:
                return self._values.now[control]
            except KeyError:
                raise NoSuchControl(control, self._values.now) from None

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter(list(self._values.now))

    def __len__(self) -> int:
        return len(self._values.now)

    def __contains__(self, control: object) -> bool:
        return control in self._values.now

    def __repr__(self) -> str:
        return f"<Stage {self.show!r} at {self._line.address}, {len(self)} controls>"

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def show(self) -> str:
        """The name of the show that is open."""
        return self._values.name

    @property
    def controls(self) -> Mapping[str, Mapping[str, Any]]:
        """What the show says of each control: its type, label, range and so on, by showfile.md's words."""
        return MappingProxyType(self._values.controls)

    @property
    def feeds(self) -> list[str]:
        """The names of the feeds that take a program's numbers."""
        with self._lock:
            return [name for name, feed in self._values.feeds.items() if feed["source"] == "program"]

    @property
    def connected(self) -> bool:
        """Whether Sidestage is there now."""
        return self._line.session is not None

    # Setting

    def __setitem__(self, control: str, value: Any) -> None:
        if self._move(control, value) is None and value:
            self._ear.refused(control, AWAY)

    def set(self, control: str, value: Any, within: float = ANSWER) -> Any:
        """Set a control, wait for the answer, and return the value that the control has now.

        Raises Refused with the reason, or Lost when there was no answer within so many seconds.
        """
        return self._ask(lambda: self._move(control, value), within)

    def say(self, text: str, within: float = ANSWER) -> None:
        """Put a line on everybody's screen; raises as `set` does."""
        self._ask(lambda: self._outbox.act("message", {"text": text}) if self.connected else None, within)

    def feed(self, name: str) -> Feed:
        """Return a feed to push numbers into; raises NoSuchFeed."""
        if name not in (feeds := self.feeds):
            raise NoSuchFeed(name, feeds)
        return Feed(name, self._push)

    # Reacting

    def on(self, *controls: str, initial: bool = True, own: bool = False) -> Callable[[F], F]:
        """Call the function below with each new value of a control that somebody else moves.

        For one control it is called with the value; for several, or (none named) for all, with the control's name and
        the value. With `initial` it is called at once with the values as they are, but not for buttons; with `own` also
        for what this program itself sets. Functions are called one after another, in a thread of their own. One that
        is slow is called with the newest value next; presses and releases come one by one.
        """
        for control in controls:
            if callable(control):
                raise TypeError('Write @stage.on("tempo") for one control, or @stage.on() for all.')
            self._check(control)

        def register(function: F) -> F:
            check(function)
            listener = Listener(function, controls, own)
            with self._lock:
                self._handlers.listeners.append(listener)
                for who, value in self._values.now.items() if initial else ():
                    if listener.wants(Change(who, value)) and not self._values.is_momentary(who):
                        self._handlers.first(listener, Change(who, value))
            return function

        return register

    def on_refused(self, function: F) -> F:
        """Call the function below with the control's or feed's name and the reason when something is refused."""
        check(function)
        self._handlers.refusals.append(function)
        return function

    # Staying, and going

    def wait(self, seconds: float | None = None) -> bool:
        """Wait so long, or until the program ends; returns whether it goes on. Ctrl+C ends it quietly."""
        end = None if seconds is None else time.monotonic() + seconds
        try:
            while True:
                left = SLICE if end is None else end - time.monotonic()
                if self._closed.wait(max(0.0, min(left, SLICE))):
                    return False
                if end is not None and time.monotonic() >= end:
                    return True
        except KeyboardInterrupt:
            self.close()
            return False

    def close(self) -> None:
        """Wait a moment until what was said has been taken, and go. Doing so again does no harm."""
        atexit.unregister(self.close)
        end = time.monotonic() + FLUSH
        with self._lock:
            while not self._closed.is_set() and not self._line.is_idle and (left := end - time.monotonic()) > 0:
                self._lock.wait(left)
            self._closed.set()
            self._line.close()
        self._handlers.close()
        self._line.join(FLUSH)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # What is inside

    def await_show(self, seconds: float | None) -> None:
        """Wait for the first show; raises Refused or NotFound. Says once that it waits."""
        end = None if seconds is None else time.monotonic() + seconds
        said = False
        with self._lock:
            while self._line.session is None:
                if isinstance(self._line.trouble, Refused):
                    raise self._line.trouble
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    raise NotFound(
                        f"No Sidestage answers at {self._line.address} ({self._line.trouble}). Is it running? "
                        "connect(wait=None) waits until it is, and connect('host:port') looks elsewhere."
                    )
                if self._line.trouble and not said:
                    log.warning("Waiting for Sidestage at %s", self._line.address)
                    said = True
                self._lock.wait(left)

    def _check(self, control: str) -> None:
        with self._lock:
            if control not in self._values.now and not self._values.is_open:
                raise NoSuchControl(control, self._values.now)

    def _ask(self, put: Callable[[], Message | None], within: float) -> Any:
        answer: Future[Any] = Future()
        with self._lock:
            message = put()
            if message is None:
                raise Lost(AWAY)
            message.waiting.append(answer)
            self._lock.notify_all()
        try:
            return answer.result(within)
        except TimeoutError:
            raise Lost(f"Sidestage did not answer within {within:g} s") from None

    def _move(self, control: str, value: Any) -> Message | None:
        value = plain(value)
        with self._lock:
            self._check(control)
            momentary = self._values.is_momentary(control)
            if momentary and not self.connected:
                return None
            self._values.moved(control, value)
            self._lock.notify_all()
            if momentary:
                body = {"who": control, "data": value}
                at = self._line.clock.theirs(now())
                return self._outbox.act("value changed", body if at is None else {**body, "at": at}, control)
            return self._outbox.move(control, value)

    def _push(self, feed: str, number: float) -> None:
        number = plain(number)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise TypeError(f"{number!r} is not a number")
        with self._lock:
            if self.connected:
                self._outbox.number(feed, now(), number)
                self._lock.notify_all()
