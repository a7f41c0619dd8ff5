"""`make bench`: Sidestage under load, beside other ways to do it, in one run. All on this computer.

Exit codes: 0 every run counts, 1 some are void (the report says which and why), 2 a wrong argument.
"""

import argparse
import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from time import monotonic

from tests.bench import machine
from tests.bench.clients.messages import names_of
from tests.bench.crowd import PROMPT, RATE
from tests.bench.figures import MOST_BUSY, Run
from tests.bench.peers import PEERS, Peer, article
from tests.bench.peers.processes import NotStarted, Server
from tests.bench.table import Row, ratios, tables, targets, voids
from tests.bench.works import WORKS
from tests.bench.works.base import Order, Work
from tests.stage import ROOT

MAX_ROUNDS = 20
MAX_SECONDS = 30.0
MAX_PATIENCE = 60.0

NOTES = f"""\
Each hand is one of the devices and moves a control of its own {RATE:.0f} times a second; in Sidestage's own page it
holds it, where the server knows holds. Counted is each value that another device is told and does not show already,
from just before the mover's socket took the move to just after the other's socket gave it, by one clock; a move that a
newer one replaced on its way is not counted, the newer one is. Of more than {PROMPT} devices, latencies are those of
{PROMPT} at most, evenly spread; all are counted, and all must have the last values in the end.
`of wanted` has the values that every move would make. `all told`: seconds from the last move until every device showed
every last value. `went back`: values that replaced a newer one. `cores`: the server's CPU. `generator`: the share of
the time in which the generator was not waiting; a run is void where that was over {MOST_BUSY:.0%}, or a client lacks a
last value. `others`: cores that other programs used meanwhile. A joining device is ready when it was told all values;
the article's and NiceGUI's come with the page, which is not counted. In the browser, a frame's time is the main
thread's own, slowed as it is, for all it does up to the next frame. Each run has a server process of its own; each
figure is the median over the runs that count."""


def main(argv: list[str]) -> int:
    arguments = parse(argv)
    began, load = monotonic(), machine.load()
    works = [WORKS[name].scaled(arguments.scale) for name in arguments.works]
    peers = able([PEERS[name] for name in arguments.peers])
    # Round by round, so that what else this computer does meets all servers alike.
    cells = [(work, peer) for work in works for peer in peers if peer.name in work.peers]
    runs: dict[tuple[str, str], list[Run]] = {(work.name, peer.name): [] for work, peer in cells}
    for number in range(1, arguments.rounds + 1):
        for work, peer in cells:
            if number <= (arguments.rounds if peer.often else arguments.peer_rounds):
                say(f"{monotonic() - began:4.0f} s  round {number}: {work.name} {peer.title}")
                runs[work.name, peer.name].append(run(work, peer, arguments))
    rows = [Row(work, peer.name, peer.title, tuple(runs[work.name, peer.name])) for work, peer in cells]
    report(rows, peers, load, monotonic() - began)
    return 1 if any(row.void for row in rows) else 0


def able(peers: list[Peer]) -> list[Peer]:
    """Return those that can be run here, and say what the others lack."""
    found = []
    for peer in peers:
        lacks = peer.lacks()
        if lacks:
            say(f"Left out: {peer.title}: {lacks}")
        else:
            found.append(peer)
    return found


def run(work: Work, peer: Peer, arguments: argparse.Namespace) -> Run:
    """Start a server, load it, and return what came of it."""
    try:
        with serving(work, peer, arguments.withhold) as server:
            return load(work, peer, server, arguments)
    except NotStarted as error:
        return Run(None, (str(error),))


def serving(work: Work, peer: Peer, withhold: bool) -> AbstractContextManager[Server]:
    """Return a server that runs as long as it is entered."""
    names = names_of(max(work.hands, 1), work.controls)
    return article(names, "--withhold") if withhold and peer.name == "article" else peer.serve(names)


