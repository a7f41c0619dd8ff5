"""What a show file can say of OSC."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import NEEDED, anything, control, show
from tests.core.show.test_show import again
from webui.core.devices.devices import Role
from webui.core.errors import ShowError
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.osc.addresses import MAX_ADDRESS, MAX_ADDRESSES, MAX_ARGS, MAX_INT, Address, is_address
from webui.core.show.osc.reading import MAX_ARG, MAX_END
from webui.core.show.osc.targets import (
    MAX_EVERY,
    MAX_PATTERNS,
    MAX_PORT,
    MAX_RATE,
    MAX_SOURCES,
    MAX_TARGETS,
    MIN_EVERY,
    PORT,
    Incoming,
    Keep,
    Osc,
    Target,
)
from webui.core.show.show import Show

QLAB = {"id": "qlab", "host": "192.168.1.20", "port": 53000}


def osc(**keys: Any) -> Osc:
    """What a show's `osc` says."""
    return show(osc=keys).osc


def target(**keys: Any) -> Target:
    """A target."""
    return osc(targets=[{**QLAB, **keys}]).targets["qlab"]


def addresses(said: object, kind: str = "fader", **keys: Any) -> tuple[Address, ...]:
    """A control's addresses, in a show with two targets."""
    stage = show(
        osc={"targets": [QLAB, {**QLAB, "id": "desk"}]},
        controls=[{"id": "one", "type": kind, **NEEDED.get(kind, {}), **keys, "osc": said}],
    )
    return stage.controls["one"].osc


def refused(said: object, kind: str = "fader", **keys: Any) -> str:
    """What is said of a control's `osc` that can't be."""
    with pytest.raises(ShowError) as caught:
        addresses(said, kind, **keys)
    return str(caught.value).removeprefix("page main, control 1")


def test_a_show_that_says_nothing_has_no_targets() -> None:
    assert show().osc == Osc(targets={}, incoming=Incoming(port=PORT, sources=None, patterns=None))
    assert "osc" not in show().describe()


def test_every_control_with_a_value_has_its_usual_address() -> None:
    usual = {
        kind: [(one.address, one.type) for one in control(kind).osc] for kind in CONTROL_TYPES
    }  # fmt: skip
    numbers, words, on_off = [[("/sidestage/one", kind)] for kind in ("float", "string", "int")]
    assert usual == {
        "fader": numbers, "knob": numbers, "number": numbers, "encoder": numbers, "xy": numbers, "range": numbers,
        "toggle": on_off, "button": on_off, "choice": words, "text": words, "label": words, "colour": words,
        "picture": [], "group": [], "page": [],
    }  # fmt: skip
    assert addresses(False) == ()


def test_a_target_has_defaults() -> None:
    assert target() == Target(
        id="qlab", label="qlab", host="192.168.1.20", port=53000, bundles=False, echo=False, rate=120, keep=None
    )
    every = {"label": "QLab", "bundles": True, "echo": True, "rate": 30, "keep": {"address": "/xremote", "args": [1]}}
    assert target(**every) == Target(
        id="qlab", label="QLab", host="192.168.1.20", port=53000, bundles=True, echo=True, rate=30,
        keep=Keep(address="/xremote", args=(1,), every=9),
    )  # fmt: skip


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "qlab.local",
        "QLab-2",
        "10.0.0.255",
        "239.1.2.3",
        "::1",
        "fe80::1%eth0",
        "_x.y.",
        "1and1.com",
        "0.pool.ntp.org",
        "x.y-1",
    ],
)
def test_hosts_are_names_and_addresses(host: str) -> None:
    assert target(host=host).host == host


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"host": "127.0.0.010"}, "host must be a computer's name or address, and 127.0.0.010 is neither"),
        ({"host": "two words"}, "host must be"),
        ({"host": "http://x"}, "host must be"),
        ({"host": ""}, "host must be"),
        ({"host": 5}, "host must be"),
        ({"port": 0}, f"port must be from 1 to {MAX_PORT}"),
        ({"port": MAX_PORT + 1}, "port must be"),
        ({"rate": MAX_RATE + 1}, f"rate must be from 1 to {MAX_RATE}"),
        ({"rate": 0}, "rate must be"),
        ({"bundles": 1}, "bundles must be true or false"),
        ({"echo": "yes"}, "echo must be true or false"),
        ({"keep": {}}, "keep: address must be"),
        ({"keep": None}, "keep: must be an object"),
        ({"keep": {"address": "/x", "every": MIN_EVERY / 2}}, "keep: every must be from"),
        ({"keep": {"address": "/x", "every": MAX_EVERY + 1}}, "keep: every must be from"),
        ({"keep": {"address": "/x", "evry": 1}}, "keep: there is no key 'evry'"),
        ({"speed": 1}, "there is no key 'speed'"),
    ],
)
def test_what_is_no_target_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"osc, target 1.*{sentence}"):
        target(**keys)


