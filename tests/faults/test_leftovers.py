"""What a kill in the middle of writing a file leaves is removed; what somebody writes, or has put there, is not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.servers import Server, until
from tests.stage import PATIENCE, ROOT
from webui.storage.atomic import PREFIX, SUFFIX, remove_leftovers, write_atomically

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks and signals as POSIX has them")

WRITER = """
import os, signal, sys
from pathlib import Path
from webui.storage import atomic
def stands_still(descriptor):
    print("writing", flush=True)
    signal.pause()
atomic.os.fsync = stands_still
atomic.write_atomically(Path(sys.argv[1]), "never whole")
"""
"""Writes a file, and stands still in the middle."""


def writing(path: Path) -> subprocess.Popen[str]:
    """Begin to write a file in a process of its own."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    return process


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    assert process.stdout
    process.stdout.close()


def test_what_is_being_written_stays_and_what_a_kill_left_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.sidestage"
    path.write_text("old")
    process = writing(path)
    assert len(left_in(tmp_path)) == 1
    remove_leftovers(tmp_path)
    assert len(left_in(tmp_path)) == 1
    killed(process)
    assert path.read_text() == "old"
    remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == ["a.sidestage"]


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    names = [
        ".a.sidestage.original",
        f"{PREFIX}abc{SUFFIX}",
        f"{PREFIX}abcdefgh",
        f"{PREFIX}ABCDEFGH{SUFFIX}",
        f"x{PREFIX}abcdefgh{SUFFIX}",
        f"{PREFIX}abcdefgh{SUFFIX}.txt",
        "a.sidestage",
    ]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / f"{PREFIX}dir_dir_{SUFFIX}").mkdir()
    os.mkfifo(tmp_path / f"{PREFIX}pipepipe{SUFFIX}")
    (tmp_path / f"{PREFIX}linklink{SUFFIX}").symlink_to("a.sidestage")
    before = sorted(os.listdir(tmp_path))
    remove_leftovers(tmp_path)
    assert sorted(os.listdir(tmp_path)) == before
    remove_leftovers(tmp_path / "nowhere")


def test_a_start_removes_them_wherever_it_writes(server: Server) -> None:
    server.start()
    server.stop()
    generations = next((server.data / "generations").iterdir())
    for folder in (server.data, generations, server.show.parent):
        killed(writing(folder / "file"))
        assert left_in(folder)
    server.start()
    for folder in (server.data, generations, server.show.parent):
        until(lambda folder=folder: not left_in(folder), "leftovers to go")
    server.stop()


def test_two_that_write_and_tidy_at_once_lose_nothing(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from webui.storage.atomic import remove_leftovers, write_atomically
for number in range(100):
    remove_leftovers(Path(sys.argv[1]))
    write_atomically(Path(sys.argv[1]) / sys.argv[2], str(number))
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], cwd=ROOT) for name in ("a", "b", "a")
    ]
    assert [process.wait(PATIENCE) for process in processes] == [0, 0, 0]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "99", "b": "99"}


def test_a_first_run_show_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "First run.sidestage"
    killed(writing(path))
    assert not path.exists()
    write_atomically(path, "whole")
    assert path.read_text() == "whole"
