"""What operators ask of the door, with real sockets: each takes effect at once for those connected."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from typing import Any

import pytest

from desktop.keeping import DATABASE
from desktop.serving import Serving
from tests.clients import Page, Refused, SimpleClient
from tests.conftest import Serve
from tests.joined import Tablet, joined, secret_of
from webui.core.guessing import OFTEN
from webui.links.simple import KEPT_OUT
from webui.links.tablets.link import STRANGER
from webui.store import Store

Open = Callable[..., Page]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open a page of a tablet; it is closed with the test."""
    with ExitStack() as stack:
        yield lambda tablet, session="session-1": stack.enter_context(closing(tablet.page(session)))


@pytest.fixture
def boss(stage: Serving, opened: Open) -> Page:
    """An operator's page, on a tablet."""
    return opened(joined(stage, "FOH", "operator"), "session-boss")


@pytest.fixture
def ipad(stage: Serving) -> Tablet:
    return joined(stage, "Stage left iPad")


@pytest.fixture
def dragging(ipad: Tablet, opened: Open) -> Page:
    """The iPad's page, with a finger on a fader and one on a button."""
    page = opened(ipad)
    page.hold("slider1")
    page.op({"slider1": 7}, [["press", "thunder", page.now()]])
    page.sees(slider1=7, thunder=True)
    return page


def row(page: Page, name: str) -> Any:
    """What a page was told of a device."""
    return next((device for device in page.devices if device["name"] == name), None)


def id_of(page: Page, name: str) -> str:
    found = page.wait(lambda: row(page, name), f"for {name}")
    return str(found["id"])


def test_a_revoked_tablet_lets_go_is_gone_at_once_and_does_not_come_back(
    boss: Page, ipad: Tablet, dragging: Page
) -> None:
    boss.wait(lambda: boss.holds.get("slider1"))
    boss.ask("forget", device=id_of(boss, "Stage left iPad"))
    dragging.wait(lambda: not dragging.connected)
    boss.sees(thunder=False)
    boss.wait(lambda: not boss.holds)
    boss.wait(lambda: row(boss, "Stage left iPad") is None)
    with pytest.raises(Refused, match=STRANGER):
        ipad.page("session-2")
    assert boss.values["slider1"] == 7


def test_it_is_forgotten_after_a_restart_too(stage: Serving, serve: Serve, boss: Page, ipad: Tablet) -> None:
    other = joined(stage, "Mia")
    boss.ask("forget", device=id_of(boss, "Stage left iPad"))
    stage.close()
    again = serve()
    ipad.url = other.url = again.url
    with pytest.raises(Refused, match=STRANGER):
        ipad.page()
    other.page().close()


def test_its_operations_are_forgotten_with_it(stage: Serving, boss: Page, dragging: Page) -> None:
    device = id_of(boss, "Stage left iPad")
    dragging.wait(lambda: dragging.kept == dragging.n)
    boss.ask("forget", device=device)
    stage.close()
    assert not [memory for memory in stage._engine.kept if memory.startswith(device)]
    with closing(Store(stage.data / DATABASE)) as store:
        assert not [memory for memory in store.seen() if memory.startswith(device)]
        assert [memory for memory in store.devices().values() if memory.name == "FOH"]


def test_who_becomes_a_watcher_while_dragging_lets_go_and_has_a_new_welcome(
    boss: Page, ipad: Tablet, dragging: Page, opened: Open
) -> None:
    boss.wait(lambda: boss.holds.get("slider1"))
    boss.ask("role", device=id_of(boss, "Stage left iPad"), role="watcher")
    dragging.wait(lambda: not dragging.connected)
    boss.sees(thunder=False)
    boss.wait(lambda: not boss.holds)
    again = opened(ipad)
    assert again.welcome["you"]["role"] == "watcher"
    n = again.op({"slider1": 9}, holds={"slider1": True})
    again.wait(lambda: [n, None, "View only"] in again.refused)
    boss.wait(lambda: row(boss, "Stage left iPad")["role"] == "watcher")
    assert boss.values["slider1"] == 7


