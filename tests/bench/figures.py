"""What one run gave, whether it counts, and what several runs gave together."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, fields

MOST_BUSY = 0.7
"""The generator's load above which it may have measured itself rather than the server."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run's results. Latencies are milliseconds, `settled` seconds, memory megabytes, CPU in cores."""

    wanted: float
    """Values a second that the hands' moves would make, at every device but the mover's own."""
    delivered: float
    p50: float
    p95: float
    p99: float
    max: float
    settled: float
    """From the last move until every device showed every last value."""
    went_back: float
    """Values that replaced a newer one."""
    cores: float
    rss: float
    pss: float
    busy: float
    """The share of the time in which the generator was not waiting."""
    others: float
    """Cores that anything but server and generator used."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its figures if it came so far, and what speaks against it."""

    figures: Figures | None
    problems: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        """Say whether it must not be counted."""
        return bool(self.problems) or self.figures is None


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values do not exceed; NaN of none."""
    if not ordered:
        return float("nan")
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(int(rank), 1) - 1]


def problems(busy: float, devices: int, lacking: int, overtaken: int, failures: Sequence[str]) -> tuple[str, ...]:
    """Return why a run is void, if it is."""
    found = []
    if busy > MOST_BUSY:
        found.append(f"the generator was {busy:.0%} busy, more than {MOST_BUSY:.0%}")
    if lacking:
        late = f" ({overtaken} were told an older one after it)" if overtaken else ""
        found.append(f"{lacking} of {devices} clients lack a final value{late}")
    return (*found, *failures)


def medians(runs: Sequence[Run]) -> Figures | None:
    """Return each figure's median over the runs that count; None if none does."""
    counted = [run.figures for run in runs if run.figures and not run.is_void]
    if not counted:
        return None
    return Figures(
        **{
            field.name: statistics.median(getattr(figures, field.name) for figures in counted)
            for field in fields(Figures)
        }
    )