def test_the_edges_of_a_target() -> None:
    assert target(port=1).port == 1
    assert target(port=MAX_PORT).port == MAX_PORT
    assert target(rate=1).rate == 1
    for every in (MIN_EVERY, MAX_EVERY):
        assert target(keep={"address": "/x", "every": every}).keep == Keep(address="/x", args=(), every=every)


def test_there_are_so_many_targets_and_no_two_alike() -> None:
    many = [{**QLAB, "id": f"t{n}"} for n in range(MAX_TARGETS)]
    assert len(osc(targets=many).targets) == MAX_TARGETS
    with pytest.raises(ShowError, match="osc: targets: 33 are more than the 32"):
        osc(targets=[*many, QLAB])
    with pytest.raises(ShowError, match="osc: there are two targets with the id qlab"):
        osc(targets=[QLAB, QLAB])
    with pytest.raises(ShowError, match="osc: there is no key 'out' here"):
        osc(out=[])
    with pytest.raises(ShowError, match="osc: must be an object"):
        show(osc=[])


def test_what_may_come_in() -> None:
    said = {"port": 9000, "sources": ["192.168.1.0/24", "10.0.0.7", "fe80::/10"], "patterns": ["/ch/*/mix/fader"]}
    assert osc(**{"in": said}).incoming == Incoming(
        port=9000, sources=("192.168.1.0/24", "10.0.0.7", "fe80::/10"), patterns=("/ch/*/mix/fader",)
    )
    assert osc(**{"in": {"sources": [], "patterns": []}}).incoming == Incoming(sources=(), patterns=())
    for alone in ({"sources": ["10.0.0.7"]}, {"patterns": ["/a"]}):
        assert osc(**{"in": alone}).incoming.describe() == {"port": PORT, **alone}
    full = {"sources": ["10.0.0.7"] * MAX_SOURCES, "patterns": ["/" + "x" * (MAX_ADDRESS - 1)] * MAX_PATTERNS}
    assert len(osc(**{"in": full}).incoming.sources or ()) == MAX_SOURCES


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"port": 0}, "port must be"),
        ({"sources": ["qlab.local"]}, "sources must be addresses or networks"),
        ({"sources": [3232235777]}, "sources must be"),
        ({"sources": ["192.168.1.010"]}, "sources must be"),
        ({"sources": "10.0.0.7"}, "sources must be a list"),
        ({"sources": ["10.0.0.7"] * (MAX_SOURCES + 1)}, "sources: 65 are more than the 64"),
        ({"patterns": ["ch"]}, "patterns begin with /"),
        ({"patterns": ["/a b"]}, "patterns begin with /"),
        ({"patterns": ["/a["]}, "patterns begin with /"),
        ({"patterns": [5]}, "patterns begin with /"),
        ({"patterns": ["/" + "x" * MAX_ADDRESS]}, "patterns begin with /"),
        ({"patterns": ["/x"] * (MAX_PATTERNS + 1)}, "patterns: 101 are more than the 100"),
        ({"feeds": {}}, "there is no key 'feeds'"),
    ],
)
def test_what_can_not_come_in_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"osc, in: {sentence}"):
        osc(**{"in": keys})


