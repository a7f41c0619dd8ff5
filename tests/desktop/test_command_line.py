"""The command line as a person or a script uses it: exit codes, what is said, and what is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.desktop.processes import IN_ITS_OWN_SESSION, of_session, sidestage, until
from tests.joined import Tablet, secret_of
from tests.stage import PATIENCE, ROOT, StageProcess
from webui import VERSION

Start = Callable[..., StageProcess]


def test_version() -> None:
    assert sidestage("--version").stdout == f"sidestage {VERSION}\n"


def test_the_console_script_is_the_same_program() -> None:
    script = Path(sys.executable).with_name("sidestage")
    said = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=PATIENCE, cwd="/")
    assert said.stdout == f"sidestage {VERSION}\n"


@pytest.mark.parametrize("port", ["70000", "-1", "abc", "5_757", "٥"])
def test_what_is_no_port_is_refused(port: str) -> None:
    said = sidestage("--headless", f"--port={port}")
    assert said.returncode == 2
    assert "is not a port" in said.stderr


@pytest.mark.parametrize(
    "origin",
    [
        "localhost:8000",
        "garbage",
        "http://",
        "http://localhost:8000/page",
        "file:///x",
        "http://127.1:8000",
        "http://127.0.0.010",
        "http://2130706433:8000",
        "http://a b",
        "http://x:99999",
        "http://[::1",
        "http://me@x",
        "http://x/#a",
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    said = sidestage("--headless", f"--allow-origin={origin}")
    assert said.returncode == 2
    assert "is not a page's origin" in said.stderr


@pytest.mark.parametrize(
    "host", ["127.0.0.010", "127.1", "2130706433", "0x7f.1", "127.0.0.1 ", "127.0.0.1.", "", "a b"]
)
def test_what_is_no_address_to_listen_on_is_refused(host: str) -> None:
    said = sidestage("--headless", f"--host={host}")
    assert said.returncode == 2
    assert "is not an address to listen on" in said.stderr


def test_a_taken_port_that_was_asked_for_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        said = sidestage("--headless", "--data", tmp_path, "--port", str(port))
    assert said.returncode == 2
    assert str(port) in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""


def test_a_wrong_show_is_refused_with_the_place_and_the_reason(tmp_path: Path) -> None:
    show = tmp_path / "wrong.sidestage"
    show.write_text('{"sidestage": 1, "controls": [{"id": "a", "type": "fader", "min": 50, "max": 10}]}')
    said = sidestage(show, "--headless", "--data", tmp_path / "data", "--port", "0")
    assert said.returncode == 2
    assert "control 1: min 50 is not below max 10" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_show_that_is_not_there(tmp_path: Path) -> None:
    said = sidestage(tmp_path / "none.sidestage", "--headless", "--data", tmp_path / "data", "--port", "0")
    assert said.returncode == 2
    assert "none.sidestage" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_data_folder_that_can_not_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = sidestage("--headless", "--data", tmp_path / "file" / "data")
    assert said.returncode == 2
    assert said.stderr.startswith("The data folder can't be used: Not a directory")
    assert len(said.stderr.splitlines()) == 1


def test_a_second_one_says_where_the_first_is(stage_process: Start, data: Path) -> None:
    first = stage_process("--port", "0")
    second = sidestage("--headless", "--data", data, "--port", "0")
    assert second.returncode == 3
    assert second.stderr == f"Sidestage is already running: {first.url} (data folder {data})\n"
    assert second.stdout == ""


def test_two_data_folders_two_sidestages(stage_process: Start, tmp_path: Path) -> None:
    first = stage_process("--port", "0")
    second = StageProcess(tmp_path / "other", "--port", "0")
    try:
        assert first.url != second.url
    finally:
        second.kill()


def test_ready_is_the_first_line_then_come_the_link_and_its_code(stage_process: Start) -> None:
    process = stage_process("--port", "0")
    assert process.lines == [f"Sidestage is ready: http://127.0.0.1:{process.port}/\n"]
    assert f":{process.port}/#" in process.join_link
    assert "█" in process.said("(█+)")
    assert process.operator_link != process.join_link


def test_the_terminal_says_a_new_code(stage_process: Start) -> None:
    process = stage_process("--port", "0")
    link, digits = process.join_link, process.said(r"(and type \d{3} \d{3})$")
    tablet = Tablet(process.url)
    tablet.join(secret_of(process.operator_link), name="FOH")
    with closing(tablet.page()) as page:
        page.ask("code", role="watcher", life="10 minutes")
    process.said("The join code (changed)")
    process.lines.clear()
    assert secret_of(process.join_link) != secret_of(link)
    assert process.said(r"(and type \d{3} \d{3})$") != digits


def test_a_terminal_without_blocks_gets_the_link_alone(stage_process: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    process = stage_process("--port", "0")
    assert process.operator_link
    assert [line.split(":")[0] for line in process.lines] == [
        "Sidestage is ready",
        "Tablets join here",
        "Or they open http",
        "An operator joins here",
    ]


def test_kept_to_this_computer_there_is_no_link(stage_process: Start) -> None:
    process = stage_process("--port", "0", "--host", "127.0.0.1")
    assert process.said("(No other computer can reach it)")


def test_the_port_of_last_time_is_taken_again(stage_process: Start) -> None:
    first = stage_process("--port", "0")
    assert first.stop() == 0
    second = stage_process()
    assert second.port == first.port


def test_another_port_when_the_one_of_last_time_is_taken(stage_process: Start, data: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        data.mkdir()
        (data / "settings.json").write_text(json.dumps({"port": port}))
        process = stage_process()
    assert f"Port {port} is taken: Sidestage uses {process.port} instead.\n" in process.lines
    assert json.loads((data / "settings.json").read_text())["port"] == process.port


def test_damaged_settings_are_set_aside(stage_process: Start, data: Path) -> None:
    data.mkdir()
    (data / "settings.json").write_text('{"port": 57')
    process = stage_process("--port", "0")
    assert "settings file was damaged" in process.lines[0]
    assert (data / "settings.broken.json").read_text() == '{"port": 57'


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(stage_process: Start, data: Path, number: signal.Signals) -> None:
    process = stage_process("--port", "0", prefix=IN_ITS_OWN_SESSION)
    process.process.send_signal(number)
    assert process.process.wait(PATIENCE) == 0
    until(lambda: not of_session(process.process.pid), "the last process to go")
    assert not (data / "running.json").exists()
    with socket.create_server(("0.0.0.0", process.port)):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_it_starts_ends_it_cleanly(data: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--headless", "--data", str(data), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    until((data / "sidestage.lock").exists, "the lock, which is taken before the server starts")
    process.send_signal(number)
    _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert complaints == ""


def test_killed_it_starts_again_where_it_was(stage_process: Start, data: Path) -> None:
    first = stage_process("--port", "0")
    first.kill()
    assert (data / "running.json").exists()
    second = stage_process()
    assert second.url == first.url
    assert second.stop() == 0


def test_without_a_display_it_says_so_and_serves(stage_process: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    process = stage_process("--port", "0", headless=False)
    assert process.lines[0] == "No display: running without a window.\n"
    assert process.operator_link
    assert process.stop() == 0


def test_whoever_reads_only_the_first_line_does_not_end_it(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--headless", "--data", str(tmp_path), "--port", "0"],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    with open(reader, encoding="utf-8") as lines:
        assert lines.readline().startswith("Sidestage is ready")
    process.terminate()
    _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, "")
