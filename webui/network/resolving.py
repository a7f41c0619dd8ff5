"""Where a host is: its addresses, found within a time, and whether one of them is this computer."""

import ipaddress
import queue
import socket
import threading

from webui.core.hosts import is_ip

MAX_SEARCHES = 4
"""Names that are looked for at the same time. The system can't be told to give up, and may take minutes each."""

Found = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]
"""An address to connect to, as the system says it."""

_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_COMPATIBLE = ipaddress.ip_network("::/96")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of IPv6 that stand for one of IPv4, besides ::ffff:0:0/96."""

_searches = threading.BoundedSemaphore(MAX_SEARCHES)


def find(host: str, port: int, within: float) -> list[Found]:
    """Return where a host is; raises OSError, which is a TimeoutError after `within` seconds.

    A name is looked for in a thread of its own, which nobody waits for any longer than that.
    """
    if is_ip(host):
        return _addresses(host, port, socket.AI_NUMERICHOST)
    if not _searches.acquire(blocking=False):
        raise OSError(0, "too many names are being looked for. Type its address in numbers, or try again in a minute")
    answer: queue.SimpleQueue[list[Found] | OSError] = queue.SimpleQueue()

    def search() -> None:
        try:
            answer.put(_addresses(host, port, 0))
        except OSError as error:
            answer.put(error)
        finally:
            _searches.release()

    threading.Thread(target=search, name="search", daemon=True).start()
    try:
        found = answer.get(timeout=within)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found


def _addresses(host: str, port: int, flags: int) -> list[Found]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    except UnicodeError:
        raise OSError(0, "its name can't be a computer's") from None
    return [(family, place) for family, _, _, _, place in found if isinstance(place[0], str)]


def is_this_computer(found: Found) -> bool:
    """Say whether an address leads to this computer, or to what is plugged in to it without any network.

    Such are the loopback, the link-local addresses, those that are none (0.0.0.0, ::), and all that this computer's own
    networks gave it, in whichever way they are written.
    """
    family, place = found
    address = _plain(ipaddress.ip_address(place[0].partition("%")[0]))
    if address.is_loopback or address.is_link_local or address.is_unspecified or address in _THIS_NETWORK:
        return True
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting by UDP chooses a route and sends nothing: the way to oneself begins where it ends.
            probe.connect(place)
            return bool(probe.getsockname()[0] == probe.getpeername()[0])
        except OSError:
            # No way leads there: asking it will fail, and say so.
            return False


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if (address in _COMPATIBLE and int(address) > 1) or address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
