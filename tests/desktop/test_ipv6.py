"""A server that listens on IPv6: this computer, tablets and links are as with IPv4. Needs a network of its own."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.arguments import parse
from tests.room import LAPTOP, Host, needs_a_room, wired
from tests.stage import StageProcess
from tests.users import ask, status
from webui.network.addresses import is_loopback

LAPTOP_6, TABLET_6 = "fd00::1", "fd00::2"


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("::", "::"),
        ("[::]", "::"),
        ("[::1]", "::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[fe80::1%eth0]", "fe80::1%eth0"),
        ("192.0.2.7", "192.0.2.7"),
        ("localhost", "localhost"),
    ],
)
def test_the_address_to_listen_on_may_be_written_as_in_a_link(said: str, host: str) -> None:
    assert parse(["--host", said]).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "0:0:0:0:0:0:0:1"])
def test_what_keeps_it_to_this_computer(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("::")


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    laptop, tablet = Host(f"il{os.getpid()}", f"iw{os.getpid()}"), Host(f"it{os.getpid()}", f"ia{os.getpid()}")
    with wired(laptop, tablet):
        for host, ip in ((laptop, LAPTOP_6), (tablet, TABLET_6)):
            host.run(f"ip address add {ip}/64 dev {host.wire} nodad")
            host.run(f"ip address add fe80::{ip[-1]}/64 dev {host.wire} nodad")
        yield laptop, tablet


@needs_a_room
def test_by_either_kind_of_address(
    hosts: tuple[Host, Host], tmp_path: Path, stage_process: Callable[..., StageProcess]
) -> None:
    laptop, tablet = hosts
    process = stage_process("--host", "::", "--port", "0", prefix=laptop.prefix)
    port = process.port
    for host in ("127.0.0.1", "::1"):
        assert status(ask(port, "/", host=host, prefix=laptop.prefix)) == 200, "this computer"
    for host in (LAPTOP, LAPTOP_6):
        for where in hosts:
            assert status(ask(port, "/", host=host, prefix=where.prefix)) == 401, "any other"
    zoned = f"fe80::1%{tablet.wire}"
    for called in ("[fe80::1]", f"[{zoned}]"):
        assert status(ask(port, "/", host=zoned, called=called, prefix=tablet.prefix)) == 401
    assert status(ask(port, "/", host=zoned, called="[fe80::3]", prefix=tablet.prefix)) == 403
    assert process.join_link.startswith(f"http://{LAPTOP}:{port}/#")


@needs_a_room
@pytest.mark.parametrize("ip", [LAPTOP_6, "fe80::1%{wire}"])
def test_by_ipv6_alone_and_the_link_says_so(
    hosts: tuple[Host, Host], stage_process: Callable[..., StageProcess], ip: str
) -> None:
    laptop, tablet = hosts
    here, there = ip.format(wire=laptop.wire), ip.format(wire=tablet.wire)
    process = stage_process("--host", f"[{here}]", "--port", "0", prefix=laptop.prefix)
    in_link = here.replace("%", "%25")
    assert process.join_link.startswith(f"http://[{in_link}]:{process.port}/#")
    assert status(ask(process.port, "/", host=there, prefix=tablet.prefix)) == 401
    secret = process.join_link.partition("#")[2]
    answer = ask(process.port, "/join", host=there, prefix=tablet.prefix, body=f'{{"secret": "{secret}"}}')
    assert re.search("Set-Cookie: sidestage_", answer)
    assert status(ask(process.port, "/", prefix=laptop.prefix)) == 200, "the own window's address is always there"
