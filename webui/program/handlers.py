"""The program's own functions, called one after another in one thread: with newest values, presses one by one."""

import functools
import itertools
import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction

from webui.program.values import Change

log = logging.getLogger("sidestage")

Handler = Callable[..., object]


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """A function, the controls that it is for (none: all), and whether it hears of the program's own moves."""

    function: Handler
    controls: tuple[str, ...]
    own: bool

    def wants(self, change: Change) -> bool:
        """Say whether a change is for this function."""
        return (not self.controls or change.who in self.controls) and (self.own or not change.own)

    def call(self, change: Change) -> None:
        """Call it: with the value if it is for one control, else with the control's name as well."""
        if len(self.controls) == 1:
            self.function(change.value)
        else:
            self.function(change.who, change.value)


class Handlers:
    """Calls the listeners. A slow function is told the newest value of a control, not all that it missed."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.refusals: list[Handler] = []
        self._waiting: dict[Hashable, tuple[Handler, Callable[[], object]]] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="sidestage handlers", daemon=True)
        self._thread.start()

    def tell(self, change: Change, momentary: bool) -> None:
        """Have the functions called that a change is for."""
        for listener in self.listeners:
            if listener.wants(change):
                key = next(self._numbers) if momentary else (listener, change.who)
                self._put(key, listener.function, functools.partial(listener.call, change))

    def first(self, listener: Listener, change: Change) -> None:
        """Have a new function called with a value as it is now."""
        self._put((listener, change.who), listener.function, functools.partial(listener.call, change))

    def refused(self, who: str | None, reason: str) -> None:
        """Have those functions called that hear of refusals."""
        for function in self.refusals:
            self._put(next(self._numbers), function, functools.partial(function, who, reason))

    def close(self) -> None:
        """Call nothing any more."""
        with self._changed:
            self._is_open = False
            self._changed.notify()

    def _put(self, key: Hashable, function: Handler, call: Callable[[], object]) -> None:
        with self._changed:
            self._waiting[key] = function, call
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._is_open and not self._waiting:
                    self._changed.wait()
                if not self._is_open:
                    return
                key = next(iter(self._waiting))
                function, call = self._waiting.pop(key)
            try:
                call()
            except SystemExit:
                log.exception(
                    "%s ended itself by sys.exit(); the program goes on. stage.close() ends it.", _name(function)
                )
            except BaseException:
                # Whatever one of them does, the others are called: this thread is theirs as well.
                log.exception("%s, a function of this program, went wrong; the program goes on.", _name(function))


def check(function: Handler) -> None:
    """Raise TypeError for a function that does nothing when it is called."""
    kinds = iscoroutinefunction, isgeneratorfunction, isasyncgenfunction
    if any(kind(one) for kind in kinds for one in (function, type(function).__call__)):
        raise TypeError(f"{_name(function)} is async or has a yield, so a call would not run it: use a plain function")


def _name(function: Handler) -> str:
    """Return what a function is called, as far as it has a name."""
    inner = function.func if isinstance(function, functools.partial) else function
    return str(getattr(inner, "__qualname__", type(inner).__qualname__)).replace("<locals>.", "")
