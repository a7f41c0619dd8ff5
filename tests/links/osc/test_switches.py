"""What operators ask of the desk for OSC: switches, how it stands, what goes by. What the link says is made up."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve
from tests.joined import joined
from tests.socket_clients import Refused
from tests.wire.test_document import example, shape
from webui.core.osc.learning import MAX_PROPOSALS
from webui.links.osc.monitor import MAX_CAUSES, MAX_SEEN, MAX_WHO, OTHERS, Monitor
from webui.links.osc.monitor_json import CUT, MAX_ARGUMENTS, MAX_CHARACTERS, MAX_TOLD, newest
from webui.links.osc.switches import MAX_KEPT, Desk, Standing
from webui.serving import Serving

NOWHERE = "nowhere.invalid"
"""A name that nobody has: the link sends nothing there."""
QLAB = {"id": "qlab", "label": "QLab", "host": NOWHERE, "port": 53000}
SHOW = {**SMALL, "osc": {"targets": [QLAB]}}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


@pytest.fixture
def boss(stage: Serving) -> Iterator[Page]:
    with closing(joined(stage, "FOH", "operator").page("session-boss")) as page:
        yield page


def on(stage: Serving, do: Callable[[Desk], Any]) -> Any:
    """Do something with the desk, in the engine's thread as the link does."""
    return stage._engine.call(lambda: do(stage._app.desk))


def test_an_operator_is_told_how_it_stands(stage: Serving, boss: Page) -> None:
    def play(desk: Desk) -> None:
        desk.targets = lambda: {"qlab": Standing("well")}
        desk.listening = lambda: Standing("well")
        desk.monitor.came("10.0.0.9", "/before", ())
        desk.learn("slider1")
        desk.monitor.sent("qlab", "/sidestage/slider1", [37.5])
        desk.monitor.came("qlab", "/master", [0.25])
        desk.monitor.wrong("192.168.1.77", "may not send")

    on(stage, play)
    boss.ask("osc switch", switch="in", on=True)
    answer = boss.ask("osc", after=1)
    told = example("answer to osc")[2]
    assert shape({**answer, "came": {}}) == shape({**told, "came": {}})
    assert answer["targets"] == [{**told["targets"][0], "host": NOWHERE, "sent": 1}]
    assert [seen[:6] for seen in answer["seen"]] == [
        [2, "out", "qlab", "/sidestage/slider1", "f", [37.5]],
        [3, "in", "qlab", "/master", "f", [0.25]],
    ]
    assert ["192.168.1.77", "may not send", 1] in answer["wrong"]
    assert (answer["in"], answer["query"]) == (told["in"], told["query"])
    assert boss.ask("osc", after=answer["count"])["seen"] == []
    boss.ask("osc learn", control=None)
    assert boss.ask("osc", after=3)["learning"] is None


def test_nobody_else_is_told_or_may_do_anything(stage: Serving) -> None:
    with closing(joined(stage, "Mia").page("session-mia")) as mia:
        for what, details in (
            ("osc", {"after": 0}),
            ("osc switch", {"switch": "in", "on": True}),
            ("osc try", {"send": "test", "target": "qlab"}),
            ("osc learn", {"control": "slider1"}),
        ):
            with pytest.raises(Refused, match="For operators only"):
                mia.ask(what, **details)
        assert "osc" not in mia.welcome["show"]
    assert not on(stage, lambda desk: desk.is_on("in"))


def test_what_is_sent_to_try_a_target_goes_to_the_link(stage: Serving, boss: Page) -> None:
    tried: list[str] = []
    with pytest.raises(Refused, match="no such control"):
        boss.ask("osc learn", control="gone")

    def hook(desk: Desk) -> None:
        desk.test = lambda target: tried.append(f"test {target}")
        desk.dump = lambda target: tried.append(f"dump {target}")

    on(stage, hook)
    boss.ask(example("ask osc try")[2], **example("ask osc try")[3])
    boss.ask("osc try", send="dump", target="qlab")
    assert tried == ["test qlab", "dump qlab"]


@pytest.mark.parametrize(
    ("what", "details"),
    [
        ("osc", {}),
        ("osc", {"after": True}),
        ("osc", {"after": "1"}),
        ("osc switch", {"switch": "out", "on": True}),
        ("osc switch", {"switch": ["in"], "on": True}),
        ("osc switch", {"switch": "in", "on": 1}),
        ("osc try", {"send": "format", "target": "qlab"}),
        ("osc try", {"send": [], "target": "qlab"}),
        ("osc try", {"send": "test"}),
        ("osc try", {"send": "test", "target": "x" * 65}),
        ("osc learn", {"control": 5}),
        ("osc learn", {"control": "x" * 65}),
    ],
)
def test_what_is_asked_in_another_form_is_refused(boss: Page, what: str, details: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=what):
        boss.ask(what, **details)