def test_who_becomes_an_operator_has_a_new_welcome_and_may_do_all(boss: Page, ipad: Tablet, opened: Open) -> None:
    first = opened(ipad)
    assert "programs" not in first.welcome
    with pytest.raises(Refused, match="For operators only"):
        first.ask("forget all")
    boss.ask("role", device=first.welcome["you"]["id"], role="operator")
    first.wait(lambda: not first.connected)
    again = opened(ipad)
    assert again.welcome["programs"] == "player"
    again.ask("forget all")
    boss.wait(lambda: not boss.connected)


def test_the_same_role_again_ends_nothing(boss: Page, dragging: Page) -> None:
    boss.ask("role", device=id_of(boss, "Stage left iPad"), role="player")
    dragging.move(slider1=8)
    assert dragging.connected


def test_a_disconnected_tablet_may_come_back(boss: Page, ipad: Tablet, dragging: Page, opened: Open) -> None:
    boss.ask("disconnect", device=id_of(boss, "Stage left iPad"))
    dragging.wait(lambda: not dragging.connected)
    boss.sees(thunder=False)
    boss.wait(lambda: row(boss, "Stage left iPad")["screens"] == 0)
    opened(ipad).move(slider1=9)
    boss.wait(lambda: row(boss, "Stage left iPad")["screens"] == 1)


def test_a_new_name_is_on_all_screens_and_survives(
    stage: Serving, serve: Serve, boss: Page, ipad: Tablet, opened: Open
) -> None:
    page = opened(ipad)
    device = page.welcome["you"]["id"]
    assert boss.ask("rename", device=device, name=" Mia\u202e ") == "Mia"
    page.wait(lambda: row(page, "Mia"))
    page.hold("slider1")
    boss_name = boss.welcome["you"]["name"]
    assert page.ask("rename", device=device, name=boss_name) == f"{boss_name} 2"
    with pytest.raises(Refused, match="can be seen"):
        page.ask("rename", device=device, name="\u200b")
    boss.wait(lambda: row(boss, f"{boss_name} 2"))
    stage.close()
    again = serve()
    ipad.url = again.url
    assert opened(ipad).welcome["you"]["name"] == f"{boss_name} 2"


def test_all_are_forgotten_but_this_computer_and_who_asks(
    stage: Serving, boss: Page, dragging: Page, opened: Open
) -> None:
    key = boss.ask("key", name="Lights", role="player")["key"]
    with closing(Page(stage.url, "session-here")) as here, closing(Page(stage.url, "session-key", key=key)) as lights:
        boss.ask("forget all")
        for gone in (dragging, lights):
            gone.wait(lambda gone=gone: not gone.connected)
        here.move(slider2=3)
        boss.sees(slider2=3)
        boss.wait(lambda: {device["name"] for device in boss.devices} == {"FOH", "Program"})


def test_a_programs_key_is_made_once_and_can_be_revoked(stage: Serving, boss: Page) -> None:
    key = boss.ask("key", name="Lights", role="watcher")["key"]
    assert len(key) >= 32
    lights = boss.wait(lambda: row(boss, "Lights"))
    assert (lights["screens"], lights["kind"], lights["role"]) == (0, "program", "watcher")
    program = SimpleClient(stage.url, auth={"key": key})
    program.change("slider1", 9)
    program.wait(lambda: {"who": "slider1", "reason": "View only"} in program.answers("refused"))
    boss.ask("role", device=lights["id"], role="player")
    program.change("slider1", 9)
    boss.sees(slider1=9)
    boss.wait(lambda: row(boss, "Lights")["screens"] == 1)
    boss.ask("forget", device=lights["id"])
    boss.wait(lambda: row(boss, "Lights") is None)
    with pytest.raises(Refused, match=KEPT_OUT):
        SimpleClient(stage.url, auth={"key": key})
    program.close()


