"""How good a link is: from when frames went out, and when the page said that it has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.devices.link_quality import LEAST_STEP, MEMORY, STEP, Quality


def link(*samples: tuple[float, float]) -> Quality:
    """A link with these round trips, each with the time at which it ended."""
    quality = Quality()
    for trip, now in samples:
        quality.got(trip, 0.0, now)
    return quality


def test_nothing_is_known_at_first_and_no_jitter_after_one_round_trip() -> None:
    assert Quality().figures == (None, None)
    assert link((3.0, 100.0)).figures == (3.0, None)


def test_what_the_page_kept_its_word_back_is_no_part_of_the_way() -> None:
    quality = Quality()
    quality.got(51.5, 48.5, 151.5)
    assert quality.figures == (3.0, None)


def test_a_page_that_kept_it_longer_than_it_took_has_no_negative_way() -> None:
    quality = Quality()
    quality.got(51.5, 60_000.0, 151.5)
    assert quality.figures == (0.0, None)


def test_jitter_is_the_smoothed_difference_from_one_round_trip_to_the_next() -> None:
    quality = link(*((10.0 if n % 2 else 16.0, n * 1000.0) for n in range(60)))
    assert quality.trip == pytest.approx(13, abs=0.5)
    assert quality.jitter == pytest.approx(6)
    steady = link(*((10.0, n * 1000.0) for n in range(60)))
    assert steady.figures == (10.0, 0.0)


@pytest.mark.parametrize("every", [8.0, 100.0, 1000.0])
def test_a_changed_link_is_known_after_so_many_seconds_however_often_it_is_measured(every: float) -> None:
    before = [(5.0, n * every) for n in range(10)]
    began = before[-1][1]
    after = [(105.0, began + every * n) for n in range(1, round(MEMORY / every) + 1)]
    quality = link(*before, *after)
    assert quality.trip is not None
    assert 5 + 100 * 0.55 < quality.trip < 5 + 100 * 0.7
    assert quality.figures[0] == round(quality.trip, 1)


def test_a_round_trip_that_the_page_measured_counts_until_there_is_a_better_one() -> None:
    quality = Quality()
    quality.said(40.0, 0.0)
    assert quality.figures == (40.0, None)
    quality.said(42.0, MEMORY)
    assert quality.figures == (41.0, 2.0)
    quality.got(41.0, 0.0, MEMORY + 41.0)
    before = quality.figures
    quality.said(900.0, 2 * MEMORY)
    assert quality.figures == before


def test_only_what_a_person_would_mind_is_news() -> None:
    quality = link((3.0, 0.0))
    assert quality.news() == (3.0, None)
    assert quality.news() is None
    quality.trip, quality.jitter = 3.0 + LEAST_STEP - 0.1, 0.0
    assert quality.news() == (3.9, 0.0)
    quality.trip = 2.9
    assert quality.news() == (2.9, 0.0)
    quality.jitter = LEAST_STEP - 0.1
    assert quality.news() is None
    quality.jitter = LEAST_STEP
    assert quality.news() == (2.9, LEAST_STEP)
    quality.trip = 100.0
    assert quality.news()
    quality.trip = 100.0 * (1 + STEP) - 0.1
    assert quality.news() is None
    quality.trip = 100.0 * (1 + STEP)
    assert quality.news() == (120.0, LEAST_STEP)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=2, max_size=60))
def test_figures_stay_between_the_least_and_the_greatest_that_was_measured(steps: list[tuple[float, float]]) -> None:
    now, samples = 0.0, []
    for passed, trip in steps:
        now += passed + trip
        samples.append((trip, now))
    quality = link(*samples)
    trips = [trip for trip, _ in samples]
    assert quality.trip is not None
    assert quality.jitter is not None
    assert min(trips) - 1e-6 <= quality.trip <= max(trips) + 1e-6
    assert 0 <= quality.jitter <= max(trips) - min(trips) + 1e-6
