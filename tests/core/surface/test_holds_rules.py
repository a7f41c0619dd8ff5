"""Holds, whatever many hands do: one at a time, everybody told, and nothing remembered of who is gone."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.core.hands import ANNA, BERT, BIG_PROGRAM, BOSS, DEPUTY, PROGRAM, holds, named, op, silent
from tests.core.making import OPERATOR, surface
from tests.core.surface.test_surface import reasons
from webui.core.devices.devices import Connection
from webui.core.surface.commands import ValueChanged
from webui.core.surface.events import Event, Held
from webui.core.surface.holds import SILENCE, Holds

PEOPLE = [ANNA, BERT, BOSS, DEPUTY, named("Anna", tab="2")]
CONTROLS = ["slider1", "tempo", "note"]


class Hands(RuleBasedStateMachine):
    """Many hands on a few controls, beside the plainest telling of who may do what."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = surface()
        self.now = 0.0
        self.holder: dict[str, Connection] = {}
        self.told: dict[str, str | None] = {}
        self.heard: dict[str, float] = {}

    def listen(self, events: list[Event]) -> list[Event]:
        for event in events:
            if isinstance(event, Held):
                self.told[event.control] = event.device
        return events

    def may(self, by: Connection, control: str) -> bool:
        holder = self.holder.get(control)
        return (
            holder is None or holder.id == by.id or (by.device.role is OPERATOR and holder.device.role is not OPERATOR)
        )

    @rule(by=st.sampled_from(PEOPLE), control=st.sampled_from(CONTROLS))
    def take(self, by: Connection, control: str) -> None:
        # As its link does with every message, also with one that comes to nothing.
        self.say(by)
        events = self.listen(op(self.stage, by, now=self.now, **{control: True}))
        assert reasons(events) == ([] if self.may(by, control) else [f"{self.holder[control].device.name} has it"])
        if self.may(by, control):
            self.holder[control] = by

    @rule(by=st.sampled_from(PEOPLE), control=st.sampled_from(CONTROLS))
    def free(self, by: Connection, control: str) -> None:
        self.listen(op(self.stage, by, now=self.now, **{control: False}))
        if self.holder.get(control) is by:
            del self.holder[control]

    @rule(by=st.sampled_from(PEOPLE), control=st.sampled_from(CONTROLS), value=st.integers(40, 50))
    def move(self, by: Connection, control: str, value: int) -> None:
        sent: Any = str(value) if control == "note" else value
        before = self.stage.value(control)
        refused = reasons(self.listen(op(self.stage, by, {control: sent}, now=self.now)))
        assert self.stage.value(control) == (before if refused else sent)
        if not self.may(by, control):
            assert refused == [f"{self.holder[control].device.name} has it"]
        elif not refused and self.holder.get(control, by) is not by:
            del self.holder[control]

    @rule(by=st.sampled_from([PROGRAM, BIG_PROGRAM]), control=st.sampled_from(CONTROLS))
    def program(self, by: Connection, control: str) -> None:
        refused = reasons(self.stage.apply(ValueChanged(control, 45), by, self.now))
        assert bool(refused) is (control in self.holder)

    @rule(by=st.sampled_from(PEOPLE))
    def go(self, by: Connection) -> None:
        self.stage.join(by)
        self.listen(self.stage.leave(by.id))
        self.holder = {control: holder for control, holder in self.holder.items() if holder is not by}

    @rule(by=st.sampled_from(PEOPLE))
    def say(self, by: Connection) -> None:
        self.stage.heard(by.id, self.now)
        self.heard[by.id] = self.now

    @rule(passed=st.sampled_from([1.0, 250.0, 1000.0, 2999.0]))
    def wait(self, passed: float) -> None:
        """Time goes by, with two ticks at its end; texts are left to tests of their own."""
        self.now += passed
        for control in list(self.holder):
            if control == "note":
                self.free(self.holder[control], control)
        self.listen(silent(self.stage, self.now))
        self.holder = {
            control: holder for control, holder in self.holder.items() if self.now - self.heard[holder.id] < SILENCE
        }

    @invariant()
    def one_hand_has_each_control_and_all_are_told(self) -> None:
        assert holds(self.stage) == {control: holder.device.id for control, holder in self.holder.items()}
        assert holds(self.stage) == {control: device for control, device in self.told.items() if device is not None}

    @invariant()
    def nothing_is_remembered_of_hands_that_are_gone(self) -> None:
        inner: Holds = self.stage._holds
        assert set(inner._heard) == {holder.id for holder in self.holder.values()}
        assert set(inner._overdue) <= set(self.holder)


TestHands = Hands.TestCase
TestHands.settings = settings(max_examples=60, stateful_step_count=30)