def test_a_control_says_its_addresses() -> None:
    assert addresses({"address": "/ch/01/mix/fader", "range": [0, 1], "target": "desk"}) == (
        Address(address="/ch/01/mix/fader", type="float", range=(0, 1), targets=("desk",)),
    )
    assert addresses(
        [{"type": "int"}, {"address": "/x", "args": [1, 2.0, "dB", True], "target": ["qlab", "desk"]}]
    ) == (
        Address(address="/sidestage/one", type="int"),
        Address(address="/x", type="float", args=(1, 2.0, "dB", True), targets=("qlab", "desk")),
    )
    assert addresses({"target": ["desk", "desk"]})[0].targets == ("desk",)
    assert addresses({"range": None})[0].range is None
    assert addresses({"address": "/go", "type": "none", "on": "press"}, "button") == (
        Address(address="/go", type="none", on="press"),
    )
    assert addresses({"range": [1, 0]}, "toggle")[0].range == (1, 0)


@pytest.mark.parametrize(
    "said", ["/a", "/ch/01/mix/fader", "/a-b_c.d:e!$%&'()+;<=>@^|~", "/" + "a" * (MAX_ADDRESS - 1)]
)
def test_what_can_be_an_address(said: str) -> None:
    assert is_address(said)
    assert addresses({"address": said})[0].address == said


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "/",
            "a",
            "/a/",
            "//a",
            "/a//b",
            "/a b",
            "/ä",
            "/a*",
            "/a?",
            "/#",
            "/a,",
            "/[a]",
            "/{a}",
            "/a\n",
            5,
            None,
        ),
        "/" + "a" * MAX_ADDRESS,
    ],
)
def test_what_can_not_be_an_address(said: object) -> None:
    assert not is_address(said)
    assert refused({"address": said}).startswith(", osc: address must be")


def test_what_is_state_and_what_is_an_act() -> None:
    assert addresses({})[0].is_state
    assert not addresses({"type": "none"})[0].is_state
    assert not addresses({"on": "press"}, "toggle")[0].is_state


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        (True, "fader", ", osc: must be an object"),
        (None, "fader", ", osc: must be an object"),
        ([], "fader", f": osc has 1 to {MAX_ADDRESSES} addresses, or is false"),
        ([{}] * (MAX_ADDRESSES + 1), "fader", f": osc has 1 to {MAX_ADDRESSES} addresses"),
        ([{}, {"x": 1}], "fader", ", osc 2: there is no key 'x' here"),
        ({"type": "bool"}, "fader", ", osc: type must be one of float, int, string, none"),
        ({"type": "blob"}, "text", ", osc: type must be one of string, none"),
        ({"on": "press"}, "fader", ", osc: there is no key 'on' here"),
        ({"on": "down"}, "button", ", osc: on must be one of both, press, release"),
        ({"range": [0]}, "fader", ", osc: range must be two different numbers"),
        ({"range": [1, 1]}, "fader", ", osc: range must be two different numbers"),
        ({"range": [0, 1, 2]}, "fader", ", osc: range: 3 are more than the 2"),
        ({"range": [0, "x"]}, "fader", ", osc, range: to: not a number"),
        ({"range": [0, MAX_END + 1]}, "fader", ", osc, range: to must be from"),
        ({"range": 1}, "fader", ", osc: range must be a list"),
        ({"range": [0, 1]}, "text", ", osc: range is for float and int"),
        ({"range": [0, 1]}, "number", ", osc: range is for float and int"),
        ({"range": [0, 1], "type": "string"}, "fader", ", osc: range is for float and int"),
        ({"args": [None]}, "fader", ", osc: args must be"),
        ({"args": [MAX_INT + 1]}, "fader", ", osc: args must be"),
        ({"args": [-MAX_INT - 2]}, "fader", ", osc: args must be"),
        ({"args": [1e300]}, "fader", ", osc: args must be"),
        ({"args": [float("nan")]}, "fader", ", osc: args must be"),
        ({"args": ["x" * (MAX_ARG + 1)]}, "fader", ", osc: args must be"),
        ({"args": ["a\0"]}, "fader", ", osc: args must be"),
        ({"args": [1] * (MAX_ARGS + 1)}, "fader", ", osc: args: 17 are more than the 16"),
        ({"target": "nobody"}, "fader", ", osc: there is no target nobody"),
        ({"target": 5}, "fader", ", osc: there is no target 5"),
        ({"target": []}, "fader", ", osc: target must be"),
        ({}, "picture", ": there is no key 'osc' here"),
    ],
)
def test_what_is_no_address_of_a_control_is_refused(said: object, kind: str, sentence: str) -> None:
    assert refused(said, kind).startswith(sentence)


