"""What comes in over the wire is read or malformed, and nothing worse."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything
from webui.core.errors import Malformed
from webui.core.show.fields import MAX_ID
from webui.core.surface.commands import Push, ValueChanged
from webui.core.values import MAX_WHOLE
from webui.wire.operations import (
    MAX_ACTS,
    MAX_HOLDS,
    MAX_KEY,
    MAX_MOVES,
    MAX_NUMBERS,
    MAX_SPAN,
    Auth,
    Numbers,
    read_auth,
    read_got,
    read_key,
    read_newnumber,
    read_numbers,
    read_op,
    read_time,
    read_value_changed,
)


def malformed(read: Callable[[Any], object], *parts: Any) -> str:
    """What is said of a message that is not of the wire's form."""
    with pytest.raises(Malformed) as caught:
        read(parts)
    return str(caught.value)


@pytest.mark.parametrize(
    "session", ["x" * 7, "x" * 65, "with space", "ümlaut-ümlaut", "line-break\n", "", None, 12345678]
)
def test_a_session_is_a_random_name(session: object) -> None:
    assert read_auth({"session": "x" * 8}) == Auth("x" * 8, None)
    assert read_auth({"session": "x" * 64}).session
    with pytest.raises(Malformed, match="auth: session must be"):
        read_auth({"session": session})


@pytest.mark.parametrize("data", [None, "session", [], 5, {}])
def test_auth_is_an_object(data: object) -> None:
    with pytest.raises(Malformed):
        read_auth(data)
    assert read_key(data) is None


def test_a_screen_for_fingers_says_so() -> None:
    assert read_auth({"session": "x" * 8, "touch": True}).touch
    for touch in (False, None, 1, "true"):
        assert not read_auth({"session": "x" * 8, "touch": touch}).touch


def test_a_key_has_a_length_at_most_and_a_wrong_one_is_none() -> None:
    assert read_key({"key": "x" * MAX_KEY})
    for key in ("x" * (MAX_KEY + 1), 5, None, ["x"]):
        assert read_key({"key": key}) is None


@pytest.mark.parametrize("n", [0, -1, MAX_WHOLE + 1, 1.5, True, "1", None])
def test_operations_are_numbered_from_1(n: object) -> None:
    assert malformed(read_op, n, {}) == "op: n must be a whole number from 1"
    assert read_op((MAX_WHOLE, {})).n == MAX_WHOLE


def test_an_operation_has_so_many_moves_and_acts_at_the_most() -> None:
    moves = {f"c{n}": n for n in range(MAX_MOVES + 1)}
    acts = [["release", "thunder"]] * (MAX_ACTS + 1)
    assert "moves must be an object of at most 512" in malformed(read_op, 1, moves)
    assert "acts must be a list of at most 128" in malformed(read_op, 1, {}, acts)
    moves.popitem()
    assert len(read_op((1, moves, acts[1:])).acts) == MAX_ACTS


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (1,),
        (1, {}, [], None),
        (1, {}, [], []),
        (1, {}, [], {}, {}),
        (1, []),
        (1, None),
        (1, {}, {}),
        (1, {}, None),
        (1, {}, "ab"),
    ],
)
def test_an_operation_has_its_form(parts: tuple[object, ...]) -> None:
    assert malformed(read_op, *parts).startswith("op: ")


def test_a_name_is_no_longer_than_an_id() -> None:
    fits, long = "x" * MAX_ID, "x" * (MAX_ID + 1)
    assert read_op((1, {fits: 1}, [["press", fits, 1], ["release", fits]]))
    assert malformed(read_op, 1, {long: 1}) == "op: a control's id is too long"
    for act in (["press", long, 1], ["release", long]):
        assert "an act must be" in malformed(read_op, 1, {}, [act])
    assert read_value_changed(({"who": fits, "data": 1},)) == ValueChanged(fits, 1)
    assert "of at most 64 characters" in malformed(read_value_changed, {"who": long, "data": 1})
    assert read_newnumber(({"number": 1, "feed": fits},)) == Push(fits, 1)
    assert malformed(read_newnumber, {"number": 1, "feed": long})


@pytest.mark.parametrize(
    "act",
    [
        [], ["press"], ["press", "a"], ["press", "a", None], ["press", "a", True], ["press", "a", "1"], ["press", 5, 1],
        ["press", "a", float("nan")], ["press", "a", float("inf")], ["press", "a", 10**400], ["press", "a", 1, 2],
        ["release"], ["release", "a", 1], ["hold", "a"], "press", {}, None,
    ],
)  # fmt: skip
def test_an_act_has_its_form(act: object) -> None:
    assert malformed(read_op, 1, {}, [["release", "a"], act]).startswith("op: an act must be")


def test_an_operation_holds_so_many_controls_at_the_most_each_by_true_or_false() -> None:
    holds = {f"c{n}": n % 2 == 0 for n in range(MAX_HOLDS)}
    assert read_op((1, {}, [], holds)).holds == holds
    assert read_op((1, {}, [], {"x" * MAX_ID: True})).holds
    assert "holds must be an object of at most 128" in malformed(read_op, 1, {}, [], {**holds, "more": True})
    for wrong in ({"x" * (MAX_ID + 1): True}, {"a": 1}, {"a": None}, {"a": "true"}, {"b": True, "a": []}):
        assert malformed(read_op, 1, {}, [], wrong) == "op: a hold must be a control's name and true or false"


