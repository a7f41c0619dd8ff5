"""The door: what only operators change, and what stays as it was when somebody else tries."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from tests.core.doors import let_in, newcomer, state
from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices.devices import COLOURS, PROGRAM, Device, Role
from webui.core.devices.door import Code, Door, digest
from webui.core.errors import BadValue, NotAllowed, Refusal

ACTS: dict[str, Callable[[Door, Device], object]] = {
    "code": lambda door, by: door.new_code(by, Code("mine", "000000", OPERATOR)),
    "key": lambda door, by: door.make_key(by, "Mine", OPERATOR, newcomer(99)),
    "rename": lambda door, by: door.rename(by, "other", "Mine"),
    "role": lambda door, by: door.change_role(by, "other", WATCHER),
    "disconnect": lambda door, by: door.check_disconnect(by, "other"),
    "forget": lambda door, by: door.forget(by, "other"),
    "forget all": lambda door, by: door.forget_all(by),
    "programs": lambda door, by: door.set_programs(by, OPERATOR),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [WATCHER, PLAYER, None])
def test_only_operators_do_it_and_a_refused_act_changes_nothing(door: Door, act: str, role: Role | None) -> None:
    door._keys[digest("other")] = Device("other", "Other", COLOURS[1], PLAYER)
    by = let_in(door, role=OPERATOR if role is None else role)
    if role is None:
        door.forget(door.house, by.id)
    before = state(door)
    with pytest.raises(NotAllowed, match="For operators only"):
        ACTS[act](door, by)
    assert state(door) == before
    by.is_out, by.role = False, OPERATOR
    ACTS[act](door, by)


def test_any_device_may_rename_itself(door: Door) -> None:
    device = let_in(door, role=WATCHER)
    assert door.rename(device, "d1", " Mia ").name == "Mia"
    assert door.rename(device, "d1", "MIA").name == "MIA", "it is no other's"
    with pytest.raises(BadValue):
        door.rename(device, "d1", "")
    door.forget(door.house, "d1")
    with pytest.raises(NotAllowed, match="no such device"):
        door.rename(device, "d1", "Mia")


def test_a_name_that_another_has_gets_a_number(door: Door) -> None:
    let_in(door, 1, name="Mia")
    let_in(door, 2, name="Tom")
    assert door.rename(door.house, "d2", "Mia").name == "Mia 2"


@pytest.mark.parametrize(
    "act",
    [
        lambda door, by, id: door.rename(by, id, "Mine"),
        lambda door, by, id: door.change_role(by, id, WATCHER),
        lambda door, by, id: door.forget(by, id),
    ],
)
@pytest.mark.parametrize("id", ["local", "programs", "nobody"])
def test_this_computer_stays_what_it_is_and_programs_on_it_have_a_setting(
    door: Door, act: Callable[[Door, Device, str], object], id: str
) -> None:
    before = state(door)
    for by in (door.house, let_in(door, role=OPERATOR)):
        with pytest.raises(NotAllowed, match=r"stays what it is|setting of its own|no such device"):
            act(door, by, id)
    door.forget(door.house, "d1")
    assert state(door) == before


def test_another_role_is_seen_by_all_who_have_the_device(door: Door) -> None:
    device = let_in(door)
    assert door.change_role(door.house, "d1", WATCHER) is device
    assert device.role is WATCHER


def test_a_forgotten_device_is_out_and_its_key_worth_nothing(door: Door) -> None:
    device = let_in(door)
    assert door.forget(door.house, "d1") is device
    assert device.is_out
    assert door.known("key 1") is None
    assert door.devices() == []
    with pytest.raises(NotAllowed):
        door.device("d1")


def test_all_are_forgotten_but_this_computer_and_who_asks(door: Door) -> None:
    boss = let_in(door, 1, OPERATOR)
    others = [let_in(door, 2), let_in(door, 3, OPERATOR), door.make_key(boss, "Lights", PLAYER, newcomer(4))]
    assert door.forget_all(boss) == others
    assert door.devices() == [boss]
    assert [one.is_out for one in (boss, door.house, door.programs, *others)] == [False] * 3 + [True] * 3
    assert door.forget_all(door.house) == [boss]


def test_a_program_elsewhere_gets_a_key_of_its_own(door: Door) -> None:
    program = door.make_key(door.house, "Lights", PLAYER, newcomer(1))
    assert (program.kind, program.name, program.role, program.joined) == (PROGRAM, "Lights", PLAYER, 1000.5)
    assert door.known("key 1") is program
    with pytest.raises(BadValue):
        door.make_key(door.house, "", PLAYER, newcomer(2))


@pytest.mark.parametrize("role", [*Role, None])
def test_programs_on_this_computer_have_one_role_or_are_kept_out(door: Door, role: Role | None) -> None:
    programs = door.set_programs(door.house, role)
    assert programs is door.programs
    assert programs.is_out is (role is None)
    assert role is None or programs.role is role
    assert asdict(Door({}, role).programs) == asdict(programs)
    door.set_programs(door.house, PLAYER)
    assert (programs.is_out, programs.role) == (False, PLAYER)


def test_anybody_may_be_disconnected(door: Door) -> None:
    device = let_in(door)
    assert door.check_disconnect(door.house, "d1") is device
    assert door.check_disconnect(door.house, "local") is door.house
    with pytest.raises(Refusal):
        door.check_disconnect(door.house, "nobody")