def test_the_edges_of_an_address() -> None:
    assert len(addresses([{}] * MAX_ADDRESSES)) == MAX_ADDRESSES
    args = [MAX_INT, -MAX_INT - 1, "x" * MAX_ARG, float(MAX_END)] * (MAX_ARGS // 4)
    assert addresses({"args": args})[0].args == tuple(args)
    assert addresses({"range": [-MAX_END, MAX_END]})[0].range == (-MAX_END, MAX_END)
    assert addresses({"range": [0, 1]}, "number", min=0, max=9)[0].range == (0, 1)


def test_a_feed_has_an_address() -> None:
    stage = show(feeds=[{"id": "cpu", "source": "program", "osc": "/cpu"}, {"id": "pulse"}])
    assert [feed.osc for feed in stage.feeds.values()] == ["/cpu", "/sidestage/pulse"]
    assert [feed.describe().get("osc") for feed in stage.feeds.values()] == ["/cpu", None]
    with pytest.raises(ShowError, match="feed 1: osc must be"):
        show(feeds=[{"id": "cpu", "osc": "cpu"}])


def everything() -> Show:
    """A show that says all that can be said of OSC."""
    return show(
        osc={
            "targets": [QLAB, {**QLAB, "id": "desk", "bundles": True, "keep": {"address": "/xremote"}}],
            "in": {"port": 9000, "sources": ["10.0.0.7"], "patterns": ["/a/*"]},
        },
        feeds=[{"id": "cpu", "osc": "/cpu"}],
        controls=[
            {
                "id": "a",
                "type": "fader",
                "osc": [{"range": [0, 1]}, {"address": "/x", "args": [1, 0.5], "target": "desk"}],
            },
            {"id": "b", "type": "button", "osc": {"type": "none", "on": "release"}},
            {"id": "c", "type": "toggle", "osc": False},
            {"id": "d", "type": "colour", "osc": {"type": "blob"}},
            {"id": "e", "type": "text"},
        ],
    )


def test_a_described_show_is_the_same_show() -> None:
    stage = everything()
    same = again(stage)
    assert same.osc == stage.osc
    assert {one.id: one.osc for one in same.controls.values()} == {one.id: one.osc for one in stage.controls.values()}
    assert same.describe() == {**stage.describe(), "id": same.id, "name": same.name}
    assert stage.controls["e"].describe().keys() == control("text").describe().keys()


def test_who_is_no_operator_is_not_told_of_targets() -> None:
    stage = everything()
    assert "osc" in stage.seen_by(Role.OPERATOR).describe()
    assert stage.seen_by(Role.OPERATOR) is stage
    for role in (Role.PLAYER, Role.WATCHER):
        assert "osc" not in stage.seen_by(role).describe()
        assert list(stage.seen_by(role).controls) == ["a", "b", "c", "d", "e"]


@given(st.one_of(anything, st.dictionaries(st.sampled_from(["targets", "in"]), anything)), anything)
def test_whatever_a_file_says_is_read_or_refused(of_show: object, of_control: object) -> None:
    try:
        stage = show(osc=of_show, controls=[{"id": "one", "type": "fader", "osc": of_control}])
    except ShowError:
        return
    assert again(stage).describe()["pages"] == stage.describe()["pages"]
