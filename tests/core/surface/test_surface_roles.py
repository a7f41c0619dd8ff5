"""A device that may do less, or is let in no more, while it has something in hand."""

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER, person, surface
from webui.core.devices.devices import Connection, Role
from webui.core.surface.commands import Load, Operation, Press, Push, ValueChanged
from webui.core.surface.events import Changed, ConnectionsChanged, Held, Refused
from webui.core.surface.surface import Surface


@pytest.fixture
def ipad() -> Connection:
    return person(PLAYER, "c1", "ipad")


@pytest.fixture
def stage(ipad: Connection) -> Surface:
    """The iPad is dragging a fader, types and holds a flash down; Mia has a fader and the other flash."""
    stage = surface()
    mia = person(PLAYER, "c2", "mia")
    stage.join(ipad)
    stage.join(mia)
    stage.apply(Operation(1, {"slider1": 7}, (Press("thunder", 0.0),), {"slider1": True, "note": True}), ipad, 0.0)
    stage.apply(Operation(1, {"tempo": 70}, (Press("flash", 0.0), Press("thunder", 0.0)), {"tempo": True}), mia, 0.0)
    return stage


def test_who_may_do_less_lets_go_of_what_it_has_in_hand_and_nobody_else_does(stage: Surface, ipad: Connection) -> None:
    events = stage.let_go("ipad")
    freed = [(event.control, event.device) for event in events if isinstance(event, Held)]
    assert sorted(freed) == [("note", None), ("slider1", None)]
    assert not [event for event in events if isinstance(event, Changed)], "Mia's finger is on the thunder as well"
    assert stage.snapshot(0.0).holds == {"tempo": "mia"}
    assert stage.value("flash") is True
    assert "c1" in stage.connections
    released = {event.control for event in stage.let_go("mia") if isinstance(event, Changed)}
    assert released == {"flash", "thunder"}
    assert stage.value("thunder") is False


def test_all_connections_of_a_device_let_go(stage: Surface) -> None:
    other_tab = person(PLAYER, "c3", "ipad", session="s3")
    stage.join(other_tab)
    stage.apply(Operation(1, {}, (), {"bed": True}), other_tab, 0.0)
    stage.let_go("ipad")
    assert stage.snapshot(0.0).holds == {"tempo": "mia"}


def test_who_has_nothing_in_hand_lets_go_of_nothing(stage: Surface) -> None:
    before = stage.snapshot(0.0)
    assert stage.let_go("nobody") == []
    assert stage.snapshot(0.0) == before


def test_a_player_who_is_a_watcher_now_moves_nothing_any_more(stage: Surface, ipad: Connection) -> None:
    ipad.device.role = WATCHER
    stage.let_go("ipad")
    before = stage.snapshot(0.0)
    events = stage.apply(Operation(2, {"slider1": 9}, (), {"slider1": True}), ipad, 0.0)
    assert events == [Refused(None, "View only", 2, "c1")]
    assert stage.snapshot(0.0) == before
    assert stage.seen(ipad) == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "command",
    [
        Operation(2, {"slider1": 9}, (Press("thunder", 0.0),), {"slider1": True}),
        ValueChanged("slider2", 1),
        Push("pulse", 1),
        Load(surface(name="Another").show, {}),
    ],
)
def test_who_is_let_in_no_more_changes_nothing_whatever_the_role(
    stage: Surface, ipad: Connection, role: Role, command: Operation
) -> None:
    ipad.device.role, ipad.device.is_out = role, True
    stage.let_go("ipad")
    before = stage.snapshot(0.0)
    (event,) = stage.apply(command, ipad, 0.0)
    assert isinstance(event, Refused)
    assert event.reason == "Not let in any more"
    assert stage.snapshot(0.0) == before
    assert stage.seen(ipad) == 1


def test_its_sessions_are_forgotten_and_no_others(stage: Surface, ipad: Connection) -> None:
    alike = person(OPERATOR, "c9", "ipad2")
    stage.join(alike)
    stage.apply(Operation(1, {}), alike, 0.0)
    stage.forget("ipad")
    assert stage.seen(ipad) == 0
    assert stage.seen(alike) == 1
    assert stage.seen(person(PLAYER, "c2", "mia")) == 1


def test_leaving_lets_go_as_well(stage: Surface) -> None:
    events = stage.leave("c1")
    assert events[-1] == ConnectionsChanged()
    assert stage.snapshot(0.0).holds == {"tempo": "mia"}
    assert stage.leave("c1") == []
