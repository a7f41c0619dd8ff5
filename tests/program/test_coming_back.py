"""Programs of their own beside a Sidestage of its own: it is killed and comes back, comes late, or never comes."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Write
from tests.faults.servers import Server
from tests.program.conftest import Notes
from webui.program import Lost, NotFound, Refused, connect
from webui.program.address import Address
from webui.serving import Serving


@pytest.fixture
def server(tmp_path: Path, show_file: Write) -> Iterator[Server]:
    data = tmp_path / "Sidestage"
    server = Server(data, show_file(SMALL))
    yield server
    server.kill()


@pytest.fixture
def until() -> Callable[..., None]:
    """Wait for what a program knows, and nothing tells."""
    notes = Notes()

    def wait(condition: Callable[[], object], why: str) -> None:
        notes.wait(lambda: condition() or notes.changed.wait(0.01), why)

    return wait


def free_port() -> int:
    """A port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def test_a_program_is_back_by_itself_after_a_kill_and_hears_what_changed(
    server: Server, notes: Notes, until: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    server.start()
    with connect(server.url) as program:
        program.on("slider1", "slider2", "thunder", initial=False)(notes)
        program.set("txt1", "kept")
        with closing(Page(server.url)) as page:
            n = page.op({"slider1": 5}, [["press", "thunder", page.now()]])
            notes.wait(lambda: len(notes.heard) == 2)
            page.wait(lambda: page.kept >= n, "for it to survive a kill")
            server.kill()
        until(lambda: not program.connected, "for the program to notice")
        for value in range(10):
            program["slider2"] = value
        program["thunder"] = True
        program.feed("pulse").push(1)
        with pytest.raises(Lost):
            program.set("thunder", True)
        with pytest.raises(Lost):
            program.say("Where are you?")
        assert program["slider2"] == 9
        server.start()
        with closing(Page(server.url)) as page:
            page.sees(slider2=9, thunder=False, txt1="kept")
            until(lambda: program.connected, "for the program to be back")
            page.move(slider2=4)
            notes.wait(lambda: notes.heard[-1:] == [("slider2", 4)])
            assert not page.numbers["pulse"]
            assert not page.messages
    assert ("thunder", False) in notes.heard
    assert [what for what in notes.heard if what[0] == "slider2"] == [("slider2", 4)]
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    where = server.url
    assert said == [
        f"Sidestage at {where} is away. This program waits for it.",
        "Sidestage refused thunder: Sidestage is away, and this does not wait for it",
        f"Sidestage at {where} is back.",
    ]


def test_without_an_address_the_running_one_is_found_also_at_another_port(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    server.start()
    with connect() as program:
        assert str(program._line.address) == server.url
        server.kill()
        server.port = 0
        server.start()
        until(lambda: program.connected and str(program._line.address) == server.url, "for the program to find it")
        assert program.set("slider2", 8) == 8


def test_a_program_that_is_early_waits_and_says_so(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.port = free_port()
    notes = Notes()
    monitor = logging.getLogger("sidestage")

    class Starts(logging.Handler):
        """Starts the server as soon as the program says that it waits for it."""

        def emit(self, record: logging.LogRecord) -> None:
            notes(record.getMessage())
            monitor.removeHandler(self)
            server.start()

    monitor.addHandler(Starts())
    with connect(server.url, wait=None) as program:
        assert program["slider1"] == 25
    notes.hears(f"Waiting for Sidestage at {server.url}")


def test_a_program_that_finds_none_says_where_it_looked() -> None:
    port = free_port()
    with pytest.raises(NotFound, match=rf"No Sidestage answers at http://127\.0\.0\.1:{port}/ .*Is it running\?"):
        connect(f"127.0.0.1:{port}", wait=0.5)


def test_what_answers_there_is_no_sidestage() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute, pytest.raises(NotFound):
        connect(str(mute.getsockname()[1]), wait=0.5)


def test_a_foreign_name_is_refused_with_what_sidestage_says(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    # As where a name of somebody else's leads to this computer.
    monkeypatch.setattr(Address, "host_and_port", property(lambda address: f"evil.example:{address.port}"))
    with pytest.raises(Refused, match="address"):
        connect(stage.url)
