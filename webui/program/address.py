"""Where Sidestage is: as somebody wrote it down, or the one that runs on this computer."""

import ipaddress
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

HERE = "127.0.0.1"
PORT = 5757
"""Sidestage's port, if that was free."""

RUNNING = Path("Sidestage") / "running.json"
"""What a running Sidestage writes into its data folder."""

_IN_NUMBERS = re.compile(r"(^|\.)(\d+|0[xX][0-9a-fA-F]*)\.?\Z", re.ASCII)
"""What the system takes for an address and not for a name: its last part is a number."""


@dataclass(frozen=True, slots=True)
class Address:
    """A computer and a port."""

    host: str = HERE
    port: int = PORT

    @property
    def host_and_port(self) -> str:
        """As it stands in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"http://{self.host_and_port}/"


def read_address(text: str) -> Address:
    """Read "192.168.1.5:5757", "sidestage.local", "5757" (on this computer) or a link to Sidestage; ValueError."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        text = f"{HERE}:{text}"
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host, port = "", "", None
    if scheme not in ("", "http") or not _is_host(host) or port == 0:
        raise ValueError(f"{text!r} is no address of a Sidestage; one looks like 192.168.1.5:5757")
    return Address(host, port or (80 if scheme else PORT))


def _is_host(host: str) -> bool:
    """Say whether a host is a name, or an address that the system would not read as another one, as 127.0.0.010."""
    if not _IN_NUMBERS.search(host) and ":" not in host:
        return bool(host)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def running() -> Address:
    """Return where the Sidestage of this computer and user runs, or else would."""
    try:
        return read_address(json.loads((data_home() / RUNNING).read_text("utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Address()


def data_home() -> Path:
    """Return the folder in which programs of this system keep a user's data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
