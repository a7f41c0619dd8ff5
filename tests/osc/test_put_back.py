"""What an output was told to be on is put back, whatever becomes of control, address, target or server."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.core.making import person
from tests.osc.rig import Ear, Ears, Rig, Rigs, Said, target
from webui.core.commands import Operation, Press
from webui.core.devices import Role
from webui.core.ledger import KEEP_WITHIN, Slot
from webui.engine import Engine
from webui.links.osc import line

PAIR = [
    {"address": "/note/on", "type": "none", "args": [60], "on": "press"},
    {"address": "/note/off", "type": "none", "args": [60], "on": "release"},
]
UNIT = {"min": 0, "max": 1}
CONTROLS: list[dict[str, Any]] = [
    {"id": "flash", "type": "button"},
    {"id": "strobe", "type": "button", "osc": {"address": "/fx", "type": "float", "range": [10, 255], "before": [7]}},
    {"id": "note", "type": "button", "osc": PAIR},
    {"id": "pad", "type": "xy", "x": UNIT, "y": UNIT, "spring": True, "osc": {"address": "/pad", "range": [0, 1]}},
    {"id": "wash", "type": "fader"},
    {"id": "bed", "type": "toggle"},
    {"id": "done", "type": "button", "osc": {"address": "/done", "type": "none", "on": "press"}},
]

HELD: dict[str, tuple[Said, Said]] = {
    "flash": (("/sidestage/flash", [1]), ("/sidestage/flash", [0])),
    "strobe": (("/fx", [7, 255.0]), ("/fx", [7, 10.0])),
    "note": (("/note/on", [60]), ("/note/off", [60])),
    "pad": (("/pad", [1.0, 0.25]), ("/pad", [0.5, 0.5])),
}
"""Controls that go back by themselves: what a target is told when a hand has them, and what puts them back."""

BACKS = ("tell", "ask", "wait")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is away is looked for often."""
    for name in ("FIRST_TRY", "LAST_TRY", "FIRST_SEARCH", "LAST_SEARCH", "REFUSES_WITHIN"):
        monkeypatch.setattr(line, name, 20.0)


@pytest.fixture
def ear(ears: Ears) -> Ear:
    """A program that listens."""
    return ears()


