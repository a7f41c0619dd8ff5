"""What becomes of what Sidestage says: values, calls of the program's functions, answers for who waits."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from webui.program.errors import Lost, Refused
from webui.program.handlers import Handlers
from webui.program.outbox import Message
from webui.program.values import Change, Values

log = logging.getLogger("sidestage")

AWAY = "Sidestage is away, and this does not wait for it"


class Ear:
    """Hears a line; the stage calls it with the same lock held."""

    def __init__(self, values: Values, handlers: Handlers) -> None:
        self._values = values
        self._handlers = handlers
        self._refusals: dict[str | None, str] = {}

    @property
    def is_complete(self) -> bool:
        """Whether the show and all its values are known."""
        return self._values.is_complete

    def show(self, layout: Mapping[str, Any]) -> None:
        """Take a show."""
        self._tell(self._values.show(layout))

    def update(self, who: str, value: Any) -> None:
        """Take a value."""
        self._tell(self._values.update(who, value))

    def answered(self, message: Message, answer: Mapping[str, Any]) -> None:
        """Take the answer to a message, and pass it on."""
        reason, value = answer.get("reason", ""), answer.get("value")
        if message.event == "value changed":
            assert message.who is not None
            self._tell(self._values.answered(message.who, value, reason, message.moves))
        for waiting in message.waiting:
            if reason:
                waiting.set_exception(Refused(reason, message.who))
            else:
                waiting.set_result(value)
        if reason and not message.waiting:
            self.refused(message.who, reason)
        elif not reason:
            self._refusals.pop(message.who, None)

    def lost(self, undone: list[Message]) -> None:
        """Nothing of this was done, as far as is known."""
        presses = [message for message in undone if message.event == "value changed"]
        self._values.lost([message.who for message in presses if message.who])
        for message in undone:
            for waiting in message.waiting:
                waiting.set_exception(Lost(AWAY))
            if message in presses and message.body["data"] and not message.waiting:
                self.refused(message.who, AWAY)

    def refused(self, who: str | None, reason: str) -> None:
        """Nobody waits for this answer: tell the program's functions, or the log, once until it works again."""
        if self._refusals.get(who) == reason:
            return
        self._refusals[who] = reason
        if self._handlers.refusals:
            self._handlers.refused(who, reason)
        else:
            log.warning("Sidestage refused %s: %s", who or "a message", reason)

    def _tell(self, changes: list[Change]) -> None:
        for change in changes:
            self._handlers.tell(change, self._values.is_momentary(change.who))


def plain(value: Any) -> Any:
    """Return a value as it goes over the wire, numpy's as well; raises TypeError or ValueError for what can't."""
    return json.loads(json.dumps(value, allow_nan=False, default=_of_numpy))


def _of_numpy(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{value!r} can't be the value of a control")
