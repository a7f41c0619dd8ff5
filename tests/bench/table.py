"""The report: Markdown that a person can read as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.figures import Figures, Run, medians

TARGET = (10, 4)
TARGET_P50 = 5.0
TARGET_P99 = 25.0
"""Devices and hands, and the milliseconds that they must keep below."""

COLUMNS = (
    "devices/hands", "server", "runs", "values/s", "of wanted", "p50 ms", "p95 ms", "p99 ms", "max ms", "all told s",
    "went back", "cores", "RSS MB", "PSS MB", "generator", "others",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A server under a load: all its runs."""

    devices: int
    hands: int
    server: str
    runs: tuple[Run, ...]

    @property
    def void(self) -> int:
        """How many runs do not count."""
        return sum(run.is_void for run in self.runs)


def table(rows: Sequence[Row]) -> str:
    """Return the table; each figure is the median over the runs that count."""
    cells = [list(COLUMNS), ["---"] * 2 + ["--:"] * (len(COLUMNS) - 2), *map(_cells, rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(COLUMNS))]
    lines = []
    for row in cells:
        padded = [
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(padded)} |")
    return "\n".join(lines)


def voids(rows: Sequence[Row]) -> list[str]:
    """Return a sentence for each run that does not count."""
    return [
        f"VOID: {row.devices}/{row.hands} {row.server}, run {number}: {'; '.join(run.problems)}.{_saw(run.figures)}"
        for row in rows
        for number, run in enumerate(row.runs, 1)
        if run.is_void
    ]


def ratios(rows: Sequence[Row], naive: str) -> list[str]:
    """Return how each server compares with the article's under the same load."""
    found = []
    for row in rows:
        other = next((it for it in rows if (it.devices, it.hands, it.server) == (row.devices, row.hands, naive)), row)
        ours, theirs = medians(row.runs), medians(other.runs)
        if other is not row and ours and theirs:
            found.append(
                f"{row.devices}/{row.hands} {row.server}, against the article's way: "
                f"{_times(ours.delivered, theirs.delivered)} the values, {_times(ours.p50, theirs.p50)} the p50, "
                f"{_times(ours.p99, theirs.p99)} the p99, {_times(ours.cores, theirs.cores)} the CPU."
            )
    return found


def verdict(row: Row) -> str | None:
    """Return whether the target was met, for the row that has one."""
    figures = medians(row.runs)
    if (row.devices, row.hands) != TARGET or figures is None:
        return None
    met = figures.p50 < TARGET_P50 and figures.p99 < TARGET_P99
    return (
        f"Target for {row.devices} devices, {row.hands} hands (p50 < {TARGET_P50:g} ms, p99 < {TARGET_P99:g} ms): "
        f"{'met' if met else 'MISSED'} with {_ms(figures.p50)} and {_ms(figures.p99)} ms."
    )


def _saw(it: Figures | None) -> str:
    """What a void run measured all the same, since it may be the server's fault that it is void."""
    if it is None:
        return ""
    return (
        f" It saw {it.delivered:,.0f} values/s ({it.delivered / it.wanted:.0%}), p50 {_ms(it.p50)} ms, "
        f"p99 {_ms(it.p99)} ms, {it.went_back:,.0f} that went back, {it.cores:.2f} cores, "
        f"the generator {it.busy:.0%} busy."
    )


def _cells(row: Row) -> list[str]:
    counted = len(row.runs) - row.void
    name = [f"{row.devices}/{row.hands}", row.server, f"{counted} of {len(row.runs)}"]
    figures = medians(row.runs)
    if figures is None:
        return [*name, "void", *["-"] * (len(COLUMNS) - 4)]
    return [*name, *_figures(figures)]


def _figures(it: Figures) -> list[str]:
    return [
        f"{it.delivered:,.0f}",
        f"{it.delivered / it.wanted:.0%}",
        *(_ms(latency) for latency in (it.p50, it.p95, it.p99, it.max)),
        f"{it.settled:.3f}",
        f"{it.went_back:g}",
        f"{it.cores:.2f}",
        f"{it.rss:.0f}",
        f"{it.pss:.0f}",
        f"{it.busy:.0%}",
        f"{it.others:.2f}",
    ]


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _times(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2g} times" if theirs else "-"
