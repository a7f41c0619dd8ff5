"""A line: what is written arrives whole and in order however slow the other side is, and the loop never waits."""

import asyncio
import gc
import random
import socket
import weakref
from collections.abc import Callable, Iterator

import pytest
from websocket import ABNF

from tests.sockets.test_frames import frame
from webui.core.rate_limit import SLOWED_FOR
from webui.limits import LOT, LOT_AGAIN, LOT_REST, MAX_PENDING, PING_ANSWER, PING_EVERY
from webui.sockets import streams
from webui.sockets.frames import framed
from webui.sockets.streams import READ, SILENT, STUCK, Lane, Line

pytestmark = pytest.mark.usefixtures("own_loop")


class Ends:
    """A line, the other side's socket, and a loop that turns by hand."""

    def __init__(self, sock_buffer: int = 4096) -> None:
        self.loop = asyncio.SelectorEventLoop()
        ours, self.theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, sock_buffer)
        ours.setblocking(False)
        self.ours = ours
        self.line = Line(self.loop, ours)
        self.heard: list[str | bytes | None] = []
        self.others: list[bytes] = []
        self.ends = self.clears = 0
        self.line.hear = self.heard.append
        self.line.on_end = self.count_end
        self.line.on_clear = self.count_clear
        self.line.start(self.other)

    def other(self, data: bytes) -> list[str | bytes]:
        self.others.append(data)
        return []

    def count_end(self) -> None:
        self.ends += 1

    def count_clear(self) -> None:
        self.clears += 1

    def turn(self) -> None:
        """One round of the loop: what is ready now, and no waiting."""
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()

    def take(self, size: int) -> bytes:
        """What the other side reads, with a turn of the loop before."""
        self.turn()
        self.theirs.setblocking(False)
        try:
            return self.theirs.recv(size)
        except BlockingIOError:
            return b""


@pytest.fixture
def ends() -> Iterator[Ends]:
    ends = Ends()
    yield ends
    ends.line.end()
    ends.turn()
    ends.ours.close()
    ends.theirs.close()
    ends.loop.close()


def texts(*lengths: int) -> list[bytes]:
    return [framed(f"{n}:{'x' * length}".encode()) for n, length in enumerate(lengths)]


def test_what_is_written_goes_out_at_once(ends: Ends) -> None:
    ends.line.write(b"hello")
    assert ends.line.is_clear
    assert ends.theirs.recv(100) == b"hello"
    assert ends.clears == 0


@pytest.mark.parametrize("piece", [1, 100, 5000, 1_000_000])
def test_to_a_slow_reader_every_frame_goes_whole_and_in_order(ends: Ends, piece: int) -> None:
    lengths = [5000] * 4 if piece == 1 else [10, 200_000, 0, 70_000, 5, *[1000] * 50]
    frames = texts(*lengths)
    for data in frames:
        ends.line.write(data)
    assert not ends.line.is_clear
    expected, heard = b"".join(frames), b""
    while len(heard) < len(expected):
        heard += ends.take(piece)
    assert heard == expected
    ends.turn()
    assert ends.line.is_clear
    assert ends.clears == 1


def test_a_partial_write_is_finished_before_the_next_frame(ends: Ends) -> None:
    big, small = framed(b"x" * 100_000), framed(b"small")
    ends.line.write(big)
    first = ends.take(1000)
    ends.line.write(small)
    rest = b""
    while len(first) + len(rest) < len(big) + len(small):
        rest += ends.take(50_000)
    assert first + rest == big + small


def test_who_takes_nothing_gets_one_message_of_any_size_and_is_cut_when_too_much_waits(ends: Ends) -> None:
    ends.line.write(b"x" * (MAX_PENDING + 100_000))
    assert not ends.line.is_over
    ends.line.write(b"one more")
    assert ends.line.is_over
    ends.turn()
    assert ends.ends == 1


