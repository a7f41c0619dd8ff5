"""Where things are on a page: places on a grid, and how what has no place flows into it."""

from collections.abc import Iterable
from dataclasses import dataclass

from webui.core.show.fields import Fields

MAX_COLUMNS = 24
MAX_ROWS = 24
FLOW_COLUMNS = 12
FEWEST_COLUMNS = 4
"""A page on which everything flows has at least so many: one lone fader should not fill the screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """Cells on the grid, counted from 1."""

    column: int
    row: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The last column it covers."""
        return self.column + self.width - 1

    @property
    def bottom(self) -> int:
        """The last row it covers."""
        return self.row + self.height - 1

    def cells(self) -> set[tuple[int, int]]:
        """The cells it covers, as pairs of column and row."""
        return {
            (column, row) for column in range(self.column, self.right + 1) for row in range(self.row, self.bottom + 1)
        }

    def describe(self) -> list[int]:
        """Return [column, row, width, height]."""
        return [self.column, self.row, self.width, self.height]


def read_place(fields: Fields) -> Place | None:
    """Return the place that the fields name, or None where it shall flow."""
    value = fields.raw("place", None)
    if value is None:
        return None
    if (
        not isinstance(value, list)
        or len(value) != 4
        or not all(isinstance(part, int) and not isinstance(part, bool) for part in value)
    ):
        fields.fail("place must be [column, row, width, height], whole numbers")
    place = Place(*value)
    if min(value) < 1 or place.right > MAX_COLUMNS or place.bottom > MAX_ROWS:
        fields.fail(f"place {value} is not inside {MAX_COLUMNS} columns and {MAX_ROWS} rows")
    return place


def flow_columns(sizes: Iterable[tuple[int, int]]) -> int:
    """Return how many columns suit things that all flow: one row of them if that is not too wide."""
    return min(max(sum(width for width, _ in sizes), FEWEST_COLUMNS), FLOW_COLUMNS)


def flow(taken: set[tuple[int, int]], size: tuple[int, int], columns: int, rows: int) -> Place | None:
    """Return the first place of a size whose cells are free, row by row, or None where there is none left."""
    width, height = min(size[0], columns), min(size[1], rows)
    for row in range(1, rows - height + 2):
        for column in range(1, columns - width + 2):
            if (column, row) in taken:
                continue
            place = Place(column, row, width, height)
            if taken.isdisjoint(place.cells()):
                return place
    return None
