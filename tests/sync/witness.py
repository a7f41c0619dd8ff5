"""The witness: watches the server's every step and each message, and says which promise is broken."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sync.promises import EXCLUSIVE, FREED, KEPT, LATE, ONCE, PILES, RISING, WIRE, Broken, hold
from webui.core.delivery.flow import WINDOW
from webui.core.delivery.outbox import BEAT
from webui.core.devices.devices import Connection, Role
from webui.core.surface.commands import Command, Operation, Press
from webui.core.surface.events import Changed, Event, Held, Overruled, Refused, ShowChanged, Taken
from webui.core.surface.holds import SILENCE
from webui.core.surface.surface import PRESS_LIFE, Surface
from webui.core.values import Value

UNHEARD = SILENCE + 3 * BEAT
"""Milliseconds of silence after which a hold has been ended, while the server runs."""


@dataclass(frozen=True)
class State:
    """What would survive: values of lasting controls, and the newest operation of each session."""

    values: Mapping[str, Value]
    seen: Mapping[str, int]


@dataclass
class Told:
    """What one connection was told, and what it said that it has."""

    revision: int
    seq: int = 0
    under_way: deque[int] = field(default_factory=deque)


@dataclass(frozen=True)
class Pressed:
    """A finger that came down: when in truth, and by how much the page's clock was ahead."""

    at: float
    ahead: float
    boot: str


