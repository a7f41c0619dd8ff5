"""What a show file can say."""

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import NEEDED, anything, ids, show, small, texts
from webui.core.errors import ShowError
from webui.core.show.controls import CONTROL_TYPES, Control
from webui.core.show.controls.picture import Picture
from webui.core.show.fields import MAX_LABEL
from webui.core.show.show import FORMAT, MAX_CONTROLS, MAX_FEEDS, MAX_PAGES, MAX_VIEWS, Show, read_show

FIRST_RUN = Path(__file__).parents[3] / "assets" / "first-run.sidestage"


def page(id: str = "main", **keys: Any) -> dict[str, Any]:
    return {"id": id, **keys}


def many(count: int, kind: str = "toggle") -> list[dict[str, Any]]:
    return [{"id": f"c{n}", "type": kind} for n in range(count)]


def spread(things: list[dict[str, Any]], width: int = 1) -> list[dict[str, Any]]:
    """The same, each on a cell of its own."""
    return [{**thing, "place": [n % 24 + 1, n // 24 + 1, width, 1]} for n, thing in enumerate(things)]


def toggle(id: str) -> Control:
    return show(controls=[{"id": id, "type": "toggle"}]).controls[id]


def again(read: Show) -> Show:
    """The show of a file that holds a show's description; what is in a picture is in the file alone."""
    described = json.loads(json.dumps({"sidestage": FORMAT, **read.describe()}))
    for page, told in zip(read.pages, described["pages"], strict=True):
        for one, said in zip(page.controls, told["controls"], strict=True):
            if isinstance(one, Picture):
                said["picture"] = f"data:{one.kind};base64,{b64encode(one.data).decode()}"
    return read_show(described, "another", "Another")


def test_one_fader_is_a_whole_show() -> None:
    tempo = show(controls=[{"id": "tempo", "type": "fader"}])
    assert (tempo.id, tempo.name, tempo.open) == ("a-file", "A file", False)
    assert [(page.id, page.label, page.columns, page.rows) for page in tempo.pages] == [("main", "Main", 4, 5)]
    assert list(tempo.controls) == ["tempo"]
    assert tempo.feeds == {}


def test_an_empty_show_has_one_empty_page() -> None:
    assert show().describe()["pages"] == [
        {"id": "main", "label": "Main", "columns": 1, "rows": 1, "role": "watcher", "controls": [], "views": []}
    ]


def test_the_first_run_show_is_one() -> None:
    first = read_show(json.loads(FIRST_RUN.read_text("utf-8")), "x", "X")
    assert first.controls["slider1"].start == 25
    assert again(first) == first


@pytest.mark.parametrize("kind", ["page", "feed", "control"])
def test_ids_are_unique(kind: str) -> None:
    twice: dict[str, dict[str, Any]] = {
        "page": {"pages": [page("a"), page("a")]},
        "feed": {"feeds": [{"id": "a"}, {"id": "a"}]},
        "control": {"pages": [page("p", controls=many(1)), page("q", controls=many(1))]},
    }
    with pytest.raises(ShowError, match=f"there are two {kind}s with the id"):
        show(**twice[kind])


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"controls": [{"id": "a"}]}, "page main, control 1: type must be one of fader, toggle, button, "),
        ({"controls": [{"id": "a", "type": ["fader"]}]}, "page main, control 1: type must be one of"),
        ({"controls": [{"type": "fader"}]}, "page main, control 1: id is missing"),
        ({"controls": [7]}, r"page main, control 1: must be an object in \{ \}"),
        ({"views": [{"feed": "pulse"}]}, "page main, view 1: there is no feed pulse"),
        ({"views": [{}]}, "page main, view 1: feed is missing"),
        ({"feeds": [{"id": "a"}, {"id": "b", "source": "magic"}]}, "feed 2: source must be one of "),
        ({"pages": []}, "pages: a show has at least one page"),
        ({"pages": [{}]}, "page 1: id is missing"),
        ({"pages": [page("p")], "controls": []}, "controls belong to a page where there are pages"),
        ({"pages": [page("p")], "views": []}, "views belong to a page where there are pages"),
        ({"pages": [page("p", columns=0)]}, "page p: columns must be from 1 to 24"),
        ({"pages": [page("p", rows=25)]}, "page p: rows must be from 1 to 24"),
        ({"pages": [page("p", colums=2)]}, "page p: there is no key 'colums' here"),
        ({"colour": "red"}, "there is no key 'colour' here"),
        ({"name": "x" * (MAX_LABEL + 1)}, "name: longer than 80 characters"),
        ({"id": "a b"}, "id must be 1 to 64 letters"),
        ({"open": 1}, "open must be true or false"),
    ],
)
def test_an_error_says_where_it_is(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"^{sentence}"):
        show(**keys)


