"""Pages and controls that are for some roles only."""

from typing import Any

import pytest

from tests.core.making import NEEDED, OPERATOR, PLAYER, WATCHER, person, show
from webui.core.devices.devices import Connection, Role
from webui.core.errors import ShowError
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.show import Show
from webui.core.surface.commands import Load, Operation, Press, Release, ValueChanged
from webui.core.surface.events import Changed, Refused
from webui.core.surface.surface import Surface

MIA = person(PLAYER, id="mia", device="d1", session="s1")
BOSS = person(OPERATOR, id="boss", device="d2", session="s2")
GUEST = person(WATCHER, id="guest", device="d3", session="s3")
PROGRAM = person(PLAYER, id="program", device="d4", session="")

ONLY = "For operators only"


def control(id: str, kind: str = "fader", **keys: Any) -> dict[str, Any]:
    return {"id": id, "type": kind, **NEEDED.get(kind, {}), **keys}


def desk(**roles: str) -> Show:
    """A show with a page for all, one for players and one for operators; some controls with a role of their own."""
    own = {id: {"role": role} for id, role in roles.items()}

    def its(*named: str) -> list[dict[str, Any]]:
        return [control(id, "button" if id == "go" else "fader", **own.get(id, {})) for id in named]

    return show(
        id="desk",
        open=True,
        pages=[
            {"id": "all", "controls": its("wash", "master", "go")},
            {"id": "band", "role": "player", "controls": its("monitor")},
            {"id": "desk", "role": "operator", "controls": its("house")},
        ],
    )


def op(stage: Surface, by: Connection, moves: dict[str, Any], *acts: Press | Release, **holds: bool) -> list[str]:
    """The reasons for which parts of somebody's next operation were refused."""
    events = stage.apply(Operation(stage.seen(by) + 1, moves, acts, holds), by, 0.0)
    return [event.reason for event in events if isinstance(event, Refused)]


@pytest.fixture
def stage() -> Surface:
    stage = Surface(desk(master="operator", go="operator"), {}, {})
    for one in (MIA, BOSS, GUEST, PROGRAM):
        stage.join(one)
    return stage


@pytest.mark.parametrize("kind", CONTROL_TYPES)
def test_a_control_is_for_players_unless_the_file_says_for_operators(kind: str) -> None:
    [usual] = show(controls=[control("a", kind)]).pages[0].controls
    [only] = show(controls=[control("a", kind, role="operator")]).pages[0].controls
    assert (usual.role, only.role) == (PLAYER, OPERATOR)
    assert (usual.describe()["role"], only.describe()["role"]) == ("player", "operator")


def test_a_page_is_for_all_unless_the_file_says_otherwise_and_its_controls_are_for_no_lower_role() -> None:
    read = desk(wash="operator")
    assert [page.role for page in read.pages] == [WATCHER, PLAYER, OPERATOR]
    roles = {id: one.role for id, one in read.controls.items()}
    assert roles == {"wash": OPERATOR, "master": PLAYER, "go": PLAYER, "monitor": PLAYER, "house": OPERATOR}


@pytest.mark.parametrize("role", ["watcher", "Operator", "", None, 2, ["operator"]])
def test_a_control_has_no_other_role(role: object) -> None:
    with pytest.raises(ShowError, match="page main, control 1: role must be one of player, operator"):
        show(controls=[control("a", role=role)])


@pytest.mark.parametrize("role", ["boss", None, 0, {}])
def test_a_page_has_no_other_role(role: object) -> None:
    with pytest.raises(ShowError, match="page p: role must be one of watcher, player, operator"):
        show(pages=[{"id": "p", "role": role}])


@pytest.mark.parametrize(
    ("role", "pages"), [(WATCHER, ["all"]), (PLAYER, ["all", "band"]), (OPERATOR, ["all", "band", "desk"])]
)
def test_each_role_sees_its_pages(role: Role, pages: list[str]) -> None:
    seen = desk().seen_by(role)
    assert [page.id for page in seen.pages] == pages
    assert set(seen.controls) == {one.id for page in seen.pages for one in page.controls}


def test_who_sees_all_sees_the_show_itself() -> None:
    read = desk()
    assert read.seen_by(OPERATOR) is read


