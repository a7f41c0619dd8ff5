"""What one page has not been told yet."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from webui.core.feeds import MAX_KEPT, Point
from webui.core.outbox import BEAT, HEARTBEAT, MAX_REFUSALS, WINDOW, Frame, Outbox


def fresh() -> Outbox:
    return Outbox(revision=10, now=0.0)


def sent(outbox: Outbox, seq: int = 1, revision: int = 10, now: float = 0.0) -> Frame:
    frame = outbox.frame(seq, revision, now)
    assert frame
    return frame


def test_there_is_nothing_to_say_at_first() -> None:
    assert fresh().frame(1, 10, 0.0) is None


def test_a_frame_holds_the_newest_value_of_each_control() -> None:
    outbox = fresh()
    for control, value in [("a", 1), ("b", True), ("a", 2)]:
        outbox.changed(control, value)
    assert sent(outbox, revision=13) == Frame(1, 10, 13, {"a": 2, "b": True})
    assert outbox.frame(2, 13, 0.0) is None


def test_a_frame_holds_all_that_happened_once() -> None:
    outbox = fresh()
    outbox.pushed("number", (1.0, 5))
    outbox.pushed("number", (2.0, None))
    outbox.taken(4)
    outbox.kept(3)
    outbox.refused(4, "a", "View only")
    outbox.refused(None, None, "Oh")
    outbox.held("a", "d1")
    outbox.held("b", "d2")
    outbox.held("a", None)
    frame = sent(outbox)
    assert frame.holds == {"a": None, "b": "d2"}
    assert frame.numbers == {"number": [(1.0, 5), (2.0, None)]}
    assert (frame.taken, frame.kept) == (4, 3)
    assert frame.refused == ((4, "a", "View only"), (None, None, "Oh"))
    assert sent(outbox, 2, now=HEARTBEAT) == Frame(2, 10, 10)


def test_each_thing_alone_is_worth_a_frame() -> None:
    for say in (
        lambda outbox: outbox.changed("a", 1),
        lambda outbox: outbox.held("a", None),
        lambda outbox: outbox.pushed("number", (1.0, 5)),
        lambda outbox: outbox.taken(1),
        lambda outbox: outbox.kept(0),
        lambda outbox: outbox.refused(None, None, "Oh"),
    ):
        outbox = fresh()
        say(outbox)
        assert sent(outbox)


def test_a_quiet_page_hears_something_in_time() -> None:
    outbox = fresh()
    assert outbox.frame(1, 10, HEARTBEAT - 0.1) is None
    assert sent(outbox, now=HEARTBEAT) == Frame(1, 10, 10)
    assert outbox.frame(2, 10, HEARTBEAT + 1) is None
    assert HEARTBEAT + BEAT < 1000


def test_no_more_frames_are_under_way_than_the_window_holds() -> None:
    outbox = fresh()
    for seq in range(1, WINDOW + 1):
        outbox.changed("a", seq)
        sent(outbox, seq, seq)
    for value in ("old", "newer", "newest"):
        outbox.changed("a", value)
        assert outbox.frame(WINDOW + 1, 20, 10_000.0) is None
    outbox.got(1)
    assert sent(outbox, WINDOW + 2, 21, 10_000.0) == Frame(WINDOW + 2, WINDOW, 21, {"a": "newest"})
    outbox.changed("a", "last")
    assert outbox.frame(WINDOW + 3, 22, 10_000.0) is None
    outbox.got(10**30)
    assert sent(outbox, WINDOW + 3, 22).values == {"a": "last"}


def test_an_old_or_foreign_word_opens_no_window() -> None:
    outbox = fresh()
    for seq in range(5, 5 + WINDOW):
        outbox.changed("a", seq)
        sent(outbox, seq)
    outbox.changed("a", "more")
    for seq in (4, 0, -1):
        outbox.got(seq)
        assert outbox.frame(20, 10, 0.0) is None


def test_a_page_that_was_told_everything_hears_only_what_came_since() -> None:
    outbox = fresh()
    outbox.changed("gone", 1)
    outbox.pushed("number", (1.0, 5))
    outbox.taken(4)
    outbox.told_all(15, 0.0)
    assert sent(outbox, revision=15) == Frame(1, 15, 15, taken=4)
    assert outbox.frame(2, 15, 0.0) is None


def test_so_many_refusals_and_numbers_wait_at_the_most_and_the_newest_count() -> None:
    outbox = fresh()
    for n in range(MAX_REFUSALS + 1):
        outbox.refused(n, None, "No")
    for n in range(MAX_KEPT + 1):
        outbox.pushed("number", (float(n), n))
    frame = sent(outbox)
    assert [n for n, _, _ in frame.refused] == list(range(1, MAX_REFUSALS + 1))
    assert len(frame.numbers["number"]) == MAX_KEPT
    assert frame.numbers["number"][-1] == (float(MAX_KEPT), MAX_KEPT)


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
        self.outbox = Outbox(self.revision, self.now)

    @rule(control=controls, value=st.integers(0, 3))
    def move(self, control: str, value: int) -> None:
        if self.values.get(control) != value:
            self.values[control] = value
            self.revision += 1
            self.outbox.changed(control, value)
            self.unsaid = True

    @rule()
    def push(self) -> None:
        self.pushed.append((self.now, len(self.pushed)))
        self.outbox.pushed("number", self.pushed[-1])
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
            nothing_to_say = not self.unsaid and self.now - self.heard < HEARTBEAT
            assert nothing_to_say or self.unanswered() == WINDOW

    @rule()
    def another_show(self) -> None:
        self.revision += 1
        self.values = {"a": 0}
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
        self.outbox.got(said)

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
            self.outbox.got(self.seq)
            self.words = []
            self.flush(HEARTBEAT)
        while self.under_way:
            self.arrive()
        assert self.page_values == self.values
        assert self.page_revision == self.revision
        assert self.page_points == self.pushed


TestPageAndServer = PageAndServer.TestCase
TestPageAndServer.settings = settings(max_examples=60, stateful_step_count=40)
