"""What one target was told to be on, and what puts it back there: its part of the ledger that all links share."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from webui.core.delivery.ledger import ARRIVES_WITHIN, Mode, Off, Slot
from webui.core.show.osc.targets import Target
from webui.engine.engine import Engine
from webui.links.osc.monitor import Monitor
from webui.links.osc.packets import read, split
from webui.links.osc.send.target_socket import Line

LINK = "osc"
"""What the ledger knows this link by."""

RETRY = 2.0
"""Milliseconds after which what the system could not take is tried again."""


class Key(NamedTuple):
    """Names what is on at a target: a show, a control of it, and the number of the control's address."""

    show: str
    control: str
    number: int


def output_of(target: Target) -> str:
    """Return what the ledger knows a target by. A target at another place is another output."""
    return json.dumps([target.id, target.host, target.port])


def place_of(output: str) -> tuple[str, str, int]:
    """Return a target's id, its host and its port."""
    name, host, port = json.loads(output)
    return str(name), str(host), int(port)


class Held:
    """The entries of one target at one place. In the engine's thread.

    `put_back` is called with each entry that was paid, `settled` when no entry is left.
    """

    def __init__(
        self,
        engine: Engine,
        monitor: Monitor,
        output: str,
        line: Line,
        put_back: Callable[[Key, Off], None] = lambda key, off: None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine = engine
        self._ledger = engine.ledger
        self._monitor = monitor
        self._output = output
        self._line = line
        self._put_back = put_back
        self._settled = settled
        self._timer: asyncio.TimerHandle | None = None

    def turn_on(self, offs: Mapping[Key, Off]) -> bool:
        """Enter that the target is about to be told to be on, for each address with what puts it back.

        Returns whether it may be told now. The store has to keep the entries first; the engine says when it has.
        """
        now = self._engine.now()
        slots = [self._slot(key) for key in offs]
        for slot, off in zip(slots, offs.values(), strict=True):
            self._ledger.turn_on(slot, off, now)
        self._engine.keep_ledger()
        return self._engine.may_tell(slots)

    def on(self) -> dict[Key, Off]:
        """Return what is on at the target and held there."""
        return self._find(Mode.ON)

    def is_on(self, show: str, control: str) -> bool:
        """Say whether the target was told that a control is on, and not yet that it is off."""
        return any(key[:2] == (show, control) for key in self._find(Mode.ON))

    def released(self, keys: Iterable[Key]) -> None:
        """Note that the target was just told what puts these back."""
        for key in keys:
            self._note_sent(self._slot(key))
        self._engine.keep_ledger()

    def owe(self, keys: Iterable[Key]) -> None:
        """Note that these are to be put back, and that nothing but `pay` will tell the target."""
        for key in keys:
            self._ledger.put_back(self._slot(key))
        self._engine.keep_ledger()

    def forget(self, keys: Iterable[Key]) -> None:
        """Forget entries: the target is to stay as it is."""
        for key in keys:
            self._ledger.forget(self._slot(key))
        self._engine.keep_ledger()

    def pay(self) -> None:
        """Send what puts back all that is owed. What can't go now goes when the target is back."""
        for key, off in self._find(Mode.OWED).items():
            if not self._line.is_well:
                break
            if not self._line.send(off.data):
                self._look_after(RETRY)
                break
            self._tell_monitor(off.data)
            self._put_back(key, off)
            self._note_sent(self._slot(key))
        self._engine.keep_ledger()

    def lost(self) -> None:
        """Note that something that was sent did not arrive."""
        self._ledger.lost(LINK, self._output, self._engine.now())
        self._engine.keep_ledger()

    def look(self) -> None:
        """Forget what has arrived by now, and see to what is left."""
        if self._timer:
            self._timer.cancel()
        self._ledger.settle(LINK, self._output, self._engine.now())
        self._engine.keep_ledger()
        self.pay()
        if self._find(Mode.SENT):
            self._look_after(ARRIVES_WITHIN)
        elif self._output not in self._ledger.outputs(LINK):
            self._settled()

    def close(self, is_over: bool = False) -> None:
        """Do nothing more. `is_over`: the program ends, so what was sent has arrived unless the system knows better."""
        if is_over:
            self._line.check()
            if self._line.is_well:
                self.forget(self._find(Mode.SENT))
        if self._timer:
            self._timer.cancel()

    def _tell_monitor(self, data: bytes) -> None:
        for message in map(read, split(data)):
            self._monitor.sent(place_of(self._output)[0], message.address, message.arguments)

    def _note_sent(self, slot: Slot) -> None:
        if not self._line.is_well:
            # It may be lost: once more when the target is back.
            self._ledger.put_back(slot)
            return
        self._ledger.sent(slot, self._engine.now())
        self._look_after(ARRIVES_WITHIN)

    def _look_after(self, wait: float) -> None:
        """Look again after so many milliseconds, or before that for another reason."""
        due = self._engine.later(wait, self.look)
        if self._timer and not self._timer.cancelled() and self._timer.when() <= due.when():
            due.cancel()
            return
        if self._timer:
            self._timer.cancel()
        self._timer = due

    def _slot(self, key: Key) -> Slot:
        return Slot(LINK, self._output, json.dumps(key))

    def _find(self, mode: Mode) -> dict[Key, Off]:
        found = self._ledger.find(LINK, self._output, mode)
        return {Key(*json.loads(slot.key)): off for slot, off in found.items()}
