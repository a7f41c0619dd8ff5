"""Many numbers a second: they reach every page, all of them, in order, each with a time of its own."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from typing import Any

import pytest

from tests.clients import Page, SimpleClient
from tests.links.past import past, weight
from webui.core.show.feeds import MAX_KEPT, RECENT, TICK
from webui.core.surface.commands import PushMany
from webui.engine.engine import PROGRAM
from webui.serving import Serving

SECOND = 1000


@pytest.fixture
def pages(stage: Serving) -> Iterator[list[Page]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Page(stage.url, f"session-{n}"))) for n in range(4)]


@pytest.fixture
def program(stage: Serving) -> Iterator[SimpleClient]:
    with closing(SimpleClient(stage.url, "/test", transports=["websocket"])) as program:
        yield program


def pulse(page: Page) -> list[list[Any]]:
    return page.numbers["pulse"]


def test_two_seconds_of_a_thousand_each_as_single_messages_are_on_every_page(
    stage: Serving, pages: list[Page], program: SimpleClient
) -> None:
    for number in range(2 * SECOND):
        program.push(number, feed="pulse")
    for page in pages:
        page.wait(lambda page=page: len(pulse(page)) >= 2 * SECOND, "for all numbers")
        assert [number for _, number in pulse(page)] == list(range(2 * SECOND))
        assert pulse(page) == pulse(pages[0]), "all have the same times"
    assert all(later - earlier > TICK / 2 for (earlier, _), (later, _) in pairwise(pulse(pages[0])))
    frames = [frame for frame in pages[0].frames if "pulse" in frame[4]]
    assert len(frames) < 2 * SECOND, "they go together"
    with closing(Page(stage.url, "session-late")) as late:
        assert pulse(late) == pulse(pages[0])[-RECENT:]
        assert sum(map(weight, past(late, "pulse", 1))) == pytest.approx(2 * SECOND - RECENT, abs=1)


def test_many_in_one_message_keep_the_distances_of_their_own_times(
    stage: Serving, pages: list[Page], program: SimpleClient
) -> None:
    program.push_many([[5_000_000 + ms, ms] for ms in range(SECOND)], feed="pulse")
    program.push_many([[5_000_000 + ms, ms] for ms in range(SECOND, SECOND + 5)], feed="pulse")
    for page in pages:
        page.wait(lambda page=page: len(pulse(page)) == SECOND + 5, "for all numbers")
        assert [number for _, number in pulse(page)] == list(range(SECOND + 5))
        steps = [later - earlier for (earlier, _), (later, _) in pairwise(pulse(page)[:SECOND])]
        assert all(step == pytest.approx(1, abs=TICK * 1.5) for step in steps)
        assert pulse(page)[SECOND - 1][0] <= stage._engine.now()


def test_plain_numbers_of_one_message_have_come_when_it_came(pages: list[Page], program: SimpleClient) -> None:
    program.push_many([1, "2", 3.5], feed="pulse")
    pages[0].wait(lambda: len(pulse(pages[0])) == 3)
    times, numbers = zip(*pulse(pages[0]), strict=True)
    assert numbers == (1, 2, 3.5)
    assert times[2] - times[0] == pytest.approx(2 * TICK)


@pytest.mark.parametrize(
    ("numbers", "feed", "reason"),
    [
        ([1, 2, "x"], "pulse", "Not a number"),
        ([1], "number", "This feed makes its own numbers"),
        ([1], "nope", "No such feed"),
        ([], "pulse", "numbers: must be 1 to 1000 numbers"),
        ([[2, 1], [1, 1]], "pulse", "numbers: their times must not fall"),
    ],
)
def test_of_numbers_that_are_refused_none_is_taken(
    pages: list[Page], program: SimpleClient, numbers: list[Any], feed: str, reason: str
) -> None:
    program.push_many(numbers, feed=feed)
    program.wait(lambda: program.answers("refused"))
    assert program.answers("refused") == [{"who": None, "reason": reason}]
    program.push(7, feed="pulse")
    pages[0].wait(lambda: [number for _, number in pulse(pages[0])] == [7])


def test_more_numbers_a_second_than_one_program_may_send_are_refused(
    pages: list[Page], program: SimpleClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.links.simple.namespace.MAX_NUMBERS_PER_SECOND", 1)
    program.push_many([1, 2, 3], feed="pulse")
    program.wait(lambda: program.answers("refused") == [{"who": None, "reason": "Too many numbers a second"}])
    program.push_many([1, 2], feed="pulse")
    pages[0].wait(lambda: [number for _, number in pulse(pages[0])] == [1, 2])


def is_shut(stage: Serving, number: int) -> bool:
    """Whether the server waits for a page's word before it sends more."""
    engine, tablets = stage._engine, stage._app.links[0]
    (page,) = [one for one in tablets._pages.values() if one.connection.session == f"session-{number}"]
    return engine.call(lambda: not page.outbox.flow.may_send(engine.now()))


def test_a_page_that_fell_behind_has_every_number_afterwards(
    stage: Serving, pages: list[Page], program: SimpleClient
) -> None:
    slow, *others = pages
    slow.acknowledges = False
    deadline = time.monotonic() + 20
    while not is_shut(stage, 0):
        assert time.monotonic() < deadline
    for start in range(0, 2 * SECOND, 100):
        program.push_many(list(range(start, start + 100)), feed="pulse")
    for page in others:
        page.wait(lambda page=page: len(pulse(page)) == 2 * SECOND, "for all numbers")
    assert len(pulse(slow)) < 2 * SECOND
    slow.acknowledges = True
    slow.send("got", slow.frames[-1][0])
    slow.wait(lambda: len(pulse(slow)) == 2 * SECOND, "for what it missed")
    assert pulse(slow) == pulse(others[0])


def test_a_newcomer_gets_the_whole_window_and_no_more(stage: Serving) -> None:
    engine = stage._engine
    numbers = tuple((engine.now() + n / 100, n) for n in range(MAX_KEPT + 5))
    engine.call(engine.apply, PushMany("pulse", numbers), PROGRAM)
    with closing(Page(stage.url)) as page:
        assert [number for _, number in pulse(page)] == list(range(MAX_KEPT + 5 - RECENT, MAX_KEPT + 5))
        points = past(page, "pulse", 1)
        assert points[0][1] == 5
        assert sum(map(weight, points)) == pytest.approx(MAX_KEPT - RECENT, abs=1)
        times = [time for time, *_ in [*points, *pulse(page)]]
        assert times == sorted(set(times))