def test_what_is_switched_on_is_kept_for_the_show_and_no_other_has_it(
    serve: Serve, stage: Serving, boss: Page, tmp_path: Path
) -> None:
    heard: list[bool] = []
    on(stage, lambda desk: desk.on_switched(lambda: heard.append(desk.is_on("in"))))
    boss.ask("osc switch", switch="in", on=True)
    boss.ask("osc switch", switch="query", on=True)
    boss.ask("osc switch", switch="query", on=False)
    assert heard == [True, True, True]
    other = tmp_path / "other.sidestage"
    other.write_text(json.dumps({**SHOW, "id": "another", "name": "Another"}), encoding="utf-8")
    stage.document.open(other)
    boss.wait(lambda: boss.show["id"] == "another", "for the other show")
    assert not boss.ask("osc", after=0)["in"]["on"]
    stage.close()
    again = serve(SHOW)
    assert on(again, lambda desk: (desk.is_on("in"), desk.is_on("query"))) == (True, False)


def test_the_switches_of_the_shows_that_were_switched_last_are_kept(stage: Serving) -> None:
    def fill(desk: Desk) -> tuple[int, bool]:
        desk._switches = {f"show-{n}": ("in",) for n in range(MAX_KEPT)}
        desk.turn("in", True)
        return len(desk._switches), "show-0" in desk._switches

    assert on(stage, fill) == (MAX_KEPT, False)


@pytest.mark.parametrize("text", ["no", "[]", '{"small": 5}', '{"small": ["out"]}', "null"])
def test_kept_switches_that_can_not_be_read_are_off(serve: Serve, stage: Serving, text: str) -> None:
    stage._engine.store.settle("osc", text)
    stage.close()
    assert not on(serve(SHOW), lambda desk: desk.is_on("in"))


def test_no_more_is_kept_than_somebody_looks_at() -> None:
    monitor = Monitor(lambda: 5.04)
    for n in range(MAX_SEEN + 1):
        monitor.came(f"10.0.{n // 250}.{n % 250}", "/a", (n,))
        monitor.wrong(f"10.0.{n // 250}.{n % 250}", "may not send")
    assert (len(monitor.seen), monitor.count) == (MAX_SEEN, MAX_SEEN + 1)
    assert len(monitor.came_from) == MAX_WHO + 1
    assert monitor.came_from[OTHERS] == MAX_SEEN + 1 - MAX_WHO
    assert monitor.causes[OTHERS, "may not send"] == MAX_SEEN + 1 - MAX_CAUSES
    assert [told[0] for told in newest(monitor, 0)] == list(range(MAX_SEEN + 2 - MAX_TOLD, MAX_SEEN + 2))
    long = tuple(range(MAX_ARGUMENTS + 1))
    monitor.sent("x", "/" + "a" * MAX_CHARACTERS, long)
    monitor.sent("x", "/b", (True, None, float("nan"), 2**60, b"\x01\xff", "y" * (MAX_CHARACTERS + 1), [1], object))
    cut, odd = newest(monitor, MAX_SEEN + 1)
    assert cut == [
        502,
        "out",
        "x",
        f"/{'a' * (MAX_CHARACTERS - 2)}{CUT}",
        "i" * MAX_ARGUMENTS,
        [*range(MAX_ARGUMENTS), CUT],
        5.0,
    ]
    assert odd[4:6] == [
        "TNfibs[?",
        [True, None, "nan", str(2**60), "01 ff", "y" * (MAX_CHARACTERS - 1) + CUT, "[1]", "<class 'object'>"],
    ]
    json.dumps(odd, allow_nan=False)


def test_learning_offers_no_more_than_fits_and_forgets_a_control_that_is_gone(stage: Serving, boss: Page) -> None:
    boss.ask("osc learn", control="slider2")

    def move(desk: Desk) -> None:
        for n in range(MAX_PROPOSALS + 1):
            desk.monitor.came("qlab", f"/{n}", (float("inf") if n else 1,))

    on(stage, move)
    learning = boss.ask("osc", after=0)["learning"]
    assert len(learning["proposals"]) == MAX_PROPOSALS
    assert learning["proposals"][0] == {
        "who": "qlab", "address": "/0", "kinds": "i", "count": 1, "low": 1, "high": 1,
    }  # fmt: skip
    bare = {**SHOW, "controls": SMALL["controls"][:1]}
    stage.document.path.write_text(json.dumps(bare), encoding="utf-8")
    boss.wait(lambda: "slider2" not in boss.values, "for the show without it")
    assert boss.ask("osc", after=0)["learning"] is None
