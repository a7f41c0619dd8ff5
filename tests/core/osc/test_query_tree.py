"""What OSCQuery says of a show."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.making import PIXEL, show, small
from webui.core.osc.query_tree import ATTRIBUTES, KNOWN, count, describe, find
from webui.core.show.show import Show

SHOW = show(
    name="Evening",
    osc={"targets": [{"id": "desk", "host": "10.0.0.5", "port": 10023}]},
    feeds=[{"id": "cpu", "label": "Load", "source": "program"}, {"id": "number"}],
    controls=[
        {
            "id": "vol",
            "type": "fader",
            "label": "Vocals",
            "taper": "audio",
            "osc": {"address": "/ch/01/mix/fader", "range": [1, 0]},
        },
        {"id": "pan", "type": "knob", "min": -1, "max": 1, "unit": "°", "osc": {"address": "/ch/01/mix", "args": [3]}},
        {"id": "hz", "type": "number", "min": 20, "max": 20000, "unit": "Hz", "osc": {"address": "/hz", "type": "int"}},
        {"id": "free", "type": "encoder", "unit": "mood"},
        {"id": "text", "type": "fader", "osc": {"type": "string"}},
        {"id": "mute", "type": "toggle", "role": "operator"},
        {"id": "flag", "type": "toggle", "osc": {"type": "bool"}},
        {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none"}},
        {
            "id": "pick",
            "type": "choice",
            "options": ["a", "b", "c"],
            "osc": [{}, {"address": "/pick/index", "type": "int"}],
        },
        {"id": "note", "type": "text"},
        {"id": "pad", "type": "xy", "x": {"min": -5, "max": 5, "unit": "m"}},
        {"id": "pace", "type": "range", "unit": "bpm"},
        {
            "id": "cyc",
            "type": "colour",
            "osc": [{}, {"address": "/cyc/rgb", "type": "blob"}, {"address": "/cyc/f", "type": "float"}],
        },
        {"id": "silent", "type": "fader", "osc": False},
        {"id": "twin", "type": "fader", "osc": {"address": "/go"}},
        {"id": "logo", "type": "picture", "picture": PIXEL},
        {"id": "lamp", "type": "toggle", "osc": {"address": "/lamp", "type": "string", "before": [1, True, "a"]}},
    ],
)


def tree(made: Show) -> dict[str, Any]:
    values = {name: control.start for name, control in made.controls.items()}
    root: dict[str, Any] = json.loads(json.dumps(describe(made, values), allow_nan=False))
    return root


def said(path: str) -> dict[str, Any]:
    node = find(tree(SHOW), path)
    assert node is not None
    return {key: value for key, value in node.items() if key not in ("FULL_PATH", "CONTENTS")}


@pytest.mark.parametrize(
    ("path", "node"),
    [
        (
            "/ch/01/mix/fader",
            {
                "DESCRIPTION": "Vocals",
                "ACCESS": 3,
                "TYPE": "f",
                "VALUE": [1.0],
                "RANGE": [{"MIN": 0, "MAX": 1}],
                "CLIPMODE": ["both"],
            },
        ),
        (
            "/ch/01/mix",
            {
                "DESCRIPTION": "pan",
                "ACCESS": 3,
                "TYPE": "fi",
                "VALUE": [-1.0, 3],
                "RANGE": [{"MIN": -1.0, "MAX": 1.0}, {"VALS": [3]}],
                "CLIPMODE": ["both", "none"],
                "UNIT": ["angle.degree", ""],
            },
        ),
        (
            "/hz",
            {
                "DESCRIPTION": "hz",
                "ACCESS": 3,
                "TYPE": "i",
                "VALUE": [20],
                "RANGE": [{"MIN": 20, "MAX": 20000}],
                "CLIPMODE": ["both"],
                "UNIT": ["time.hz"],
            },
        ),
        ("/sidestage/free", {"DESCRIPTION": "free", "ACCESS": 3, "TYPE": "f", "VALUE": [0.0], "UNIT": ["mood"]}),
        ("/sidestage/text", {"DESCRIPTION": "text", "ACCESS": 3, "TYPE": "s", "VALUE": ["0"]}),
        (
            "/sidestage/mute",
            {
                "DESCRIPTION": "mute",
                "ACCESS": 1,
                "TYPE": "i",
                "VALUE": [0],
                "RANGE": [{"MIN": 0, "MAX": 1}],
                "CLIPMODE": ["both"],
            },
        ),
        ("/sidestage/flag", {"DESCRIPTION": "flag", "ACCESS": 3, "TYPE": "F", "VALUE": [None]}),
        (
            "/lamp",
            {
                "DESCRIPTION": "lamp",
                "ACCESS": 3,
                "TYPE": "iTss",
                "VALUE": [1, None, "a", "off"],
                "RANGE": [{"VALS": [1]}, {"VALS": [True]}, {"VALS": ["a"]}, {"VALS": ["off", "on"]}],
            },
        ),
        ("/go", {"DESCRIPTION": "go", "ACCESS": 2, "TYPE": "N"}),
        (
            "/sidestage/pick",
            {"DESCRIPTION": "pick", "ACCESS": 3, "TYPE": "s", "VALUE": ["a"], "RANGE": [{"VALS": ["a", "b", "c"]}]},
        ),
        (
            "/pick/index",
            {
                "DESCRIPTION": "pick",
                "ACCESS": 3,
                "TYPE": "i",
                "VALUE": [0],
                "RANGE": [{"MIN": 0, "MAX": 2}],
                "CLIPMODE": ["both"],
            },
        ),
        ("/sidestage/note", {"DESCRIPTION": "note", "ACCESS": 3, "TYPE": "s", "VALUE": [""]}),
        (
            "/sidestage/pad",
            {
                "DESCRIPTION": "pad",
                "ACCESS": 3,
                "TYPE": "ff",
                "VALUE": [0.0, 50.0],
                "RANGE": [{"MIN": -5.0, "MAX": 5.0}, {"MIN": 0.0, "MAX": 100.0}],
                "CLIPMODE": ["both", "both"],
                "UNIT": ["distance.m", ""],
            },
        ),
        (
            "/sidestage/pace",
            {
                "DESCRIPTION": "pace",
                "ACCESS": 3,
                "TYPE": "ff",
                "VALUE": [0.0, 100.0],
                "RANGE": [{"MIN": 0.0, "MAX": 100.0}] * 2,
                "CLIPMODE": ["both", "both"],
                "UNIT": ["time.bpm", "time.bpm"],
            },
        ),
        ("/sidestage/cyc", {"DESCRIPTION": "cyc", "ACCESS": 3, "TYPE": "s", "VALUE": ["#000000"]}),
        ("/cyc/rgb", {"DESCRIPTION": "cyc", "ACCESS": 3, "TYPE": "b", "VALUE": [None]}),
        ("/sidestage/cpu", {"DESCRIPTION": "Load", "ACCESS": 2, "TYPE": "f"}),
        ("/ch", {"ACCESS": 0}),
        ("/", {"ACCESS": 0, "DESCRIPTION": "Evening"}),
    ],
)
def test_each_control_is_a_method_with_its_type_value_range_and_unit(path: str, node: dict[str, Any]) -> None:
    assert said(path) == node


def test_a_colour_of_three_floats_has_three_ranges() -> None:
    assert said("/cyc/f")["TYPE"] == "fff"
    assert said("/cyc/f")["RANGE"] == [{"MIN": 0.0, "MAX": 1.0}] * 3


def test_every_node_says_its_own_path_and_nothing_that_is_not_of_the_proposal() -> None:
    def check(node: dict[str, Any], path: str) -> int:
        assert node["FULL_PATH"] == path
        assert node.keys() <= set(ATTRIBUTES) <= set(KNOWN)
        return 1 + sum(check(child, f"{path.rstrip('/')}/{name}") for name, child in node.get("CONTENTS", {}).items())

    assert check(tree(SHOW), "/") == 24


def test_a_part_is_as_in_the_whole_tree() -> None:
    values = {name: control.start for name, control in SHOW.controls.items()}
    whole = describe(SHOW, values)

    def paths(node: dict[str, Any]) -> Iterator[str]:
        yield node["FULL_PATH"]
        for inner in node.get("CONTENTS", {}).values():
            yield from paths(inner)

    for path in (*paths(whole), "", "//", "/none", "/none/at/all"):
        for asked in (path, f"{path}/", path.replace("/", "//")):
            assert find(describe(SHOW, values, asked), asked) == find(whole, asked)
    assert count(SHOW, "/") == 1 + sum(len(control.osc) for control in SHOW.controls.values())
    assert [count(SHOW, path) for path in ("/none", "/cyc", "/ch/01/mix/", "/ch/01/mix/fader", "/cpu")] == [
        0,
        2,
        2,
        1,
        0,
    ]


def test_what_is_not_there_is_not_found() -> None:
    for path in ("/none", "/ch/01/none/deeper", "/sidestage/silent", "/sidestage/number", "/sidestage/logo"):
        assert find(tree(SHOW), path) is None
    assert find(tree(small()), "") is not None
