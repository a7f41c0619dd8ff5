"""Another program's OSCQuery tree, fetched over HTTP from where an operator says it is: bounded in size and time."""

import http.client
import json
import socket
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

from webui.core.errors import BadValue, ShowError
from webui.core.hosts import read_host
from webui.network.resolving import Found, find, is_this_computer

MAX_TREE = 4 * 1024 * 1024
"""Bytes of an answer."""

WITHIN = 10.0
"""Seconds for all that is asked of the program, the search for its name included."""

MAX_URL = 500
"""Characters of the address that is typed."""

PIECE = 64 * 1024

NOT_FROM_AFAR = (
    "That is the computer that Sidestage runs on. Its own programs can be asked from there only: "
    "open Sidestage's window, or http://127.0.0.1 in its browser, and ask again."
)
"""The same sentence whatever is at that address: a screen elsewhere does not learn which ports are open here."""


@dataclass(frozen=True, slots=True)
class Program:
    """Another program: its name, where it takes OSC, and its tree as it came."""

    name: str
    host: str
    port: int
    tree: Any


def fetch(url: str, *, is_here: bool, within: float = WITHIN) -> Program:
    """Return what is found at a URL, such as http://192.168.1.20:9001/; raises ShowError, which says why not.

    `is_here` says whether somebody at this computer asks: nobody else may name this computer, by whatever address or
    name. `within` is in seconds. It is asked at the address that was typed and nowhere else, and OSC is meant for the
    same computer.
    """
    deadline = time.monotonic() + within
    where = _parsed(url)
    host, port = str(where.hostname), where.port or 80
    late = ShowError(f"{host}, port {port} does not answer within {within:g} s.")
    try:
        places = find(host, port, within)
    except TimeoutError:
        raise late from None
    except OSError as error:
        _fail(host, port, error)
    if not is_here and any(is_this_computer(place) for place in places):
        raise ShowError(NOT_FROM_AFAR)
    line = _Line(host, port, places, deadline)
    # A socket's own time begins anew with each piece that drips in.
    over = threading.Event()
    hurry = threading.Timer(max(deadline - time.monotonic(), 0), _hang_up, [line, over])
    hurry.daemon = True
    hurry.start()
    with closing(line):
        try:
            path = where.path or "/"
            info = _asked(line, f"{path}?HOST_INFO", over)
            tree = _asked(line, path, over)
        except TimeoutError:
            raise late from None
        except (OSError, http.client.HTTPException) as error:
            if over.is_set():
                raise late from None
            _fail(host, port, error)
        finally:
            hurry.cancel()
    if tree is None:
        raise ShowError(f"{host}, port {port} has nothing at {path}.")
    return _program(host, port, info if isinstance(info, dict) else {}, tree)


class _Line(http.client.HTTPConnection):
    """Connects to addresses that were found before, each time: a name is not looked for twice."""

    def __init__(self, host: str, port: int, places: list[Found], deadline: float) -> None:
        super().__init__(f"[{host}]" if ":" in host else host, port)
        self._places = places
        self._deadline = deadline

    def connect(self) -> None:
        """Connect to the first that takes it."""
        trouble = OSError("It is not known")
        for family, place in self._places:
            line = socket.socket(family, socket.SOCK_STREAM)
            try:
                line.settimeout(max(self._deadline - time.monotonic(), 0.001))
                line.connect(place)
            except OSError as error:
                line.close()
                trouble = error
            else:
                self.sock = line
                return
        raise trouble


def _fail(host: str, port: int, error: Exception) -> NoReturn:
    why = getattr(error, "strerror", None) or "it does not speak HTTP"
    raise ShowError(f"{host}, port {port} can't be asked: {why}.") from None


def _parsed(url: str) -> SplitResult:
    url = url.strip()
    wrong = "That is no address such as http://192.168.1.20:9001/"
    if not url or len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise ShowError(wrong)
    try:
        where = urlsplit(url if "://" in url else f"http://{url}")
        is_good = where.scheme == "http" and where.port != 0 and "@" not in where.netloc
    except ValueError:
        is_good = False
    if not is_good or not where.hostname:
        raise ShowError(wrong)
    try:
        read_host(where.hostname)
    except BadValue as error:
        raise ShowError(f"{wrong}. {error}.") from None
    return where


def _asked(line: _Line, path: str, over: threading.Event) -> Any:
    """Return what an answer says, or None where there is nothing; raises ShowError for what is no answer."""
    line.request("GET", path, headers={"Accept": "application/json"})
    answer = line.getresponse()
    body = b""
    while piece := answer.read(PIECE):
        body += piece
        if len(body) > MAX_TREE:
            raise ShowError(f"It is larger than {MAX_TREE // 1024**2} MB.")
    if over.is_set():
        # What was hung up on ends like what is complete.
        raise TimeoutError
    if answer.status in (301, 302, 303, 307, 308):
        raise ShowError("It sends us elsewhere, and we go nowhere but where you say. Type the address that it is at.")
    if answer.status != http.HTTPStatus.OK:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ShowError("What is there is no OSCQuery: it does not answer in JSON.") from None


def _program(host: str, port: int, info: dict[str, Any], tree: Any) -> Program:
    if info.get("OSC_TRANSPORT", "UDP") != "UDP":
        raise ShowError("It takes OSC by TCP only, and Sidestage sends by UDP.")
    osc = info.get("OSC_PORT", port)
    if isinstance(osc, bool) or not isinstance(osc, int) or not 0 < osc < 65_536:
        raise ShowError("It does not say at which port it takes OSC.")
    name = info.get("NAME")
    return Program(name if isinstance(name, str) else host, host, osc, tree)


def _hang_up(line: _Line, over: threading.Event) -> None:
    over.set()
    if line.sock is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
