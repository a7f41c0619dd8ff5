"""No echo keeps anything moving, no released fader is pulled back, no hand's last move is lost, and both ends agree."""

from collections.abc import Callable, Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.osc.swinging import LONG, Program, Ways, World, plain
from webui.core.osc.conversion import ROUNDING
from webui.core.values import Value

STEP = 16.0
STEPS = 30
END = 0.983


def seven_bits(value: Value) -> Value:
    assert isinstance(value, float)
    return round(value * 127) / 127


def seven_bits_cut(value: Value) -> Value:
    assert isinstance(value, float)
    return int(value * 127) / 127


def ten_bits(value: Value) -> Value:
    assert isinstance(value, float)
    return int(value * 1023) / 1023


def hundredths(value: Value) -> Value:
    assert isinstance(value, float)
    return round(value, 2)


ROUNDS = [plain, seven_bits, seven_bits_cut, ten_bits, hundredths]
OTHERS = [
    None,
    Ways(),
    Ways(echoes=True),
    Ways(echoes=True, late=80, rounds=seven_bits),
    Ways(echoes=True, port="other", late=30),
]


def far(one: Value, other: Value) -> float:
    assert isinstance(one, float)
    assert isinstance(other, float)
    return abs(one - other)


def world(*ways: Ways | None, seed: int = 1) -> World:
    programs = [Program("abc"[n], 1 << n, way, 0.0) for n, way in enumerate(ways) if way]
    return World(Random(seed), programs, 0.0, far)


def drag(it: World, start: float, end: float, by: Program | None = None) -> None:
    """Move it as a hand does, 60 times a second."""
    for n in range(1, STEPS + 1):
        value = start + (end - start) * n / STEPS
        if by:
            it.hand(by, value)
        else:
            it.move(value)
        it.pass_time(STEP)


def agree(it: World) -> bool:
    """Whether all programs have what we have, as nearly as they can."""
    return all(far(one.value, one.ways.rounds(it.value)) <= ROUNDING for one in it.programs)


@pytest.mark.parametrize("port", ["own", "other", "away"])
@pytest.mark.parametrize("late", [5.0, 100.0, 1500.0])
@pytest.mark.parametrize("again", [0.0, 20.0, 1500.0])
def test_a_released_fader_is_not_pulled_back(port: str, late: float, again: float) -> None:
    for rounds, other, echoes in product(ROUNDS, OTHERS, (True, False)):
        it = world(Ways(echoes=echoes, port=port, late=late, again=again, rounds=rounds), other)
        drag(it, 0.0, END)
        assert it.settle() < LONG, (rounds, other)
        assert (it.value, it.moves) == (END, STEPS), (rounds, other)
        assert agree(it), (rounds, other)
        assert not it.cuts


@pytest.mark.parametrize("port", ["own", "other"])
@pytest.mark.parametrize("echoes", [True, False])
@pytest.mark.parametrize("late", [5.0, 100.0, 1500.0])
def test_the_last_move_of_a_hand_there_counts(port: str, echoes: bool, late: float) -> None:
    for rounds, other, pause in product(ROUNDS[:4], OTHERS, (0.0, 300.0, 1000.0, 1600.0, 2500.0)):
        # What is under way when the hand begins there arrives after it, and is what there is then.
        if pause < late:
            continue
        it = world(Ways(echoes=echoes, port=port, late=late, rounds=rounds), other)
        drag(it, 0.0, 0.9)
        it.pass_time(pause)
        drag(it, 0.9, 0.2, by=it.programs[0])
        assert it.settle() < LONG, (rounds, other, pause)
        assert far(it.value, rounds(0.2)) < 1e-9, (rounds, other, pause)
        assert agree(it), (rounds, other, pause)


@pytest.mark.parametrize("port", ["own", "other"])
@pytest.mark.parametrize("echoes", [True, False])
@pytest.mark.parametrize("late", [5.0, 100.0])
def test_what_was_told_may_be_gone_back_to_at_once(port: str, echoes: bool, late: float) -> None:
    """Told 1; then the desk says 0, and 1 again within a second."""
    for other, pause in product(OTHERS, (20.0, 200.0, 700.0)):
        it = world(Ways(echoes=echoes, port=port, late=late), other)
        it.move(1.0)
        it.pass_time(700)
        it.hand(it.programs[0], 0.0)
        it.pass_time(pause)
        it.hand(it.programs[0], 1.0)
        assert it.settle() < LONG
        assert it.value == 1.0, (other, pause)
        assert agree(it)