@pytest.mark.parametrize("transports", [["websocket"], ["polling"]])
def test_programs_on_this_computer_have_the_role_of_the_setting_at_once(
    stage: Serving, boss: Page, transports: list[str]
) -> None:
    program = SimpleClient(stage.url, transports=transports)
    program.change("thunder", True)
    boss.sees(thunder=True)
    boss.ask("programs", role="watcher")
    boss.sees(thunder=False)
    program.change("slider1", 9)
    program.wait(lambda: {"who": "slider1", "reason": "View only"} in program.answers("refused"))
    boss.ask("programs", role="operator")
    boss.wait(lambda: boss.programs == "operator")
    program.change("slider1", 9)
    boss.sees(slider1=9)
    boss.ask("programs", role="off")
    boss.wait(lambda: row(boss, "Program") is None)
    program.wait(lambda: not program.socket.connected or not program.socket.namespaces)
    for namespace in ("/", "/test"):
        with pytest.raises(Refused, match=KEPT_OUT):
            SimpleClient(stage.url, namespace, transports=transports)
    with pytest.raises(Refused, match=STRANGER):
        Page(stage.url)
    program.close()


def test_the_setting_for_programs_survives_a_restart(stage: Serving, serve: Serve, boss: Page) -> None:
    boss.ask("programs", role="off")
    stage.close()
    again = serve()
    with pytest.raises(Refused, match=KEPT_OUT):
        SimpleClient(again.url)
    assert again._engine.door.house.role.word == "operator"


def test_a_new_code_ends_the_old_one(stage: Serving, boss: Page) -> None:
    old, digits = secret_of(stage.join_link("127.0.0.1")), stage.code()
    assert digits
    tablet = Tablet(stage.url)
    _, asked = tablet.post("/join/ask", secret=old)
    assert boss.ask("code", role="watcher", life="10 minutes") is None
    assert tablet.post("/join/ask", secret=old)[0] == 403
    assert tablet.post("/join/ask", digits=digits.digits)[0] == 403
    assert tablet.post("/join", ticket=asked["ticket"])[0] == 403
    tablet.join(secret_of(stage.join_link("127.0.0.1")))
    with closing(tablet.page()) as page:
        assert page.welcome["you"]["role"] == "watcher"


@pytest.mark.parametrize(("life", "survives"), [("program", False), ("10 minutes", False), ("day", True)])
def test_a_code_of_a_day_outlives_the_program(
    stage: Serving, serve: Serve, boss: Page, life: str, survives: bool
) -> None:
    boss.ask("code", role="watcher", life=life)
    was = stage.code()
    stage.close()
    now = serve().code()
    assert was
    assert now
    assert ((now.secret, now.digits, now.role) == (was.secret, was.digits, was.role)) is survives
    assert now.life == ("day" if survives else "program")
    assert now.until is None or 86_000_000 < now.until < 86_500_000


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"until": "x"}', '{"until": 0}', "nonsense"])
def test_a_kept_code_that_ended_or_can_not_be_read_is_replaced(stage: Serving, serve: Serve, kept: str) -> None:
    stage._engine.store.settle("code", kept)
    stage._engine.store.settle("programs", kept)
    stage.close()
    now = serve().code()
    assert now
    assert now.life == "program"


