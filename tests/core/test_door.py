"""The door: who is let in as what, by code, digits, ticket and key, and what only operators change."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices import COLOURS, PROGRAM, SCREEN, Device, Role
from webui.core.door import DAY, MAX_KNOWN, MAX_TICKETS, MINUTES_10, TICKET_LIFE, Code, Door, Newcomer, digest
from webui.core.errors import BadValue, NotAllowed, Refusal, TooMany, TooSoon
from webui.core.guessing import FREE, MAX_WRONG
from webui.core.names import MAX_NAME

TABLET = "192.0.2.7"
CODE = Code("secret", "123456", PLAYER)


def newcomer(n: object = 1, name: str = "iPad", runs: str = "iPad") -> Newcomer:
    return Newcomer(f"d{n}", f"key {n}", name, runs, TABLET, 1000.5)


@pytest.fixture
def door() -> Door:
    door = Door({})
    door.new_code(door.house, CODE)
    return door


def let_in(door: Door, n: object = 1, role: Role = PLAYER, name: str = "iPad", runs: str = "iPad") -> Device:
    """Have a device join by a link for that role."""
    door.open_for(f"link for {role.word}", role)
    door.ask(f"link for {role.word}", f"ticket {n}", 0.0)
    return door.join(f"ticket {n}", newcomer(n, name, runs), 0.0)


def state(door: Door) -> object:
    """All that a refused act must leave as it was."""
    return (
        [*map(asdict, [door.house, door.programs, *door.devices()])],
        door.code,
        dict(door._keys),
        dict(door._tickets),
    )


# Codes


def test_a_secret_gives_its_role_and_nothing_else_does(door: Door) -> None:
    door.open_for("operators", OPERATOR)
    assert door.ask("secret", "t1", 0.0) is PLAYER
    assert door.ask("operators", "t2", 0.0) is OPERATOR
    for wrong in ("", "Secret", "secret ", "123456", digest("secret"), "\ud800"):
        with pytest.raises(NotAllowed, match="no longer valid"):
            door.ask(wrong, "t3", 0.0)
        assert door.known(wrong) is None


def test_digits_give_the_codes_role_and_no_others_do(door: Door) -> None:
    assert door.ask_by_digits("123456", TABLET, "t1", 0.0) is PLAYER
    for wrong in ("123457", "secret", "", "\ud800"):
        with pytest.raises(NotAllowed, match="not the digits"):
            door.ask_by_digits(wrong, TABLET, "t2", 0.0)


def test_a_new_code_ends_the_old_with_its_digits_and_its_tickets_at_once(door: Door) -> None:
    door.open_for("operators", OPERATOR)
    door.ask("operators", "an operator's", 0.0)
    door.ask("secret", "by link", 0.0)
    door.ask_by_digits("123456", TABLET, "by digits", 0.0)
    door.new_code(door.house, Code("another", "654321", WATCHER))
    with pytest.raises(NotAllowed):
        door.ask("secret", "t", 0.0)
    with pytest.raises(NotAllowed):
        door.ask_by_digits("123456", TABLET, "t", 0.0)
    for ticket in ("by link", "by digits"):
        with pytest.raises(NotAllowed, match="took too long"):
            door.join(ticket, newcomer(), 0.0)
    assert door.ask("another", "t", 0.0) is WATCHER
    assert door.join("an operator's", newcomer(), 0.0).role is OPERATOR


@pytest.mark.parametrize("life", [MINUTES_10, DAY])
def test_a_code_lives_until_its_end(life: float) -> None:
    door = Door({})
    door.new_code(door.house, Code("secret", "123456", PLAYER, "day", 5000.0 + life))
    assert door.live_code(4999.0 + life) is door.code
    assert door.ask("secret", "t1", 4999.0 + life) is PLAYER
    assert door.live_code(5000.0 + life) is None
    with pytest.raises(NotAllowed):
        door.ask("secret", "t2", 5000.0 + life)
    with pytest.raises(NotAllowed, match="Ask for a new code"):
        door.ask_by_digits("123456", TABLET, "t3", 5000.0 + life)
    assert door.join("t1", newcomer(), 5000.0 + life).role is PLAYER


def test_without_a_code_nobody_gets_in() -> None:
    door = Door({})
    assert door.live_code(0.0) is None
    with pytest.raises(NotAllowed):
        door.ask("", "t", 0.0)
    with pytest.raises(NotAllowed):
        door.ask_by_digits("", TABLET, "t", 0.0)


def test_who_types_wrong_digits_has_to_wait_though_they_are_right_then(door: Door) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(NotAllowed):
            door.ask_by_digits("000000", TABLET, "t", 0.0)
    with pytest.raises(TooSoon) as caught:
        door.ask_by_digits("123456", TABLET, "t", 0.0)
    assert door.ask("secret", "t", 0.0) is PLAYER, "links are never slowed"
    assert door.ask_by_digits("123456", TABLET, "t", caught.value.wait * 1000.0) is PLAYER


def test_digits_that_were_guessed_at_too_often_let_nobody_in_until_there_are_others(door: Door) -> None:
    for n in range(MAX_WRONG):
        with pytest.raises(NotAllowed):
            door.ask_by_digits("000000", TABLET, "t", n * 100_000.0)
    with pytest.raises(NotAllowed, match="Ask for a new code"):
        door.ask_by_digits("123456", "192.0.2.99", "t", 1e9)
    assert door.ask("secret", "t", 1e9) is PLAYER
    door.new_code(door.house, CODE)
    assert door.ask_by_digits("123456", TABLET, "t", 1e9) is PLAYER


# Tickets


def test_a_ticket_is_good_once(door: Door) -> None:
    door.ask("secret", "t", 0.0)
    door.join("t", newcomer(1), 0.0)
    with pytest.raises(NotAllowed, match="took too long"):
        door.join("t", newcomer(2), 0.0)
    assert len(door.devices()) == 1


@pytest.mark.parametrize(("after", "is_good"), [(TICKET_LIFE - 1, True), (TICKET_LIFE, False)])
def test_a_ticket_is_good_for_so_long(door: Door, after: float, is_good: bool) -> None:
    door.ask("secret", "t", 1000.0)
    if is_good:
        assert door.join("t", newcomer(), 1000.0 + after)
    else:
        with pytest.raises(NotAllowed):
            door.join("t", newcomer(), 1000.0 + after)


def test_of_too_many_tickets_the_oldest_end_and_of_those_that_ended_none_is_kept(door: Door) -> None:
    for n in range(MAX_TICKETS + 1):
        door.ask("secret", f"t{n}", 0.0)
    with pytest.raises(NotAllowed):
        door.join("t0", newcomer(), 0.0)
    assert door.join("t1", newcomer(), 0.0)
    door.ask("secret", "late", TICKET_LIFE)
    assert len(door._tickets) == 1


# Coming in


def test_a_newcomer_is_known_by_its_key_from_then_on_and_only_the_hash_is_kept(door: Door) -> None:
    device = let_in(door)
    assert (device.id, device.name, device.role, device.kind) == ("d1", "iPad", PLAYER, SCREEN)
    assert (device.runs, device.address, device.joined, device.seen) == ("iPad", TABLET, 1000.5, 1000.5)
    assert door.known("key 1") is device
    kept = door.hash_of(device)
    assert kept
    assert "key 1" not in kept
    assert Door({kept: device}).known("key 1") is device
    assert Door({kept: device}).known(kept) is None
    assert door.device("d1") is device
    assert door.hash_of(door.house) is None


def test_a_newcomer_may_choose_a_name_and_gets_it_with_a_number_if_another_has_it(door: Door) -> None:
    door.ask("secret", "t1", 0.0)
    assert door.join("t1", newcomer(1), 0.0, name="  Mia ").name == "Mia"
    door.ask("secret", "t2", 0.0)
    assert door.join("t2", newcomer(2), 0.0, name="mia").name == "mia 2"
    assert door.free_name("This computer") == "This computer 2"
    assert door.free_name("program") == "program 2"


@pytest.mark.parametrize("name", ["", "\u200b", "x" * (MAX_NAME + 1)])
def test_a_name_that_is_none_lets_nobody_in_and_the_ticket_stays_good(door: Door, name: str) -> None:
    door.ask("secret", "t", 0.0)
    before = state(door)
    with pytest.raises(BadValue):
        door.join("t", newcomer(), 0.0, name=name)
    assert state(door) == before
    assert door.join("t", newcomer(), 0.0)


def test_a_known_device_stays_the_same_and_keeps_its_key_and_name(door: Door) -> None:
    device = let_in(door)
    door.ask("secret", "t", 0.0)
    assert door.join("t", newcomer(2, runs="Mac"), 0.0, you=device) is device
    assert (device.name, device.runs, door.known("key 1"), door.known("key 2")) == ("iPad", "Mac", device, None)
    door.ask("secret", "t", 0.0)
    door.join("t", newcomer(3), 0.0, you=device, name="Mia")
    assert device.name == "Mia"


@pytest.mark.parametrize(
    ("had", "code", "has"),
    [(WATCHER, PLAYER, PLAYER), (PLAYER, OPERATOR, OPERATOR), (OPERATOR, PLAYER, OPERATOR), (PLAYER, WATCHER, PLAYER)],
)
def test_a_code_raises_a_known_devices_role_and_never_lowers_it(door: Door, had: Role, code: Role, has: Role) -> None:
    device = let_in(door, role=had)
    door.new_code(door.house, Code("s", "111111", code))
    door.ask("s", "t", 0.0)
    assert door.join("t", newcomer(2), 0.0, you=device).role is has


def test_whoever_is_forgotten_or_programs_of_this_computer_are_newcomers(door: Door) -> None:
    device = let_in(door)
    door.forget(door.house, "d1")
    for n, you in enumerate((device, door.programs), 2):
        door.ask("secret", "t", 0.0)
        assert door.join("t", newcomer(n), 0.0, you=you).id == f"d{n}"


def test_an_absent_device_may_be_claimed_and_its_old_key_dies(door: Door) -> None:
    device = let_in(door)
    door.ask("secret", "t", 0.0)
    assert door.join("t", newcomer(2), 0.0, device="d1") is device
    assert (device.id, device.name) == ("d1", "iPad")
    assert door.known("key 1") is None
    assert door.known("key 2") is device
    assert len(door.devices()) == 1


def test_who_is_offered_as_absent(door: Door) -> None:
    here = let_in(door, 1)
    let_in(door, 2)
    let_in(door, 3, OPERATOR)
    let_in(door, 4, runs="Android")
    let_in(door, 5, WATCHER)
    let_in(door, 6, runs="")
    door.make_key(door.house, "Lights", PLAYER, newcomer(7))
    assert [one.id for one in door.absent(PLAYER, "iPad", {here.id})] == ["d2", "d5", "d6"]
    assert [one.id for one in door.absent(WATCHER, "iPad", ())] == ["d5"]
    assert [one.id for one in door.absent(OPERATOR, "iPad", ())] == ["d1", "d2", "d3", "d5", "d6"]


@pytest.mark.parametrize("device", ["d1", "d3", "d4", "local", "programs", "nobody"])
def test_nobody_else_may_be_claimed(door: Door, device: str) -> None:
    let_in(door, 1)
    let_in(door, 3, OPERATOR)
    let_in(door, 4, runs="Android")
    door.ask("secret", "t", 0.0)
    before = state(door)
    with pytest.raises(NotAllowed, match="here already"):
        door.join("t", newcomer(9), 0.0, device=device, here={"d1"})
    assert state(door) == before


def test_so_many_devices_are_known_and_no_more(door: Door) -> None:
    for n in range(MAX_KNOWN):
        door.make_key(door.house, f"{n}", PLAYER, newcomer(n))
    door.ask("secret", "t", 0.0)
    with pytest.raises(TooMany, match="forget some"):
        door.join("t", newcomer("x"), 0.0)
    with pytest.raises(TooMany):
        door.make_key(door.house, "x", PLAYER, newcomer("x"))
    door.forget(door.house, "d0")
    assert door.join("t", newcomer("x"), 0.0)


def test_devices_get_different_colours_as_long_as_there_are_some(door: Door) -> None:
    colours = [let_in(door, n).colour for n in range(15)]
    assert colours == [*COLOURS[1:-1], *COLOURS, COLOURS[0]]


def test_what_a_device_runs_on_and_where_it_comes_from_is_noted(door: Door) -> None:
    device = let_in(door)
    door.came(device, "192.0.2.9", "Android", 2000.0)
    assert (device.address, device.runs, device.seen, device.joined) == ("192.0.2.9", "Android", 2000.0, 1000.5)
    door.came(device, "192.0.2.9", "", 3000.0)
    assert device.runs == "Android"


# What operators do

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
