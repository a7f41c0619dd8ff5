"""What an attacker does, from a computer of his own: `python -m tests.attacks.attackers HOST PORT`.

A line of JSON on the input, a name and options, begins an attack. An empty line asks it to come to an end, and is
answered by a line of JSON that says what came of it.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from tests.attacks.crowds import asking, coming, crowd, join_often, polls
from tests.attacks.floods import bodies, bomb, connects, flood, idle, oversized, unfinished
from tests.attacks.target import Target
from tests.attacks.trespass import digits, joins, messages, requests

MAX_LINE = 1 << 26
Attack = Callable[..., Awaitable[Any]]


ALL = (
    *(requests, idle, connects, joins, messages, flood, unfinished, oversized, bomb, bodies, digits),
    *(crowd, polls, asking, coming, join_often),
)
ATTACKS: dict[str, Attack] = {attack.__name__: attack for attack in ALL}


async def main(host: str, port: str) -> None:
    """Attack as often as told to."""
    target = Target(host, int(port))
    lines = asyncio.StreamReader(MAX_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).strip():
        name, options = json.loads(line)
        target.asked.clear()
        attack = asyncio.create_task(ATTACKS[name](target, **options))
        await lines.readline()
        target.asked.set()
        print(json.dumps(await attack), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
