"""The way to one target: its name found, a socket, and whether anything listens at the other end."""

import asyncio
import contextlib
import errno
import os
import socket
import threading
from collections.abc import Callable

from webui.core.hosts import is_ip
from webui.engine.engine import Engine
from webui.links.osc.packets import bundle
from webui.links.osc.sources import Place
from webui.links.osc.switches import WAITS, WELL, WRONG, Standing

UNKNOWN = "Its name is not known"
REFUSED = "Nothing listens there"
UNREACHABLE = "It can't be reached"
TOO_LONG = "Too long for a packet"

FIRST_TRY = 500.0
LAST_TRY = 4000.0
"""Milliseconds to the first look whether it is back; each next one waits twice as long, and this at the most."""

FIRST_SEARCH = 1000.0
LAST_SEARCH = 60_000.0
"""The same for a name that is not known."""

REFUSES_WITHIN = 300.0
LOST_WITHIN = 4000.0
"""Milliseconds after which a packet that nobody refused is taken: where nothing listens, where no computer answers."""

MAX_READS = 64
"""Packets that are read in one go; others have their turn then."""

NOTHING = bundle([])
"""What asks whether somebody listens: a bundle of nothing, which moves nothing."""

Found = tuple[socket.AddressFamily, tuple[str | int, ...]]
"""Where a socket connects to: as the system says it."""

_BUSY = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ENOBUFS)