def told(port: int, *others: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A show's `osc` with a target at a port."""
    return {"targets": [target(port, **keys), *others]}


def take(rig: Rig, control: str) -> None:
    """A hand takes a control, and has it away from rest."""
    if control == "pad":
        rig.hold(control)
        rig.move((control, [1, 0.25]))
    else:
        rig.move((control, True))


def lift(rig: Rig, control: str) -> None:
    """The hand lets go."""
    if control == "pad":
        rig.hold(control, held=False)
    else:
        rig.move((control, False))


def ends(rig: Rig, ear: Ear) -> list[Said]:
    """What a target is told up to now: before an act all that was set goes out."""
    rig.move(("done", True), ("done", False))
    return ear.until("/done")[:-1]


def hears(ear: Ear, message: Said) -> None:
    """A target is told something, among other things."""
    while message not in ear.messages():
        pass


def changed(control: str, **keys: Any) -> list[dict[str, Any]]:
    """The controls, one of them with other keys; None takes it away."""
    controls = copy.deepcopy(CONTROLS)
    for one in controls:
        if one["id"] == control:
            one.update(keys)
    return controls


def without(control: str) -> list[dict[str, Any]]:
    """The controls, but one."""
    return [one for one in CONTROLS if one["id"] != control]


@pytest.fixture(params=HELD)
def held(request: pytest.FixtureRequest) -> str:
    """Each of the controls that go back by themselves."""
    return str(request.param)


@pytest.fixture
def rig(rigs: Rigs, ear: Ear, held: str) -> Rig:
    """A show in which a control is away from rest, and the target knows."""
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    return rig


# As a matter of course


def test_it_is_told_once_when_the_hand_lets_go(rig: Rig, ear: Ear, held: str) -> None:
    lift(rig, held)
    assert ear.messages() == [HELD[held][1]]
    assert ends(rig, ear) == []


def test_it_is_kept_before_it_is_told_and_for_as_long_as_it_is_on(rigs: Rigs, ear: Ear, held: str) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    taken: list[int] = []
    [osc] = rig.engine.links
    line_of = osc._outgoing.senders["ear"]._line  # type: ignore[attr-defined]
    send = line_of.send

    def sends(data: bytes) -> bool:
        if data != line.NOTHING:
            taken.append(len(rig.engine.store.told_on()))
        return bool(send(data))

    line_of.send = sends
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    assert taken == [1]


def test_a_disk_that_does_not_answer_holds_it_up_for_a_moment_only(
    rigs: Rigs, ear: Ear, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    monkeypatch.setattr(rig.engine.store, "write", lambda batch, done: None)
    began = rig.engine.now()
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    assert rig.engine.now() - began >= KEEP_WITHIN
    lift(rig, held)
    assert ear.messages() == [HELD[held][1]]
    # Once that is known, nothing waits.
    rig.engine.call(rig.engine.fault, "disk", "It is full.")
    asked = rig.engine.call(rig.engine.may_tell, [Slot("osc", "any", "new")])
    assert asked


@pytest.mark.parametrize("how", ["leaves", "role", "control's role"])
def test_a_device_that_vanishes_or_may_no_more_lets_go(rigs: Rigs, ear: Ear, held: str, how: str) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    ipad = person(Role.PLAYER, id="ipad", device="ipad")

    def takes(engine: Engine) -> None:
        engine.publish(engine.surface.join(ipad))
        acts = () if held == "pad" else (Press(held, engine.now()),)
        engine.apply(Operation(1, {"pad": [1, 0.25]} if held == "pad" else {}, acts, {"pad": True}), ipad)

    rig.engine.call(takes, rig.engine)
    assert ear.messages() == [HELD[held][0]]
    surface = rig.engine.surface
    if how == "leaves":
        rig.engine.call(lambda: rig.engine.publish(surface.leave(ipad.id)))
    elif how == "role":
        rig.engine.call(lambda: rig.engine.publish(surface.let_go(ipad.device.id)))
    else:
        rig.load(osc=told(ear.port), controls=changed(held, role="operator"))
    assert ear.messages() == [HELD[held][1]]
    assert ends(rig, ear) == []


# The show is edited

EDITS: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "the control is gone": lambda held, port: {"osc": told(port), "controls": without(held)},
    "it has no address": lambda held, port: {"osc": told(port), "controls": changed(held, osc=False)},
    "its address": lambda held, port: {"osc": told(port), "controls": changed(held, osc={"address": "/new"})},
    "it is for another target": lambda held, port: {
        "osc": told(port, target(9, "other")),
        "controls": changed(held, osc={"address": "/new", "target": "other"}),
    },
    "the target is gone": lambda held, port: {"osc": {}, "controls": CONTROLS},
    "the target's place": lambda held, port: {"osc": told(9), "controls": CONTROLS},
    "the target's name": lambda held, port: {"osc": told(port, id="renamed"), "controls": CONTROLS},
    "the target's rate": lambda held, port: {"osc": told(port, rate=10), "controls": CONTROLS},
    "another show": lambda held, port: {"id": "other", "osc": told(port), "controls": CONTROLS},
    "another show without targets": lambda held, port: {"id": "other", "controls": CONTROLS},
}


@pytest.mark.parametrize("edit", EDITS)
def test_it_is_put_back_when_nothing_else_will(rig: Rig, ear: Ear, held: str, edit: str) -> None:
    rig.load(**EDITS[edit](held, ear.port))
    assert ear.messages() == [HELD[held][1]]


RANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "range": ({"address": "/a", "range": [0, 1]}, {"address": "/a", "range": [5, 9]}),
    "a range with the same end": ({"address": "/a", "range": [0, 1]}, {"address": "/a", "range": [0, 9]}),
    "type": ({"address": "/a", "type": "int", "range": [0, 8]}, {"address": "/a", "type": "float", "range": [0, 8]}),
    "before": ({"address": "/a", "before": [1]}, {"address": "/a", "before": [2]}),
    "args": ({"address": "/a", "args": ["x"]}, {"address": "/a", "args": []}),
    "press alone": ({"address": "/a"}, {"address": "/a", "on": "press"}),
}


