"""In which order links hear what happens, also from a link that does in `note` what it must not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.core.making import person, small
from webui.core.devices.door import Door
from webui.core.surface.commands import Move
from webui.core.surface.events import Changed, Event
from webui.core.surface.surface import Surface
from webui.engine.engine import NESTED, Engine
from webui.storage.store import Store

ANNA = person(id="anna")


class Witness:
    """A link that remembers the values that it heard."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def start(self, engine: Engine) -> None:
        self.engine = engine

    def stop(self) -> None: ...

    def note(self, events: Sequence[Event]) -> None:
        self.heard += [event.value for event in events if isinstance(event, Changed)]

    def flush(self, now: float) -> None: ...


class Meddler(Witness):
    """A link that does something in `note`, with each value that it hears."""

    def __init__(self, does: Callable[[Engine, object], object]) -> None:
        super().__init__()
        self._does = does

    def note(self, events: Sequence[Event]) -> None:
        super().note(events)
        for value in [event.value for event in events if isinstance(event, Changed)]:
            self._does(self.engine, value)


Start = Callable[..., Engine]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Engine] = []

    def begin(*links: Witness) -> Engine:
        engine = Engine(Surface(small(), {}, {}), Store(tmp_path / "test.db"), Door({}), {})
        engine.start(links)
        running.append(engine)
        return engine

    yield begin
    for engine in running:
        engine.stop()


def move(engine: Engine, value: object) -> None:
    engine.call(engine.apply, Move("slider1", value), ANNA)


def test_a_link_that_applies_in_note_does_not_turn_the_order_for_others(start: Start) -> None:
    def raises(engine: Engine, value: object) -> None:
        if value == 30:
            engine.apply(Move("slider1", 40), ANNA)

    before, meddler, after = Witness(), Meddler(raises), Witness()
    engine = start(before, meddler, after)
    move(engine, 30)
    assert before.heard == meddler.heard == after.heard == [30, 40]
    assert engine.surface.value("slider1") == 40


def test_an_error_in_note_keeps_nothing_from_other_links(start: Start) -> None:
    def fails(engine: Engine, value: object) -> None:
        raise ValueError("a fault")

    after = Witness()
    engine = start(Meddler(fails), after)
    for value in (30, 40):
        with pytest.raises(ValueError, match="a fault"):
            move(engine, value)
    assert after.heard == [30, 40]


def test_links_that_answer_each_other_for_ever_leave_time_for_all_else(start: Start) -> None:
    goes_on = True

    def swings(engine: Engine, value: object) -> None:
        if goes_on:
            engine.apply(Move("slider1", 10 if value != 10 else 20), ANNA)

    meddler, after = Meddler(swings), Witness()
    engine = start(meddler, after)
    move(engine, 30)
    assert len(after.heard) >= NESTED
    move(engine, 35)
    goes_on = False
    move(engine, 5)
    assert meddler.heard == after.heard
    assert 35 in after.heard
