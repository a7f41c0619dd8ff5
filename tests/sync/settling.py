"""What must be so at every moment, and what must be so when all wires flow, the disk works and no finger is down."""

import json
from math import inf
from typing import Any

from tests.sync.promises import ARRIVES, BACK, ENDS, FREED, LEADS, RISING, SAME, SPRINGS, hold
from tests.sync.witness import hashable
from tests.sync.world import World
from webui.core.show.feeds import TICK
from webui.engine.engine import Engine

PATIENCE = 30_000.0
"""Milliseconds of the world within which everyone is back and all is kept."""

AWAKE = 1_000.0
"""Milliseconds after a stop of the server in which it judges no hold."""

REST = 4_000.0
"""Milliseconds for which fingers rest: longer than a hold lives in silence."""

BEATS = 5_500.0
"""Milliseconds in which every page hears a frame, so that it notices a gap, or that it hears none and connects anew."""


def always(world: World) -> None:
    """Check what a person at each page sees now."""
    for name, seen in world.look().items():
        tab = world.tabs[name]
        hold(RISING, seen["revision"] >= tab.revision, f"{name} went from {tab.revision} to {seen['revision']}")
        tab.revision = seen["revision"]
        if seen["link"] in ("connected", "late"):
            for control, value in seen["hands"].items():
                shown = seen["shown"][control]
                hold(LEADS, value is None or shown == value, f"{name} has {control} at {value} and shows {shown}")
    if world.server and world.clock.now - max(world.stalled_until, world.server.engine.born) > AWAKE:
        world.witness.hears_hands(world.server.engine.now())


def settle(world: World, lifts: bool = True) -> None:
    """Let everything flow, wait until nothing is under way, and check everything. `lifts`: no finger stays down."""
    if lifts:
        lift_all(world)
    make_well(world)
    hold(BACK, world.until(lambda: _calm(world), PATIENCE), _unrest(world))
    world.pass_time(BEATS)
    hold(BACK, world.until(lambda: _calm(world), PATIENCE), _unrest(world))
    if not lifts:
        _resting(world)
    world.pass_time(100)
    check(world, lifts)


def lift_all(world: World) -> None:
    """No finger is down any more."""
    for name, seen in world.look().items():
        for control in seen["painted"]:
            world.hand(world.tabs[name], control, "up")
    for program in world.programs:
        program.say("value changed", {"who": "go", "data": False})


def make_well(world: World) -> None:
    """End all troubles."""
    world.stalled_until = world.clock.now
    world.prompt = True
    if not world.server:
        world.start()
    for tab in world.tabs.values():
        tab.line.flows = True
        tab.line.delay = 0
        if tab.asleep:
            world.wake(tab)
    world.quiet()
    for program in world.programs:
        program.line.flows = True
        world.quiet()
        # The libraries of programs notice by pings that a wire is dead.
        if not (program.wire and program.wire.held):
            world.dial(program)


def check(world: World, lifted: bool) -> None:
    """Check a world at rest."""
    assert world.server
    engine = world.server.engine
    snapshot = engine.surface.snapshot(engine.now())
    if lifted:
        hold(ENDS, snapshot.values["go"] is False, "nobody presses it, and it is on")
        hold(FREED, not snapshot.holds, f"no finger is down, and these are in hand: {snapshot.holds}")
    if "stick" not in snapshot.holds:
        rest = snapshot.show.controls["stick"].default
        hold(
            SPRINGS, snapshot.values["stick"] == rest, f"nobody has it in hand, and it is at {snapshot.values['stick']}"
        )
    values = json.loads(json.dumps(snapshot.values))
    feeds = {name: _kept(engine, name) for name in snapshot.show.feeds}
    for name, seen in world.look().items():
        hold(RISING, seen["revision"] == engine.surface.revision, f"{name}: {seen} at {engine.surface.revision}")
        for kind in ("shown", "painted"):
            for control, value in values.items():
                same = seen[kind][control] == value
                hold(SAME, same, f"{name} has {kind} {control} at {seen[kind][control]}, the server at {value}")
        for feed, true in feeds.items():
            shown = [sample for sample in seen["feeds"][feed] if true and sample[0] >= true[0][0]]
            hold(SAME, _drawn(shown, true), f"{name} has {shown} of {feed}, the server {true}")
        hold(SAME, seen["holds"] == sorted(snapshot.holds), f"{name} knows {seen['holds']} of {snapshot.holds}")
        tab = world.tabs[name]
        for control, value in tab.last.items():
            arrived = control in seen["told"] or (tab.memory, control, hashable(value)) in world.witness.answered
            hold(ARRIVES, arrived, f"{name} moved {control} to {value}")
    for program in world.programs:
        hold(SAME, program.values == values, f"a program has {program.values}, the server {values}")


def _resting(world: World) -> None:
    """Fingers that rest keep what they hold."""
    before = _fingers(world)
    world.pass_time(REST)
    hold(FREED, _fingers(world) == before, f"{_fingers(world)} after {REST} ms, before {before}")


def _fingers(world: World) -> dict[str, str]:
    """What is held by fingers: keys lapse."""
    return {control: by for control, by in world.witness.holders.items() if control != "note"}


def _kept(engine: Engine, feed: str) -> list[list[float]]:
    """Return all that the server keeps of a feed."""
    window = engine.surface.window(feed)
    return [list(point) for point in window.columns(TICK, window.first(-inf, engine.now()), inf)]


def _drawn(shown: list[list[float]], true: list[list[float]]) -> bool:
    """Say whether what a page has can be drawn for what is true: it has the newest, the peaks and the count."""
    points = [sample[:2] for sample in shown]
    if [point for point in points if point not in true] or points != sorted(points):
        return False
    count, numbers = sum(weight for *_, weight in shown), [number for _, number in true]
    same = points[-10:] == true[-10:] and abs(count - len(true)) < 0.1
    return same and (not true or {min(numbers), max(numbers)} <= {number for _, number in points})


def _calm(world: World) -> bool:
    return not _unrest(world)


def _unrest(world: World) -> list[str]:
    """What is not at rest yet."""
    rest = [f"{name}: {seen}" for name, seen in world.look().items() if not _at_rest(world, name, seen)]
    rest += [f"{program.line} is not connected" for program in world.programs if not program.connected]
    here = [wire for tab in world.tabs.values() for wire in tab.wires.values()]
    here += [program.wire for program in world.programs if program.wire]
    return rest + [f"{wire.sid} is gone" for wire in world.network.wires if wire.held and wire not in here]


def _at_rest(world: World, name: str, seen: dict[str, Any]) -> bool:
    told = seen["link"] == "connected" and not (seen["waiting"] or seen["underWay"] or seen["remembered"])
    return told and any(wire.held for wire in world.tabs[name].wires.values())
