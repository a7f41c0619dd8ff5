"""The way to Sidestage: it is looked for, joined, listened to, and looked for again when it is gone."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from webui.program.address import Address
from webui.program.clock import Clock
from webui.program.errors import Refused
from webui.program.outbox import Message, Outbox
from webui.program.session import PINGED, Heard, Session

log = logging.getLogger("sidestage")

AGAIN = 0.3
"""Seconds after which an absent Sidestage is looked for again."""

REFUSED_AGAIN = 2.0
"""The same of one that lets nobody in: an operator may change that."""

PACE = 1 / 120
"""Seconds from one batch of messages to the next: meanwhile newer values take the place of older ones."""


def now() -> float:
    """Return the program's own time, in milliseconds."""
    return time.perf_counter() * 1000


class Owner(Protocol):
    """Whom a line tells what it hears, with its lock held."""

    @property
    def is_complete(self) -> bool:
        """Whether all values of the show are known."""

    def show(self, layout: Mapping[str, Any]) -> None:
        """There is a show: the first, another one, or the one after the connection was lost."""

    def update(self, who: str, value: Any) -> None:
        """Everyone is told a value."""

    def answered(self, message: Message, answer: Mapping[str, Any]) -> None:
        """A message was taken or refused."""

    def lost(self, undone: list[Message]) -> None:
        """The connection is gone, and these messages with it."""


class Line:
    """Two threads: one looks for Sidestage and listens, one sends. `lock` guards all that they share with the owner."""

    def __init__(
        self, lock: threading.Condition, outbox: Outbox, owner: Owner, find: Callable[[], Address], auth: dict[str, str]
    ) -> None:
        self.session: Session | None = None
        """The connection, once its show and its time are known."""
        self.trouble: Exception | None = None
        """Why there is none."""
        self.address: Address | None = None
        """Where it was looked for last."""
        self.clock = Clock()
        self._lock = lock
        self._outbox = outbox
        self._owner = owner
        self._find = find
        self._auth = auth
        self._numbers = itertools.count(1)
        self._unanswered: dict[int, Message] = {}
        self._asked: dict[int, float] = {}
        """When Sidestage was asked what time it is."""
        self._ended = threading.Event()
        self._was_here = False
        self._knows_time = False
        self._open: Session | None = None
        self._threads = [
            threading.Thread(target=self._listen_for_ever, name="sidestage listens", daemon=True),
            threading.Thread(target=self._send_for_ever, name="sidestage sends", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether all that could be sent was sent, and answered."""
        return self.session is None or not (self._outbox or self._unanswered)

    def close(self) -> None:
        """End it for good. With the lock held."""
        self._ended.set()
        if self._open:
            self._open.hang_up()
        self._lock.notify_all()

    def join(self, seconds: float) -> None:
        """Wait for the threads' end, but for one that looks for a Sidestage that does not answer."""
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(seconds)

    def _listen_for_ever(self) -> None:
        while not self._ended.is_set():
            pause = AGAIN
            try:
                self.address = self._find()
                session = Session(self.address, self._auth)
            except Refused as error:
                pause = REFUSED_AGAIN
                self._failed(error)
            except (OSError, ValueError) as error:
                self._failed(error)
            else:
                with self._lock:
                    self._open = session
                self._listen(session)
            self._ended.wait(pause)

    def _failed(self, error: Exception) -> None:
        with self._lock:
            if self._was_here and isinstance(error, Refused) and str(error) != str(self.trouble):
                log.warning("Sidestage does not let this program in: %s", error)
            self.trouble = error
            self._lock.notify_all()

    def _listen(self, session: Session) -> None:
        try:
            self.clock.forget()
            self._knows_time = False
            self._ask_time(session)
            while not self._ended.is_set():
                heard = session.receive()
                with self._lock:
                    self._hear(session, heard)
                if heard.event == PINGED:
                    self._ask_time(session)
        except OSError as error:
            self.trouble = error
        except Exception as error:
            log.exception("Sidestage said what this program can't read.")
            self.trouble = error
        finally:
            with self._lock:
                if self.session and not self._ended.is_set():
                    log.warning("Sidestage at %s is away. This program waits for it.", self.address)
                self.session = self._open = None
                undone = self._outbox.lost(list(self._unanswered.values()))
                self._unanswered.clear()
                self._owner.lost(undone)
                self._lock.notify_all()
            session.close()

    def _hear(self, session: Session, heard: Heard) -> None:
        if heard.event == "show":
            self._owner.show(heard.body)
        elif heard.event == "update value":
            self._owner.update(heard.body["who"], heard.body["data"])
        elif heard.number in self._asked:
            self._hear_time(self._asked.pop(heard.number), heard.body.get("time"))
        elif heard.number in self._unanswered:
            self._owner.answered(self._unanswered.pop(heard.number), heard.body)
        if self._knows_time and self.session is None and self._owner.is_complete:
            if self._was_here:
                log.warning("Sidestage at %s is back.", self.address)
            self.session, self.trouble, self._was_here = session, None, True
        self._lock.notify_all()

    def _ask_time(self, session: Session) -> None:
        number = next(self._numbers)
        self._asked = {number: now()}
        session.send("time", number=number)

    def _hear_time(self, asked: float, answer: float | None) -> None:
        if answer is not None:
            self.clock.heard(asked, answer, now())
        # It was asked for the show before, so that is known by now.
        self._knows_time = True

    def _send_for_ever(self) -> None:
        while True:
            with self._lock:
                while not self._ended.is_set() and not (self.session and self._outbox):
                    self._lock.wait()
                session = self.session
                if session is None or self._ended.is_set():
                    return
                batch = {next(self._numbers): message for message in self._outbox.take()}
                self._unanswered |= batch
            try:
                for number, message in batch.items():
                    session.send(message.event, message.body, number)
            except OSError:
                session.hang_up()
            self._ended.wait(PACE)
