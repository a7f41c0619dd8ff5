"""The world: a server that may die, devices, the wires between them, and time."""

import json
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from tests.core.making import show
from tests.sync.clockwork import Clock, Disk, VirtualEngine
from tests.sync.network import Access, Line, Network, VirtualSockets, Wire
from tests.sync.pages import Pages
from tests.sync.people import Program, Tab
from tests.sync.witness import Witness
from webui import VERSION
from webui.core.devices.devices import Device, Role
from webui.links.osc.switches import Desk
from webui.links.osc.topic import OscTopic
from webui.links.simple import Simple
from webui.links.tablets import Tablets
from webui.wire.operations import NUMBERS, SIMPLE, STAGE, write_state

MOST = 1_000_000
"""A fader goes up to here, so that no two moves need to be to the same value."""

CONTROLS: list[dict[str, Any]] = [
    {"id": "one", "type": "fader", "max": MOST},
    {"id": "two", "type": "fader", "max": MOST},
    {"id": "bed", "type": "toggle"},
    {"id": "go", "type": "button"},
    {"id": "note", "type": "text"},
    {"id": "stick", "type": "xy", "x": {"max": MOST}, "y": {"min": -1}, "default": [0, -1], "spring": True},
]

DEVICES = [
    Device("desk", "Desk", "#b39ddb", Role.OPERATOR),
    Device("ipad", "iPad", "#f48fb1", Role.PLAYER),
    Device("phone", "Phone", "#c5d86d", Role.PLAYER),
    Device("wall", "Wall", "#e6c9a8", Role.WATCHER),
]
PROGRAM = Device("program", "Program", "#a5c8f0", Role.PLAYER)


def the_show(name: str = "Model") -> Any:
    """The show, under one of its names."""
    return show(id="model", name=name, controls=CONTROLS, feeds=[{"id": "pulse", "source": "program"}])


class Server:
    """One run of the server."""

    def __init__(self, clock: Clock, image: bytes | None, boot: str, witness: Witness) -> None:
        self.disk = Disk(image)
        witness.watch(self.disk)
        self.engine = VirtualEngine(clock, self.disk, the_show(), boot, witness)
        self.sockets = VirtualSockets(self.engine, witness)
        access = Access()
        self.links: list[Any] = [
            Tablets(self.sockets, access, [partial(OscTopic, desk=Desk(self.engine))]),
            Simple(self.sockets, access),
        ]  # type: ignore[arg-type]
        self.engine.begin(self.links)

    def first(self, device: Device) -> str:
        """What the first HTML carries."""
        state = write_state(self.engine.surface.snapshot(self.engine.now()), device.role)
        del state["feeds"]
        return json.dumps({**state, "you": device.describe(), "version": VERSION, "boot": self.engine.boot})


