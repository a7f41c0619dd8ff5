"""The load generator, a process of its own: `python -m tests.bench.generator --kind stage --port 5757 ...`.

It prints one run as JSON. Its clients are raw WebSockets on one thread: twenty libraries' clients would be busier than
the server.
"""

import argparse
import dataclasses
import gc
import json
from time import perf_counter

from tests.bench import machine
from tests.bench.clients import KINDS
from tests.bench.crowd import RATE, Crowd
from tests.bench.figures import Figures, Run, percentile, problems
from tests.bench.record import Record

CONNECTING = 60.0
"""Seconds within which all clients must be in."""

QUIET = 5.0
"""Seconds without any news after which none is waited for."""


def measure(arguments: argparse.Namespace) -> Run:
    """Run the load, and return what came of it."""
    devices, hands, seconds = arguments.devices, arguments.hands, arguments.seconds
    record = Record(devices, hands)
    crowd = Crowd(arguments.kind, arguments.port, record)
    try:
        crowd.connect(CONNECTING)
        gc.freeze()
        gc.disable()
        crowd.start()
        crowd.run(perf_counter() + arguments.warm)
        before, idle = machine.cpu(arguments.pid), crowd.idle
        record.begin = perf_counter()
        record.end = record.begin + seconds
        crowd.run(record.end)
        span = perf_counter() - record.begin
        after, idle = machine.cpu(arguments.pid), crowd.idle - idle
        crowd.stop()
        crowd.run(
            perf_counter() + arguments.patience,
            lambda: record.is_settled() or perf_counter() > max(record.last_arrival, record.end) + QUIET,
        )
        rss, pss = machine.memory(arguments.pid)
    except TimeoutError as error:
        return Run(None, (str(error),))
    except OSError as error:
        return Run(None, (f"the server could not be measured: {error}",))
    finally:
        crowd.close()
    busy = 1 - idle / span
    server, own = after.server - before.server, after.own - before.own
    ordered = sorted(latency * 1000 for latency in record.latencies)
    figures = Figures(
        wanted=hands * RATE * (devices - 1),
        delivered=record.delivered / seconds,
        p50=percentile(ordered, 50),
        p95=percentile(ordered, 95),
        p99=percentile(ordered, 99),
        max=percentile(ordered, 100),
        settled=record.settled_after(),
        went_back=record.went_back,
        cores=server / span,
        rss=rss,
        pss=pss,
        busy=busy,
        others=max(0.0, after.everybody - before.everybody - server - own) / span,
    )
    return Run(figures, problems(busy, devices, record.lacking(), record.overtaken(), crowd.failures()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generator")
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True, help="the server's process, on this computer")
    parser.add_argument("--devices", type=int, required=True)
    parser.add_argument("--hands", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="the steady phase, which is measured")
    parser.add_argument("--warm", type=float, required=True, help="seconds of moves before that")
    parser.add_argument("--patience", type=float, required=True, help="seconds for the last values to arrive")
    print(json.dumps(dataclasses.asdict(measure(parser.parse_args()))))


if __name__ == "__main__":
    main()
