"""An X32 and a QLab as small fakes: they speak by the addresses that are published of them, on a real socket.

X32: OSC comes in on UDP, and is answered to the port that asked. An address without a value asks for it. Who says
/xremote is told for ten seconds what anybody else changes. A fader has 1024 places.
QLab: workspace messages and /cue/{number}/start; replies go to one port of the sender's computer.
"""

import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

PATIENCE = 20.0
REMOTE_S = 10.0
PLACES = 1023

Said = tuple[str, tuple[Any, ...]]


class Fake:
    """A program that listens on a port of this computer; `heard` is all that came, in order."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[Said] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._say(("127.0.0.1", self.port), "/end")
        self._thread.join(PATIENCE)
        self._socket.close()

    def wait(self, true: Callable[[], Any], why: str) -> None:
        """Wait until something is so."""
        with self._news:
            assert self._news.wait_for(true, PATIENCE), f"waited in vain {why}; heard {self.heard[-10:]}"

    def said(self, address: str) -> list[tuple[Any, ...]]:
        """What came for an address."""
        return [arguments for one, arguments in self.heard if one == address]

    def _listen(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(65_536)
            if data.startswith(b"#bundle"):
                # An empty one asks whether anybody is there.
                continue
            message = OscMessage(data)
            if message.address == "/end":
                return
            with self._news:
                said = tuple(message.params)
                self.heard.append((message.address, said))
                self.take(message.address, said, sender)
                self._news.notify_all()

    def take(self, address: str, arguments: tuple[Any, ...], sender: Any) -> None:
        """Do what a message asks for."""

    def _say(self, to: Any, address: str, *arguments: Any) -> None:
        builder = OscMessageBuilder(address)
        for argument in arguments:
            builder.add_arg(argument)
        self._socket.sendto(builder.build().dgram, to)


class X32(Fake):
    """A desk with sixteen channels and a main; `values` is how it stands."""

    def __init__(self) -> None:
        strips = [*(f"/ch/{n:02}" for n in range(1, 17)), "/main/st"]
        self.values: dict[str, int | float] = {f"{strip}/mix/fader": 0.0 for strip in strips}
        self.values |= {f"{strip}/mix/on": 1 for strip in strips}
        self._remotes: dict[Any, float] = {}
        super().__init__()

    def take(self, address: str, arguments: tuple[Any, ...], sender: Any) -> None:
        """Answer, or set and tell the others."""
        if address == "/xremote":
            self._remotes[sender] = time.monotonic() + REMOTE_S
        elif address in self.values and not arguments:
            self._say(sender, address, self.values[address])
        elif address in self.values and type(arguments[0]) is type(self.values[address]):
            self._set(address, arguments[0], but=sender)

    def move(self, address: str, value: float) -> None:
        """Move something at the desk itself."""
        with self._news:
            self._set(address, value, but=None)

    def _set(self, address: str, value: float, but: Any) -> None:
        is_fader = isinstance(self.values[address], float)
        self.values[address] = round(value * PLACES) / PLACES if is_fader else int(value)
        for remote, until in self._remotes.items():
            if remote != but and time.monotonic() < until:
                self._say(remote, address, self.values[address])


class QLab(Fake):
    """A workspace with a list of cues; `running` are those that run, `playhead` the one that GO starts next."""

    def __init__(self, replies: int | None = None) -> None:
        self.cues = [str(number) for number in range(1, 9)]
        self.running: list[str] = []
        self.playhead = 0
        self._replies = replies
        super().__init__()

    def take(self, address: str, arguments: tuple[Any, ...], sender: Any) -> None:
        """Do what QLab does, and reply."""
        match address.split("/")[1:]:
            case ["go"]:
                self.running.append(self.cues[self.playhead])
                self.playhead = min(self.playhead + 1, len(self.cues) - 1)
            case ["playhead", "next"]:
                self.playhead = min(self.playhead + 1, len(self.cues) - 1)
            case ["playhead", "previous"]:
                self.playhead = max(self.playhead - 1, 0)
            case ["cue", number, "start"]:
                self.running.append(number)
            case ["stop"] | ["panic"]:
                self.running.clear()
        if self._replies:
            reply = {"address": address, "status": "ok"}
            self._say((sender[0], self._replies), f"/reply{address}", json.dumps(reply))
