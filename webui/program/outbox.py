"""What a program wants to be done and Sidestage has not been told yet: nothing piles up, and nothing fires late."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

MAX_NUMBERS = 1000
"""Numbers of a feed that wait, the newest; and those of one message."""


@dataclass(slots=True, eq=False)
class Message:
    """An event to be sent. `who` is the control or feed, `moves` how many of the program's moves it stands for."""

    event: str
    body: dict[str, Any]
    who: str | None = None
    lasts: bool = False
    """Whether it may wait for the connection to come back."""
    moves: int = 1
    waiting: list[Future[Any]] = field(default_factory=list)


class Outbox:
    """Keeps the newest value of each control, presses one by one, numbers together. For one thread at a time."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._newest: dict[str, Message] = {}
        self._numbers: dict[str, Message] = {}

    def __bool__(self) -> bool:
        return bool(self._messages)

    def move(self, who: str, value: Any) -> Message:
        """Note a move, in place of an older one of the same control."""
        message = self._newest.get(who)
        if message:
            message.body["data"] = value
            message.moves += 1
            return message
        message = self._newest[who] = self._put(Message("value changed", {"who": who, "data": value}, who, lasts=True))
        return message

    def act(self, event: str, body: dict[str, Any], who: str | None = None) -> Message:
        """Note a press, a release or words. What is moved afterwards stays behind it."""
        self._newest.clear()
        return self._put(Message(event, body, who))

    def number(self, feed: str, at: float, number: float) -> None:
        """Note a number for a feed, with its time in milliseconds."""
        message = self._numbers.get(feed)
        if message is None:
            message = self._put(Message("numbers", {"feed": feed, "numbers": deque(maxlen=MAX_NUMBERS)}, feed))
            self._numbers[feed] = message
        message.body["numbers"].append([at, number])

    def take(self) -> list[Message]:
        """Take all that waits, in order."""
        messages = list(self._messages)
        self._forget()
        for message in messages:
            if message.event == "numbers":
                message.body["numbers"] = list(message.body["numbers"])
        return messages

    def lost(self, unanswered: list[Message]) -> list[Message]:
        """The connection is gone. What lasts of these and of what waits stays; returns all else, which is not done."""
        messages = [*unanswered, *self._messages]
        self._forget()
        for message in messages:
            if not message.lasts:
                continue
            kept = self._newest.setdefault(message.who or "", message)
            if kept is message:
                self._messages.append(message)
            else:
                kept.body = message.body
                kept.moves += message.moves
                kept.waiting += message.waiting
        return [message for message in messages if not message.lasts]

    def _put(self, message: Message) -> Message:
        self._messages.append(message)
        return message

    def _forget(self) -> None:
        self._messages.clear()
        self._newest.clear()
        self._numbers.clear()
