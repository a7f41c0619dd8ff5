"""Asking a disk that may never answer, such as a network drive that is gone: a question is given up in time.

A system call on such a disk can't be cancelled. So each question has a thread of its own, which nothing else waits for;
the same question is not asked again while the first one is still without an answer.
"""

import errno
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

ANSWER_S = 1.0
"""Seconds within which a disk tells what a file is, or what is in it. One that takes longer counts as hanging."""

MOST_STUCK = 64
"""Questions that may wait for disks that hang. Each keeps a thread; at the limit no others are asked."""

_stuck: dict[object, threading.Event] = {}
_lock = threading.Lock()


class NoAnswer(TimeoutError):
    """A disk did not answer in time."""

    def __init__(self, about: object) -> None:
        super().__init__(errno.ETIMEDOUT, "its disk does not answer", str(about))


class Question(Generic[T]):
    """A question to a disk, asked at once; `about` is what it concerns, such as a path. Raises NoAnswer at the limit.

    May be made and waited for in any thread.
    """

    def __init__(self, about: object, job: Callable[[], T]) -> None:
        self._about = about
        self._job = job
        self._done = threading.Event()
        self._error: BaseException | None = None
        self._answer: T
        with _lock:
            _forget_answered()
            if about in _stuck or len(_stuck) >= MOST_STUCK:
                raise NoAnswer(about)
        threading.Thread(target=self._ask, name=f"disk: {about}", daemon=True).start()

    def answer(self, seconds: float = ANSWER_S) -> T:
        """Return the answer, or raise what the job raised; raise NoAnswer after so many seconds."""
        if not self._done.wait(seconds):
            with _lock:
                _stuck[self._about] = self._done
            raise NoAnswer(self._about)
        if self._error is not None:
            raise self._error
        return self._answer

    def _ask(self) -> None:
        try:
            self._answer = self._job()
        except BaseException as error:
            self._error = error
        self._done.set()


def within(about: object, job: Callable[[], T], seconds: float = ANSWER_S) -> T:
    """Return what a job returns that asks a disk; raise NoAnswer if that takes longer than so many seconds.

    The job then goes on by itself, and what comes of it is lost.
    """
    return Question(about, job).answer(seconds)


def all_within(jobs: dict[object, Callable[[], T]], seconds: float = ANSWER_S) -> list[T | NoAnswer]:
    """Return the answers to several questions that are asked at the same time, in their order."""
    until = time.monotonic() + seconds
    asked: list[Question[T] | NoAnswer] = []
    for about, job in jobs.items():
        try:
            asked.append(Question(about, job))
        except NoAnswer as error:
            asked.append(error)
    answers: list[T | NoAnswer] = []
    for one in asked:
        try:
            answers.append(one if isinstance(one, NoAnswer) else one.answer(max(0.0, until - time.monotonic())))
        except NoAnswer as error:
            answers.append(error)
    return answers


def _forget_answered() -> None:
    for about in [about for about, done in _stuck.items() if done.is_set()]:
        del _stuck[about]
