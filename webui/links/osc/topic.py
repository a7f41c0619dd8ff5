"""OSC as operators see it: how targets and the way in stand, what is switched on, and what goes out and comes in.

An operator's page asks for it once a second while its panel is open, and says how far it has read: nothing is made
ready, and nothing told, while nobody looks.
"""

from collections.abc import Callable, Mapping
from typing import Any

from webui.core.devices.devices import Connection, Role
from webui.core.errors import Malformed, NoSuchControl, NotAllowed
from webui.core.show.fields import MAX_ID
from webui.links.osc.monitor_json import causes, learned, newest, rows
from webui.links.osc.switches import IN, QUERY, SWITCHES, WAITS, Desk, Standing
from webui.links.topics import Pages, Request, Topic, kept

Details = Mapping[str, object]

TRIES: Mapping[str, Callable[[Desk], Callable[[str], None]]] = {
    "test": lambda desk: desk.test,
    "dump": lambda desk: desk.dump,
}
"""What can be sent to a target."""


class OscTopic(Topic):
    """Does what operators ask of the desk."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        super().__init__(pages)
        self._desk = desk
        self.requests = {
            "osc": Request(read_after, _operators(self._look)),
            "osc switch": Request(
                read_switch, kept(lambda: self._engine, "whether OSC is on", _operators(lambda it: desk.turn(*it)))
            ),
            "osc try": Request(read_try, _operators(lambda it: TRIES[it[0]](desk)(it[1]))),
            "osc learn": Request(read_learn, _operators(self._learn)),
        }

    def _look(self, after: int) -> dict[str, object]:
        desk, monitor, now = self._desk, self._desk.monitor, self._engine.now()
        osc = self._engine.surface.show.osc
        standing = desk.targets()
        return {
            "time": round(now, 1),
            "count": monitor.count,
            "targets": [
                {
                    **target.describe(),
                    **_stands(standing.get(target.id, Standing(WAITS))),
                    "sent": monitor.sent_to[target.id],
                }
                for target in osc.targets.values()
            ],
            IN: {**osc.incoming.describe(), "on": desk.is_on(IN), **_stands(desk.listening())},
            QUERY: {"on": desk.is_on(QUERY), **_stands(desk.describing())},
            "came": rows(monitor.came_from),
            "wrong": causes(monitor),
            "seen": newest(monitor, after),
            "learning": self._learned(),
        }

    def _learned(self) -> dict[str, object] | None:
        learning = self._desk.monitor.learning
        return learned(learning, self._engine.surface.show.controls.get(learning.control)) if learning else None

    def _learn(self, control: str | None) -> None:
        if control is not None and control not in self._engine.surface.show.controls:
            raise NoSuchControl("The show has no such control.")
        self._desk.learn(control)


def _operators(do: Callable[[Any], object]) -> Callable[[Connection, Any], object]:
    def checked(by: Connection, it: Any) -> object:
        if by.device.role is not Role.OPERATOR:
            raise NotAllowed("For operators only.")
        return do(it)

    return checked


def _stands(standing: Standing) -> dict[str, object]:
    return {"state": standing.state, "why": standing.sentence}


def read_after(details: Details) -> int:
    """Read up to which message a page has read; raises Malformed."""
    after = details.get("after")
    if not isinstance(after, int) or isinstance(after, bool):
        raise Malformed("osc: after must be a whole number")
    return after


def read_switch(details: Details) -> tuple[str, bool]:
    """Read which switch is to be how; raises Malformed."""
    switch, on = details.get("switch"), details.get("on")
    if switch not in SWITCHES or not isinstance(on, bool):
        raise Malformed(f"osc switch: switch must be one of {', '.join(SWITCHES)}, and on true or false")
    return str(switch), on


def read_try(details: Details) -> tuple[str, str]:
    """Read what is to be sent to which target; raises Malformed."""
    send, target = details.get("send"), details.get("target")
    if not isinstance(send, str) or send not in TRIES or not isinstance(target, str) or len(target) > MAX_ID:
        raise Malformed(f"osc try: send must be one of {', '.join(TRIES)}, and target a target's id")
    return send, target


def read_learn(details: Details) -> str | None:
    """Read which control is to learn an address, or None: none any more. Raises Malformed."""
    control = details.get("control")
    if control is not None and (not isinstance(control, str) or len(control) > MAX_ID):
        raise Malformed("osc learn: control must be a control's id, or null")
    return control
