"""Addresses of computers as the server compares and counts them. Pure: texts in, texts out."""

import ipaddress

NETWORK_V6 = 64
"""Bits of an IPv6 address that tell one household from another: whoever has one address has all the rest."""


def plain(address: str) -> str:
    """Return an address as it is compared: one of IPv4 that came by a socket of IPv6 is one of IPv4.

    Called once, where a connection is accepted. What is no address comes back as it is.
    """
    parsed = _parsed(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return address if mapped is None else str(mapped)


def is_loopback(address: str) -> bool:
    """Say whether an address leads back to the computer that uses it."""
    parsed = _parsed(plain(address))
    return parsed is not None and parsed.is_loopback


def network(address: str) -> str:
    """Return what limits count an address as: itself, or of IPv6 its /64.

    The zone of a link-local address stays, since each cable has its own such network. What is no address comes back as
    it is.
    """
    parsed = _parsed(plain(address))
    if not isinstance(parsed, ipaddress.IPv6Address):
        return plain(address)
    _, percent, zone = address.partition("%")
    return f"{ipaddress.IPv6Network((int(parsed), NETWORK_V6), strict=False)}{percent}{zone}"


def host_name(address: str) -> str:
    """Return an address as it stands in a Host header: IPv6 in brackets, and without a zone, which is nobody else's."""
    text = plain(address.partition("%")[0])
    parsed = _parsed(text)
    return f"[{parsed or text}]" if ":" in text else text


def in_url(address: str) -> str:
    """Return an address as it stands in a URL: IPv6 in brackets, its zone escaped (RFC 6874)."""
    text = plain(address)
    return f"[{text.replace('%', '%25')}]" if ":" in text else text


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None
