"""What springs goes back to its default when the hand that had it is gone, however it went."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.core.hands import ANNA, BERT, BOSS, DEPUTY, PROGRAM, op, silent
from tests.core.making import OPERATOR, surface
from tests.core.surface.test_surface import changes, reasons
from webui.core.devices.devices import Connection
from webui.core.show.show import Show
from webui.core.surface.commands import Load, ValueChanged
from webui.core.surface.events import Changed, Held, ShowChanged, Taken
from webui.core.surface.holds import SILENCE
from webui.core.surface.surface import Surface

STICK: dict[str, Any] = {"id": "stick", "type": "xy", "spring": True}
REST = (50, 50)
AWAY = (10, 90)


def stage(**keys: Any) -> Surface:
    return surface(controls=[{**STICK, **keys}, {"id": "pad", "type": "xy"}])


def layout(**keys: Any) -> Show:
    return stage(**keys).show


def in_hand(by: Connection = ANNA) -> Surface:
    """Somebody holds the stick away from its rest."""
    one = stage()
    one.join(by)
    op(one, by, {"stick": list(AWAY), "pad": list(AWAY)}, stick=True)
    assert one.value("stick") == AWAY
    return one


def test_it_goes_back_when_the_hand_lets_go_and_everybody_is_told() -> None:
    one = in_hand()
    assert op(one, ANNA, {"stick": [20, 30]}, stick=False) == [
        Changed("stick", (20, 30), 4, "Anna"),
        Held("stick", None, 5, "Anna"),
        Changed("stick", REST, 6, "Anna"),
        Taken("Anna/s-Anna", 2, "Anna"),
    ]
    assert one.value("pad") == AWAY


def test_it_goes_back_when_the_device_vanishes_falls_silent_or_may_do_less() -> None:
    gone, quiet, lowered = in_hand(), in_hand(), in_hand()
    assert changes(gone.leave(ANNA.id)) == [("stick", REST)]
    assert changes(silent(quiet, SILENCE)) == [("stick", REST)]
    assert changes(lowered.let_go(ANNA.device.id)) == [("stick", REST)]


def test_who_is_overruled_leaves_it_at_rest() -> None:
    one = in_hand()
    assert changes(op(one, BOSS, stick=True)) == [("stick", REST)]
    assert one.snapshot(0.0).holds == {"stick": "Boss"}
    assert reasons(op(one, ANNA, {"stick": [1, 1]})) == ["Boss has it"]
    assert one.value("stick") == REST
    assert changes(op(one, BOSS, {"stick": [1, 1]}))[-1] == ("stick", (1, 1))


def test_a_move_without_a_hand_springs_back_at_once() -> None:
    # As it comes of a page that connects anew: its hand is gone, its last move is not.
    one = stage()
    assert changes(op(one, ANNA, {"stick": list(AWAY), "pad": list(AWAY)})) == [
        ("stick", AWAY), ("pad", AWAY), ("stick", REST),
    ]  # fmt: skip
    overruled = in_hand()
    op(overruled, BOSS, {"stick": [1, 1]})
    assert (overruled.value("stick"), overruled.snapshot(0.0).holds) == (REST, {})


def test_a_simple_client_has_no_hand_that_lets_go() -> None:
    one = stage()
    one.apply(ValueChanged("stick", "10,90"), PROGRAM, 0.0)
    assert one.value("stick") == AWAY
    # What is refused moves nothing, not even back.
    assert reasons(op(one, ANNA, {"stick": "no"})) == ["Not two numbers"]
    op(one, ANNA, stick=False)
    assert one.value("stick") == AWAY
    op(one, ANNA, stick=True)
    assert one.value("stick") == AWAY
    op(one, ANNA, stick=False)
    assert one.value("stick") == REST


def test_a_layout_that_changes_leaves_it_in_the_hand() -> None:
    one = in_hand()
    one.apply(Load(layout(label="Stick"), {"stick": [1, 1]}), BOSS, 0.0)
    assert (one.value("stick"), one.value("pad")) == (AWAY, AWAY)
    # A hand that may not move it any more has lost it; one that has nothing to do with a button now, too.
    events = one.apply(Load(layout(role="operator"), {}), BOSS, 0.0)
    assert events == [ShowChanged(5, False), Changed("stick", REST, 6, "Boss")]
    other = in_hand()
    other.apply(Load(surface(controls=[{"id": "stick", "type": "button"}]).show, {}), BOSS, 0.0)
    assert other.value("stick") is False


def test_no_show_starts_away_from_rest() -> None:
    assert Surface(layout(), {"stick": [1, 1]}, {}).value("stick") == REST
    one = in_hand()
    one.apply(Load(surface(id="other", controls=[STICK]).show, {"stick": [1, 1]}), BOSS, 0.0)
    assert one.value("stick") == REST


PEOPLE = [ANNA, BERT, BOSS, DEPUTY]


class Hands(RuleBasedStateMachine):
    """Hands come, move, go, vanish and fall silent, on a stick and on a pad that stays where it is left."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = stage()
        self.now = 0.0
        self.put = False
        """Whether a program moved it last, and no hand came since."""

    def ask(self, by: Connection, moves: dict[str, object] | None = None, **holds: bool) -> None:
        self.stage.heard(by.id, self.now)
        held = dict(self.stage.snapshot(0.0).holds)
        events = op(self.stage, by, moves, now=self.now, **holds)
        took_away = held != self.stage.snapshot(0.0).holds
        self.put = self.put and not took_away and not changes(events)

    @rule(by=st.sampled_from(PEOPLE))
    def take(self, by: Connection) -> None:
        self.ask(by, stick=True)

    @rule(by=st.sampled_from(PEOPLE), x=st.integers(-5, 105), y=st.integers(0, 100), last=st.booleans())
    def move(self, by: Connection, x: int, y: int, last: bool) -> None:
        self.ask(by, {"stick": [x, y]}, **({"stick": False} if last else {}))

    @rule(by=st.sampled_from(PEOPLE), x=st.integers(0, 100))
    def hit(self, by: Connection, x: int) -> None:
        self.ask(by, {"stick": [x, x]}, stick=True)

    @rule(by=st.sampled_from(PEOPLE))
    def lift(self, by: Connection) -> None:
        self.ask(by, stick=False)

    @rule(by=st.sampled_from(PEOPLE))
    def vanish(self, by: Connection) -> None:
        self.stage.join(by)
        self.stage.leave(by.id)

    @rule(passed=st.sampled_from([1000.0, SILENCE]))
    def wait(self, passed: float) -> None:
        self.now += passed
        silent(self.stage, self.now)

    @rule(x=st.integers(0, 100))
    def program(self, x: int) -> None:
        self.put = not reasons(self.stage.apply(ValueChanged("stick", [x, x]), PROGRAM, self.now)) or self.put

    @rule(operators=st.booleans())
    def load(self, operators: bool) -> None:
        self.stage.apply(Load(layout(role="operator" if operators else "player"), {}), BOSS, self.now)
        self.put = False

    @invariant()
    def it_rests_where_no_hand_is(self) -> None:
        if not self.stage.snapshot(0.0).holds and not self.put:
            assert self.stage.value("stick") == REST


TestHands = Hands.TestCase
TestHands.settings = settings(max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize("by", [ANNA, BOSS])
def test_a_stick_for_operators_is_not_reset_by_players(by: Connection) -> None:
    one = stage(role="operator")
    one.apply(ValueChanged("stick", [1, 2]), BOSS, 0.0)
    op(one, by, {"stick": [5, 5]})
    assert one.value("stick") == (REST if by.device.role is OPERATOR else (1, 2))