@pytest.mark.parametrize(
    "parts", [(), (1.5,), (True,), (None,), ("1",), (1, "2"), (1, True), (True, 1), (1, float("nan")), (1, 2, 3)]
)
def test_got_has_a_frames_number_and_perhaps_a_delay(parts: tuple[object, ...]) -> None:
    assert malformed(read_got, *parts).startswith("got: must have a frame's number")
    assert read_got((1,)) == read_got((1, None)) == (1, None)
    assert read_got((1, 2.5)) == (1, 2.5)
    assert read_got((1, -3)) == (1, 0.0)


@pytest.mark.parametrize(
    "parts", [(), (None,), ("1",), (True, 1), (1, "1"), (1, float("nan")), (float("inf"),), (1, 2, 3), (10**400, None)]
)
def test_time_has_the_pages_time_and_a_round_trip(parts: tuple[object, ...]) -> None:
    assert malformed(read_time, *parts).startswith("time: ")
    assert read_time((1,)) == read_time((1, None)) == (1, None)
    assert read_time((1, -3)) == (1, 0.0)


@pytest.mark.parametrize(
    "parts",
    [(), ("slider1", 5), ({"who": "a"},), ({"data": 1},), ({"who": 5, "data": 1},), ({"who": "a", "data": 1}, 2)],
)
def test_value_changed_has_who_and_data(parts: tuple[object, ...]) -> None:
    assert malformed(read_value_changed, *parts).startswith("value changed: ")
    assert read_value_changed(({"who": "a", "data": None, "more": 1},)) == ValueChanged("a", None)
    assert read_value_changed(({"who": "a", "data": 1, "at": 5.5},)) == ValueChanged("a", 1, 5.5)
    assert malformed(read_value_changed, {"who": "a", "data": 1, "at": "5"})


@pytest.mark.parametrize(
    "parts", [(), (5,), ({},), ({"feed": "a"},), ({"number": 1, "feed": None},), ({"number": 1}, 2)]
)
def test_newnumber_has_a_number_and_perhaps_a_feed(parts: tuple[object, ...]) -> None:
    assert malformed(read_newnumber, *parts).startswith("newnumber: ")
    assert read_newnumber(({"number": 1, "more": 2},)) == Push(None, 1)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"numbers": 5}, {"numbers": "ab"}, {"numbers": None}, {"numbers": []}, {"numbers": {"a": 1}},
        {"numbers": [1], "feed": None}, {"numbers": [1], "feed": 5}, {"numbers": [1] * (MAX_NUMBERS + 1)},
        {"numbers": [[1, 2], 3]}, {"numbers": [[1, 2], [3]]}, {"numbers": [[1, 2, 3]]}, {"numbers": [[]]},
        {"numbers": [[None, 2]]}, {"numbers": [["1", 2]]}, {"numbers": [[True, 2]]}, {"numbers": [[1, 2], "ab"]},
        {"numbers": [[float("nan"), 2]]}, {"numbers": [[10**400, 2]]}, {"numbers": [[2, 1], [1.9, 1]]},
        {"numbers": [[0, 1], [MAX_SPAN + 1, 1]]}, {"numbers": [[1e308, 1]]}, {"numbers": [[-1e308, 1]]},
        {"numbers": [[MAX_WHOLE + 2, 1]]}, {"numbers": [[-1e308, 1], [1e308, 1]]},
        {"numbers": [1], "feed": "x" * (MAX_ID + 1)},
    ],
)  # fmt: skip
def test_numbers_are_a_list_of_plain_ones_or_of_those_with_a_time(body: dict[str, object]) -> None:
    assert malformed(read_numbers, body).startswith("numbers: ")


def test_so_many_numbers_a_message_and_what_is_in_them_is_the_cores_to_judge() -> None:
    assert len(read_numbers(({"numbers": [1] * MAX_NUMBERS, "feed": "x" * MAX_ID},)).numbers) == MAX_NUMBERS
    assert read_numbers(({"numbers": [[-MAX_WHOLE, 1], [MAX_SPAN - MAX_WHOLE, 1]]},)).times
    assert read_numbers(({"numbers": ["61", None]},)) == Numbers(None, ("61", None), None)
    assert read_numbers(({"numbers": [[1, "61"], [1, [2]]]},)) == Numbers(None, ("61", [2]), (1.0, 1.0))


READERS: Mapping[str, Callable[[Any], object]] = {
    "op": read_op,
    "got": read_got,
    "time": read_time,
    "value changed": read_value_changed,
    "newnumber": read_newnumber,
    "numbers": read_numbers,
    "auth": lambda parts: read_auth(parts[0] if parts else None),
    "key": lambda parts: read_key(parts[0] if parts else None),
}
likely = st.recursive(
    st.one_of(
        anything,
        st.sampled_from(
            [
                1,
                "press",
                "release",
                "slider1",
                ["press", "a", 1],
                {"who": "a", "data": 1},
                {"number": 1},
                [],
                {},
                [1, 2],
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["who", "data", "number", "numbers", "feed", "session", "key"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("name", READERS)
@given(parts=st.lists(likely, max_size=4).map(tuple))
def test_whatever_comes_is_read_or_malformed(name: str, parts: tuple[object, ...]) -> None:
    try:
        READERS[name](parts)
    except Malformed as error:
        said = str(error)
    else:
        said = "read"
    assert said
