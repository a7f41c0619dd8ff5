"""Which user of this computer owns the other end of a connection over the loopback, as the system's own tables say.

Linux answers for one connection by netlink in some ten microseconds (sock_diag(7), as `ss` asks it), and where that is
shut, by /proc/net/tcp, which lists all. Other systems are asked by psutil. The way that works is found once, by asking
for a connection of our own.
"""

import errno
import functools
import importlib
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from enum import Enum
from types import ModuleType
from typing import Any

from webui.network.ip_addresses import plain

OWNER = "sidestage.owner"
"""Where a request's environment has the Owner of its connection, if that came over the loopback."""

NOBODY = 65534
"""The user of all who have none of their own: it tells nobody from anybody."""

ASKED_BY = ("SUDO_UID", "PKEXEC_UID")
"""Where root finds which user it was started by."""

SOCK_DIAG = 4
BY_FAMILY = 20
ALL_STATES = 0xFFFFFFFF
NO_COOKIE = (0xFFFFFFFF, 0xFFFFFFFF)
ANSWER_WITHIN = 1.0
"""Seconds that the kernel may take; it takes microseconds."""

HEADER, FAMILY, STATE = struct.Struct("=IHHII"), struct.Struct("=BBBB"), struct.Struct("=III")
# Of the thread: each may be in another network.
TABLES = ("/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6")

LATELY = 8
_lately: list[int] = []
"""The last processes of ours that had a connection, the newest first."""

End = tuple[str, int]
"""One end of a connection: an address and a port."""


class Owner(Enum):
    """Whose a connection is: the user's who runs this program, somebody else's, or the system does not tell."""

    US = "us"
    OTHERS = "others"
    UNKNOWN = "unknown"


Way = Callable[[End, End], bool]
"""Says whether a socket of ours has these ends: its own, and the other. Raises OSError where that can't be asked."""


def owner_of(connection: socket.socket, peer: End) -> Owner:
    """Return who owns the other end of a connection that was accepted over the loopback.

    A connection that is gone is nobody's of ours: its ends may be another's by now.
    """
    way = _way()
    if way is None:
        return Owner.UNKNOWN
    try:
        host, port = connection.getsockname()[:2]
        try:
            is_ours = way((plain(peer[0]), peer[1]), (plain(host), port))
        except OSError:
            # No file is left to ask by, for instance.
            return Owner.UNKNOWN
        # As long as our end is connected nobody else can have had its ends meanwhile.
        connection.getpeername()
    except OSError:
        return Owner.OTHERS
    return Owner.US if is_ours else Owner.OTHERS


def can_tell() -> bool:
    """Say whether this system tells who owns a connection."""
    return _way() is not None


def our_users() -> frozenset[int]:
    """Return the users who are the one that runs this program: whoever became root to start it is still the same."""
    ours = {os.geteuid()}
    if 0 in ours:
        ours |= {int(text) for name in ASKED_BY if (text := os.environ.get(name, "")).isdecimal()}
    return frozenset(ours - {NOBODY})


@functools.cache
def _way() -> Way | None:
    """Return the first way that knows a connection of our own, or None."""
    ways: Sequence[Way] = (by_netlink, by_table) if sys.platform == "linux" else (by_psutil,)
    for way in ways:
        with suppress(OSError, ImportError), ExitStack() as stack:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            ours = stack.enter_context(socket.create_connection(listener.getsockname()))
            if way(ours.getsockname(), ours.getpeername()):
                return way
    return None


