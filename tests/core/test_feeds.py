"""Feeds, and the window of numbers that is kept."""

from collections import deque
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.feeds import MAX_KEPT, SOURCES, TICK, Feed, Window
from webui.core.reading import MAX_DECIMALS, MAX_UNIT


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
        ({"source": ["random"]}, "source must be one of random, program"),
        ({"source": None}, "source must be one of random, program"),
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
    assert [number for _, number in window.points(11_000.0)] == list(range(1, 12))
    assert [number for _, number in window.points(15_000.5)] == list(range(6, 12))
    assert window.points(100_000.0) == []


def test_a_window_holds_so_many_numbers_at_most() -> None:
    window = Window(3600)
    for n in range(MAX_KEPT):
        window.push(float(n), n)
    assert len(window.points(0.0)) == MAX_KEPT
    window.push(float(MAX_KEPT), MAX_KEPT)
    points = window.points(0.0)
    assert len(points) == MAX_KEPT
    assert points[0] == (1.0, 1)
    assert points[-1] == (float(MAX_KEPT), MAX_KEPT)


def test_a_minute_of_a_thousand_numbers_a_second_is_kept_whole() -> None:
    window = Window(300)
    for n in range(2 * 60_000):
        window.push(float(n), n)
    assert window.points(120_000.0) == [(float(n), n) for n in range(60_000, 120_000)]


def test_numbers_of_one_moment_have_times_of_their_own_in_the_order_in_which_they_came() -> None:
    window = Window(10)
    told = [window.push(at, number) for number, at in enumerate([5.0, 5.0, 4.0, 5.014, 7.123456])]
    assert told == [5.0, 5.01, 5.02, 5.03, 7.12]
    assert window.points(8.0) == list(zip(told, range(5), strict=True))


def test_a_rest_is_a_gap() -> None:
    window = Window(10)
    assert window.resting()
    window.push(0.0, 5)
    assert not window.resting()
    window.push(1.0, None)
    assert window.resting()
    assert window.points(1.0) == [(0.0, 5), (1.0, None)]
    window.push(2.0, 0)
    assert not window.resting()


def test_another_length_keeps_the_numbers() -> None:
    window = Window(10)
    for second in range(10):
        window.push(second * 1000.0, second)
    assert [number for _, number in window.carried(3).points(9000.0)] == [6, 7, 8, 9]
    assert len(window.carried(600).points(9000.0)) == 10
    assert len(window.points(9000.0)) == 10


@given(st.lists(st.tuples(st.floats(0, 20_000), st.one_of(st.none(), st.floats(allow_nan=False))), max_size=40))
def test_a_window_is_what_was_pushed_less_what_is_too_old(pushes: list[tuple[float, float | None]]) -> None:
    window = Window(5)
    kept = [(window.push(at, number), number) for at, number in pushes]
    times = [at for at, _ in kept]
    assert all(later - earlier > TICK / 2 for earlier, later in pairwise(times))
    now = max(times, default=0.0)
    assert window.points(now) == [point for point in kept if point[0] >= now - 5000]


@given(st.lists(st.floats(0, 3000), max_size=300))
def test_what_is_forgotten_in_one_go_is_what_was_too_old(steps: list[float]) -> None:
    window, now, kept = Window(10), 0.0, deque[tuple[float, float]]()
    for step in steps:
        now += step
        for number in range(60):
            kept.append((window.push(now, number), number))
    newest = kept[-1][0] if kept else 0.0
    assert window.points(newest) == [point for point in kept if point[0] >= newest - 10_000]
