"""By which names this computer may be called, and which pages may speak to it."""

import threading
from collections.abc import Sequence

import pytest

from webui.network import allowed_hosts
from webui.network.allowed_hosts import ASK_AGAIN, FRESH, Hosts

PATIENCE = 20.0


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(allowed_hosts.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def hosts(names: Sequence[str] = ("192.168.1.7", "[fd00::7]", "Stage.local"), port: int = 5757, *origins: str) -> Hosts:
    return Hosts(port, lambda: names, origins)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:5757",
        "localhost:5757",
        "LOCALHOST:5757",
        "[::1]:5757",
        "192.168.1.7:5757",
        "[fd00::7]:5757",
        "stage.local:5757",
    ],
)
def test_this_computer_goes_by_its_own_addresses_and_names(host: str) -> None:
    assert hosts().allows_host(host)
    assert hosts().is_own_origin(f"http://{host}")
    assert hosts().allows_origin(f"http://{host}")


@pytest.mark.parametrize(
    "host",
    [
        "", "evil.example", "evil.example:5757", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:57570", "192.168.1.8:5757",
        "localhost.evil.example:5757", "127.0.0.1:5757,evil.example", "127.0.0.1:5757/", "user@127.0.0.1:5757",
        "0.0.0.0:5757", "127.1:5757",
    ],
)  # fmt: skip
def test_any_other_name_may_be_a_trap(host: str) -> None:
    assert not hosts().allows_host(host)
    assert not hosts().allows_origin(f"http://{host}")


@pytest.mark.parametrize(
    "origin", ["", "null", "https://127.0.0.1:5757", "file://", "127.0.0.1:5757", "http://", "http:127.0.0.1:5757"]
)
def test_another_kind_of_page_is_not_ours(origin: str) -> None:
    assert not hosts().is_own_origin(origin)
    assert not hosts().allows_origin(origin)


def test_on_port_80_browsers_leave_the_port_out() -> None:
    for host in ("127.0.0.1", "127.0.0.1:80", "stage.local"):
        assert hosts(port=80).allows_host(host)
        assert hosts(port=80).is_own_origin(f"http://{host}")
    assert not hosts(port=80).allows_host("127.0.0.1:5757")


def test_a_page_that_the_user_named_may_speak_but_is_not_ours() -> None:
    allowed = hosts((), 5757, "https://Studio.example/", "null")
    assert allowed.allows_origin("https://studio.example")
    assert allowed.allows_origin("HTTPS://STUDIO.EXAMPLE")
    assert allowed.allows_origin("null")
    assert not allowed.allows_origin("http://studio.example")
    assert not allowed.allows_origin("https://studio.example.evil.example")
    assert not allowed.is_own_origin("https://studio.example")
    assert not allowed.allows_host("studio.example")


def test_names_follow_the_computers_addresses_every_other_second(clock: Clock) -> None:
    names = ["10.0.0.1"]
    asked: list[float] = []
    following = Hosts(5757, lambda: asked.append(clock.now) or names)
    assert following.allows_host("10.0.0.1:5757")
    names[:] = ["10.0.0.2"]
    clock.now += FRESH
    assert following.allows_host("10.0.0.1:5757")
    assert len(asked) == 1
    clock.now += 0.1
    assert following.allows_host("10.0.0.2:5757")
    assert not following.allows_host("10.0.0.1:5757")
    assert len(asked) == 2


def test_a_name_that_is_new_is_looked_for_at_once_but_not_at_every_request(clock: Clock) -> None:
    names = ["10.0.0.1"]
    asked: list[float] = []
    following = Hosts(5757, lambda: asked.append(clock.now) or names)
    assert not following.allows_host("10.0.0.2:5757")
    names.append("10.0.0.2")
    clock.now += ASK_AGAIN
    assert not following.allows_host("10.0.0.2:5757")
    assert len(asked) == 1
    clock.now += 0.01
    assert following.allows_host("10.0.0.2:5757")
    assert following.is_own_origin("http://10.0.0.2:5757")
    assert len(asked) == 2


def test_whoever_asks_while_the_addresses_are_read_is_not_turned_away() -> None:
    """The first requests after the start come together: a page, its scripts, its socket."""
    reading, go_on = threading.Event(), threading.Event()
    first = threading.Event()

    def names() -> list[str]:
        if not first.is_set():
            first.set()
            reading.set()
            assert go_on.wait(PATIENCE)
        return ["10.0.0.1"]

    shared = Hosts(5757, names)
    answers: list[bool] = []
    slow = threading.Thread(target=lambda: answers.append(shared.allows_host("10.0.0.1:5757")))
    slow.start()
    assert reading.wait(PATIENCE)
    assert shared.allows_host("10.0.0.1:5757")
    go_on.set()
    slow.join(PATIENCE)
    assert answers == [True]
