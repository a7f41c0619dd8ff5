"""The code in the terminal: readable by a camera on any background, and never rubbish in a log."""

import io

import pytest
import segno

from desktop import terminal
from desktop.terminal import code

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
