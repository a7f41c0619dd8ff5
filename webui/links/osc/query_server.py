"""OSCQuery: the show describes itself over HTTP on a port of its own, to whom may speak to it by OSC.

By https://github.com/Vidvox/OSCQueryProposal, third revision. Off until an operator switches it on. It is there
to be looked at: what is set comes by OSC.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from webui.access.authentication import is_local, network_of
from webui.core.hosts import is_ip
from webui.core.osc.query_tree import KNOWN, OPTIONAL, READ, Node, count, describe, find
from webui.core.show.show import Show
from webui.core.surface.events import Event, ShowChanged
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.links.osc.receive.allowance import Allowance
from webui.links.osc.sources import Sources, plain
from webui.links.osc.switches import IN, OFF, QUERY, WAITS, WELL, WRONG, Desk, Standing
from webui.server.answers import TOO_MUCH, answer
from webui.server.http_server import PortTaken, StageServer
from webui.server.processor_time import Work
from webui.server.security_headers import armour
from webui.server.slots import Places, Sizes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

NAME = "Sidestage"

MOST = 40
"""Connections at the same time, this computer's and all others'."""

POLL = 0.1
"""Seconds that the server takes at the most to hear that it should end."""

EACH = 2000
ALL = 4000
"""Nodes that are described in a second for one computer, and for all together: a short question has a long answer."""

NOT_ALLOWED = "Not an allowed source (OSCQuery)"


class OscQuery:
    """The link to those who ask what there is. `host` is the address that it listens on.

    `port` is the one that it has while it serves, else None: the input's number, or where that is taken any free one.
    """

    def __init__(self, desk: Desk, host: str) -> None:
        self._desk = desk
        self._host = host
        self.port: int | None = None
        self._server: StageServer | None = None
        self._wanted: int | None = None
        self._asked = 0
        self._work = Work()
        self._asking = threading.Lock()

    def start(self, engine: Engine) -> None:
        """Serve, if that is switched on, and hear of switches."""
        self._engine = engine
        self._allowance = Allowance(EACH, ALL, engine.now())
        engine.post(self._begin)

    def stop(self) -> None:
        """Serve no more."""
        self._engine.call(self._close)

    def note(self, events: Sequence[Event]) -> None:
        """Go by the show that is open now."""
        if any(isinstance(event, ShowChanged) for event in events):
            self._engine.later(0, self._adapt)

    def flush(self, now: float) -> None:
        """Nothing to tell: who wants to know asks."""

    def _begin(self) -> None:
        self._desk.describing = self._standing
        self._desk.on_switched(self._adapt)
        self._adapt()

    def _adapt(self) -> None:
        """Another show, the same edited, or other switches."""
        osc = self._engine.surface.show.osc
        sources = Sources(self._desk.places)
        sources.adapt(osc.incoming, osc.targets)
        self._sources = sources
        wanted = osc.incoming.port if self._desk.is_on(QUERY) else None
        if wanted != self._wanted:
            self._close()
            self._wanted = wanted
            if wanted is not None:
                self._open(wanted)

    def _open(self, wanted: int) -> None:
        try:
            server = self._listen(wanted)
        except OSError as error:
            log.warning("OSCQuery can't be served: %s", error)
            return
        self._server, self.port = server, server.port
        threading.Thread(target=_serve, args=(server,), name="oscquery", daemon=True).start()

    def _listen(self, wanted: int) -> StageServer:
        places = Places(Sizes(MOST, MOST, 0, MOST, per_address=MOST))
        try:
            return StageServer(self._host, wanted, self._answer, places)
        except PortTaken:
            return StageServer(self._host, 0, self._answer, places)

    def _close(self) -> None:
        server, self._server, self.port, self._wanted = self._server, None, None, None
        if server is not None:
            # It ends within POLL; the engine's thread does not wait for it.
            threading.Thread(target=server.shutdown, name="oscquery-end", daemon=True).start()

    def _standing(self) -> Standing:
        if not self._desk.is_on(QUERY):
            return Standing(OFF)
        if self._wanted is None:
            return Standing(WAITS)
        if self.port is None:
            return Standing(WRONG, "OSCQuery can't be served: no port is free.")
        looks = "" if self._desk.is_on(IN) else " OSC in is off: others can look, and set nothing."
        return Standing(WELL, f"Others find this show at port {self.port}.{looks}")

    # In a request's thread

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self._asked += 1

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, armour(headers), *error)

        status, sentence = self._refusal(environ)
        if status:
            return answer(start, status, sentence, ("Connection", "close"))
        if is_local(environ):
            return self._describe(environ, start)
        source = network_of(environ)
        if not self._work.comes(source, False):
            return answer(start, "503 Service Unavailable", TOO_MUCH, ("Retry-After", "5"))
        began = time.thread_time()
        try:
            return self._describe(environ, start)
        finally:
            self._work.spend(source, False, time.thread_time() - began)

    def _describe(self, environ: "WSGIEnvironment", start: Callable[..., Any]) -> Iterable[bytes]:
        show, values = self._engine.call(self._look)
        if not self._may_ask(environ, count(show, environ.get("PATH_INFO", "/"))):
            sentence = "Too many questions. Ask again in a second."
            return answer(start, "429 Too Many Requests", sentence, ("Retry-After", "1"))
        status, said = respond(show, values, environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", ""))
        if said is None:
            start(status, [("Content-Length", "0")] if status[0] == "4" else [])
            return []
        body = json.dumps(said, ensure_ascii=False).encode()
        start(status, [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _refusal(self, environ: "WSGIEnvironment") -> tuple[str, str]:
        """Return a status and a sentence for who may not ask; two empty ones for who may."""
        source = plain(environ.get("REMOTE_ADDR", ""))
        if self._sources.of(source, 0) is None:
            self._engine.post(self._desk.monitor.wrong, source, NOT_ALLOWED)
            return "403 Forbidden", "This computer is not among the allowed sources of the show."
        if not _is_address(environ.get("HTTP_HOST", "")) or "HTTP_ORIGIN" in environ:
            # A web page, perhaps one whose name leads to our address all of a sudden.
            return "403 Forbidden", "Web pages are not answered: ask by this computer's address."
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return "405 Method Not Allowed", "Only GET and HEAD are answered here: what is to be set comes by OSC."
        return "", ""

    def _may_ask(self, environ: "WSGIEnvironment", nodes: int) -> bool:
        """Say whether a computer may ask for so many nodes now."""
        with self._asking:
            host = plain(environ.get("REMOTE_ADDR", ""))
            return self._allowance.allows(host, self._engine.now(), min(nodes + 1, EACH))

    def _look(self) -> tuple[Show, dict[str, Value]]:
        surface = self._engine.surface
        return surface.show, {name: surface.value(name) for name in surface.show.controls}


def respond(show: Show, values: Mapping[str, Value], path: str, query: str) -> tuple[str, Any]:
    """Return the status and the JSON (None: no body) for a path and a query, as the proposal has them."""
    if query == "HOST_INFO":
        return "200 OK", host_info(show)
    node = find(describe(show, values, path), path)
    if node is None:
        return "404 Not Found", None
    if not query:
        return "200 OK", node
    if query not in KNOWN:
        return "400 Bad Request", None
    if query not in (*OPTIONAL, "FULL_PATH", "CONTENTS", "TYPE") or (query == "VALUE" and not _is_readable(node)):
        return "204 No Content", None
    return "200 OK", {query: node[query]} if query in node else {}


def host_info(show: Show) -> dict[str, object]:
    """Return what the proposal calls HOST_INFO; OSC comes in at the address that was asked."""
    extensions = dict.fromkeys(OPTIONAL, True) | {"LISTEN": False, "PATH_CHANGED": False}
    return {
        "NAME": f"{NAME}: {show.name}",
        "EXTENSIONS": extensions,
        "OSC_PORT": show.osc.incoming.port,
        "OSC_TRANSPORT": "UDP",
    }


def _is_readable(node: Node) -> bool:
    return bool(node["ACCESS"] & READ)


def _is_address(host: str) -> bool:
    """Say whether a Host header names this computer by an address, or as only its own network can."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name == "localhost" or name.lower().endswith(".local") or is_ip(name)


def _serve(server: StageServer) -> None:
    server.serve_forever(POLL)
    server.server_close()
