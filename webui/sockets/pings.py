"""Who is still there: one clock, the engine's, asks all clients and gives up those that do not answer."""

from typing import Any

import socketio
from engineio.packet import PING, Packet

from webui.engine.engine import Engine
from webui.limits import LOOK_EVERY, PING_EVERY
from webui.sockets.frames import framed
from webui.sockets.streams import Lane

TURNS = round(PING_EVERY / LOOK_EVERY)
"""Looks from one ping to a client to the next; a part of all clients has its turn at each."""

FRAME = framed(Packet(PING).encode().encode())


class Pings:
    """Pings Engine.IO's clients. Engine's thread only."""

    def __init__(self, engine: Engine, server: socketio.Server, lane: Lane) -> None:
        self._engine = engine
        self._server = server
        self._lane = lane
        self._turn = 0

    def start(self) -> None:
        """Begin to look."""
        self._engine.later(LOOK_EVERY * 1000, self._look)

    def _look(self) -> None:
        self._engine.later(LOOK_EVERY * 1000, self._look)
        self._turn = (self._turn + 1) % TURNS
        self._lane.look()
        sockets: dict[str, Any] = self._server.eio.sockets
        for client in [client for sid, client in list(sockets.items()) if hash(sid) % TURNS == self._turn]:
            if client.closed:
                sockets.pop(client.sid, None)
            elif client.queue.is_silent():
                client.close(wait=False, reason=self._server.reason.PING_TIMEOUT)
            else:
                self._ping(client)

    def _ping(self, client: Any) -> None:
        line = client.queue.line
        if line:
            line.write(FRAME)
        else:
            client.queue.put(Packet(PING))
