"""Fixtures for windows: a screen of our own, and Sidestage's window on it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.desktop.processes import IN_ITS_OWN_SESSION
from tests.desktop.screen import Screen
from tests.desktop.windows import Opened
from tests.stage import StageProcess

Start = Callable[..., StageProcess]
Open = Callable[..., Opened]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of the processes that `stage_process` starts."""
    return tmp_path / "data"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Screen]:
    """A screen, and a browser on it that only notes what it was to open."""
    screen = Screen()
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("DISPLAY", screen.display)
    monkeypatch.setenv("BROWSER", f"{opener} %s &")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    yield screen
    screen.close()


@pytest.fixture
def open_window(
    screen: Screen, stage_process: Start, playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Start Sidestage with its window."""
    browsers: list[Browser] = []

    def start(*arguments: str) -> Opened:
        with socket.create_server(("127.0.0.1", 0)) as free:
            monkeypatch.setenv("QTWEBENGINE_REMOTE_DEBUGGING", str(free.getsockname()[1]))
        process = stage_process("--port", "0", *arguments, headless=False, prefix=IN_ITS_OWN_SESSION)
        window = Opened(process, playwright, screen)
        browsers.append(window.browser)
        return window

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture
def opened(open_window: Open) -> Opened:
    """Sidestage with its window and the first-run show."""
    return open_window()
