"""What operators are told is done survives a kill at that moment; on a disk that fails it is said not to be saved."""

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.surface import Surface
from tests.clients import Page, Refused
from tests.faults.disks import SMALL, Disk, FullDisk, RefusingDisk, mounted
from tests.faults.servers import LONG, Server
from tests.joined import Tablet, id_of, row
from webui.storage.opening import DATABASE

ROUNDS = 20 if LONG else 3


class Killer(Page):
    """An operator's page; with `deadly` set, the server dies when an answer arrives, before anything else happens."""

    deadly: Server | None = None

    def _on_answer(self, n: int, result: Any, reason: Any) -> None:
        if self.deadly:
            assert self.deadly.process
            os.kill(self.deadly.pid, signal.SIGKILL)
        super()._on_answer(n, result, reason)


class Room:
    """A running server with an operator (FOH), and a tablet of a player (iPad)."""

    def __init__(self, server: Server, stack: ExitStack) -> None:
        self.server = server
        self._stack = stack
        with urlopen(server.url) as answer:
            # What a browser on the server's computer gets. As its origin the client names our own page by itself.
            self._cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        here = {"Cookie": self._cookie}
        with closing(Page(server.url, os.urandom(8).hex(), headers=here)) as house:
            house.ask("code", role="operator", life="program")
            self.foh = self.joined("FOH")
            house.ask("code", role="player", life="program")
            self.ipad = self.joined("iPad")
        self.boss = self.opened()

    def joined(self, name: str) -> Tablet:
        """A tablet that typed the code's digits."""
        tablet = Tablet(self.server.url)
        status, answer = tablet.post("/join/ask", digits=self.code()["digits"])
        assert status == 200, answer
        status, answer = tablet.post("/join", ticket=answer["ticket"], name=name)
        assert status == 204, answer
        return tablet

    def opened(self) -> Killer:
        """The operator's page."""
        return self._stack.enter_context(closing(Killer(self.server.url, os.urandom(8).hex(), key=self.foh.key)))

    def dies_on(self, what: str, **details: Any) -> Any:
        """Ask something, kill the server with its answer, start it again; returns the answer."""
        self.boss.deadly = self.server
        answer = self.boss.ask(what, **details)
        self.server.kill()
        self.server.start()
        self.boss = self.opened()
        return answer

    def code(self) -> Any:
        """What the operator's panel is told of the join code."""
        with urlopen(Request(f"{self.server.url}join-code", headers={"Cookie": self._cookie})) as answer:
            return json.loads(answer.read())

    def lets_in(self, key: str) -> bool:
        """Whether a key is good."""
        try:
            Page(self.server.url, os.urandom(8).hex(), key=key).close()
        except Refused:
            return False
        return True


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    server.start()
    with ExitStack() as stack:
        yield Room(server, stack)


def forget(room: Room) -> None:
    room.dies_on("forget", device=id_of(room.boss, "iPad"))
    assert not room.lets_in(room.ipad.key)
    assert row(room.boss, "iPad") is None


def forget_all(room: Room) -> None:
    room.dies_on("forget all")
    assert not room.lets_in(room.ipad.key)


def lower_a_role(room: Room) -> None:
    room.dies_on("role", device=id_of(room.boss, "iPad"), role="watcher")
    assert row(room.boss, "iPad")["role"] == "watcher"


def rename(room: Room) -> None:
    name = room.dies_on("rename", device=id_of(room.boss, "iPad"), name="Stage left")
    assert row(room.boss, name)


def make_a_key(room: Room) -> None:
    made = room.dies_on("key", name="Lights", role="player")
    assert room.lets_in(made["key"])


def revoke_a_key(room: Room) -> None:
    made = room.boss.ask("key", name="Lights", role="player")
    assert room.lets_in(made["key"])
    room.dies_on("forget", device=id_of(room.boss, "Lights"))
    assert not room.lets_in(made["key"])


def keep_programs_out(room: Room) -> None:
    room.dies_on("programs", role="off")
    assert room.boss.welcome["programs"] == "off"


def make_a_code_of_a_day(room: Room) -> None:
    before = room.code()["digits"]
    room.dies_on("code", role="watcher", life="day")
    after = room.code()
    assert (after["role"], after["life"]) == ("watcher", "day")
    assert after["digits"] != before


def end_a_code_of_a_day(room: Room) -> None:
    room.boss.ask("code", role="player", life="day")
    digits = room.code()["digits"]
    room.dies_on("code", role="player", life="program")
    assert room.code()["digits"] != digits


