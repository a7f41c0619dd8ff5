"""What operators ask of the door, with real sockets: each takes effect at once for those connected."""

from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.clients import Page, Refused, connect, ordered_client
from tests.conftest import Serve
from tests.joined import Tablet, id_of, joined, row
from tests.links.conftest import Open
from tests.sockets.test_upgrade import until
from webui.access.authentication import Access
from webui.access.doorkeeper import Doorkeeper
from webui.links.tablets.link import STRANGER
from webui.serving import Serving
from webui.storage.opening import DATABASE
from webui.storage.store import Store


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
    assert not [memory for memory in stage._engine.commits.kept if memory.startswith(device)]
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


@pytest.mark.parametrize(
    ("what", "details", "reason"),
    [
        ("code", {"role": "boss", "life": "day"}, "role must be one of watcher, player, operator"),
        ("code", {"role": "player", "life": "ever"}, "code: life must be one of program, 10 minutes, day"),
        ("code", {"role": "player", "life": ["day"]}, "code: life must be one of program, 10 minutes, day"),
        ("rename", {"device": "d", "name": 1}, "name must be a text"),
        ("rename", {"device": "d", "name": ["x"]}, "name must be a text"),
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


def test_this_computers_page_comes_with_its_cookie_and_manages(stage: Serving) -> None:
    connection = HTTPConnection("127.0.0.1", stage.port)
    connection.request("GET", "/")
    cookie = connection.getresponse().getheader("Set-Cookie", "").partition(";")[0]
    connection.close()
    with closing(Page(stage.url, headers={"Cookie": cookie})) as page:
        assert page.welcome["you"]["name"] == "This computer"
        assert page.ask("key", name="Lights", role="player")["key"]


def test_who_is_forgotten_while_it_comes_in_is_not_let_in(
    stage: Serving, boss: Page, ipad: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = id_of(boss, "Stage left iPad")
    engine, of_socket = stage._engine, Access.of_socket

    def known_and_then_forgotten(self: Access, *parts: Any) -> Any:
        found = of_socket(self, *parts)
        engine.call(Doorkeeper(engine).forget, engine.door.house, device)
        return found

    monkeypatch.setattr(Access, "of_socket", known_and_then_forgotten)
    client = ordered_client()
    heard: list[str] = []
    client.on("*", lambda event, *parts: heard.append(event), namespace="/stage")
    auth = {"session": "session-1", "key": ipad.key}
    connect(client, stage.url, ["/stage"], transports=["websocket"], auth=auth)
    # A client that is cut off before it knows that it is in tells nobody; its socket knows.
    until(lambda: not (client.eio.ws and client.eio.ws.connected))
    assert heard == []
    assert device not in [one.device.id for one in engine.surface.connections.values()]
