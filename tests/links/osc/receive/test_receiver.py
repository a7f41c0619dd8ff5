"""OSC that comes in: it moves controls as a player does, and whatever is wrong with it is counted and no more."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.clients import SimpleClient
from tests.joined import joined
from tests.links.osc.conftest import Listen, Speak
from tests.links.osc.desks import SHOW, Desk, Listening, free_port, stage_with
from webui.core.surface.surface import PRESS_LIFE
from webui.links.osc import packets
from webui.links.osc.packets import BUNDLE, Message, bundle, encode
from webui.links.osc.receive import moves, receiver, routes


def test_nothing_comes_in_until_it_is_switched_on(listen: Listen, speak: Speak) -> None:
    listening = listen()
    boss = listening.boss
    listening.turn(False)
    assert listening.look()["in"]["state"] == "off"
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as other:
        other.bind(("0.0.0.0", listening.port))
    listening.turn(True)
    assert listening.look()["in"]["state"] == "well"
    speak(listening.port).send("/sidestage/level", 40.0)
    boss.sees(level=40)


def test_each_kind_of_control_is_moved(listening: Listening, desk: Desk) -> None:
    desk.send("/sidestage/level", 12.5)
    desk.send("/ch/01/mix/pan", 0.75)
    desk.send("/ch/01/mix/on", 1)
    desk.send("/sidestage/spot", 0.25, 0.5)
    desk.send("/sidestage/note", "Häh?")
    desk.send("/sidestage/tint", "#ff8000")
    desk.send("/sidestage/song", "b")
    listening.boss.sees(level=12.5, pan=0.5, mute=True, spot=[0.25, 0.5], note="Häh?", tint="#ff8000", song="b")


def test_a_pattern_moves_all_that_it_matches(listening: Listening, desk: Desk) -> None:
    desk.send("/sidestage/{level,master}", 7)
    desk.send("/ch/[0-9][0-9]/mix/*n", 1)
    listening.boss.sees(level=7, pan=1, mute=True)
    listening.counts("For operators only")


def test_desks_and_strips_that_share_an_address_are_told_apart(listening: Listening, desk: Desk) -> None:
    desk.send("/strip", 0.5, 1)
    desk.send("/strip", 0.25, 2)
    listening.boss.sees(strip1=0.5, strip2=0.25)


def test_presses_and_releases_come_one_by_one(listening: Listening, desk: Desk) -> None:
    with closing(SimpleClient(listening.stage.url)) as program:
        program.hears("go", False)
        for _ in range(3):
            desk.send("/go", 1)
            desk.send("/go", 0)
        program.wait(lambda: program.updates("go") == [False] + [True, False] * 3)


@pytest.mark.parametrize(("address", "control"), [("/go", "go"), ("/stop", "stop")])
def test_a_press_without_a_value_is_released_at_once(
    listening: Listening, desk: Desk, address: str, control: str
) -> None:
    with closing(SimpleClient(listening.stage.url)) as program:
        program.hears(control, False)
        desk.send(address)
        program.wait(lambda: program.updates(control) == [False, True, False])


def test_what_is_pressed_is_released_when_nothing_comes_in_any_more(listening: Listening, desk: Desk) -> None:
    desk.send("/go", 1)
    listening.boss.sees(go=True)
    listening.turn(False)
    listening.boss.sees(go=False)


def test_a_pattern_moves_no_more_once_nothing_comes_in(
    listen: Listen, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One control a turn, a turn every few milliseconds.
    for name, value in {"LOOK": 1, "TAKE": 1e-9, "BURST": 0.0}.items():
        monkeypatch.setattr(receiver, name, value)
    listening = listen({"sidestage": 1, "controls": [{"id": f"c{n}", "type": "toggle"} for n in range(200)]})
    speak(listening.port).send("/sidestage/c*", 1)
    listening.boss.sees(c0=True)
    listening.turn(False)
    seen = []
    for _ in range(2):
        for _ in range(40):
            listening.look()
        seen.append(sum(listening.boss.values.values()))
    assert seen[0] == seen[1] < 200


def test_what_is_pressed_is_released_after_a_long_silence(
    listening: Listening, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send("/go", 1)
    listening.boss.sees(go=True)
    monkeypatch.setattr(moves, "PRESSED_FOR", 0.0)
    listening.boss.sees(go=False)
    listening.counts(moves.NO_RELEASE)


def test_holds_are_kept_and_the_refusal_is_counted(listening: Listening, desk: Desk) -> None:
    with closing(joined(listening.stage, "iPad").page("session-ipad")) as ipad:
        ipad.hold("level")
        desk.send("/sidestage/level", 40)
        listening.counts("iPad has it")
        assert ipad.values["level"] == 0
        ipad.op({}, holds={"level": False})
        ipad.wait(lambda: "level" not in ipad.holds, "for the hold to end")
        desk.send("/sidestage/level", 40)
        ipad.sees(level=40)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello", packets.NOT_OSC),
        (encode("/sidestage/level", [1.0])[:-4], packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\xff\xff\xff\xfc/a\0\0", packets.CUT_OFF),
        (encode("/sidestage/nothing", [1]), routes.UNKNOWN),
        (encode("/sidestage/silent", [1]), routes.UNKNOWN),
        (encode("/sidestage/number", [1]), routes.UNKNOWN),
        (encode("/sidestage/[", [1]), "Not an OSC pattern"),
        (encode("/sidestage/level", ["loud"]), "Not a number"),
        (encode("/sidestage/level", [float("nan")]), "Not a finite number"),
        (encode("/sidestage/level", [float("inf")]), "Not a finite number"),
        (encode("/ch/01/mix/pan", [float("-inf")]), "Not a finite number"),
        (encode("/sidestage/level", []), "No value"),
        (encode("/sidestage/level", [b"blob"]), "Not a number"),
        (encode("/sidestage/song", ["c"]), "No such option"),
        (encode("/sidestage/spot", [1.0]), "Not two numbers"),
        (encode("/sidestage/master", [1]), "For operators only"),
        (encode("/cpu", ["much"]), "Not a number"),
        (encode("/cpu", []), "Not a number"),
    ],
)
def test_what_is_wrong_is_counted_with_its_reason(shared: Listening, data: bytes, why: str) -> None:
    before = shared.wrong().get(why, 0)
    values = dict(shared.boss.values)
    with closing(Desk(shared.port)) as desk:
        desk.throw(data)
        shared.counts(why, before + 1)
    assert shared.boss.values == values
    assert shared.boss.faults == {}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    """One stage for all that changes nothing."""
    with stage_with(tmp_path_factory.mktemp("stage"), SHOW) as listening:
        yield listening


def test_numbers_come_into_feeds(listening: Listening, desk: Desk) -> None:
    for number in (1, 2.5, 3):
        desk.send("/cpu", number)
    numbers = listening.boss.numbers
    listening.boss.wait(lambda: [point[1] for point in numbers.get("pulse", [])] == [1, 2.5, 3], "for the numbers")


def test_only_allowed_sources_are_heard(listen: Listen, speak: Speak) -> None:
    listening = listen(**{"in": {"sources": ["127.0.0.2", "10.0.0.0/8"]}})
    refused, allowed = speak(listening.port), speak(listening.port, "127.0.0.2")
    allowed._to = ("127.0.0.1", listening.port)
    refused.send("/sidestage/level", 10)
    listening.counts(receiver.NOT_ALLOWED)
    allowed.send("/sidestage/level", 20)
    listening.boss.sees(level=20)
    assert listening.look()["came"] == {"127.0.0.2": 1}


def test_only_allowed_patterns_are_heard(listen: Listen, speak: Speak) -> None:
    listening = listen(**{"in": {"patterns": ["/ch/*/mix/*"]}})
    desk = speak(listening.port)
    desk.send("/sidestage/level", 10)
    desk.send("/*/*", 10)
    desk.send("/ch/01/mix/on", 1)
    listening.boss.sees(mute=True, level=0)
    listening.counts(routes.UNKNOWN, 2)


def test_ipv6_is_heard_as_well(listening: Listening, speak: Speak) -> None:
    try:
        desk = speak(listening.port, "::1")
    except OSError:
        pytest.skip("this computer has no IPv6")
    desk.send("/sidestage/level", 33)
    listening.boss.sees(level=33)
    assert listening.look()["came"] == {"::1": 1}


def test_a_bundle_of_the_past_counts_now_but_its_presses_do_not(listening: Listening, desk: Desk) -> None:
    past = time.time() - PRESS_LIFE / 1000 - 1
    desk.bundle(past, ("/sidestage/level", 5), ("/go", 1), ("/go", 0))
    desk.bundle(None, ("/sidestage/spot", 1, 1))
    listening.boss.sees(level=5, spot=[1, 1], go=False)
    listening.counts(moves.TOO_OLD)


def test_a_bundle_of_the_future_waits_for_its_time(listening: Listening, desk: Desk) -> None:
    began = time.time()
    desk.bundle(began + 0.3, ("/sidestage/level", 5))
    desk.bundle(None, ("/sidestage/level", 3))
    listening.boss.sees(level=3)
    listening.boss.sees(level=5)
    assert time.time() >= began + 0.3


def test_a_bundle_of_the_far_future_is_refused(listening: Listening, desk: Desk) -> None:
    desk.bundle(time.time() + receiver.MAX_AHEAD + 60, ("/sidestage/level", 5))
    listening.counts(receiver.TOO_FAR)
    desk.bundle(time.time() + receiver.MAX_AHEAD - 1, ("/sidestage/level", 6))
    desk.send("/sidestage/note", "meanwhile")
    listening.boss.sees(note="meanwhile", level=0)
    assert listening.wrong() == {receiver.TOO_FAR: 1}


def test_only_so_much_waits_for_its_time(listening: Listening, desk: Desk) -> None:
    later = time.time() + receiver.MAX_AHEAD - 1
    some = [encode("/sidestage/level", [number]) for number in range(100)]
    for _ in range(receiver.MAX_COMING // 100):
        desk.throw(bundle(some, later))
    desk.throw(bundle(some[:1]))
    listening.until(lambda: listening.look()["came"], "the one that counts now")
    assert listening.wrong() == {}
    desk.throw(bundle(some[:1], later))
    listening.counts(receiver.NO_ROOM)


def test_a_dump_has_all_values_and_not_twice_a_second(listening: Listening, desk: Desk) -> None:
    listening.boss.op({"level": 60})
    listening.boss.sees(level=60)
    desk.send("/sidestage/dump")
    found = desk.hears()
    assert Message("/sidestage/level", (60.0,)) in found
    assert Message("/ch/01/mix/pan", (0.0,)) in found
    # Nothing that would do something.
    assert not [message for message in found if message.address in ("/stop", "/go")]
    desk.send("/sidestage/dump")
    listening.counts(moves.TOO_SOON)


def test_patterns_that_are_all_new_are_bounded(listening: Listening, desk: Desk) -> None:
    for number in range(routes.MAX_NEW_PATTERNS * 6):
        desk.send(f"/sidestage/level{number}*", 1)
    desk.send("/sidestage/level", 1)
    listening.boss.sees(level=1)
    assert listening.wrong().get(routes.TOO_MANY_PATTERNS)


def test_a_port_that_is_taken_is_said_and_tried_again(listening: Listening, speak: Speak) -> None:
    listening.turn(False)
    with closing(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)) as other:
        other.bind(("::", listening.port))
        listening.turn(True)
        now = listening.look()["in"]
        assert now["state"] == "wrong"
        assert f"another program has port {listening.port}" in now["why"]
        listening.boss.wait(lambda: now["why"] in listening.boss.faults.values(), "for the fault")
    listening.until(lambda: listening.look()["in"]["state"] == "well", "the port")
    listening.boss.wait(lambda: not listening.boss.faults, "for the fault to end")
    speak(listening.port).send("/sidestage/level", 9)
    listening.boss.sees(level=9)


def test_another_port_in_the_show_is_listened_at(listening: Listening, speak: Speak) -> None:
    port = free_port()
    listening.stage.document.edit(lambda data: data["osc"]["in"].update(port=port))
    desk = speak(port)

    def moves() -> bool:
        desk.send("/sidestage/level", 9)
        return bool(listening.boss.values["level"] == 9)

    listening.until(moves, "the other port")


def test_the_surface_is_whole_after_noise(listening: Listening, desk: Desk) -> None:
    good = encode("/sidestage/level", [50.0])
    for cut in range(len(good)):
        desk.throw(good[:cut])
        desk.throw(bytes([255]) * cut)
    desk.send("/sidestage/note", "done")
    listening.boss.sees(note="done")
    assert listening.boss.values["level"] == 0
    # The address alone can be read, and says no value; it may be taken before the next cut takes its place.
    assert set(listening.wrong()) <= packets.REASONS | {"No value"}
