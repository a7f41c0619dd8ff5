"""Who spoke is known by the port or by the operator's word, and a small packet does not make us do much."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.core.making import show
from tests.links.osc.conftest import Listen, Speak
from tests.links.osc.desks import Desk, Listening, free_port
from tests.links.osc.rig import HERE, Ear, Ears, Rig, Rigs, target
from webui.core.osc.resends import LATEST
from webui.core.show.osc.targets import ANY, Incoming, Target
from webui.links.osc.packets import bundle, encode
from webui.links.osc.receive import allowance, moves, routes
from webui.links.osc.receive.allowance import Allowance
from webui.links.osc.send import all_values, target_socket
from webui.links.osc.sources import Place, Sources
from webui.links.osc.switches import QUERY

DUMP = encode("/sidestage/dump", ())
CONTROLS: list[dict[str, Any]] = [
    {"id": "level", "type": "fader", "max": 1},
    {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none", "on": "press"}},
    {"id": "end", "type": "number"},
]


class Mouth:
    """A program that speaks to a show from any port."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HERE, 0))
        self._socket.settimeout(20)
        self.port: int = self._socket.getsockname()[1]
        self._to = (HERE, port)

    def say(self, data: bytes) -> None:
        self._socket.sendto(data, self._to)

    def hears(self) -> bytes:
        return self._socket.recv(65_536)

    def heard(self) -> list[bytes]:
        """What waits to be heard now."""
        found: list[bytes] = []
        self._socket.setblocking(False)
        with ExitStack():
            try:
                while True:
                    found.append(self._socket.recv(65_536))
            except BlockingIOError:
                return found

    def close(self) -> None:
        self._socket.close()


def show_with(rigs: Rigs, ear: Ear, controls: list[dict[str, Any]] = CONTROLS, **keys: Any) -> tuple[Rig, Mouth]:
    """A show that tells an ear, and a program beside it on the same computer."""
    port = free_port()
    rig = rigs(osc={"targets": [target(ear.port, **keys)], "in": {"port": port}}, controls=controls)
    rig.listens()
    return rig, Mouth(port)


# Who it is


def sources(**targets: tuple[str, int, int | str | None]) -> Sources:
    """Targets by their hosts, ports, and the ports that they are said to speak from."""
    places: dict[str, Place] = {name: (host, port) for name, (host, port, _) in targets.items()}
    found = Sources(lambda: places)
    found.adapt(
        Incoming(),
        {
            name: Target(id=name, label=name, host=host, port=port, speaks_from=said)
            for name, (host, port, said) in targets.items()
        },
    )
    return found


@pytest.mark.parametrize(
    ("said", "port", "who", "near"),
    [
        (None, 9000, "desk", ()),
        (None, 9001, None, ("desk",)),
        (9001, 9001, "desk", ()),
        (9001, 9000, "desk", ()),
        (9001, 9002, None, ()),
        (9000, 9002, None, ()),
        (ANY, 9000, "desk", ()),
        (ANY, 4711, "desk", ()),
    ],
)
def test_a_target_is_known_by_its_port_or_by_what_is_said(
    said: int | str | None, port: int, who: str | None, near: tuple[str, ...]
) -> None:
    source = sources(desk=("192.0.2.1", 9000, said)).of("192.0.2.1", port)
    assert source
    assert (source.target, source.near) == (who, near)
    assert source.is_listening is (port == 9000)


def test_several_targets_of_one_computer_are_told_apart() -> None:
    found = sources(a=("192.0.2.1", 1, None), b=("192.0.2.1", 2, ANY), c=("192.0.2.2", 3, None))

    def who(port: int) -> str | None:
        source = found.of("192.0.2.1", port)
        assert source
        return source.target

    assert [who(1), who(2), who(3), who(4)] == ["a", "b", "b", "b"]
    both = sources(a=("192.0.2.1", 1, ANY), b=("192.0.2.1", 2, ANY)).of("192.0.2.1", 9)
    assert both
    assert (both.target, both.near) == (None, ("a", "b"))


def test_go_from_another_program_reaches_the_target_of_that_computer(rigs: Rigs, ears: Ears) -> None:
    qlab = ears()
    rig, companion = show_with(rigs, qlab)
    with closing(companion):
        for data in (encode("/go", ()), encode("/go", (1,)), encode("/go", (0,)), encode("/go", ())):
            companion.say(data)
    assert [qlab.messages() for _ in range(3)] == [[("/go", [])]] * 3
    assert list(rig.engine.call(lambda: dict(rig.desk.monitor.came_from))) == [HERE]


