"""What the system knows: a process's CPU time and memory, everybody's CPU time, what machine and versions these are."""

import os
import platform
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.stage import ROOT

TICK = os.sysconf("SC_CLK_TCK")
PACKAGES = ("flask-socketio", "python-socketio", "python-engineio", "simple-websocket", "werkzeug")


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU seconds since the beginning: a server's, our own, and everybody's."""

    server: float
    own: float
    everybody: float


def cpu(pid: int) -> Cpu:
    """Read the clocks. Raises OSError if the process is gone."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = os.times()
    # user, nice, system, irq, softirq; idle, iowait and what guests and the host use are left out.
    busy = Path("/proc/stat").read_text().partition("\n")[0].split()
    everybody = sum(int(busy[at]) for at in (1, 2, 3, 6, 7))
    return Cpu((int(stat[11]) + int(stat[12])) / TICK, own.user + own.system, everybody / TICK)


def memory(pid: int) -> tuple[float, float]:
    """Return a process's RSS and PSS in megabytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024


def load() -> str:
    """Return how many processes wanted to run in the last 1, 5 and 15 minutes, on average."""
    return ", ".join(f"{load:.1f}" for load in os.getloadavg())


def machine() -> str:
    """Return what computer this is."""
    models = [line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release()}"
    return f"{models[0] if models else platform.machine()}, {cores} cores, {pages / 2**30:.0f} GiB, {system}"


def versions() -> str:
    """Return what Sidestage and the article's server are made of: this source tree, Python and the libraries."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Sidestage {version('sidestage')} ({_commit()}), Python {platform.python_version()}, {packages}"


def said(*command: str) -> str:
    """Return what a command prints, or "?" if it can't be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10, cwd=ROOT)
    except (OSError, subprocess.SubprocessError):
        return "?"
    return done.stdout.strip()


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


def _commit() -> str:
    commit = said("git", "describe", "--always", "--dirty")
    return "not in a git tree" if commit == "?" else commit
