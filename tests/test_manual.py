"""The manual's page about programs is true: each of its programs runs as it stands there."""

import itertools
import json
import math
import os
import re
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from desktop.__main__ import ALREADY_RUNNING, CANNOT, DONE, LOST
from tests.clients import PATIENCE, Page, Waiting
from tests.conftest import Serve
from tests.test_examples import until
from webui.resources import resource
from webui.routes.program_wheel import FILE, OLDEST_PYTHON, PATH
from webui.serving import LAST_WAIT_S, Serving
from webui.storage.store import CLOSING, OPENING

TEXT = resource("assets", "manual", "python.md").read_text("utf-8")
PROGRAMS = re.findall(r"^```python\n(.*?)^```", TEXT, re.S | re.M)
(WAVE,) = (json.loads(show) for show in re.findall(r"^```json\n(.*?)^```", TEXT, re.S | re.M))


class Program(Waiting):
    """One of the page's programs, in a process of its own."""

    def __init__(self, line: str, stage: Serving) -> None:
        super().__init__()
        (program,) = (text for text in PROGRAMS if line in text)
        environment = {**os.environ, "SIDESTAGE_ADDRESS": stage.url, "PYTHONUNBUFFERED": "1"}
        command, pipe = [sys.executable, "-c", program], subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdout=pipe, stderr=subprocess.STDOUT, text=True, cwd=resource(), env=environment
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def prints(self, line: str) -> None:
        """Wait until it has printed that line."""
        self.wait(lambda: line in self.lines, f"for {line!r}")

    def ends(self) -> list[str]:
        """Wait until it has ended as it should, and return what it printed."""
        assert self.process.wait(PATIENCE) == 0
        self._reader.join()
        return self.lines

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.strip())
                self.changed.notify_all()


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(resource("assets", "first-run.sidestage"))


def test_the_shortest_one(stage: Serving) -> None:
    with closing(Program("def moved(", stage)) as program, closing(Page(stage.url)) as page:
        program.prints("slider1 25")
        page.move(slider1=9)
        program.prints("slider1 9")


def test_reading_and_setting(stage: Serving) -> None:
    with closing(Page(stage.url)) as page, closing(Program("dict(stage)", stage)) as program:
        first, last = program.ends()
        assert first.startswith("120 11 True {'slider1': 25, ")
        assert last == "220"
        page.sees(tempo=132, txt1="Stand by", bed=True)


def test_waiting_for_the_answer(stage: Serving) -> None:
    with closing(Program("except Refused", stage)) as program:
        assert program.ends() == ["220"]
    with closing(Page(stage.url)) as page:
        page.hold("tempo")
        with closing(Program("except Refused", stage)) as program:
            assert program.ends() == ["not now: Program has it"]


def test_what_is_refused(stage: Serving) -> None:
    with closing(Program("@stage.on_refused", stage)) as program:
        program.prints("tempo was refused: Not a number")


def test_reacting(stage: Serving) -> None:
    with closing(Program("def thunder(", stage)) as program, closing(Page(stage.url)) as page:
        program.prints("tempo 120")
        # The last of its functions may not be there yet when the first is called.
        levels = itertools.cycle((10, 20))
        until(page, lambda: page.move(cyc=next(levels)), lambda: any("cyc" in line for line in program.lines))
        page.op({}, [["press", "thunder", page.now()], ["release", "thunder"]])
        program.prints("up")
        assert [line for line in program.lines if line in ("down", "up")] == ["down", "up"]


def test_numbers(serve: Serve) -> None:
    stage = serve(WAVE)
    with closing(Page(stage.url)) as page, closing(Program("wave.push(", stage)):
        page.wait(lambda: len(page.numbers["wave"]) > 2)


def test_each_program_of_the_page_is_tried() -> None:
    assert len(PROGRAMS) == 6


def test_what_the_page_says_besides() -> None:
    assert f"http://127.0.0.1:5757{PATH}\n" in TEXT
    assert TEXT.count(FILE) == 2
    assert f"Python {OLDEST_PYTHON} or newer" in TEXT


def test_the_page_about_running_without_a_window_names_the_real_limits() -> None:
    words = " ".join(resource("assets", "manual", "headless.md").read_text("utf-8").split())
    assert f"waits for it: {math.ceil(CLOSING + LAST_WAIT_S)} s at the most" in words
    assert f"At a start it waits {OPENING:.0f} s" in words
    ends = {DONE: "it stopped as", LOST: "not everything", CANNOT: "can't start", ALREADY_RUNNING: "running already"}
    for code, what in ends.items():
        assert re.search(rf"\| {code} \|[^|]*{what}", words)
