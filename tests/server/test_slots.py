"""Who gets a place: strangers never take those of known devices, nor those of this computer."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.devices.devices import Device, Role
from webui.limits import ASKING, FOR_KNOWN, FROM_ELSEWHERE, HERE, KNOWN_PER_ADDRESS, OWN_PLACES, PER_DEVICE, WAITING
from webui.server.slots import Place, Places, Sizes, State

SMALL = Sizes(here=3, elsewhere=6, for_known=3, waiting=4, asking=4, per_address=2, per_device=2)
HOME = "127.0.0.1"


def known(id: str, role: Role = Role.PLAYER, joined: float = 1000.0) -> Device:
    return Device(id, id, "#b39ddb", role, joined=joined)


class Door:
    """Places, and who was hung up on."""

    def __init__(self, sizes: Sizes = SMALL) -> None:
        self.places = Places(sizes)
        self.hung_up: list[str] = []
        self.said: list[str] = []
        self.places.on_full = self.said.append

    def enter(self, name: str, address: str) -> Place | None:
        return self.places.enter(address, lambda: self.hung_up.append(name))

    def settled(self, address: str, device: str | Device | None = None, name: str = "") -> Place | None:
        """Come in and ask at once."""
        place = self.enter(name or address, address)
        assert place
        if place.settle(known(device) if isinstance(device, str) else device):
            return place
        self.places.leave(place)
        return None


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 0.0)


def test_strangers_have_their_share_and_an_address_its_own() -> None:
    door = Door()
    assert [bool(door.settled("192.0.2.1")) for _ in range(3)] == [True, True, False]
    assert door.settled("192.0.2.2")
    assert not door.settled("192.0.2.3"), "the rest is kept for known devices"
    assert door.said == ["There are too many connections: some from 192.0.2.1 are refused."], "once a second"


def test_known_devices_come_in_whatever_strangers_do() -> None:
    door = Door()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        assert door.settled(address)
    assert all(door.settled("192.0.2.1", device) for device in ("a", "a", "b"))
    assert not door.settled("192.0.2.9", "c"), "all of elsewhere's are taken"


def test_one_device_has_its_share() -> None:
    door = Door()
    assert [bool(door.settled("192.0.2.1", "a")) for _ in range(3)] == [True, True, False]


def test_this_computer_has_places_of_its_own() -> None:
    door = Door()
    here = [door.settled(HOME) for _ in range(2)]
    assert all(here)
    assert door.settled("::1")
    assert door.enter("more", HOME) is None
    assert door.settled("192.0.2.1")
    door.places.leave(here[0] or pytest.fail("it has a place"))
    assert door.settled(HOME)


def test_an_idle_connection_here_makes_room_for_a_new_one() -> None:
    door = Door()
    assert [bool(door.enter(name, HOME)) for name in "abcd"] == [True] * 4
    assert door.hung_up == ["a"]


def test_of_too_many_that_wait_the_oldest_of_the_busiest_address_goes() -> None:
    door = Door()
    assert door.enter("tablet", "192.0.2.1")
    for name in ("b1", "b2", "b3"):
        assert door.enter(name, "192.0.2.66")
    assert door.hung_up == ["b1"], "one address has its share"
    assert door.enter("c1", "192.0.2.67")
    assert door.enter("d1", "192.0.2.68")
    assert door.hung_up == ["b1", "b2"]


def test_who_was_hung_up_on_gets_no_place_any_more() -> None:
    door = Door()
    first = door.enter("a1", "192.0.2.1")
    door.enter("a2", "192.0.2.1")
    door.enter("a3", "192.0.2.1")
    assert first
    assert not first.settle(known("known"))
    door.places.leave(first)
    assert door.settled("192.0.2.1", "a")


def test_a_place_that_is_left_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 20.0)
    door = Door()
    taken = [door.settled("192.0.2.1") for _ in range(2)]
    waiting = door.enter("late", "192.0.2.1")
    assert waiting
    got: list[bool] = []
    asks = threading.Thread(target=lambda: got.append(waiting.settle(None)))
    asks.start()
    door.places.leave(taken[0] or pytest.fail("it has a place"))
    asks.join(20)
    assert got == [True]


def test_strangers_that_ask_are_not_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 20.0)
    door = Door(replace(SMALL, per_address=9))
    seated = [door.settled("192.0.2.1") for _ in range(3)]
    asking: list[threading.Thread] = []
    for name in ("a", "b"):
        place = door.enter(name, "192.0.2.2")
        assert place
        asking.append(threading.Thread(target=place.settle, args=(None,)))
        asking[-1].start()
    while len(door.places._askers) < 2:
        pass
    assert not door.settled("192.0.2.2"), "refused at once"
    assert door.settled("192.0.2.3", "known")
    for place in seated:
        door.places.leave(place or pytest.fail("it has a place"))
    for thread in asking:
        thread.join(20)


def test_a_program_that_shows_its_key_gives_its_strangers_place_back() -> None:
    door = Door()
    program = door.settled("192.0.2.1")
    assert program
    assert program.promote(known("key"))
    assert program.promote(known("key")), "on its second namespace it has that place already"
    assert all(door.settled("192.0.2.1") for _ in range(2))
    door.places.leave(program)
    assert program.promote(known("key")), "it polls, and has none between its requests"
    assert not len(door.places._known)


ALL = HERE + FROM_ELSEWHERE + WAITING + ASKING


def test_there_are_fewer_where_the_system_gives_less() -> None:
    assert Sizes().within(10_000) == Sizes()
    assert Sizes().within(ALL) == Sizes()
    half = Sizes().within(ALL // 2)
    assert (half.here, half.elsewhere, half.waiting) == (HERE // 2, FROM_ELSEWHERE // 2, WAITING // 2)
    assert half.for_known < half.elsewhere


def test_a_program_whose_device_has_too_many_stays_a_stranger_and_is_told() -> None:
    door = Door()
    assert all(door.settled("192.0.2.1", "key") for _ in range(2))
    program = door.settled("192.0.2.1")
    assert program
    assert not program.promote(known("key"))
    assert program.state is State.STRANGER
    door.places.leave(program)
    assert not len(door.places._strangers)


def filled(devices: int, each: int, role: Role = Role.WATCHER, addresses: int = 100, joined: float = 2000.0) -> Door:
    """Have so many devices hold so many connections each, in a house of the usual size."""
    door = Door(Sizes())
    for n in range(devices):
        for number in range(each):
            door.settled(f"192.0.2.{n % addresses}", known(f"bad{n}", role, joined), f"bad{n}/{number}")
    return door


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("addresses", [1, 9])
def test_nine_devices_with_sixty_connections_each_keep_no_known_device_out(role: Role, addresses: int) -> None:
    door = filled(9, PER_DEVICE, role, addresses)
    for n in range(20):
        for _ in range(OWN_PLACES):
            assert door.settled("192.0.2.1" if n % 2 else f"198.51.100.{n}", known(f"tablet{n}", joined=3000.0))
    assert all(name.startswith("bad") for name in door.hung_up)


def test_the_oldest_of_the_greediest_makes_room_and_nobody_who_has_few() -> None:
    door = Door(Sizes(elsewhere=20, for_known=20))
    for n in range(10):
        assert door.settled("192.0.2.1", known("few"), f"few{n}") if n < OWN_PLACES else True
    for n in range(12):
        assert door.settled("192.0.2.2", known("many"), f"many{n}")
    assert door.settled("192.0.2.3", "one")
    assert door.hung_up == ["many0"]
    assert not door.settled("192.0.2.2", "many"), "and it does not come back for it"


@pytest.mark.parametrize(("own", "lost"), [(OWN_PLACES, []), (OWN_PLACES + 1, ["a0"])])
def test_what_a_device_has_of_its_own_is_not_taken_at_once(own: int, lost: list[str]) -> None:
    door = Door(Sizes(elsewhere=own, for_known=own))
    for n in range(own):
        assert door.settled("192.0.2.1", known("a"), f"a{n}")
    assert bool(door.settled("192.0.2.2", "b")) is bool(lost)
    assert door.hung_up == lost


def test_where_all_have_only_their_own_operators_come_in_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_PATIENCE", 20.0)
    door = filled(FOR_KNOWN // OWN_PLACES + 1, OWN_PLACES, Role.WATCHER)
    for _ in range(OWN_PLACES):
        assert door.settled("198.51.100.1", known("boss", Role.OPERATOR))
    for _ in range(OWN_PLACES):
        assert door.settled("198.51.100.2", known("hand", Role.PLAYER))
    assert len(door.hung_up) >= 2 * OWN_PLACES - OWN_PLACES
    assert not door.settled("198.51.100.3", known("eye", Role.WATCHER))


def test_of_the_same_role_one_with_fewer_comes_in_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    door = filled(FOR_KNOWN // OWN_PLACES + 1, OWN_PLACES, Role.PLAYER)
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 20.0)
    monkeypatch.setattr("webui.server.slots.PLACE_PATIENCE", 0.01)
    before = len(door.hung_up)
    assert door.settled("198.51.100.1", "tablet")
    assert len(door.hung_up) == before + 1


def test_of_the_same_number_the_one_that_is_known_for_longer_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 0.02)
    monkeypatch.setattr("webui.server.slots.PLACE_PATIENCE", 0.01)
    door = filled(FOR_KNOWN, 1, Role.PLAYER, joined=2000.0)
    assert not door.settled("198.51.100.1", known("newer", joined=2001.0))
    assert door.settled("198.51.100.1", known("older", joined=1999.0))


@pytest.mark.parametrize("count", [KNOWN_PER_ADDRESS, KNOWN_PER_ADDRESS + 1])
def test_known_devices_at_one_address_have_their_share(count: int) -> None:
    door = Door(Sizes())
    got = [door.settled("192.0.2.1", known(f"d{n // OWN_PLACES}")) for n in range(count)]
    assert all(got[:KNOWN_PER_ADDRESS])
    assert all(got) is (count == KNOWN_PER_ADDRESS)
    assert door.settled("192.0.2.2", "other")


def test_a_whole_venue_behind_one_router_comes_in_at_once() -> None:
    door = Door(Sizes())
    assert all(door.settled("192.0.2.1", known(f"tablet{n % 30}")) for n in range(30 * OWN_PLACES))
    assert door.hung_up == []


def test_strangers_of_one_address_make_room_for_those_of_others() -> None:
    sizes = Sizes()
    door = Door(sizes)
    for n in range(sizes.strangers):
        assert door.settled(f"192.0.2.{n % 4}")
    assert all(door.settled("198.51.100.1") for _ in range(OWN_PLACES))
    assert len(door.hung_up) == OWN_PLACES
    assert "198.51.100.1" not in door.hung_up


def test_networks_of_ipv6_are_one_address() -> None:
    door = Door()
    for last in ("1", "2", "3"):
        assert door.places.enter(f"2001:db8::{last}", lambda: door.hung_up.append("v6"))
    assert door.hung_up == ["v6"]


def test_of_those_that_ask_the_least_worth_give_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.slots.PLACE_WITHIN", 20.0)
    monkeypatch.setattr("webui.server.slots.PLACE_PATIENCE", 20.0)
    door = Door(Sizes(elsewhere=OWN_PLACES, for_known=OWN_PLACES, asking=2))
    seated = [door.settled("192.0.2.1", known("a")) for n in range(OWN_PLACES)]
    got: dict[str, bool] = {}

    def ask(name: str, device: Device) -> threading.Thread:
        place = door.enter(name, "192.0.2.2")
        assert place
        thread = threading.Thread(target=lambda: got.update({name: place.settle(device)}))
        thread.start()
        return thread

    threads = [ask("first", known("a")), ask("second", known("a"))]
    while len(door.places._askers) < 2:
        pass
    threads.append(ask("other", known("b")))
    while len(got) < 1:
        pass
    assert list(got.values()) == [False]
    for place in seated[:2]:
        door.places.leave(place or pytest.fail("it has a place"))
    for thread in threads:
        thread.join(20)
    assert got["other"]
    assert sorted(got.values()) == [False, True, True]


@given(
    st.lists(
        st.tuples(st.sampled_from(["enter", "settle", "leave", "promote"]), st.integers(0, 30), st.sampled_from("abc")),
        max_size=120,
    )
)
def test_whatever_happens_the_sums_are_right_and_nobody_has_more_than_its_share(
    steps: list[tuple[str, int, str]],
) -> None:
    door = Door()
    there: list[Place] = []
    acts: dict[str, Callable[[Place, str], object]] = {
        "settle": lambda place, device: place.settle(
            None if device == "c" else known(device, Role("ab".index(device)))
        ),
        "leave": lambda place, _: door.places.leave(place),
        "promote": lambda place, device: place.promote(known(device)),
    }
    for act, which, word in steps:
        if act == "enter":
            place = door.enter("x", HOME if which % 5 == 0 else f"192.0.2.{which % 3}")
            there += [place] if place else []
        elif there:
            acts[act](there[which % len(there)], word)
        places = door.places
        assert len(places._strangers) <= SMALL.strangers
        assert len(places._known) <= SMALL.for_known
        assert places._waiting.total() <= SMALL.waiting
        assert places._here <= SMALL.here
        assert not places._askers
        assert all(0 < count <= 2 for count in places._waiting.values())
        for state, seats in ((State.STRANGER, places._strangers), (State.KNOWN, places._known)):
            sits = [place for place in there if place.state is state and not place.is_here]
            assert len(sits) == len(seats)
            for place in sits:
                assert 0 < seats.of(place.holder.name) == sum(one.holder.name == place.holder.name for one in sits) <= 2
                assert seats.of_address(place.bucket) == sum(one.bucket == place.bucket for one in sits)
    for place in there:
        door.places.leave(place)
    places = door.places
    assert not any([len(places._strangers), len(places._known), places._heads, places._here, places._waiting])
