"""What hands do, in any order, as rules of a hypothesis state machine; and what must be so meanwhile and in the end."""

import sys
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.sync.network import Line, Wire
from tests.sync.pages import Pages
from tests.sync.people import Program, Tab
from tests.sync.settling import always, settle
from tests.sync.world import DEVICES, World

FRAME = 17.0
"""Milliseconds in which a page sends what waits."""

which = st.integers(0, 11)
faders = st.sampled_from(["one", "two"])
movable = st.sampled_from(["one", "two", "one", "note", "stick"])


class Hands(RuleBasedStateMachine):
    """Hands at tabs and programs."""

    pages: ClassVar[Pages]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.pages)

    def tab(self, which: int) -> Tab:
        tabs = list(self.world.tabs.values())
        return tabs[which % len(tabs)]

    def wires(self, which: int) -> list[Wire]:
        return list(self.world.network.of(self.tab(which).line))

    def value(self, control: str) -> int | str | list[int]:
        number = next(self.world.unique)
        if control == "stick":
            return [number, number % 100]
        return f"text {number}" if control == "note" else number

    @initialize(devices=st.lists(st.sampled_from(DEVICES), max_size=2), program=st.booleans(), prompt=st.booleans())
    def doors_open(self, devices: list[object], program: bool, prompt: bool) -> None:
        """An operator and two tabs of one player are always there."""
        for device in [DEVICES[0], DEVICES[1], DEVICES[1], *devices]:
            self.world.load(Line(device))  # type: ignore[arg-type]
        if program:
            self.world.program()
        self.world.prompt = prompt
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

    @rule(
        which=which, control=st.sampled_from(["one", "two", "note", "go", "stick"]), wait=st.sampled_from([0.0, FRAME])
    )
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

    @rule(which=which)
    def strike(self, which: int) -> None:
        """Two controls in one moment."""
        if not self.tab(which).asleep:
            for control in ("one", "two"):
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

    @rule(wait=st.sampled_from([0.0, FRAME]), count=st.sampled_from([1, 1, 30]))
    def number(self, wait: float, count: int) -> None:
        if self.world.server and self.world.listens:
            self.world.push(*(next(self.world.unique) for _ in range(count)))
            self.world.pass_time(wait)

    @property
    def program(self) -> Program:
        return self.world.programs[0]

    # What must be so

    @rule(lifts=st.booleans())
    def settle(self, lifts: bool) -> None:
        settle(self.world, lifts)

    @invariant()
    def always(self) -> None:
        always(self.world)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                settle(self.world)
        finally:
            self.world.close()
