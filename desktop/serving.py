"""Runs webui's server: puts show, store, engine and pages together, in threads of their own, and ends them cleanly."""

import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.document import Document
from desktop.keeping import open_kept
from desktop.mdns import Mdns
from desktop.network import Address, hostnames
from webui import VERSION
from webui.access import OPERATOR
from webui.app import create_app
from webui.core.devices import Door, Role, role_of
from webui.core.errors import SidestageError, StoreError
from webui.core.surface import Surface
from webui.engine import Engine
from webui.generations import Generations
from webui.hosts import Hosts
from webui.limits import PER_ADDRESS
from webui.pages import JoinLink
from webui.places import Places
from webui.resources import resource
from webui.server import PortTaken, StageServer, sizes
from webui.troubles import Troubles

__all__ = ["PortTaken", "Serving"]

log = logging.getLogger(__name__)

SECRET_BYTES = 16
POLL = 0.1
"""Seconds that a server takes at the most to hear that it should end."""

EVERYWHERE = ("0.0.0.0", "127.0.0.1", "localhost", "::", "")
"""Addresses that our own window is reached by as well."""
FIRST_RUN = "First run.sidestage"
GENERATIONS = "generations"
NO_FILES = "The system lets Sidestage open no more files: nobody new can connect."
NAME_LABEL = "a name: not every tablet finds it"


class Serving:
    """A running Sidestage without its window.

    `port` is the one it listens on, `url` its address on this computer, `document` the open show, `warning` what the
    user has to know of how it started ("" if nothing). Making one opens show, store and port; it raises
    SidestageError with a sentence for the user, and PortTaken when no port is free.
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
        self._closed = False
        self.document = Document(show or first_run_show(data), Generations(data / GENERATIONS))
        first = self.document.show
        self.data = data
        kept = open_kept(data, first.id)
        store = kept.store
        self.warning = kept.warning
        surface = Surface(first, kept.values, kept.seen)
        self._engine = Engine(surface, store, Door(kept.devices), kept.seen)
        self._secrets = {role: secrets.token_urlsafe(SECRET_BYTES) for role in Role}
        for role, secret in self._secrets.items():
            self._engine.door.open_for(secret, role)
        troubles = Troubles(self._engine)
        places = Places(sizes(per_address))
        places.on_full = lambda sentence: troubles.say("crowd", sentence)
        self._servers = _listen(host, ports, places)
        self.port = self._servers[0].port
        self.url = f"http://127.0.0.1:{self.port}/"
        hosts = Hosts(self.port, self._names, origins)
        # By name it can be found as soon as it serves, if it wants to be.
        about = {"version": VERSION, "boot": self._engine.boot}
        self._mdns = Mdns(self.port, about, addresses) if named else None
        self._app = create_app(
            self._engine,
            hosts,
            store.lasting("installation", secrets.token_hex(4)),
            store.lasting("local key", secrets.token_urlsafe(SECRET_BYTES)),
            self.join_links,
            troubles,
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
        return self._engine.surface.show.name

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

    def other_screens(self) -> int:
        """Return how many pages are open besides the window's own."""

        def count() -> int:
            pages = [one.device for one in self._engine.surface.connections.values() if one.session]
            return len(pages) - (OPERATOR in pages)

        return self._engine.call(count)

    def join_link(self, role: str, address: str) -> str:
        """Return the link that lets a tablet in as a role; its secret is in the fragment, which no server ever sees."""
        host = f"[{address}]" if ":" in address else address
        return f"http://{host}:{self.port}/#{self._secrets[role_of(role)]}"

    def join_links(self) -> list[JoinLink]:
        """Return the links for tablets: the best address first, then the name, then what a tablet seldom reaches."""
        reachable = [address for address in self._addresses() if address.is_up]
        links = [self._join_link(address.ip, address.label) for address in reachable if address.is_likely]
        name = self._mdns.name if self._mdns else None
        if name and links:
            links.append(self._join_link(name, NAME_LABEL))
        links += [self._join_link(address.ip, address.label) for address in reachable if not address.is_likely]
        return links

    def _join_link(self, address: str, label: str) -> JoinLink:
        return JoinLink(self.join_link("player", address), address, label)

    def _names(self) -> list[str]:
        addresses = [f"[{address.ip}]" if ":" in address.ip else address.ip for address in self._addresses()]
        name = self._mdns.name if self._mdns else None
        return [*addresses, *hostnames(), *([name] if name else [])]


def first_run_show(data: Path) -> Path:
    """Return the user's own copy of the first-run show: it is there to be edited."""
    path = data / FIRST_RUN
    if not path.exists():
        try:
            shutil.copyfile(resource("assets", "first-run.sidestage"), path)
        except OSError as error:
            raise StoreError(f"{path} can't be written: {error.strerror}") from None
    return path


def _listen(host: str, ports: Sequence[int], places: Places) -> list[StageServer]:
    """Listen on the first port that is free; where only one other address is wanted, for our own window too."""
    hosts = [host] if host in EVERYWHERE else [host, "127.0.0.1"]
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
