"""The example programs run as they stand, each in a process of its own, beside a Sidestage with their show."""

import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients import PATIENCE, Page
from tests.conftest import Serve
from webui.resources import resource
from webui.shows.library import examples

PROGRAMS = sorted(resource("assets", "examples").glob("*.py"))

Start = Callable[[str], Page]


def show_of(program: Path) -> Path:
    """The file of the show that a program says it is for."""
    name = re.search(r"Show: (.+?)\.", program.read_text(encoding="utf-8"))
    assert name
    return next(one.path for one in examples() if one.name == name[1])


@pytest.fixture
def start(serve: Serve) -> Iterator[Start]:
    """Start a program and its show; returns a page of the show, once the program is there."""
    running: list[subprocess.Popen[bytes]] = []
    pages: list[Page] = []

    def started(name: str) -> Page:
        program = resource("assets", "examples", f"{name}.py")
        stage = serve(show_of(program))
        page = Page(stage.url)
        pages.append(page)
        environment = {**os.environ, "SIDESTAGE_ADDRESS": stage.url, "PYTHONPATH": str(resource())}
        running.append(subprocess.Popen([sys.executable, str(program)], env=environment))
        page.wait(lambda: next(one for one in page.devices if one["id"] == page.welcome["you"]["id"])["screens"] == 2)
        return page

    yield started
    for process in running:
        process.kill()
        process.wait()
    for page in pages:
        page.close()


def until(page: Page, do: Callable[[], object], condition: Callable[[], bool]) -> None:
    """Do something again and again until it shows: a program that is here may not have begun to listen yet."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the program does not react"
        do()
        with page.changed:
            page.changed.wait_for(condition, 0.05)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_each_is_short_and_names_its_show(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    assert show_of(program).exists()
    assert 10 <= len(text.splitlines()) <= 30
    assert "from webui.program import connect" in text


def test_there_are_five_and_the_manual_and_the_readme_name_them_all() -> None:
    assert len(PROGRAMS) >= 5
    for page in (resource("README.md"), resource("assets", "manual", "python.md")):
        text = page.read_text(encoding="utf-8")
        assert [program.name for program in PROGRAMS if program.name not in text] == []


def test_the_readme_shows_the_program_that_is_run() -> None:
    program = resource("assets", "examples", "react.py").read_text(encoding="utf-8").partition('"""\n')[2]
    assert program.strip() in resource("README.md").read_text(encoding="utf-8")


def test_react_reads_reacts_sets_and_feeds(start: Start) -> None:
    page = start("react")
    page.move(left=30)
    page.wait(lambda: [number for _, number in page.numbers["sum"][-1:]] == [30], "for the sum")
    assert page.values["right"] == 0
    page.move(both=True)
    page.move(left=40)
    page.sees(right=40)
    page.wait(lambda: [number for _, number in page.numbers["sum"][-1:]] == [80], "for the sum")


def test_follow_moves_the_followers_by_their_shares_and_leaves_them_alone_at_first(start: Start) -> None:
    page = start("follow")
    assert (page.values["left"], page.values["cyc"]) == (50, 35)
    levels = itertools.cycle((60, 80))
    until(page, lambda: page.move(wash=next(levels)), lambda: page.values["left"] in (30, 40))
    page.move(wash=20)
    page.sees(left=10, right=10, cyc=6)


def test_tap_takes_the_tempo_of_what_is_tapped(start: Start) -> None:
    page = start("tap")
    was = page.values["tempo"]

    def tap() -> None:
        page.op({}, [["press", "thunder", page.now()], ["release", "thunder"]])
        page.wait(lambda: page.taken == page.n)

    until(page, tap, lambda: page.values["tempo"] != was)
    # However quick the taps were: the fader goes no further.
    assert 40 <= page.values["tempo"] <= 220


def test_load_feeds_a_number_each_second(start: Start) -> None:
    page = start("load")
    page.wait(lambda: page.numbers["load"], "for the first number")
    assert page.numbers["load"][0][1] >= 0


def test_interval_counts_down_while_it_is_the_interval(start: Start) -> None:
    page = start("interval")
    assert page.values["note"] == "Places, act two"
    page.move(act="Interval")
    page.wait(lambda: re.fullmatch(r"Interval: 14:\d\d left", page.values["note"]), "for the count")
