"""How many frames may be under way to one page."""

from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.delivery.flow import QUICK, SLOW, WINDOW, Flow


def filled(flow: Flow, first: int = 1, now: float = 0.0) -> int:
    """Send as much as it allows; returns the number of the last."""
    seq = first
    while flow.may_send(now):
        flow.sent(seq, now)
        seq += 1
    return seq - 1


def test_no_more_frames_are_under_way_than_the_window_holds() -> None:
    flow = Flow()
    assert filled(flow) == WINDOW
    flow.got(3, 1.0)
    assert filled(flow, WINDOW + 1, 1.0) == WINDOW + 3


def test_an_old_or_foreign_word_opens_no_window() -> None:
    flow = Flow()
    filled(flow, 5)
    for seq in (4, 0, -1):
        flow.got(seq, 1.0)
        assert not flow.may_send(1.0)
    flow.got(10**30, 1.0)
    assert flow.may_send(1.0)


def test_a_word_tells_how_long_the_frame_that_it_names_was_under_way() -> None:
    flow = Flow()
    for seq in (5, 6, 8):
        flow.sent(seq, seq * 10.0)
    assert flow.got(4, 90.0) is None
    assert flow.got(6, 75.0) == 15.0
    assert flow.got(6, 76.0) is None, "said twice"
    assert flow.got(7, 77.0) is None, "no such frame"
    assert flow.got(9, 90.0) is None, "none yet, though what went before is there"
    assert flow.may_send(90.0)


def test_a_page_that_answers_late_gets_half_of_the_window_each_time_and_one_more_for_each_quick_answer() -> None:
    flow = Flow()
    windows = []
    now, late = 0.0, 10 + SLOW + 1
    for seq, lag in enumerate((10, late, late, late, late, 10, 10 + QUICK, 10 + QUICK - 1), 1):
        flow.sent(seq, now)
        now += lag
        flow.got(seq, now)
        windows.append(flow.window)
    assert windows == [8, 4, 2, 1, 1, 2, 2, 3]


@pytest.mark.parametrize(("over", "window"), [(60.0, 4), (59.9, 5), (120.0, 4), (120.1, 2)])
def test_the_window_widens_below_60_ms_over_the_least_lag_and_is_halved_above_120(over: float, window: int) -> None:
    flow = Flow()
    now = 0.0
    for seq, lag in enumerate((10.0, 1000.0, 10.0 + over), 1):
        flow.sent(seq, now)
        flow.got(seq, now + lag)
        now += lag
    assert flow.window == window


def test_what_was_sent_before_the_window_was_changed_changes_it_no_further() -> None:
    flow = Flow()
    flow.sent(1, 0.0)
    flow.got(1, 10.0)
    last = filled(flow, 2, 10.0)
    for seq in range(2, last + 1):
        flow.got(seq, 1000.0 + seq)
    assert flow.window == WINDOW // 2
    flow.sent(last + 1, 2000.0)
    flow.got(last + 1, 3000.0)
    assert flow.window == WINDOW // 4


def test_it_is_the_queue_that_counts_and_not_the_way() -> None:
    flow = Flow()
    for seq in range(1, 20):
        flow.sent(seq, seq * 1000.0)
        flow.got(seq, seq * 1000.0 + 800)
    assert flow.window == WINDOW


@pytest.mark.parametrize(("silent", "may"), [(130.0, True), (130.1, False)])
def test_a_third_frame_waits_once_the_page_has_said_nothing_for_120_ms_over_its_least_lag(
    silent: float, may: bool
) -> None:
    flow = Flow()
    flow.sent(1, 0.0)
    flow.got(1, 10.0)
    flow.sent(2, 1000.0)
    flow.sent(3, 1000.0)
    assert flow.may_send(1000.0 + silent) is may