class World:
    """All of it. What happens of itself happens in `quiet` and in `pass_time`."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        pages.tell(["forget"])
        pages.did.clear()
        self.clock = Clock()
        self.network = Network(self.clock)
        self.witness = Witness()
        self.tabs: dict[str, Tab] = {}
        self.programs: list[Program] = []
        self.prompt = True
        """Whether the disk writes at once."""
        self.stalled_until = 0.0
        self._boots = count(1)
        self._names = count(1)
        self.unique = count(1)
        self._image: bytes | None = None
        self.server: Server | None = None
        self.start()

    def close(self) -> None:
        """End."""
        if self.server:
            self.server.disk.end()

    # The server

    def start(self) -> None:
        """The server starts, with what its disk has."""
        self.server = Server(self.clock, self._image, f"boot{next(self._boots)}", self.witness)

    def kill(self, jobs: int, arrive: int, told: bool) -> None:
        """The server dies: so many jobs of the disk are still done, so many messages to each device still arrive."""
        if not self.server:
            return
        self.server.disk.work(jobs)
        self._image = self.server.disk.image()
        self.server.disk.end()
        self.server = None
        for wire in list(self.network.wires):
            self.network.cut(wire, None, 0, arrive, told)

    @property
    def sockets(self) -> VirtualSockets | None:
        """The server's end of all wires, if there is a server."""
        return self.server.sockets if self.server else None

    @property
    def listens(self) -> bool:
        """Whether the server does anything; while there is none, its computer refuses at once."""
        return self.clock.now >= self.stalled_until

    # People

    def load(self, line: Line) -> Tab | None:
        """A tab loads the page, unless there is no server."""
        if not (self.server and self.listens and line.flows):
            return None
        tab = Tab(f"tab{next(self._names)}", line, self.server.engine.boot)
        self.tabs[tab.name] = tab
        self.pages.tell(["to", self.clock.now], ["load", tab.name, self.server.first(line.device)])
        self.quiet()
        return tab

    def leave(self, tab: Tab, politely: bool) -> None:
        """A tab is closed, and says so, or its device is gone without a word."""
        if not politely:
            tab.line.stick(self.clock.now)
        self.pages.tell(["close", tab.name, politely])
        self.quiet()
        del self.tabs[tab.name]

    def sleep(self, tab: Tab, clock_stops: bool) -> None:
        """A tablet sleeps: nothing of it runs, and nothing reaches it."""
        tab.asleep = True
        tab.line.stick(self.clock.now)
        self.pages.tell(["to", self.clock.now], ["sleep", tab.name, clock_stops])

    def wake(self, tab: Tab) -> None:
        """It is looked at again."""
        tab.asleep = False
        tab.line.flows = True
        self.pages.tell(["to", self.clock.now], ["wake", tab.name], ["happens", tab.name, "visibilitychange"])
        self.quiet()

    def program(self, namespace: str = SIMPLE) -> Program:
        """A simple client."""
        program = Program(Line(PROGRAM))
        self.programs.append(program)
        self.dial(program)
        return program

    def dial(self, program: Program) -> None:
        """A simple client connects."""
        wire: Wire
        wire = self.network.open(program.line, SIMPLE, lambda item: program.hear(wire, item), None)
        program.opened(wire)
        self.quiet()

    def push(self, *numbers: float) -> None:
        """A program sends numbers for the feed, on a connection that it opens for that."""
        wire = self.network.open(Line(PROGRAM), NUMBERS, lambda item: None, None)
        body = {"numbers": numbers} if len(numbers) > 1 else {"number": numbers[0]}
        wire.say("say", json.dumps(["numbers" if len(numbers) > 1 else "newnumber", {**body, "feed": "pulse"}]))
        wire.say("close")
        self.quiet()

    def hand(self, tab: Tab, control: str, what: str, value: Any = None) -> Any:
        """A hand does something at a tab."""
        answer = self.pages.tell(["to", self.clock.now], ["hand", tab.name, control, what, value])
        if what == "move" and answer is True and not isinstance(value, bool):
            tab.last[control] = value
        if what == "down" and isinstance(answer, int | float) and not isinstance(answer, bool):
            self.witness.finger(tab.memory, control, answer, tab.boot, self.clock.now)
        self.quiet()
        return answer

    def look(self) -> dict[str, Any]:
        """What a person at each page sees, and what its page knows."""
        return self.pages.tell(["look"])

    # Time

    def quiet(self) -> None:
        """Let everything happen that happens now."""
        again = True
        while again:
            again = self._pages_did()
            if self.server and self.listens:
                again |= self.server.engine.loop.run()
                if self.prompt:
                    again |= self.server.disk.work(len(self.server.disk.jobs))
            again |= self.network.carry(self.sockets, self.listens)
            if self.pages.next <= self.clock.now:
                self.pages.tell(["to", self.clock.now])
                again = True

    def pass_time(self, milliseconds: float) -> None:
        """Let time pass."""
        end = self.clock.now + milliseconds
        while self.clock.now < end:
            upto = min(end, self._next())
            self.pages.tell(["to", upto])
            self.clock.now = max(self.clock.now, self.pages.now)
            self.quiet()

    def until(self, done: Callable[[], bool], milliseconds: float, step: float = 200) -> bool:
        """Let time pass until something is so; says whether it came to be."""
        end = self.clock.now + milliseconds
        while not done():
            if self.clock.now >= end:
                return False
            self.pass_time(step)
        return True

    def _next(self) -> float:
        upto = self.network.next(self.listens)
        if not self.listens:
            upto = min(upto, self.stalled_until)
        elif self.server:
            upto = min(upto, self.server.engine.loop.next)
        return max(upto, self.clock.now)

    def _pages_did(self) -> bool:
        did, self.pages.did = self.pages.did, []
        for what, name, *parts in did:
            if tab := self.tabs.get(name):
                self._page_did(tab, what, parts)
        return self._answer_probes() or bool(did)

    def _page_did(self, tab: Tab, what: str, parts: list[Any]) -> None:
        if what == "fetch":
            tab.line.probes.append(parts[0])
            return
        socket, *rest = parts
        if what == "open":
            tab.session = rest[0]["session"]
            tab.wires[socket] = self.network.open(tab.line, STAGE, tab.hearer(self.pages, socket), rest[0])
        elif wire := tab.wires.get(socket):
            if what == "close":
                wire.down.clear()
                wire.say("close")
                del tab.wires[socket]
            else:
                wire.say("say", rest[0])

    def _answer_probes(self) -> bool:
        answered = False
        for tab in self.tabs.values():
            if tab.line.flows and tab.line.probes and self.listens and not tab.asleep:
                probes, tab.line.probes = tab.line.probes, []
                self.pages.tell(*[["answer", tab.name, probe, self.server is not None] for probe in probes])
                answered = True
        return answered
