"""Whose a connection over the loopback is, asked of this very system in each way that it has."""

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.users import SOMEBODY, as_user, needs_other_users
from webui.network import socket_owner
from webui.network.ip_addresses import plain
from webui.network.socket_owner import Owner, by_netlink, by_psutil, by_table, can_tell, our_users, owner_of

WAYS = [
    *([by_netlink, by_table] if sys.platform == "linux" else []),
    pytest.param(
        by_psutil, marks=pytest.mark.skipif(not importlib.util.find_spec("psutil"), reason="psutil is not here")
    ),
]
LOOPBACKS = [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("::", "127.0.0.1"), ("::", "::1"), ("::", "::ffff:127.0.0.1")]
"""Where a server listens, and where its client connects to."""

_CONNECT = "import socket, sys; it = socket.create_connection((sys.argv[1], int(sys.argv[2]))); sys.stdin.read()"

Peer = tuple[socket.socket, tuple[str, int]]


@contextmanager
def listening(host: str) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if host == "::":
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind((host, 0))
        listener.listen()
        yield listener


def accepted(listener: socket.socket, stack: ExitStack) -> Peer:
    connection, peer = listener.accept()
    stack.enter_context(connection)
    return connection, (plain(peer[0]), peer[1])


@contextmanager
def connected(listen: str, to: str, uid: int | None = None) -> Iterator[Peer]:
    """A connection from this process, or from another user's."""
    with ExitStack() as stack:
        listener = stack.enter_context(listening(listen))
        port = listener.getsockname()[1]
        if uid is None:
            stack.enter_context(socket.create_connection((to, port)))
        else:
            command = [*as_user(uid), sys.executable, "-c", _CONNECT, to, str(port)]
            process = stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE))
            assert process.stdin
            stack.callback(process.stdin.close)
        yield accepted(listener, stack)


@pytest.fixture(params=WAYS)
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_owner, "_way", lambda: request.param)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(("listen", "to"), LOOPBACKS)
def test_a_connection_of_our_own_is_ours(listen: str, to: str) -> None:
    with connected(listen, to) as (connection, peer):
        assert owner_of(connection, peer) is Owner.US


@needs_other_users
@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(("listen", "to"), LOOPBACKS)
def test_another_users_is_not(listen: str, to: str) -> None:
    with connected(listen, to, SOMEBODY) as (connection, peer):
        assert owner_of(connection, peer) is Owner.OTHERS


@pytest.mark.usefixtures("_way")
def test_one_that_is_gone_is_nobodys_though_root_asks() -> None:
    with ExitStack() as stack:
        listener = stack.enter_context(listening("127.0.0.1"))
        client = socket.create_connection(listener.getsockname())
        connection, peer = accepted(listener, stack)
        client.close()
        assert owner_of(connection, peer) is Owner.OTHERS


def reset(listener: socket.socket, stack: ExitStack) -> Peer:
    """A connection whose client is gone at once, so that its ends are free again."""
    client = bound(("127.0.0.1", 0))
    client.connect(listener.getsockname())
    connection, peer = accepted(listener, stack)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()
    return connection, peer


def bound(end: tuple[str, int]) -> socket.socket:
    it = socket.socket()
    it.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    it.bind(end)
    return it


@pytest.mark.usefixtures("_way")
def test_whoever_listens_on_the_port_of_one_that_is_gone_is_not_taken_for_it() -> None:
    with ExitStack() as stack:
        connection, peer = reset(stack.enter_context(listening("127.0.0.1")), stack)
        stack.enter_context(bound(peer)).listen()
        assert owner_of(connection, peer) is Owner.OTHERS


@pytest.mark.usefixtures("_way")
def test_one_whose_ends_are_anothers_by_now_is_nobodys() -> None:
    with ExitStack() as stack:
        listener = stack.enter_context(listening("127.0.0.1"))
        connection, peer = reset(listener, stack)
        stack.enter_context(bound(peer)).connect(listener.getsockname())
        assert owner_of(connection, peer) is Owner.OTHERS


@needs_other_users
def test_where_only_our_own_programs_can_be_looked_at_they_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    psutil = pytest.importorskip("psutil")

    def denied(kind: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", denied)
    monkeypatch.setattr(socket_owner, "_lately", [2**22 + 1])
    monkeypatch.setattr(socket_owner, "_way", lambda: by_psutil)
    for _ in range(2):
        with connected("127.0.0.1", "127.0.0.1") as (connection, peer):
            assert owner_of(connection, peer) is Owner.US
        assert socket_owner._lately == [os.getpid(), 2**22 + 1]
    with connected("127.0.0.1", "127.0.0.1", SOMEBODY) as (connection, peer):
        assert owner_of(connection, peer) is Owner.OTHERS


def test_where_it_can_not_be_asked_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(*_: object) -> bool:
        raise PermissionError("not allowed")

    with connected("127.0.0.1", "127.0.0.1") as (connection, peer):
        for way in (None, shut):
            monkeypatch.setattr(socket_owner, "_way", lambda way=way: way)
            assert owner_of(connection, peer) is Owner.UNKNOWN
    assert can_tell()
    monkeypatch.setattr(socket_owner, "_way", lambda: None)
    assert not can_tell()


@pytest.mark.skipif(sys.platform != "linux", reason="the ways of Linux")
@pytest.mark.parametrize(
    ("shut", "found"), [([], "by_netlink"), (["by_netlink"], "by_table"), (["by_netlink", "by_table"], None)]
)
def test_the_first_way_that_works_is_taken(monkeypatch: pytest.MonkeyPatch, shut: list[str], found: str | None) -> None:
    def refuses(*_: object) -> bool:
        raise PermissionError("not allowed")

    for name in shut:
        monkeypatch.setattr(socket_owner, name, refuses)
    way: Callable[..., object] | None = socket_owner._way.__wrapped__()
    assert way is (found and getattr(socket_owner, found))


@pytest.mark.parametrize(
    ("euid", "environ", "users"),
    [
        (1000, {}, {1000}),
        (1000, {"SUDO_UID": "1001"}, {1000}),
        (0, {}, {0}),
        (0, {"SUDO_UID": "1001"}, {0, 1001}),
        (0, {"PKEXEC_UID": "1002"}, {0, 1002}),
        (0, {"SUDO_UID": "-1", "PKEXEC_UID": "x"}, {0}),
        (65534, {}, set()),
        (0, {"SUDO_UID": "65534"}, {0}),
    ],
)
def test_who_we_are(monkeypatch: pytest.MonkeyPatch, euid: int, environ: dict[str, str], users: set[int]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: euid)
    for name in ("SUDO_UID", "PKEXEC_UID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert our_users() == users
