"""What names a computer, read so that it is the computer that a person reads there."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webui.core.errors import BadValue
from webui.core.hosts import MAX_HOST, MAX_PART, is_ip, read_host, read_network

OTHERS = (
    "127.0.0.010", "0127.0.0.1", "127.0.0.01", "192.168.001.020", "00.0.0.0", "127.1", "127.0.1", "10.1", "2130706433",
    "0", "017700000001", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "127.0.0.0x1", "0X7F.1", "127.0.0.1.", "127.1.",
    "256.1.1.1", "1.2.3.4.5", "127.0.0.256", "1.2.3", "name.5", "name.0x5", "host.09",
)  # fmt: skip
"""What the system reads as an address, and not as the one that a person reads; or what only looks like one."""

NONE = (
    "", " ", " 127.0.0.1", "127.0.0.1 ", "127.0.0.1\n", "\t10.0.0.1", "a b", "a..b", ".a", ".", "-a", "a-", "a.-b", "http://x",
    "x:80", "[::1]", "::1 ", "::1%", "::1%a b", "1::2::3", "127.0.0.1/8", "１27.0.0.1", "١٢٧.٠.٠.١", "ümlaut.local",
    "a\0b", "user@host", "*", "a,b",
)  # fmt: skip

GOOD = (
    "127.0.0.1", "0.0.0.0", "255.255.255.255", "10.0.0.10", "::", "::1", "fe80::1%eth0", "::ffff:127.0.0.1",
    "2001:DB8::0010", "localhost", "sidestage.local", "_osc.local", "QLab-2", "1and1.com", "0.pool.ntp.org", "x.y1",
    "0xbeef.local", "local.", "a" * MAX_PART + ".local",
)  # fmt: skip


@pytest.mark.parametrize("host", OTHERS)
def test_an_address_that_the_system_would_read_otherwise_is_refused_and_says_how_one_looks(host: str) -> None:
    with pytest.raises(
        BadValue, match=rf"{re.escape(host)} is neither.* without leading zeros, such as 192\.168\.1\.20"
    ):
        read_host(host)
    assert not is_ip(host)
    with pytest.raises(ValueError, match="is no network"):
        read_network(host)


@pytest.mark.parametrize("host", [*NONE, None, 5, True, b"10.0.0.1", ["10.0.0.1"], "a" * (MAX_HOST + 1), "\ud800"])
def test_what_is_no_host_is_refused(host: object) -> None:
    with pytest.raises(BadValue, match="a computer's name or address"):
        read_host(host)
    assert not isinstance(host, str) or not is_ip(host)


@pytest.mark.parametrize("host", GOOD)
def test_hosts_stay_as_they_are_written(host: str) -> None:
    assert read_host(host) == host


def test_the_parts_of_a_name_have_an_edge() -> None:
    with pytest.raises(BadValue, match="63 characters between two dots at the most"):
        read_host("a" * (MAX_PART + 1))
    name = ".".join(["a" * MAX_PART] * 4)[:MAX_HOST]
    assert len(read_host(name)) == MAX_HOST


@given(st.text(max_size=300) | st.from_regex(r"\A[0-9a-fx.:%]{1,40}\Z"))
@example("a" * 64 + ".x")
def test_whatever_is_taken_can_be_asked_for(host: str) -> None:
    try:
        read_host(host)
    except BadValue:
        return
    assert host == host.strip()
    # The system's own names are made of it, which fails for what is too long.
    host.encode("idna")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("10.0.0.7", "10.0.0.7/32"),
        ("10.0.0.7/8", "10.0.0.0/8"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:db8::1/64", "2001:db8::/64"),
        ("::1", "::1/128"),
    ],
)
def test_networks(text: str, means: str) -> None:
    assert str(read_network(text)) == means


@pytest.mark.parametrize(
    "text", ["10.0.0.0/", "10.0.0.0/08", "10.0.0.0/33", "10.1/8", "10.0.0.0/-1", "10.0.0.0/ 8", "/8", ""]
)
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_network(text)
