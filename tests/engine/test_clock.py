"""The server's clock."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from webui.engine.clock import steady

NIGHT = 30_000
"""Seconds."""


def test_the_clock_rises_finely_and_as_fast_as_any_other() -> None:
    before, began, after = time.perf_counter(), steady(), time.perf_counter()
    readings = [steady() for _ in range(1000)]
    assert readings == sorted(readings)
    assert len(set(readings)) > 10
    least, passed, most = time.perf_counter() - after, steady() - began, time.perf_counter() - before
    assert least - 0.02 <= passed <= most + 0.02


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root and unshare"
)
def test_the_clock_counts_the_computers_sleep() -> None:
    """A namespace in which a night was slept: only the clocks that count sleep are ahead."""
    program = "import time; from webui.engine.clock import steady; print(steady(), time.monotonic())"
    sleeping = ["unshare", "--fork", "--time", "--boottime", str(NIGHT)]
    if subprocess.run([*sleeping, "true"], capture_output=True).returncode:
        pytest.skip("no time namespaces here")
    before, monotonic = steady(), time.monotonic()
    slept = subprocess.run([*sleeping, sys.executable, "-c", program], capture_output=True, text=True, check=True)
    there, monotonic_there = map(float, slept.stdout.split())
    assert there - before >= NIGHT
    assert monotonic_there - monotonic < NIGHT