def load(work: Work, peer: Peer, server: Server, arguments: argparse.Namespace) -> Run:
    """Run the generator, a process of its own, on a server."""
    order = Order(
        work.name,
        work.kind or (peer.numbers if work.numbers else peer.kind),
        server.port,
        server.pid,
        work.devices,
        work.hands,
        max(work.controls, work.hands, 1),
        arguments.seconds,
        work.long * arguments.long,
        arguments.patience,
    )
    command = [sys.executable, "-m", "tests.bench.generator", json.dumps(dataclasses.asdict(order))]
    limit = 3 * order.seconds + order.long + order.patience + 120
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return Run(None, (f"the generator took longer than {limit:.0f} s",))
    if done.returncode:
        return Run(None, (f"the generator failed: {''.join(done.stderr.strip().splitlines()[-1:])}",))
    result = json.loads(done.stdout)
    return Run(result["figures"], tuple(result["problems"]))


def report(rows: list[Row], peers: list[Peer], load_before: str, took: float) -> None:
    """Print all that was found."""
    print(f"# Sidestage under load, {datetime.now().astimezone():%Y-%m-%d %H:%M}\n")
    print(f"{machine.machine()}\n{machine.versions()}")
    print(*dict.fromkeys(version for peer in peers if (version := peer.version())), sep=", ")
    print(f"Processes that wanted to run in the last 1, 5, 15 minutes: {load_before} before, {machine.load()} after.")
    print(f"It took {took:.0f} s.\n")
    print(*filter(None, (targets(rows), tables(rows))), sep="\n\n")
    print("", *(f"- {sentence}" for sentence in (*ratios(rows), *voids(rows))), "", NOTES, sep="\n")


def say(sentence: str) -> None:
    """Tell who waits for the report."""
    print(sentence, file=sys.stderr, flush=True)


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--works", nargs="+", choices=WORKS, default=list(WORKS), metavar="WORK", help=names(WORKS))
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS), metavar="PEER", help=names(PEERS))
    parser.add_argument("--rounds", type=int, help=f"how often, 1 to {MAX_ROUNDS} (3)")
    parser.add_argument("--peer-rounds", type=int, help="the same for what /stage is compared with (1)")
    parser.add_argument("--seconds", type=float, help=f"what is measured of each run, up to {MAX_SECONDS:.0f} (3)")
    parser.add_argument("--long", type=float, help="the share of the time that a device is slow or stalls (1)")
    parser.add_argument("--patience", type=float, help="seconds for the last values to arrive (8)")
    parser.add_argument("--quick", action="store_true", help="one round of 1.5 s each, and the long ones shorter")
    parser.add_argument("--scale", type=float, default=1.0, help="the share of devices and hands, to try the tool (1)")
    parser.add_argument("--withhold", action="store_true", help="the article's server forgets two clients: is void")
    arguments = parser.parse_args(argv)
    quick = arguments.quick
    for name, short, usual in (("rounds", 1, 3), ("seconds", 1.5, 3.0), ("long", 0.3, 1.0), ("patience", 5.0, 8.0)):
        if getattr(arguments, name) is None:
            setattr(arguments, name, short if quick else usual)
    arguments.peer_rounds = arguments.peer_rounds or 1
    if not 1 <= arguments.rounds <= MAX_ROUNDS or not 1 <= arguments.peer_rounds <= MAX_ROUNDS:
        parser.error(f"--rounds and --peer-rounds are 1 to {MAX_ROUNDS}")
    if not 0.1 <= arguments.seconds <= MAX_SECONDS or not 0 < arguments.patience <= MAX_PATIENCE:
        parser.error(f"--seconds is 0.1 to {MAX_SECONDS:.0f}, --patience up to {MAX_PATIENCE:.0f}")
    if not 0 < arguments.scale <= 1 or not 0 < arguments.long <= 1:
        parser.error("--scale and --long are above 0, and 1 at most")
    return arguments


def names(table: Iterable[str]) -> str:
    """Return what can be chosen."""
    return f"which of {', '.join(table)} (all)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
