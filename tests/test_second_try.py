"""A test that needed its second try is told and listed, and the run is red if the second try fails too."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

FLAKY = """
from pathlib import Path

def test_flaky():
    seen = Path("seen")
    if not seen.exists():
        seen.touch()
        raise AssertionError("the first try")

def test_sound():
    pass
"""

BROKEN = """
def test_broken():
    raise AssertionError("every try")
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", f"--rootdir={folder}", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def try_twice(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder, then those that failed once more, as `make unit` does."""
    assert run(folder).returncode == 1
    return run(folder, "-p", "tests.second_try", "--last-failed", "--last-failed-no-failures", "none")


def test_what_passes_on_its_second_try_is_printed_and_listed(tmp_path: Path) -> None:
    (tmp_path / "test_flaky.py").write_text(FLAKY)
    second = try_twice(tmp_path)
    assert second.returncode == 0, second.stdout
    assert (tmp_path / "build/second-try.txt").read_text() == "test_flaky.py::test_flaky\n"
    assert "failed first, but not on the second try" in second.stdout
    assert "\ntest_flaky.py::test_flaky\n" in second.stdout


def test_what_fails_twice_is_not_listed_and_the_run_is_red(tmp_path: Path) -> None:
    (tmp_path / "test_flaky.py").write_text(FLAKY)
    (tmp_path / "test_broken.py").write_text(BROKEN)
    second = try_twice(tmp_path)
    assert second.returncode == 1, second.stdout
    assert (tmp_path / "build/second-try.txt").read_text() == "test_flaky.py::test_flaky\n"


def test_there_is_no_list_if_nothing_passed_on_its_second_try(tmp_path: Path) -> None:
    (tmp_path / "test_broken.py").write_text(BROKEN)
    assert try_twice(tmp_path).returncode == 1
    assert not (tmp_path / "build/second-try.txt").exists()