@pytest.mark.parametrize(
    ("what", "details", "reason"),
    [
        ("code", {"role": "boss", "life": "day"}, "role must be one of watcher, player, operator"),
        ("code", {"role": "player", "life": "ever"}, "code: life must be one of program, 10 minutes, day"),
        ("code", {"role": "player", "life": ["day"]}, "code: life must be one of program, 10 minutes, day"),
        ("rename", {"device": "d", "name": 1}, "name must be a text of at most 200 characters"),
        ("rename", {"device": "d", "name": "x" * 201}, "name must be a text of at most 200 characters"),
        ("role", {"device": 1, "role": "player"}, "device must be a device's id"),
        ("forget", {}, "device must be a device's id"),
        ("forget", {"device": "x" * 200}, "device must be a device's id"),
        ("disconnect", {"device": None}, "device must be a device's id"),
        ("key", {"name": "Lights", "role": None}, "role must be one of watcher, player, operator"),
        ("programs", {"role": "none"}, "role must be one of watcher, player, operator"),
        ("forget", {"device": "local"}, "This computer always stays what it is."),
        ("role", {"device": "local", "role": "watcher"}, "This computer always stays what it is."),
        ("rename", {"device": "local", "name": "x"}, "This computer always stays what it is."),
        ("forget", {"device": "programs"}, "What programs on this computer may do has a setting of its own."),
        ("forget", {"device": "nobody"}, "There is no such device any more."),
    ],
)
def test_what_can_not_be_done_is_answered_with_the_reason(
    boss: Page, what: str, details: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        boss.ask(what, **details)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("what", "details"),
    [
        ("code", {"role": "operator", "life": "day"}),
        ("role", {"device": "programs", "role": "operator"}),
        ("disconnect", {"device": "local"}),
        ("forget", {"device": "local"}),
        ("forget all", {}),
        ("key", {"name": "Mine", "role": "operator"}),
        ("programs", {"role": "operator"}),
        ("rename", {"device": "local", "name": "Mine"}),
    ],
)
def test_others_are_refused_with_the_reason(stage: Serving, what: str, details: dict[str, Any]) -> None:
    with closing(Page(stage.url)) as page, pytest.raises(Refused) as caught:
        page.ask(what, **details)
    assert str(caught.value) == "For operators only"


def test_operators_see_of_each_device_where_it_is_and_of_those_away_when_it_was(
    boss: Page, ipad: Tablet, opened: Open
) -> None:
    away = boss.wait(lambda: row(boss, "Stage left iPad"))
    assert (away["screens"], away["browser"], away["address"]) == (0, "iPad", "127.0.0.1")
    page = opened(ipad)
    here = boss.wait(lambda: (row(boss, "Stage left iPad") or {}).get("screens") and row(boss, "Stage left iPad"))
    assert here["joined"] == away["joined"] > 1_700_000_000
    assert here["seen"] >= away["seen"]
    assert set(row(page, "Stage left iPad")) == {"id", "name", "colour", "role", "screens"}
    page.close()
    gone = boss.wait(lambda: row(boss, "Stage left iPad")["screens"] == 0 and row(boss, "Stage left iPad"))
    assert gone["seen"] >= here["seen"]


def test_operators_hear_of_who_types_wrong_digits_again_and_again(stage: Serving, boss: Page) -> None:
    tablet = Tablet(stage.url)
    answers = [
        tablet.post("/join/ask", digits="000000" if stage.code().digits != "000000" else "1" * 6) for _ in range(9)
    ]  # type: ignore[union-attr]
    assert [status for status, _ in answers] == [403] * 5 + [429] * 4
    assert "digits" not in boss.faults
    for _ in range(OFTEN):
        stage._engine.call(stage._engine.door.guesses.note_wrong, "192.0.2.7", stage._engine.now())
    boss.wait(lambda: "192.0.2.7" in boss.faults.get("digits", ""))


def test_this_computers_page_comes_with_its_cookie_and_manages(stage: Serving) -> None:
    connection = HTTPConnection("127.0.0.1", stage.port)
    connection.request("GET", "/")
    cookie = connection.getresponse().getheader("Set-Cookie", "").partition(";")[0]
    connection.close()
    with closing(Page(stage.url, headers={"Cookie": cookie})) as page:
        assert page.welcome["you"]["name"] == "This computer"
        assert page.ask("key", name="Lights", role="player")["key"]
