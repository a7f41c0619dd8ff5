"""Feeds, and the window of numbers that is kept."""

from collections import deque
from itertools import pairwise
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.feeds import MAX_KEPT, RECENT, SOURCES, TICK, Feed, Window
from webui.core.show.fields import MAX_DECIMALS, MAX_UNIT


def all_of(window: Window, now: float) -> list[Any]:
    """Return all that a window holds, each number by itself."""
    return window.columns(TICK, window.first(-inf, now), inf)


def feed(**keys: Any) -> Feed:
    return show(feeds=[{"id": "number", **keys}]).feeds["number"]


def test_a_feed_has_defaults_for_all_but_its_id() -> None:
    assert feed().describe() == {
        "id": "number", "label": "number", "unit": "", "decimals": 3, "source": "random", "every": 1, "window": 300,
    }  # fmt: skip


@pytest.mark.parametrize(
    "keys",
    [{"every": 0.02}, {"every": 3600}, {"window": 10}, {"window": 3600}, {"unit": "x" * MAX_UNIT}, {"decimals": 0}],
)
def test_limits_are_possible_themselves(keys: dict[str, Any]) -> None:
    assert feed(**keys).describe().items() >= keys.items()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"every": 0.019}, r"every must be from 0\.02 to 3600"),
        ({"every": 3601}, r"every must be from 0\.02 to 3600"),
        ({"window": 9}, "window must be from 10 to 3600"),
        ({"window": 3601}, "window must be from 10 to 3600"),
        ({"decimals": MAX_DECIMALS + 1}, "decimals must be from 0 to 6"),
        ({"unit": "x" * (MAX_UNIT + 1)}, "unit: longer than 8 characters"),
        ({"source": ["random"]}, f"source must be one of {', '.join(SOURCES)}"),
        ({"source": None}, f"source must be one of {', '.join(SOURCES)}"),
        ({"evry": 1}, "there is no key 'evry' here"),
    ],
)
def test_what_makes_no_feed_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"feed 1: {sentence}"):
        feed(**keys)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_of_the_table_can_be_named(source: str) -> None:
    assert feed(source=source).source == source


def test_a_window_holds_what_came_in_its_seconds() -> None:
    window = Window(10)
    for second in range(12):
        window.push(second * 1000.0, second)
    assert [number for _, number in all_of(window, 11_000.0)] == list(range(1, 12))
    assert [number for _, number in all_of(window, 15_000.5)] == list(range(6, 12))
    assert all_of(window, 100_000.0) == []


def test_a_window_holds_so_many_numbers_at_most() -> None:
    window = Window(3600)
    for n in range(MAX_KEPT):
        window.push(float(n), n)
    assert len(all_of(window, 0.0)) == MAX_KEPT
    window.push(float(MAX_KEPT), MAX_KEPT)
    points = all_of(window, 0.0)
    assert len(points) == MAX_KEPT
    assert points[0] == (1.0, 1)
    assert points[-1] == (float(MAX_KEPT), MAX_KEPT)


def test_a_minute_of_a_thousand_numbers_a_second_is_kept_whole() -> None:
    window = Window(300)
    for n in range(2 * 60_000):
        window.push(float(n), n)
    assert all_of(window, 120_000.0) == [(float(n), n) for n in range(60_000, 120_000)]


def test_numbers_of_one_moment_have_times_of_their_own_in_the_order_in_which_they_came() -> None:
    window = Window(10)
    told = [window.push(at, number) for number, at in enumerate([5.0, 5.0, 4.0, 5.014, 7.123456])]
    assert told == [5.0, 5.01, 5.02, 5.03, 7.12]
    assert all_of(window, 8.0) == list(zip(told, range(5), strict=True))


def test_a_rest_is_a_gap() -> None:
    window = Window(10)
    assert window.resting()
    window.push(0.0, 5)
    assert not window.resting()
    window.push(1.0, None)
    assert window.resting()
    assert all_of(window, 1.0) == [(0.0, 5), (1.0, None)]
    window.push(2.0, 0)
    assert not window.resting()


def test_another_length_keeps_the_numbers() -> None:
    window = Window(10)
    for second in range(10):
        window.push(second * 1000.0, second)
    assert [number for _, number in all_of(window.carried(3), 9000.0)] == [6, 7, 8, 9]
    assert len(all_of(window.carried(600), 9000.0)) == 10
    assert len(all_of(window, 9000.0)) == 10


@given(st.lists(st.tuples(st.floats(0, 20_000), st.one_of(st.none(), st.floats(allow_nan=False))), max_size=40))
def test_a_window_is_what_was_pushed_less_what_is_too_old(pushes: list[tuple[float, float | None]]) -> None:
    window = Window(5)
    kept = [(window.push(at, number), number) for at, number in pushes]
    times = [at for at, _ in kept]
    assert all(later - earlier > TICK / 2 for earlier, later in pairwise(times))
    now = max(times, default=0.0)
    assert all_of(window, now) == [point for point in kept if point[0] >= now - 5000]