def test_what_waits_is_counted_down_again(ends: Ends) -> None:
    for _ in range(4):
        ends.line.write(b"x" * (MAX_PENDING // 2))
        while not ends.line.is_clear:
            ends.take(1_000_000)
    assert not ends.line.is_over


def test_messages_come_in_wherever_they_are_cut(ends: Ends) -> None:
    data = b"".join(frame(f"message {n}") for n in range(10))
    for at in range(0, len(data), 7):
        ends.theirs.sendall(data[at : at + 7])
        ends.turn()
    assert ends.heard == [f"message {n}" for n in range(10)]
    assert ends.others == []


def test_who_sends_much_has_to_wait_for_the_next_turn(ends: Ends) -> None:
    ends.theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    ends.theirs.sendall(frame("x" * 100) * 1000)
    ends.turn()
    assert 0 < len(ends.heard) <= READ // 100
    while len(ends.heard) < 1000:
        ends.turn()


def test_a_message_that_is_not_handled_costs_no_other(ends: Ends, caplog: pytest.LogCaptureFixture) -> None:
    def hear(message: str | bytes | None) -> None:
        if message == "bad":
            raise KeyError(message)
        ends.heard.append(message)

    ends.line.hear = hear
    ends.theirs.sendall(frame("one") + frame("bad") + frame("two"))
    ends.turn()
    assert ends.heard == ["one", "two"]
    assert not ends.line.is_over
    assert len(caplog.records) == 1


def test_after_the_end_nothing_more_is_heard_or_said(ends: Ends) -> None:
    ends.line.hear = lambda message: ends.line.end()
    ends.theirs.sendall(frame("one") + frame("two"))
    ends.turn()
    ends.turn()
    ends.line.write(b"too late")
    ends.line.end()
    ends.turn()
    assert ends.ends == 1
    assert ends.line.ended.is_set()
    assert ends.take(100) == b""


@pytest.mark.parametrize("abruptly", [False, True])
def test_the_end_of_the_other_side_is_noticed(ends: Ends, abruptly: bool) -> None:
    if abruptly:
        ends.theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    ends.theirs.close()
    ends.turn()
    ends.turn()
    assert ends.ends == 1


def test_writing_to_who_is_gone_ends_the_line_but_only_after_the_caller_is_done(ends: Ends) -> None:
    ends.theirs.close()
    ends.line.write(b"hello")
    assert ends.line.is_over
    assert ends.ends == 0, "the caller may be telling everybody something"
    ends.turn()
    assert ends.ends == 1


def test_what_has_room_again_but_nobody_to_take_it_ends_the_line(ends: Ends) -> None:
    ends.line.write(b"x" * 1_000_000)
    ends.theirs.close()
    ends.turn()
    ends.turn()
    assert ends.ends == 1


def test_a_line_that_ended_before_it_began_is_not_watched() -> None:
    ends = Ends()
    ends.line.end()
    ends.ours.close()
    ends.line.start(ends.other)
    ends.turn()
    assert ends.ends == 1
    ends.theirs.close()
    ends.loop.close()


def test_a_line_that_ended_and_those_who_hold_it_are_free_at_once() -> None:
    ends = Ends()
    line = weakref.ref(ends.line)
    gc.disable()
    try:
        ends.line.end()
        ends.turn()
        ends.ours.close()
        ends.theirs.close()
        ends.loop.close()
        del ends
        assert line() is None
    finally:
        gc.enable()


def looks(ends: Ends, lane: Lane, most: int, between: Callable[[], object] = lambda: None) -> int:
    """How often one can look until the line is over."""
    count = 0
    while not ends.line.is_over and count < most:
        between()
        ends.turn()
        lane.look()
        count += 1
    return count


@pytest.fixture
def lane(ends: Ends) -> Lane:
    lane = Lane()
    lane.take(ends.line, ends.other)
    return lane


def test_who_says_nothing_for_as_long_as_an_answer_may_take_is_given_up(ends: Ends, lane: Lane) -> None:
    assert looks(ends, lane, 1000) == SILENT
    assert 5 < PING_EVERY + PING_ANSWER + 0.25 <= SILENT * streams.LOOK_EVERY <= 5.5


def test_any_word_shows_that_somebody_is_there(ends: Ends, lane: Lane) -> None:
    data = iter(frame(b"", ABNF.OPCODE_PONG) * 1000)
    assert looks(ends, lane, 500, lambda: ends.theirs.send(bytes((next(data),)))) == 500


def test_so_does_taking_what_waits(ends: Ends, lane: Lane) -> None:
    ends.line.write(b"x" * MAX_PENDING)
    chance = random.Random(1)
    assert looks(ends, lane, 200, lambda: ends.take(chance.randint(10_000, 20_000))) == 200


def test_who_speaks_but_never_takes_what_waits_is_given_up(ends: Ends, lane: Lane) -> None:
    ends.line.write(b"x" * 1_000_000)
    assert looks(ends, lane, 1000, lambda: ends.theirs.send(frame("I want more"))) == STUCK


def test_all_lines_end_together(ends: Ends, lane: Lane) -> None:
    lane.close()
    assert ends.line.is_over
    lane.look()
    assert not lane._lines


# Lots of messages at once


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock of which a millisecond passes with each look at it; what is added to it passes besides."""
    passed = [0.0]

    def look() -> float:
        passed.append(0.001)
        return sum(passed)

    monkeypatch.setattr("webui.sockets.streams.perf_counter", look)
    return passed


def lot(count: int, length: int = 100) -> bytes:
    return frame("x" * length) * count


def sends(ends: Ends, count: int) -> int:
    """Have a lot sent; returns how many of it are taken in a turn."""
    before = len(ends.heard)
    ends.theirs.sendall(lot(count))
    ends.turn()
    return len(ends.heard) - before


def rested(ends: Ends) -> None:
    while ends.line._is_resting:
        ends.loop.call_later(0.001, ends.loop.stop)
        ends.loop.run_forever()


@pytest.mark.parametrize(("count", "rests"), [(LOT - 1, False), (LOT, True)])
@pytest.mark.usefixtures("clock")
def test_a_lot_after_a_lot_has_a_rest_before_more_is_read(ends: Ends, count: int, rests: bool) -> None:
    assert sends(ends, count) == count
    assert not ends.line._is_resting, "one lump is what a wifi held up"
    assert sends(ends, count) == count
    assert ends.line._is_resting is rests
    rested(ends)
    assert ends.line._rests.count == 0
    assert sends(ends, 1) == 1


def test_a_lot_long_after_the_last_one_has_none(ends: Ends, clock: list[float]) -> None:
    for _ in range(3):
        sends(ends, LOT)
        clock.append(LOT_AGAIN)
    assert not ends.line._is_resting


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("others", "rest"), [(0, LOT_REST), (9, 10 * LOT_REST), (10**9, SLOWED_FOR * 1000)])
def test_the_more_lines_rest_the_longer_each_does_up_to_a_pause_of_who_sends_too_much(
    ends: Ends, others: int, rest: float
) -> None:
    times: list[float] = []
    ends.line.pause = times.append  # type: ignore[method-assign]
    ends.line._rests.count = others
    sends(ends, LOT)
    sends(ends, LOT)
    assert times == [pytest.approx(rest)], "a millisecond passed while it was taken"


@pytest.mark.usefixtures("clock")
def test_a_line_that_ends_while_it_rests_is_counted_no_more(ends: Ends) -> None:
    sends(ends, LOT)
    sends(ends, LOT)
    assert ends.line._rests.count == 1
    ends.line.end()
    assert ends.line._rests.count == 0


def test_one_long_message_is_no_lot(ends: Ends) -> None:
    for _ in range(3):
        ends.theirs.sendall(frame("x" * 3000))
        ends.turn()
    assert len(ends.heard) == 3
    assert not ends.line._is_resting


def test_what_is_kept_for_a_line_is_known(ends: Ends) -> None:
    assert ends.line.held == 0
    ends.line.write(b"x" * 1_000_000)
    ends.line.begun = lambda: 500
    assert 500_000 < ends.line.held < 1_000_500
    while not ends.line.is_clear:
        ends.take(1_000_000)
    assert ends.line.held == 500
    ends.line.write(b"x" * 1_000_000)
    ends.line.end()
    assert ends.line.held == 500
