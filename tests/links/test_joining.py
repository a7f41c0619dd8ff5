"""Many programs join by polling and go over to WebSockets while numbers come all the time: none is lost or doubled."""

import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Serve
from webui.core.surface.commands import Push, ValueChanged
from webui.engine.engine import PROGRAM
from webui.serving import Serving

PATIENCE = 50
EVERY = 10.0
"""Milliseconds from one number to the next."""

SHOW = {
    "sidestage": 1,
    "feeds": [{"id": "pulse", "source": "program"}],
    "controls": [{"id": "count", "type": "fader", "max": 10**9, "step": 1}],
}


class Numbers:
    """Counts up in the engine, to a feed and to a control, until it is stopped."""

    def __init__(self, stage: Serving) -> None:
        self._engine = stage._engine
        self._count = itertools.count(1)
        self._stopped = False
        self.last = 0
        self._engine.call(self._next)

    def stop(self) -> int:
        """Return the last number."""
        self._engine.call(setattr, self, "_stopped", True)
        return self.last

    def _next(self) -> None:
        if not self._stopped:
            self.last = next(self._count)
            self._engine.apply(Push("pulse", self.last), PROGRAM)
            self._engine.apply(ValueChanged("count", self.last), PROGRAM)
            self._engine.later(EVERY, self._next)


@pytest.mark.parametrize(
    "count", [40, pytest.param(200, marks=pytest.mark.skipif("LONG" not in os.environ, reason="LONG=1 has it run"))]
)
def test_whoever_joins_under_load_hears_every_number_once_and_in_order(serve: Serve, count: int) -> None:
    stage = serve(SHOW)
    numbers = Numbers(stage)
    script = Path(__file__).with_name("joining.mjs")
    with subprocess.Popen(
        ["node", str(script), stage.url, str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:
        assert node.stdin
        assert node.stdout
        try:
            assert node.stdout.readline() == "ready\n"
            last = numbers.stop()
            answer, _ = node.communicate(f"{last}\n", timeout=PATIENCE)
        finally:
            node.kill()
    clients = json.loads(answer)
    assert [client["faults"] for client in clients] == [[]] * count
    assert [(client["last"], client["value"]) for client in clients] == [(last, last)] * count
    assert len({client["first"] for client in clients}) > 1, "they joined in the middle of it"
