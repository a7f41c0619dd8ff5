"""The load generator, a process of its own: `python -m tests.bench.generator ORDER`, where ORDER is JSON.

It prints one run as JSON. Its clients are raw WebSockets on one thread: two hundred libraries' clients would be busier
than the server.
"""

import dataclasses
import json
import sys

from tests.bench.figures import Run
from tests.bench.works import WORKS
from tests.bench.works.base import Order, Play


def play(order: Order) -> Run:
    """Run the load, and return what came of it."""
    play = Play(order)
    try:
        return WORKS[order.work].play(play)
    except TimeoutError as error:
        return Run(None, (str(error),))
    except OSError as error:
        return Run(None, (f"the server could not be measured: {error}",))
    finally:
        play.crowd.close()


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(play(Order(**json.loads(sys.argv[1]))))))
