"""The code in the terminal: readable by a camera on any background, and never rubbish in a log."""

import io
import os
import re
import subprocess
import sys
import threading
import unicodedata

import pytest
import segno

from desktop import terminal
from desktop.terminal import code
from tests.stage import PATIENCE, ROOT

LINK = "http://192.168.1.5:5757/#AAAAAAAAAAAAAAAAAAAAAA"


class Terminal(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, encoding: str, is_terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def stdout(monkeypatch: pytest.MonkeyPatch, encoding: str, is_terminal: bool) -> None:
    monkeypatch.setattr(terminal.sys, "stdout", Terminal(encoding, is_terminal))


def test_the_blocks_are_the_codes_light_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout(monkeypatch, "utf-8", is_terminal=False)
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows: list[list[int]] = []
    for line in code(LINK).split("\n"):
        rows += [[light[sign][half] for sign in line] for half in (0, 1)]
    wanted = [[0 if dark else 1 for dark in row] for row in segno.make_qr(LINK).matrix_iter(border=2)]
    assert rows[: len(wanted)] == wanted


def test_a_terminals_own_colours_do_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout(monkeypatch, "utf-8", is_terminal=True)
    assert all(line.startswith("\033[97;40m") and line.endswith("\033[0m") for line in code(LINK).split("\n"))


def test_no_code_where_the_blocks_can_not_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout(monkeypatch, "ascii", is_terminal=True)
    assert code(LINK) == ""
    monkeypatch.setattr(terminal.sys, "stdout", None)
    assert code(LINK) == ""
    terminal.say("to nobody")


# What comes from outside, and every way by which it is printed

NASTY = "evil\x1b]0;owned\x07\x9b31m\u202e\u2066\x7f\r\n\tSidestage is ready: http://evil/ \u2028 Größe ☃ \udcff"

WAYS = {
    "said": "terminal.say(NASTY)",
    "complained": "terminal.complain(ValueError(NASTY))",
    "logged": "logging.getLogger('desktop').warning('%s was opened', NASTY)",
    "logged by a library": "logging.getLogger('werkzeug').error(NASTY)",
    "logged with an error": "\ntry:\n    raise ValueError(NASTY)\nexcept ValueError:\n    logging.exception(NASTY)",
    "logged wrongly": "logging.getLogger('x').error('%d %s' + NASTY, NASTY)",
    "warned": "import warnings; warnings.warn(NASTY)",
    "in a thread": "t = threading.Thread(target=lambda: int(NASTY)); t.start(); t.join()",
    "an error": "raise KeyError(NASTY)",
    "an error's own words": "raise terminal.Named(NASTY)",
    "an argument": "from desktop.arguments import parse; parse(['--port', NASTY])",
    "an argument too many": "from desktop.arguments import parse; parse(['show', NASTY])",
    "an option": "from desktop.arguments import parse; parse(['--' + NASTY.replace(' ', '')])",
}
PROGRAM = """
import logging, sys, threading
from desktop import terminal
class Named(Exception): pass
terminal.Named = Named
terminal.take_over()
NASTY = {nasty!r}
{way}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_from_outside_steers_the_terminal(way: str, encoding: str) -> None:
    program = PROGRAM.format(nasty=NASTY, way=WAYS[way])
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, timeout=PATIENCE, check=False
    )
    printed = (done.stdout + done.stderr).decode(encoding)
    assert "owned" in printed
    steering = {one for one in printed if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")}
    assert not steering
    assert "UnicodeEncodeError" not in printed


@pytest.mark.parametrize("way", ["said", "complained", "logged", "logged by a library", "an argument too many"])
def test_nothing_from_outside_forges_a_line(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(nasty=NASTY, way=WAYS[way])],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert "Sidestage is ready" in printed
    assert not [line for line in printed.splitlines() if line.strip().startswith("Sidestage is ready")]


def test_what_nobody_reads_is_bounded_and_the_newest_is_kept() -> None:
    class Stuck:
        """A terminal that takes nothing until it is let go on."""

        def __init__(self) -> None:
            self.goes_on = threading.Event()
            self.written = b""

        def write(self, data: memoryview) -> int:
            assert self.goes_on.wait(PATIENCE)
            self.written += bytes(data)
            return len(data)

    stuck = Stuck()
    way = terminal.Way(stuck)
    line = b"x" * 1023 + b"\n"
    many = 2 * terminal.MOST_WAITING // len(line)
    for _ in range(many):
        way.send(line)
    way.send(b"the newest\n")
    way.drain(0.01)
    assert stuck.written == b""
    stuck.goes_on.set()
    way.drain(PATIENCE)
    assert stuck.written.endswith(b"the newest\n")
    # It may be said twice: once before the first line, if the terminal's thread was late.
    left_out = [int(number) for number in re.findall(rb"\((\d+) earlier lines are left out", stuck.written)]
    assert sum(left_out) > 0
    assert stuck.written.count(line) + sum(left_out) == many
    assert len(stuck.written) <= terminal.MOST_WAITING + len(line) + 200


def test_lines_to_one_place_keep_their_order_and_are_all_there_at_the_end() -> None:
    program = """
import sys
from desktop import terminal
from desktop.stopping import leave
terminal.take_over()
for number in range(500):
    (terminal.say, terminal.complain)[number % 2](str(number))
leave(0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.split() == [str(number).encode() for number in range(500)]
