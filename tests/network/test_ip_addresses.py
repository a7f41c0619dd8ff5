"""Addresses as they are compared and counted, and what is counted by them."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.routes.test_surface import browser
from webui.core.devices.guessing import FREE
from webui.network.ip_addresses import host_name, in_url, is_loopback, network, plain
from webui.server.slots import Places, Sizes
from webui.serving import Serving


@pytest.mark.parametrize(
    ("address", "written", "is_here", "counts_as"),
    [
        ("127.0.0.1", "127.0.0.1", True, "127.0.0.1"),
        ("127.3.2.1", "127.3.2.1", True, "127.3.2.1"),
        ("::1", "::1", True, "::/64"),
        ("::ffff:127.0.0.1", "127.0.0.1", True, "127.0.0.1"),
        ("::ffff:192.0.2.7", "192.0.2.7", False, "192.0.2.7"),
        ("::ffff:c000:207", "192.0.2.7", False, "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7", False, "192.0.2.7"),
        ("2001:db8::5", "2001:db8::5", False, "2001:db8::/64"),
        ("2001:db8::ffff:ffff:ffff:ffff", "2001:db8::ffff:ffff:ffff:ffff", False, "2001:db8::/64"),
        ("2001:db8:0:1::5", "2001:db8:0:1::5", False, "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::1%eth0", False, "fe80::/64%eth0"),
        ("fe80::2%eth0", "fe80::2%eth0", False, "fe80::/64%eth0"),
        ("fe80::1%12", "fe80::1%12", False, "fe80::/64%12"),
        ("::", "::", False, "::/64"),
        ("", "", False, ""),
        ("no address", "no address", False, "no address"),
    ],
)
def test_an_address_is_compared_and_counted(address: str, written: str, is_here: bool, counts_as: str) -> None:
    assert (plain(address), is_loopback(address), network(address)) == (written, is_here, counts_as)


@given(st.ip_addresses(v=4))
def test_ipv4_is_the_same_by_whatever_socket_it_came(address: ipaddress.IPv4Address) -> None:
    mapped = f"::ffff:{address}"
    assert plain(mapped) == str(address)
    assert network(mapped) == network(str(address)) == str(address)
    assert is_loopback(mapped) is address.is_loopback


@given(st.ip_addresses(v=6), st.integers(0, (1 << 64) - 1))
def test_all_of_a_64_count_as_one(address: ipaddress.IPv6Address, other: int) -> None:
    its = ipaddress.IPv6Address(int(address) >> 64 << 64 | other)
    if address.ipv4_mapped is None and its.ipv4_mapped is None:
        assert network(str(address)) == network(str(its))


@pytest.mark.parametrize(
    ("address", "host", "url"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("fd00::5", "[fd00::5]", "[fd00::5]"),
        ("fd00:0:0::5", "[fd00::5]", "[fd00:0:0::5]"),
        ("fe80::1%eth0", "[fe80::1]", "[fe80::1%25eth0]"),
        ("stage.local", "stage.local", "stage.local"),
    ],
)
def test_an_address_stands_in_a_host_header_and_in_a_url(address: str, host: str, url: str) -> None:
    assert (host_name(address), in_url(address)) == (host, url)


@pytest.mark.parametrize(
    ("guesses", "tries", "waits"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.7", "192.0.2.7", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("fe80::1%eth0", "fe80::2%eth1", False),
    ],
)
def test_who_guesses_waits_with_its_whole_network_and_no_other(
    stage: Serving, guesses: str, tries: str, waits: bool
) -> None:
    code = stage.code()
    assert code
    wrong = f"{(int(code.digits) + 1) % 10**6:06}"
    host = "127.0.0.1"
    for n in range(FREE + 1):
        where = guesses.replace("::1", f"::{n + 16}") if ":" in guesses else guesses
        assert browser(stage, where, host)("/join/ask", "POST", json={"digits": wrong}).status_code == 403
    answer = browser(stage, tries, host)("/join/ask", "POST", json={"digits": code.digits})
    assert answer.status_code == (429 if waits else 200)


def test_places_are_counted_by_network_too() -> None:
    places = Places(Sizes(per_address=1))

    def is_let_in(address: str) -> bool:
        place = places.enter(address, lambda: None)
        return place is not None and place.settle(None)

    assert is_let_in("2001:db8::1")
    assert is_let_in("2001:db8:0:1::1")
    assert is_let_in("192.0.2.1")
    assert is_let_in("192.0.2.2")
    for bucket in ("2001:db8::/64", "2001:db8:0:1::/64", "192.0.2.1", "192.0.2.2"):
        assert places._strangers.of_address(bucket) == 1
