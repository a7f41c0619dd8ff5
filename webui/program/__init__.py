"""A program for the stage: `connect()` gives its controls and feeds. It needs nothing but Python.

from webui.program import connect

stage = connect()

@stage.on("tempo")
def tempo(bpm):
    print(bpm)

stage.wait()
"""

import os
import sys
from pathlib import Path

from webui.program.address import read_address, running
from webui.program.errors import Lost, NoSuchControl, NoSuchFeed, NotFound, Refused, SidestageError
from webui.program.stage import Feed, Stage

__all__ = [
    "Feed",
    "Lost",
    "NoSuchControl",
    "NoSuchFeed",
    "NotFound",
    "Refused",
    "SidestageError",
    "Stage",
    "connect",
]

ADDRESS_VARIABLE = "SIDESTAGE_ADDRESS"
KEY_VARIABLE = "SIDESTAGE_KEY"

WAIT = 10.0
"""Seconds for which a program waits for a Sidestage that is not there yet."""


def connect(
    address: str | None = None, key: str | None = None, name: str | None = None, wait: float | None = WAIT
) -> Stage:
    """Connect to Sidestage, and return its controls and feeds once all values are known.

    `address` is "host", "host:port", or a link to Sidestage; else the environment's SIDESTAGE_ADDRESS counts, and else
    the Sidestage of this computer is found by itself. `key` is for another computer's, which makes it under Screens,
    Programs; else SIDESTAGE_KEY counts. Operators see the program by its `name`, by default the script's.

    Waits `wait` seconds (None: for ever) for Sidestage to be there, and says so. Raises NotFound where none answers,
    Refused where it lets this program not in, and ValueError for what is no address. Use it as a context manager, or
    `wait()` on what it returns.
    """
    text = address if address is not None else os.environ.get(ADDRESS_VARIABLE, "")
    fixed = read_address(text) if text else None
    auth = {"key": key or os.environ.get(KEY_VARIABLE, ""), "name": name or _script()}
    # Where Sidestage of this computer is may change while it restarts.
    stage = Stage(lambda: fixed or running(), {what: said for what, said in auth.items() if said})
    try:
        stage.await_show(wait)
    except BaseException:
        stage.close()
        raise
    return stage


def _script() -> str:
    return Path(sys.argv[0]).stem if sys.argv and sys.argv[0] not in ("-c", "-m") else ""
