"""What can't be used gets one clear message, in the window or the terminal, and nothing that was there is damaged."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import SMALL, Write
from tests.desktop.conftest import Open, Start
from tests.desktop.processes import sidestage, until
from tests.desktop.screen import Screen
from tests.desktop.windows import PATIENCE_MS
from tests.stage import PATIENCE, ROOT

Process = subprocess.Popen[str]
Begin = Callable[..., Process]


@pytest.fixture
def damaged(stage_process: Start, show_file: Write, data: Path) -> Path:
    """A show that was good once: a generation of it is kept."""
    path = show_file(SMALL)
    assert stage_process("--port", "0", str(path)).stop() == 0
    path.write_text(path.read_text()[:80])
    return path


@pytest.fixture
def begin(screen: Screen) -> Iterator[Begin]:
    """Start Sidestage with a window to come, which does not come."""
    running: list[Process] = []

    def start(*arguments: str | Path) -> Process:
        command = [sys.executable, "-m", "desktop", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        # So that a test that fails tells why no dialog came.
        print(*process.communicate())


def test_a_damaged_show_names_the_way_to_its_last_good_version(
    damaged: Path, data: Path, stage_process: Start, tmp_path: Path
) -> None:
    said = sidestage(damaged, "--headless", "--data", data, "--port", "0")
    assert said.returncode == 2
    assert "The last good version is of" in said.stderr
    assert "add --last-good to the command line" in said.stderr
    assert "Traceback" not in said.stderr

    broken = damaged.read_text()
    process = stage_process("--port", "0", "--last-good", str(damaged))
    assert process.stop() == 0
    assert json.loads(damaged.read_text()) == SMALL
    assert (tmp_path / "test (damaged).sidestage").read_text() == broken

    # A second damage does not cost what was kept of the first.
    damaged.write_text("again")
    assert stage_process("--port", "0", "--last-good", str(damaged)).stop() == 0
    assert (tmp_path / "test (damaged).sidestage").read_text() == broken
    assert (tmp_path / "test (damaged 2).sidestage").read_text() == "again"


def test_a_window_offers_the_last_good_version(damaged: Path, data: Path, begin: Begin, screen: Screen) -> None:
    process = begin(damaged, "--data", data, "--port", "0")
    dialog = screen.window("test.sidestage can't be opened.*")
    screen.keys(dialog, "Tab", "space")
    assert screen.window("Small")
    assert json.loads(damaged.read_text()) == SMALL
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_who_does_not_want_it_has_the_file_as_it_was(damaged: Path, data: Path, begin: Begin, screen: Screen) -> None:
    before = damaged.read_bytes()
    process = begin(damaged, "--data", data, "--port", "0")
    screen.keys(screen.window("test.sidestage can't be opened.*"), "Escape")
    _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "--last-good" in complaints
    assert damaged.read_bytes() == before


def test_no_good_version_is_kept(tmp_path: Path, show_file: Write) -> None:
    said = sidestage(show_file(SMALL), "--last-good", "--headless", "--data", tmp_path / "data", "--port", "0")
    assert (said.returncode, "No good version of" in said.stderr) == (2, True)


def test_a_show_of_a_newer_sidestage_is_left_as_it_is(damaged: Path, data: Path) -> None:
    damaged.write_text('{"sidestage": 99, "wonders": []}')
    said = sidestage(damaged, "--headless", "--data", data, "--port", "0")
    assert said.returncode == 2
    assert "needs a newer Sidestage" in said.stderr
    assert "--last-good" not in said.stderr
    assert damaged.read_text() == '{"sidestage": 99, "wonders": []}'


def test_a_broken_database_is_kept_beside_a_fresh_one(open_window: Open, data: Path) -> None:
    data.mkdir()
    (data / "sidestage.db").write_bytes(b"Dear diary, " * 1000)
    opened = open_window()
    assert opened.process.said("(The database was damaged, so Sidestage goes on with a fresh one)")
    fault = opened.page.locator('[data-fault="database"]')
    expect(fault).to_contain_text("tablets have to join again", timeout=PATIENCE_MS)
    (aside,) = data.glob("sidestage.db.damaged-*")
    assert aside.read_bytes() == b"Dear diary, " * 1000
    assert opened.process.stop() == 0
    with sqlite3.connect(data / "sidestage.db") as db:
        assert db.execute("select value from meta where key = 'schema'").fetchone()
    db.close()


def test_two_damages_on_one_day_are_both_kept(stage_process: Start, data: Path) -> None:
    data.mkdir()
    for text in ("one " * 2000, "two " * 2000):
        (data / "sidestage.db").write_text(text)
        assert stage_process("--port", "0").stop() == 0
    assert {path.read_text()[:4] for path in data.glob("sidestage.db.damaged-*")} == {"one ", "two "}


def test_a_newer_sidestages_database_is_not_set_aside(stage_process: Start, data: Path) -> None:
    assert stage_process("--port", "0").stop() == 0
    with sqlite3.connect(data / "sidestage.db") as db:
        db.execute("update meta set value = '99' where key = 'schema'")
    db.close()
    said = sidestage("--headless", "--data", data, "--port", "0")
    assert (said.returncode, "written by a newer Sidestage" in said.stderr) == (2, True)
    assert not list(data.glob("*.damaged*"))


def test_a_start_that_fails_says_so_in_a_dialog(begin: Begin, screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    process = begin("--data", tmp_path / "file" / "data")
    screen.keys(screen.window("Sidestage can't start.*"), "Return")
    _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert complaints.startswith("The data folder can't be used: Not a directory")

    with socket.create_server(("0.0.0.0", 0)) as taken:
        process = begin("--data", tmp_path / "data", "--port", str(taken.getsockname()[1]))
        screen.window("Sidestage can't start.*")
        # A signal puts the dialog away.
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "is taken by another program. Start with another --port" in complaints


def test_a_second_start_leads_to_the_first(
    stage_process: Start, begin: Begin, screen: Screen, data: Path, tmp_path: Path
) -> None:
    first = stage_process("--port", "0")
    second = begin("--data", data)
    screen.keys(screen.window("Sidestage is already running.*"), "Tab", "space")
    assert second.wait(PATIENCE) == 3
    until((tmp_path / "opened").exists, "the browser to be called")
    until(lambda: (tmp_path / "opened").read_text() == f"{first.url}\n", "the first one's page")


def test_a_stop_that_hangs_says_so_in_one_sentence(tmp_path: Path) -> None:
    program = f"""
import threading
from pathlib import Path
from desktop import stopping
stopping.PATIENCE_S = 0.05
asked = stopping.Stopping()
asked.notes = Path({str(tmp_path / "hung.txt")!r})
asked.ask()
threading.Event().wait()
"""
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, env={**os.environ}
    )
    assert said.returncode == 1
    assert said.stderr.startswith("Sidestage did not stop within 0 s and leaves at once.")
    assert len(said.stderr.splitlines()) == 1
    assert "File " in (tmp_path / "hung.txt").read_text()
