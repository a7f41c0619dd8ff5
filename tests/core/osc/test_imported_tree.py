"""Controls from another program's OSCQuery tree."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import numbers, small
from tests.core.osc.test_query_tree import SHOW, tree
from webui.core.errors import ShowError
from webui.core.osc.imported_tree import A_PAGE, MAX_DEPTH, MAX_FOUND, MAX_NAME, MAX_NODES, MAX_TEXT, Found, put_tree
from webui.core.show.controls.choice import MAX_OPTIONS
from webui.core.show.fields import MAX_ID
from webui.core.show.osc.addresses import MAX_ARGS
from webui.core.show.show import Show, read_show

PROPOSED: dict[str, Any] = {
    "DESCRIPTION": "root node",
    "FULL_PATH": "/",
    "ACCESS": 0,
    "CONTENTS": {
        "foo": {"FULL_PATH": "/foo", "ACCESS": 1, "TYPE": "f", "VALUE": [0.5], "RANGE": [{"MIN": 0.0, "MAX": 100.0}]},
        "bar": {
            "FULL_PATH": "/bar",
            "ACCESS": 3,
            "TYPE": "ii",
            "VALUE": [4, 51],
            "RANGE": [{"MIN": 0, "MAX": 50}, {"MIN": 51, "MAX": 100}],
        },
        "baz": {
            "FULL_PATH": "/baz",
            "ACCESS": 0,
            "CONTENTS": {
                "qux": {
                    "DESCRIPTION": "How full",
                    "FULL_PATH": "/baz/qux",
                    "ACCESS": 3,
                    "TYPE": "s",
                    "VALUE": ["half-full"],
                    "RANGE": [{"VALS": ["empty", "half-full", "full"]}],
                }
            },
        },
    },
}
"""The address space of the proposal's own example."""


def put(tree: object, data: dict[str, Any] | None = None, name: str = "Other") -> tuple[Found, Show, dict[str, Any]]:
    """What comes of a tree in a show file, and the file's JSON."""
    data = {"sidestage": 1, "id": "mine", **(data or {})}
    found = put_tree(data, tree, name, "10.0.0.7", 9000)
    return found, read_show(data, "", ""), data


def made(**node: Any) -> dict[str, Any] | None:
    """What one method comes to; None: it is left out."""
    other = {"TYPE": "N"}
    found, _, data = put({"CONTENTS": {"one": {"ACCESS": 3, **node}, "other": other}})
    assert found.controls + found.left_out == 2
    if found.left_out:
        return None
    control: dict[str, Any] = data["pages"][0]["controls"][0]
    assert control.pop("osc")["address"] == "/one"
    return control


def test_the_proposals_example_is_a_page() -> None:
    found, made, _ = put(PROPOSED)
    assert found == Found("Other", 2, 1)
    [page] = made.pages
    assert page.label == "Other"
    bar, qux = page.controls
    assert (bar.type, bar.id, bar.label) == ("xy", "bar", "bar")
    assert bar.start == (4, 51)
    assert (qux.type, qux.id, qux.label, qux.start) == ("choice", "baz-qux", "How full", "half-full")
    target = made.osc.targets["other"]
    assert (target.label, target.host, target.port, target.back) == ("Other", "10.0.0.7", 9000, "wait")
    assert [one.targets for control in page.controls for one in control.osc] == [("other",), ("other",)]
    assert bar.osc[0].type == "int"


def test_our_own_tree_comes_back_with_the_same_addresses() -> None:
    found, again, _ = put(tree(SHOW))
    theirs = {one.address for control in again.controls.values() for one in control.osc}
    ours = {one.address for control in SHOW.controls.values() for one in control.osc} | {"/sidestage/cpu"}
    # For operators only, and three numbers or bytes at once.
    assert ours - theirs == {"/sidestage/mute", "/cyc/rgb", "/cyc/f"}
    assert found.left_out == 3
    assert (
        again.controls["hz"].describe().items()
        >= {"type": "fader", "min": 20, "max": 20000, "step": 1, "unit": "Hz"}.items()
    )


