"""Attacks that use the server up."""

import asyncio
import threading
import time
import zlib
from contextlib import suppress
from typing import Any

import websocket
from websocket import ABNF

from tests.attacks.target import PATIENCE, SOCKET, Target, all_of, ends


async def idle(target: Target, count: int, begin: str = "", byte: str = "", every: float = 0.2) -> dict[str, Any]:
    """Hold so many connections; each sends how it begins, then perhaps a byte again and again, till it is cut."""
    lives: list[float] = []
    let_in = 0

    async def hold(number: int) -> None:
        nonlocal let_in
        with suppress(OSError, TimeoutError):
            source, sink = await target.connect(number)
            let_in += 1
            began = time.monotonic()
            dripping = asyncio.create_task(drip(sink))
            with suppress(ConnectionError):
                sink.write(begin.replace("HEAD", target.head).encode())
                await source.read(-1)
            lives.append(time.monotonic() - began)
            dripping.cancel()
            sink.close()

    async def drip(sink: asyncio.StreamWriter) -> None:
        while byte:
            await asyncio.sleep(every)
            sink.write(byte.encode())

    holders = [asyncio.create_task(hold(number)) for number in range(count)]
    await target.asked.wait()
    _, held = await asyncio.wait(holders, timeout=PATIENCE)
    for holder in held:
        holder.cancel()
    return {"connected": let_in, "over": len(lives), "longest": max(lives, default=0)}


async def connects(target: Target, rate: int) -> dict[str, int]:
    """Connect so many times a second, half of them with a request, and hang up."""
    done = {"asked": 0, "answered": 0}

    async def one(number: int) -> None:
        with suppress(OSError, TimeoutError):
            source, sink = await target.connect(number)
            if number % 2:
                done["asked"] += 1
                sink.write(f"GET / HTTP/1.1\r\n{target.head}\r\n".encode())
                done["answered"] += bool(await source.read(12))
            sink.close()

    tasks, number, began = [], 0, time.monotonic()
    while not target.asked.is_set():
        due = int((time.monotonic() - began) * rate)
        while number < due:
            tasks.append(asyncio.create_task(one(number)))
            number += 1
        await asyncio.sleep(0.01)
    await asyncio.wait(tasks, timeout=PATIENCE)
    return {"connects": number, **done}


async def flood(target: Target, cookie: str = "", message: str = '42/stage,["time",1,null]') -> dict[str, Any]:
    """Send a message as quickly as possible until it is cut."""
    return await asyncio.to_thread(_flood, target, cookie, message)


def _flood(target: Target, cookie: str, message: str) -> dict[str, Any]:
    client = target.websocket(cookie)
    client.recv()
    if cookie:
        client.send('40/stage,{"session":"flood-session"}')
        client.recv()
    reader = threading.Thread(target=_read_all, args=(client,))
    reader.start()
    data = ABNF.create_frame(message, ABNF.OPCODE_TEXT).format() * 50
    sent, began = 0, time.monotonic()
    with suppress(OSError, websocket.WebSocketException):
        while time.monotonic() - began < PATIENCE and reader.is_alive():
            client.sock.sendall(data)
            sent += 50
    took = time.monotonic() - began
    reader.join(1)
    is_cut = not reader.is_alive()
    client.shutdown()
    return {"sent": sent, "took": took, "cut": is_cut}


def _read_all(client: websocket.WebSocket) -> None:
    with suppress(OSError, websocket.WebSocketException):
        while client.recv_frame().opcode != ABNF.OPCODE_CLOSE:
            pass


async def unfinished(target: Target, cookie: str = "", megabytes: int = 200, count: int = 1) -> list[float]:
    """Send messages without an end; returns how many megabytes of each went out until it was cut."""
    return await asyncio.gather(*(asyncio.to_thread(_unfinished, target, cookie, megabytes) for _ in range(count)))


def _unfinished(target: Target, cookie: str, megabytes: int) -> float:
    client = target.websocket(cookie)
    part = b"x" * (64 * 1024)
    sent = 0
    with suppress(OSError, websocket.WebSocketException):
        client.send_frame(ABNF.create_frame(part, ABNF.OPCODE_BINARY, fin=0))
        for _ in range(megabytes * 16 - 1):
            client.send_frame(ABNF.create_frame(part, ABNF.OPCODE_CONT, fin=0))
            sent += 1
    client.shutdown()
    return sent / 16


async def oversized(target: Target, length: int) -> str:
    """Announce a frame of that many bytes and send some of it; returns how it ends."""
    source, sink = await target.connect()
    sink.write(
        f"GET /{SOCKET} HTTP/1.1\r\n{target.head}Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    await source.readuntil(b"\r\n\r\n")
    return await ends(source, sink, b"\x82\xff" + length.to_bytes(8) + bytes(4) + bytes(1024 * 1024))


async def bomb(target: Target) -> dict[str, str]:
    """Send ten megabytes of nothing, packed into ten kilobytes, as a message and as a request's body."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(10 * 1024 * 1024)) + packer.flush(zlib.Z_SYNC_FLUSH)
    source, sink = await target.connect()
    sink.write(
        f"GET /{SOCKET} HTTP/1.1\r\n{target.head}Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
    )
    head = (await source.readuntil(b"\r\n\r\n")).decode("latin-1")
    message = await ends(source, sink, b"\xc2\xfe" + len(packed).to_bytes(2) + bytes(4) + packed)
    source, sink = await target.connect()
    body = zlib.compress(b'{"secret":"' + bytes(10 * 1024 * 1024), 9)[:4000]
    sink.write(
        f"POST /join HTTP/1.1\r\n{target.head}Content-Type: application/json\r\nContent-Encoding: deflate\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    return {"head": head, "message": message, "body": await all_of(source)}


async def bodies(target: Target, path: str, megabytes: int = 100) -> dict[str, float]:
    """Send bodies that are far too long: with their length said, and in pieces; returns how many megabytes went out."""
    sent = {}
    for name, more in (
        ("said", f"Content-Length: {megabytes << 20}\r\n"),
        ("pieces", "Transfer-Encoding: chunked\r\n"),
    ):
        source, sink = await target.connect()
        sink.write(f"POST {path} HTTP/1.1\r\n{target.head}Content-Type: application/json\r\n{more}\r\n".encode())
        piece = bytes(64 * 1024)
        data = b"10000\r\n" + piece + b"\r\n" if name == "pieces" else piece
        count = 0
        with suppress(ConnectionError, TimeoutError):
            while count < megabytes * 16:
                sink.write(data)
                await asyncio.wait_for(sink.drain(), PATIENCE)
                count += 1
        sent[name] = count / 16
        sink.transport.abort()
        with suppress(ConnectionError):
            await source.read(-1)
    return sent
