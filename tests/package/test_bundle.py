"""The bundle: what is in it, and that a person who has nothing but a screen can play it."""

import json
import re
import signal
import socket
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Playwright, expect
from PyInstaller.archive.readers import CArchiveReader

from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.desktop.processes import of_session, until
from tests.desktop.screen import Screen
from tests.desktop.windows import looked_into
from tests.joined import Tablet, secret_of
from tests.package.unpacked import Unpacked, make_package, packed
from tests.stage import PATIENCE, ROOT, StageProcess
from webui.routes.program_wheel import PATH, make_wheel

MB = 1_000_000
MAX_UNPACKED = 400 * MB
MAX_PACKED = 130 * MB

# The first test makes the bundle, and everything waits for that.
pytestmark = pytest.mark.timeout(400)

Play = Callable[..., StageProcess]


@pytest.fixture(scope="session")
def archive() -> Path:
    make_package()
    return packed()


@pytest.fixture(scope="session")
def unpacked(archive: Path) -> Iterator[Unpacked]:
    unpacked = Unpacked(archive)
    yield unpacked
    unpacked.remove()


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture
def play(unpacked: Unpacked, screen: Screen) -> Iterator[Play]:
    """Start the bundle with a window; it ends with the test."""
    running: list[StageProcess] = []

    def start(*arguments: str, **environment: str) -> StageProcess:
        command = unpacked.command(**{"DISPLAY": screen.display, **environment})
        running.append(StageProcess(None, *arguments, headless=False, program=command))
        return running[-1]

    yield start
    for process in running:
        process.kill()


def gone(process: StageProcess) -> None:
    """It ended as asked, and nothing of it is left."""
    assert process.process.wait(PATIENCE) == 0
    until(lambda: not of_session(process.process.pid), "the last process to go")


def test_it_is_small_enough_to_hand_on(archive: Path, unpacked: Unpacked) -> None:
    files = [path for path in unpacked.bundle.rglob("*") if not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= MAX_UNPACKED
    assert archive.stat().st_size <= MAX_PACKED


def test_it_is_not_made_again_when_nothing_changed(archive: Path) -> None:
    before = archive.stat().st_mtime_ns
    make_package()
    assert archive.stat().st_mtime_ns == before


def test_what_it_holds_besides_the_program(unpacked: Unpacked) -> None:
    inside = unpacked.bundle / "_internal"
    for folder in ("webui/templates", "webui/static"):
        wanted = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*")}
        assert wanted == {path.relative_to(inside) for path in (inside / folder).rglob("*")}
    for name in ("first-run.sidestage", "examples/react.sidestage", "icons/sidestage.png"):
        assert (inside / "assets" / name).read_bytes() == (ROOT / "assets" / name).read_bytes()
    dangling = [path for path in unpacked.bundle.rglob("*") if path.is_symlink() and not path.exists()]
    assert dangling == []


def test_it_brings_the_licences_of_all_that_it_holds(unpacked: Unpacked) -> None:
    assert (unpacked.bundle / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    licences = unpacked.bundle / "licences"
    listed = (licences / "README.txt").read_text()
    for package in ("Flask", "python-socketio", "pywebview", "PySide6_WebEngine", "Python"):
        assert re.search(rf"^{package} [\d.]+: .*\w", listed, re.MULTILINE)
    assert "not named" not in listed
    assert {"LGPL-3.txt", "GPL-3.txt", "Python-LICENSE.txt", "Flask-LICENSE.txt"} <= {
        path.name for path in licences.iterdir()
    }
    # Replaceable, as the LGPL has it: a file of its own.
    assert (unpacked.bundle / "_internal/PySide6/Qt/lib/libQt6Core.so.6").is_file()


def test_it_holds_no_tools(unpacked: Unpacked) -> None:
    """Nothing of what pyproject.toml wants for tests, programs and packaging only."""
    optional = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    tools = {re.split("[=;]", wanted)[0].lower() for group in optional.values() for wanted in group}
    modules = {
        module
        for module, packages in metadata.packages_distributions().items()
        if any(package.lower() in tools for package in packages)
    } | {"tests", "pip", "setuptools", "tkinter"}
    assert {"pytest", "playwright", "PyInstaller"} <= modules

    library = CArchiveReader(str(unpacked.program)).open_embedded_archive("PYZ.pyz")
    held = {name.split(".")[0] for name in library.toc}
    assert {"webui", "desktop", "flask"} <= held
    files = {path.name.split(".")[0] for path in (unpacked.bundle / "_internal").iterdir()}
    assert (held | files) & modules == set()


def test_a_fader_dragged_in_its_window_reaches_a_program_and_back(play: Play, playwright: Playwright) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    process = play(QTWEBENGINE_REMOTE_DEBUGGING=port)
    endpoint = process.said(r"DevTools listening on (ws://\S+)")
    browser = looked_into(playwright, endpoint)
    # Another user's program, so it needs a key.
    joined = Tablet(process.url)
    joined.join(secret_of(process.said(r"Tablets join here: (\S+)")))
    program = SimpleClient(process.url, "/", "/test", auth={"key": joined.key})
    try:
        surface = Surface(browser.contexts[0].pages[0])
        expect(surface.page.locator("html[data-link=connected]")).to_have_count(1, timeout=PATIENCE * 1000)
        program.hears("slider1", 25)

        finger = surface.finger_on("slider1")
        finger.move(dy=-80)
        finger.lift()
        surface.wait("Number(document.getElementById('slider1').value) > 25")
        program.hears("slider1", pytest.approx(surface.value("slider1")))

        program.change("slider2", 40)
        surface.shows("slider2", 40)

        program.wait(lambda: program.answers("newnumber"), "for a number in the program")
        with urlopen(process.url.rstrip("/") + PATH) as answer:
            assert answer.read() == make_wheel(), "what pip gets from the bundle"
        surface.wait("[...document.querySelectorAll('.ten li')].some((shown) => shown.textContent)")
    finally:
        program.close()
        browser.close()

    process.process.send_signal(signal.SIGTERM)
    gone(process)


def test_closing_the_window_ends_the_program(play: Play, screen: Screen) -> None:
    process = play()
    screen.close_window(screen.window("First run"))
    gone(process)


def test_without_a_window_the_systems_browser_opens_with_the_systems_libraries(unpacked: Unpacked, play: Play) -> None:
    opened = unpacked.home / "opened"
    opener = unpacked.folder / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1 ${{LD_LIBRARY_PATH-unset}}" >> "{opened}"\n')
    opener.chmod(0o755)
    process = play(DISPLAY=":4242", BROWSER=f"'{opener}' %s &")
    assert "could not connect to display" in process.said("No window can be shown: (.*)")
    until(opened.exists, "the browser to be called")
    until(lambda: opened.read_text() == f"{process.url} unset\n", "the page to be opened")
    process.process.send_signal(signal.SIGTERM)
    gone(process)
    assert not any("make" in line.split() for line in process.lines)


def test_a_double_click_has_no_terminal(unpacked: Unpacked, screen: Screen) -> None:
    """No arguments, and no streams to read from or to write to."""
    closed = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh")
    process = subprocess.Popen([*closed, *unpacked.command(DISPLAY=screen.display)], cwd="/")
    try:
        window = screen.window("First run")
        running = unpacked.home / ".local" / "share" / "Sidestage" / "running.json"
        assert json.loads(running.read_text())["url"].startswith("http://127.0.0.1:")
        screen.close_window(window)
        assert process.wait(PATIENCE) == 0
        until(lambda: not of_session(process.pid), "the last process to go")
    finally:
        process.kill()
        process.wait(PATIENCE)
