"""What goes out: heard by sockets of our own, and read with python-osc."""

from itertools import pairwise
from typing import Any

import pytest
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import build_msg

from tests.links.osc.rig import Ear, Ears, Rig, Rigs, target
from webui.core.errors import Refusal
from webui.links.osc.packets import MAX_DATAGRAM
from webui.links.osc.send import presses, sender, target_socket
from webui.links.osc.send.messages import PACKET

CONTROLS: list[dict[str, Any]] = [
    {"id": "wash", "type": "fader"},
    {"id": "send", "type": "fader", "taper": "audio", "osc": {"address": "/ch/01/mix/fader", "range": [0, 1]}},
    {
        "id": "mute",
        "type": "toggle",
        "osc": {"address": "/ch/01/mix/on", "range": [1, 0], "args": ["fixed", 2.5, True]},
    },
    {"id": "note", "type": "text"},
    {"id": "flash", "type": "button"},
    {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none", "on": "press"}},
    {"id": "up", "type": "button", "osc": {"address": "/up", "type": "bool", "on": "release"}},
    {"id": "quiet", "type": "fader", "osc": False},
    {"id": "end", "type": "number"},
    {"id": "done", "type": "button", "osc": {"address": "/done", "type": "none", "on": "press"}},
]

DONE = ("done", True), ("done", False)
"""An act, before which all that was set goes out."""


@pytest.fixture
def ear(ears: Ears) -> Ear:
    """Somebody who listens."""
    return ears()


@pytest.fixture
def rig(rigs: Rigs, ear: Ear) -> Rig:
    """A show that tells them."""
    return rigs(osc={"targets": [target(ear.port)]}, controls=CONTROLS)


def test_values_go_where_the_show_says(rig: Rig, ear: Ear) -> None:
    rig.move(("wash", 25), ("send", -10), ("mute", True), ("note", "Hällo"), ("quiet", 5), ("end", 1))
    assert ear.until("/sidestage/end") == [
        ("/sidestage/wash", [25.0]),
        ("/ch/01/mix/fader", [0.5]),
        ("/ch/01/mix/on", [0, "fixed", 2.5, True]),
        ("/sidestage/note", ["Hällo"]),
        ("/sidestage/end", [1.0]),
    ]
    assert [(seen.way, seen.who, seen.address) for seen in rig.seen()][:2] == [
        ("out", "ear", "/sidestage/wash"),
        ("out", "ear", "/ch/01/mix/fader"),
    ]
    assert rig.standing() == ("well", "")


def test_only_the_newest_value_goes_and_none_that_was_told(rig: Rig, ear: Ear) -> None:
    rig.move(("wash", 1), ("wash", 2), ("wash", 3), ("end", 1))
    assert ear.until("/sidestage/end") == [("/sidestage/wash", [3.0]), ("/sidestage/end", [1.0])]
    rig.move(("wash", 4), ("wash", 3), ("end", 2))
    assert ear.until("/sidestage/end") == [("/sidestage/end", [2.0])]


def test_presses_and_releases_go_each_and_in_order_after_what_was_set(rig: Rig, ear: Ear) -> None:
    rig.move(("flash", True), ("flash", False), ("wash", 7), ("go", True), ("go", False), ("up", True), ("up", False))
    rig.move(("flash", True), ("flash", False))
    rig.move(*DONE)
    assert ear.until("/done") == [
        ("/sidestage/wash", [7.0]),
        ("/sidestage/flash", [1]),
        ("/sidestage/flash", [0]),
        ("/go", []),
        ("/up", [False]),
        ("/sidestage/flash", [1]),
        ("/sidestage/flash", [0]),
        ("/done", []),
    ]


def test_a_toggle_tells_each_turn_where_that_is_an_act(rigs: Rigs, ear: Ear) -> None:
    osc = [{"address": "/turned", "type": "none"}, {"address": "/on", "on": "press"}, {"address": "/now"}]
    rig = rigs(
        osc={"targets": [target(ear.port)]}, controls=[{"id": "bed", "type": "toggle", "osc": osc}, CONTROLS[-1]]
    )
    rig.move(("bed", True), ("bed", False), ("bed", True), *DONE)
    # What is said is what is now, and then each of the acts.
    assert ear.until("/done") == [
        ("/now", [1]), ("/turned", []), ("/on", [1]), ("/turned", []), ("/turned", []), ("/on", [1]), ("/done", []),
    ]  # fmt: skip


def test_each_target_gets_what_is_for_it(rigs: Rigs, ears: Ears) -> None:
    one, other = ears(), ears()
    both = [{"address": "/all"}, {"address": "/one", "target": "one"}, {"address": "/two", "target": ["one", "other"]}]
    rig = rigs(
        osc={"targets": [target(one.port, "one"), target(other.port, "other")]},
        controls=[{"id": "x", "type": "number", "osc": both}, {"id": "end", "type": "number"}],
    )
    rig.move(("x", 5), ("end", 1))
    assert one.until("/sidestage/end")[:-1] == [("/all", [5.0]), ("/one", [5.0]), ("/two", [5.0])]
    assert other.until("/sidestage/end")[:-1] == [("/all", [5.0]), ("/two", [5.0])]


def test_a_control_goes_at_its_rate_and_its_last_value_always(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc={"targets": [target(ear.port, rate=20)]}, controls=CONTROLS)
    for value in range(1, 60):
        rig.move(("wash", value))
    heard: list[Any] = []
    while not heard or heard[-1] != ("/sidestage/wash", [59.0]):
        heard += ear.messages()
    times = [seen.at for seen in rig.seen()]
    assert len(times) == len(heard)
    assert all(later - sooner >= 1000 / 20 for sooner, later in pairwise(times))


def test_bundles_hold_what_goes_at_once_and_pass_any_network(rigs: Rigs, ear: Ear) -> None:
    count = 200
    rig = rigs(
        osc={"targets": [target(ear.port, bundles=True)]},
        controls=[{"id": f"c{n}", "type": "toggle"} for n in range(count)]
        + [{"id": "note", "type": "text", "length": 5000}],
    )
    rig.move(*((f"c{n}", True) for n in range(3)))
    builder = OscBundleBuilder(IMMEDIATELY)
    for n in range(3):
        builder.add_content(build_msg(f"/sidestage/c{n}", 1))
    assert ear.packet() == builder.build().dgram
    rig.move(*((f"c{n}", True) for n in range(3, count)), ("note", "x" * 5000))
    packets: list[bytes] = []
    while not packets or b"note" not in packets[-1]:
        packets.append(ear.packet())
    assert 3 <= len(packets) < 20
    assert all(len(packet) <= PACKET for packet in packets[:-1])
    assert sum(packet.count(b"/sidestage/c") for packet in packets) == count - 3


def test_nothing_moves_when_a_show_is_opened_or_edited(rig: Rig, ear: Ear) -> None:
    rig.move(("wash", 5))
    assert ear.messages() == [("/sidestage/wash", [5.0])]
    targets = {"targets": [target(ear.port)]}
    edited = [{"id": "wash", "type": "fader", "osc": {"address": "/wash"}}, *CONTROLS[1:]]
    rig.load(osc=targets, controls=edited)
    rig.move(("end", 1))
    assert ear.messages() == [("/sidestage/end", [1.0])]
    rig.move(("wash", 6), ("end", 2))
    assert ear.until("/sidestage/end") == [("/wash", [6.0]), ("/sidestage/end", [2.0])]
    rig.load(id="other", osc=targets, controls=CONTROLS)
    rig.move(("end", 3))
    assert ear.messages() == [("/sidestage/end", [3.0])]


def test_targets_come_and_go_with_the_show(rig: Rig, ear: Ear, ears: Ears) -> None:
    other = ears()
    rig.move(("flash", True))
    assert ear.messages() == [("/sidestage/flash", [1])]
    rig.load(osc={"targets": [target(other.port, "other")]}, controls=CONTROLS)
    # What was pressed there is released, whatever becomes of it here.
    assert ear.messages() == [("/sidestage/flash", [0])]
    rig.move(("wash", 8))
    assert other.messages() == [("/sidestage/wash", [8.0])]
    with pytest.raises(Refusal, match="no such target"):
        rig.engine.call(rig.desk.test, "ear")


@pytest.mark.parametrize("end", ["gone", "other", "closed"])
def test_what_is_pressed_is_released_whatever_happens(rig: Rig, ear: Ear, end: str) -> None:
    rig.move(("flash", True), ("up", True))
    assert ear.messages() == [("/sidestage/flash", [1])]
    if end == "closed":
        rig.close()
    else:
        others = [one for one in CONTROLS if one["id"] not in ("flash", "up")]
        rig.load(id=end, osc={"targets": [target(ear.port)]}, controls=others if end == "gone" else CONTROLS)
    assert [ear.messages(), ear.messages()] == [[("/sidestage/flash", [0])], [("/up", [False])]]


def test_the_test_button_and_all_values(rig: Rig, ear: Ear) -> None:
    rig.engine.call(rig.desk.test, "ear")
    assert ear.messages() == [("/sidestage/test", [1])]
    rig.move(("flash", True), ("wash", 3))
    ear.until("/sidestage/flash")
    rig.engine.call(rig.desk.dump, "ear")
    # How things stand, and nothing that would do something.
    assert sorted(message for _ in range(5) for message in ear.messages()) == [
        ("/ch/01/mix/fader", [0.0]),
        ("/ch/01/mix/on", [1, "fixed", 2.5, True]),
        ("/sidestage/end", [0.0]),
        ("/sidestage/note", [""]),
        ("/sidestage/wash", [3.0]),
    ]
    rig.move(*DONE)
    assert ear.messages() == [("/done", [])]


def test_a_target_that_wants_to_hear_from_us_does(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc={"targets": [target(ear.port, keep={"address": "/xremote", "every": 0.5})]}, controls=CONTROLS)
    assert [ear.messages(), ear.messages()] == [[("/xremote", [])], [("/xremote", [])]]
    # It answers to where it was spoken to from.
    rig.listens()
    ear.answer(build_msg("/ch/01/mix/fader", 0.5).dgram)
    rig.wait(lambda: rig.engine.surface.value("send") == -10)


def test_what_the_system_can_not_take_yet_goes_later_but_no_press_does(
    rig: Rig, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    send, tried = target_socket.Line.send, []

    def blocked(self: target_socket.Line, data: bytes) -> bool:
        tried.append(data)
        return False

    with monkeypatch.context() as patch:
        patch.setattr(target_socket.Line, "send", blocked)
        rig.move(("wash", 1), ("flash", True))
        rig.move(("wash", 2), ("go", True))
        rig.wait(lambda: len(tried) > 2)
        patch.setattr(presses, "PRESS_LIFE", -1.0)
        rig.wait(lambda: rig.causes_here().get(("ear", presses.TOO_LATE)) == 2)
        rig.move(("flash", False), ("go", False))
        patch.setattr(target_socket.Line, "send", send)
        assert ear.until("/sidestage/flash") == [("/sidestage/wash", [2.0]), ("/sidestage/flash", [0])]


def test_so_many_acts_wait_and_the_newest_stay(rig: Rig, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    monkeypatch.setattr(presses, "MAX_ACTS", 4)
    rig.move(*[("flash", True), ("flash", False)] * 2)
    assert [ear.messages()[0][1] for _ in range(4)] == [[1], [0]] * 2
    assert rig.causes() == {}
    rig.move(("go", True), *[("flash", True), ("flash", False)] * 2)
    assert [ear.messages()[0][1] for _ in range(4)] == [[1], [0]] * 2
    assert rig.causes() == {("ear", presses.OVERFLOW): 1}


def test_many_controls_go_in_turns(rigs: Rigs, ear: Ear) -> None:
    count = sender.TURN * 3 + 1
    toggles = [{"id": f"c{n}", "type": "toggle", "place": [n % 24 + 1, n // 24 + 1, 1, 1]} for n in range(count)]
    rig = rigs(osc={"targets": [target(ear.port)]}, controls=toggles)
    rig.move(*((f"c{n}", True) for n in range(count)))
    heard = ear.until(f"/sidestage/c{count - 1}")
    assert heard == [(f"/sidestage/c{n}", [1]) for n in range(count)]
    rig.engine.call(rig.desk.dump, "ear")
    assert ear.until(f"/sidestage/c{count - 1}") == heard


def test_what_is_too_long_for_a_packet_is_counted(rigs: Rigs, ear: Ear) -> None:
    rig = rigs(osc={"targets": [target(ear.port)]}, controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    [osc] = rig.engine.links
    sending = osc._outgoing.senders["ear"]._line  # type: ignore[attr-defined]
    assert rig.engine.call(sending.send, b"\0" * MAX_DATAGRAM)
    assert rig.causes() == {}
    assert rig.engine.call(sending.send, b"\0" * (MAX_DATAGRAM + 1))
    assert rig.causes() == {("ear", target_socket.TOO_LONG): 1}
