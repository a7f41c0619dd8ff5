"""The port that OSC comes in by: a UDP socket on the engine's loop."""

import asyncio
import errno
import socket
import sys
from collections.abc import Callable

from webui.links.osc.packets import MAX_DATAGRAM
from webui.links.osc.sources import plain

ROOM = 1024 * 1024
"""Bytes that the system is asked to keep for us; it gives what it likes. A thousand faders' packets have room, and not
many more, for what waits there grows old. What has no room is lost, and counted."""

_LOST = 40
"""SO_RXQ_OVFL of Linux, which Python does not name: how many packets had no room is said beside each packet."""

Heard = Callable[[bytes, str, int], None]
"""Takes a packet, the address and the port that it came from."""


class Port:
    """Open or not. In the engine's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, heard: Heard) -> None:
        self._loop = loop
        self._heard = heard
        self._socket: socket.socket | None = None
        self._watched = False
        self.number: int | None = None
        """Its number while it is open."""
        self.lost = 0
        """Packets that the system had no room for, where it tells."""

    def open(self, number: int, readable: Callable[[], None]) -> None:
        """Listen on a port, for IPv6 and IPv4; raises OSError. `readable` is called when there is something to read."""
        self.close()
        opened = _bound(number)
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        if sys.platform == "linux":
            opened.setsockopt(socket.SOL_SOCKET, _LOST, 1)
        self._socket, self.number = opened, opened.getsockname()[1]
        self._readable = readable
        self.watch()

    def close(self) -> None:
        """Listen no more."""
        if self._socket:
            self.rest()
            self._socket.close()
        self._socket = self.number = None
        self.lost = 0

    def watch(self) -> None:
        """Say when there is something to read."""
        if self._socket and not self._watched:
            self._loop.add_reader(self._socket, self._readable)
            self._watched = True

    def rest(self) -> None:
        """Say nothing for a while."""
        if self._socket and self._watched:
            self._loop.remove_reader(self._socket)
            self._watched = False

    def read(self, goes_on: Callable[[], bool], batch: int) -> bool:
        """Read what is there, asking after each batch whether that may go on; returns whether there may be more."""
        while self._read(batch):
            if not goes_on():
                return True
        return False

    def _read(self, batch: int) -> bool:
        """Read a batch; returns whether there may be more."""
        if self._socket is None:
            return False
        try:
            if sys.platform == "linux":
                # One of a batch brings the count of those that were lost.
                data, beside, _, place = self._socket.recvmsg(MAX_DATAGRAM, socket.CMSG_SPACE(4))
                for level, kind, count in beside:
                    if level == socket.SOL_SOCKET and kind == _LOST:
                        self.lost = int.from_bytes(count[:4], sys.byteorder)
                self._heard(data, plain(place[0]), place[1])
            for _ in range(batch - 1):
                data, place = self._socket.recvfrom(MAX_DATAGRAM)
                self._heard(data, plain(place[0]), place[1])
        except BlockingIOError:
            return False
        except OSError:
            # An answer that could not be delivered comes back as an error of the socket; the next packet is well.
            return True
        return True

    def answer(self, data: bytes, host: str, port: int) -> None:
        """Send a packet to somebody who asked; UDP promises nothing, and neither does this."""
        if self._socket:
            there = f"::ffff:{host}" if self._socket.family == socket.AF_INET6 and "." in host else host
            try:
                self._socket.sendto(data, (there, port))
            except OSError:
                return


def _bound(number: int) -> socket.socket:
    try:
        return _bound_to(socket.AF_INET6, "::", number)
    except OSError as error:
        if not _lacks_ipv6(error):
            raise
        return _bound_to(socket.AF_INET, "0.0.0.0", number)


def _lacks_ipv6(error: OSError) -> bool:
    return error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.ENOPROTOOPT, errno.EPROTONOSUPPORT)


def _bound_to(family: socket.AddressFamily, host: str, number: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        made.bind((host, number))
    except OSError:
        made.close()
        raise
    return made
