"""What feeds kept from before a page came: full windows keep nobody out, and what can be drawn of them is told."""

import json
import random
import statistics
from contextlib import ExitStack, closing
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

import pytest

from tests.clients import Page, Refused, SimpleClient
from tests.conftest import Serve
from tests.joined import Tablet, joined
from tests.links.past import WIDTH, past, weight
from webui.core.show.feeds import MAX_KEPT, RECENT, Window
from webui.core.show.show import MAX_FEEDS
from webui.core.surface.commands import PushMany
from webui.engine.engine import PROGRAM
from webui.links.tablets import history
from webui.links.tablets.history import MAX_ASKED, Blocks
from webui.serving import Serving

HOUR = 3600


def show(feeds: int = 8) -> dict[str, Any]:
    names = [f"f{n}" for n in range(feeds)]
    return {
        "sidestage": 1,
        "id": "full",
        "feeds": [{"id": name, "source": "program", "window": HOUR} for name in names],
        "pages": [
            {
                "id": f"page{page}",
                "columns": 24,
                "rows": 24,
                "controls": [] if page else [{"id": "slider1", "type": "fader", "max": 1000}],
                "views": [{"feed": name, "type": "plot"} for name in names[page : page + 8]],
            }
            for page in range(0, feeds, 8)
        ],
    }


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(show())


def fill(stage: Serving, feed: str, seed: int = 0, count: int = MAX_KEPT) -> list[tuple[float, float]]:
    """Fill a feed's window with so many numbers, over most of its hour; returns what it keeps."""
    engine, dice = stage._engine, random.Random(seed)
    span = (HOUR - 100) * 1000
    begin, peak = engine.now() - span, dice.randrange(count)
    numbers = [(begin + n * span / count, 999.0 if n == peak else dice.random() * 100) for n in range(count)]
    engine.call(engine.apply, PushMany(feed, tuple(numbers)), PROGRAM)
    return engine.call(lambda: engine.surface.window(feed).columns(0.01, -1e12, 1e12))


def test_full_windows_keep_nobody_out_and_a_page_has_peaks_count_and_mean(stage: Serving) -> None:
    kept = {f"f{n}": fill(stage, f"f{n}", n) for n in range(8)}
    with closing(Page(stage.url)) as page:
        assert len(json.dumps(page.welcome)) < 10_000
        for feed, true in kept.items():
            assert page.welcome["feeds"][feed] == [list(point) for point in true[-RECENT:]]
            points = past(page, feed)
            assert len(points) < 2 * (HOUR * 1000 / WIDTH + 2)
            whole = points + page.welcome["feeds"][feed]
            assert all(earlier[0] < later[0] for earlier, later in pairwise(whole))
            numbers = [number for _, number in true]
            assert max(number for _, number, *_ in whole) == max(numbers) == 999.0
            assert min(number for _, number, *_ in whole) == min(numbers)
            count = sum(map(weight, whole))
            assert count == pytest.approx(len(true), abs=1)
            mean = sum(point[1] * weight(point) for point in whole) / count
            assert mean == pytest.approx(statistics.fmean(numbers), abs=0.01)
        page.move(slider1=7)


def test_as_many_feeds_as_there_may_be_all_full_are_a_small_welcome(serve: Serve) -> None:
    stage = serve(show(MAX_FEEDS))
    engine = stage._engine
    window: Window = engine.call(lambda: engine.surface.window("f0"))
    fill(stage, "f0")
    # A hundred of them take long to fill: the others have the same numbers.
    for n in range(1, MAX_FEEDS):
        engine.call(lambda n=n: engine.surface._windows._windows.__setitem__(f"f{n}", window))
    with closing(Page(stage.url)) as page:
        assert len(json.dumps(page.welcome)) < 100_000
        assert len(past(page, f"f{MAX_FEEDS - 1}")) > 1000
        page.move(slider1=3)


