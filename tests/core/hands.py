"""Hands on the controls of a small surface, as tests have them."""

from collections.abc import Mapping
from dataclasses import replace

from tests.core.making import OPERATOR, PLAYER, person
from webui.core.devices.devices import Connection, Role
from webui.core.surface.commands import Operation, Press, Release
from webui.core.surface.events import Event, Held
from webui.core.surface.surface import Surface


def named(name: str, role: Role = PLAYER, device: str = "", tab: str = "") -> Connection:
    """Somebody at an open page of a screen of that name."""
    one = person(role, id=name + tab, device=device or name, session=f"s-{name}{tab}")
    return replace(one, device=replace(one.device, name=name))


ANNA, BERT = named("Anna"), named("Bert")
BOSS, DEPUTY = named("Boss", OPERATOR), named("Deputy", OPERATOR)
PROGRAM = replace(named("Program"), session="")
BIG_PROGRAM = replace(named("Big program", OPERATOR), session="")


def op(
    stage: Surface,
    by: Connection,
    moves: Mapping[str, object] | None = None,
    *acts: Press | Release,
    now: float = 0.0,
    **holds: bool,
) -> list[Event]:
    """What comes of the next operation of somebody's session."""
    return stage.apply(Operation(stage.seen(by) + 1, moves or {}, acts, holds), by, now)


def holds(stage: Surface) -> dict[str, str]:
    return stage.snapshot(0.0).holds


def told(events: list[Event]) -> list[tuple[str, str | None]]:
    return [(event.control, event.device) for event in events if isinstance(event, Held)]


def silent(stage: Surface, now: float) -> list[Event]:
    """Two ticks at a time at which nothing more has come in."""
    return stage.tick(now) + stage.tick(now)
