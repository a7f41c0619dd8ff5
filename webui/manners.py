"""How much clients say: who sends too much is slowed, then cut, and named to the operators. Links never see it."""

import logging
from collections.abc import Callable
from typing import Any

from webui.causes import Causes
from webui.core.devices import Connection
from webui.engine import Engine
from webui.flood import Budget
from webui.limits import (
    BYTES_PER_MESSAGE,
    CONNECT_COST,
    JOIN_WITHIN,
    MAX_MESSAGE,
    MAX_MESSAGES_PER_SECOND,
    STRANGER_MESSAGES_PER_SECOND,
)
from webui.outlets import Outlet
from webui.troubles import Troubles

log = logging.getLogger(__name__)

CONNECTS = ("0", "1")
"""How the packets begin that connect to a namespace, and that leave it."""


class Manners:
    """Looks after Engine.IO's clients, also strangers. `connection_of` says who a client is, once it has joined."""

    def __init__(self, engine: Engine, troubles: Troubles, connection_of: Callable[[Any], Connection | None]) -> None:
        self._engine = engine
        self._troubles = troubles
        self._connection_of = connection_of
        self._causes = Causes(log)
        self._budgets: dict[str, Budget] = {}
        """What devices elsewhere may still send, each by all its connections."""

    def stranger(self) -> Budget:
        """Return what a client may send that was not let in yet."""
        return Budget(STRANGER_MESSAGES_PER_SECOND, self._engine.now())

    def trust(self, connection: Connection, outlet: Outlet) -> None:
        """A client is in: let it say more."""
        budget = Budget(MAX_MESSAGES_PER_SECOND, self._engine.now())
        outlet.budget = budget if outlet.is_here else self._budgets.setdefault(connection.device.id, budget)
        if outlet.line:
            outlet.line.max_message = MAX_MESSAGE

    def expect(self, client: Any) -> None:
        """Cut a client that does not join in time. Engine's thread only."""
        self._engine.later(JOIN_WITHIN * 1000, lambda: client.queue.routes or client.closed or client.close(wait=False))

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
            client.close(wait=False)
            return None
        if wait:
            self._troubles.say(self._cause(client), f"{self._name(client)} sends too many messages and is slowed.")
        return wait

    def _name(self, client: Any) -> str:
        connection = self._connection_of(client)
        return connection.device.name if connection else f"A stranger at {client.queue.address}"

    def _cause(self, client: Any) -> str:
        """The cause of the fault: one for each device, and one for all strangers."""
        connection = self._connection_of(client)
        return f"flood {connection.device.id}" if connection else "flood"


def _cost(data: object, start: int) -> int:
    """As how many messages a packet counts."""
    if not isinstance(data, (str, bytes)):
        return 1
    cost = 1 + (len(data) - start) // BYTES_PER_MESSAGE
    return cost + CONNECT_COST if data[start : start + 1] in CONNECTS else cost
