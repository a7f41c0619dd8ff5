"""A model of one control and of programs that are told it: wires that are late, lose, reorder, repeat and round.

The rules are those of the product (core/osc); what stands here beside them is what the link does with them, in virtual
time. A program has hands of its own, and says back what it is told as its `Ways` say.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from webui.core.osc.conversion import FAR, NEAR
from webui.core.osc.echoes import Echoes, Verdict, Word
from webui.core.osc.loops import Loops
from webui.core.osc.resends import Rests
from webui.core.osc.sent_log import Told
from webui.core.values import Value

CONTROL = "fader"
RATE = 1000 / 120
PULSE = 40.0
LONG = 60_000.0


def plain(value: Value) -> Value:
    """Say a value back as it is."""
    return value


@dataclass(frozen=True)
class Ways:
    """How a program speaks: whether it says back, from where, how late, how often and how exactly."""

    echoes: bool = False
    port: str = "own"
    """"own": from where it listens; "other": from another port of its computer; "away": from another computer."""
    late: float = 5.0
    again: float = 0.0
    """Milliseconds after which it says each a second time, or 0."""
    jitter: float = 0.0
    loss: float = 0.0
    rounds: Callable[[Value], Value] = plain
    hears_itself: bool = False


@dataclass
class Program:
    """A target."""

    name: str
    bit: int
    ways: Ways
    value: Value
    moved: Value | None = None
    """Where its own hand put it last."""
    told_at: float = -1e9
    waiting: bool = False


@dataclass
class World:
    """Time, wires, programs, and what we have. `kind` says how far values are from each other."""

    chance: Random
    programs: list[Program]
    value: Value
    distance: Callable[[Value, Value], float] = lambda one, other: 0.0 if one == other else FAR
    now: float = 0.0
    moves: int = 0
    """How often our value changed."""
    last_change: float = 0.0
    told: Told = field(default_factory=Told)
    rests: Rests = field(default_factory=Rests)
    loops: Loops = field(default_factory=Loops)
    is_lossy: bool = True

    def __post_init__(self) -> None:
        self.echoes = Echoes(self.told)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._n = count()
        self.cuts = 0
        self.log: list[str] = []

    # Time

    def at(self, when: float, do: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._n), do))

    def run(self, until: float) -> None:
        """Let time pass."""
        while self._events and self._events[0][0] <= until:
            self.now, _, do = heapq.heappop(self._events)
            do()
        self.now = until

    def settle(self) -> float:
        """Let all come to rest; returns how long that took, LONG at the most."""
        began = self.now
        while self.now - began < LONG and (self._events or self._is_busy()):
            self.now = max(self.now, self._events[0][0] if self._events else self.now)
            self.run(self.now + PULSE)
            self._pulse()
        return self.now - began

    def _is_busy(self) -> bool:
        return self.loops.is_busy() or self.rests.next_due() is not None or self.echoes.next_due() is not None

    def pass_time(self, milliseconds: float) -> None:
        """Let time pass, with all that is due."""
        end = self.now + milliseconds
        while self.now < end:
            self.run(min(end, self.now + PULSE))
            self._pulse()

    # Us

    def move(self, value: Value) -> None:
        """A hand here."""
        self._set(value, "hand")

    def _set(self, value: Value, by: str) -> None:
        if self.value == value:
            return
        self.value, self.last_change = value, self.now
        self.moves += 1
        self.told.caused(CONTROL, by)
        if not by.startswith("osc/"):
            self.rests.moved(CONTROL)
        if by.startswith("osc/") and self.loops.is_tried(CONTROL):
            return
        for program in self.programs:
            if by == f"osc/{program.name}" and not program.ways.hears_itself:
                continue
            if by == "osc/here":
                self.rests.mark(program.name, CONTROL, self.now, goes_on=True)
                continue
            self._tell_soon(program)

    def _tell_soon(self, program: Program) -> None:
        if not program.waiting:
            program.waiting = True
            self.at(max(self.now, program.told_at + RATE), lambda: self._tell(program))

    def _tell(self, program: Program) -> None:
        program.waiting = False
        program.told_at = self.now
        self.told.told(program.bit, CONTROL, self.value, self.now)
        self.rests.stir(program.name, CONTROL, self.now)
        value = self.value
        self._send(program, program.ways.late / 2, lambda: self._arrives(program, value))

    def _send(self, program: Program, late: float, do: Callable[[], None]) -> None:
        if self.is_lossy and self.chance.random() < program.ways.loss:
            return
        self.at(self.now + late + self.chance.random() * program.ways.jitter, do)

    def _pulse(self) -> None:
        moves, gone = self.echoes.due(self.now, lambda _: self.value)
        for word in (*moves, *gone):
            self._disagree(word.what, word.speaker)
        for word in moves:
            self._set(word.value, word.voice)
        for word in self.echoes.waiting():
            for name in word.what:
                self.rests.stir(name, CONTROL, self.now)
        tell, _ = self.rests.take(self.now)
        for name, _ in tell:
            self._again(name)
        due = self.loops.take(self.now)
        self.cuts += len(due.found)
        for what in due.take:
            self._take(*what)
        if due.tell:
            for program in self.programs:
                self._again(program.name)

    def _again(self, name: str) -> None:
        self.told.caused(CONTROL, "")
        self._tell_soon(next(one for one in self.programs if one.name == name))

    def _disagree(self, names: tuple[str, ...], by: str) -> None:
        for name in () if self.loops.is_held(CONTROL) else names:
            self.rests.mark(name, CONTROL, self.now, by)

    def _take(self, value: Value, voice: str) -> None:
        before = self.value
        self._set(value, voice)
        if before == value:
            return
        is_turn = self.loops.turns(CONTROL, value)
        lately = self.told.lately(CONTROL, self.now)
        alike = [entry for entry in lately if self.distance(entry.value, value) < NEAR]
        tried = is_turn and bool(alike) and self.loops.turned(CONTROL, self.now)
        own = [self.now - entry.at for entry in alike if entry.cause == voice]
        if self.loops.came_round(CONTROL, own[-1] if own else None, self.now) or tried:
            self.rests.drop(CONTROL)

    def hear(self, program: Program, value: Value) -> None:
        """A message comes in."""
        port = program.ways.port
        is_own = port == "own"
        names = (program.name,) if is_own else tuple(one.name for one in self.programs) if port == "other" else ()
        voice = {"own": f"osc/{program.name}", "other": "osc/here", "away": "osc/away"}[port]
        if self.loops.is_cut(CONTROL, self.now, (value, voice)):
            return
        for name in names:
            self.rests.stir(name, CONTROL, self.now)
        word = Word(
            f"{program.name} {port}",
            voice,
            program.bit if is_own else 0,
            is_own and program.ways.hears_itself,
            CONTROL,
            value,
            self.value,
            lambda sent: self.distance(sent, value),
            what=names,
        )
        verdict = self.echoes.judge(word, self.now)
        self.log.append(f"{self.now:.0f} {program.name} {value} {verdict.name} ours {self.value}")
        if verdict in (Verdict.STALE, Verdict.CROSSED):
            self._disagree(names, word.speaker)
        if verdict is Verdict.ECHO:
            for name in names:
                self.rests.agree(name, CONTROL, word.speaker)
        if verdict in (Verdict.MOVE, Verdict.CROSSED):
            self._take(value, voice)

    # Them

    def _arrives(self, program: Program, value: Value) -> None:
        program.value = program.ways.rounds(value)
        if program.ways.echoes:
            self.say(program, program.value)

    def say(self, program: Program, value: Value) -> None:
        """A program says a value, once or twice."""
        ways = program.ways
        self._send(program, ways.late / 2, lambda: self.hear(program, value))
        if ways.again:
            self._send(program, ways.late / 2 + ways.again, lambda: self.hear(program, value))

    def hand(self, program: Program, value: Value) -> None:
        """A hand there."""
        program.value = program.moved = program.ways.rounds(value)
        self.say(program, program.value)