def test_the_first_html_and_simple_clients_look_at_no_window(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(stage, "f0")
    looked: list[str] = []
    for name in ("columns", "recent", "first", "_point"):
        monkeypatch.setattr(Window, name, lambda *parts, name=name: looked.append(name) or [])
    tablet: Tablet = joined(stage, "iPad")
    assert tablet.url
    with urlopen(stage.url) as answer:
        assert b"slider1" in answer.read()
    for options in ({}, {"transports": ["polling"]}, {"transports": ["websocket"]}):
        with closing(SimpleClient(stage.url, "/", "/test", **options)) as program:
            program.socket.emit("show")
            program.hears("slider1", 0)
            program.wait(lambda program=program: program.answers("show"))
    assert looked == []


def test_the_past_and_what_comes_meanwhile_have_no_gap_and_nothing_twice(stage: Serving) -> None:
    engine = stage._engine
    count = len(fill(stage, "f0", count=MAX_KEPT // 2))
    with closing(Page(stage.url)) as page:
        sent = 0

        def more() -> None:
            nonlocal sent
            for _ in range(20):
                engine.apply(PushMany("f0", ((engine.now(), 1.0),)), PROGRAM)
                sent += 1

        points: list[Any] = []
        upto: float | None = -1e12
        while upto is not None:
            engine.call(more)
            before = page.welcome["feeds"]["f0"][0][0]
            piece = page.ask("history", feed="f0", width=WIDTH, since=upto, before=before)
            points += piece["points"]
            upto = piece["until"]
        page.wait(lambda: len(page.numbers["f0"]) == RECENT + sent, "for what came meanwhile")
        times = [point[0] for point in [*points, *page.numbers["f0"]]]
        assert times == sorted(set(times))
        assert sum(map(weight, points)) == pytest.approx(count - RECENT, abs=1)


@pytest.mark.parametrize("width", [1, 16, 256, 4096])
@pytest.mark.parametrize("seconds", [1, 10, 300])
def test_any_part_is_told_as_closely_as_it_is_asked_for(stage: Serving, width: int, seconds: int) -> None:
    true = fill(stage, "f0")
    with closing(Page(stage.url)) as page:
        end = true[-500][0]
        points = past(page, "f0", width, end - seconds * 1000, end)
        meant = [point for point in true if end - seconds * 1000 <= point[0] < end]
        assert sum(map(weight, points)) == pytest.approx(len(meant), abs=0.5)
        if width <= 16:
            assert points == [list(point) for point in meant]
        assert {(time, number) for time, number, *_ in points} <= set(meant)
        assert page.ask("history", feed="f0", width=width, since=end, before=end) == {"points": [], "until": None}
        assert page.ask("history", feed="f0", width=width, since=true[-1][0] + 1, before=1e12)["points"] == []


def test_blocks_are_written_once_for_all_and_never_while_they_still_grow(
    stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(stage, "f0")
    calls: list[Any] = []
    columns = Window.columns
    monkeypatch.setattr(Window, "columns", lambda self, *parts: calls.append(parts) or columns(self, *parts))
    with ExitStack() as stack:
        pages = [stack.enter_context(closing(Page(stage.url, f"session-{n}"))) for n in range(3)]
        first = past(pages[0], "f0")
        once = len(calls)
        assert once > 10
        assert [past(page, "f0") for page in pages[1:]] == [first, first]
        # Only the last block, up to what each page knows itself, is made for each.
        assert len(calls) == once + 2
        engine = stage._engine
        engine.call(engine.apply, PushMany("f0", ((engine.now(), 5000.0),)), PROGRAM)
        late = stack.enter_context(closing(Page(stage.url, "session-late")))
        assert late.welcome["feeds"]["f0"][-1][1] == 5000.0
        assert late.welcome["feeds"]["f0"][0][0] > pages[0].welcome["feeds"]["f0"][0][0]
        assert sum(map(weight, past(late, "f0"))) == pytest.approx(sum(map(weight, first)), abs=2)


def test_written_blocks_are_forgotten_with_the_show(serve: Serve, stage: Serving) -> None:
    fill(stage, "f0")
    with closing(Page(stage.url)) as page:
        assert past(page, "f0")
        part = next(part for part in stage._app.links[0]._topics if isinstance(part, history.History))
        assert part._blocks._texts
        path = stage.document.path
        path.write_text(json.dumps({**show(), "id": "another"}))
        page.wait(lambda: page.show["id"] == "another")
        assert not part._blocks._texts
        assert page.ask("history", feed="f0", width=1, since=-1e12, before=1e12) == {"points": [], "until": None}


def test_of_written_blocks_those_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_CACHE", 10)
    blocks = Blocks()
    for n in range(3):
        blocks.put(("f0", 1, n), n, "1234")
        assert blocks.get(("f0", 1, 0)) == ((0, "1234") if n < 3 else None)
    assert blocks.get(("f0", 1, 1)) is None
    assert blocks.get(("f0", 1, 2)) == (2, "1234")


def test_a_page_may_wait_for_so_many_pieces(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(stage, "f0")
    engine, link = stage._engine, stage._app.links[0]
    with closing(Page(stage.url)) as page:
        # Its way is full: nothing is made for it.
        monkeypatch.setattr(link, "is_clear", lambda connection: False)
        for n in range(1, MAX_ASKED + 2):
            page.send("ask", n, "history", {"feed": "f0", "width": WIDTH, "since": 0, "before": engine.now()})
        page.wait(lambda: page.answers.get(MAX_ASKED + 1))
        assert page.answers == {MAX_ASKED + 1: (None, "One after another")}
        monkeypatch.undo()
        page.wait(lambda: len(page.answers) == MAX_ASKED + 1, "for the rest, once there is room")
        page.asked = MAX_ASKED + 1
        with pytest.raises(Refused, match="No such feed"):
            page.ask("history", feed="nowhere", width=1, since=0, before=1)


def test_a_page_that_goes_is_made_nothing_for(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(stage, "f0")
    link = stage._app.links[0]
    part = next(part for part in link._topics if isinstance(part, history.History))
    with closing(Page(stage.url, "session-stays")) as other:
        monkeypatch.setattr(link, "is_clear", lambda connection: False if connection in link._pages else None)
        with closing(Page(stage.url)) as page:
            page.send("ask", 1, "history", {"feed": "f0", "width": WIDTH, "since": 0, "before": 1e9})
            other.wait(lambda: len(part._waiting) == 1)
        other.move(slider1=1)
        deadline = other.now() + 10_000
        while part._waiting:
            assert other.now() < deadline
            other.move(slider1=other.values["slider1"] + 1)


def test_a_page_far_behind_is_told_the_newest_and_what_it_missed(stage: Serving) -> None:
    engine = stage._engine
    with closing(Page(stage.url)) as page, closing(Page(stage.url, "session-2")) as other:
        page.acknowledges = False
        for n in range(200):
            other.move(slider1=n)
        for start in range(0, 6000, 1000):
            numbers = tuple((engine.now(), float(n)) for n in range(start, start + 1000))
            engine.call(engine.apply, PushMany("f0", numbers), PROGRAM)
        page.acknowledges = True
        page.send("got", page.frames[-1][0])
        page.wait(lambda: any(frame[5].get("missed") == ["f0"] for frame in page.frames), "to be told what it missed")
        page.wait(lambda: page.numbers["f0"] and page.numbers["f0"][-1][1] == 5999.0)
        first = page.numbers["f0"][0]
        missed = past(page, "f0", 1, before=first[0])
        assert sum(map(weight, missed)) + len(page.numbers["f0"]) == pytest.approx(6000, abs=1)
