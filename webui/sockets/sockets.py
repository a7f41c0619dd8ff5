"""Socket.IO as the links use it: who is let in, messages in and out. Built on Flask-SocketIO in threading mode.

WebSocket clients are on the fast lane (lane.py): the engine's thread reads their packets, and does at once what the
links ask. Clients that poll have threads of the library's, which post to the engine. Only the engine's thread sends.
"""

import functools
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

import socketio
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import Packet
from flask import Flask

from webui.access.authentication import is_local, network_of
from webui.core.devices.devices import Connection
from webui.core.errors import Malformed, SidestageError
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.limits import MAX_MESSAGE, STRANGER_MESSAGE
from webui.log_once import Causes
from webui.network.allowed_hosts import Hosts
from webui.server.slots import PLACE, Place
from webui.sockets.client_queue import Outlet
from webui.sockets.flood_control import Manners, is_by_websocket
from webui.sockets.frames import framed
from webui.sockets.namespace import Message, Namespace
from webui.sockets.packets import MALFORMED, Wanted, answer_packet, event_packet, head, read_event, split_head
from webui.sockets.pings import Pings
from webui.sockets.socketio_server import socket_server
from webui.sockets.streams import Lane, Line
from webui.sockets.websocket import NO_HANDSHAKE, WebSockets, is_upgrade

log = logging.getLogger(__name__)

UNKNOWN = "Not a message that Sidestage knows"
TOO_MANY = "This device has too many connections; end some, or try again soon."


