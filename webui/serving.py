"""Runs webui's server: puts show, store, engine and pages together, in threads of their own, and ends them cleanly."""

import logging
import os
import secrets
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from webui import VERSION
from webui.access.doorkeeper import Doorkeeper, kept_browsers, kept_programs, new_secret
from webui.app import create_app
from webui.core.devices.devices import Role
from webui.core.devices.door import Code, Door
from webui.core.errors import SidestageError, StoreError
from webui.core.printable import printable
from webui.core.surface.surface import Surface
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.limits import PER_ADDRESS
from webui.network.addresses import Address, hostnames, link_locals
from webui.network.allowed_hosts import Hosts
from webui.network.ip_addresses import host_name, in_url
from webui.network.mdns import Mdns
from webui.network.socket_owner import can_tell
from webui.resources import resource
from webui.routes.joining import JoinLink
from webui.server.http_server import PortTaken, StageServer, sizes
from webui.server.slots import Places
from webui.shows.document import Document
from webui.shows.generations import Generations
from webui.shows.library import Shows
from webui.shows.offers import Dialog
from webui.storage.atomic import remove_leftovers, write_atomically
from webui.storage.opening import open_kept, what_is_lost

__all__ = ["PortTaken", "Serving"]

log = logging.getLogger(__name__)

POLL = 0.1
"""Seconds that a server takes at the most to hear that it should end."""

HERE = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", HERE, "localhost", "::", "")
"""Addresses that our own window is reached by as well."""
FIRST_RUN = "First run.sidestage"
NAMELESS = "Sidestage"
"""What a window is called whose show has no name that can be seen."""
GENERATIONS = "generations"
NO_FILES = "The system lets Sidestage open no more files: nobody new can connect."
LAST_WAIT_S = 5.0
"""Seconds that the end waits for a database that is locked: a backup of one is mostly done by then."""

WAITS = "The database is in use by another program, or its disk is slow: waiting for it, to keep the last values."
OSC_QUERY = "_oscjson._tcp.local."
NAME_LABEL = "a name: not every tablet finds it"