FADER = {"id": "one", "label": "one", "type": "fader"}
NUMBER = {"id": "one", "label": "one", "type": "number"}


@pytest.mark.parametrize(
    ("node", "control"),
    [
        ({"TYPE": "f", "RANGE": [{"MIN": -1, "MAX": 1}], "VALUE": [0.5]}, {**FADER, "min": -1, "max": 1, "value": 0.5}),
        ({"TYPE": "f", "RANGE": [[0, 5, None]]}, {**FADER, "min": 0, "max": 5}),
        (
            {"TYPE": "i", "RANGE": [{"MIN": 0, "MAX": 9}], "VALUE": [3]},
            {**FADER, "min": 0, "max": 9, "step": 1, "value": 3},
        ),
        ({"TYPE": "i", "RANGE": [{"MIN": 0, "MAX": 1}], "VALUE": [1]}, {**FADER, "type": "toggle", "value": True}),
        ({"TYPE": "i", "RANGE": [{"MIN": 0, "MAX": 1}]}, {**FADER, "type": "toggle"}),
        ({"TYPE": "f"}, {**NUMBER, "step": 0.01}),
        ({"TYPE": "d", "RANGE": [{"MIN": 5, "MAX": 5}], "UNIT": ["gain.db"]}, {**NUMBER, "step": 0.01, "unit": "dB"}),
        ({"TYPE": "h", "RANGE": [{"MIN": -(2**31), "MAX": 2**31}]}, {**NUMBER, "step": 1}),
        ({"TYPE": "f", "RANGE": [{"MIN": True, "MAX": "1"}], "VALUE": ["x"]}, {**NUMBER, "step": 0.01}),
        ({"TYPE": "f", "RANGE": [{"MIN": 0, "MAX": float("nan")}]}, {**NUMBER, "step": 0.01}),
        ({"TYPE": "T", "VALUE": [None]}, {**FADER, "type": "toggle", "value": True}),
        ({"TYPE": "T", "VALUE": [False]}, {**FADER, "type": "toggle", "value": False}),
        ({"TYPE": "F"}, {**FADER, "type": "toggle", "value": False}),
        ({"TYPE": "I"}, {**FADER, "type": "button"}),
        ({"TYPE": "s", "VALUE": ["hello"]}, {**FADER, "type": "text", "value": "hello"}),
        ({"TYPE": "s", "VALUE": ["x" * MAX_TEXT]}, {**FADER, "type": "text", "value": "x" * MAX_TEXT}),
        ({"TYPE": "s", "VALUE": ["x" * (MAX_TEXT + 1)]}, {**FADER, "type": "text"}),
        ({"TYPE": "S", "VALUE": [None]}, {**FADER, "type": "text"}),
        (
            {"TYPE": "s", "RANGE": [{"VALS": ["a", "b", "a"]}], "VALUE": ["c"]},
            {**FADER, "type": "choice", "options": ["a", "b"]},
        ),
        ({"TYPE": "s", "RANGE": [{"VALS": []}]}, {**FADER, "type": "text"}),
        ({"TYPE": "s", "RANGE": [{"VALS": ["a", " "]}]}, None),
        ({"TYPE": "s", "RANGE": [{"VALS": ["a", 1]}]}, None),
        ({"TYPE": "s", "RANGE": [{"VALS": [str(n) for n in range(MAX_OPTIONS + 1)]}]}, None),
        (
            {"TYPE": "ff", "RANGE": [{"MIN": 0, "MAX": 2}], "UNIT": ["distance.m", "a unit that is much too long"]},
            {**FADER, "type": "xy", "x": {"min": 0, "max": 2, "unit": "m"}, "y": {"min": 0, "max": 2}},
        ),
        (
            {"TYPE": "ff", "RANGE": [{"MIN": 0, "MAX": 2}, None], "UNIT": [None, 3]},
            {**FADER, "type": "xy", "x": {"min": 0, "max": 2}, "y": {"min": 0, "max": 1}},
        ),
        ({"TYPE": "N", "DESCRIPTION": "x" * MAX_NAME}, {**FADER, "type": "button", "label": "x" * MAX_NAME}),
        ({"TYPE": "N", "DESCRIPTION": "x" * (MAX_NAME + 1)}, {**FADER, "type": "button"}),
        ({"TYPE": "N", "DESCRIPTION": "a\nb"}, {**FADER, "type": "button"}),
        ({"TYPE": "N", "ACCESS": "3"}, None),
        ({"TYPE": "N", "ACCESS": 1}, None),
        ({"TYPE": "fff"}, None),
        ({"TYPE": "r"}, None),
        ({"TYPE": "i[ff]i"}, None),
    ],
)
def test_what_a_method_comes_to(node: dict[str, Any], control: dict[str, Any] | None) -> None:
    assert made(**node) == control


