"""What can go wrong: wires, devices and the server, as rules of the state machine."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.sync.machine import FRAME, Hands, faders, which
from tests.sync.network import Line
from tests.sync.people import Tab
from tests.sync.settling import settle
from tests.sync.world import DEVICES, the_show
from webui.core.surface.commands import Load
from webui.engine.engine import PROGRAM

MOST_TABS = 5

few = st.integers(0, 4)
waits = st.sampled_from([1.0, FRAME, 60.0, 300.0, 900.0, 1600.0, 3200.0, 6000.0])


class Stage(Hands):
    """Devices and a server, and all that can befall them."""

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

    @rule(which=which, up=few, down=few, presses=st.booleans(), control=faders)
    def blink(self, which: int, up: int, down: int, presses: bool, control: str) -> None:
        """The wire breaks in the middle of what a hand does, and the page is back within a moment."""
        tab = self.stuck(which)
        if presses:
            self.press(which, FRAME, True)
        for wait in (FRAME, FRAME, 0.0):
            self.world.hand(tab, control, "move", self.value(control))
            self.world.pass_time(wait)
        for wire in self.wires(which):
            self.world.network.cut(wire, self.world.sockets, up, down, True)
        tab.line.flows = True
        self.world.pass_time(400.0)

    @rule(which=which, told=st.booleans(), wait=st.sampled_from([0.0, FRAME, 400.0]))
    def break_off(self, which: int, told: bool, wait: float) -> None:
        """The wire breaks while a hand has what springs, when all of its moves are through."""
        if self.tab(which).asleep or not self.world.listens:
            return
        self.flows(self.tab(which))
        self.drag(which, "stick", 2, FRAME)
        for wire in self.wires(which):
            self.world.network.cut(wire, self.world.sockets, 9, 9, told)
        self.world.quiet()
        self.world.pass_time(wait)

    @rule(which=which, control=faders)
    def drag_ahead(self, which: int, control: str) -> None:
        """A finger is further on than what comes back of its first moves."""
        tab = self.tab(which)
        if tab.asleep or not self.world.listens:
            return
        tab.line.flows = True
        tab.line.delay = 40.0
        for _ in range(8):
            self.world.hand(tab, control, "move", self.value(control))
            self.world.pass_time(FRAME)

    @rule(which=which, wait=st.sampled_from([850.0, 990.0, 1100.0, 2400.0]), lifts=st.booleans())
    def press_in_a_gap(self, which: int, wait: float, lifts: bool) -> None:
        """A press that may come too late."""
        tab = self.stuck(which)
        self.press(which, FRAME, lifts)
        self.world.pass_time(wait)
        self.flows(tab)

    @rule(which=which, at=few, control=faders, up=st.booleans())
    def lose(self, which: int, at: int, control: str, up: bool) -> None:
        """A relay loses one message out of the middle. TCP does not; what is promised does not rest on that."""
        tab, own = self.stuck(which), "two" if control == "one" else "one"
        for other in [one for one in self.world.tabs.values() if one is not tab and not one.asleep][:1]:
            self.world.hand(other, control, "move", self.value(control))
            self.world.pass_time(FRAME)
        for _ in range(2):
            self.world.hand(tab, own, "move", self.value(own))
            self.world.pass_time(FRAME)
        for wire in self.wires(which):
            self.world.network.lose(wire, at, up)
        self.flows(tab)

    @rule(which=which, control=faders, wait=st.sampled_from([FRAME, 1600.0, 4000.0, 4600.0]))
    def rest(self, which: int, control: str, wait: float) -> None:
        """A finger rests on a control while nothing comes through; another's move may be on its way to it."""
        tab = self.tab(which)
        if tab.asleep:
            return
        if wait == FRAME:
            self.meets(tab, control)
        else:
            self.world.hand(tab, control, "down")
            self.world.pass_time(FRAME)
            tab.line.stick(self.world.clock.now)
            self.world.pass_time(wait)

    def meets(self, tab: Tab, control: str) -> None:
        """A finger comes down while another's move is on its way to it, and rests."""
        tab.line.stick(self.world.clock.now)
        for other in [one for one in self.world.tabs.values() if one is not tab and not one.asleep][:1]:
            self.world.hand(other, control, "move", self.value(control))
            self.world.pass_time(FRAME)
            self.world.hand(other, control, "up")
            self.world.pass_time(FRAME)
        self.world.hand(tab, control, "down")
        self.world.pass_time(FRAME)
        self.flows(tab)
        settle(self.world, lifts=False)

    @rule(which=which, control=faders, presses=st.booleans())
    def double(self, which: int, control: str, presses: bool) -> None:
        """A relay brings an operation twice, and the page connects anew, perhaps with a finger down."""
        if presses:
            self.press(which, FRAME, False)
        tab = self.stuck(which)
        self.world.hand(tab, control, "move", self.value(control))
        self.world.pass_time(FRAME)
        for wire in self.wires(which):
            self.world.network.double(wire)
        self.flows(tab)
        if presses:
            settle(self.world, lifts=False)

    def stuck(self, which: int) -> Tab:
        """A tab that is awake, whose line is stuck from now on."""
        tab = self.tab(which)
        if tab.asleep:
            self.world.wake(tab)
        tab.line.stick(self.world.clock.now)
        return tab

    def flows(self, tab: Tab) -> None:
        tab.line.flows = True
        self.world.quiet()

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
            self.world.server.engine.apply(Load(the_show(name), {}), PROGRAM)
            self.world.quiet()
