"""OSC: how fast what moves goes out and comes in, and hands while somebody floods the port."""

import dataclasses
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.request import urlopen

from tests.bench.clients.messages import control
from tests.bench.figures import Run, percentile
from tests.bench.works.base import SERVER, Column, Play, Reach, Span, Work
from tests.clients import Page
from tests.links.osc.desks import free_port
from tests.stage import ROOT, StageProcess
from webui.links.osc.packets import decode, encode

FLOOD = 100_000
"""Packets a second."""

EVERY = 0.02
"""Seconds from one packet or operation to the next, where one alone is under way: none waits for a target's rate."""

FLOODED = "flooded"
"""The control that a flood moves; no hand does."""


@contextmanager
def serving(it: Play) -> Iterator[tuple[Play, int, socket.socket]]:
    """Run a Sidestage that speaks OSC, in place of the one that all works are played on.

    Returns the play on it, the port where it listens, and a target's socket.
    """
    listens = free_port()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as target, tempfile.TemporaryDirectory() as folder:
        target.bind(("127.0.0.1", 0))
        target.settimeout(5)
        faders = [{"id": control(hand), "type": "fader", "max": 10**9, "step": 1} for hand in range(it.order.hands)]
        show: dict[str, Any] = {
            "sidestage": 1,
            "controls": [*({**one, "osc": {"type": "int"}} for one in faders), {"id": FLOODED, "type": "fader"}],
            "osc": {
                "targets": [{"id": "target", "host": "127.0.0.1", "port": target.getsockname()[1]}],
                "in": {"port": listens, "sources": ["127.0.0.1"]},
            },
        }
        file = Path(folder) / "bench.sidestage"
        file.write_text(json.dumps(show), encoding="utf-8")
        process = StageProcess(Path(folder) / "data", str(file), "--port", "0", "--host", "127.0.0.1")
        try:
            with closing(_operator(process.url)) as page:
                page.ask("osc switch", switch="in", on=True)
            order = dataclasses.replace(it.order, port=process.port, pid=process.process.pid)
            yield Play(order), listens, target
        finally:
            process.kill()


def _operator(url: str) -> Page:
    """Open the page as this computer's own browser does."""
    with urlopen(url) as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    return Page(url, headers={"Cookie": cookie})


def out(it: Play) -> Run:
    """Time operations until their packets are there."""
    with serving(it) as (play, _, target):
        play.crowd.connect(play.clients, 60)
        mover = play.clients[0]
        took: list[float] = []

        def move() -> None:
            began = perf_counter()
            mover.move(0, began)
            wanted = (f"/sidestage/{control(0)}", (len(play.record.sent[0]) - 1,))
            # What is sent to look whether somebody listens, and all values to begin with, come as well.
            while wanted not in [message for _, message in decode(target.recv(2000))]:
                continue
            took.append(perf_counter() - began)

        return _paced(play, move, took)


def into(it: Play) -> Run:
    """Time packets until a page is told."""
    with serving(it) as (play, listens, target):
        play.crowd.connect(play.clients, 60)
        took: list[float] = []
        log = play.record.log

        def move() -> None:
            before, began = len(log), perf_counter()
            target.sendto(encode(f"/sidestage/{control(0)}", [play.record.move(0, began)]), ("127.0.0.1", listens))
            if play.run(5, lambda: len(log) > before):
                took.append(log[before][1] - began)

        return _paced(play, move, took)


def _paced(play: Play, move: Any, took: list[float]) -> Run:
    """Do something again and again, with a rest between, and return how long it took each time."""

    def go_on() -> None:
        end = perf_counter() + play.order.seconds
        while perf_counter() < end:
            move()
            play.run(EVERY)

    try:
        span = play.measured(go_on)
    except TimeoutError:
        return Run(None, ("a packet did not arrive",))
    play.record.digest()
    return Run({**_times(sorted(took)), **_costs(play, [span])})


def flood(it: Play) -> Run:
    """Have hands move, first alone, and then while somebody sends more than can be read."""
    with serving(it) as (play, listens, _):
        play.connect()
        quiet = play.steady(play.order.seconds)
        command = [sys.executable, "-m", "tests.links.osc.flooding", str(listens), str(FLOOD)]
        command += [str(play.order.seconds + 1), f"/sidestage/{FLOODED}"]
        sender = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        play.run(0.7)
        flooded = play.steady(play.order.seconds)
        sent = int(sender.communicate()[0]) / (play.order.seconds + 1)
        play.settle()
        alone = play.record.latencies(quiet.begin, quiet.end)
        during = play.record.latencies(flooded.begin, flooded.end)
        figures = {
            "p50": percentile(alone, 50),
            "p99": percentile(alone, 99),
            "flood50": percentile(during, 50),
            "flood99": percentile(during, 99),
            "sent": sent,
            "quiet": quiet.cores,
        }
        return play.result([flooded], figures)


def _times(ordered: list[float]) -> dict[str, float]:
    return {"p50": percentile(ordered, 50) * 1000, "p99": percentile(ordered, 99) * 1000, "count": len(ordered)}


def _costs(play: Play, spans: list[Span]) -> dict[str, float]:
    figures = play.result(spans, {}).figures or {}
    return {key: figures[key] for key in ("cores", "pss", "busy", "others")}


def _one(name: str, says: str, play: Any) -> Work:
    columns = (Column("p50", "p50 ms", "ms"), Column("p99", "p99 ms", "ms"), Column("count", "of", "count"), *SERVER)
    return Work(name, says, "OSC", 2, 1, columns, (Reach("p50", 2), Reach("p99", 8)), play, peers=("stage",))


WORKS = (
    _one("osc-out", "an operation, until its OSC packet is there", out),
    _one("osc-in", "an OSC packet, until the other page is told", into),
    Work(
        "osc-flood",
        f"10 devices, 4 hands, beside {FLOOD:,} OSC packets/s",
        "Hands in a flood of OSC",
        10,
        4,
        (
            Column("p50", "p50 ms alone", "ms"),
            Column("flood50", "p50 ms", "ms"),
            Column("p99", "p99 ms alone", "ms"),
            Column("flood99", "p99 ms", "ms"),
            Column("sent", "packets/s", "whole"),
            Column("quiet", "cores alone", "cores"),
            *SERVER,
        ),
        (Reach("flood99", 20),),
        flood,
        peers=("stage",),
    ),
)
