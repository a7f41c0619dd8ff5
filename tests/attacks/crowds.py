"""Attacks by many at once: devices that were let in, or strangers, each within its own limits."""

import asyncio
import json
import os
import time
from collections import Counter
from contextlib import suppress
from typing import Any

from tests.attacks.target import PATIENCE, SOCKET, Target, all_of

TURN = 0.01
"""Seconds from one lot of messages to the next."""


def frame(text: str) -> bytes:
    """Return a client's frame of a text."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        head = bytes((0x81, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x81, 0xFE)) + size.to_bytes(2)
    else:
        head = bytes((0x81, 0xFF)) + size.to_bytes(8)
    return head + bytes(4) + payload


PONG = frame("3")


class Member:
    """One WebSocket of a crowd, on a namespace."""

    def __init__(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        self.source = source
        self.sink = sink
        self.over = asyncio.Event()
        self.is_in = False

    async def read(self) -> None:
        """Read all that comes, and answer pings, till it ends."""
        with suppress(OSError):
            while data := await self.source.read(1 << 16):
                self.is_in = True
                if b"\x81\x012" in data:
                    self.sink.write(PONG)
        self.over.set()

    async def ping(self) -> None:
        """Answer pings that were not read."""
        with suppress(OSError):
            while not self.over.is_set():
                self.sink.write(PONG)
                await asyncio.sleep(1)


async def member(target: Target, number: int, cookie: str, namespace: str, address: int) -> Member | None:
    """Join by a WebSocket, or return None: it was refused."""
    try:
        source, sink = await target.connect(address)
        sink.write(
            f"GET /{SOCKET} HTTP/1.1\r\n{target.head}Connection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Cookie: {cookie}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        head = await asyncio.wait_for(source.readuntil(b"\r\n\r\n"), PATIENCE)
        if b" 101 " not in head:
            sink.close()
            return None
        join = f'40{namespace},{{"session":"crowd-{os.getpid()}-{number}"}}' if namespace else "40"
        sink.write(frame(join))
        return Member(source, sink)
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        return None


async def crowd(
    target: Target,
    cookies: list[str],
    each: int = 1,
    rate: int = 0,
    message: str = "",
    namespace: str = "/stage",
    reads: bool = True,
    spread: bool = False,
) -> dict[str, Any]:
    """Have each device open so many WebSockets, each of which sends so many messages a second, till asked to end.

    `reads` says whether what is answered is read; `spread` that they come from all addresses. Those that are cut stay
    away.
    """
    members: list[Member] = []
    refused = 0
    for number in range(len(cookies) * each):
        cookie = cookies[number % len(cookies)]
        one = await member(target, number, cookie, namespace, number if spread else 0)
        if one is None:
            refused += 1
        else:
            members.append(one)
    readers = [asyncio.create_task(one.read() if reads else one.ping()) for one in members]
    sent, began, due = 0, time.monotonic(), 0.0
    data = frame(message) if message else b""
    while not target.asked.is_set():
        await asyncio.sleep(TURN)
        now = time.monotonic()
        due += rate * (now - began)
        began = now
        lot, due = int(due), due % 1
        for one in members:
            # A socket that is full is one that the server does not read: more would only fill our own memory.
            if lot and not one.over.is_set() and one.sink.transport.get_write_buffer_size() < 1 << 16:
                with suppress(OSError):
                    one.sink.write(data * lot)
                    sent += lot
    over = sum(one.over.is_set() or one.sink.transport.is_closing() for one in members)
    for reader, one in zip(readers, members, strict=True):
        reader.cancel()
        one.sink.transport.abort()
    return {"sockets": len(members), "refused": refused, "sent": sent, "over": over}


async def polls(target: Target, cookies: list[str], each: int, message: str, posts: int = 50) -> dict[str, int]:
    """Have each device open so many polling sessions on /, which post messages and never fetch what is answered."""
    statuses: Counter[str] = Counter()
    sessions: list[tuple[str, str]] = []
    for number in range(len(cookies) * each):
        cookie = cookies[number % len(cookies)]
        answer = await asked(target, "GET", POLL, cookie)
        _, _, said = answer.partition('"sid":"')
        statuses[answer[9:12]] += 1
        if said:
            sid = said.partition('"')[0]
            sessions.append((cookie, sid))
            await asked(target, "POST", f"{POLL}&sid={sid}", cookie, "40")
    body = "\x1e".join([message] * posts)

    async def post(cookie: str, sid: str) -> None:
        while not target.asked.is_set():
            answer = await asked(target, "POST", f"{POLL}&sid={sid}", cookie, f"3\x1e{body}")
            statuses[answer[9:12]] += 1
            if answer[9:12] != "200":
                return

    await asyncio.gather(*(post(cookie, sid) for cookie, sid in sessions))
    await target.asked.wait()
    return dict(statuses)


POLL = "/socket.io/?EIO=4&transport=polling"


async def asked(target: Target, method: str, path: str, cookie: str = "", body: str = "", address: int = 0) -> str:
    """Send a request and return the answer, or an empty text."""
    kind = "text/plain" if path.startswith("/socket.io") else "application/json"
    try:
        source, sink = await target.connect(address)
    except (OSError, TimeoutError):
        return ""
    with suppress(OSError):
        sink.write(
            f"{method} {path} HTTP/1.1\r\n{target.head}{f'Cookie: {cookie}{chr(13)}{chr(10)}' if cookie else ''}"
            f"Content-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}".encode()
        )
    answer = await all_of(source)
    sink.close()
    return answer


async def asking(
    target: Target, paths: list[str], cookies: list[str], at_once: int = 20, method: str = "GET", body: str = ""
) -> dict[str, int]:
    """Send so many requests at once, again and again, each by the next cookie ("" is a stranger), till asked to end."""
    statuses: Counter[str] = Counter()

    async def ask(number: int) -> None:
        while not target.asked.is_set():
            answer = await asked(
                target, method, paths[number % len(paths)], cookies[number % len(cookies)], body, number
            )
            statuses[answer[9:12]] += 1
            number += at_once

    await asyncio.gather(*(ask(number) for number in range(at_once)))
    return dict(statuses)


async def coming(
    target: Target, cookies: list[str], at_once: int = 10, namespaces: list[str] | None = None
) -> dict[str, int]:
    """Have devices connect, join, be told everything, and leave, again and again, till asked to end."""
    done: Counter[str] = Counter()

    async def come(number: int) -> None:
        while not target.asked.is_set():
            for namespace in namespaces or ["/stage"]:
                one = await member(target, number, cookies[number % len(cookies)], namespace, number)
                if one is None:
                    done["refused"] += 1
                    await asyncio.sleep(TURN)
                    continue
                with suppress(OSError, TimeoutError):
                    await asyncio.wait_for(one.source.read(1 << 16), PATIENCE)
                    done["came"] += 1
                one.sink.transport.abort()
            number += at_once

    await asyncio.gather(*(come(number) for number in range(at_once)))
    return dict(done)


async def join_often(target: Target, secret: str, at_once: int = 10, spread: bool = False) -> dict[str, int]:
    """Join by a link again and again, as another device each time, till asked to end."""
    statuses: Counter[str] = Counter()

    async def join(number: int) -> None:
        while not target.asked.is_set():
            answer = await asked(target, "POST", "/join", "", json.dumps({"secret": secret}), number if spread else 0)
            statuses[answer[9:12]] += 1
            number += at_once

    await asyncio.gather(*(join(number) for number in range(at_once)))
    return dict(statuses)
