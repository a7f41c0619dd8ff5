"""Guessing the digits: who types wrong ones waits, longer each time, and never gets many tries."""

import math

import pytest

from webui.core.errors import TooSoon
from webui.core.guessing import (
    FIRST_WAIT,
    FORGET,
    FREE,
    FREE_OF_ALL,
    LONGEST_WAIT,
    MAX_ADDRESSES,
    MAX_WRONG,
    OFTEN,
    Guesses,
)

HERE, THERE = "192.0.2.7", "192.0.2.8"


def wait(guesses: Guesses, address: str, now: float) -> int:
    """How many seconds an address has to wait."""
    try:
        guesses.check(address, now)
    except TooSoon as error:
        return error.wait
    return 0


def type_wrong(guesses: Guesses, address: str, times: int, now: float = 0.0) -> float:
    """Type wrong digits as soon as that counts; returns when the last were typed."""
    for _ in range(times):
        now += wait(guesses, address, now) * 1000
        guesses.check(address, now)
        guesses.note_wrong(address, now)
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
        guesses.note_wrong(HERE, now)
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
        guesses.check(HERE, 0.0)


def test_one_address_does_not_hinder_another() -> None:
    guesses = Guesses()
    type_wrong(guesses, HERE, FREE + 1)
    assert wait(guesses, HERE, 0.0) > 0
    assert wait(guesses, THERE, 0.0) == 0


def test_many_addresses_together_have_to_wait_as_well() -> None:
    guesses = Guesses()
    for n in range(FREE_OF_ALL):
        assert type_wrong(guesses, f"192.0.2.{n}", 1) == 0
    assert wait(guesses, HERE, 0.0) == 0
    guesses.note_wrong(THERE, 0.0)
    assert wait(guesses, HERE, 0.0) > 0


def test_who_typed_right_begins_anew() -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, FREE + 1)
    guesses.note_right(HERE)
    assert wait(guesses, HERE, now) == 0


@pytest.mark.parametrize(("after", "is_forgotten"), [(FORGET - 1, False), (FORGET, True)])
def test_what_was_typed_long_ago_is_forgotten(after: float, is_forgotten: bool) -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, OFTEN)
    assert (guesses.warning(now + after) == "") is is_forgotten
    guesses.note_wrong(HERE, now + after)
    assert (wait(guesses, HERE, now + after) == 0) is is_forgotten


@pytest.mark.parametrize("addresses", [1, 10, 250])
def test_ten_thousand_tries_within_a_minute_are_few_looks(addresses: int) -> None:
    guesses = Guesses()
    looks = 0
    for n in range(10_000):
        address, now = f"192.0.2.{n % addresses}", n * 6.0
        if wait(guesses, address, now) == 0:
            looks += 1
            guesses.note_wrong(address, now)
    assert looks <= FREE_OF_ALL + 1 + math.log2(60_000 / FIRST_WAIT) + 1


def test_however_patient_they_are_no_more_than_so_many_are_looked_at() -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, MAX_WRONG - 1)
    assert not guesses.is_over
    type_wrong(guesses, HERE, 1, now)
    assert guesses.is_over
    guesses.anew()
    assert not guesses.is_over
    assert wait(guesses, HERE, now) > 0, "another code is no reason to let them guess at once"


def test_only_so_many_addresses_are_remembered() -> None:
    guesses = Guesses()
    for n in range(MAX_ADDRESSES + 1):
        guesses.note_wrong(f"address {n}", float(n))
    assert len(guesses._by) == MAX_ADDRESSES
    assert "address 0" not in guesses._by


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


def test_operators_hear_of_a_crowd_that_guesses() -> None:
    guesses = Guesses()
    for n in range(FREE_OF_ALL + 1):
        assert guesses.warning(0.0) == ""
        guesses.note_wrong(f"192.0.2.{n}", 0.0)
    assert guesses.warning(0.0).startswith("Many type wrong digits")


def test_operators_hear_that_the_digits_let_nobody_in_any_more() -> None:
    guesses = Guesses()
    now = type_wrong(guesses, HERE, MAX_WRONG)
    assert f"wrong {MAX_WRONG} times" in guesses.warning(now)
    assert f"wrong {MAX_WRONG} times" in guesses.warning(now + 2 * FORGET)