@pytest.mark.parametrize("version", [None, 0, "1", True, [], 1.5])
def test_another_json_file_is_no_show(version: object) -> None:
    with pytest.raises(ShowError, match='"sidestage": 1 is missing: this is not a show file'):
        read_show({"sidestage": version}, "x", "X")


def test_a_show_for_a_newer_sidestage_says_so() -> None:
    with pytest.raises(ShowError, match=r"this show needs a newer Sidestage \(its format is 2, this one reads 1\)"):
        read_show({"sidestage": 2}, "x", "X")


def test_places_beyond_a_page_or_on_top_of_each_other_are_refused() -> None:
    wide = {"type": "fader", "place": [2, 2, 2, 2]}
    with pytest.raises(ShowError, match="page p, control 1: place is beyond the page's 2 columns"):
        show(pages=[page("p", columns=2, controls=[{"id": "a", **wide}])])
    with pytest.raises(ShowError, match="page p, control 1: place is beyond the page's 2 rows"):
        show(pages=[page("p", rows=2, controls=[{"id": "a", **wide}])])
    with pytest.raises(ShowError, match=r"page main, view 1: place \[3, 3, 1, 1\] overlaps another"):
        show(controls=[{"id": "a", **wide}], feeds=[{"id": "f"}], views=[{"feed": "f", "place": [3, 3, 1, 1]}])


def test_what_flows_goes_around_what_has_a_place() -> None:
    read = show(controls=[{"id": "a", "type": "toggle"}, {"id": "b", "type": "toggle", "place": [1, 1, 3, 1]}])
    assert [c.place.describe() for c in read.controls.values() if c.place] == [[1, 2, 2, 1], [1, 1, 3, 1]]


def test_a_page_without_room_says_so() -> None:
    with pytest.raises(ShowError, match="page p: there is no room left for everything on it"):
        show(pages=[page("p", columns=2, rows=1, controls=many(2))])


def test_what_flows_takes_more_columns_when_the_usual_ones_are_full() -> None:
    desk = show(controls=many(96, "fader")).pages[0]
    assert (desk.columns, desk.rows) == (24, 20)
    assert len({tuple(control.place.describe()) for control in desk.controls if control.place}) == 96
    with pytest.raises(ShowError, match="page main: there is no room left for everything on it"):
        show(pages=[page(columns=12, controls=many(96, "fader"))])


def test_a_feed_that_no_page_shows_is_on_the_first() -> None:
    read = show(feeds=[{"id": "a"}, {"id": "b"}], pages=[page("p"), page("q", views=[{"feed": "b"}])])
    assert [[view.feed for view in page.views] for page in read.pages] == [["a"], ["b"]]


def test_there_are_as_many_pages_as_there_may_be() -> None:
    assert len(show(pages=[page(f"p{n}") for n in range(MAX_PAGES)]).pages) == MAX_PAGES
    with pytest.raises(ShowError, match="pages: 41 are more than the 40 that are possible"):
        show(pages=[page(f"p{n}") for n in range(MAX_PAGES + 1)])


def test_there_are_as_many_feeds_as_there_may_be() -> None:
    feeds = [{"id": f"f{n}"} for n in range(MAX_FEEDS + 1)]
    views = spread([{"feed": feed["id"]} for feed in feeds[:MAX_VIEWS]])
    assert len(show(feeds=feeds[:MAX_FEEDS], views=views).feeds) == MAX_FEEDS
    with pytest.raises(ShowError, match="feeds: 101 are more than the 100 that are possible"):
        show(feeds=feeds, views=views)
    with pytest.raises(ShowError, match="views: 101 are more than the 100 that are possible"):
        show(feeds=feeds[:1], views=[{"feed": "f0"}] * (MAX_VIEWS + 1))


def test_there_are_as_many_controls_as_there_may_be() -> None:
    controls = many(MAX_CONTROLS + 1)
    pages = [page(f"p{n}", controls=spread(controls[n * 500 : n * 500 + 500])) for n in range(4)]
    full = show(pages=pages)
    assert len(full.controls) == MAX_CONTROLS
    assert again(full) == full
    with pytest.raises(ShowError, match="2001 controls are more than the 2000 that are possible"):
        show(pages=[*pages, page("last", controls=controls[-1:])])
    with pytest.raises(ShowError, match="controls: 2001 are more than the 2000 that are possible"):
        show(controls=controls)