def test_its_values_reach_it_too_and_those_of_a_known_one_at_once(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    _, other = show_with(rigs, desk)
    with closing(other):
        other.say(encode("/sidestage/level", (0.5,)))
        assert desk.messages() == [("/sidestage/level", [0.5])]


def test_all_values_go_to_the_program_that_asks(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    rig, other = show_with(rigs, desk)
    with closing(other):
        other.say(DUMP)
        assert b"/sidestage/level" in other.hears()
        rig.move(("end", 1))
        assert desk.messages() == [("/sidestage/end", [1.0])], "the target was told nothing else"


def test_all_values_go_to_a_target_that_speaks_from_any_port(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    _, mouth = show_with(rigs, desk, **{"from": ANY})
    with closing(mouth):
        mouth.say(DUMP)
        assert sorted(desk.messages() + desk.messages()) == [("/sidestage/end", [0.0]), ("/sidestage/level", [0.0])]


def test_a_program_beside_a_target_does_not_make_us_tell_it_without_end(rigs: Rigs, ears: Ears) -> None:
    """Hundreds of faders, as fast as they are taken, from a program that does not listen."""
    faders, rounds = many()["controls"], 120
    count = len(faders)
    desk = ears()
    rig, other = show_with(rigs, desk, faders)
    with closing(other):
        began = time.monotonic()
        for step in range(rounds):
            for first in range(0, count, 40):
                part = [encode(f"/sidestage/f{first + n}", ((step + 1) / rounds,)) for n in range(40)]
                other.say(bundle(part))
            rig.engine.call(lambda: None)
        took = time.monotonic() - began
        told = rig.engine.call(lambda: rig.desk.monitor.sent_to["ear"])
        assert told <= count * (took * 1000 / LATEST + 1)
        # In the end each is told where it is.
        rig.wait(lambda: rig.desk.monitor.sent_to["ear"] >= count)


@pytest.mark.parametrize("said", [None, ANY])
def test_a_program_that_speaks_and_does_not_listen_is_not_told_again_and_again(
    rigs: Rigs, ears: Ears, said: str | None
) -> None:
    desk = ears()
    rig, other = show_with(rigs, desk, **{"from": said})
    desk.close()
    rig.move(("end", 1))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    before = rig.engine.call(lambda: rig.desk.monitor.sent_to["ear"])
    with closing(other):
        for n in range(300):
            other.say(encode("/sidestage/level", (n / 300,)))
            rig.engine.call(lambda: None)
        rig.wait(lambda: rig.engine.surface.value("level") > 0.99)
    assert rig.engine.call(lambda: rig.desk.monitor.sent_to["ear"]) - before <= 2 * len(CONTROLS)
    assert rig.standing()[0] == "wrong"


def test_packets_of_a_target_that_is_away_do_not_bring_it_back_each(
    rigs: Rigs, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a packet comes from it says itself."""
    monkeypatch.setattr(target_socket, "FIRST_TRY", 60_000.0)
    desk = ears()
    port = free_port()
    rig = rigs(osc={"targets": [target(desk.port)], "in": {"port": port}}, controls=CONTROLS)
    rig.listens()
    spoofed = desk.port
    desk.close()
    rig.move(("end", 1))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    [osc] = rig.engine.links
    before = rig.engine.call(lambda: rig.desk.monitor.sent_to["ear"])
    for _ in range(50):
        rig.engine.call(osc._incoming._came, encode("/nothing", ()), HERE, spoofed)  # type: ignore[attr-defined]
        rig.engine.call(osc._incoming._turn)  # type: ignore[attr-defined]
    assert rig.engine.call(lambda: rig.desk.monitor.sent_to["ear"]) == before
    assert rig.standing()[0] == "wrong"


# How much they may ask


@pytest.fixture
def crowd() -> Iterator[list[Desk]]:
    """Three hundred programs of one computer."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Desk(0))) for _ in range(300)]


def many(count: int = 480) -> dict[str, Any]:
    """A show whose values are many packets."""
    faders = [
        {"id": f"f{n}", "type": "fader", "max": 1, "place": [1 + n % 24, 1 + n // 24, 1, 1]} for n in range(count)
    ]
    return {"sidestage": 1, "id": "many", "controls": faders}


def test_a_crowd_that_asks_for_all_values_delays_no_move(listen: Listen, crowd: list[Desk]) -> None:
    listening = listen(many())
    boss = listening.boss
    began = time.monotonic()
    for _ in range(3):
        for asker in crowd:
            asker.throw_to(listening.port, DUMP)
    asked = time.monotonic() - began
    with closing(Desk(listening.port)) as honest:
        honest.send("/sidestage/f0", 0.5)
        boss.sees(f0=0.5)
        for n in range(20):
            honest.send("/sidestage/f1", n / 20)
            boss.sees(f1=n / 20)
    took = time.monotonic() - began
    refused = listening.wrong()[moves.TOO_SOON]
    answered = 900 - refused - listening.wrong().get("Too much at once: lost", 0)
    assert answered <= 2 + took * 1000 / all_values.EVERY
    assert asked < took
    came = 0
    for asker in crowd:
        asker.socket.setblocking(False)
        try:
            while True:
                came += len(asker.socket.recv(65_536))
        except BlockingIOError:
            continue
    assert came <= 1500 * (took * 1000 / all_values.PACE + 2)


def test_all_that_ask_are_answered_one_after_the_other(listening: Listening, speak: Speak) -> None:
    one = speak(listening.port)
    one.send("/sidestage/dump")
    assert any(message.address == "/sidestage/level" for message in one.hears())


def test_an_edit_or_a_switch_cuts_no_answer_short(rigs: Rigs, ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_values, "PACE", 50.0)
    port = free_port()
    osc = {"in": {"port": port}}
    controls = many(200)["controls"]
    rig = rigs(osc=osc, controls=controls)
    rig.listens()
    asker = ears()
    asker.said_from = HERE, port
    asker.answer(encode("/sidestage/dump", ()))
    assert asker.messages()[0][0] == "/sidestage/f0"
    rig.load(osc=osc, controls=[*controls[:-1], {"id": "new", "type": "toggle"}])
    rig.engine.call(rig.desk.turn, QUERY, True)
    heard = [address for address, _ in asker.until("/sidestage/new")]
    assert [f"/sidestage/f{n}" for n in range(199)] == heard[-200:-1]


def test_a_pattern_does_not_ask_for_all_values(listening: Listening, desk: Desk) -> None:
    desk.send("/sidestage/d*")
    desk.send("/sidestage/[d]ump")
    listening.counts(routes.UNKNOWN, 2)
    desk.send("/sidestage/dump")
    assert desk.hears()


def test_what_patterns_mean_is_bounded_and_moves_go_on(listen: Listen, speak: Speak) -> None:
    listening = listen(many())
    desk, honest = speak(listening.port), speak(listening.port)
    stars = [f"/sidestage/f{'*' * (n % 9 + 1)}" for n in range(900)]
    for n, path in enumerate(stars):
        desk.send(path, n / 1000)
    honest.send("/sidestage/f0", 1.0)
    listening.boss.sees(f0=1)
    # What does not fit is refused, or newer ones of the same took its place.
    matched = listening.look()["count"]
    assert matched < 900


def test_a_pattern_that_is_said_again_and_again_takes_the_place_of_older_ones() -> None:
    found = routes.Routes(show(controls=CONTROLS), 0.0)
    path = b"/sidestage/l*"
    assert path not in found.newest
    assert len(found.find(path, 0.0)) == 1
    assert path in found.newest
    presses = b"/g*"
    found.find(presses, 0.0)
    assert presses not in found.newest
    for n in range(routes.MAX_PATTERNS):
        found.find(b"/sidestage/l%d*" % n, 1000.0 * n)
    assert path not in found.newest


def test_each_computer_has_its_own_and_all_have_one_together() -> None:
    found = Allowance(10, 30, 0.0)
    assert found.allows("a", 0.0, 20)
    assert not found.allows("a", 0.0)
    assert found.allows("b", 0.0, 20)
    assert found.allows("c", 0.0, 20)
    assert not found.allows("d", 0.0), "all together have had enough"
    assert found.allows("a", 1000.0, 10)
    for n in range(allowance.MAX_HOSTS + 5):
        found.allows(f"host {n}", 1000.0)
    assert len(found._hosts) == allowance.MAX_HOSTS
