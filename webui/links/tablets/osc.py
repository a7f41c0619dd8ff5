"""OSC as operators see it: how targets and the input stand, what is switched on, and what goes out and comes in."""

from collections.abc import Mapping

from webui.core.devices import Connection, Role
from webui.core.errors import Malformed, NotAllowed
from webui.links.tablets.parts import Pages, Part, Request
from webui.osc.desk import SWITCHES, Desk


class Osc(Part):
    """Does what operators ask of the desk."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        super().__init__(pages)
        self._desk = desk
        self.requests = {"osc switch": Request(read_switch, self._switch)}

    def _switch(self, by: Connection, switch: tuple[str, bool]) -> None:
        if by.device.role is not Role.OPERATOR:
            raise NotAllowed("For operators only.")
        self._desk.turn(*switch)


def read_switch(details: Mapping[str, object]) -> tuple[str, bool]:
    """Read which switch is to be how; raises Malformed."""
    switch, on = details.get("switch"), details.get("on")
    if switch not in SWITCHES or not isinstance(on, bool):
        raise Malformed(f"osc switch: switch must be one of {', '.join(SWITCHES)}, and on true or false")
    return str(switch), on
