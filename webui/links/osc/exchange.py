"""What both ways of the link share: what was told, what comes back of it, and what is told again after a rest.

In the engine's thread. The rules are in core/osc: told.py, echoes.py, rests.py, loops.py.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from webui.core.osc.conversion import NEAR, distance_from
from webui.core.osc.echoes import Echoes, Verdict, Word
from webui.core.osc.loops import Loops
from webui.core.osc.resends import Rests
from webui.core.osc.sent_log import Told
from webui.core.show.controls import Control
from webui.core.show.osc.addresses import Address
from webui.core.show.show import Show
from webui.core.surface.events import Changed
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.links.osc.monitor import Monitor
from webui.links.osc.sources import VOICE, Source

PULSE = 40.0
"""Milliseconds from one look at what is due to the next, while anything is."""

LOOP = "osc loop"
"""The cause under which operators are told."""

SWINGS = (
    "\u201c{0}\u201d swings: what OSC tells of it comes back changed. Nobody can move it by OSC until that has been "
    "quiet for a second. At the other end, switch off that it sends on what it receives."
)
STUCK = (
    "{0} answers with another value each time it is told \u201c{1}\u201d. It is not told again until somebody moves "
    "that, so both may differ. At the other end, switch off that it answers, or give it the same range as here."
)
"""What operators are told."""

LOOPED = "It swings: what it is told comes back changed"


class Exchange:
    """Judges what comes in. `take` is given what turned out to be a move, `again` tells a target a control's value."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._told = Told()
        self._echoes = Echoes(self._told)
        self._rests = Rests()
        self._loops = Loops()
        self._bits: dict[str, int] = {}
        self._controls: Mapping[str, Control] = {}
        self._timer: asyncio.TimerHandle | None = None

    def start(self, engine: Engine, take: Callable[[Any], None], again: Callable[[str, str], None]) -> None:
        """Begin."""
        self._engine = engine
        self._take = take
        self._again = again
        self._troubles = Troubles(engine)
        self.take_show(engine.surface.show, is_another=False)

    def stop(self) -> None:
        """End."""
        if self._timer:
            self._timer.cancel()

    def take_show(self, show: Show, is_another: bool) -> None:
        """Go by another show, or the same one edited: what was told of a control counts while that stays as it is."""
        if is_another:
            for part in (self._told, self._echoes, self._rests, self._loops):
                part.clear()
        for name, control in self._controls.items():
            if show.controls.get(name) != control:
                self._told.forget(name)
        self._show, self._controls = show, show.controls

    def sweep(self) -> None:
        """Forget what is too old to come back, and what was not moved for long."""
        now = self._engine.now()
        self._told.sweep(now)
        self._see_loops(now)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits to be judged, or to be told after a rest."""
        return not self._loops.is_busy() and self._rests.next_due() is None and self._echoes.next_due() is None

    # The way out

    def changed(self, event: Changed) -> None:
        """Note who changed a control."""
        self._told.caused(event.control, event.by)
        if not event.by.startswith(VOICE):
            self._rests.moved(event.control)
            self._loops.moved_here(event.control, self._engine.now())

    def is_told_on(self, event: Changed) -> bool:
        """Say whether targets are told a change at once: not what comes by OSC while it is seen whether it swings."""
        if not event.by.startswith(VOICE) or not self._loops.is_tried(event.control):
            return True
        control = self._controls.get(event.control)
        return control is not None and control.momentary and not event.value

    def told(self, target: str, control: str, value: Value, now: float) -> None:
        """Note that a target was told a value."""
        self._told.told(self._bit(target), control, value, now)
        self._rests.stir(target, control, now)

    def tells_again(self, control: str) -> None:
        """Note that a control's value will be told again: nobody has moved it."""
        self._told.caused(control, "")

    def rest(self, target: str, control: str, by: str = "", goes_on: bool = False) -> None:
        """Have a target told how a control stands, after a rest, for what a speaker said."""
        if self._loops.is_held(control):
            return
        self._rests.mark(target, control, self._engine.now(), by, goes_on)
        self._soon()

    def _bit(self, target: str) -> int:
        return self._bits.setdefault(target, 1 << len(self._bits))

    # The way in

    def is_move(
        self, source: Source, control: Control, address: Address, value: Value, now: float, is_down: bool, what: Any
    ) -> bool:
        """Say whether a message is a move that counts now; `what` is given to `take` if it counts later."""
        # What is pressed can always be released.
        is_release = control.momentary and not value
        if not is_release and self._loops.is_cut(control.id, now, None if control.momentary else (source, what)):
            self._monitor.wrong(source.who, LOOPED)
            return False
        if not self._told.lately(control.id, now) and self._echoes.next_due() is None:
            # Nothing can come back: what most moves are.
            return True
        target = self._show.osc.targets.get(source.target) if source.target else None
        word = Word(
            source.speaker,
            source.by.id,
            self._bit(target.id) if target else 0,
            target is not None and target.echo,
            control.id,
            value,
            self._engine.surface.value(control.id),
            distance_from(control, address, value),
            control.momentary,
            is_down,
            (source, what),
        )
        for name in _whose(source):
            self._rests.stir(name, control.id, now)
        verdict = self._echoes.judge(word, now)
        if verdict in (Verdict.STALE, Verdict.CROSSED):
            self.disagree(source, control.id)
        elif verdict is Verdict.ECHO and not control.momentary:
            for name in _whose(source):
                self._rests.agree(name, control.id, source.speaker)
        elif verdict is Verdict.WAIT:
            self._soon()
        return verdict in (Verdict.MOVE, Verdict.CROSSED)

    def disagree(self, source: Source, control: str) -> None:
        """Note that a source may have another value than we have."""
        for name in _whose(source):
            self.rest(name, control, source.speaker)

    def moved(self, source: Source, control: Control, address: Address, value: Value, now: float) -> None:
        """Note that a message moved a control."""
        lately = self._told.lately(control.id, now)
        if not lately:
            return
        is_turn = self._loops.turns(control.id, value)
        if control.momentary and not value:
            return
        distance = distance_from(control, address, value)
        alike = [entry for entry in lately if distance(entry.value) < NEAR]
        tried = is_turn and bool(alike) and self._loops.turned(control.id, now)
        if not control.momentary:
            own = [now - entry.at for entry in alike if entry.cause == source.by.id]
            tried = self._loops.came_round(control.id, own[-1] if own else None, now) or tried
        if tried:
            self._rests.drop(control.id)
            self._soon()

    # What is due

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = self._engine.later(PULSE, self._pulse)

    def _pulse(self) -> None:
        self._timer = None
        now = self._engine.now()
        self._see_words(now)
        self._see_rests(now)
        self._see_loops(now)
        if not self.is_quiet:
            self._soon()

    def _see_words(self, now: float) -> None:
        moves, gone = self._echoes.due(now, self._value)
        for word in (*moves, *gone):
            self.disagree(word.what[0], word.control)
        for word in moves:
            self._take(word.what[1])

    def _see_rests(self, now: float) -> None:
        for word in self._echoes.waiting():
            for name in _whose(word.what[0]):
                self._rests.stir(name, word.control, now)
        tell, stuck = self._rests.take(now)
        for target, control in tell:
            self._again(target, control)
        for target, control in stuck:
            if target in self._show.osc.targets and control in self._controls:
                self._say(STUCK.format(self._show.osc.targets[target].label, self._controls[control].label))

    def _see_loops(self, now: float) -> None:
        due = self._loops.take(now)
        for control in due.tell:
            for target in self._show.osc.targets:
                self._again(target, control)
        for control in due.found:
            if control in self._controls:
                self._say(SWINGS.format(self._controls[control].label))
        for _, what in due.take:
            self._take(what)

    def _say(self, sentence: str) -> None:
        self._troubles.say(LOOP, sentence)

    def _value(self, control: str) -> Value:
        return self._engine.surface.value(control) if control in self._controls else ""


def _whose(source: Source) -> tuple[str, ...]:
    """Return the targets that a source is, or may be."""
    return (source.target,) if source.target else source.near