def by_netlink(own: End, other: End) -> bool:
    """See Way: the kernel is asked for this one connection."""
    family = socket.AF_INET6 if ":" in own[0] else socket.AF_INET
    ports = struct.pack("!HH", own[1], other[1])
    ends = ports + b"".join(_packed(host).ljust(16, b"\0") for host, _ in (own, other))
    wanted = FAMILY.pack(family, socket.IPPROTO_TCP, 0, 0) + struct.pack("=I", ALL_STATES)
    wanted += ends + STATE.pack(0, *NO_COOKIE)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, SOCK_DIAG) as kernel:
        kernel.settimeout(ANSWER_WITHIN)
        kernel.send(HEADER.pack(HEADER.size + len(wanted), BY_FAMILY, 1, 1, 0) + wanted)
        answer = kernel.recv(4096)
    if HEADER.unpack_from(answer)[1] != BY_FAMILY:
        error = -struct.unpack_from("=i", answer, HEADER.size)[0]
        if error == errno.ENOENT:
            # There is no such connection, any more.
            return False
        raise OSError(error, os.strerror(error))
    at = HEADER.size + FAMILY.size
    found, rest = answer[at : at + len(ends)], at + len(ends)
    uid, inode = struct.unpack_from("=II", answer, rest + STATE.size + 12)
    # Where the connection is gone, the kernel may tell of whoever listens on its port instead.
    is_it = found in (ends, ports + _mapped(own[0]) + _mapped(other[0]))
    return is_it and _is_ours(uid, inode)


def by_table(own: End, other: End) -> bool:
    """See Way: looked up among all connections."""
    wanted = {_in_table(own, as_v6) + b" " + _in_table(other, as_v6) for as_v6 in (False, True)}
    return any(_is_ours(int(row[7]), int(row[9])) for row in _rows() if row[1] + b" " + row[2] in wanted)


def by_psutil(own: End, other: End) -> bool:
    """See Way: some systems tell of all connections, others only of those that our own user's programs have."""
    psutil = importlib.import_module("psutil")
    me = psutil.Process().username()
    try:
        return any(_its_user(psutil, one.pid) == me for one in psutil.net_connections("tcp") if _has(one, own, other))
    except psutil.AccessDenied:
        pass
    for process in _processes(psutil):
        with suppress(psutil.Error):
            if process.username() == me and any(_has(one, own, other) for one in process.net_connections("tcp")):
                _lately[:] = [process.pid, *(pid for pid in _lately if pid != process.pid)][:LATELY]
                return True
    return False


def _is_ours(uid: int, inode: int) -> bool:
    # What no program has any more counts as root's in these tables.
    return inode != 0 and uid in our_users()


def _packed(host: str) -> bytes:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.inet_pton(family, host.partition("%")[0])


def _mapped(host: str) -> bytes:
    """Return an address as sockets of IPv6 have it, which may have ends of IPv4."""
    return _packed(host) if ":" in host else b"\0" * 10 + b"\xff\xff" + _packed(host)


def _rows() -> Iterator[list[bytes]]:
    for path in TABLES:
        with suppress(FileNotFoundError), open(path, "rb", buffering=1 << 20) as table:
            next(table)
            yield from (line.split() for line in table)


def _in_table(end: End, as_v6: bool) -> bytes:
    """Write an end as the tables do: each 32 bits in the machine's own order, then the port."""
    host, port = end
    raw = _mapped(host) if as_v6 else _packed(host)
    words = struct.unpack(f"={len(raw) // 4}I", raw)
    return b"%s:%04X" % (b"".join(b"%08X" % word for word in words), port)


def _has(connection: object, own: End, other: End) -> bool:
    ends = [getattr(connection, name) for name in ("laddr", "raddr")]
    return all(ends) and [(plain(ip), port) for ip, port in ends] == [own, other]


def _processes(psutil: ModuleType) -> Iterator[Any]:
    """Return all processes, first those that had a connection lately: a browser asks for many files."""
    for pid in list(_lately):
        with suppress(psutil.Error):
            yield psutil.Process(pid)
    yield from psutil.process_iter()


def _its_user(psutil: ModuleType, pid: int | None) -> str | None:
    try:
        return None if pid is None else str(psutil.Process(pid).username())
    except psutil.Error:
        return None