def test_another_control_takes_its_namesakes_place() -> None:
    before = small()
    after = before.with_control(replace(toggle("slider1"), place=None))
    assert after.controls["slider1"].type == "toggle"
    assert after.controls["slider1"].place == before.controls["slider1"].place
    assert list(after.controls) == list(before.controls)


def test_one_more_control_makes_the_page_longer_then_wider_then_there_is_no_room() -> None:
    new = replace(toggle("new"), place=None)
    for place, rows, grown in [
        ([1, 1, 2, 3], 9, [2, 9, [1, 4, 2, 1]]),
        ([1, 1, 2, 3], 3, [2, 4, [1, 4, 2, 1]]),
        ([1, 1, 2, 24], 24, [4, 24, [3, 1, 2, 1]]),
    ]:
        wall = {"id": "wall", "type": "toggle", "place": place}
        after = show(pages=[page(columns=2, rows=rows, controls=[wall]), page("other")]).with_control(new)
        where = after.controls["new"].place
        assert where
        assert [after.pages[0].columns, after.pages[0].rows, where.describe()] == grown
        assert again(after) == after
    full = show(controls=[{"id": "wall", "type": "toggle", "place": [1, 1, 24, 24]}])
    with pytest.raises(ShowError, match="page main: there is no room left for another control"):
        full.with_control(new)


keys = st.one_of(
    st.sampled_from(
        ["id", "name", "open", "pages", "controls", "feeds", "views", "type", "min", "max", "place", "value"]
    ),
    texts,
)
values = st.one_of(st.sampled_from([*CONTROL_TYPES, "main", "number", 1, 0.5, 24, [1, 1, 1, 1], None, True]), anything)
details = st.sampled_from(
    [
        "label",
        "min",
        "max",
        "step",
        "default",
        "value",
        "place",
        "length",
        "unit",
        "decimals",
        "source",
        "every",
        "feed",
    ]
)
thing = st.one_of(
    anything,
    st.builds(
        lambda id, more, kind: {"id": id, **NEEDED.get(kind.get("type", ""), {}), **more, **kind},
        ids,
        st.dictionaries(details, values, max_size=2),
        st.just({}) | st.fixed_dictionaries({"type": st.sampled_from(sorted(CONTROL_TYPES))}),
    ),
)
files = st.builds(
    lambda version, rest: {"sidestage": version, **rest},
    st.sampled_from([1, 1, 1, 1, 2, "1"]),
    st.dictionaries(keys, values | st.lists(thing, max_size=4), max_size=4)
    | st.fixed_dictionaries({"controls": st.lists(thing, max_size=5), "feeds": st.lists(thing, max_size=2)}),
)


@given(files | anything)
def test_whatever_a_file_says_it_is_a_show_or_an_error_in_words(data: object) -> None:
    try:
        read = read_show(data, "x", "X")
    except ShowError as error:
        said = str(error)
    else:
        said = "a show"
        assert again(read).describe() == read.describe()
    assert said


controls = st.lists(
    st.builds(
        lambda id, kind, more: (
            id,
            {"id": id, "type": kind} | NEEDED.get(kind, {}) | (more if kind == "fader" else {}),
        ),
        ids,
        st.sampled_from(sorted({*CONTROL_TYPES}.difference({"group", "page"}))),
        st.sampled_from([{}, {"min": -60, "max": 10}, {"step": 0.5, "default": 7.3}, {"max": 1 / 3}, {"value": 5}]),
    ),
    max_size=8,
    unique_by=lambda pair: pair[0],
)


@given(controls, st.lists(ids, max_size=2, unique=True), st.integers(1, 3))
def test_a_description_is_read_again_as_the_same_show(
    controls: list[tuple[str, Any]], feeds: list[str], pages: int
) -> None:
    read = show(
        id="s",
        feeds=[{"id": feed} for feed in feeds],
        pages=[page(f"p{n}", controls=[control for _, control in controls[n::pages]]) for n in range(pages)],
    )
    assert again(read).describe() == read.describe()
    assert {one.id for page in read.pages for one in page.controls} == {id for id, _ in controls}


def test_a_description_tells_everything_but_the_values() -> None:
    described = small(controls=[{"id": "a", "type": "fader", "value": 70}]).describe()
    assert (described["id"], described["name"], described["open"]) == ("small", "A file", False)
    assert "70" not in json.dumps(described)
