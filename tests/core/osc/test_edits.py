"""What operators change of a show file's OSC from the screen."""

import pytest

from webui.core.errors import ShowError
from webui.core.osc.edits import Data, put_address, put_input, put_target, remove_target
from webui.core.show.fields import is_id


def show(**controls: object) -> Data:
    """Return a file with two targets, and controls with these addresses."""
    return {
        "osc": {"targets": [{"id": "qlab", "label": "QLab", "host": "a"}, {"id": "desk", "keep": {"every": 9}}]},
        "controls": [{"id": id, "osc": osc} for id, osc in controls.items()],
    }


def ids(data: Data) -> list[str]:
    return [target["id"] for target in data["osc"]["targets"]]


def osc(data: Data, id: str = "a") -> object:
    (control,) = [control for control in data["controls"] if control["id"] == id]
    return control["osc"]


def test_a_target_gets_an_id_after_its_label_that_no_other_has() -> None:
    data: Data = {"controls": []}
    assert put_target(data, None, {"label": "QLab, main Mac!", "host": "10.0.0.5", "port": 53000}) == "qlab-main-mac"
    assert put_target(data, None, {"label": "QLab: main Mac"}) == "qlab-main-mac-2"
    assert put_target(data, None, {"label": "\u97f3"}) == "target"
    assert put_target(data, None, {}) == "target-2"
    assert is_id(put_target(data, None, {"label": "x" * 80}))
    assert is_id(put_target(data, None, {"label": "x" * 80}))
    assert len(set(ids(data))) == 6
    assert data["osc"]["targets"][0]["port"] == 53000


def test_a_target_is_changed_and_keeps_its_id_and_what_is_not_said() -> None:
    data = show()
    put_target(data, "desk", {"label": "FOH", "port": 10023, "echo": True})
    put_target(data, "desk", {"echo": None, "rate": None})
    assert data["osc"]["targets"][1] == {"id": "desk", "label": "FOH", "port": 10023, "keep": {"every": 9}}
    with pytest.raises(ShowError, match="not there any more"):
        put_target(data, "gone", {"label": "x"})


def test_a_target_that_goes_is_in_no_address_any_more() -> None:
    data = show(
        one={"address": "/1", "target": "qlab"},
        all={"address": "/2"},
        two=[{"address": "/1", "target": "qlab"}, {"address": "/2", "target": "desk"}],
        named={"address": "/3", "target": ["desk", "qlab"]},
        only={"address": "/3", "target": ["qlab"]},
        three=[{"address": "/1"}, {"address": "/2", "target": "desk"}, {"address": "/4", "target": "qlab"}],
        off=False,
    )
    data["controls"].append({"id": "plain"})
    remove_target(data, "qlab")
    assert ids(data) == ["desk"]
    assert {control["id"]: control.get("osc", "none") for control in data["controls"]} == {
        "one": False,
        "all": {"address": "/2"},
        "two": {"address": "/2", "target": "desk"},
        "named": {"address": "/3", "target": ["desk"]},
        "only": False,
        "three": [{"address": "/1"}, {"address": "/2", "target": "desk"}],
        "off": False,
        "plain": "none",
    }
    with pytest.raises(ShowError):
        remove_target(data, "qlab")
    with pytest.raises(ShowError):
        remove_target({"controls": []}, "qlab")


def test_the_way_in() -> None:
    data: Data = {"controls": []}
    put_input(data, {"port": 9000, "sources": ["10.0.0.0/8"]})
    put_input(data, {"sources": None})
    assert data["osc"]["in"] == {"port": 9000}


def test_a_control_gets_an_address_and_what_it_said_besides_stays() -> None:
    data: Data = {"pages": [{"id": "p"}, {"controls": [{"id": "a"}, {"id": "b", "osc": False}]}]}
    a, b = data["pages"][1]["controls"]
    put_address(data, "a", {"address": "/ch/1", "range": [0, 1], "type": None})
    put_address(data, "b", {"address": "/go"})
    assert (a["osc"], b["osc"]) == ({"address": "/ch/1", "range": [0, 1]}, {"address": "/go"})
    b["osc"]["on"] = "press"
    put_address(data, "b", {"address": "/stop", "target": "qlab"})
    assert b["osc"] == {"address": "/stop", "on": "press", "target": "qlab"}
    put_address(data, "b", None)
    put_address(data, "b", None)
    assert b == {"id": "b"}
    with pytest.raises(ShowError, match="not in the show file"):
        put_address(data, "gone", None)


def test_of_several_addresses_that_of_the_same_target_is_changed() -> None:
    data = show(a=[{"address": "/1", "target": ["qlab"]}, {"address": "/2"}])
    put_address(data, "a", {"address": "/3", "target": "qlab"})
    put_address(data, "a", {"address": "/4", "target": "desk"})
    put_address(data, "a", {"address": "/5"})
    assert osc(data) == [
        {"address": "/3", "target": "qlab"},
        {"address": "/5"},
        {"address": "/4", "target": "desk"},
    ]
