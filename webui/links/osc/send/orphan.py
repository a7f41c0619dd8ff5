"""A target that the show no longer has, or not at that place, until all that we turned on there is put back."""

from collections.abc import Callable

from webui.engine.engine import Engine
from webui.links.osc.monitor import Monitor
from webui.links.osc.send.held import Held, place_of
from webui.links.osc.send.target_socket import Line


class Orphan:
    """One output of the ledger that no sender has. `done` is called when nothing is left to be put back."""

    def __init__(self, engine: Engine, output: str, monitor: Monitor, done: Callable[[], None]) -> None:
        self._monitor = monitor
        self._name, host, port = place_of(output)
        self._line = Line(engine, host, port, _ignore, self._wrong, self._go_on, self._go_on, lambda: self._held.lost())
        self._held = Held(engine, monitor, output, self._line, settled=done)
        self._line.open()

    def close(self, is_over: bool = False) -> None:
        """End; what is not put back stays in the ledger."""
        self._held.close(is_over)
        self._line.close()

    def _go_on(self) -> None:
        """There is a way, or packets arrive again."""
        self._held.owe(self._held.on())
        self._held.look()

    def _wrong(self, reason: str) -> None:
        self._monitor.wrong(self._name, reason)


def _ignore(data: bytes, host: str, port: int) -> None:
    """The show has nothing to do with what it says."""
