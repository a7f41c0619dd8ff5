"""What speaks OSC beside Sidestage in tests: a desk with a socket of its own, and a stage that listens."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.clients import Page
from tests.joined import joined
from tests.socket_clients import PATIENCE
from webui.links.osc.packets import Argument, Message, bundle, decode, encode
from webui.serving import Serving

SHOW: dict[str, Any] = {
    "sidestage": 1,
    "id": "osc",
    "controls": [
        {"id": "level", "type": "fader", "min": 0, "max": 100},
        {"id": "pan", "type": "fader", "min": -1, "max": 1, "osc": {"address": "/ch/01/mix/pan", "range": [0, 1]}},
        {"id": "mute", "type": "toggle", "osc": {"address": "/ch/01/mix/on"}},
        {"id": "go", "type": "button", "osc": {"address": "/go"}},
        {"id": "stop", "type": "button", "osc": {"address": "/stop", "type": "none"}},
        {"id": "spot", "type": "xy"},
        {"id": "note", "type": "text", "length": 20},
        {"id": "tint", "type": "colour"},
        {"id": "song", "type": "choice", "options": ["a", "b"]},
        {"id": "master", "type": "fader", "role": "operator"},
        {"id": "silent", "type": "toggle", "osc": False},
        {"id": "strip1", "type": "fader", "max": 1, "osc": {"address": "/strip", "args": [1]}},
        {"id": "strip2", "type": "fader", "max": 1, "osc": {"address": "/strip", "args": [2]}},
    ],
    "feeds": [{"id": "number"}, {"id": "pulse", "source": "program", "osc": "/cpu"}],
}

LOOK = 0.02
"""Seconds between two questions of a page that waits for something nobody tells."""


def free_port() -> int:
    """A UDP port that nobody has now."""
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as tried:
        tried.bind(("::", 0))
        port: int = tried.getsockname()[1]
        return port


class Desk:
    """A program or a desk: it listens at `port`, and speaks from there."""

    def __init__(self, to: int, host: str = "127.0.0.1", port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind((host, port))
        self.socket.settimeout(PATIENCE)
        self.port: int = self.socket.getsockname()[1]
        self._to = (host, to)

    def to(self, port: int) -> None:
        """Speak to another port from now on."""
        self._to = (self._to[0], port)

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message."""
        self.throw(encode(address, arguments))

    def bundle(self, when: float | None, *messages: tuple[Any, ...]) -> None:
        """Send messages in a bundle, each an address and its arguments."""
        self.throw(bundle([encode(address, arguments) for address, *arguments in messages], when))

    def throw(self, data: bytes) -> None:
        """Send whatever it is."""
        self.socket.sendto(data, self._to)

    def throw_to(self, port: int, data: bytes) -> None:
        """Send whatever it is to another port."""
        self.socket.sendto(data, (self._to[0], port))

    def hears(self) -> list[Message]:
        """Wait for a packet, and return its messages."""
        return self.read(self.socket.recv(65_536))

    @staticmethod
    def read(data: bytes) -> list[Message]:
        """Return a packet's messages."""
        return [message for _, message in decode(data)]

    def close(self) -> None:
        """Go."""
        self.socket.close()


class Listening:
    """A stage that listens, with an operator's page."""

    def __init__(self, stage: Serving, boss: Page, port: int) -> None:
        self.stage, self.boss, self.port = stage, boss, port
        self.turn(True)

    def turn(self, on: bool) -> None:
        """Switch the way in."""
        self.boss.ask("osc switch", switch="in", on=on)

    def look(self) -> Any:
        """What the operator's panel is told."""
        return self.boss.ask("osc", after=0)

    def wrong(self) -> dict[str, int]:
        """What was wrong, and how often, whoever it was."""
        found: dict[str, int] = {}
        for _, why, count in self.look()["wrong"]:
            found[why] = found.get(why, 0) + count
        return found

    def until(self, condition: Callable[[], Any], why: str) -> Any:
        """Wait for something that nobody tells, and return what it gave."""
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < deadline, f"waited in vain for {why}: {self.look()}"
            time.sleep(LOOK)
        return found

    def counts(self, why: str, count: int = 1) -> None:
        """Wait until something was wrong so often."""
        self.until(lambda: self.wrong().get(why) == count, f"{count} times {why!r}")


@contextmanager
def stage_with(folder: Path, show: dict[str, Any], **osc: Any) -> Iterator[Listening]:
    """Serve a show that listens to OSC, from a folder; keys go into the show's `osc`."""
    port = free_port()
    osc = {**show.get("osc", {}), **osc}
    osc["in"] = {"port": port, **osc.get("in", {})}
    path, data = folder / "osc.sidestage", folder / "data"
    path.write_text(json.dumps({**show, "osc": osc}), encoding="utf-8")
    data.mkdir()
    with closing(Serving(data, path, host="127.0.0.1", ports=[0], origins=[], addresses=list)) as stage:
        stage.start()
        with closing(joined(stage, "FOH", "operator").page("session-boss")) as boss:
            yield Listening(stage, boss, port)
