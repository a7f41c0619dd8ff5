"""Guessing the digits: who types wrong ones waits, longer each time, nobody else does, and never gets many tries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.devices.guessing import FIRST_WAIT, FORGET, FREE, LONGEST_WAIT, MAX_TYPISTS, MAX_WRONG, OFTEN, Guesses
from webui.core.errors import TooSoon

HERE, THERE = "192.0.2.7", "192.0.2.8"


def wait(guesses: Guesses, address: str, now: float, visit: str = "") -> int:
    """How many seconds an address, or a page there, has to wait."""
    try:
        guesses.check(address, visit, now)
    except TooSoon as error:
        return error.wait
    return 0


def type_wrong(guesses: Guesses, address: str, times: int, now: float = 0.0, visit: str = "") -> float:
    """Type wrong digits as soon as that counts; returns when the last were typed."""
    for _ in range(times):
        now += wait(guesses, address, now, visit) * 1000
        guesses.check(address, visit, now)
        guesses.note_wrong(address, visit, now)
    return now


def test_fingers_may_slip() -> None:
    guesses = Guesses()
    assert type_wrong(guesses, HERE, FREE + 1) == 0
    assert wait(guesses, HERE, 0.0) > 0


def test_each_wait_is_twice_the_last_up_to_the_longest_and_over_when_it_says() -> None:
    guesses = Guesses()
    waits = []
    now = type_wrong(guesses, HERE, FREE)
    for _ in range(8):
        guesses.note_wrong(HERE, "", now)
        seconds = wait(guesses, HERE, now)
        assert wait(guesses, HERE, now + (seconds - 1) * 1000 - 1) > 0
        now += seconds * 1000
        assert wait(guesses, HERE, now) == 0
        waits.append(seconds)
    first, longest = int(FIRST_WAIT / 1000) + 1, int(LONGEST_WAIT / 1000) + 1
    assert waits == [first, 5, 9, 17, 33, longest, longest, longest]


def test_the_sentence_says_how_long() -> None:
    guesses = Guesses()
    type_wrong(guesses, HERE, FREE + 1)
    with pytest.raises(TooSoon, match=r"Wait 3 s, or scan the code\.$"):
        guesses.check(HERE, "", 0.0)


def test_one_address_does_not_hinder_another() -> None:
    guesses = Guesses()
    type_wrong(guesses, HERE, FREE + 1)
    assert wait(guesses, HERE, 0.0) > 0
    assert wait(guesses, THERE, 0.0) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from([HERE, THERE, "2001:db8::/64"]), st.sampled_from(["", "a", "b", "c"])), max_size=400
    )
)
def test_whatever_others_type_who_typed_nothing_wrong_never_waits(wrong: list[tuple[str, str]]) -> None:
    guesses = Guesses()
    for n, (address, visit) in enumerate(wrong):
        guesses.note_wrong(address, visit, n * 10.0)
    now = len(wrong) * 10.0
    typed = {visit for _, visit in wrong}
    for address in (HERE, THERE, "192.0.2.99"):
        assert all(wait(guesses, address, now, visit) == 0 for visit in {"a", "b", "c", "d"} - typed)
    assert wait(guesses, "192.0.2.99", now) == 0


def test_a_page_waits_for_its_own_mistakes_though_its_address_made_none() -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, FREE + 1, visit="a")
    assert wait(guesses, THERE, now, "a") > 0
    assert wait(guesses, HERE, now, "b") == 0
    guesses.note_right(HERE, "a")
    assert wait(guesses, HERE, now, "a") == 0


def test_who_typed_right_begins_anew() -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, FREE + 1)
    guesses.note_right(HERE, "")
    assert wait(guesses, HERE, now) == 0


@pytest.mark.parametrize(("after", "is_forgotten"), [(FORGET - 1, False), (FORGET, True)])
def test_what_was_typed_long_ago_is_forgotten(after: float, is_forgotten: bool) -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, OFTEN)
    assert (guesses.warning(now + after) == "") is is_forgotten
    guesses.note_wrong(HERE, "", now + after)
    assert (wait(guesses, HERE, now + after) == 0) is is_forgotten


@pytest.mark.parametrize("addresses", [1, 10, 250])
def test_ten_thousand_tries_within_a_minute_are_few_looks_at_each_address(addresses: int) -> None:
    guesses = Guesses()
    looks = 0
    for n in range(10_000):
        address, now = f"192.0.2.{n % addresses}", n * 6.0
        if wait(guesses, address, now) == 0:
            looks += 1
            guesses.note_wrong(address, "", now)
    assert looks <= addresses * (FREE + 6)


def test_however_many_they_are_no_more_than_so_many_are_looked_at() -> None:
    guesses = Guesses()
    for n in range(MAX_WRONG - 1):
        assert type_wrong(guesses, HERE, 1, visit=f"page {n}") == 0
    assert not guesses.is_over
    type_wrong(guesses, HERE, 1, visit="another")
    assert guesses.is_over
    guesses.anew()
    assert not guesses.is_over
    assert wait(guesses, HERE, 0.0) > 0, "another code is no reason to let them guess at once"


def test_only_so_many_pages_and_addresses_are_remembered() -> None:
    guesses = Guesses()
    for n in range(MAX_TYPISTS + 1):
        guesses.note_wrong(f"address {n}", f"page {n}", float(n))
    for kept, first in ((guesses._addresses, "address 0"), (guesses._visits, "page 0")):
        assert len(kept) == MAX_TYPISTS
        assert first not in kept


def test_operators_hear_of_who_guesses() -> None:
    guesses = Guesses()
    assert guesses.warning(0.0) == ""
    now = type_wrong(guesses, HERE, OFTEN - 1)
    assert guesses.warning(now) == ""
    now = type_wrong(guesses, HERE, 1, now)
    assert HERE in guesses.warning(now)
    assert "others" not in guesses.warning(now)
    now = type_wrong(guesses, THERE, OFTEN, now)
    assert f"{THERE} and 1 other " in guesses.warning(now)


@pytest.mark.parametrize(("after", "is_told"), [(FORGET - 1, True), (FORGET, False)])
def test_operators_hear_that_there_are_longer_digits(after: float, is_told: bool) -> None:
    guesses = Guesses()
    for n in range(MAX_WRONG):
        assert guesses.warning(0.0) == ""
        guesses.note_wrong(f"192.0.{n // 200}.{n % 200}", "", 0.0)
    assert f"wrong {MAX_WRONG} times" in guesses.warning(0.0)
    assert (f"wrong {MAX_WRONG} times" in guesses.warning(after)) is is_told
    guesses.anew()
    assert guesses.warning(after) == ""
