"""Targets that are away and come back, names that lead nowhere, and what goes to a target that speaks itself."""

import socket
import threading
from typing import Any

import pytest
from pythonosc.osc_message_builder import build_msg

from tests.links.osc.rig import HERE, Ear, Ears, Rig, Rigs, target
from webui.core.errors import Refusal
from webui.links.osc.send import sender, target_socket

CONTROLS: list[dict[str, Any]] = [
    {"id": "wash", "type": "fader", "osc": {"address": "/wash", "range": [0, 1]}},
    {"id": "bed", "type": "toggle"},
    {"id": "flash", "type": "button"},
]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is away is looked for often."""
    for name in ("FIRST_TRY", "LAST_TRY", "FIRST_SEARCH", "LAST_SEARCH", "REFUSES_WITHIN"):
        monkeypatch.setattr(target_socket, name, 20.0)


# Away, and back


@pytest.mark.usefixtures("quick")
def test_a_target_that_is_back_is_told_all_values(rigs: Rigs, ears: Ears) -> None:
    ear = ears()
    rig = rigs(osc={"targets": [target(ear.port)]}, controls=CONTROLS)
    rig.move(("wash", 25))
    assert ear.messages() == [("/wash", [0.25])]
    ear.close()
    rig.move(("wash", 50))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    assert rig.standing() == ("wrong", f"Nothing listens there: {HERE}, port {ear.port}.")
    assert rig.causes()["ear", target_socket.REFUSED] >= 1
    rig.move(("wash", 75), ("bed", True))
    back = ears(ear.port)
    assert sorted([*back.messages(), *back.messages()]) == [("/sidestage/bed", [1]), ("/wash", [0.75])]
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    rig.move(("wash", 100))
    assert back.messages() == [("/wash", [1.0])]


@pytest.mark.usefixtures("quick")
def test_a_target_that_starts_after_the_show_is_told_all_values(rigs: Rigs, ears: Ears) -> None:
    ear = ears()
    ear.close()
    rig = rigs(osc={"targets": [target(ear.port)]}, controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    late = ears(ear.port)
    assert sorted([*late.messages(), *late.messages()]) == [("/sidestage/bed", [0]), ("/wash", [0.0])]


def test_a_target_that_speaks_is_there(rigs: Rigs, ears: Ears) -> None:
    ear = ears()
    ear.close()
    rig = rigs(osc={"targets": [target(ear.port)]}, controls=CONTROLS)
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    [link] = rig.engine.links
    back = ears(ear.port)
    rig.engine.call(link._outgoing.senders["ear"].heard, 0.0)  # type: ignore[attr-defined]
    assert sorted([*back.messages(), *back.messages()]) == [("/sidestage/bed", [0]), ("/wash", [0.0])]


@pytest.mark.usefixtures("quick")
def test_a_name_is_looked_for_until_it_is_found(rigs: Rigs, ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []
    look, threads = socket.getaddrinfo, set()

    def found(host: str, *more: Any, **keys: Any) -> Any:
        threads.add(threading.current_thread().name)
        if host == "desk.example" and host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "nobody has that name")
        return look(HERE, *more, **keys)

    monkeypatch.setattr(target_socket.socket, "getaddrinfo", found)
    ear = ears()
    rig = rigs(osc={"targets": [target(ear.port, host="desk.example")]}, controls=CONTROLS)
    rig.move(("wash", 50), ("flash", True), ("flash", False))
    rig.wait(lambda: rig.desk.targets()["ear"].state == "wrong")
    assert rig.standing() == ("wrong", "Its name is not known: desk.example.")
    with pytest.raises(Refusal, match="name is not known"):
        rig.engine.call(rig.desk.test, "ear")
    assert rig.causes()["ear", sender.AWAY] == 2
    known.append("desk.example")
    assert sorted([*ear.messages(), *ear.messages()]) == [("/sidestage/bed", [0]), ("/wash", [0.5])]
    assert threads == {"find desk.example"}


def test_this_computer_has_a_name(rigs: Rigs, ears: Ears) -> None:
    ear = ears()
    rig = rigs(osc={"targets": [target(ear.port, host="localhost")]}, controls=CONTROLS)
    rig.move(("wash", 50))
    assert ear.messages() == [("/wash", [0.5])]


def test_a_whole_network_is_told(rigs: Rigs, ears: Ears) -> None:
    ear = ears(0, "0.0.0.0")
    rig = rigs(osc={"targets": [target(ear.port, host="127.255.255.255")]}, controls=CONTROLS)
    rig.move(("wash", 50))
    assert ear.messages() == [("/wash", [0.5])]


def test_where_no_way_leads_is_said(rigs: Rigs, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, place: Any) -> None:
        raise OSError(101, "Network is unreachable")

    class Unconnected(socket.socket):
        pass

    Unconnected.connect = connect  # type: ignore[assignment,method-assign]
    monkeypatch.setattr(target_socket.socket, "socket", Unconnected)
    monkeypatch.setattr(target_socket, "FIRST_TRY", 20.0)
    rig = rigs(osc={"targets": [target(9, host="198.51.100.7")]}, controls=CONTROLS)
    rig.wait(lambda: rig.causes_here().get(("ear", target_socket.UNREACHABLE), 0) >= 2)
    assert rig.standing() == ("wrong", "It can't be reached: 198.51.100.7, port 9.")
    rig.move(("wash", 50), ("flash", True), ("flash", False))
    monkeypatch.undo()


# What comes from them


def heard_in(rig: Rig, count: int) -> bool:
    """Whether so many messages came in."""
    return sum(rig.desk.monitor.came_from.values()) >= count


def there(desk: Ear, *messages: tuple[str, Any]) -> None:
    """A hand at the target moves something."""
    for address, argument in messages:
        desk.answer(build_msg(address, argument).dgram)


def test_what_came_from_a_target_goes_to_others_and_not_back(rigs: Rigs, ears: Ears) -> None:
    desk, other = ears(), ears()
    keep = {"address": "/hello", "every": 3600}
    rig = rigs(osc={"targets": [target(desk.port, "desk", keep=keep), target(other.port, "other")]}, controls=CONTROLS)
    rig.listens()
    assert desk.messages() == [("/hello", [])]
    there(desk, ("/wash", 0.5), ("/sidestage/flash", 1))
    assert other.until("/sidestage/flash") == [("/wash", [0.5]), ("/sidestage/flash", [1])]
    there(desk, ("/sidestage/flash", 0))
    assert other.messages() == [("/sidestage/flash", [0])]
    rig.move(("bed", True))
    assert desk.messages() == [("/sidestage/bed", [1])]
    # It is told where it would go back to, for it is not there any more.
    rig.move(("wash", 0))
    assert desk.messages() == [("/wash", [0.0])]


def test_a_target_that_asks_for_it_hears_its_own_moves(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    keep = {"address": "/hello", "every": 3600}
    rig = rigs(osc={"targets": [target(desk.port, "desk", keep=keep, echo=True)]}, controls=CONTROLS)
    rig.listens()
    assert desk.messages() == [("/hello", [])]
    there(desk, ("/wash", 0.5))
    assert desk.messages() == [("/wash", [0.5])]


def test_a_target_whose_move_is_refused_is_told_what_is_true(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    keep = {"address": "/hello", "every": 3600}
    rig = rigs(osc={"targets": [target(desk.port, "desk", keep=keep)]}, controls=CONTROLS)
    rig.listens()
    assert desk.messages() == [("/hello", [])]
    rig.move(("wash", 25))
    assert desk.messages() == [("/wash", [0.25])]
    rig.hold("wash")
    there(desk, ("/wash", 0.75))
    assert desk.messages() == [("/wash", [0.25])]
    assert rig.value("wash") == 25


def test_a_release_that_the_target_says_itself_is_told_where_a_press_was(rigs: Rigs, ears: Ears) -> None:
    desk = ears()
    keep = {"address": "/hello", "every": 3600}
    rig = rigs(osc={"targets": [target(desk.port, "desk", keep=keep)]}, controls=CONTROLS)
    rig.listens()
    assert desk.messages() == [("/hello", [])]
    rig.move(("flash", True))
    assert desk.messages() == [("/sidestage/flash", [1])]
    # Two fingers are on it, and the one there is lifted last.
    there(desk, ("/sidestage/flash", 1), ("/sidestage/flash", 1))
    rig.wait(lambda: heard_in(rig, 2))
    rig.move(("flash", False))
    assert rig.value("flash") is True
    there(desk, ("/sidestage/flash", 0))
    assert desk.messages() == [("/sidestage/flash", [0])]
