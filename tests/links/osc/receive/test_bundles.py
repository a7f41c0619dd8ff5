"""Bundles: their messages take effect in the order of OSC 1.0, however bundles hold them and whoever wrote them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from tests.clients import SimpleClient
from tests.links.osc import liblo
from tests.links.osc.desks import Desk, Listening
from tests.links.osc.rig import Rig
from webui.core.osc.schedule import SECOND
from webui.core.show.osc.targets import Incoming
from webui.core.surface.events import Changed, Event
from webui.engine.engine import Engine
from webui.links.osc.packets import AT_ONCE, BUNDLE, MAX_MESSAGES, Raw, encode, split, time_tag
from webui.links.osc.receive import receiver
from webui.links.osc.receive.queue import MAX_EACH, MAX_WAITING, Arrival, Arrivals
from webui.links.osc.sources import Sources

CONTROLS: list[dict[str, Any]] = [
    {"id": "t", "type": "toggle"},
    {"id": "f", "type": "fader", "min": 0, "max": 9},
    {"id": "b", "type": "button"},
    {"id": "c", "type": "button"},
    {"id": "one", "type": "fader", "max": 1, "osc": {"address": "/strip", "before": [1], "range": [0, 1]}},
    {"id": "two", "type": "fader", "max": 1, "osc": {"address": "/strip", "before": [2], "range": [0, 1]}},
    {"id": "n", "type": "number"},
]
AHEAD = 5.0
"""Seconds by which bundles of the future are ahead, on a wall clock that stands still until they have come."""

END = "n"
"""The control whose number says that a test's packets have been taken."""

Message = tuple[str, Sequence[int]]
"""A control and what it is set to."""


def bundled(elements: Sequence[Any], tag: int) -> bytes:
    """A bundle, written here: an element is a message, or (elements, tag), a bundle in it."""
    data = BUNDLE + tag.to_bytes(8)
    for what, more in elements:
        part = encode(what, more) if isinstance(what, str) else bundled(what, more)
        data += len(part).to_bytes(4) + part
    return data


def pythons(elements: Sequence[Any], tag: int) -> bytes:
    """The same by python-osc."""
    return bytes(_built(elements, tag).dgram)


def _built(elements: Sequence[Any], tag: int) -> Any:
    # python-osc takes seconds, which have not all of a tag's bits; its own writer is asked for the rest alone.
    builder = OscBundleBuilder(0)
    for what, more in elements:
        if not isinstance(what, str):
            builder.add_content(_built(what, more))
            continue
        message = OscMessageBuilder(what)
        for argument in more:
            message.add_arg(argument)
        builder.add_content(message.build())
    built = builder.build()
    built._dgram = BUNDLE + tag.to_bytes(8) + built.dgram[16:]
    return built


WRITERS = {"here": bundled, "python-osc": pythons, "liblo": liblo.bundled}


class Recorder:
    """A link that remembers each change, in order."""

    def __init__(self) -> None:
        self.changes: list[tuple[str, Any]] = []

    def start(self, engine: Engine) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""

    def note(self, events: Sequence[Event]) -> None:
        """Remember what changed."""
        self.changes += [(event.control, event.value) for event in events if isinstance(event, Changed)]

    def flush(self, now: float) -> None:
        """Tell nobody."""


class Stage:
    """A show that hears a desk by OSC, and the wall clock, which a test turns on: nothing depends on a busy machine."""

    def __init__(self, rig: Rig, recorder: Recorder) -> None:
        self.rig = rig
        self.wall = time.time()
        self._recorder = recorder
        self._numbers = count(1)
        [osc, _] = rig.engine.links
        self.incoming: receiver.Incoming = osc._incoming  # type: ignore[attr-defined]

    def throw(self, *packets: bytes) -> None:
        """Have packets come in, one after the other."""

        def come() -> None:
            for data in packets:
                self.incoming.came_back(data, "127.0.0.1", 9)

        self.rig.engine.call(come)

    def done(self) -> list[tuple[str, Any]]:
        """Wait for what came before; returns what changed since the last time."""
        number = next(self._numbers)
        self.throw(bundled([("/sidestage/n", [number])], AT_ONCE))
        self.rig.wait(lambda: self.rig.engine.surface.value(END) == number)
        changes = [change for change in self._recorder.changes if change[0] != END]
        self._recorder.changes.clear()
        return changes

    def value(self, control: str) -> Any:
        """A control's value."""
        return self.rig.value(control)

    def waits(self) -> int:
        """How many messages wait for their time."""
        return self.rig.engine.call(lambda: len(self.incoming._coming))

    def ahead(self) -> int:
        """The tag of a time that is to come."""
        return time_tag(self.wall + AHEAD)

    def played(self) -> list[tuple[str, Any]]:
        """Wait until what takes effect now is taken, and then for what is to come; returns what changed."""
        self.rig.wait(lambda: not self.incoming._arrivals)
        self.wall += AHEAD + 0.1
        self.rig.engine.call(self.incoming._ring)
        assert self.waits() == 0
        return self.done()


