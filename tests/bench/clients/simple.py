"""Speaks the articles' events: `value changed`, `update value`, `newnumber`; plurals are the conflating server's."""

from typing import Any

from tests.bench.clients.base import Client
from tests.bench.clients.messages import Message, control, told_of


class SimpleClient(Client):
    """A page as in the article on sliders."""

    def on_joined(self) -> None:
        self.ready = self._controls == 0

    def move(self, hand: int, now: float) -> None:
        self.send("value changed", {"who": control(hand), "data": self._record.move(hand, now)})

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        match event:
            case ["update value", {"who": who, "data": data}]:
                return Message(told_of({who: data}), (who,))
            case ["update values", values]:
                return Message(told_of(values), tuple(values))
            case ["refused", _]:
                return Message(event=event)
        return Message()

    def on_message(self, message: Message, now: float) -> None:
        if message.event:
            self.failed = f"refused: {message.event[1:]}"
        elif not self.ready and self._controls:
            self.ready = len(self._names) >= self._controls


class NumbersClient(Client):
    """A page as in the article on numbers."""

    namespace = "/test"

    def on_joined(self) -> None:
        self.ready = True

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        match event:
            case ["newnumber", {"number": number}]:
                return Message(((0, int(number)),))
            case ["newnumbers", numbers]:
                return Message(tuple([(0, int(number)) for number in numbers]))
        return Message()
