"""A page keeps nothing of what it was told and has shown: its memory is the same after hours of a show.

`LONG=1` has everything move for half an hour, and prints what it finds where pytest is told `-s`.
"""

import math
import os
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import Open
from tests.clients import Page as Program
from tests.conftest import Serve
from webui.serving import Serving

LONG = "LONG" in os.environ
LOOKS, EACH = (31, 60 * 60) if LONG else (3, 45)
"""How often it is looked at, and frames in between, of which a browser without a window makes sixty a second."""

GROWN = {"heap": 1.0, "nodes": 50, "listeners": 10}
"""What may come later: scripts are compiled when they are needed, the header has its words. Megabytes, and how many."""

FADERS = [f"fader{number}" for number in range(64)]
MINE = "mine"


@pytest.fixture
def stage(serve: Serve) -> Serving:
    feeds = [{"id": "number", "every": 0.1}]
    controls = [{"id": name, "type": "fader", "decimals": 1} for name in (*FADERS, MINE)]
    return serve({"sidestage": 1, "id": "long", "feeds": feeds, "controls": controls})


@pytest.mark.timeout(7200 if LONG else 60)
def test_memory_stays_as_it_is_while_all_faders_move(visit: Open, stage: Serving) -> None:
    surface = visit()
    session = surface.page.context.new_cdp_session(surface.page)
    program = Program(stage.url)
    finger = surface.finger_on(MINE)
    found = []
    began = monotonic()
    for step in range(LOOKS * EACH):
        program.op({name: 50 + 50 * math.sin(step / 20 + at) for at, name in enumerate(FADERS)})
        program.frames.clear()
        if step % 10 == 0:
            finger.y += 3 if step % 20 else -3
            surface.touch.send("touchMove")
        surface.page.evaluate("() => new Promise(requestAnimationFrame)")
        if step % EACH == EACH - 1:
            found.append(used(session))
            print(
                f"{monotonic() - began:6.0f} s  " + "  ".join(f"{key} {value:.2f}" for key, value in found[-1].items())
            )
    finger.lift()
    program.close()
    first, *_, last = found
    assert all(last[key] <= first[key] + grown for key, grown in GROWN.items()), found


def used(session: CDPSession) -> dict[str, float]:
    """What the page holds once nothing is left to be collected: megabytes of JavaScript, nodes and listeners."""
    session.send("HeapProfiler.collectGarbage")
    counted: dict[str, Any] = session.send("Memory.getDOMCounters")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    return {"heap": heap, "nodes": counted["nodes"], "listeners": counted["jsEventListeners"]}
