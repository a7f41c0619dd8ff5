"""What one page has not been told yet."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from webui.core.delivery.flow import WINDOW
from webui.core.delivery.outbox import BEAT, HEARTBEAT, MAX_NUMBERS, MAX_REFUSALS, Frame, News, Outbox
from webui.core.show.feeds import Point


def fresh() -> tuple[News, Outbox]:
    news = News()
    return news, Outbox(news, revision=10, now=0.0)


def sent(outbox: Outbox, seq: int = 1, revision: int = 10, now: float = 0.0) -> Frame:
    frame = outbox.frame(seq, revision, now)
    assert frame
    return frame


def test_there_is_nothing_to_say_at_first() -> None:
    _, outbox = fresh()
    assert outbox.frame(1, 10, 0.0) is None
    assert not outbox.waiting


def test_a_frame_holds_the_newest_value_of_each_control() -> None:
    news, outbox = fresh()
    for revision, (control, value) in enumerate([("a", 1), ("b", True), ("a", 2)], 11):
        news.changed(control, value, revision)
    assert sent(outbox, revision=13) == Frame(1, 10, 13, {"a": 2, "b": True})
    assert outbox.frame(2, 13, 0.0) is None


def test_a_frame_holds_all_that_happened_once() -> None:
    news, outbox = fresh()
    news.pushed("number", (1.0, 5))
    news.pushed("number", (2.0, None))
    outbox.taken(4)
    outbox.kept(3)
    outbox.refused(4, "a", "View only")
    outbox.refused(None, None, "Oh")
    news.held("a", "d1", 11)
    news.held("b", "d2", 12)
    news.held("a", None, 13)
    frame = sent(outbox, revision=13)
    assert frame.holds == {"a": None, "b": "d2"}
    assert frame.numbers == {"number": [(1.0, 5), (2.0, None)]}
    assert (frame.taken, frame.kept) == (4, 3)
    assert frame.refused == ((4, "a", "View only"), (None, None, "Oh"))
    assert sent(outbox, 2, 13, HEARTBEAT) == Frame(2, 13, 13)


def test_each_thing_alone_is_worth_a_frame_and_only_what_concerns_all_is_shared() -> None:
    for is_shared, say in (
        (True, lambda news, outbox: news.changed("a", 1, 11)),
        (True, lambda news, outbox: news.held("a", None, 11)),
        (True, lambda news, outbox: news.pushed("number", (1.0, 5))),
        (False, lambda news, outbox: outbox.taken(1)),
        (False, lambda news, outbox: outbox.kept(0)),
        (False, lambda news, outbox: outbox.refused(None, None, "Oh")),
    ):
        news, outbox = fresh()
        say(news, outbox)
        assert outbox.waiting
        assert sent(outbox).is_shared == is_shared


def test_pages_that_were_told_equally_far_get_the_same_frame() -> None:
    news, first = fresh()
    second, third = Outbox(news, 10, 0.0), Outbox(news, 10, 0.0)
    news.changed("a", 1, 11)
    news.pushed("number", (1.0, 5))
    second.taken(7)
    assert sent(first, 1, 11) is sent(third, 1, 11)
    personal = sent(second, 1, 11)
    assert personal == Frame(1, 10, 11, {"a": 1}, {"number": [(1.0, 5)]}, taken=7)
    late = Outbox(news, 10, 0.0)
    late.told_all(11, 0.0)
    news.changed("b", 2, 12)
    assert sent(first, 2, 12).key == sent(second, 2, 12).key == sent(late, 2, 12).key != personal.key


def test_who_knows_as_many_values_but_fewer_numbers_gets_a_frame_of_another_key() -> None:
    news, first = fresh()
    news.pushed("number", (1.0, 5))
    second = Outbox(news, 10, 0.0)
    news.pushed("number", (2.0, 6))
    frames = sent(first), sent(second)
    assert [len(frame.numbers["number"]) for frame in frames] == [2, 1]
    assert frames[0].key != frames[1].key


def test_a_quiet_page_hears_something_in_time() -> None:
    _, outbox = fresh()
    assert outbox.frame(1, 10, HEARTBEAT - 0.1) is None
    assert sent(outbox, now=HEARTBEAT) == Frame(1, 10, 10)
    assert outbox.frame(2, 10, HEARTBEAT + 1) is None
    assert HEARTBEAT + BEAT < 1000


def test_while_the_window_is_full_newer_values_replace_older_ones() -> None:
    news, outbox = fresh()
    for seq in range(1, WINDOW + 1):
        news.changed("a", seq, 10 + seq)
        sent(outbox, seq, 10 + seq)
    for revision, value in enumerate(("old", "newer", "newest"), 19):
        news.changed("a", value, revision)
        assert outbox.frame(WINDOW + 1, revision, 10_000.0) is None
    assert outbox.is_held_back
    outbox.flow.got(WINDOW, 10_000.0)
    assert sent(outbox, WINDOW + 2, 21, 10_000.0) == Frame(WINDOW + 2, 18, 21, {"a": "newest"})


def test_nothing_is_held_back_where_nothing_waits_or_the_window_is_open() -> None:
    news, outbox = fresh()
    for seq in range(1, WINDOW + 1):
        news.changed("a", seq, 10 + seq)
        sent(outbox, seq, 10 + seq)
        assert not outbox.is_held_back
    assert outbox.frame(WINDOW + 1, 18, 1.0) is None, "nothing waits"
    assert not outbox.is_held_back
    news.changed("a", 0, 19)
    assert outbox.frame(WINDOW + 2, 19, 1.0) is None
    assert outbox.is_held_back
    outbox.flow.got(1, 1.0)
    sent(outbox, WINDOW + 3, 19, 1.0)
    assert not outbox.is_held_back


def test_a_page_that_was_told_everything_hears_only_what_came_since() -> None:
    news, outbox = fresh()
    news.changed("gone", 1, 11)
    news.held("gone", "d1", 12)
    news.pushed("number", (1.0, 5))
    outbox.taken(4)
    news.forget()
    outbox.told_all(15, 0.0)
    assert sent(outbox, revision=15) == Frame(1, 15, 15, taken=4)
    assert outbox.frame(2, 15, 0.0) is None
    news.changed("a", 2, 16)
    news.pushed("number", (2.0, 6))
    assert sent(outbox, 3, 16) == Frame(3, 15, 16, {"a": 2}, {"number": [(2.0, 6)]})


def test_so_many_refusals_and_numbers_wait_at_the_most_and_the_newest_count() -> None:
    news, outbox = fresh()
    for n in range(MAX_REFUSALS + 1):
        outbox.refused(n, None, "No")
    for n in range(MAX_NUMBERS + 1):
        news.pushed("number", (float(n), n))
    frame = sent(outbox)
    assert [n for n, _, _ in frame.refused] == list(range(1, MAX_REFUSALS + 1))
    assert len(frame.numbers["number"]) == MAX_NUMBERS
    assert frame.numbers["number"][-1] == (float(MAX_NUMBERS), MAX_NUMBERS)


def test_a_page_that_missed_numbers_is_told_of_which_feeds() -> None:
    news, outbox = fresh()
    news.pushed("early", (0.0, 1))
    assert sent(outbox).missed == ()
    news.pushed("rare", (1.0, 1))
    for n in range(MAX_NUMBERS - 1):
        news.pushed("number", (float(n), n))
    late = Outbox(news, revision=10, now=0.0)
    frame = sent(outbox, 2)
    assert (frame.missed, len(frame.numbers["rare"])) == ((), 1), "just so many are told"
    news.pushed("number", (5000.0, 1))
    assert sent(outbox, 3).missed == (), "it was told before"
    behind = Outbox(news, revision=10, now=0.0)
    for n in range(MAX_NUMBERS + 1):
        news.pushed("number", (float(6000 + n), n))
    frame = sent(behind, 4)
    assert (frame.missed, set(frame.numbers)) == (("number",), {"number"})
    frame = sent(late, 5)
    assert frame.missed == ("number",)
    news.forget()
    assert sent(late, 6, now=HEARTBEAT).missed == (), "the page was told another way"


controls = st.sampled_from("abc")


class PageAndServer(RuleBasedStateMachine):
    """A page on bad wifi: frames arrive in order, but whenever they like; so does its word that it has them."""

    def __init__(self) -> None:
        super().__init__()
        self.revision = 10
        self.now = 0.0
        self.seq = 0
        self.values: dict[str, int] = {}
        self.pushed: list[Point] = []
        self.under_way: list[Frame | dict[str, Any]] = []
        self.words: list[int] = []
        self.page_values: dict[str, Any] = {}
        self.page_revision = 10
        self.page_points: list[Point] = []
        self.page_seq = 0
        self.unsaid = False
        self.heard = 0.0
        self.news = News()
        self.outbox = Outbox(self.news, self.revision, self.now)

    @rule(control=controls, value=st.integers(0, 3))
    def move(self, control: str, value: int) -> None:
        if self.values.get(control) != value:
            self.values[control] = value
            self.revision += 1
            self.news.changed(control, value, self.revision)
            self.unsaid = True

    @rule()
    def push(self) -> None:
        self.pushed.append((self.now, len(self.pushed)))
        self.news.pushed("number", self.pushed[-1])
        self.unsaid = True

    @rule(after=st.sampled_from([0.0, 8.0, HEARTBEAT]))
    def flush(self, after: float) -> None:
        self.now += after
        self.seq += 1
        frame = self.outbox.frame(self.seq, self.revision, self.now)
        if frame:
            self.under_way.append(frame)
            self.unsaid = False
            self.heard = self.now
        else:
            nothing_to_say = not self.unsaid and self.now // HEARTBEAT == self.heard // HEARTBEAT
            assert nothing_to_say or not self.outbox.flow.may_send(self.now)

    @rule()
    def another_show(self) -> None:
        self.revision += 1
        self.values = {"a": 0}
        self.news.forget()
        self.outbox.told_all(self.revision, self.now)
        self.unsaid = False
        self.heard = self.now
        self.under_way.append({"revision": self.revision, "values": dict(self.values), "points": list(self.pushed)})

    @precondition(lambda self: self.under_way)
    @rule()
    def arrive(self) -> None:
        message = self.under_way.pop(0)
        if isinstance(message, Frame):
            assert message.since == self.page_revision, "a gap"
            assert message.seq > self.page_seq
            self.page_seq = message.seq
            self.page_revision = message.revision
            self.page_values |= message.values
            self.page_points += message.numbers.get("number", [])
            self.words.append(message.seq)
        else:
            self.page_revision = message["revision"]
            self.page_values = message["values"]
            self.page_points = message["points"]

    @precondition(lambda self: self.words)
    @rule(data=st.data())
    def got(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.words))
        self.words = [seq for seq in self.words if seq > said]
        self.outbox.flow.got(said, self.now)

    def unanswered(self) -> int:
        frames = [message for message in self.under_way if isinstance(message, Frame)]
        return len(frames) + len(self.words)

    @invariant()
    def no_more_are_under_way_than_the_window_holds(self) -> None:
        assert self.unanswered() <= WINDOW

    def teardown(self) -> None:
        """In the end the wifi is good: the page has the server's state, and every number once and in order."""
        for _ in range(2):
            while self.under_way:
                self.arrive()
            self.outbox.flow.got(self.seq, self.now)
            self.words = []
            self.flush(HEARTBEAT)
        while self.under_way:
            self.arrive()
        assert self.page_values == self.values
        assert self.page_revision == self.revision
        assert self.page_points == self.pushed


TestPageAndServer = PageAndServer.TestCase
TestPageAndServer.settings = settings(max_examples=60, stateful_step_count=40)
