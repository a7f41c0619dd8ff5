"""How much clients say: who sends too much is slowed, then cut, and named to the operators. Links never see it."""

import logging
import weakref
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from webui.core.devices.devices import Connection
from webui.core.rate_limit import Budget
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.limits import (
    BYTES_PER_MESSAGE,
    CONNECT_COST,
    JOIN_COST,
    JOIN_WITHIN,
    LOOK_EVERY,
    LOT,
    MAX_MESSAGE,
    MAX_MESSAGES_PER_SECOND,
    PER_ADDRESS,
    PER_DEVICE,
    STRANGER_MESSAGES_PER_SECOND,
    STRANGERS_SESSIONS,
)
from webui.log_once import Causes
from webui.sockets.client_queue import Outlet
from webui.sockets.shared_limits import Shares

log = logging.getLogger(__name__)

CONNECTS = ("0", "1")
"""How the packets begin that connect to a namespace, and that leave it."""


class Manners:
    """Looks after Engine.IO's clients, also strangers. `connection_of` says who a client is, once it has joined;
    `clients` returns all of them."""

    def __init__(
        self,
        engine: Engine,
        troubles: Troubles,
        connection_of: Callable[[Any], Connection | None],
        clients: Callable[[], Iterable[Any]],
    ) -> None:
        self._engine = engine
        self._troubles = troubles
        self._connection_of = connection_of
        self._causes = Causes(log)
        self.shares = Shares(engine, clients, self._cut_for_memory)
        """What devices elsewhere may still send, each by all its connections."""
        self._clients = clients
        self._sessions: Counter[str] = Counter()
        """Sessions of clients elsewhere that poll, by holder, at the last look and those that came since."""
        self._strangers = 0
        """Those of them that have not joined."""

    def stranger(self) -> Budget:
        """Return what a client may send that was not let in yet."""
        return Budget(STRANGER_MESSAGES_PER_SECOND, self._engine.now())

    def start(self) -> None:
        """Begin to look after them. Engine's thread only."""
        self.shares.start()
        self._count_sessions()

    def trust(self, connection: Connection, outlet: Outlet) -> bool:
        """A client is in: let it say more. Returns False if its device comes in too often.

        To be told everything costs most of all, so it counts for the device, however often it comes anew.
        """

        def own() -> Budget:
            return Budget(MAX_MESSAGES_PER_SECOND, self._engine.now())

        if outlet.line:
            outlet.line.max_message = MAX_MESSAGE
        if outlet.is_here:
            outlet.budget = outlet.budget if outlet.is_trusted else own()
            outlet.is_trusted = True
            return True
        outlet.budget = self.shares.of(connection.device, own, outlet.bucket)
        # To connect counted already where it was in before.
        cost = 0 if outlet.is_trusted else JOIN_COST
        outlet.is_trusted = True
        wait = outlet.budget.spend(self._engine.now(), cost)
        if wait:
            name = connection.device.name
            self._troubles.say(
                f"flood {connection.device.id}", f"{name} connects too often and is refused for a while."
            )
        return not wait

    def may_open(self, outlet: Outlet, query: str) -> bool:
        """Say whether a client may open a session by a request's query. From any thread.

        One that polls needs no connection to stay, so they are counted.
        """
        if outlet.is_here or is_by_websocket(query):
            return True
        is_stranger = outlet.holder == outlet.bucket
        most = PER_ADDRESS if is_stranger else PER_DEVICE
        if self._sessions[outlet.holder] >= most or (is_stranger and self._strangers >= STRANGERS_SESSIONS):
            return False
        self._sessions[outlet.holder] += 1
        self._strangers += is_stranger
        return True

    def pace(self, outlet: Outlet) -> None:
        """Wait for the engine after some messages of a client that polls: a request may hold hundreds, and whoever else
        has a message for the engine comes between them."""
        outlet.heard += 1
        if outlet.heard % LOT == 0:
            with suppress(RuntimeError, TimeoutError):
                self._engine.call(int)

    def _count_sessions(self) -> None:
        self._engine.later(LOOK_EVERY * 1000, self._count_sessions)
        polling = [one.queue for one in self._clients() if one.queue.line is None and not one.queue.is_here]
        self._sessions = Counter(outlet.holder for outlet in polling)
        self._strangers = sum(outlet.holder == outlet.bucket for outlet in polling)

    def expect(self, client: Any) -> None:
        """Cut a client that does not join in time. Engine's thread only.

        A client that is gone is not kept in memory for this: hundreds can come and go in that time.
        """
        if client.closing or client.closed:
            return
        expected = weakref.ref(client)

        def look() -> None:
            late = expected()
            if late and not (late.queue.routes or late.closed):
                late.close(wait=False)

        self._engine.later(JOIN_WITHIN * 1000, look)

    def take(self, client: Any, data: object, start: int = 0) -> float | None:
        """Count one of Engine.IO's messages, whose packet of Socket.IO begins at `start`.

        Returns for how many milliseconds nothing more should be read from the client, mostly 0; None if it was cut.
        """
        outlet: Outlet = client.queue
        wait = outlet.budget.spend(self._engine.now(), _cost(data, start))
        if outlet.budget.is_spent or (outlet.line is None and outlet.is_hopeless):
            cut = f"{self._name(client)} sent too many messages and was cut"
            self._causes.say("flood", cut)
            self._troubles.say(self._cause(client), f"{cut}.")
            self._end(client)
            return None
        if wait:
            self._troubles.say(self._cause(client), f"{self._name(client)} sends too many messages and is slowed.")
        return wait

    def _cut_for_memory(self, client: Any) -> None:
        cut = f"{self._name(client)} takes nothing of what it asks for and was cut"
        self._causes.say("memory", cut)
        self._troubles.say(self._cause(client), f"{cut}.")
        self._end(client, abort=True)

    def _end(self, client: Any, abort: bool = False) -> None:
        """End a client's connection, at once or with a goodbye that waits its turn. From any thread."""
        client.close(wait=False, abort=abort)
        line = client.queue.line
        if line is None:
            # The library fails at a request of a session that has ended, but not of one that it does not know.
            client.server.sockets.pop(client.sid, None)
        elif abort:
            line.end()

    def _name(self, client: Any) -> str:
        connection = self._connection_of(client)
        return connection.device.name if connection else f"A stranger at {client.queue.address}"

    def _cause(self, client: Any) -> str:
        """The cause of the fault: one for each device, and one for all strangers."""
        connection = self._connection_of(client)
        return f"flood {connection.device.id}" if connection else "flood"


def is_by_websocket(query: str) -> bool:
    """Say whether a request's query asks for a WebSocket; the library goes by the first transport that it names."""
    return parse_qs(query).get("transport", [""])[0] == "websocket"


def _cost(data: object, start: int) -> int:
    """As how many messages a packet counts."""
    if not isinstance(data, (str, bytes)):
        return 1
    cost = 1 + (len(data) - start) // BYTES_PER_MESSAGE
    return cost + CONNECT_COST if data[start : start + 1] in CONNECTS else cost
