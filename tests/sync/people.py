"""Who is at the stage: tabs with the page in them, and programs as simple clients."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sync.network import Item, Line, Wire
from tests.sync.pages import Pages
from webui.core.values import Value


@dataclass
class Tab:
    """One load of the page in a browser."""

    name: str
    line: Line
    boot: str
    """The run of the server that it knows."""
    session: str = ""
    wires: dict[int, Wire] = field(default_factory=dict)
    """By the page's number for the socket."""
    last: dict[str, Value] = field(default_factory=dict)
    """What its hands moved each control to last."""
    revision: int = 0
    asleep: bool = False

    @property
    def memory(self) -> str:
        return f"{self.line.device.id}/{self.session}"

    def hearer(self, pages: Pages, socket: int) -> Callable[[Item], None]:
        """Return what takes what arrives by one of its sockets."""

        def hear(item: Item) -> None:
            kind, content = item
            if kind == "hear" and content.startswith('["welcome"'):
                self.boot = json.loads(content)[1]["boot"]
                self.revision = 0
            pages.tell(["socket", self.name, socket, kind, content])

        return hear


class Program:
    """A simple client, in the articles' way: whatever it is told, it shows."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.values: dict[str, Value] = {}
        self.wire: Wire | None = None
        self.connected = False

    def opened(self, wire: Wire) -> None:
        """It connects."""
        self.wire = wire
        self.values = {}

    def hear(self, wire: Wire, item: Item) -> None:
        """Take what arrives."""
        if wire is not self.wire:
            return
        kind, content = item
        if kind == "hear":
            event, message = json.loads(content)
            if event == "update value":
                self.values[message["who"]] = message["data"]
        elif kind == "welcome":
            self.connected = True
        elif kind in ("end", "refused", "unreachable"):
            self.connected = False
            self.wire = None

    def say(self, event: str, message: dict[str, Any]) -> bool:
        """Say something, if it is connected."""
        if not (self.wire and self.connected):
            return False
        self.wire.say("say", json.dumps([event, message]))
        return True
