"""The server and the page make the same of a number, to the last bit, and what a step gives is a short decimal."""

import json
import math
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from webui.core.errors import ShowError
from webui.core.show.controls import Encoder, Fader, Number, Range
from webui.core.show.fields import Fields

SCRIPT = Path(__file__).with_name("numbers.mjs")

Ask = Callable[[str, dict[str, Any], float], float]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """What the page's own code makes of a number, in a process of its own."""
    node = subprocess.Popen(["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert node.stdin
    assert node.stdout
    given, answers = node.stdin, node.stdout

    def asked(kind: str, spec: dict[str, Any], value: float) -> float:
        given.write(json.dumps({"kind": kind, "spec": spec, "value": value}) + "\n")
        given.flush()
        answer: float = json.loads(answers.readline())
        return answer

    with closing(node.stdin):
        yield asked
    node.wait()
    answers.close()


decimals = st.decimals(-(10**15), 10**15, allow_nan=False, places=3).map(float) | st.floats(-1e15, 1e15)
ends = decimals | st.integers(-(10**15), 10**15) | st.floats(-100, 100).map(lambda number: round(number, 2))
steps = st.sampled_from([0.01, 0.1, 0.25, 0.5, 1, 2.5, 3, 1e-6, 1 / 3, 0.125, 1e9, 7]) | st.floats(1e-6, 1e6)
values = st.floats(allow_nan=False, allow_infinity=False) | ends


def made(kind: type[Any], **keys: object) -> Any:
    """A control of a show file that says this; what no file may say is passed over."""
    try:
        return kind.read(Fields({"id": "it", "type": kind.type, **keys}, ""))
    except ShowError:
        assume(False)


def same(one: float, other: float) -> bool:
    return float(one).hex() == float(other).hex()


@given(ends, ends, steps | st.just(0), values, st.floats(0, 1))
@example(0, 2e6, 0.01, 1234567.89, 0)
@example(0, 2e6, 0.01, 1234567.894, 0)
@example(0, 10, 5, 2.5, 0)
@example(-1, 1, 1 / 3, 1, 0)
@example(1_700_000_000_000, 1_700_000_001_000, 0, 1_700_000_000_500.5, 0)
@example(0.123456789012345, 7, 1, 4, 0)
@example(0, 1, 1 / 2048, 0.00048828125, 0)
def test_a_number_in_a_range(ask: Ask, low: float, high: float, step: float, wild: float, place: float) -> None:
    for value in (wild, low + place * (high - low)):
        fader = made(Fader, min=low, max=high, step=step)
        found = fader.check(value)
        assert low <= found <= high
        assert same(ask("range", fader.describe(), value), found)
        assert fader.check(found) == found, "what is on a step stays there"


@given(ends | st.none(), ends | st.none(), steps, values, st.integers(-5000, 5000), st.booleans())
@example(None, None, 0.01, 1234567.8900000001, 0, False)
@example(0, 359, 1, 0, 725, True)
def test_a_number_that_goes_by_steps(
    ask: Ask, low: float | None, high: float | None, step: float, wild: float, count: int, wrap: bool
) -> None:
    field = made(Encoder, min=low, max=high, step=step, wrap=wrap)
    for value in (wild, (low or 0) + count * step):
        found = field.settle(min(max(value, -1e308), 1e308))
        assert same(ask("steps", field.describe(), value), found)


hundredths = st.integers(-(10**11), 10**11)


@given(st.sampled_from([Fader, Number, Encoder]), hundredths, hundredths, st.sampled_from(["0.01", "0.05", "0.1", "1"]))
@example(Fader, 123456789, 0, "0.01")
@example(Number, 123456789, 0, "0.01")
def test_what_a_step_gives_has_no_more_digits_than_the_step(kind: Any, count: int, base: int, step: str) -> None:
    low = Decimal(base) * Decimal(step)
    exact = low + abs(count) % 10**9 * Decimal(step)
    control = made(kind, min=float(low), max=float(low + 10**9 * Decimal(step)), step=float(step))
    for near in (float(exact), math.nextafter(float(exact), math.inf), math.nextafter(float(exact), -math.inf)):
        assert Decimal(repr(control.check(near))) == exact


def test_a_programs_number_is_what_it_says() -> None:
    range_ = made(Range, min=0, max=2_000_000, step=0.01)
    assert range_.check([1234567.8900000001, 1234567.9]) == (1234567.89, 1234567.9)
    assert made(Fader, max=2_000_000, step=0.01).check(1234567.8900000001) == 1234567.89
    assert made(Number, step=0.01).check(-1234567.8900000001) == -1234567.89
