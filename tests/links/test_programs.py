"""Programs elsewhere have keys, and those on this computer a role together, with real sockets."""

import pytest

from tests.clients import Page, Refused, SimpleClient
from tests.conftest import Serve
from tests.joined import row
from webui.links.simple import KEPT_OUT
from webui.links.tablets.link import STRANGER
from webui.serving import Serving


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