def switch_osc(room: Room) -> None:
    room.dies_on("osc switch", switch="in", on=True)
    assert room.boss.ask("osc", after=0)["in"]["on"] is True


ROUTES = [
    forget, forget_all, lower_a_role, rename, make_a_key, revoke_a_key, keep_programs_out, make_a_code_of_a_day,
    end_a_code_of_a_day, switch_osc,
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_what_was_answered_is_so_after_a_kill_at_that_moment(server: Server, route: Callable[[Room], None]) -> None:
    for _ in range(ROUNDS):
        server.start()
        with ExitStack() as stack:
            room = Room(server, stack)
            route(room)
            room.boss.ask("forget all")
            room.boss.ask("programs", role="player")
            room.boss.ask("osc switch", switch="in", on=False)
        server.kill()


def test_a_device_that_renames_itself_is_answered_when_that_is_kept(room: Room) -> None:
    with closing(Killer(room.server.url, "session-ipad", key=room.ipad.key)) as page:
        page.deadly = room.server
        assert page.ask("rename", device=page.welcome["you"]["id"], name="Stage left") == "Stage left"
    room.server.kill()
    room.server.start()
    assert row(room.opened(), "Stage left")


class LockedDatabase:
    """A backup that has locked the database."""

    def __init__(self, server: Server) -> None:
        self._db = sqlite3.connect(server.data / DATABASE, isolation_level=None)

    def fails(self) -> None:
        """Lock it."""
        self._db.execute("begin immediate")

    def works(self) -> None:
        """Let go of it."""
        self._db.execute("rollback")
        self._db.close()


@pytest.fixture(params=["full", "refuses to write", "is locked"])
def disk(server: Server, request: pytest.FixtureRequest) -> Iterator[Disk]:
    """The disk of the running server's data folder."""
    if request.param == "is locked":
        server.start()
        yield LockedDatabase(server)
        return
    if request.param != "full":
        server.start()
        yield RefusingDisk(server)
        return
    with mounted(server.data, "-t", "tmpfs", "-o", f"size={SMALL}", "sidestage-faults"):
        server.start()
        yield FullDisk(server.data)
        server.kill()


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("forget", {"device": "iPad"}),
    ("role", {"device": "iPad", "role": "watcher"}),
    ("rename", {"device": "iPad", "name": "Stage left"}),
    ("key", {"name": "Lights", "role": "player"}),
    ("programs", {"role": "off"}),
    ("code", {"role": "player", "life": "day"}),
    ("osc switch", {"switch": "in", "on": True}),
    ("forget all", {}),
]


@pytest.mark.parametrize(("what", "details"), ASKED, ids=lambda one: one if isinstance(one, str) else "")
def test_on_a_disk_that_fails_it_counts_and_is_said_not_to_be_saved_yet(
    disk: Disk, server: Server, what: str, details: dict[str, Any]
) -> None:
    with ExitStack() as stack:
        room = Room(server, stack)
        if "device" in details:
            details = {**details, "device": id_of(room.boss, "iPad")}
        disk.fails()
        with pytest.raises(Refused, match="Not saved yet"):
            room.boss.ask(what, **details)
        room.boss.wait(lambda: "Not saved yet" in room.boss.faults.get("unsaved", ""), "for the fault")
        if what.startswith("forget"):
            assert not room.lets_in(room.ipad.key), "it counts at once"
        if what == "role":
            room.boss.wait(lambda: row(room.boss, "iPad")["role"] == "watcher")
        if what == "key":
            result, _ = room.boss.answers[room.boss.asked]
            assert room.lets_in(result["key"]), "the key is told, and is good"
        disk.works()
        room.boss.wait(lambda: "unsaved" not in room.boss.faults, "for it to be saved")
        if what.startswith("forget"):
            server.kill()
            server.start()
            assert not room.lets_in(room.ipad.key)


def test_the_operators_screen_says_it_in_plain_words(
    disk: Disk, server: Server, context: Callable[..., BrowserContext]
) -> None:
    with ExitStack() as stack:
        Room(server, stack).boss.close()
        page = context().new_page()
        page.goto(server.url)
        surface = Surface(page)
        surface.is_connected()
        page.locator("[data-opens=screens]").click()
        page.get_by_role("button", name="Change iPad").click()
        disk.fails()
        page.get_by_role("radio", name="View only").click()
        expect(page.locator(".actions .refusal")).to_contain_text("Not saved yet")
        expect(page.locator(".faults [data-fault=unsaved]")).to_contain_text("Not saved yet: a role")
        disk.works()
        expect(page.locator(".faults [data-fault=unsaved]")).to_have_count(0)
