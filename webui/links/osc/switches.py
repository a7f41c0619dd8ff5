"""The operators' desk for OSC: what is switched on, how each target stands, and what it can be asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webui.core.errors import Refusal
from webui.core.osc.learning import Learning
from webui.engine.engine import Engine
from webui.links.osc.monitor import Monitor

IN, QUERY = "in", "query"
"""The switches: whether OSC comes in, and whether the show describes itself by OSCQuery."""

SWITCHES = (IN, QUERY)

KEPT = "osc"
"""What the store keeps the switches under, for all shows together."""

MAX_KEPT = 100
"""Shows whose switches are kept: those that were switched last."""

OFF, WAITS, WELL, WRONG = "off", "waits", "well", "wrong"
"""How something stands: switched off; about to be ready; ready; not, and the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target, the input or OSCQuery stands: one of the four words, and a sentence for operators ("" if well)."""

    state: str
    sentence: str = ""


class NotRunning(Refusal):
    """Nothing does this: the link to OSC is not started."""


def _no_target(target: str) -> None:
    raise NotRunning("OSC is not running.")


class Desk:
    """What the link to OSC, the operators' panel and OSCQuery share. In the engine's thread; made before that starts.

    The link fills the hooks when it starts; until then they say that nothing runs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.monitor = Monitor(engine.now)
        self._switches = _kept(engine.store.recall(KEPT))
        self._on_switched: list[Callable[[], None]] = []
        self.targets: Callable[[], Mapping[str, Standing]] = dict
        """How each target stands, by its id. Asked once a second while somebody looks."""
        self.listening: Callable[[], Standing] = lambda: Standing(OFF)
        """How the input stands."""
        self.describing: Callable[[], Standing] = lambda: Standing(OFF)
        """How OSCQuery stands."""
        self.places: Callable[[], Mapping[str, tuple[str, int]]] = dict
        """Where the targets are, by their ids, as far as that is known: address and port."""
        self.test: Callable[[str], None] = _no_target
        """Send a target (by its id) a message to try it; raises Refusal."""
        self.dump: Callable[[str], None] = _no_target
        """Send a target (by its id) all values; raises Refusal."""

    def is_on(self, switch: str) -> bool:
        """Whether one of SWITCHES is on for the show that is open. Off until an operator switched it on."""
        return switch in self._switches.get(self._engine.surface.show.id, ())

    def turn(self, switch: str, on: bool) -> None:
        """Turn one of SWITCHES for the show that is open: that is kept, and the listeners hear of it at once."""
        show = self._engine.surface.show.id
        found = {one for one in self._switches.pop(show, ()) if one != switch} | ({switch} if on else set())
        if found:
            self._switches[show] = tuple(sorted(found))
        for oldest in list(self._switches)[:-MAX_KEPT]:
            del self._switches[oldest]
        self._engine.store.settle(KEPT, json.dumps(self._switches) if self._switches else None)
        for listener in self._on_switched:
            listener()

    def learn(self, control: str | None) -> None:
        """Begin to learn an address for a control, or with None end it. There is one at a time: the last one asked."""
        busy = {(seen.who, seen.address) for seen in self.monitor.seen if seen.way == "in"}
        self.monitor.learning = None if control is None else Learning(control, busy)

    def on_switched(self, listener: Callable[[], None]) -> None:
        """Hear that something was switched. Another show has switches of its own: see `ShowChanged` for that."""
        self._on_switched.append(listener)


def _kept(text: str | None) -> dict[str, tuple[str, ...]]:
    """Read the switches of all shows; what can't be read is off."""
    try:
        found = json.loads(text or "{}")
        return {show: tuple(one for one in switches if one in SWITCHES) for show, switches in found.items()}
    except (AttributeError, TypeError, ValueError):
        return {}
