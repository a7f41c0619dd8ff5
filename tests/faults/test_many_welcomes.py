"""Two hundred devices come at once to a show with texts as long as they may be: all are welcomed, in little memory."""

import asyncio
import json
import resource
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.clients import Page
from tests.conftest import Write
from tests.faults.servers import LONG, Server
from webui.core.show.show import MAX_CONTROLS
from webui.core.values import MAX_TEXT

DEVICES = 200
LENGTH = MAX_TEXT if LONG else 500
"""Characters of each of two thousand texts: in the long form twenty megabytes go to each device."""

STALLED = 20
"""Of the devices, those that read nothing for as long as the others take."""

MORE = 100
"""Megabytes of memory that it may take in all: for parts under way, connections, and what is written once for all."""


def show() -> dict[str, Any]:
    texts = [{"id": f"t{n}", "type": "text", "length": MAX_TEXT} for n in range(MAX_CONTROLS - 40)]
    each = len(texts) // 40
    pages = [
        {"id": f"p{n}", "controls": [{"id": f"fader{n}", "type": "fader"}, *texts[n * each : (n + 1) * each]]}
        for n in range(40)
    ]
    return {"sidestage": 1, "id": "long", "pages": pages}


def memory(pid: int, what: str) -> float:
    """Megabytes of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


class Device:
    """A WebSocket that reads what it is told, or nothing until it may."""

    def __init__(self, url: str, number: int, go: asyncio.Event | None) -> None:
        self._address = urlsplit(url)
        self._session = f"session-{number:04}"
        self._go = go
        self.texts: dict[str, str] = {}
        self.layout = ""
        self.welcome: dict[str, Any] = {}
        self.largest = 0

    async def come(self) -> None:
        """Join, and read up to the welcome."""
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port, limit=1 << 16)
        try:
            await self._come(reader, writer)
        finally:
            writer.close()

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = self._address.netloc
        writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        self._say(writer, f"40/stage,{json.dumps({'session': self._session})}")
        if self._go:
            await self._go.wait()
        while not self.welcome:
            self._take(await self._frame(reader), writer)

    def _say(self, writer: asyncio.StreamWriter, text: str) -> None:
        data = text.encode()
        assert len(data) < 126
        writer.write(bytes((0x81, 0x80 | len(data), 0, 0, 0, 0)) + data)

    async def _frame(self, reader: asyncio.StreamReader) -> bytes:
        _, size = await reader.readexactly(2)
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
        return await reader.readexactly(size)

    def _take(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        self.largest = max(self.largest, len(data))
        if data == b"2":
            self._say(writer, "3")
        if not data.startswith(b"42/stage,"):
            return
        match json.loads(data[len(b"42/stage,") :]):
            case ["part", texts, *_]:
                self.texts |= {name: len(text) for name, text in texts.items()}
            case ["welcome", welcome]:
                self.welcome = welcome


@pytest.fixture
def server(tmp_path: Path, show_file: Write) -> Any:
    server = Server(tmp_path / "data", show_file(show()))
    yield server
    server.kill()


def test_all_are_welcomed_at_once_in_little_memory(server: Server, own_loop: None) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 1024)), hard))
    server.start()
    with closing(Page(server.url, "session-writer")) as writer:
        count = MAX_CONTROLS - 40
        for start in range(0, count, 100):
            writer.move(**{f"t{n}": f"{n} ".ljust(LENGTH, "x") for n in range(start, min(start + 100, count))})
            # A megabyte each: faster ones would be taken for a flood, and cut.
            time.sleep(1 if LONG else 0)
        before = memory(server.pid, "VmRSS")
        devices = asyncio.run(crowd(server.url))
        told = [device.texts | device.welcome["values"] for device in devices]
        assert all(len(one) == MAX_CONTROLS for one in told)
        assert max(device.largest for device in devices) < 2 * 1024 * 1024
        most = memory(server.pid, "VmHWM")
        assert most - before < MORE, f"{before:.0f} MB before, {most:.0f} at the most"
        writer.move(fader3=50)
        assert writer.connected


async def crowd(url: str) -> list[Device]:
    """Have all devices come at once; those that read nothing begin when the others are through."""
    go = asyncio.Event()
    devices = [Device(url, n, go if n < STALLED else None) for n in range(DEVICES)]
    tasks = [asyncio.ensure_future(device.come()) for device in devices]
    await asyncio.wait_for(asyncio.gather(*tasks[STALLED:]), 600)
    go.set()
    # Where the others took long, these were given up: they had taken nothing for twenty seconds.
    ends = await asyncio.gather(*tasks[:STALLED], return_exceptions=True)
    cut = [n for n, end in enumerate(ends) if isinstance(end, asyncio.IncompleteReadError | ConnectionError)]
    assert LONG or not cut
    return [device for n, device in enumerate(devices) if n not in cut]
