"""The examples run as they stand, as the README says, beside a Sidestage with the show that goes with them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.clients import Page
from tests.conftest import Serve
from webui.resources import resource


@pytest.fixture
def react(serve: Serve) -> Iterator[Page]:
    stage = serve(resource("assets", "examples", "react.sidestage"))
    program = subprocess.Popen([sys.executable, str(resource("assets", "examples", "react.py")), stage.url])
    try:
        with closing(Page(stage.url)) as page:
            page.wait(lambda: page.numbers["sum"], "for the program's first number")
            yield page
    finally:
        program.kill()
        program.wait()


def test_the_readme_shows_the_program_that_is_run() -> None:
    program = resource("assets", "examples", "react.py").read_text(encoding="utf-8").partition('"""\n')[2]
    assert program.strip() in resource("README.md").read_text(encoding="utf-8")


def test_react_reads_reacts_sets_and_feeds(react: Page) -> None:
    react.move(both=True)
    react.move(left=40)
    react.sees(right=40)
    react.wait(lambda: react.numbers["sum"][-1][1] == 80, "for the sum")


def test_react_leaves_the_other_fader_alone_while_the_toggle_is_off(react: Page) -> None:
    react.move(left=40)
    react.wait(lambda: react.numbers["sum"][-1][1] == 40, "for the sum")
    assert react.values["right"] == 0
