"""The server, as an attacker reaches it."""

import asyncio
from contextlib import suppress
from typing import Any

import websocket

from tests.attacks.arena import ADDRESSES, LOOPBACK

SOCKET = "socket.io/?EIO=4&transport=websocket"
PATIENCE = 30.0
LAST = 424242
"""By this the answer to the last message is known."""


class Target:
    """The server, as the attacker reaches it from his many addresses."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.asked = asyncio.Event()
        """Set when the attack should end."""

    @property
    def head(self) -> str:
        """What every request begins with that is to be taken for an honest one."""
        return f"Host: {self.host}:{self.port}\r\n"

    async def connect(self, number: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, from the next address."""
        local = None if self.host == LOOPBACK else (ADDRESSES[number % len(ADDRESSES)], 0)
        return await asyncio.wait_for(asyncio.open_connection(self.host, self.port, local_addr=local), PATIENCE)

    def websocket(self, cookie: str = "", **options: Any) -> websocket.WebSocket:
        """Open a WebSocket."""
        url = f"ws://{self.host}:{self.port}/{SOCKET}"
        return websocket.create_connection(url, PATIENCE, **({"cookie": cookie} if cookie else {}), **options)


async def all_of(source: asyncio.StreamReader) -> str:
    data = b""
    with suppress(ConnectionError, TimeoutError):
        while more := await asyncio.wait_for(source.read(65536), PATIENCE):
            data += more
    return data.decode("latin-1")


async def ends(source: asyncio.StreamReader, sink: asyncio.StreamWriter, data: bytes) -> str:
    """Send something, and return whether the connection ended for it."""
    with suppress(ConnectionError):
        sink.write(data)
        await sink.drain()
        await asyncio.wait_for(source.read(-1), PATIENCE)
    sink.transport.abort()
    return "ended"
