"""The rules of the surface, whatever is asked by whomever: refused means unchanged, and revisions tell the truth."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.making import anything, person, show
from webui.core.devices.devices import Connection, Role
from webui.core.errors import ShowError
from webui.core.show.show import Show
from webui.core.surface.commands import (
    Command,
    Load,
    Move,
    Operation,
    Press,
    Push,
    PushMany,
    Release,
    Rest,
    ValueChanged,
)
from webui.core.surface.events import Changed, Held, Pushed, Refused, ShowChanged, Taken
from webui.core.surface.surface import Surface

NAMES = ["fade", "step", "tog", "but", "ton", "txt"]
names = st.one_of(st.sampled_from([*NAMES, "new", "newer", "zz"]), st.text(max_size=3))
feeds = st.sampled_from([None, "number", "pulse", "zz"])
likely = st.one_of(anything, st.integers(-5, 120), st.booleans(), st.sampled_from(["7", "on", "words", 0.5]))
times = st.one_of(st.floats(), st.integers(-2000, 2000))


@st.composite
def shows(draw: st.DrawFn) -> Show:
    """A small show: open or not, with some of the controls and feeds."""
    controls: list[dict[str, Any]] = [
        {"id": "fade", "type": "fader", "max": draw(st.sampled_from([1, 50, 100]))},
        {"id": "step", "type": "fader", "step": 3},
        {"id": "tog", "type": draw(st.sampled_from(["toggle", "button"]))},
        {"id": "but", "type": "button"},
        {"id": "ton", "type": "button"},
        {"id": "txt", "type": "text", "length": 3},
    ]
    if draw(st.booleans()):
        controls.append({"id": "wall", "type": "text", "place": [1, 2, 24, 23]})
    chosen = [control for control in controls if draw(st.integers(0, 3))]
    streams = [{"id": "number"}, {"id": "pulse", "source": "program"}][: draw(st.integers(0, 2))]
    views = [{"feed": stream["id"], "place": [n, 1, 1, 1]} for n, stream in enumerate(streams, 23)]
    try:
        return show(
            id=draw(st.sampled_from(["one", "two"])),
            open=draw(st.booleans()),
            pages=[{"id": "main", "columns": 24, "controls": chosen, "views": views}],
            feeds=streams,
        )
    except ShowError:
        return show()


acts = st.one_of(st.builds(Press, names, times), st.builds(Release, names))
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        Operation,
        st.one_of(st.integers(-1, 4), st.integers()),
        st.dictionaries(names, likely, max_size=4),
        st.lists(acts, max_size=4).map(tuple),
        st.dictionaries(names, st.booleans(), max_size=4),
    ),
    st.builds(ValueChanged, names, likely),
    st.builds(Move, names, likely),
    st.builds(Push, feeds, likely, st.sampled_from(["program", "random", "magic"])),
    st.builds(PushMany, feeds, st.lists(st.tuples(st.floats(-1e9, 1e9), likely), max_size=4).map(tuple)),
    st.builds(Rest, feeds.filter(bool)),
    st.builds(Load, shows(), st.dictionaries(names, likely, max_size=4)),
)
people = st.builds(
    person,
    st.sampled_from([Role.WATCHER, Role.PLAYER, Role.PLAYER, Role.OPERATOR]),
    st.sampled_from(["c1", "c2", "c3"]),
    st.sampled_from(["d1", "d2"]),
    st.sampled_from(["s1", "s2"]),
)
kept = st.dictionaries(names, likely, max_size=4)


def state(stage: Surface, by: Connection) -> Any:
    """All that a command can change, spelled out: true is not 1, and NaN is itself."""
    pressed = {control: sorted(fingers) for control, fingers in stage._pressed.items()}
    known = (stage._adopted, stage.connections, stage._holds._held, stage._holds._overruled)
    return repr((stage.snapshot(0.0), stage.seen(by), stage._seen, pressed, known))


@given(shows(), kept, st.lists(st.tuples(commands, people), max_size=8), commands, people)
def test_a_refused_command_changes_nothing(
    first: Show, kept: dict[str, Any], before: list[tuple[Command, Connection]], command: Command, by: Connection
) -> None:
    stage = Surface(first, kept, {})
    for earlier, someone in before:
        stage.apply(earlier, someone, 0.0)
    was = state(stage, by)
    is_next = isinstance(command, Operation) and command.n == stage.seen(by) + 1 and by.device.role >= Role.PLAYER
    events = stage.apply(command, by, 0.0)
    if all(isinstance(event, Refused) for event in events):
        assert state(stage, by) == was
    assert all(event.by == by.id for event in events if not isinstance(event, Pushed | ShowChanged))
    assert any(isinstance(event, Taken) for event in events) is is_next


class Stage(RuleBasedStateMachine):
    """A surface, and a page that follows it by events alone."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Surface(show(), {}, {})
        self.follow(0)

    def follow(self, revision: int) -> None:
        """Take the whole state, as a welcome brings it."""
        snapshot = self.stage.snapshot(0.0)
        self.values = snapshot.values
        self.holds = snapshot.holds
        self.revision = revision

    @initialize(first=shows(), kept=kept)
    def begin(self, first: Show, kept: dict[str, Any]) -> None:
        self.stage = Surface(first, kept, {})
        self.follow(0)

    @rule(command=commands, by=people)
    def ask(self, command: Command, by: Connection) -> None:
        """Ask for anything; operations are mostly the next ones."""
        if isinstance(command, Operation) and 0 <= command.n <= 4:
            command = Operation(self.stage.seen(by) + 1, command.moves, command.acts, command.holds)
        self.listen(self.stage.apply(command, by, 0.0))

    @rule(by=people, control=st.sampled_from(["but", "ton", "tog"]), kind=st.sampled_from([Press, Release]))
    def touch(self, by: Connection, control: str, kind: Any) -> None:
        act = Press(control, 0.0) if kind is Press else Release(control)
        self.listen(self.stage.apply(Operation(self.stage.seen(by) + 1, {}, (act,)), by, 0.0))

    @rule(by=people)
    def come(self, by: Connection) -> None:
        self.listen(self.stage.join(by))

    @rule(passed=st.sampled_from([0.0, 3000.0, 10_000.0]))
    def wait(self, passed: float) -> None:
        self.listen(self.stage.tick(passed))

    @rule(id=st.sampled_from(["c1", "c2", "c3", "c4"]))
    def go(self, id: str) -> None:
        was_here = id in self.stage.connections
        self.listen(self.stage.leave(id))
        if was_here:
            assert not any(id in fingers for fingers in self.stage._pressed.values())
            assert not any(hold.by.id == id for hold in self.stage._holds._held.values())

    def listen(self, events: list[Any]) -> None:
        """Every change has the next revision; a page that hears of another show is told its values as well."""
        for event in events:
            if isinstance(event, Changed | Held | ShowChanged):
                self.revision += 1
                assert event.revision == self.revision
            if isinstance(event, Changed):
                assert self.values[event.control] != event.value or ShowChanged in map(type, events)
                self.values[event.control] = event.value
            elif isinstance(event, Held):
                self.holds[event.control] = event.device
            elif isinstance(event, ShowChanged):
                self.follow(self.revision)

    @invariant()
    def the_page_has_the_same_as_the_surface(self) -> None:
        snapshot = self.stage.snapshot(0.0)
        assert self.values == snapshot.values
        assert {control: device for control, device in self.holds.items() if device} == snapshot.holds
        assert self.revision == snapshot.revision

    @invariant()
    def only_what_lasts_is_held(self) -> None:
        controls = self.stage.show.controls
        assert all(
            control in controls and not controls[control].momentary for control in self.holds if self.holds[control]
        )

    @invariant()
    def every_control_has_a_value_that_it_takes(self) -> None:
        controls = self.stage.show.controls
        assert list(self.stage.snapshot(0.0).values) == list(controls)
        for control in controls.values():
            value = self.stage.value(control.id)
            assert repr(control.check(value)) == repr(value)

    @invariant()
    def a_button_is_on_while_a_finger_is_on_it(self) -> None:
        for control in self.stage.show.controls.values():
            if control.momentary:
                assert self.stage.value(control.id) is bool(self.stage._pressed.get(control.id))

    @invariant()
    def nobody_presses_what_is_not_there(self) -> None:
        assert all(fingers and self.stage.show.controls[id].momentary for id, fingers in self.stage._pressed.items())


TestStage = Stage.TestCase
TestStage.settings = settings(max_examples=50, stateful_step_count=25)