class Serving:
    """A running Sidestage without its window.

    `port` is the one it listens on, `url` its address on this computer, `document` the open show, `shows` the others,
    `dialog` the window's way to them, `warning` what the user has to know of how it started ("" if nothing), `lost`
    what could not be kept when it was closed; `on_wait` hears why close() takes long, and for how many seconds more at
    the most. Making one opens show, store and port; it raises SidestageError with a sentence for the user, and
    PortTaken where no port is free.
    """

    def __init__(
        self,
        data: Path,
        show: Path | None,
        host: str,
        ports: Sequence[int],
        origins: Sequence[str],
        addresses: Callable[[], list[Address]],
        named: bool = False,
        per_address: int = PER_ADDRESS,
    ) -> None:
        self._addresses = addresses
        self._host = host
        self._closed = False
        self.lost = ""
        self.on_wait: Callable[[str, float], None] = lambda why, seconds: None
        remove_leftovers(data)
        generations = Generations(data / GENERATIONS)
        generations.tidy()
        self.document = Document(show or first_run_show(data), generations)
        self.shows = Shows(self.document, data, generations)
        self.dialog = Dialog()
        first = self.document.show
        self.data = data
        kept = open_kept(data, first.id)
        store = kept.store
        self.warning = kept.warning
        surface = Surface(first, kept.values, kept.seen)
        self._engine = Engine(surface, store, Door(kept.devices, kept_programs(store), kept_browsers(store)), kept.seen)
        self._keeper = Doorkeeper(self._engine)
        self._keeper.begin()
        self._local = ""
        self._operator = new_secret()
        self._engine.door.open_for(self._operator, Role.OPERATOR)
        troubles = Troubles(self._engine)
        places = Places(sizes(per_address))
        places.on_full = lambda sentence: troubles.say("crowd", sentence)
        self._servers = _listen(host, ports, places)
        self.port = self._servers[0].port
        self.url = f"http://{HERE}:{self.port}/"
        hosts = Hosts(self.port, self._names, origins)
        # By name it can be found as soon as it serves, if it wants to be.
        about = {"version": VERSION, "boot": self._engine.boot}
        self._mdns = Mdns(self.port, about, addresses, self._services, self._say_of_name) if named else None
        self._app = create_app(
            self._engine,
            hosts,
            store.lasting("installation", secrets.token_hex(4)),
            self.join_links,
            troubles,
            self.shows,
            self.dialog,
            self.document,
            host,
        )
        self._threads = []
        for server in self._servers:
            server.app = self._app.wsgi
            server.on_no_files = lambda: troubles.say("files", NO_FILES)
            self._threads.append(
                threading.Thread(target=server.serve_forever, args=(POLL,), name="server", daemon=True)
            )

    @property
    def title(self) -> str:
        """The show's name."""
        return self.document.show.name

    def on_title(self, listener: Callable[[str], object]) -> None:
        """Tell a listener what the window is called, now and whenever that changes. It may be called in any thread."""
        self.document.on_show = lambda show: listener(window_title(show.name))
        listener(window_title(self.title))

    def start(self) -> None:
        """Begin to serve."""
        self._engine.start(self._app.links)
        for thread in self._threads:
            thread.start()
        self.document.serve(self._engine)
        if self.warning:
            self._engine.post(self._engine.fault, "database", self.warning)
        if self._mdns:
            self._mdns.start()

    def close(self) -> None:
        """End: no more connections, what is waiting is written. Once is enough; again does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._mdns:
            self._mdns.leave()
        self.document.close()
        for server, thread in zip(self._servers, self._threads, strict=True):
            if thread.is_alive():
                server.shutdown()
                thread.join()
            server.server_close()
        self._app.sockets.close()
        self._engine.stop()
        if self._mdns:
            self._mdns.close()
        self._keep_the_rest()

    def _keep_the_rest(self) -> None:
        """Wait for a database that is locked, or a disk that is slow; note what could not be kept."""
        store = self._engine.store
        if store.is_writing:
            self.on_wait(WAITS, LAST_WAIT_S)
            store.close(LAST_WAIT_S)
        controls = self._engine.surface.show.controls.values()
        self.lost = what_is_lost(store.give_up(), {control.id: control.label for control in controls})

    def other_screens(self) -> int:
        """Return how many pages are open besides the window's own."""

        def count() -> int:
            pages = [one.device.id for one in self._engine.surface.connections.values() if one.session]
            return len(pages) - (self._engine.door.house.id in pages)

        return self._engine.call(count)

    def operator_link(self, address: str) -> str:
        """Return the link that lets an operator in, for as long as the program runs."""
        return self._link(address, self._operator)

    @property
    def needs_link(self) -> bool:
        """Whether a browser on this computer needs a link, as any other does."""
        return self._engine.door.programs.is_out or not can_tell()

    def link_here(self) -> str:
        """Return a link that makes a browser on this computer an operator's, once; another when that was opened."""

        def offered() -> str:
            if not self._engine.door.browsers.offers(self._local):
                self._local = self._keeper.offer()
            return self._local

        return self._link(HERE, self._engine.call(offered))

    def code(self) -> Code | None:
        """Return the code that lets tablets in now, if there is one."""
        return self._engine.call(lambda: self._engine.door.live_code(self._engine.now()))

    def join_link(self, address: str) -> str | None:
        """Return the code's link to an address, or None while there is no code."""
        code = self.code()
        return self._link(address, code.secret) if code else None

    def join_links(self) -> list[JoinLink]:
        """Return the code's links: the best address first, then the name, then what a tablet seldom reaches."""
        code = self.code()
        if code is None:
            return []
        reachable = [address for address in self._addresses() if address.is_up]
        ways = [(address.ip, address.label) for address in reachable if address.is_likely]
        name = self._mdns.name if self._mdns else None
        if name and ways:
            ways.append((name, NAME_LABEL))
        ways += [(address.ip, address.label) for address in reachable if not address.is_likely]
        return [JoinLink(self._link(address, code.secret), address, label) for address, label in ways]

    def _link(self, address: str, secret: str) -> str:
        """The secret is in the fragment, which no server ever sees."""
        return f"http://{in_url(address)}:{self.port}/#{secret}"

    def _services(self) -> dict[str, int]:
        """Return what else can be found by mDNS, and at which port."""
        port = self._app.query.port
        return {} if port is None else {OSC_QUERY: port}

    def _say_of_name(self, sentence: str) -> None:
        self._engine.post(self._engine.fault, "name", sentence)

    def _names(self) -> list[str]:
        wires = link_locals() if ":" in self._host else []
        addresses = [host_name(ip) for ip in (*(address.ip for address in self._addresses()), *wires)]
        name = self._mdns.name if self._mdns else None
        return [*addresses, *hostnames(), *([name] if name else [])]


def window_title(name: str) -> str:
    """Return what a window with a show of this name is called."""
    return printable(name).strip() or NAMELESS


def first_run_show(data: Path) -> Path:
    """Return the user's own copy of the first-run show: it is there to be edited."""
    path = data / FIRST_RUN
    if not os.path.lexists(path):
        try:
            write_atomically(path, resource("assets", "first-run.sidestage").read_text("utf-8"))
        except OSError as error:
            raise StoreError(f"{printable(path)} can't be written: {error.strerror}") from None
    return path


def _listen(host: str, ports: Sequence[int], places: Places) -> list[StageServer]:
    """Listen on the first port that is free; where only one other address is wanted, for our own window too."""
    hosts = [host] if host in EVERYWHERE else [host, HERE]
    for port in ports[:-1]:
        try:
            return _listen_on(hosts, port, places)
        except PortTaken:
            continue
    return _listen_on(hosts, ports[-1], places)


def _listen_on(hosts: Sequence[str], port: int, places: Places) -> list[StageServer]:
    servers: list[StageServer] = []
    try:
        for host in hosts:
            servers.append(StageServer(host, servers[0].port if servers else port, _not_yet, places))
    except SidestageError:
        for server in servers:
            server.server_close()
        raise
    return servers


def _not_yet(environ: object, start_response: Callable[..., object]) -> list[bytes]:
    """Stand in until the application is there: its pages need to know the port."""
    start_response("503 Service Unavailable", [("Content-Length", "0")])
    return []
