"""What one run gave, whether it counts, and what several runs gave together."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_BUSY = 0.7
"""The generator's load above which it may have measured itself rather than the server."""

Figures = Mapping[str, float]
"""A run's results, by the keys of its work's columns. Latencies are milliseconds, CPU is in cores."""


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
    return _medians([run.figures for run in runs if run.figures and not run.is_void])


def seen(runs: Sequence[Run]) -> tuple[Figures, bool] | None:
    """Return the medians over the runs that count and True; where none does, over what void ones saw, and False."""
    counted = medians(runs)
    if counted:
        return counted, True
    found = _medians([run.figures for run in runs if run.figures])
    return (found, False) if found else None


def _medians(found: Sequence[Figures]) -> Figures | None:
    if not found:
        return None
    return {key: statistics.median(figures[key] for figures in found) for key in found[0]}