class Line:
    """UDP to one host and port, in the engine's thread; names are found in another.

    `came` is called with what comes back on the socket and from where, `wrong` with what is wrong, each time, `opened`
    when there is a socket, `back` when packets arrive again after they did not, and `failed` when a packet did not
    arrive: the last one or one before it.
    """

    def __init__(
        self,
        engine: Engine,
        host: str,
        port: int,
        came: Callable[[bytes, str, int], None],
        wrong: Callable[[str], None],
        opened: Callable[[], None],
        back: Callable[[], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine = engine
        self._host, self._port = host, port
        self._came, self._wrong, self._opened, self._back, self._lost = came, wrong, opened, back, failed
        self.place: Place | None = None
        """The address and the port that it was found at."""
        self._socket: socket.socket | None = None
        self._is_named = not is_ip(host)
        self._turn = 0
        self._trouble = ""
        self._wait = 0.0
        self._is_asking = False
        self._patience = REFUSES_WITHIN
        self._is_closed = False
        self._timer: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Find the way; with an address in numbers there is one at once."""
        self._search()

    @property
    def is_open(self) -> bool:
        """Whether there is a socket to send with."""
        return self._socket is not None

    @property
    def is_well(self) -> bool:
        """Whether nothing says that nobody listens there."""
        return self._socket is not None and not self._trouble

    def standing(self) -> Standing:
        """Say how it stands."""
        if self._trouble:
            at = self._host if self._trouble == UNKNOWN else f"{self._host}, port {self._port}"
            return Standing(WRONG, f"{self._trouble}: {at}.")
        return Standing(WELL) if self._socket else Standing(WAITS, f"{self._host} is looked for.")

    def send(self, data: bytes) -> bool:
        """Send a packet; False if it must wait. What fails otherwise is said, and not sent later."""
        for _ in range(2):
            if self._socket is None:
                break
            try:
                self._socket.send(data)
                break
            except OSError as error:
                if error.errno in _BUSY:
                    return False
                if error.errno == errno.EMSGSIZE:
                    self._wrong(TOO_LONG)
                    break
                # It may be an older packet that failed: this one has not been tried then.
                self._failed(error)
        return True

    def check(self) -> None:
        """See whether the system knows by now that a packet did not arrive."""
        if self._socket is not None:
            error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error and error not in _BUSY:
                self._failed(OSError(error, os.strerror(error)))

    def heard(self) -> None:
        """Its program said something from its own port, so it may be there again: see whether it is.

        A packet says itself where it comes from. If it alone counted, each of a few bytes could have all values sent.
        """
        if self._trouble and self._socket and not self._is_asking:
            self._ask()

    def close(self) -> None:
        """End; nothing more is called."""
        self._is_closed = True
        self._rest()
        self._hang_up()

    # Names

    def _search(self) -> None:
        if self._is_named:
            threading.Thread(target=self._resolve, name=f"find {self._host}", daemon=True).start()
        else:
            # Numbers are only read: nobody is asked.
            self._found(_places(self._host, self._port))

    def _resolve(self) -> None:
        self._engine.post(self._found, _places(self._host, self._port))

    def _found(self, places: list[Found]) -> None:
        if self._is_closed:
            return
        self._hang_up()
        if places:
            self._connect(*places[self._turn % len(places)])
            return
        self._trouble = UNKNOWN
        self._wrong(UNKNOWN)
        self._later(self._search, FIRST_SEARCH, LAST_SEARCH)

    # The socket

    def _connect(self, family: socket.AddressFamily, place: tuple[str | int, ...]) -> None:
        was_unknown = self._trouble == UNKNOWN
        self._is_asking = True
        try:
            made = socket.socket(family, socket.SOCK_DGRAM)
        except OSError as error:
            self._failed(error)
            return
        try:
            made.setblocking(False)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            made.connect(place)
        except OSError as error:
            made.close()
            self._failed(error)
            return
        self._socket = made
        self.place = str(place[0]), int(place[1])
        self._engine.loop.add_reader(made, self._read)
        self._opened()
        if was_unknown:
            self._is_back()
        self._ask()

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._engine.loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _read(self) -> None:
        for _ in range(MAX_READS):
            if self._socket is None or self.place is None:
                return
            try:
                data = self._socket.recv(65_536)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self._failed(error)
                return
            self.heard()
            self._came(data, *self.place)

    # Gone, and back

    def _failed(self, error: OSError) -> None:
        """A packet did not arrive: this one, or one before it."""
        is_refused = isinstance(error, ConnectionRefusedError | ConnectionResetError)
        was, self._trouble = self._trouble, REFUSED if is_refused else UNREACHABLE
        self._patience = REFUSES_WITHIN if is_refused else LOST_WITHIN
        self._wrong(self._trouble)
        self._lost()
        if self._is_asking or not was:
            self._is_asking = False
            self._later(self._try_again, FIRST_TRY, LAST_TRY)

    def _try_again(self) -> None:
        """Ask again; a name may lead elsewhere by now, or to several places, of which the next one is tried."""
        if self._socket is not None and not self._is_named:
            self._ask()
            return
        self._turn += 1
        self._search()

    def _ask(self) -> None:
        """Send nothing, and see whether that is refused."""
        self._is_asking = True
        self._wait_for(self._patience, self._is_silent)
        self.send(NOTHING)

    def _is_silent(self) -> None:
        """What was sent arrived, or nobody says otherwise."""
        self._is_asking = False
        if self._trouble:
            self._is_back()

    def _is_back(self) -> None:
        self._trouble = ""
        self._wait = 0.0
        self._is_asking = False
        self._rest()
        self._back()

    def _later(self, callback: Callable[[], None], first: float, last: float) -> None:
        self._wait = min(max(self._wait * 2, first), last)
        self._wait_for(self._wait, callback)

    def _wait_for(self, milliseconds: float, callback: Callable[[], None]) -> None:
        self._rest()
        self._timer = self._engine.later(milliseconds, callback)

    def _rest(self) -> None:
        if self._timer:
            self._timer.cancel()


def _places(host: str, port: int) -> list[Found]:
    """Where a host is, as the system says: of several places IPv4's first, which all programs have."""
    with contextlib.suppress(OSError, UnicodeError):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
        places = [(family, place) for family, _, _, _, place in found if isinstance(place[0], str)]
        return sorted(dict.fromkeys(places), key=lambda place: place[0] != socket.AF_INET)
    return []