@pytest.mark.parametrize("port", ["own", "other"])
@pytest.mark.parametrize("echoes", [True, False])
@pytest.mark.parametrize("late", [1.0, 5.0, 100.0, 1500.0])
def test_moves_that_cross_end_equal(port: str, echoes: bool, late: float) -> None:
    for other, apart in product(OTHERS, (0.0, 3.0, 50.0, 400.0)):
        it = world(Ways(echoes=echoes, port=port, late=late), other)
        it.move(0.8)
        it.pass_time(apart)
        it.hand(it.programs[0], 0.2)
        it.pass_time(apart)
        it.move(0.7)
        assert it.settle() < LONG
        assert agree(it), (other, apart)


@pytest.mark.parametrize("hears_itself", [False, True])
def test_a_hand_there_is_followed_at_once(hears_itself: bool) -> None:
    """A fader of a desk goes up and down for seconds, and ours goes with it."""
    it = world(Ways(hears_itself=hears_itself), Ways())
    behind = 0.0
    for n in range(600):
        place = abs(n % 120 - 60) / 60
        it.hand(it.programs[0], place)
        it.pass_time(STEP)
        behind = max(behind, far(it.value, place) if n > 240 or not hears_itself else 0.0)
    assert behind < 0.05
    assert it.settle() < LONG
    assert agree(it)
    assert not it.cuts


def test_what_comes_back_changed_is_cut_and_heals() -> None:
    """Two programs that each round their own way, and further than rounding goes."""

    def tenths(value: Value) -> Value:
        assert isinstance(value, float)
        return round(value * 10) / 10

    def sevenths(value: Value) -> Value:
        assert isinstance(value, float)
        return round(value * 7) / 7

    def other_way(value: Value) -> Value:
        assert isinstance(value, float)
        return 1.0 - value

    for first, second in product((tenths, sevenths, other_way), repeat=2):
        for ports in (("own", "own"), ("other", "own"), ("other", "other"), ("away", "own")):
            one, two = (
                Ways(echoes=True, port=port, rounds=rounds) for port, rounds in zip(ports, (first, second), strict=True)
            )
            it = world(one, two)
            drag(it, 0.0, END)
            assert it.settle() < LONG, (first, second, ports)
            # The programs are mended, and honest moves count again.
            it.programs[0].ways = it.programs[1].ways = Ways()
            it.pass_time(6000)
            drag(it, it.value, 0.4, by=it.programs[0])
            it.settle()
            assert far(it.value, 0.4) < 1e-9, (first, second, ports)
            assert agree(it)


LATE = st.sampled_from([1.0, 8.0, 60.0, 400.0, 1500.0])
WAYS: st.SearchStrategy[Ways] = st.builds(
    Ways,
    echoes=st.booleans(),
    port=st.sampled_from(["own", "other"]),
    late=LATE,
    again=st.sampled_from([0.0, 20.0, 300.0]),
    jitter=st.sampled_from([0.0, 0.0, 5.0, 40.0]),
    loss=st.sampled_from([0.0, 0.0, 0.1, 0.4]),
    rounds=st.sampled_from(ROUNDS),
)
ACTS = st.lists(
    st.tuples(st.integers(0, 2), st.floats(0, 1, width=32), st.sampled_from([0.0, 3.0, 16.0, 120.0, 900.0])),
    min_size=1,
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WAYS, min_size=1, max_size=2), ACTS, st.integers(0, 99))
def test_all_comes_to_rest_and_agrees(ways: list[Ways], acts: list[tuple[int, float, float]], seed: int) -> None:
    """Whatever hands do, and whatever wires do to that: in the end nothing moves, and a hand moves everything."""
    it = world(*ways, seed=seed)
    for who, value, pause in acts:
        if who < len(it.programs):
            it.hand(it.programs[who], value)
        else:
            it.move(value)
        it.pass_time(pause)
    assert it.settle() < LONG
    it.is_lossy = False
    it.pass_time(5000)
    last = 0.25 if it.value != 0.25 else 0.75
    it.move(last)
    assert it.settle() < LONG
    # Once or twice a program that rounds is believed to have moved that little.
    assert far(it.value, last) <= ROUNDING
    assert agree(it)
    it.pass_time(5000)
    it.hand(it.programs[0], 0.5)
    assert it.settle() < LONG
    assert far(it.value, it.programs[0].ways.rounds(0.5)) <= ROUNDING
    assert agree(it)


def _streams() -> Iterator[Callable[[int], float]]:
    yield lambda n: n % 2 / 1.0
    yield lambda n: n % 30 / 30
    yield lambda n: (n * 7919 % 1009) / 1009


@pytest.mark.parametrize("stream", list(_streams()))
def test_a_program_that_is_faster_than_hands_goes_on(stream: Callable[[int], float]) -> None:
    """A strobe, a saw and noise, 60 times a second: no loop, though it looks like one for a moment."""
    it = world(Ways(), Ways())
    for n in range(600):
        it.hand(it.programs[0], stream(n))
        it.pass_time(STEP)
    it.settle()
    assert it.value == stream(599)
    assert agree(it)
    assert not it.cuts
