"""What may happen, in any order: the rules of a hypothesis state machine."""

import sys
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.sync.network import Line, Wire
from tests.sync.pages import Pages
from tests.sync.people import Program, Tab
from tests.sync.settling import always, settle
from tests.sync.world import DEVICES, World, the_show
from webui.core.commands import Load

MOST_TABS = 5
FRAME = 17.0

which = st.integers(0, 11)
few = st.integers(0, 4)
faders = st.sampled_from(["one", "two"])
movable = st.sampled_from(["one", "two", "one", "note"])
waits = st.sampled_from([1.0, FRAME, 60.0, 300.0, 900.0, 1600.0, 3200.0, 6000.0])


class Stage(RuleBasedStateMachine):
    """Devices and a server, and all that can befall them."""

    pages: ClassVar[Pages]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.pages)

    def tab(self, which: int) -> Tab:
        tabs = list(self.world.tabs.values())
        return tabs[which % len(tabs)]

    def wires(self, which: int) -> list[Wire]:
        return list(self.world.network.of(self.tab(which).line))

    def value(self, control: str) -> int | str:
        number = next(self.world.unique)
        return f"text {number}" if control == "note" else number

    @initialize(devices=st.lists(st.sampled_from(DEVICES), max_size=2), program=st.booleans())
    def doors_open(self, devices: list[object], program: bool) -> None:
        """An operator and two tabs of one player are always there."""
        for device in [DEVICES[0], DEVICES[1], DEVICES[1], *devices]:
            self.world.load(Line(device))  # type: ignore[arg-type]
        if program:
            self.world.program()
        self.world.pass_time(60)

    # Hands

    @rule(which=which, control=movable, moves=st.integers(1, 3), wait=st.sampled_from([0.0, FRAME]))
    def drag(self, which: int, control: str, moves: int, wait: float) -> None:
        tab = self.tab(which)
        if tab.asleep:
            return
        self.world.hand(tab, control, "down")
        for _ in range(moves):
            self.world.hand(tab, control, "move", self.value(control))
            self.world.pass_time(wait)

    @rule(which=which, control=st.sampled_from(["one", "two", "note", "go"]), wait=st.sampled_from([0.0, FRAME]))
    def lift(self, which: int, control: str, wait: float) -> None:
        if not self.tab(which).asleep:
            self.world.hand(self.tab(which), control, "up")
            self.world.pass_time(wait)

    @rule(which=which, control=st.sampled_from(["one", "two"]))
    def nudge(self, which: int, control: str) -> None:
        """By a key: no finger is on it."""
        if not self.tab(which).asleep:
            self.world.hand(self.tab(which), control, "move", self.value(control))
            self.world.pass_time(FRAME)

    @rule(which=which, on=st.booleans())
    def turn(self, which: int, on: bool) -> None:
        if not self.tab(which).asleep:
            self.world.hand(self.tab(which), "bed", "move", on)
            self.world.pass_time(FRAME)

    @rule(which=which, wait=st.sampled_from([0.0, FRAME]), lifts=st.booleans())
    def press(self, which: int, wait: float, lifts: bool) -> None:
        tab = self.tab(which)
        if tab.asleep:
            return
        # No two fingers come down at one moment.
        self.world.pass_time(0.37)
        self.world.hand(tab, "go", "down")
        self.world.pass_time(wait)
        if lifts:
            self.world.hand(tab, "go", "up")
            self.world.pass_time(wait)

    # Time, and what comes through

    @rule(wait=waits)
    def wait(self, wait: float) -> None:
        self.world.pass_time(wait)

    @rule(which=which)
    def stick(self, which: int) -> None:
        self.tab(which).line.stick(self.world.clock.now)

    @rule(which=which, delay=st.sampled_from([0.0, 0.0, 5.0, 40.0, 250.0]))
    def flow(self, which: int, delay: float) -> None:
        tab = self.tab(which)
        if not tab.asleep:
            tab.line.flows = True
            tab.line.delay = delay
            self.world.quiet()

    @rule(which=which, up=few, down=few)
    def lump(self, which: int, up: int, down: int) -> None:
        """Some of what waits in a line arrives at once."""
        if self.tab(which).asleep or not self.world.listens:
            return
        for wire in self.wires(which):
            for _ in range(min(up, len(wire.up))):
                self.world.network.arrive_up(wire, self.world.sockets)
            for _ in range(min(down, len(wire.down))):
                self.world.network.arrive_down(wire)
        self.world.quiet()

    @rule(which=which, up=few, down=few, told=st.booleans())
    def cut(self, which: int, up: int, down: int, told: bool) -> None:
        if self.world.listens:
            for wire in self.wires(which):
                self.world.network.cut(wire, self.world.sockets, up, down, told)
            self.world.quiet()

    @rule(which=which, at=few)
    def lose(self, which: int, at: int) -> None:
        """A relay loses one message out of the middle. TCP does not; what is promised does not rest on that."""
        for wire in self.wires(which):
            self.world.network.lose(wire, at)

    @rule(which=which)
    def double(self, which: int) -> None:
        """A relay brings an operation twice."""
        for wire in self.wires(which):
            self.world.network.double(wire)

    # Devices come, go and sleep

    @rule(device=st.sampled_from(DEVICES))
    def come(self, device: object) -> None:
        if len(self.world.tabs) < MOST_TABS:
            self.world.load(Line(device))  # type: ignore[arg-type]

    @precondition(lambda self: len(self.world.tabs) > 2)
    @rule(which=which, politely=st.booleans())
    def go(self, which: int, politely: bool) -> None:
        if not self.tab(which).asleep:
            self.world.leave(self.tab(which), politely)

    @rule(which=which, clock_stops=st.booleans(), wait=waits, wakes=st.booleans())
    def sleep(self, which: int, clock_stops: bool, wait: float, wakes: bool) -> None:
        tab = self.tab(which)
        if not tab.asleep:
            self.world.sleep(tab, clock_stops)
            self.world.pass_time(wait)
        if wakes:
            self.world.wake(tab)

    # The server

    @rule(jobs=few, arrive=few, told=st.booleans(), down=st.sampled_from([0.0, 0.0, 60.0, 900.0, 4000.0]))
    def kill(self, jobs: int, arrive: int, told: bool, down: float) -> None:
        """It dies, with or without its last commits, and starts again after a while."""
        self.world.kill(jobs, arrive, told)
        self.world.pass_time(down)
        if not self.world.server:
            self.world.start()
            self.world.quiet()

    @rule(prompt=st.booleans())
    def disk(self, prompt: bool) -> None:
        """The disk hangs, or writes what waits."""
        self.world.prompt = prompt
        self.world.quiet()

    @rule(wait=waits)
    def stop(self, wait: float) -> None:
        """The server's process gets no time."""
        self.world.stalled_until = self.world.clock.now + wait

    @rule(name=st.sampled_from(["Model", "Another name"]))
    def edit(self, name: str) -> None:
        if self.world.server and self.world.listens:
            self.world.server.engine.apply(Load(the_show(name), {}))
            self.world.quiet()

    # Programs

    @precondition(lambda self: self.world.programs)
    @rule(control=faders)
    def program_moves(self, control: str) -> None:
        self.program.say("value changed", {"who": control, "data": self.value(control)})
        self.world.quiet()

    @precondition(lambda self: self.world.programs)
    @rule(on=st.booleans())
    def program_presses(self, on: bool) -> None:
        self.program.say("value changed", {"who": "go", "data": on})
        self.world.quiet()

    @rule(wait=st.sampled_from([0.0, FRAME]))
    def number(self, wait: float) -> None:
        if self.world.server and self.world.listens:
            self.world.push(next(self.world.unique))
            self.world.pass_time(wait)

    @property
    def program(self) -> Program:
        return self.world.programs[0]

    # What must be so

    @rule()
    def settle(self) -> None:
        settle(self.world)

    @invariant()
    def always(self) -> None:
        always(self.world)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                settle(self.world)
        finally:
            self.world.close()