def test_what_is_for_operators_others_neither_move_nor_hold_nor_press(stage: Surface) -> None:
    assert op(stage, MIA, {"master": 5, "wash": 6, "house": 7}) == [ONLY, ONLY]
    assert [stage.value(name) for name in ("master", "wash", "house")] == [0, 6, 0]
    assert op(stage, MIA, {"master": 5}, master=True) == [ONLY]
    assert op(stage, MIA, {}, Press("go", 0.0), Release("go")) == [ONLY]
    assert stage.snapshot(0.0).holds == {}
    assert stage.value("go") is False
    assert op(stage, GUEST, {"wash": 1}) == ["View only"]


def test_operators_do(stage: Surface) -> None:
    assert op(stage, BOSS, {"master": 5, "house": 7}, Press("go", 0.0), master=True) == []
    assert [stage.value(name) for name in ("master", "house", "go")] == [5, 7, True]
    assert stage.snapshot(0.0).holds == {"master": BOSS.device.id}


@pytest.mark.parametrize(("by", "reason"), [(PROGRAM, ONLY), (GUEST, ONLY), (BOSS, None)])
@pytest.mark.parametrize(("who", "data"), [("master", 5), ("go", True)])
def test_simple_clients_stand_under_the_same_rule(
    stage: Surface, by: Connection, who: str, data: object, reason: str | None
) -> None:
    before = stage.value(who)
    events = stage.apply(ValueChanged(who, data), by, 0.0)
    assert [event.reason for event in events if isinstance(event, Refused)] == ([reason] if reason else [])
    assert stage.value(who) == (before if reason else data)


def test_who_may_only_look_is_told_so_of_a_control_that_there_is_not(stage: Surface) -> None:
    (event,) = stage.apply(ValueChanged("nothing", 5), GUEST, 0.0)
    assert isinstance(event, Refused)
    assert event.reason == "View only"


def test_a_control_that_becomes_the_operators_leaves_the_hands_of_others(stage: Surface) -> None:
    op(stage, MIA, {"wash": 6}, wash=True, monitor=True)
    op(stage, BOSS, {}, Press("go", 0.0), master=True)
    stage.apply(Load(desk(wash="operator", go="operator"), {}), BOSS, 0.0)
    assert stage.snapshot(0.0).holds == {"monitor": MIA.device.id, "master": BOSS.device.id}
    assert (stage.value("wash"), stage.value("go")) == (6, True)
    assert op(stage, MIA, {"wash": 7}) == [ONLY]


def test_a_button_that_becomes_the_operators_is_released_by_others() -> None:
    stage = Surface(desk(), {}, {})
    for one in (MIA, BOSS):
        stage.join(one)
    op(stage, MIA, {}, Press("go", 0.0))
    stage.apply(Load(desk(go="operator"), {}), BOSS, 0.0)
    assert stage.value("go") is False
    assert op(stage, MIA, {}, Release("go")) == []
    op(stage, BOSS, {}, Press("go", 0.0))
    stage.apply(Load(desk(go="operator"), {}), BOSS, 0.0)
    assert stage.value("go") is True


def test_an_open_show_takes_new_controls_on_a_page_that_players_have() -> None:
    pages = [{"id": "desk", "role": "operator"}, {"id": "band", "role": "player"}]
    stage = Surface(show(open=True, pages=pages), {}, {})
    events = stage.apply(ValueChanged("tempo", 120), PROGRAM, 0.0)
    assert any(isinstance(event, Changed) for event in events)
    assert stage.show.page_of("tempo") == 1
    assert (stage.show.pages[1].role, stage.show.controls["tempo"].role) == (PLAYER, PLAYER)
    # And adopts them again, wider.
    stage.apply(ValueChanged("tempo", 1200), PROGRAM, 0.0)
    assert stage.value("tempo") == 1200


def test_where_players_have_no_page_there_is_no_room_for_new_controls() -> None:
    stage = Surface(show(open=True, pages=[{"id": "desk", "role": "operator"}]), {}, {})
    (event,) = stage.apply(ValueChanged("tempo", 120), PROGRAM, 0.0)
    assert isinstance(event, Refused)
    assert event.reason == "No room on the page"
