"""The benchmark runs, with real servers and sockets, and does not count what can't be trusted."""

import re
import subprocess
import sys

import pytest

from tests.bench.peers import PEERS, lacks_node
from tests.bench.peers.processes import NotStarted, program
from tests.bench.works import WORKS, painting
from tests.stage import ROOT

HERE = [name for name in PEERS if name != "nicegui" and not (PEERS[name].lacks is lacks_node and lacks_node())]
"""What can be run here without anything being fetched."""

NO_FAULT = re.compile(
    # Others may keep the generator from running; and the article's server, with a thread for each move, reorders them.
    r"run 1: the generator was \d+% busy, more than 70%$"
    r"|as in the article, run 1: (\d+) of \d+ clients lack a final value \(\1 were told an older one after it\)$"
)

FAMILIES = {work.family: work.name for work in WORKS.values() if work.play is not painting.play}
"""One work of each; the one in a browser of its own takes long, and is tried in parts."""


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    tiny = ["--scale", "0.02", "--rounds", "1", "--seconds", "0.2", "--long", "0.03"]
    command = [sys.executable, "-m", "tests.bench", *tiny, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=55)


def rows(report: str) -> list[tuple[str, str, str]]:
    """Each row's work, server, and first figure."""
    return re.findall(r"^\| (\S+) +\| (.+?) +\| +[01] of 1 \| +(\S+) \|", report, re.MULTILINE)


def is_sound(done: subprocess.CompletedProcess[str]) -> bool:
    """Nothing is void, but for what is no fault of the tool."""
    said = re.findall("^- VOID: (.*?)\\. It saw", done.stdout, re.MULTILINE)
    assert all(NO_FAULT.search(sentence) for sentence in said), said
    assert done.returncode == (1 if said else 0), done.stderr + done.stdout
    return True


@pytest.mark.parametrize("work", FAMILIES.values())
def test_every_work_can_be_done_with_sidestage(work: str) -> None:
    done = bench("--works", work, "--peers", "stage")
    assert is_sound(done)
    assert [(name, server) for name, server, _ in rows(done.stdout)] == [(work, PEERS["stage"].title)]
    assert WORKS[work].says in done.stdout


@pytest.mark.parametrize("work", ["200/8", "numbers"])
def test_every_peer_delivers_what_is_sent(work: str) -> None:
    peers = [name for name in HERE if name != "stage"]
    done = bench("--works", work, "--peers", *peers)
    assert is_sound(done)
    assert [server for _, server, _ in rows(done.stdout)] == [PEERS[name].title for name in peers]
    assert all(first == "void" or float(first.replace(",", "")) > 0 for _, _, first in rows(done.stdout))


def test_a_run_in_which_a_value_is_withheld_is_void() -> None:
    done = bench("--works", "10/4", "--peers", "article", "--withhold", "--patience", "0.2")
    assert done.returncode == 1
    assert "VOID: 10/4 as in the article, run 1: " in done.stdout
    assert re.search("[12] of 3 clients lack a final value", done.stdout)


def test_what_can_not_be_run_here_is_left_out_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = bench("--works", "10/4", "--peers", "node", "stage")
    assert "Left out: Node socket.io, naive: there is no Node.js" in done.stderr
    assert [server for _, server, _ in rows(done.stdout)] == ["Sidestage, /stage"]


def test_a_server_that_does_not_start_is_quoted() -> None:
    script = "raise SystemExit('out of luck')"
    with (
        pytest.raises(NotStarted, match="It did not start: out of luck"),
        program(sys.executable, "-c", script, name="It"),
    ):
        raise AssertionError("it started")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--rounds", "21"),
        ("--peer-rounds", "-1"),
        ("--seconds", "31"),
        ("--scale", "1.5"),
        ("--works", "9/9"),
        ("--patience", "61"),
    ],
)
def test_what_is_out_of_bounds_is_refused(wrong: tuple[str, ...]) -> None:
    assert bench(*wrong).returncode == 2
