"""Who gets a place: strangers never take those of known devices, nor those of this computer."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.limits import FROM_ELSEWHERE, HERE, WAITING
from webui.places import Place, Places, Sizes

SMALL = Sizes(here=3, elsewhere=6, for_known=3, waiting=4, per_address=2, per_device=2)
HOME = "127.0.0.1"


class Door:
    """Places, and who was hung up on."""

    def __init__(self, sizes: Sizes = SMALL) -> None:
        self.places = Places(sizes)
        self.hung_up: list[str] = []
        self.said: list[str] = []
        self.places.on_full = self.said.append

    def enter(self, name: str, address: str) -> Place | None:
        return self.places.enter(address, lambda: self.hung_up.append(name))

    def settled(self, address: str, device: str | None = None) -> Place | None:
        """Come in and ask at once."""
        place = self.enter(address, address)
        assert place
        if place.settle(device):
            return place
        self.places.leave(place)
        return None


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.places.PLACE_WITHIN", 0.0)


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
    assert not first.settle("known")
    door.places.leave(first)
    assert door.settled("192.0.2.1", "a")


def test_a_place_that_is_left_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.places.PLACE_WITHIN", 20.0)
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
    monkeypatch.setattr("webui.places.PLACE_WITHIN", 20.0)
    door = Door(replace(SMALL, per_address=9))
    seated = [door.settled("192.0.2.1") for _ in range(3)]
    asking: list[threading.Thread] = []
    for name in ("a", "b"):
        place = door.enter(name, "192.0.2.2")
        assert place
        asking.append(threading.Thread(target=place.settle, args=(None,)))
        asking[-1].start()
    while door.places._asking < 2:
        pass
    assert not door.settled("192.0.2.3"), "refused at once"
    assert door.settled("192.0.2.3", "known")
    for place in seated:
        door.places.leave(place or pytest.fail("it has a place"))
    for thread in asking:
        thread.join(20)


def test_a_program_that_shows_its_key_gives_its_strangers_place_back() -> None:
    door = Door()
    program = door.settled("192.0.2.1")
    assert program
    program.promote("key")
    assert all(door.settled("192.0.2.1") for _ in range(2))
    door.places.leave(program)
    program.promote("key")
    assert not door.places._known


def test_there_are_fewer_where_the_system_gives_less() -> None:
    assert Sizes().within(10_000) == Sizes()
    assert Sizes().within(HERE + FROM_ELSEWHERE + WAITING) == Sizes()
    half = Sizes().within((HERE + FROM_ELSEWHERE + WAITING) // 2)
    assert (half.here, half.elsewhere, half.waiting) == (HERE // 2, FROM_ELSEWHERE // 2, WAITING // 2)
    assert half.for_known < half.elsewhere


Step = tuple[str, int, str | None]


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
        "settle": lambda place, device: place.settle(None if device == "c" else device),
        "leave": lambda place, _: door.places.leave(place),
        "promote": lambda place, device: place.promote(device),
    }
    for act, which, word in steps:
        if act == "enter":
            place = door.enter("x", HOME if which % 5 == 0 else f"192.0.2.{which % 3}")
            there += [place] if place else []
        elif there:
            acts[act](there[which % len(there)], word)
        places = door.places
        assert places._strangers.total() <= SMALL.elsewhere - SMALL.for_known
        assert places._strangers.total() + places._known.total() <= SMALL.elsewhere
        assert places._waiting.total() <= SMALL.waiting
        assert places._here <= SMALL.here
        for counter, most in ((places._strangers, 2), (places._known, 2), (places._waiting, 2)):
            assert all(0 < count <= most for count in counter.values())
    for place in there:
        door.places.leave(place)
    places = door.places
    assert not any([places._strangers, places._known, places._heads, places._here, places._waiting])
