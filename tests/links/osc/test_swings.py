"""Echoes from anywhere keep nothing moving, real moves count, and after a rest both ends have the same.

Real sockets: programs of our own that say back in all ways, and Pure Data.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.links.osc.desks import free_port
from tests.links.osc.rig import Ears, Rig, Rigs, target
from tests.links.osc.sayers import HERE, Sayer
from webui.links.osc import exchange

LEVEL, NOTE, BED, FLASH = "/sidestage/level", "/sidestage/note", "/sidestage/bed", "/sidestage/flash"
CONTROLS: list[dict[str, Any]] = [
    {"id": "level", "type": "fader", "max": 1},
    {"id": "note", "type": "number"},
    {"id": "bed", "type": "toggle"},
    {"id": "flash", "type": "button"},
    {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none", "on": "press"}},
]
OTHER = (HERE, 0)
AWAY = ("127.0.0.2", 0)

Say = Callable[..., Sayer]


@pytest.fixture
def sayers() -> Iterator[Say]:
    """Start programs; they end with the test."""
    with ExitStack() as stack:

        def start(*arguments: Any, **keys: Any) -> Sayer:
            found = Sayer(*arguments, **keys)
            stack.callback(found.close)
            return found

        yield start


def open_show(rigs: Rigs, *programs: Sayer, **more: dict[str, Any]) -> Rig:
    """A show whose targets these are, called a, b and so on; all may speak to it."""
    port = free_port()
    targets = [target(program.port, name, **more.get(name, {})) for name, program in zip("abc", programs, strict=False)]
    rig = rigs(osc={"targets": targets, "in": {"port": port, "sources": ["127.0.0.0/8"]}}, controls=CONTROLS)
    rig.listens()
    for program in programs:
        program.to = (HERE, port)
    return rig


def drag(rig: Rig, witness: Sayer, start: float, end: float, steps: int = 30) -> list[float]:
    """Move our fader as a hand does: each step when the last one has arrived."""
    places = [start + (end - start) * (n + 1) / steps for n in range(steps)]
    for place in places:
        rig.move(("level", place))
        witness.wait(lambda place=place: near(witness.heard.get(LEVEL, [-1])[-1], place), "for a step")  # type: ignore[misc]
    return places


def near(one: float, other: float, within: float = 1e-6) -> bool:
    return abs(one - other) < within


def all_said(rig: Rig, *programs: Sayer) -> None:
    """Wait until programs have said all they had to say, and it has come in."""
    for program in programs:
        program.wait(lambda program=program: program.is_done, "for the last echo")  # type: ignore[misc]
        if program.to:
            # What comes in after it has all come in.
            end = f"/end/{program.port}/{program.said}"
            program.say(end)
            rig.wait(lambda end=end: any(seen.address == end for seen in rig.desk.monitor.seen))  # type: ignore[misc]


def is_quiet(rig: Rig) -> bool:
    """Whether nothing is due: nothing waits to be judged, or to be told after a rest."""
    [osc] = rig.engine.links
    return osc._exchange.is_quiet  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("late", [(0.0,), (0.02,), (0.0, 0.05), (1.5,), (0.0, 1.5)])
@pytest.mark.parametrize("speaks", [None, OTHER, AWAY])
@pytest.mark.parametrize("both", [False, True])
def test_a_released_fader_stays_where_it_is(
    rigs: Rigs, sayers: Say, late: tuple[float, ...], speaks: tuple[str, int] | None, both: bool
) -> None:
    says, light = sayers(late, speaks), sayers((0.0,) if both else ())
    rig = open_show(rigs, says, light)
    places = drag(rig, light, 0.0, 0.983)
    all_said(rig, says, light)
    rig.wait(lambda: is_quiet(rig))
    assert rig.value("level") == 0.983
    # The light desk has heard the drag and nothing else, but perhaps its end once more.
    heard = light.heard[LEVEL]
    assert len(heard) <= len(places) + 1
    assert all(near(one, place) for one, place in zip(heard, [*places, places[-1]], strict=False))
    assert near(says.heard[LEVEL][-1], 0.983)


@pytest.mark.parametrize("steps", [127, 100, 1023])
@pytest.mark.parametrize("speaks", [None, OTHER])
def test_a_program_that_rounds_moves_nothing(
    rigs: Rigs, sayers: Say, steps: int, speaks: tuple[str, int] | None
) -> None:
    says = sayers((0.03,), speaks, lambda value: round(value * steps) / steps)
    light = sayers((0.0,), None, lambda value: round(value * 127) / 127)
    rig = open_show(rigs, says, light)
    for start, end in ((0.0, 0.983), (0.983, 0.1234), (0.1234, 0.777)):
        drag(rig, light, start, end)
        all_said(rig, says, light)
        rig.wait(lambda: is_quiet(rig))
        assert near(rig.value("level"), end, 1 / 64)
    assert rig.value("level") == 0.777


@pytest.mark.parametrize("echoes", [False, True])
@pytest.mark.parametrize("speaks", [None, OTHER, AWAY])
def test_what_was_told_may_be_gone_back_to(
    rigs: Rigs, sayers: Say, echoes: bool, speaks: tuple[str, int] | None
) -> None:
    desk = sayers((0.0,) if echoes else (), speaks)
    rig = open_show(rigs, desk)
    rig.move(("bed", True))
    desk.wait(lambda: desk.heard.get(BED) == [1], "for the press")
    all_said(rig, desk)
    desk.say(BED, 0)
    rig.wait(lambda: rig.engine.surface.value("bed") is False)
    if echoes and speaks == AWAY:
        # From another computer nobody knows that it is the desk: it is told its own move, and says it back.
        desk.wait(lambda: desk.heard[BED][-1] == 0, "for its own move")
        all_said(rig, desk)
    desk.say(BED, 1)
    rig.wait(lambda: rig.engine.surface.value("bed") is True)
    rig.wait(lambda: is_quiet(rig))
    assert rig.value("bed") is True


@pytest.mark.parametrize("echoes", [False, True])
@pytest.mark.parametrize("speaks", [None, OTHER])
def test_moves_that_cross_end_equal(rigs: Rigs, sayers: Say, echoes: bool, speaks: tuple[str, int] | None) -> None:
    desk = sayers((0.0,) if echoes else (), speaks)
    rig = open_show(rigs, desk)

    def cross() -> None:
        # It is sent there before what is told here can arrive, and read here after that was told.
        desk.say(LEVEL, 0.2)
        rig._move((("level", 0.8),), rig.hand)
        rig.engine._flush()

    rig.engine.call(cross)
    desk.wait(lambda: LEVEL in desk.heard, "for what was told")
    all_said(rig, desk)
    rig.wait(lambda: is_quiet(rig))
    end = rig.value("level")
    desk.wait(lambda: near(desk.heard[LEVEL][-1], end), "for the same at both ends")
    rig.move(("level", 0.6))
    desk.wait(lambda: near(desk.heard[LEVEL][-1], 0.6), "for the next move")
    desk.say(LEVEL, 0.3)
    rig.wait(lambda: near(rig.engine.surface.value("level"), 0.3))
    rig.wait(lambda: is_quiet(rig))
    assert near(rig.value("level"), 0.3)


def test_a_move_that_is_clamped_is_told_as_it_is(rigs: Rigs, sayers: Say) -> None:
    desk = sayers(())
    open_show(rigs, desk)
    desk.say(LEVEL, 7.0)
    desk.wait(lambda: desk.heard.get(LEVEL) == [1.0], "for how it is")


def test_a_held_fader_does_not_make_a_desk_that_rounds_swing(rigs: Rigs, sayers: Say) -> None:
    """Each answer is refused, and each refusal was answered."""
    desk = sayers((0.0,), None, lambda value: round(value * 7) / 7)
    rig = open_show(rigs, desk)
    rig.hold("level")
    rig.move(("level", 0.4))
    desk.wait(lambda: LEVEL in desk.heard, "for the move")
    rig.wait(lambda: is_quiet(rig))
    assert len(desk.heard[LEVEL]) <= 6
    assert rig.value("level") == 0.4


def test_a_loop_by_way_of_other_programs_is_cut_and_operators_are_told(rigs: Rigs, sayers: Say) -> None:
    """Each turns the fader round, and the other hears of it."""
    one, two = (sayers((0.0,), None, lambda value: 1 - value) for _ in range(2))
    rig = open_show(rigs, one, two)
    rig.move(("level", 0.9))
    rig.wait(lambda: exchange.LOOP in rig.engine.faults)
    sentence = rig.engine.call(lambda: rig.engine.faults[exchange.LOOP])
    # They swing, or each answers what it is told after a rest.
    assert sentence in [exchange.SWINGS.format("level"), *(exchange.STUCK.format(name, "level") for name in "ab")]
    rig.wait(lambda: is_quiet(rig))
    # It has healed: a hand there counts again.
    one.late = two.late = ()
    one.say(LEVEL, 0.25)
    rig.wait(lambda: near(rig.engine.surface.value("level"), 0.25))


@pytest.mark.parametrize("held", [True, False])
def test_a_hand_that_takes_what_swings_does_not_hide_the_loop(rigs: Rigs, sayers: Say, held: bool) -> None:
    """What comes while the hand drags answers the hand: that the loop is still there is seen after it."""
    one, two = (sayers((0.005,), AWAY, lambda value: 1 - value) for _ in range(2))
    rig = open_show(rigs, one, two)
    [osc] = rig.engine.links
    loops = osc._exchange._loops  # type: ignore[attr-defined]
    for n in count():
        assert n < 60, "it never swung"
        rig.move(("level", 0.9 - n / 1000))
        time.sleep(0.3)
        if rig.engine.call(loops.is_tried, "level"):
            break
    if held:
        rig.hold("level")
    for n in range(40):
        # Longer than a trial.
        rig.move(("level", 0.3 + n / 100))
        assert rig.engine.call(loops.is_held, "level")
        time.sleep(0.03)
    if held:
        rig.hold("level", False)
    rig.wait(lambda: exchange.LOOP in rig.engine.faults)
    rig.wait(lambda: is_quiet(rig))


def test_a_flash_from_beside_a_target_is_told_and_not_said_again(rigs: Rigs, sayers: Say) -> None:
    desk = sayers((0.0,), OTHER)
    rig = open_show(rigs, desk)
    for _ in range(3):
        rig.move(("flash", True), ("flash", False))
    desk.wait(lambda: desk.heard.get(FLASH) == [1, 0] * 3, "for the presses")
    all_said(rig, desk)
    rig.move(("note", 1))
    desk.wait(lambda: NOTE in desk.heard, "for what comes after")
    assert desk.heard[FLASH] == [1, 0] * 3
    assert rig.value("flash") is False


@pytest.mark.parametrize("speaks", [None, OTHER, AWAY])
def test_a_flash_that_is_held_when_its_late_echo_comes_ends_with_the_hand(
    rigs: Rigs, sayers: Say, speaks: tuple[str, int] | None
) -> None:
    desk = sayers((0.6,), speaks)
    rig = open_show(rigs, desk)
    rig.move(("flash", True))
    desk.wait(lambda: FLASH in desk.heard, "for the press")
    all_said(rig, desk)
    rig.move(("flash", False))
    assert rig.value("flash") is False
    desk.wait(lambda: desk.heard[FLASH] == [1, 0], "for the release")
    all_said(rig, desk)
    assert rig.value("flash") is False
    assert desk.heard[FLASH] == [1, 0]


ECHO = """#N canvas 0 0 450 300 10;
#X obj 10 10 netreceive -u -b LISTENS;
#X obj 10 40 list prepend send;
#X obj 10 70 list trim;
#X obj 10 100 netsend -u -b;
#X obj 200 10 loadbang;
#X msg 200 40 connect 127.0.0.1 SPEAKS;
#X obj 200 70 print ready;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 2 0 3 0;
#X connect 4 0 5 0;
#X connect 5 0 3 0;
#X connect 5 0 6 0;
"""


@pytest.mark.skipif(shutil.which("pd") is None, reason="pd is not installed")
@pytest.mark.parametrize("said", [{}, {"from": "any"}])
def test_pure_data_says_all_back_from_a_port_of_its_own_choice(
    rigs: Rigs, sayers: Say, tmp_path: Path, said: dict[str, str]
) -> None:
    light, port, listens = sayers((0.0,)), free_port(), free_port()
    patch = tmp_path / "echo.pd"
    patch.write_text(ECHO.replace("LISTENS", str(listens)).replace("SPEAKS", str(port)), encoding="utf-8")
    command = ["pd", "-nogui", "-noprefs", "-noaudio", "-nomidi", "-stderr", patch]
    pd = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert pd.stdout
        assert any(line.startswith("ready:") for line in pd.stdout), "Pure Data did not start"
        targets = [target(listens, "pd", **said), target(light.port, "light")]
        rig = rigs(osc={"targets": targets, "in": {"port": port}}, controls=CONTROLS)
        rig.listens()
        light.to = (HERE, port)
        places = drag(rig, light, 0.0, 0.983)
        rig.wait(lambda: rig.desk.monitor.came_from["pd" if said else HERE] >= len(places))
        rig.wait(lambda: is_quiet(rig))
        assert rig.value("level") == 0.983
        assert len(light.heard[LEVEL]) <= len(places) + 1
    finally:
        pd.kill()
        pd.communicate()


def test_two_hands_move_one_fader_and_end_equal(rigs: Rigs, sayers: Say, ears: Ears) -> None:
    desk = sayers(())
    rig = open_show(rigs, desk)
    for n in range(60):
        rig.move(("level", n / 100))
        desk.say(LEVEL, 1 - n / 100)
    rig.wait(lambda: is_quiet(rig))
    end = rig.value("level")
    desk.wait(lambda: near(desk.heard[LEVEL][-1], end), "for the same at both ends")