class Sockets:
    """The Socket.IO server, with its namespaces."""

    def __init__(self, app: Flask, engine: Engine, hosts: Hosts, troubles: Troubles) -> None:
        self._engine = engine
        self._namespaces: dict[str, Namespace] = {}
        self._connections: dict[str, Connection] = {}
        self._causes = Causes(log)
        self._manners = Manners(engine, troubles, self._connection, self._clients)
        self._lock = threading.RLock()
        """Keeps `joined` before `left`: a client can vanish, in another thread, while it is let in."""
        self._lane = Lane()
        self._server = socket_server(app, hosts, self._causes, self._connected)
        eio = self._server.eio
        eio._async = {**eio._async, "websocket": self._driver, "queue": self._outlet}
        eio.on("connect", self._opened)
        eio.on("message", self._hear)
        engine.post(Pings(engine, self._server, self._lane).start)
        engine.post(self._manners.start)

    def serve(self, namespace: Namespace) -> None:
        """Let clients connect to a namespace."""
        name = namespace.name
        self._namespaces[name] = namespace

        def connect(sid: str, environ: Mapping[str, Any], auth: object) -> None:
            self._admit(namespace, sid, environ, auth)

        def disconnect(sid: str, reason: str) -> None:
            self._left(namespace, sid)

        def unknown(event: str, sid: str, *parts: object) -> None:
            self._hear_event(namespace, event, sid, parts)

        self._server.on("connect", connect, namespace=name)
        self._server.on("disconnect", disconnect, namespace=name)
        self._server.on("*", unknown, namespace=name)

    def transport(self, sid: str, namespace: str) -> str:
        """Return how a client is connected: "polling" or "websocket"."""
        return str(self._server.transport(sid, namespace))

    def send(self, sid: str, namespace: str, event: str, *parts: object) -> None:
        """Send a message to one client. Engine's thread only."""
        client = self._client(sid, namespace)
        if client is None:
            return
        outlet: Outlet = client.queue
        if outlet.line:
            outlet.line.write(framed(event_packet(namespace, event, *parts)))
        elif outlet.is_hopeless:
            client.close(wait=False, abort=True)
        else:
            self._server.emit(event, parts, to=sid, namespace=namespace)

    def _answer(self, sid: str, namespace: str, wanted: Wanted | None, answer: object) -> None:
        """Answer a client that wants it; what has nothing to say answers as well."""
        client = self._client(sid, namespace)
        if client is None or wanted is None:
            return
        packet = answer_packet(namespace, wanted, *([answer] if isinstance(answer, dict) else []))
        if client.queue.line:
            client.queue.line.write(framed(packet))
        elif client.queue.is_hopeless:
            client.close(wait=False, abort=True)
        else:
            self._server.eio.send(client.sid, packet[1:].decode())

    def disconnect(self, sid: str, namespace: str) -> None:
        """End a client's connection to a namespace."""
        self._server.disconnect(sid, namespace=namespace)

    def end(self, sid: str, namespace: str) -> None:
        """End a client's connection altogether, with what it has on other namespaces."""
        client = self._client(sid, namespace)
        if client:
            client.close(wait=False)

    def close(self) -> None:
        """End all connections, without waiting for clients that may be gone."""
        for client in list(self._server.eio.sockets.values()):
            client.close(wait=False)
        self._engine.post(self._lane.close)
        self._server.shutdown()

    def _clients(self) -> list[Any]:
        """Engine.IO's clients, also strangers."""
        return list(self._server.eio.sockets.values())

    def _client(self, sid: str, namespace: str) -> Any:
        """The library's client behind one of its connections to a namespace, if it is still there."""
        return self._server.eio.sockets.get(self._server.manager.eio_sid_from_sid(sid, namespace))

    # Engine.IO's clients, also strangers

    def _outlet(self) -> Outlet:
        return Outlet(self._engine, self._manners.stranger())

    def _driver(self, handler: Any, server: object) -> WebSockets:
        return WebSockets(self._engine, self._lane, self._goes_over, handler)

    def _opened(self, eio_sid: str, environ: Mapping[str, Any]) -> bool | str | None:
        """A client is there, or refused with False or a sentence.

        There is one owner of pings, which is not the library: its clock jumps with the wall's.
        """
        client = self._server.eio.sockets[eio_sid]
        client.last_ping = None
        outlet: Outlet = client.queue
        client.schedule_ping = functools.partial(setattr, outlet, "silence", 0)
        outlet.address = environ.get("REMOTE_ADDR", "")
        outlet.bucket = network_of(environ)
        outlet.is_here = is_local(environ)
        place: Place | None = environ.get(PLACE)
        outlet.holder = place.holder.name if place else outlet.bucket
        query = environ.get("QUERY_STRING", "")
        if is_by_websocket(query) and not is_upgrade(environ):
            # The library would answer with packets, which is an error of ours, and keep the session.
            return NO_HANDSHAKE
        if not self._manners.may_open(outlet, query):
            return False
        self._engine.run(self._manners.expect, client)
        self._server._handle_eio_connect(eio_sid, environ)
        return None

    def _hear(self, eio_sid: str, data: object) -> None:
        """Take a message of any client before it is read; on the lane, it was counted already."""
        client = self._server.eio.sockets.get(eio_sid)
        if client is None or client.closing:
            # What it had sent before it was cut.
            return
        outlet: Outlet = client.queue
        if outlet.line is None:
            wait = self._manners.take(client, data)
            if wait is None:
                return
            # In the thread of its request: its next one has to wait.
            time.sleep(wait / 1000)
            self._manners.pace(outlet)
        self._server._handle_eio_message(eio_sid, data)

    # On the lane, in the engine's thread

    def _goes_over(self, client: Any, line: Line) -> None:
        line.hear = functools.partial(self._take, client, client.queue)
        line.on_end = functools.partial(self._ended, client)
        line.on_clear = self._engine.flush_soon
        line.max_message = MAX_MESSAGE if client.queue.routes else STRANGER_MESSAGE

    def _take(self, client: Any, outlet: Outlet, packet: str | bytes | None) -> None:
        """Take a packet. Events of those who are in go straight to their link; all else is the library's."""
        wait = self._manners.take(client, packet, 1)
        if wait is None:
            return
        if wait and outlet.line:
            outlet.line.pause(wait)
        if packet is None:
            return
        if isinstance(packet, str) and packet.startswith("42"):
            start = packet.find("[")
            route, wanted = outlet.routes.get(packet[:start]), None
            if route is None:
                where, wanted = split_head(packet[:start])
                route = outlet.routes.get(where)
            if route:
                event = read_event(packet, start)
                if event:
                    namespace, connection = route
                    self._receive(namespace, connection, event[0], tuple(event[1:]), wanted)
                    return
        try:
            client.receive(Packet(encoded_packet=packet))
        except UnknownPacketError:
            pass
        except (ValueError, IndexError, SocketIsClosedError):
            log.debug("what is no packet ended a connection", exc_info=True)
            client.close(wait=False, abort=True)

    def _ended(self, client: Any) -> None:
        client.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
        self._server.eio.sockets.pop(client.sid, None)

    # Who is in

    def _connection(self, client: Any) -> Connection | None:
        sids = [self._server.manager.sid_from_eio_sid(client.sid, namespace) for namespace in self._namespaces]
        return next((self._connections[sid] for sid in sids if sid in self._connections), None)

    def _admit(self, namespace: Namespace, sid: str, environ: Mapping[str, Any], auth: object) -> None:
        try:
            connection = namespace.admit(sid, environ, auth)
        except SidestageError as error:
            raise socketio.exceptions.ConnectionRefusedError(str(error)) from None
        place: Place | None = environ.get(PLACE)
        if place and not place.promote(connection.device):
            raise socketio.exceptions.ConnectionRefusedError(TOO_MANY)
        with self._lock:
            self._connections[sid] = connection

    def _connected(self, sid: str, namespace: str) -> None:
        client = self._client(sid, namespace)
        with self._lock:
            connection = self._connections.get(sid)
            if connection and client:
                self._engine.run(self._join, self._namespaces[namespace], connection, client.queue)
        if client is None or client.closing or client.closed:
            # It vanished while it was let in, and then the library does not say that it left.
            self._left(self._namespaces[namespace], sid)

    def _left(self, namespace: Namespace, sid: str) -> None:
        client = self._client(sid, namespace.name)
        with self._lock:
            connection = self._connections.pop(sid, None)
            if connection:
                self._engine.run(self._leave, namespace, connection, client)

    def _join(self, namespace: Namespace, connection: Connection, outlet: Outlet) -> None:
        if not self._engine.door.lets_in(connection.device):
            # It was forgotten while it came in, or joined anew.
            self.end(connection.id, namespace.name)
            return
        if not self._manners.trust(connection, outlet):
            self.end(connection.id, namespace.name)
            return
        outlet.routes[head(namespace.name)] = namespace, connection
        namespace.joined(connection, outlet)

    def _leave(self, namespace: Namespace, connection: Connection, client: Any) -> None:
        if client:
            client.queue.routes.pop(head(namespace.name), None)
            if not client.queue.routes:
                self._manners.expect(client)
        namespace.left(connection)

    def _hear_event(self, namespace: Namespace, event: str, sid: str, parts: tuple[object, ...]) -> None:
        connection = self._connections.get(sid)
        wanted = parts[-1] if parts and isinstance(parts[-1], Wanted) else None
        if connection:
            self._receive(namespace, connection, event, parts[:-1] if wanted else parts, wanted)

    def _receive(
        self, namespace: Namespace, by: Connection, event: str, parts: tuple[object, ...], wanted: Wanted | None
    ) -> None:
        message = namespace.messages.get(event)
        try:
            if message is None and (event == MALFORMED or namespace.strict):
                raise Malformed(UNKNOWN)
            read = message.read(parts) if message else None
        except Malformed as error:
            reason = str(error)
            self._causes.say(reason, f"{by.device.name} sent what can't be read: {reason}")
            self._engine.run(namespace.malformed, by, reason)
            self._engine.run(self._answer, by.id, namespace.name, wanted, {"reason": reason})
        else:
            self._engine.run(self._do, namespace, message, by, read, wanted)

    def _do(
        self, namespace: Namespace, message: Message | None, by: Connection, read: object, wanted: Wanted | None
    ) -> None:
        answer = message.do(by, read) if message else {"reason": UNKNOWN}
        self._answer(by.id, namespace.name, wanted, answer)
