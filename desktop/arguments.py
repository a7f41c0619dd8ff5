"""What the command line takes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from webui import VERSION
from webui.core.errors import BadValue
from webui.core.hosts import read_host
from webui.core.printable import printable
from webui.limits import FROM_ELSEWHERE, PER_ADDRESS
from webui.network.ip_addresses import plain

FIRST_PORT = 5757


class Parser(argparse.ArgumentParser):
    """A parser whose complaints name what was typed on one line, and steer no terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="sidestage",
        description="A shared control surface for live shows: a window here, and the same surface on every tablet.",
        epilog="Exit codes: 0 stopped as asked, 1 stopped, but not all was kept or something went wrong, "
        "2 can't start (the message says why), 3 already running.",
    )
    parser.add_argument("show", nargs="?", type=Path, metavar="SHOW", help="the show file; without one, the first show")
    parser.add_argument("--headless", action="store_true", help="no window, only the server")
    parser.add_argument(
        "--host",
        type=host,
        default="0.0.0.0",
        help="the address to listen on: 127.0.0.1 keeps it to this computer, :: is IPv6 as well (%(default)s)",
    )
    parser.add_argument(
        "--port",
        type=port_number,
        help=f"the port; 0 takes any free one (the one of last time, else the next free one from {FIRST_PORT})",
    )
    parser.add_argument(
        "--last-good", action="store_true", help="put the show's last good version in its place first, and open that"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="where values and settings are kept")
    parser.add_argument(
        "--allow-origin",
        type=origin,
        action="append",
        default=[],
        metavar="URL",
        help="a page from there may connect too, such as http://localhost:8000 (may be given again)",
    )
    parser.add_argument(
        "--per-address",
        type=connections,
        default=PER_ADDRESS,
        metavar="N",
        help="connections that devices which have not joined may have from one address (%(default)s): "
        "more where a whole venue is behind one router",
    )
    parser.add_argument("--version", action="version", version=f"sidestage {VERSION}")
    return parser.parse_args(argv)


def host(text: str) -> str:
    """An address to listen on; IPv6 may stand in brackets, as it does in links."""
    try:
        return plain(read_host(text[1:-1] if text.startswith("[") and text.endswith("]") else text))
    except BadValue as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address to listen on. {error}") from None


def origin(text: str) -> str:
    wrong = f"{text!r} is not a page's origin, such as http://localhost:8000"
    try:
        parts = urlsplit(text)
        is_origin = parts.scheme in ("http", "https") and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        is_origin = False
    if not is_origin or not parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(wrong)
    try:
        read_host(parts.hostname)
    except BadValue as error:
        raise argparse.ArgumentTypeError(f"{wrong}. {error}") from None
    return text


def connections(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= FROM_ELSEWHERE:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of connections (1 to {FROM_ELSEWHERE})")
    return int(text)


def port_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)
