"""Fixtures for all tests: a running Sidestage in this process, and one in a process of its own."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright

from tests.links.harness import room
from tests.stage import StageProcess
from tests.stores import database, open_store, store
from webui.serving import Serving

__all__ = ["database", "open_store", "room", "store"]

# A busy machine is no reason for a test to fail. The everyday run has the same examples each time, LONG=1 others.
settings.register_profile(
    "sidestage",
    deadline=None,
    max_examples=60,
    derandomize="LONG" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sidestage")

SMALL = {
    "sidestage": 1,
    "id": "small",
    "name": "Small",
    "feeds": [{"id": "number", "every": 0.1}, {"id": "pulse", "source": "program"}],
    "controls": [
        {"id": "slider1", "type": "fader", "min": 0, "max": 50, "default": 25},
        {"id": "slider2", "type": "fader", "min": 0, "max": 50},
        {"id": "bed", "type": "toggle"},
        {"id": "thunder", "type": "button"},
        {"id": "txt1", "type": "text", "length": 100},
    ],
}

Write = Callable[[Any], Path]
Serve = Callable[..., Serving]


LONGEST_FIRST = ("package", "sync", "faults", "desktop", "browser")
"""Folders whose files take long: what is begun last should be short, so that nobody waits for one file in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests into the order in which `--no-loadscope-reorder` hands their files out."""
    order = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report how quick moves were while servers were attacked, beside the time before, and the servers' memory."""
    ended = terminalreporter.getreports("")
    found = [(one.nodeid, dict(one.user_properties)) for one in ended if _has_latency(one)]
    if found:
        terminalreporter.section("moves during attacks: milliseconds before, and during; megabytes before, and after")
        for name, noted in found:
            before, during = noted["latency"]
            memory = "{:4.0f} {:4.0f} MB".format(*noted.get("memory", (0, 0)))
            test = name.partition("::")[2]
            terminalreporter.write_line(f"{_figures(before)}   {_figures(during)}   {memory}  {test}")


def _figures(took: list[float]) -> str:
    took = sorted(took)
    return f"p50 {took[len(took) // 2]:6.1f} p99 {took[len(took) * 99 // 100]:6.1f} of {len(took):5}"


def _has_latency(report: pytest.TestReport) -> bool:
    return report.when == "teardown" and "latency" in dict(report.user_properties)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there can be only one in a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def own_loop() -> Iterator[None]:
    """For a test that turns a loop of its own: in this thread Playwright's counts as running, once it was needed."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def show_file(tmp_path: Path) -> Write:
    """Write a show file, and return its path."""

    def write(show: Any, name: str = "test.sidestage") -> Path:
        path = tmp_path / name
        path.write_text(show if isinstance(show, str) else json.dumps(show), encoding="utf-8")
        return path

    return write


@pytest.fixture
def serve(tmp_path: Path, show_file: Write) -> Iterator[Serve]:
    """Start Sidestage's server in this process; it ends with the test."""
    running: list[Serving] = []

    def start(show: Any = SMALL, **options: Any) -> Serving:
        path = show if isinstance(show, Path) else show_file(show)
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        settings = {"host": "127.0.0.1", "ports": [0], "origins": [], "addresses": list, **options}
        serving = Serving(data, path, **settings)
        serving.start()
        running.append(serving)
        return serving

    yield start
    for serving in running:
        serving.close()


@pytest.fixture
def stage(serve: Serve) -> Serving:
    """A running server with a small show."""
    return serve()


@pytest.fixture
def stage_process(tmp_path: Path) -> Iterator[Callable[..., StageProcess]]:
    """Start Sidestage as a user does, in a process of its own; it ends with the test."""
    running: list[StageProcess] = []

    def start(*arguments: str, **options: Any) -> StageProcess:
        process = StageProcess(tmp_path / "data", *arguments, **options)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
