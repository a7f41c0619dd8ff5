"""What names a computer: an address in numbers, read strictly, or a name.

The system's own reading is kinder, and finds other computers: by it 127.0.0.010 is 127.0.0.8, 127.1 is 127.0.0.1, and
2130706433 and 0x7f.1 are that as well. A show file should not mean another computer than the one that is read in it.
"""

import ipaddress
import re

from webui.core.errors import BadValue

MAX_HOST = 253
"""Characters of a host's name, as the domain name system has it."""

MAX_PART = 63
"""Characters of a name between two dots; longer ones can't be asked for."""

MAX_SHOWN = 64
"""Characters of a wrong address that an error repeats."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PART = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\Z", re.ASCII)
_NUMBER = re.compile(r"(\d+|0[xX][0-9a-fA-F]*)\Z", re.ASCII)
_ADDRESS = re.compile(r"[0-9a-fA-F.:]+(%[A-Za-z0-9_.-]+)?\Z", re.ASCII)
_BEHIND = re.compile(r"(0|[1-9]\d{0,2}|\d+\.\d+\.\d+\.\d+)\Z", re.ASCII)
"""The bits of a network, or its mask."""


def is_ip(host: str) -> bool:
    """Say whether a host is an address in numbers, and no name."""
    if not _ADDRESS.match(host):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def read_host(value: object) -> str:
    """Return a host as it was written; raises BadValue for what is neither an address nor a name."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_HOST:
        raise BadValue("It must be a computer's name or address, such as 192.168.1.20")
    if is_ip(value):
        return value
    # A browser takes a name for an address by its last part, too.
    parts = value.removesuffix(".").split(".")
    if _NUMBER.match(parts[-1]):
        raise BadValue(
            f"It must be a computer's name or address, and {value[:MAX_SHOWN]} is neither: an address has four numbers "
            "from 0 to 255 without leading zeros, such as 192.168.1.20"
        )
    if not all(_PART.match(part) for part in parts):
        raise BadValue("It must be a computer's name or address, such as 192.168.1.20")
    if any(len(part) > MAX_PART for part in parts):
        raise BadValue(
            f"It must be a computer's name or address; a name has {MAX_PART} characters between two dots at the most"
        )
    return value


def read_network(text: str) -> Network:
    """Return a network, or one computer as a network of its own; raises ValueError."""
    address, slash, behind = text.partition("/")
    if not is_ip(address) or (slash and not _BEHIND.match(behind)):
        raise ValueError(f"{text[:MAX_SHOWN]!r} is no network")
    return ipaddress.ip_network(text, strict=False)