def test_what_has_no_type_or_an_address_that_none_can_have_is_no_control() -> None:
    tree = {
        "CONTENTS": {"a": {"TYPE": "N"}, "b c": {"TYPE": "N"}, "d": {"TYPE": ""}, "e": {"TYPE": 3}, "": {"TYPE": "N"}}
    }
    assert put(tree)[0] == Found("Other", 1, 2)


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        ([], "no node"),
        ({"CONTENTS": []}, "no node"),
        ({"CONTENTS": {"a": 3}}, "/a is no node"),
        ({}, "nothing in it that could be set"),
        ({"TYPE": "f"}, "nothing in it that could be set"),
        ({"CONTENTS": {"a": {"TYPE": "f", "ACCESS": 1}}}, "nothing in it that could be set"),
    ],
)
def test_what_is_no_tree_is_refused_and_changes_nothing(tree: object, why: str) -> None:
    data = {"sidestage": 1, "id": "mine", "controls": [{"id": "a", "type": "fader"}]}
    with pytest.raises(ShowError, match=why):
        put_tree(data, tree, "", "10.0.0.7", 9000)
    assert read_show(data, "", "").controls.keys() == {"a"}


def deep(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = {"TYPE": "N"}
    for _ in range(levels):
        node = {"CONTENTS": {"a": node}}
    return node


def test_a_tree_is_so_deep_and_so_large_and_no_more() -> None:
    assert put(deep(MAX_DEPTH))[0].controls == 1
    with pytest.raises(ShowError, match="too large"):
        put(deep(MAX_DEPTH + 1))
    wide = {"CONTENTS": {str(n): {"TYPE": "N"} for n in range(MAX_NODES - 1)}}
    assert put(wide)[0] == Found("Other", MAX_FOUND, MAX_NODES - 1 - MAX_FOUND)
    wide["CONTENTS"]["more"] = {}
    with pytest.raises(ShowError, match="too large"):
        put(wide)


def test_many_controls_are_several_pages_and_all_have_ids_of_their_own() -> None:
    # The largest that there are.
    many = {str(n): {"TYPE": "ff"} for n in range(A_PAGE + 1)}
    tree = {"CONTENTS": {"§": {"TYPE": "N"}, "y" * 80: {"CONTENTS": many}}}
    _, made, _ = put(tree, name="x" * 100)
    assert [len(page.controls) for page in made.pages] == [A_PAGE, 1]
    assert all(len(control.id) <= MAX_ID for page in made.pages for control in page.controls)
    assert made.pages[1].label.endswith(" 2")


def test_what_a_show_has_stays_and_the_same_program_is_one_target() -> None:
    data = {"controls": [{"id": "bar", "type": "fader"}], "views": [], "feeds": []}
    _, once, file = put(PROPOSED, data)
    assert [page.label for page in once.pages] == ["Main", "Other"]
    assert once.controls.keys() == {"bar", "bar-2", "baz-qux"}
    put_tree(file, PROPOSED, "\n", "10.0.0.7", 9000)
    put_tree(file, PROPOSED, "\n", "10.0.0.8", 9000)
    twice = read_show(file, "", "")
    assert [page.label for page in twice.pages] == ["Main", "Other", "10.0.0.7", "10.0.0.8"]
    assert [target.host for target in twice.osc.targets.values()] == ["10.0.0.7", "10.0.0.8"]


said = st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=5))
several = st.lists(said, max_size=3)
ranges = st.one_of(
    said,
    st.fixed_dictionaries({}, optional={"MIN": said, "MAX": said, "VALS": several}),
    several,
)
nodes = st.fixed_dictionaries(
    {"TYPE": st.text("fidhsSTFNIrb[]", max_size=3)},
    optional={
        "ACCESS": st.one_of(st.integers(0, 3), said),
        "VALUE": st.one_of(said, several),
        "RANGE": st.one_of(said, st.lists(ranges, max_size=3)),
        "UNIT": st.one_of(said, several),
        "DESCRIPTION": said,
    },
)


