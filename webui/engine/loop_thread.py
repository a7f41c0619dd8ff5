"""A thread with an asyncio loop, and its inbox: other threads post to it, or call it and wait."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from webui.engine.clock import steady

log = logging.getLogger(__name__)

ANSWER = 10.0
"""Seconds within which the thread answers another, or something is badly wrong."""

P = ParamSpec("P")
T = TypeVar("T")


class Inbox:
    """One thread's. All but `later` may be used from any thread."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.SelectorEventLoop()
        """The thread's loop; the fast lane watches its sockets with it."""
        self._began = steady()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def now(self) -> float:
        """Return milliseconds since the program began, on a clock that never jumps and counts sleep."""
        return (steady() - self._began) * 1000

    def post(self, callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have the thread call something soon, in the order of posting."""
        try:
            self.loop.call_soon_threadsafe(lambda: callback(*args, **kwargs))
        except RuntimeError:
            log.debug("the thread has stopped: %s is not called", callback)

    def run(self, callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call something now if this is the thread, else have it called there soon."""
        if self._is_here():
            callback(*args, **kwargs)
        else:
            self.post(callback, *args, **kwargs)

    def call(self, callback: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have the thread call something, and return its answer."""
        if self._is_here():
            return callback(*args, **kwargs)
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(callback(*args, **kwargs))
            except Exception as error:
                answer.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return answer.result(ANSWER)

    def later(self, milliseconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call something after a while."""
        return self.loop.call_later(milliseconds / 1000, callback)

    def _is_here(self) -> bool:
        return threading.get_ident() == self._thread.ident

    def _end(self, last: Callable[[], object]) -> None:
        """Have the thread do a last thing, and end, if it has begun."""
        if self._thread.is_alive():
            self.call(last)
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(_log_exception)
        self.loop.run_forever()
        self.loop.close()


def _log_exception(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """An error in a callback is ours: say it in one line, with its traceback for who looks for it, and go on."""
    error = context.get("exception")
    log.error("an error in the engine: %s", error or context.get("message"), exc_info=log.isEnabledFor(10))
