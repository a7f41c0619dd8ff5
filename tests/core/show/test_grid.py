"""Where things are: nothing overlaps, everything is inside."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.fields import Fields
from webui.core.show.grid import MAX_COLUMNS, MAX_ROWS, Place, flow, flow_columns, read_place
from webui.core.show.page import Page


def read(place: object) -> Place | None:
    return read_place(Fields({"place": place}, "page main, control 1"))


def things(page: Page) -> list[Place]:
    """All places on a page; everything has one."""
    places = [thing.place for thing in (*page.controls, *page.views)]
    assert all(places)
    return [place for place in places if place]


def test_a_place_covers_its_cells() -> None:
    place = Place(2, 3, 2, 1)
    assert (place.right, place.bottom) == (3, 3)
    assert place.cells() == {(2, 3), (3, 3)}


def test_a_place_is_read_as_it_is_described() -> None:
    place = read([2, 3, 2, 1])
    assert place
    assert place.describe() == [2, 3, 2, 1]
    assert read_place(Fields({}, "")) is None
    assert read(None) is None


@pytest.mark.parametrize(
    "place", [[1, 1, 1], [1, 1, 1, 1, 1], [1.0, 1, 1, 1], ["1", 1, 1, 1], [True, 1, 1, 1], {}, "x"]
)
def test_a_place_is_four_whole_numbers(place: object) -> None:
    with pytest.raises(ShowError, match=r"page main, control 1: place must be \[column, row, width, height\]"):
        read(place)


@pytest.mark.parametrize("place", [[1, 1, MAX_COLUMNS, MAX_ROWS], [MAX_COLUMNS, MAX_ROWS, 1, 1]])
def test_a_place_may_reach_the_last_cell(place: list[int]) -> None:
    assert read(place)


@pytest.mark.parametrize(
    "place",
    [
        [0, 1, 1, 1],
        [1, 0, 1, 1],
        [1, 1, 0, 1],
        [1, 1, 1, -1],
        [2, 1, MAX_COLUMNS, 1],
        [1, 2, 1, MAX_ROWS],
        [1, 1, 10**30, 1],
    ],
)
def test_a_place_is_inside_the_grid(place: list[int]) -> None:
    with pytest.raises(ShowError, match="is not inside 24 columns and 24 rows"):
        read(place)


def test_a_page_is_as_wide_as_its_things_but_neither_narrow_nor_endless() -> None:
    assert flow_columns([(1, 5)]) == 4
    assert flow_columns([(1, 5)] * 7) == 7
    assert flow_columns([(2, 1)] * 7) == 12


def test_things_flow_row_by_row_into_the_first_free_cells() -> None:
    taken: set[tuple[int, int]] = set()
    found = []
    for size in [(2, 1), (2, 2), (1, 1), (4, 1)]:
        place = flow(taken, size, 4, 3)
        assert place
        taken |= place.cells()
        found.append(place.describe())
    assert found == [[1, 1, 2, 1], [3, 1, 2, 2], [1, 2, 1, 1], [1, 3, 4, 1]]
    assert flow(taken, (2, 1), 4, 3) is None


def test_what_is_too_big_for_the_page_is_made_smaller() -> None:
    place = flow(set(), (4, 5), 2, 3)
    assert place
    assert place.describe() == [1, 1, 2, 3]


placed = st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(1, 4), st.integers(1, 4)).map(list)
control = st.builds(
    lambda kind, place: {"type": kind} | ({"place": place} if place else {}),
    st.sampled_from(["fader", "toggle", "button", "text"]),
    st.one_of(st.none(), st.none(), placed),
)
page = st.builds(
    lambda controls, views, columns, rows: (
        {
            "id": "main",
            "controls": [{"id": f"c{n}", **one} for n, one in enumerate(controls)],
            "views": [{"feed": "f", "place": place} for place in views],
        }
        | ({"columns": columns} if columns else {})
        | ({"rows": rows} if rows else {})
    ),
    st.lists(control, max_size=12),
    st.lists(st.one_of(st.none(), placed), max_size=2),
    st.one_of(st.none(), st.integers(1, 24)),
    st.one_of(st.none(), st.integers(1, 24)),
)


@given(page)
def test_nothing_overlaps_and_everything_is_inside(data: dict[str, Any]) -> None:
    try:
        read = show(feeds=[{"id": "f"}], pages=[data]).pages[0]
    except ShowError as error:
        said = str(error)
    else:
        said = ""
        places = things(read)
        cells = [cell for place in places for cell in place.cells()]
        assert len(cells) == len(set(cells))
        assert all(1 <= column <= read.columns and 1 <= row <= read.rows for column, row in cells)
        assert read.columns == data.get("columns", read.columns)
        assert read.rows == data.get("rows", read.rows)
        for thing, said_of_it in zip(read.controls, data["controls"], strict=True):
            assert thing.place
            assert said_of_it.get("place") in (None, thing.place.describe())
    assert said == "" or any(word in said for word in ("overlaps", "beyond", "no room left"))
