"""`make bench`: Sidestage under load, beside a server written as in the article, in one run. All on this computer.

Exit codes: 0 every run counts, 1 some are void (the report says which and why), 2 a wrong argument.
"""

import argparse
import json
import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import product

from tests.bench import machine
from tests.bench.crowd import RATE
from tests.bench.figures import Figures, Run
from tests.bench.servers import NotStarted, Server, naive, sidestage
from tests.bench.table import Row, ratios, table, verdict, voids
from tests.stage import ROOT

SIZES = ((10, 4), (50, 4), (200, 8))
MAX_DEVICES = 400
MAX_HANDS = 32
MAX_ROUNDS = 20
MAX_SECONDS = 30.0
STAGE, SIMPLE, NAIVE = "Sidestage, /stage", "Sidestage, simple clients", "as in the article"
SERVERS = {"stage": STAGE, "simple": SIMPLE, "naive": NAIVE}

NOTES = f"""\
Each hand is one of the devices and moves a control of its own {RATE:.0f} times a second. Counted is each value that
another device is told and does not show already, from just before the mover's socket took the move to just after the
other's socket gave it, by one clock; a move that a newer one replaced on its way is not counted, the newer one is.
`of wanted` has the values that every move would make. `all told`: seconds from the last move until every device showed
every last value. `went back`: values that replaced a newer one. `cores`: the server's CPU. `generator`: the share of
the time in which the generator was not waiting. `others`: cores that other programs used meanwhile. Each run has a
server process of its own; each figure is the median over the runs that count."""


def main(argv: list[str]) -> int:
    arguments = parse(argv)
    sizes = [(arguments.devices, arguments.hands)] if arguments.devices else SIZES
    rows: dict[tuple[tuple[int, int], str], list[Run]] = {load: [] for load in product(sizes, arguments.servers)}
    before = machine.load()
    # Round by round, so that what else this computer does meets all servers alike.
    for number, (size, server) in product(range(1, arguments.rounds + 1), rows):
        print(f"round {number} of {arguments.rounds}: {size[0]}/{size[1]} {SERVERS[server]}", file=sys.stderr)
        rows[size, server].append(run(server, size[0], size[1], arguments))
    table_rows = [Row(size[0], size[1], SERVERS[server], tuple(runs)) for (size, server), runs in rows.items()]
    report(table_rows, before)
    return 1 if any(row.void for row in table_rows) else 0


def run(server: str, devices: int, hands: int, arguments: argparse.Namespace) -> Run:
    """Start a server, load it, and return what came of it."""
    try:
        with serving(server, hands, arguments.withhold) as it:
            return load(server, it, devices, hands, arguments)
    except NotStarted as error:
        return Run(None, (str(error),))


def load(server: str, it: Server, devices: int, hands: int, arguments: argparse.Namespace) -> Run:
    """Run the generator, a process of its own, on a server."""
    seconds = arguments.seconds
    command = [
        *(sys.executable, "-m", "tests.bench.generator", "--kind", "stage" if server == "stage" else "simple"),
        *("--port", str(it.port), "--pid", str(it.pid), "--devices", str(devices), "--hands", str(hands)),
        *("--seconds", str(seconds), "--warm", str(min(1.0, seconds)), "--patience", str(arguments.patience)),
    ]
    limit = 2 * seconds + arguments.patience + 90
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return Run(None, (f"the generator took longer than {limit:.0f} s",))
    if done.returncode:
        return Run(None, (f"the generator failed: {done.stderr.strip().splitlines()[-1:]}",))
    result = json.loads(done.stdout)
    return Run(result["figures"] and Figures(**result["figures"]), tuple(result["problems"]))


def serving(server: str, hands: int, withhold: bool) -> AbstractContextManager[Server]:
    """Return a server that runs as long as it is entered."""
    if server == "naive":
        return naive("--withhold") if withhold else naive()
    return sidestage(hands)


def report(rows: list[Row], load_before: str) -> None:
    """Print all that was found."""
    print(f"# Sidestage under load, {datetime.now().astimezone():%Y-%m-%d %H:%M}\n")
    print(f"{machine.machine()}\n{machine.versions()}")
    print(f"Processes that wanted to run: {load_before} before, {machine.load()} after.\n")
    print(table(rows))
    sentences = [
        *ratios(rows, NAIVE),
        *filter(None, (verdict(row) for row in rows if row.server == STAGE)),
        *voids(rows),
    ]
    print("", *(f"- {sentence}" for sentence in sentences), "", NOTES, sep="\n")


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, help=f"2 to {MAX_DEVICES} (10/4, 50/4 and 200/8 one after another)")
    parser.add_argument(
        "--hands", type=int, default=4, help=f"how many of the devices move, 1 to {MAX_HANDS} (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, help=f"1 to {MAX_ROUNDS} (5)")
    parser.add_argument("--seconds", type=float, help=f"what is measured of each run, up to {MAX_SECONDS:.0f} (4)")
    parser.add_argument("--quick", action="store_true", help="one round of 2 s each")
    parser.add_argument("--servers", nargs="+", choices=SERVERS, default=list(SERVERS), help="which ones (all)")
    parser.add_argument("--patience", type=float, default=30.0, help="seconds for the last values to arrive (30)")
    parser.add_argument("--withhold", action="store_true", help="the article's server forgets a client: must be void")
    arguments = parser.parse_args(argv)
    arguments.rounds = arguments.rounds or (1 if arguments.quick else 5)
    arguments.seconds = arguments.seconds or (2.0 if arguments.quick else 4.0)
    if arguments.devices is not None and not 2 <= arguments.devices <= MAX_DEVICES:
        parser.error(f"--devices is 2 to {MAX_DEVICES}")
    if not 1 <= arguments.hands <= min(MAX_HANDS, arguments.devices or MAX_HANDS):
        parser.error(f"--hands is 1 to {MAX_HANDS}, and no more than there are devices")
    if not 1 <= arguments.rounds <= MAX_ROUNDS:
        parser.error(f"--rounds is 1 to {MAX_ROUNDS}")
    if not 0.1 <= arguments.seconds <= MAX_SECONDS or not 0 < arguments.patience <= 60:
        parser.error(f"--seconds is 0.1 to {MAX_SECONDS:.0f}, --patience up to 60")
    return arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