@given(st.dictionaries(st.text(max_size=4), nodes, max_size=6))
def test_whatever_a_tree_says_its_pages_are_good_ones(contents: dict[str, Any]) -> None:
    # One more that is good, since a tree without any is refused.
    found, made, _ = put({"CONTENTS": {**contents, "good": {"TYPE": "N"}}})
    assert found.controls == len(made.controls)


def test_small_is_described_and_read() -> None:
    assert put(tree(small()))[0].left_out == 0


@pytest.mark.parametrize(
    ("node", "kind", "osc"),
    [
        ({"TYPE": "if", "RANGE": [{"VALS": [2]}, {"MIN": 0, "MAX": 1}]}, "fader", {"type": "float", "before": [2]}),
        ({"TYPE": "fs", "RANGE": [{}, {"VALS": ["a"]}]}, "number", {"type": "float", "args": ["a"]}),
        ({"TYPE": "iTF", "RANGE": [{"VALS": [1]}, {}, {"VALS": [False]}]}, "toggle",
         {"type": "bool", "before": [1], "args": [False]}),
        ({"TYPE": "iff", "RANGE": [{"VALS": [1]}, {}, {}]}, "xy", {"type": "float", "before": [1]}),
        ({"TYPE": "is", "RANGE": [{"VALS": [1]}, {"VALS": ["a"]}]}, "button",
         {"type": "none", "on": "press", "before": [1, "a"]}),
        ({"TYPE": "i", "ACCESS": 2, "RANGE": [{"VALS": [3]}]}, "button",
         {"type": "none", "on": "press", "before": [3]}),
        ({"TYPE": "i", "RANGE": [{"VALS": [3]}]}, "number", {"type": "int"}),
        ({"TYPE": "if", "RANGE": [{"VALS": [2**40]}, {}]}, None, {}),
        ({"TYPE": "if", "RANGE": [{"VALS": [1, 2]}, {}]}, None, {}),
        ({"TYPE": "i" * (MAX_ARGS + 1) + "f", "RANGE": [{"VALS": [1]}] * (MAX_ARGS + 1) + [{}]}, None, {}),
    ],
)  # fmt: skip
def test_an_argument_that_can_be_one_thing_alone_belongs_to_the_message(
    node: dict[str, Any], kind: str | None, osc: dict[str, Any]
) -> None:
    found, again, data = put({"CONTENTS": {"one": {"ACCESS": 3, **node}, "other": {"TYPE": "N"}}})
    assert found.left_out == (kind is None)
    if kind:
        control = data["pages"][0]["controls"][0]
        assert (control["type"], control["osc"]) == (kind, {"address": "/one", "target": "other", **osc})
        assert again.controls["one"].osc[0].describe()["address"] == "/one"
