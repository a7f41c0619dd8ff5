"""The report: Markdown that a person can read as it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.figures import Figures, Run, medians, seen
from tests.bench.works.base import Column, Reach, Work


@dataclass(frozen=True, slots=True)
class Row:
    """A server under a work: all its runs."""

    work: Work
    peer: str
    title: str
    runs: tuple[Run, ...]

    @property
    def void(self) -> int:
        """How many runs do not count."""
        return sum(run.is_void for run in self.runs)


def targets(rows: Sequence[Row]) -> str:
    """Return the table of what is to be reached by /stage, and what was; "" if nothing of it was measured."""
    cells = [list(_target(row, reach)) for row in rows if row.peer == "stage" for reach in row.work.reach]
    cells += [list(_cheaper(row, rows, *wanted)) for row in rows if row.peer == "stage" for wanted in row.work.cheaper]
    return _markdown([["work", "reach", "found", ""], *cells], 2) if cells else ""


def tables(rows: Sequence[Row]) -> str:
    """Return a table for each family of works; each figure is the median over the runs that count."""
    parts = []
    for family in dict.fromkeys(row.work.family for row in rows):
        of_family = [row for row in rows if row.work.family == family]
        columns = of_family[0].work.columns
        head = ["work", "server", "runs", *(column.title for column in columns)]
        parts.append(f"## {family}\n\n{_markdown([head, *(_cells(row, columns) for row in of_family)], 2)}")
    return "\n\n".join(parts)


def voids(rows: Sequence[Row]) -> list[str]:
    """Return a sentence for each run that does not count, with what it saw: that may be the server's fault."""
    return [
        f"VOID: {row.work.name} {row.title}, run {number}: {'; '.join(run.problems)}.{_saw(row, run.figures)}"
        for row in rows
        for number, run in enumerate(row.runs, 1)
        if run.is_void
    ]


def ratios(rows: Sequence[Row]) -> list[str]:
    """Return how much more CPU than /stage each other way takes for a value that it delivers."""
    found = []
    for ours in (row for row in rows if row.peer == "stage"):
        for theirs in (row for row in rows if row.work is ours.work and row is not ours):
            times = ratio(ours, theirs)
            if times:
                found.append(f"{ours.work.name}: {theirs.title} takes {times[0]:.2g} times the CPU a value{times[1]}.")
    return found


def ratio(ours: Row, theirs: Row) -> tuple[float, str] | None:
    """Return how many times our CPU per delivered value another takes, and a remark; None if it is not known."""
    our, their = seen(ours.runs), seen(theirs.runs)
    if not our or not their or "cost" not in our[0] or not our[0]["cost"] or math.isnan(their[0]["cost"]):
        return None
    return their[0]["cost"] / our[0]["cost"], "" if our[1] and their[1] else " (void runs only)"


def written(value: float, form: str) -> str:
    """Write a figure in a column's form."""
    if not math.isfinite(value):
        return "never" if math.isinf(value) else "-"
    match form:
        case "ms":
            return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
        case "share":
            return f"{value:.0%}"
        case "s":
            return f"{value:.3f}"
        case "cores":
            return f"{value:.2f}"
        case "count":
            return f"{value:,.10g}" if value == int(value) else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
        case _:
            return f"{value:,.0f}"


def _target(row: Row, reach: Reach) -> tuple[str, str, str, str]:
    columns = {column.key: column for column in row.work.columns}
    column = columns[reach.key]
    sign = "≤" if reach.at_most else "<"
    bound = f"{reach.bound:g} times {columns[reach.times].title}" if reach.times else f"{reach.bound:g}"
    figures = medians(row.runs)
    said = f"{column.title} {sign} {bound}"
    if figures is None:
        return row.work.says, said, "void", "-"
    return row.work.says, said, written(figures[reach.key], column.form), "met" if reach.met(figures) else "MISSED"


def _cheaper(row: Row, rows: Sequence[Row], peer: str, wanted: float) -> tuple[str, str, str, str]:
    theirs = next((it for it in rows if it.work is row.work and it.peer == peer), None)
    found = ratio(row, theirs) if theirs else None
    said = f"CPU per value {wanted:g} times less than {theirs.title if theirs else peer}"
    if not found:
        return row.work.says, said, "not measured", "-"
    return row.work.says, said, f"{found[0]:.2g} times{found[1]}", "met" if found[0] >= wanted else "MISSED"


def _saw(row: Row, figures: Figures | None) -> str:
    if figures is None:
        return ""
    return f" It saw {', '.join(f'{c.title} {written(figures[c.key], c.form)}' for c in row.work.columns)}."


def _cells(row: Row, columns: Sequence[Column]) -> list[str]:
    name = [row.work.name, row.title, f"{len(row.runs) - row.void} of {len(row.runs)}"]
    figures = medians(row.runs)
    if figures is None:
        return [*name, "void", *["-"] * (len(columns) - 1)]
    return [*name, *(written(figures[column.key], column.form) for column in columns)]


def _markdown(rows: Sequence[list[str]], left: int) -> str:
    """Return a table; the first columns are set to the left."""
    widths = [max(3, *(len(row[at]) for row in rows)) for at in range(len(rows[0]))]
    rule = ["-" * width if at < left else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    lines = []
    for row in (rows[0], rule, *rows[1:]):
        cells = [
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
