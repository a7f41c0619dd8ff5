"""Groups on a page: each is around whole things, and two groups are one inside the other or apart."""

from collections.abc import Sequence

from webui.core.errors import ShowError
from webui.core.show.grid import Place


def frame(groups: Sequence[tuple[str, Place]], others: Sequence[Place]) -> set[tuple[int, int]]:
    """Return the cells that groups cover; each comes with where in the file it is. Raises ShowError."""
    for number, (where, group) in enumerate(groups):
        earlier = [place for _, place in groups[:number]]
        if group in earlier:
            raise ShowError(f"{where}: place {group.describe()} is another group's")
        cut = [other for other in others if not (_inside(other, group) or _apart(group, other))]
        cut += [one for one in earlier if not (_inside(one, group) or _inside(group, one) or _apart(group, one))]
        if cut:
            raise ShowError(f"{where}: place {group.describe()} cuts through {cut[0].describe()}")
    return {cell for _, group in groups for cell in group.cells()}


def _inside(place: Place, group: Place) -> bool:
    across = group.column <= place.column and place.right <= group.right
    return across and group.row <= place.row and place.bottom <= group.bottom


def _apart(one: Place, other: Place) -> bool:
    beside = one.right < other.column or other.right < one.column
    return beside or one.bottom < other.row or other.bottom < one.row
