"""Messages to a target that are no control's: what tries it, what asks for its values, what keeps it talking."""

import asyncio
from collections.abc import Iterable

from webui.core.show.osc.addresses import TEST, Argument
from webui.core.show.osc.targets import ASK, Target
from webui.engine.engine import Engine
from webui.links.osc.monitor import Monitor
from webui.links.osc.packets import encode
from webui.links.osc.send.messages import Route
from webui.links.osc.send.target_socket import Line


class Own:
    """Sidestage's own messages to one target. In the engine's thread."""

    def __init__(self, engine: Engine, target: Target, line: Line, monitor: Monitor) -> None:
        self._engine = engine
        self._target = target
        self._line = line
        self._monitor = monitor
        self._timer: asyncio.TimerHandle | None = None

    def test(self) -> None:
        """Send the test message."""
        self._send(TEST, (1,))

    def ask(self, routes: Iterable[Route]) -> None:
        """Ask for what the target has, where that is the show's way with it: each address without its value."""
        if self._target.back == ASK:
            asked = {(route.address.address, route.address.before): None for route in routes if route.is_state}
            for address, before in asked:
                self._send(address, before)

    def keep(self) -> None:
        """Send what keeps the target listening, and do so again."""
        keep = self._target.keep
        if keep is None:
            return
        self.close()
        self._timer = self._engine.later(keep.every * 1000, self.keep)
        self._send(keep.address, keep.args)

    def close(self) -> None:
        """Send nothing more by itself."""
        if self._timer:
            self._timer.cancel()

    def _send(self, address: str, arguments: tuple[Argument, ...]) -> None:
        if self._line.is_open and self._line.send(encode(address, arguments)):
            self._monitor.sent(self._target.id, address, arguments)