def test_while_the_first_frame_is_overdue_no_third_one_follows() -> None:
    flow = Flow()
    flow.sent(1, 0.0)
    flow.got(1, 10.0)
    flow.sent(2, 10.0)
    assert flow.may_send(10_000.0), "one more, since the page may be quicker than it looks"
    flow.sent(3, 10.0)
    assert flow.may_send(10.0 + 10 + SLOW)
    assert not flow.may_send(10.0 + 10 + SLOW + 0.1)
    flow.sent(4, 20.0)
    flow.got(2, 5000.0)
    assert flow.may_send(5000.0), "it is there again, and the rest is on its way already"


@given(st.lists(st.tuples(st.floats(0, 500), st.booleans()), max_size=100))
def test_whatever_a_page_says_there_is_a_window_and_one_that_says_all_can_be_sent_to(
    steps: list[tuple[float, bool]],
) -> None:
    flow = Flow()
    now, seq, said, under_way = 0.0, 0, 0, 0
    for span, sends in steps:
        now += span
        if sends and flow.may_send(now):
            seq += 1
            flow.sent(seq, now)
        elif not sends and said < seq:
            said += 1
            flow.got(said, now)
        under_way = seq - said
        assert 1 <= flow.window <= WINDOW
        assert under_way <= WINDOW
    flow.got(seq, now)
    assert flow.may_send(now)


@dataclass
class Wire:
    """A page behind a wire that carries so many bytes a second, and what it shows. It says got as our page does."""

    rate: float
    frame: int
    way: float = 2.0
    flow: Flow = field(default_factory=Flow)
    sent: deque[tuple[int, float, float]] = field(default_factory=deque)
    words: deque[tuple[float, int]] = field(default_factory=deque)
    seq: int = 0
    free: float = 0.0
    shown: float = 0.0
    shown_seq: int = 0
    ungot: int = 0
    due: float | None = None
    stalled: tuple[float, float] = (-1.0, -1.0)
    stale: int = 0

    def is_stalled(self, now: float) -> bool:
        return self.stalled[0] <= now < self.stalled[1]

    def turn(self, now: float, changed: bool) -> None:
        """One millisecond: what was said arrives, a frame leaves if it may, frames arrive."""
        while self.words and self.words[0][0] <= now:
            self.flow.got(self.words.popleft()[1], now)
        if changed and self.flow.may_send(now):
            self.seq += 1
            self.flow.sent(self.seq, now)
            self.free = max(self.free, now) + self.frame / self.rate * 1000
            self.sent.append((self.seq, now, self.free + self.way))
        if self.is_stalled(now):
            return
        while self.sent and self.sent[0][2] <= now:
            self.shown_seq, self.shown, _ = self.sent.popleft()
            self.stale += self.shown < self.stalled[1]
            self.ungot += 1
            self.due = now + 50 if self.due is None else self.due
        if self.ungot and (self.ungot >= 4 or (self.due is not None and self.due <= now)):
            self.ungot, self.due = 0, None
            self.words.append((now + self.way, self.shown_seq))


@pytest.mark.parametrize("frame", [60, 200])
@pytest.mark.parametrize("every", [8, 16])
def test_a_page_that_reads_two_kilobytes_a_second_shows_values_that_are_less_than_600_ms_old_and_do_not_age(
    frame: int, every: int
) -> None:
    wire = Wire(rate=2000, frame=frame)
    ages = []
    for now in range(30_000):
        wire.turn(now, now % every == 0)
        ages.append(now - wire.shown)
    assert max(ages[2000:]) < 600
    assert max(ages[20_000:]) <= max(ages[2000:10_000]) + 50


def test_a_page_on_a_quick_wire_gets_every_frame() -> None:
    wire = Wire(rate=1e7, frame=200)
    for now in range(5000):
        wire.turn(now, now % 16 == 0)
    assert wire.seq >= 5000 // 16


@pytest.mark.parametrize("every", [8, 16, 100])
def test_a_page_that_stalled_is_up_to_date_as_soon_as_it_has_said_so(every: int) -> None:
    wire = Wire(rate=1e7, frame=200, stalled=(2000.0, 7000.0))
    for now in range(7200):
        wire.turn(now, now % every == 0)
    assert wire.stale - 2000 // every <= WINDOW, "the past was played back"
    assert wire.shown > 7000