@contextmanager
def made(folder: Path) -> Iterator[Stage]:
    """Run a stage from a folder."""
    recorder = Recorder()
    with closing(Rig(folder, links=[recorder], controls=CONTROLS)) as rig, pytest.MonkeyPatch.context() as patch:
        rig.listens()
        stage = Stage(rig, recorder)
        patch.setattr(time, "time", lambda: stage.wall)
        yield stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with made(tmp_path) as stage:
        yield stage


def at(*messages: tuple[str, int]) -> list[Any]:
    """Messages to controls, as elements of a bundle."""
    return [(f"/sidestage/{control}", [value]) for control, value in messages]


ON_AND_OFF = [("b", True), ("b", False)]

Elements = Callable[[int], tuple[list[Any], int]]
"""Makes a bundle's elements and its tag, for a time that is ahead."""

IN_ORDER: dict[str, Elements] = {
    "one bundle": lambda to: (at(("b", 1), ("b", 0)), to),
    "a bundle each": lambda to: ([(at(("b", 1)), to), (at(("b", 0)), to)], to),
    "inner ones that are later": lambda to: ([(at(("b", 0)), to + SECOND // 50), (at(("b", 1)), to)], to),
    "inner ones at once": lambda to: ([*at(("b", 1)), (at(("b", 0)), AT_ONCE)], to),
    "inner ones of the past": lambda to: ([*at(("b", 1)), (at(("b", 0)), to - 9 * SECOND)], to),
    "an inner one of the past first": lambda to: ([(at(("b", 1)), to - 9 * SECOND), *at(("b", 0))], to),
    "an outer one at once": lambda to: ([(at(("b", 0)), to), *at(("b", 1))], AT_ONCE),
    "an outer one of the past": lambda to: ([(at(("b", 0)), to), *at(("b", 1))], to - round(AHEAD * SECOND)),
    "deep ones": lambda to: ([([([([*at(("b", 1))], to)], to)], to), *at(("b", 0))], to),
    "all at once": lambda to: ([(at(("b", 1)), AT_ONCE), *at(("b", 0))], AT_ONCE),
    "one unit of time apart": lambda to: ([(at(("b", 0)), to + 1), (at(("b", 1)), to)], AT_ONCE),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("how", IN_ORDER)
def test_a_press_and_its_release_in_a_bundle_come_in_their_order(stage: Stage, how: str, writer: str) -> None:
    for _ in range(5):
        stage.throw(WRITERS[writer](*IN_ORDER[how](stage.ahead())))
        assert stage.played() == ON_AND_OFF


@pytest.mark.parametrize("times", range(10))
def test_the_last_of_a_bundle_is_what_stays(stage: Stage, times: int) -> None:
    to = stage.ahead()
    stage.throw(bundled(at(("t", 1), ("t", 0), ("f", 3), ("f", 7), ("b", 1), ("b", 0)), to))
    changes = stage.played()
    assert changes[-2:] == ON_AND_OFF
    assert (stage.value("t"), stage.value("f"), stage.value("b")) == (False, 7, False)


@pytest.mark.parametrize("times", range(10))
def test_by_udp_too(listening: Listening, desk: Desk, times: int) -> None:
    with closing(SimpleClient(listening.stage.url)) as program:
        program.hears("go", False)
        desk.bundle(time.time() + 0.3, ("/ch/01/mix/on", 1), ("/ch/01/mix/on", 0), ("/go", 1), ("/go", 0))
        program.wait(lambda: program.updates("go") == [False, True, False])
        desk.bundle(time.time() + 0.05, ("/sidestage/note", "done"))
        listening.boss.sees(note="done", mute=False, go=False)


def test_bundles_with_equal_tags_come_in_the_order_of_arrival(stage: Stage) -> None:
    to = stage.ahead()
    stage.throw(*(bundled(at((control, value)), to) for control, value in [("b", 1), ("b", 0)] * 50))
    assert stage.played() == ON_AND_OFF * 50


def test_an_earlier_tag_that_comes_later_is_first(stage: Stage) -> None:
    to = stage.ahead()
    stage.throw(bundled(at(("f", 9), ("b", 0)), to + SECOND // 20), bundled(at(("f", 4), ("b", 1)), to))
    assert stage.played() == [("f", 4), ("b", True), ("f", 9), ("b", False)]


def test_what_is_due_comes_before_what_arrives_after_it(stage: Stage) -> None:
    """However late the alarm rings: the engine's thread was busy with something else until the time had passed."""

    def late() -> None:
        come = stage.incoming.came_back
        come(bundled(at(("f", 3), ("t", 1)), stage.ahead()), "127.0.0.1", 9)
        stage.wall += AHEAD
        come(encode("/sidestage/t", [0]), "127.0.0.1", 9)

    stage.rig.engine.call(late)
    stage.played()
    assert (stage.value("f"), stage.value("t")) == (3, False)


def test_a_press_finds_what_was_set_before_it_in_its_bundle(stage: Stage) -> None:
    stage.throw(
        bundled(at(("f", 1), ("b", 1), ("f", 2), ("b", 0), ("f", 3)), AT_ONCE),
        bundled(at(("f", 4), ("f", 5), ("c", 1)), AT_ONCE),
        bundled(at(("c", 0), ("f", 6)), AT_ONCE),
        encode("/sidestage/f", [7]),
    )
    # Between two presses the newest value counts.
    assert stage.done() == [
        ("f", 1), ("b", True), ("f", 2), ("b", False), ("f", 5), ("c", True), ("c", False), ("f", 7),
    ]  # fmt: skip


def test_strips_that_share_an_address_are_each_moved(stage: Stage) -> None:
    for messages in ([encode("/strip", [1, 0.5]), encode("/strip", [2, 0.25])], [encode("/strip", [1, 1.0])]):
        stage.throw(*messages)
    stage.done()
    assert (stage.value("one"), stage.value("two")) == (1, 0.25)


# Beyond limits: all of a bundle, or nothing of it


def test_a_bundle_that_is_too_long_does_nothing(stage: Stage) -> None:
    messages = at(("b", 1)) + at(("f", 1)) * (MAX_MESSAGES - 1)
    stage.throw(bundled([*messages, *at(("b", 0))], AT_ONCE))
    assert stage.done() == []
    stage.throw(bundled([*messages[:-1], *at(("b", 0))], AT_ONCE))
    assert stage.done() == [("b", True), ("f", 1), ("b", False)]


def test_a_bundle_of_which_a_part_is_too_far_ahead_does_nothing(stage: Stage) -> None:
    far = time_tag(stage.wall + receiver.MAX_AHEAD + 5)
    stage.throw(bundled([*at(("b", 1), ("f", 3)), (at(("b", 0)), far)], AT_ONCE))
    assert stage.done() == []
    assert stage.rig.causes() == {("127.0.0.1", receiver.TOO_FAR): 3}


def test_a_bundle_for_which_there_is_no_room_until_its_time_does_nothing(stage: Stage) -> None:
    later = time_tag(stage.wall + receiver.MAX_AHEAD - 1)
    some = at(("f", 1)) * (receiver.MAX_COMING // 2 - 1)
    stage.throw(bundled(some, later), bundled(some, later))
    stage.throw(bundled([*at(("b", 1)), (at(("b", 0), ("c", 1), ("c", 0)), later)], AT_ONCE))
    assert stage.done() == []
    assert stage.rig.causes() == {("127.0.0.1", receiver.NO_ROOM): 4}
    stage.throw(bundled([*at(("b", 1)), (at(("b", 0), ("c", 1)), later)], AT_ONCE))
    assert stage.done() == [("b", True)]
    assert stage.waits() == receiver.MAX_COMING


# What waits to be taken


def arrival(path: str, value: int = 0) -> Arrival:
    """A message of a source that is allowed."""
    sources = Sources(dict)
    sources.adapt(Incoming(), {})
    source = sources.of("127.0.0.1", 9)
    assert source
    [raw] = split(encode(path, [value]))
    return Arrival(source, raw)


def taken(waiting: Arrivals) -> list[tuple[bytes, int]]:
    """All that waits: addresses and values."""
    return [(raw.path, raw.data[-1]) for raw in (waiting.take().raw for _ in range(len(waiting)))]


def test_a_bundle_waits_as_a_whole_or_not_at_all() -> None:
    waiting, fader = Arrivals(), arrival("/fader")
    for number in range(MAX_WAITING - 2):
        assert waiting.add(arrival(f"/f{number}"), newest=True)
    press, release, other = arrival("/b", 1), arrival("/b", 0), arrival("/other")
    assert not waiting.add_bundle([(press, False), (release, False), (other, False)])
    assert len(waiting) == MAX_WAITING - 2
    assert waiting.add_bundle([(press, False), (release, False), (arrival("/f0"), False)][:2])
    assert len(waiting) == MAX_WAITING
    # What takes the place of an older one needs no room; beyond a press it does.
    assert not waiting.add_bundle([(arrival("/f1"), True)])
    waiting.take()
    assert waiting.add_bundle([(fader, True), (fader, True)])
    assert waiting.add_bundle([(fader, True)])
    assert not waiting.add_bundle([(fader, True), (other, True)])
    waiting.clear()
    assert len(waiting) == 0
    assert waiting.add_bundle([])


def test_of_presses_beyond_the_limit_the_newest_waits() -> None:
    waiting = Arrivals()
    messages = [(arrival("/b", number % 2), False) for number in range(1, MAX_EACH + 6)]
    assert waiting.add_bundle(messages)
    assert len(waiting) == MAX_EACH + 1
    assert taken(waiting)[-2:] == [(b"/b", 0), (b"/b", 1)]
    assert waiting.add_bundle(messages[:2])
    assert taken(waiting) == [(b"/b", 1), (b"/b", 0)]


# Any tree of bundles, against a model that sorts its messages

Tree = list[Any]

messages = st.tuples(st.sampled_from("tfbc"), st.integers(0, 1))
trees: st.SearchStrategy[Any] = st.recursive(
    messages, lambda inner: st.tuples(st.lists(inner, max_size=5), st.sampled_from((None, -1, 1, 2))), max_leaves=12
)
packets = st.lists(st.tuples(st.lists(trees, max_size=5), st.sampled_from((None, -1, 1, 2))), min_size=1, max_size=4)
"""Packets: bundles in bundles, each with a time: at once, of the past, or one of two of the future."""


def written(tree: Any, tags: dict[int | None, int]) -> Any:
    """A tree as elements of a bundle."""
    what, more = tree
    return (
        (f"/sidestage/{what}", [more]) if isinstance(what, str) else ([written(one, tags) for one in what], tags[more])
    )


def flat(tree: Any, outer: int = 0) -> list[tuple[int, Message]]:
    """What a model makes of a tree: its messages, each with the latest time of all bundles around it; 0 is now."""
    what, more = tree
    if isinstance(what, str):
        return [(max(outer, 0), (what, more))]
    return [found for one in what for found in flat(one, max(outer, more or 0))]


def played(told: list[Message]) -> list[tuple[str, Any, Any, Any]]:
    """What presses find: each change of a button, with the fader and the toggle as they are then, and the end."""
    state: dict[str, Any] = {"t": False, "f": 0, "b": False, "c": False}
    found = []
    for control, value in told:
        is_news = bool(value) != bool(state[control])
        state[control] = value if control == "f" else bool(value)
        if control in "bc" and is_news:
            found.append((control, state[control], state["f"], state["t"]))
    return [*found, ("end", state["b"], state["f"], state["t"])]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One stage for all examples."""
    with made(tmp_path_factory.mktemp("bundles")) as stage:
        yield stage


@settings(max_examples=60, deadline=None)
@given(packets)
def test_any_bundles_are_played_as_the_model_says(shared: Stage, sent: list[Any]) -> None:
    shared.throw(bundled(at(("t", 0), ("f", 0), ("b", 0), ("c", 0)), AT_ONCE))
    shared.done()
    # A press that is more than a second late would be refused.
    past, to = time_tag(shared.wall) - SECOND // 2, shared.ahead()
    tags = {None: AT_ONCE, -1: past, 1: to, 2: to + SECOND // 100}
    shared.throw(*(bundled(*written(packet, tags)) for packet in sent))
    model = [found for packet in sent for found in flat(packet)]
    in_order = [message for _, message in sorted(model, key=lambda found: found[0])]
    assert played(shared.played()) == played(in_order)


@given(trees.filter(lambda tree: not isinstance(tree[0], str)))
def test_liblo_and_we_write_the_same_and_messages_have_the_latest_time_around_them(tree: Any) -> None:
    tags = {None: AT_ONCE, -1: 5 * SECOND, 1: 6 * SECOND + 7, 2: 6 * SECOND + 8}
    data = bundled(*written(tree, tags))
    assert data == liblo.bundled(*written(tree, tags))

    def model(tree: Any, outer: int) -> list[tuple[int | None, bytes]]:
        what, more = tree
        if isinstance(what, str):
            return [(None if outer == AT_ONCE else outer, f"/sidestage/{what}".encode())]
        return [found for one in what for found in model(one, max(outer, tags[more]))]

    assert [(raw.tag, raw.path) for raw in split(data)] == model(tree, 0)


def test_a_tag_of_nothing_means_at_once() -> None:
    assert [raw.tag for raw in split(bundled(at(("b", 1)), 0))] == [None]
    assert Raw(b"/a", b"", None).when is None
    assert Raw(b"/a", b"", time_tag(1_800_000_000.5)).when == 1_800_000_000.5