@given(st.lists(st.floats(0, 3000), max_size=300))
def test_what_is_forgotten_in_one_go_is_what_was_too_old(steps: list[float]) -> None:
    window, now, kept = Window(10), 0.0, deque[tuple[float, float]]()
    for step in steps:
        now += step
        for number in range(60):
            kept.append((window.push(now, number), number))
    newest = kept[-1][0] if kept else 0.0
    assert all_of(window, newest) == [point for point in kept if point[0] >= newest - 10_000]


numbers = st.one_of(st.none(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False))
pushes = st.lists(st.tuples(st.floats(0, 50), numbers), max_size=200)


def filled(steps: list[tuple[float, Any]], seconds: float = 3600) -> tuple[Window, list[Any]]:
    """A window with these numbers, each so long after the one before; and what it was given, with its times."""
    window, now, points = Window(seconds), 0.0, []
    for step, number in steps:
        now += step
        points.append((window.push(now, number), number))
    return window, points


def count_of(samples: list[Any]) -> float:
    """For how many numbers samples stand; rests are none."""
    return sum(rest[0] if rest else 1 for _, number, *rest in samples if number is not None)


@given(pushes, st.sampled_from([1, 4, 32, 256]), st.floats(0, 4000), st.floats(0, 4000))
def test_columns_have_every_peak_and_count_of_what_they_stand_for(
    steps: list[tuple[float, Any]], width: int, since: float, before: float
) -> None:
    window, points = filled(steps)
    samples = window.columns(width, since, before)
    meant = [(time, number) for time, number in points if since <= time < before]
    assert {(time, number) for time, number, *_ in samples} <= set(meant), "no number is made up"
    assert all(earlier[0] < later[0] for earlier, later in pairwise(samples))
    for column in {time // width for time, _ in meant}:
        its = [number for time, number in meant if time // width == column and number is not None]
        kept = [sample for sample in samples if sample[0] // width == column]
        assert len(kept) <= 5
        assert count_of(kept) == pytest.approx(len(its), abs=0.01)
        if its:
            shown = [number for _, number, *_ in kept if number is not None]
            assert (min(shown), max(shown)) == (min(its), max(its))
    assert any(number is None for _, number, *_ in samples) == any(number is None for _, number in meant)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(-1000, 1000)), min_size=1, max_size=200))
def test_the_mean_of_columns_is_that_of_their_numbers(steps: list[tuple[float, Any]]) -> None:
    window, points = filled(steps)
    samples = window.columns(64, 0, inf)
    mean = sum(number * (rest[0] if rest else 1) for _, number, *rest in samples) / count_of(samples)
    assert mean == pytest.approx(sum(number for _, number in points) / len(points), abs=1)


def test_a_column_of_equal_numbers_is_one_that_stands_for_all() -> None:
    window, _ = filled([(1, 7)] * 10)
    assert window.columns(64, 0, inf) == [(1.0, 7, 10)]


def test_a_column_is_its_least_and_greatest_number_in_the_order_in_which_they_came() -> None:
    window, _ = filled([(1, 3), (1, 9), (1, 0), (1, 6)])
    assert window.columns(64, 0, inf) == [(2.0, 9, 2.0), (3.0, 0, 2.0)]


def test_a_rest_parts_a_column_and_further_rests_do_not() -> None:
    window, _ = filled([(1, 1), (1, 2), (1, 3), (1, None), (1, 4), (1, None), (1, 8), (1, 6)])
    assert window.columns(64, 0, inf) == [(1.0, 1, 1.5), (3.0, 3, 1.5), (4.0, None), (5.0, 4, 1.5), (7.0, 8, 1.5)]
    window, _ = filled([(1, None), (1, 5), (1, None), (1, 5)])
    assert window.columns(64, 0, inf) == [(1.0, None), (2.0, 5, 2)]


def test_numbers_near_the_greatest_that_there_are_can_be_drawn_as_well() -> None:
    window, _ = filled([(1, 1.7e308), (1, -1.7e308), (1, 1.7e308), (1, 1.7e308)])
    assert window.columns(64, 0, inf) == [(1.0, 1.7e308, 2.0), (2.0, -1.7e308, 2.0)]


def test_the_newest_numbers_are_told_with_the_rests_among_them() -> None:
    window, points = filled([(1, n) for n in range(50)])
    assert window.recent(50.0) == points[-RECENT:]
    window, points = filled([(1, n // 2 if n % 2 else None) for n in range(51)])
    recent = window.recent(51.0)
    assert recent == points[-len(recent) :]
    assert len([number for _, number in recent if number is not None]) == RECENT
    assert recent[-1][1] is None
    assert Window(10).recent(5.0) == []
    window, points = filled([(1, 1), (1, 2)])
    assert window.recent(2.0) == points


def test_a_window_says_where_it_begins_and_ends() -> None:
    window, _ = filled([(1000, n) for n in range(1, 31)], seconds=10)
    assert window.newest == 30_000.0
    assert window.first(-inf, 30_000.0) == 20_000.0
    assert window.first(25_000.5, 30_000.0) == 26_000.0
    assert window.first(30_000.5, 30_000.0) == inf
    assert window.first(-inf, 100_000.0) == inf
    assert window.newest == -inf
    assert Window(10).newest == -inf
