"""The door: who is let in as what, by code, digits, ticket and key."""

import pytest

from tests.core.doors import CODE, TABLET, let_in, newcomer, state
from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices.devices import COLOURS, SCREEN, Role
from webui.core.devices.door import DAY, MINUTES_10, Code, Door
from webui.core.devices.guessing import FREE, MAX_WRONG
from webui.core.devices.names import MAX_NAME
from webui.core.devices.tickets import MAX_TICKETS, TICKET_LIFE, digest
from webui.core.errors import BadValue, NotAllowed, TooSoon

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


def guess(door: Door, times: int) -> None:
    """Have wrong digits typed, each on a page and at an address of its own."""
    for n in range(times):
        with pytest.raises(NotAllowed):
            door.ask_by_digits("000000", f"192.0.{n // 200}.{n % 200}", "t", 0.0, f"page {n}")


def test_digits_that_were_guessed_at_too_often_are_replaced_once_by_more_and_nobody_waits(door: Door) -> None:
    longer = "123456789012"
    door.new_code(door.house, Code("secret", "123456", PLAYER, reserve=longer))
    guess(door, MAX_WRONG - 1)
    assert door.ask_by_digits("123456", TABLET, "t", 0.0) is PLAYER
    guess(door, 1)
    with pytest.raises(NotAllowed, match="not the digits"):
        door.ask_by_digits("123456", TABLET, "t", 0.0)
    guess(door, 2 * MAX_WRONG)
    assert door.ask_by_digits(longer, TABLET, "t", 0.0) is PLAYER
    assert door.ask("secret", "t", 0.0) is PLAYER, "the link stays"
    door.new_code(door.house, CODE)
    assert door.ask_by_digits("123456", TABLET, "t", 0.0) is PLAYER


def test_digits_without_others_that_could_replace_them_let_nobody_in_any_more(door: Door) -> None:
    guess(door, MAX_WRONG)
    with pytest.raises(NotAllowed, match="Ask for a new code"):
        door.ask_by_digits("123456", TABLET, "t", 0.0)
    assert door.ask("secret", "t", 0.0) is PLAYER


def test_a_page_of_ours_that_typed_nothing_wrong_is_answered_whatever_others_at_its_address_do(door: Door) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(NotAllowed):
            door.ask_by_digits("000000", TABLET, "t", 0.0)
    with pytest.raises(TooSoon):
        door.ask_by_digits("123456", TABLET, "t", 0.0)
    assert door.ask_by_digits("123456", TABLET, "t", 0.0, "page") is PLAYER


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
    assert len(door._tickets) == MAX_TICKETS
    assert door.join("t1", newcomer(), 0.0)
    door.ask("secret", "late", TICKET_LIFE)
    assert len(door._tickets) == 1


def test_the_tickets_of_others_stay_whoever_asks_for_too_many(door: Door) -> None:
    door.ask("secret", "honest", 0.0, TABLET)
    for n in range(2 * MAX_TICKETS):
        door.ask("secret", f"t{n}", 0.0, "192.0.2.66")
    assert door.join("honest", newcomer(), 0.0)


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


@pytest.mark.parametrize("name", ["", "\u200b", " " * (MAX_NAME + 1)])
def test_a_name_that_is_none_lets_nobody_in_and_the_ticket_stays_good(door: Door, name: str) -> None:
    door.ask("secret", "t", 0.0)
    before = state(door)
    with pytest.raises(BadValue):
        door.join("t", newcomer(), 0.0, name=name)
    assert state(door) == before
    assert door.join("t", newcomer(), 0.0)


def test_a_known_device_stays_the_same_with_its_name_and_gets_another_key(door: Door) -> None:
    was = let_in(door)
    door.ask("secret", "t", 0.0)
    device = door.join("t", newcomer(2, runs="Mac"), 0.0, you=was)
    assert (device.id, device.name, device.colour, device.runs) == (was.id, "iPad", was.colour, "Mac")
    assert (device.joined, device.issued) == (was.joined, 1000.5)
    assert (door.known("key 1"), door.known("key 2"), door.devices()) == (None, device, [device])
    door.ask("secret", "t", 0.0)
    assert door.join("t", newcomer(3), 0.0, you=device, name="Mia").name == "Mia"
    assert door.known("key 2") is None


@pytest.mark.parametrize("claims", [True, False])
def test_who_has_the_old_key_gets_nothing_of_what_the_new_one_is_for(door: Door, claims: bool) -> None:
    planted = let_in(door, role=WATCHER)
    door.open_for("operators", OPERATOR)
    door.ask("operators", "t", 0.0)
    victim = door.join("t", newcomer(2), 0.0, **({"device": "d1"} if claims else {"you": planted}))
    assert (victim.id, victim.role, victim.is_out) == ("d1", OPERATOR, False)
    assert (planted.role, planted.is_out, door.lets_in(planted)) == (WATCHER, True, False)
    with pytest.raises(NotAllowed):
        door.rename(planted, "d1", "Mine")
    assert door.known("key 1") is None


def test_a_programs_key_that_was_planted_makes_no_screen_of_the_program(door: Door) -> None:
    program = door.make_key(door.house, "Lights", PLAYER, newcomer(1))
    door.ask("secret", "t", 0.0)
    device = door.join("t", newcomer(2), 0.0, you=program)
    assert (device.id, device.kind, door.known("key 1")) == ("d2", SCREEN, program)


def test_of_several_keys_that_of_the_highest_role_counts_then_the_newest(door: Door) -> None:
    assert door.known() is None
    first, second = let_in(door, 1), let_in(door, 2)
    assert door.known("no key", "key 1", "another") is first
    assert door.known("key 1", "key 2") is door.known("key 2", "key 1") is second
    boss = let_in(door, 3, OPERATOR)
    third = let_in(door, 4)
    assert door.known("key 4", "key 3", "key 1") is boss
    door.ask("secret", "t", 0.0)
    renewed = door.join("t", newcomer(5), 0.0, you=first)
    assert door.known("key 5", "key 4") is renewed
    assert third is door.known("key 4", "key 1"), "a key that died is none"


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
    let_in(door)
    door.ask("secret", "t", 0.0)
    device = door.join("t", newcomer(2), 0.0, device="d1")
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


def test_devices_get_different_colours_as_long_as_there_are_some(door: Door) -> None:
    colours = [let_in(door, n).colour for n in range(15)]
    assert colours == [*COLOURS[1:-1], *COLOURS, COLOURS[0]]


def test_what_a_device_runs_on_and_where_it_comes_from_is_noted(door: Door) -> None:
    device = let_in(door)
    door.came(device, "192.0.2.9", "Android", 2000.0)
    assert (device.address, device.runs, device.seen, device.joined) == ("192.0.2.9", "Android", 2000.0, 1000.5)
    door.came(device, "192.0.2.9", "", 3000.0)
    assert device.runs == "Android"
