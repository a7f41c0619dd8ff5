"""What an output was told to be on is put back, whatever becomes of control, address, target or server."""

import copy
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.core.making import person
from tests.links.osc.rig import HERE, Ear, Ears, Rig, Rigs, Said, target
from webui.core.delivery.ledger import KEEP_WITHIN, Mode, Slot
from webui.core.devices.devices import Role
from webui.core.show.osc.targets import Target
from webui.core.surface.commands import Operation, Press
from webui.engine.engine import Engine
from webui.links.osc.packets import bundle, encode
from webui.links.osc.send import presses, target_socket
from webui.links.osc.send.held import output_of

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
        monkeypatch.setattr(target_socket, name, 20.0)


@pytest.fixture
def ear(ears: Ears) -> Ear:
    """A program that listens."""
    return ears()


def told(port: int, *others: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A show's `osc` with a target at a port."""
    return {"targets": [target(port, **keys), *others]}


def output(port: int) -> str:
    """What the ledger knows the target by."""
    return output_of(Target(id="ear", label="ear", host=HERE, port=port))


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
        if data != target_socket.NOTHING:
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
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    monkeypatch.setattr(rig.engine.store, "jot", lambda told_on, done: None)
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


@pytest.mark.parametrize(
    ("control", "what"), [("flash", one) for one in RANGES] + [("pad", one) for one in RANGES if one != "press alone"]
)
def test_the_old_address_is_told_and_the_new_one_by_the_normal_rules(
    rigs: Rigs, ear: Ear, control: str, what: str
) -> None:
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
    rig.wait(lambda: rig.causes_here().get(("ear", target_socket.REFUSED)))
    there = ears(ear.port)
    assert there.messages() == [HELD[held][1]]


@pytest.mark.usefixtures("quick")
def test_a_target_that_comes_back_into_the_show_before_it_is_back_itself_is_told_once(
    rigs: Rigs, ears: Ears, held: str
) -> None:
    ear = ears()
    rig = rigs(osc=told(ear.port, back="wait"), controls=CONTROLS)
    take(rig, held)
    hears(ear, HELD[held][0])
    ear.close()
    rig.load(controls=CONTROLS)
    [osc] = rig.engine.links
    rig.wait(lambda: osc._outgoing._orphans)  # type: ignore[attr-defined]
    rig.load(osc=told(ear.port, back="wait"), controls=CONTROLS)
    assert rig.engine.call(lambda: not osc._outgoing._orphans)  # type: ignore[attr-defined]
    there = ears(ear.port)
    hears(there, HELD[held][1])
    assert ends(rig, there) == []


@pytest.mark.usefixtures("quick")
def test_a_name_that_is_not_known_at_the_release_is_told_when_it_is(
    rigs: Rigs, ears: Ears, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [True]
    look = socket.getaddrinfo

    def found(host: str, *more: Any, **keys: Any) -> Any:
        if host == "desk.example" and not known:
            raise socket.gaierror(socket.EAI_NONAME, "nobody has that name")
        return look(HERE, *more, **keys)

    monkeypatch.setattr(target_socket.socket, "getaddrinfo", found)
    ear = ears()
    rig = rigs(osc=told(ear.port, host="desk.example", back="wait"), controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    take(rig, held)
    hears(ear, HELD[held][0])
    known.clear()
    ear.close()
    rig.move(("wash", 1), ("done", True), ("done", False))
    rig.wait(lambda: rig.causes_here().get(("ear", target_socket.UNKNOWN)))
    lift(rig, held)
    there = ears(ear.port)
    known.append(True)
    hears(there, HELD[held][1])


@pytest.mark.usefixtures("quick")
def test_what_does_something_is_not_done_later_where_nobody_heard_that_it_began(rigs: Rigs, ears: Ears) -> None:
    """A note that the target never began need not be ended, and a GO at a release must not come minutes later."""
    ear = ears()
    rig = rigs(osc=told(ear.port, back="wait"), controls=CONTROLS)
    ear.close()
    rig.move(("wash", 1))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    rig.move(("note", True), ("note", False))
    rig.wait(lambda: "/note/off" in [seen.address for seen in rig.desk.monitor.seen])
    there = ears(ear.port)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    assert [address for address, _ in ends(rig, there) if address.startswith("/note")] == []
    assert rig.engine.call(lambda: not rig.engine.ledger.outputs("osc"))


def test_many_presses_at_once_leave_nothing(rigs: Rigs, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "MAX_ACTS", 5)
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    rig.move(*[("flash", True), ("flash", False)] * 7, ("strobe", True), ("strobe", False))
    heard = ends(rig, ear)
    assert dict(heard) == {"/sidestage/flash": [0], "/fx": [7, 10.0]}
    assert rig.causes()["ear", presses.OVERFLOW]
    assert not rig.engine.call(lambda: rig.engine.ledger.find("osc", output(ear.port), Mode.ON))


def test_a_press_that_waits_while_its_address_is_edited_is_not_told(
    rigs: Rigs, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    monkeypatch.setattr(rig.engine, "may_tell", lambda slots: not list(slots))
    take(rig, "flash")
    rig.load(osc=told(ear.port), controls=changed("flash", osc={"address": "/new"}))
    monkeypatch.undo()
    lift(rig, "flash")
    assert [one for one in ends(rig, ear) if one[1] != [0]] == []


def test_what_the_system_can_not_take_is_put_back_later(
    rigs: Rigs, ear: Ear, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    tried: list[bytes] = []

    def blocked(self: target_socket.Line, data: bytes) -> bool:
        tried.append(data)
        return False

    with monkeypatch.context() as patch:
        patch.setattr(target_socket.Line, "send", blocked)
        rig.load(osc=told(ear.port), controls=without(held))
        rig.wait(lambda: len(tried) > 2)
    assert ear.messages() == [HELD[held][1]]


def test_a_target_that_wants_bundles_is_put_back_by_one(rigs: Rigs, ear: Ear, held: str) -> None:
    rig = rigs(osc=told(ear.port, bundles=True), controls=CONTROLS)
    take(rig, held)
    assert ear.messages() == [HELD[held][0]]
    rig.load(controls=[])
    packet = ear.packet()
    assert packet == bundle([encode(*HELD[held][1])])


def test_a_pad_that_is_back_before_it_could_be_told_is_not_remembered(
    rigs: Rigs, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.core.delivery.ledger.ARRIVES_WITHIN", 50.0)
    monkeypatch.setattr("webui.links.osc.send.held.ARRIVES_WITHIN", 50.0)
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    rig.engine.call(rig.desk.dump, "ear")
    hears(ear, HELD["pad"][1])
    rig.hold("pad")
    rig.move(("pad", [1, 1]), ("pad", [0.5, 0.5]))
    rig.hold("pad", held=False)
    assert [one for one in ends(rig, ear) if one[0] == "/pad" and one != HELD["pad"][1]] == []
    rig.wait(lambda: not rig.engine.ledger.outputs("osc"))


def test_a_pad_that_the_target_moves_itself_is_not_told_to_it(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc=told(ear.port, keep={"address": "/hello", "every": 3600}), controls=CONTROLS)
    rig.listens()
    hears(ear, ("/hello", []))
    rig.move(("pad", [1, 0.25]), by=person(Role.PLAYER, id="a program", device="a program"))
    hears(ear, HELD["pad"][0])
    ear.answer(encode("/pad", [0.5, 0.5]))
    rig.wait(lambda: rig.engine.surface.value("pad") == (0.5, 0.5))
    assert ends(rig, ear) == []
    assert rig.engine.call(lambda: not rig.engine.ledger.find("osc", output(ear.port), Mode.ON))


@pytest.mark.usefixtures("quick")
def test_a_target_that_died_just_before_the_end_is_told_by_the_next_start(rigs: Rigs, ears: Ears) -> None:
    """On this computer the system knows at once that nobody took the last packet."""
    ear = ears()
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    take(rig, "flash")
    hears(ear, HELD["flash"][0])
    ear.close()
    rig.close()
    again = rigs(osc=told(ear.port), controls=CONTROLS)
    assert again.engine.call(lambda: list(again.engine.ledger.outputs("osc"))) == [output(ear.port)]
    there = ears(ear.port)
    hears(there, HELD["flash"][1])


def test_what_has_arrived_is_forgotten(rig: Rig, ear: Ear, held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.core.delivery.ledger.ARRIVES_WITHIN", 50.0)
    monkeypatch.setattr("webui.links.osc.send.held.ARRIVES_WITHIN", 50.0)
    rig.load(controls=CONTROLS)
    assert ear.messages() == [HELD[held][1]]
    rig.wait(lambda: not rig.engine.ledger.outputs("osc"))
    [osc] = rig.engine.links
    rig.wait(lambda: not osc._outgoing._orphans)  # type: ignore[attr-defined]
    rig.wait(lambda: not rig.engine.store.told_on())


def test_what_was_sent_before_the_target_was_edited_is_forgotten_too(
    rig: Rig, ear: Ear, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.core.delivery.ledger.ARRIVES_WITHIN", 500.0)
    monkeypatch.setattr("webui.links.osc.send.held.ARRIVES_WITHIN", 500.0)
    monkeypatch.setattr("webui.core.delivery.ledger.ONCE_WITHIN", 500.0)
    take(rig, held)
    lift(rig, held)
    rig.load(osc=told(ear.port, rate=30), controls=CONTROLS)
    assert rig.engine.call(lambda: rig.engine.ledger.outputs("osc"))
    rig.wait(lambda: not rig.engine.ledger.outputs("osc"))


def test_what_the_system_can_not_take_does_not_wait_for_what_was_sent(
    rigs: Rigs, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that are owed one goes at once, the other when there is room, and not when the first has arrived."""
    monkeypatch.setattr("webui.links.osc.send.held.ARRIVES_WITHIN", 1e6)
    rig = rigs(osc=told(ear.port), controls=CONTROLS)
    for control in ("flash", "strobe"):
        take(rig, control)
        assert ear.messages() == [HELD[control][0]]
    sends = target_socket.Line.send
    taken: list[bool] = []

    def one_goes(self: target_socket.Line, data: bytes) -> bool:
        taken.append(len(taken) not in (1, 2))
        return taken[-1] and sends(self, data)

    monkeypatch.setattr(target_socket.Line, "send", one_goes)
    rig.load(osc=told(ear.port), controls=CONTROLS[2:])
    assert [ear.messages(), ear.messages()] == [[HELD["flash"][1]], [HELD["strobe"][1]]]
