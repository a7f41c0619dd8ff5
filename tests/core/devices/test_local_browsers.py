"""This computer's browsers: which keys are good, which are vouched for, and links that open once."""

import pytest

from tests.core.doors import let_in
from tests.core.making import OPERATOR, PLAYER
from webui.core.devices.devices import Device, Role
from webui.core.devices.door import Door
from webui.core.devices.local_browsers import MAX_LINKS, MAX_VOUCHED, LocalBrowsers, digest


@pytest.fixture
def browsers() -> LocalBrowsers:
    return LocalBrowsers("secret")


def test_a_key_is_good_if_it_was_signed_here(browsers: LocalBrowsers) -> None:
    key = browsers.key("nonce")
    assert browsers.is_good(key)
    assert LocalBrowsers("secret").is_good(key), "also after a restart"
    assert not LocalBrowsers("another").is_good(key)
    nonce, _, signature = key.partition(".")
    for wrong in ("", ".", nonce, f"{nonce}.", f".{signature}", f"{nonce}x.{signature}", f"{key}x", "\ud800.\ud800"):
        assert not browsers.is_good(wrong)


def test_without_a_secret_no_key_is_good() -> None:
    nobody = LocalBrowsers("")
    assert not nobody.is_good(nobody.key("nonce"))


def test_only_what_was_vouched_for_is_and_it_takes_the_place_of_another(browsers: LocalBrowsers) -> None:
    one, other = browsers.key("one"), browsers.key("other")
    browsers.vouch(digest(one))
    assert browsers.is_vouched(one)
    assert not browsers.is_vouched(other)
    browsers.vouch(digest(other), [digest(one), digest("nobody")])
    assert not browsers.is_vouched(one)
    assert LocalBrowsers("secret", browsers.vouched).is_vouched(other)
    browsers.vouch(digest("forged"))
    assert not browsers.is_vouched("forged"), "it has to be signed as well"


def test_of_too_many_those_vouched_for_first_need_a_link_again(browsers: LocalBrowsers) -> None:
    keys = [browsers.key(f"{n}") for n in range(MAX_VOUCHED + 1)]
    for key in keys:
        browsers.vouch(digest(key))
    assert [browsers.is_vouched(key) for key in keys] == [False] + [True] * MAX_VOUCHED
    browsers.vouch(digest(keys[1]))
    assert browsers.vouched[-1] == digest(keys[1])
    assert len(browsers.vouched) == MAX_VOUCHED


def test_a_link_opens_once(browsers: LocalBrowsers) -> None:
    browsers.offer("link")
    assert browsers.offers("link")
    assert not browsers.redeem("another")
    assert browsers.redeem("link")
    assert not browsers.redeem("link")
    assert not browsers.offers("link")


def test_of_too_many_links_the_oldest_end(browsers: LocalBrowsers) -> None:
    for n in range(MAX_LINKS + 1):
        browsers.offer(f"{n}")
    assert [browsers.offers(f"{n}") for n in range(MAX_LINKS + 1)] == [False] + [True] * MAX_LINKS


@pytest.mark.parametrize("role", [PLAYER, None])
def test_where_programs_are_kept_out_only_browsers_that_are_vouched_for_come_in(
    browsers: LocalBrowsers, role: Role | None
) -> None:
    door = Door({}, role, browsers)
    loose = Device("local", "This computer", "", OPERATOR, key=digest(browsers.key("one")))
    sure = Device("local", "This computer", "", OPERATOR, key=digest(browsers.key("two")))
    browsers.vouch(sure.key)
    assert door.lets_in(loose) is (role is not None)
    assert door.lets_in(sure)
    assert door.lets_in(let_in(door))
    assert door.lets_in(door.programs) is (role is not None)


def test_the_browser_that_has_programs_kept_out_stays(browsers: LocalBrowsers) -> None:
    door = Door({}, PLAYER, browsers)
    asks, other = (
        Device("local", "This computer", "", OPERATOR, key=digest(browsers.key(nonce))) for nonce in ("one", "two")
    )
    door.set_programs(asks, PLAYER)
    assert browsers.vouched == ()
    door.set_programs(asks, None)
    assert (door.lets_in(asks), door.lets_in(other)) == (True, False)
    assert browsers.vouched == (asks.key,)
    boss = let_in(door, role=OPERATOR)
    door.set_programs(boss, None)
    door.set_programs(door.house, None)
    assert browsers.vouched == (asks.key,), "nobody else is a browser here"
