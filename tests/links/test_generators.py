"""Numbers that the program makes: while somebody watches, and a rest when nobody does."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.making import person, show
from tests.socket_clients import PATIENCE
from webui.core.devices.door import Door
from webui.core.show.feeds import Point
from webui.core.surface.commands import Load
from webui.core.surface.surface import Surface
from webui.engine.engine import PROGRAM, Engine
from webui.links.generators import MAKERS, Generators
from webui.storage.store import Store

FEEDS = [*({"id": source, "source": source, "every": 0.02} for source in MAKERS), {"id": "sent", "source": "program"}]
SOMEBODY = person(id="page")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine(Surface(show(feeds=FEEDS), {}, {}), Store(tmp_path / "test.db"), Door({}), {})
    engine.start([Generators()])
    yield engine
    engine.stop()


def come(engine: Engine) -> None:
    engine.call(lambda: engine.publish(engine.surface.join(SOMEBODY)))


def go(engine: Engine) -> None:
    engine.call(lambda: engine.publish(engine.surface.leave(SOMEBODY.id)))


def points(engine: Engine, feed: str) -> list[Point]:
    """Return the newest points of a feed."""
    return engine.call(lambda: engine.surface.snapshot(engine.now()).feeds[feed])


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s {what}"
        time.sleep(0.01)


@pytest.mark.parametrize("source", MAKERS)
def test_a_source_makes_numbers_while_somebody_watches_and_rests_after_that(engine: Engine, source: str) -> None:
    time.sleep(0.1)
    assert points(engine, source) == []
    come(engine)
    until(lambda: len(points(engine, source)) > 3, "for numbers")
    assert all(isinstance(number, int | float) for _, number in points(engine, source))
    go(engine)
    until(lambda: points(engine, source)[-1][1] is None, "for a rest")
    rested = points(engine, source)
    time.sleep(0.1)
    assert points(engine, source) == rested
    come(engine)
    until(lambda: points(engine, source)[-1][1] is not None, "for numbers again")


def test_what_programs_send_is_not_made(engine: Engine) -> None:
    come(engine)
    until(lambda: points(engine, next(iter(MAKERS))), "for numbers of another feed")
    assert points(engine, "sent") == []


def test_a_feed_that_the_show_no_longer_has_is_made_no_more(engine: Engine) -> None:
    come(engine)
    source = next(iter(MAKERS))
    until(lambda: points(engine, source), "for numbers")
    engine.call(lambda: engine.apply(Load(show(feeds=[{"id": "other", "source": source, "every": 0.02}]), {}), PROGRAM))
    until(lambda: points(engine, "other"), "for numbers of the new feed")
    assert set(engine.call(lambda: engine.surface.snapshot(engine.now()).feeds)) == {"other"}