@pytest.mark.parametrize("what", RANGES)
@pytest.mark.parametrize("control", ["flash", "pad"])
def test_the_old_address_is_told_and_the_new_one_by_the_normal_rules(
    rigs: Rigs, ear: Ear, control: str, what: str
) -> None:
    if control == "pad" and what == "press alone":
        pytest.skip("a pad is not pressed")
    before, after = ({**one, "type": "float"} if control == "pad" and what != "type" else one for one in RANGES[what])
    rig = rigs(osc=told(ear.port), controls=changed(control, osc=before))
    [route] = rig.engine.surface.show.controls[control].osc
    take(rig, control)
    ear.messages()
    rig.load(osc=told(ear.port), controls=changed(control, osc=after))
    [(address, arguments)] = ear.messages()
    rest = [0.5, 0.5] if control == "pad" else [False]
    low, high = route.range or (0, 1)
    assert address == "/a"
    own = arguments[len(route.before) :][: len(rest)]
    assert own == [low + (high - low) * one for one in rest]
    lift(rig, control)
    heard = ends(rig, ear)
    assert [one for one, _ in heard] == ([] if what == "press alone" else ["/a"])


def test_a_pad_that_springs_no_more_stays_where_it_is(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, "pad")
    assert ear.messages() == [HELD["pad"][0]]
    rig.load(osc=told(ear.port), controls=changed("pad", spring=False))
    assert ends(rig, ear) == []
    assert rig.value("pad") == (1, 0.25)
    rig.wait(lambda: not rig.engine.store.told_on())


def test_a_flash_that_becomes_a_latch_is_put_back(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, "flash")
    assert ear.messages() == [HELD["flash"][0]]
    rig.load(osc=told(ear.port), controls=changed("flash", mode="latch"))
    assert ear.messages() == [HELD["flash"][1]]


def test_an_edit_of_something_else_leaves_it_on(rig: Rig, ear: Ear, held: str) -> None:
    rig.load(osc=told(ear.port), controls=changed("wash", max=7))
    assert ends(rig, ear) == []
    lift(rig, held)
    assert ear.messages() == [HELD[held][1]]


# The server ends, and starts again


def test_it_is_put_back_when_the_program_ends_and_not_again(rig: Rig, ear: Ear, held: str, rigs: Rigs) -> None:
    rig.close()
    assert ear.messages() == [HELD[held][1]]
    again = rigs(osc=told(ear.port), controls=CONTROLS)
    assert ends(again, ear) == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("back", BACKS)
@pytest.mark.parametrize("with_show", ["same", "other", "no target"])
def test_a_target_that_is_away_meanwhile_is_told_by_the_next_start(
    rigs: Rigs, ears: Ears, held: str, back: str, with_show: str
) -> None:
    ear = ears()
    rig = rigs(osc=told(ear.port, back=back), controls=CONTROLS)
    take(rig, held)
    hears(ear, HELD[held][0])
    ear.close()
    rig.move(("wash", 5))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    rig.close()
    shows: dict[str, dict[str, Any]] = {
        "same": {"osc": told(ear.port, back=back), "controls": CONTROLS},
        "other": {"id": "other", "osc": told(ear.port, back=back), "controls": without(held)},
        "no target": {"id": "other"},
    }
    again = rigs(**shows[with_show])
    assert again.engine.call(lambda: again.engine.ledger.outputs("osc"))
    there = ears(ear.port)
    hears(there, HELD[held][1])


# Targets that are away


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("back", BACKS)
def test_a_target_that_was_away_at_the_release_is_told_when_it_is_back(
    rigs: Rigs, ears: Ears, held: str, back: str
) -> None:
    ear = ears()
    rig = rigs(osc=told(ear.port, back=back), controls=CONTROLS)
    take(rig, held)
    hears(ear, HELD[held][0])
    ear.close()
    lift(rig, held)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    there = ears(ear.port)
    hears(there, HELD[held][1])


@pytest.mark.usefixtures("quick")
def test_a_target_that_is_gone_from_the_show_while_away_is_told_when_it_is_back(
    rigs: Rigs, ears: Ears, held: str
) -> None:
    ear = ears()
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    ear.close()
    rig.load(controls=CONTROLS)
    rig.wait(lambda: rig.causes_here().get(("ear", line.REFUSED)))
    there = ears(ear.port)
    assert there.messages() == [HELD[held][1]]


def test_what_has_arrived_is_forgotten(rig: Rig, ear: Ear, held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.core.ledger.ARRIVES_WITHIN", 50.0)
    monkeypatch.setattr("webui.links.osc.held.ARRIVES_WITHIN", 50.0)
    rig.load(controls=CONTROLS)
    assert ear.messages() == [HELD[held][1]]
    rig.wait(lambda: not rig.engine.ledger.outputs("osc"))
    [osc] = rig.engine.links
    rig.wait(lambda: not osc._outgoing._orphans)  # type: ignore[attr-defined]
    rig.wait(lambda: not rig.engine.store.told_on())
