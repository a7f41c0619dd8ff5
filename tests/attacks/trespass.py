"""Attacks that try to get in, or to say what makes no sense."""

import asyncio
import json
from contextlib import suppress

import websocket

from tests.attacks.target import LAST, Target, all_of


async def requests(target: Target, raw: list[str]) -> list[str]:
    """Send each text as it is, and return the answers."""
    answers = []
    for text in raw:
        source, sink = await target.connect()
        with suppress(ConnectionError):
            sink.write(text.encode("latin-1"))
            sink.write_eof()
        answers.append(await all_of(source))
        sink.close()
    return answers


async def messages(target: Target, cookie: str, texts: list[str], namespace: str = "") -> int:
    """Join a namespace as a device, send texts, and wait until all were read; returns how many answers came."""
    return await asyncio.to_thread(_messages, target, cookie, texts, namespace)


def _messages(target: Target, cookie: str, texts: list[str], namespace: str) -> int:
    client = target.websocket(cookie)
    client.send(f'40{namespace}{{"session":"evil-session"}}')
    last = f'["ask",{LAST},"last",{{}}]' if namespace else f'["value changed",{{"who":"{LAST}","data":0}}]'
    heard = 0
    with suppress(websocket.WebSocketException, OSError):
        for text in [*texts, f"42{namespace}{last}"]:
            client.send(text)
        while str(LAST) not in str(client.recv()):
            heard += 1
    client.shutdown()
    return heard


async def joins(target: Target, cookie: str = "", auth: dict[str, str] | None = None) -> bool:
    """Try to join as a page; returns whether it was let in."""
    return await asyncio.to_thread(_joins, target, cookie, auth or {"session": "session-1"})


def _joins(target: Target, cookie: str, auth: dict[str, str]) -> bool:
    client = target.websocket(cookie)
    client.send(f"40/stage,{json.dumps(auth)}")
    while not (heard := str(client.recv())).startswith("4"):
        pass
    client.shutdown()
    return heard.startswith("40/stage,")


async def digits(target: Target, tries: int) -> dict[str, int]:
    """Guess join codes; returns how many answers of each status there were."""
    statuses: dict[str, int] = {}

    async def guess(first: int) -> None:
        for number in range(first, tries, 10):
            with suppress(OSError):
                source, sink = await target.connect(number)
                body = json.dumps({"digits": f"{number * 7919 % 1_000_000:06}"})
                sink.write(
                    f"POST /join/ask HTTP/1.1\r\n{target.head}Content-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
                )
                status = (await source.read(12))[9:].decode()
                statuses[status] = statuses.get(status, 0) + 1
                sink.close()

    await asyncio.gather(*(guess(first) for first in range(10)))
    return statuses
