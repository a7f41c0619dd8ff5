"""Two hundred devices, as a process of its own: `python -m tests.faults.crowd 5757 200`.

Each follows the state by raw WebSocket, and comes back when it is lost, as the page does. A line "state" on the input
is answered by one line of JSON: how many devices are connected and have all that they did kept, and the hashes of their
states, each once. A line "move 3" has every device move fader8 to 3, an operation that it sends again until it is kept.
"""

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from tests.bench.framing import (
    ENGINE_OPEN,
    ENGINE_PING,
    ENGINE_PONG,
    ProtocolError,
    Unframer,
    connect_packet,
    event_packet,
    frame,
    handshake,
    read_event,
)
from tests.faults.checker import digest
from tests.faults.devices import PROBE_EVERY
from tests.faults.slow import SOCKET, STAGE


class Member:
    """One device of the crowd."""

    def __init__(self, number: int, port: int) -> None:
        self._session = f"crowd-session-{number}"
        self._port = port
        self._writer: asyncio.StreamWriter | None = None
        self._n = self._seen = 0
        self._unkept: dict[int, Any] = {}
        self.connected = False
        self.kept = 0
        self.revision = -1
        self.values: dict[str, Any] = {}

    async def live(self) -> None:
        """Be connected, again and again."""
        while True:
            with suppress(OSError, ProtocolError, asyncio.IncompleteReadError):
                await self._connect()
            self.connected = False
            await asyncio.sleep(PROBE_EVERY)

    def move(self, value: int) -> None:
        """Move the one fader that all move."""
        self._n += 1
        self._unkept[self._n] = {"fader8": value}
        if self.connected:
            self._say("op", self._n, self._unkept[self._n])

    @property
    def settled(self) -> bool:
        """Whether it is connected and all that it did is kept."""
        return self.connected and self.kept >= self._n

    async def _connect(self) -> None:
        source, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await self._follow(source)
        finally:
            self._writer.close()

    async def _follow(self, source: asyncio.StreamReader) -> None:
        assert self._writer
        self._writer.write(handshake(self._port, SOCKET))
        unframer, upgraded = Unframer(), False
        while data := await source.read(65536):
            if not upgraded:
                upgraded, data = unframer.head(data), b""
            for message in unframer.messages(data) if upgraded else ():
                if message == ENGINE_PING:
                    self._writer.write(frame(ENGINE_PONG))
                elif message.startswith(ENGINE_OPEN):
                    self._writer.write(frame(connect_packet(STAGE, {"session": self._session})))
                elif event := read_event(STAGE, message):
                    self._hear(event)

    def _hear(self, event: list[Any]) -> None:
        match event:
            case ["welcome", state]:
                self._welcome(state)
            case ["frame", seq, since, revision, *rest]:
                assert since <= self.revision <= revision, "a gap, or a step back"
                values, _, more = [*rest, {}, {}, {}][:3]
                self.revision = revision
                self.values.update(values)
                self.kept = more.get("kept", self.kept)
                self._say("got", seq)

    def _welcome(self, state: dict[str, Any]) -> None:
        self.revision, self.values = state["revision"], dict(state["values"])
        assert state["seen"] >= self.kept, "what was kept is lost"
        self.kept, self._n = state["kept"], state["seen"]
        unseen = [moves for n, moves in self._unkept.items() if n > self._n]
        self._unkept = {n: moves for n, moves in self._unkept.items() if n <= self._n}
        self.connected = True
        if unseen:
            self.move(unseen[-1]["fader8"])

    def _say(self, event: str, *parts: Any) -> None:
        assert self._writer
        self._writer.write(frame(event_packet(STAGE, event, *parts)))


async def main(port: int, devices: int) -> None:
    """Be a crowd, until the input ends."""
    crowd = [Member(number, port) for number in range(devices)]
    lives = [asyncio.create_task(member.live()) for member in crowd]
    asks = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asks), sys.stdin)
    while line := await asks.readline():
        for life in lives:
            if life.done():
                await life
        match line.decode().split():
            case ["move", value]:
                for member in crowd:
                    member.move(int(value))
            case ["state"]:
                settled = sum(member.settled for member in crowd)
                states = sorted({digest((member.revision, member.values)) for member in crowd})
                print(json.dumps({"settled": settled, "states": states}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