class Witness:
    """Is told of everything, and touches nothing."""

    def __init__(self) -> None:
        self.states: list[State] = []
        """What the server's state was after each step; a restart takes it back to one of them."""
        self.floor = 0
        """The step at least that survives: something after it was said to be kept."""
        self.moved: dict[tuple[str, str, Value], int] = {}
        """Moves that were applied, by session, control and value, with the step."""
        self.answered: dict[tuple[str, str, Value], int] = {}
        """Moves that were applied or refused."""
        self.fingers: dict[tuple[str, str, float], Pressed] = {}
        self.fired: set[tuple[str, str, float]] = set()
        self._disk: Any = None
        self._boot = ""
        self._born = 0.0
        self._seen: dict[str, int] = {}
        self._revision = 0
        self._told: dict[str, Told] = {}
        self.holders: dict[str, str] = {}
        """The connection that has each control in hand."""
        self._connections: dict[str, Connection] = {}
        self._heard: dict[str, float] = {}

    # The server's life

    def began(self, boot: str, born: float, surface: Surface, seen: Mapping[str, int]) -> None:
        """The server started, with this state."""
        state = State(_lasting(surface), dict(seen))
        if self.states:
            steps = [step for step in range(self.floor, len(self.states)) if self.states[step] == state]
            hold(KEPT, bool(steps), f"{boot} started with {state}, which is no state since {self.states[self.floor]}")
            last = steps[-1]
            del self.states[last + 1 :]
            self.moved = {move: step for move, step in self.moved.items() if step <= last}
            self.answered = {move: step for move, step in self.answered.items() if step <= last}
        else:
            self.states.append(state)
        self._boot = boot
        self._born = born
        self._seen = dict(seen)
        self._revision = surface.revision
        self._told = {}
        self.holders = {}
        self._heard = {}

    def happened(
        self, surface: Surface, now: float, asked: tuple[Command, Connection] | None, events: Sequence[Event]
    ) -> None:
        """The server took a step."""
        for event in events:
            if isinstance(event, Changed | ShowChanged | Held):
                hold(RISING, event.revision == self._revision + 1, f"{event} after {self._revision}")
                self._revision = event.revision
            elif isinstance(event, Taken):
                self._seen[event.memory] = event.n
            self._hands(event)
        gone = {control: by for control, by in self.holders.items() if by not in surface.connections}
        hold(FREED, not gone, f"these are gone, and hold: {gone}")
        self.states.append(State(_lasting(surface), dict(self._seen)))
        if asked and isinstance(asked[0], Operation):
            self._operated(asked[0], asked[1], now, events)

    def _hands(self, event: Event) -> None:
        if isinstance(event, Overruled):
            by, loser = self._connections[event.by], self._connections[event.loser]
            may = by.device.role is Role.OPERATOR and loser.device.role is not Role.OPERATOR and by.session != ""
            hold(EXCLUSIVE, may, f"{by} overruled {loser}")
            self.holders.pop(event.control, None)
        elif isinstance(event, Held):
            holder = self.holders.get(event.control)
            if event.device is None:
                self.holders.pop(event.control, None)
            else:
                hold(EXCLUSIVE, holder in (None, event.by), f"{event.by} took {event.control} from {holder}")
                self.holders[event.control] = event.by
        elif isinstance(event, Changed):
            holder = self.holders.get(event.control, event.by)
            hold(EXCLUSIVE, holder == event.by, f"{event} while {holder} has it in hand")

    def hears_hands(self, now: float) -> None:
        """Check that whoever holds was heard; the server has run for a while, and it is now."""
        for control, by in self.holders.items():
            silent = now - self._heard[by]
            hold(FREED, silent <= UNHEARD, f"{by} has {control} in hand and was not heard for {silent} ms")

    def _operated(self, operation: Operation, by: Connection, now: float, events: Sequence[Event]) -> None:
        refused = {event.control for event in events if isinstance(event, Refused)}
        if None in refused:
            return
        step = len(self.states) - 1
        for control, value in operation.moves.items():
            move = (by.memory, control, hashable(value))
            if isinstance(value, bool):
                continue
            self.answered[move] = step
            if control in refused:
                continue
            hold(ONCE, move not in self.moved, f"{move} was applied again by operation {operation.n}")
            self.moved[move] = step
        for act in operation.acts:
            if isinstance(act, Press) and act.control not in refused:
                self._fires((by.memory, act.control, act.at), now)

    def _fires(self, press: tuple[str, str, float], now: float) -> None:
        hold(ONCE, press not in self.fired, f"{press} fired again")
        self.fired.add(press)
        finger = self.fingers[press]
        hold(LATE, finger.boot == self._boot, f"{press} is by the clock of {finger.boot}, and fired in {self._boot}")
        age = now + self._born - finger.at
        hold(LATE, age <= PRESS_LIFE + max(0.0, finger.ahead) + 1, f"{press} fired {age} ms after the finger came down")

    # Messages

    def told(self, connection: Connection, event: str, parts: Sequence[Any]) -> None:
        """The server says something to one device."""
        self._connections[connection.id] = connection
        if event == "welcome":
            self._told[connection.id] = Told(parts[0]["revision"])
            self._kept(connection, parts[0]["kept"])
        elif event == "show":
            self._told[connection.id].revision = parts[0]["revision"]
        elif event == "frame":
            self._frame(connection, *parts)

    def _frame(
        self,
        connection: Connection,
        seq: int,
        since: int,
        revision: int,
        values: object = None,
        numbers: object = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        told = self._told[connection.id]
        hold(RISING, seq > told.seq, f"frame {seq} after {told.seq}")
        hold(RISING, since == told.revision <= revision, f"a frame from {since} to {revision} after {told.revision}")
        told.seq, told.revision = seq, revision
        told.under_way.append(seq)
        hold(PILES, len(told.under_way) <= WINDOW, f"frames {list(told.under_way)} are under way")
        if more and "kept" in more:
            self._kept(connection, more["kept"])

    def _kept(self, connection: Connection, n: int) -> None:
        memory = connection.memory
        on_disk = self._disk.survives(memory)
        hold(KEPT, n <= on_disk, f"{n} of {memory} was said to be kept while the disk had {on_disk}")
        for step in range(len(self.states) - 1, self.floor, -1):
            if self.states[step].seen.get(memory, 0) < n:
                self.floor = step + 1
                return

    def heard(self, connection: Connection, event: str, parts: Sequence[Any], now: float) -> None:
        """A device said something."""
        self._heard[connection.id] = now
        told = self._told.get(connection.id)
        if event != "got" or told is None:
            return
        while told.under_way and told.under_way[0] <= parts[0]:
            told.under_way.popleft()

    def malformed(self, text: str, reason: str) -> None:
        """A device said what can't be read."""
        raise Broken(WIRE, f"{text}: {reason}")

    # What hands do

    def finger(self, memory: str, control: str, at: float, boot: str, now: float) -> None:
        """A finger came down on a button now; its press will say that it was at `at` by the server's clock."""
        self.fingers[memory, control, at] = Pressed(now, at - (now - self._born), boot)

    def watch(self, disk: Any) -> None:
        """This is the disk on which what is kept must be."""
        self._disk = disk


def hashable(value: Any) -> Value:
    """A value as it came from a wire."""
    return tuple(value) if isinstance(value, list) else value


def _lasting(surface: Surface) -> dict[str, Value]:
    return {name: surface.value(name) for name, control in surface.show.controls.items() if control.lasts}
