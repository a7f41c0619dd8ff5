"""Print the tests of what a change touches, for `make quick`.

    python -m tests.quick          the files that are not committed yet; if there are none, those of the last commit
    python -m tests.quick main     all files that differ from where this branch left main

The tests mirror the rooms: webui/sockets/pings.py is tested by tests/sockets. `make quick` always runs the core's tests
and those of JavaScript, so they are not printed.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent

SLOW = {"attacks", "browser", "desktop", "faults", "package", "sync"}
"""Folders of tests that take minutes: of these, only the file that was changed itself, or is named after a module."""

ALWAYS = PurePosixPath("tests/core")


def mirror_of(path: str, exists: Callable[[PurePosixPath], bool]) -> PurePosixPath | None:
    """Return the test file or the folder of tests to run for a changed file; None if there is none."""
    file = PurePosixPath(path)
    match file.parts:
        case ("tests", *folders, name):
            if name.startswith("test_") and name.endswith(".py"):
                return file if exists(file) else None
        case ("webui" | "desktop" as package, *folders, _) if file.suffix == ".py":
            folders = folders if package == "webui" else ["desktop", *folders]
        case _:
            return None
    if not folders or folders[0] in SLOW:
        named = PurePosixPath("tests", *folders, f"test_{file.stem}.py")
        return named if exists(named) else None
    while folders:
        folder = PurePosixPath("tests", *folders)
        if exists(folder / "__init__.py"):
            return folder
        folders = folders[:-1]
    return None


def touched(paths: Iterable[str], exists: Callable[[PurePosixPath], bool]) -> list[str]:
    """Return the tests for all changed files: each once, and none that lies in a folder of the same list."""
    found = {tests for path in paths if (tests := mirror_of(path, exists))} | {ALWAYS}
    return sorted(str(tests) for tests in found - {ALWAYS} if not found.intersection(tests.parents))


def changed(since: str | None) -> list[str]:
    """Return the paths of the changed files; those that were removed are among them."""
    if since:
        base = _git("merge-base", since, "HEAD")[0]
        return _git("diff", "--name-only", base) + _untracked()
    return _git("diff", "--name-only", "HEAD") + _untracked() or _git("show", "--name-only", "--format=", "HEAD")


def _untracked() -> list[str]:
    return _git("ls-files", "--others", "--exclude-standard")


def _git(*arguments: str) -> list[str]:
    command = ["git", "-c", "core.quotePath=off", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


if __name__ == "__main__":
    print(*touched(changed(sys.argv[1] if len(sys.argv) > 1 else None), lambda path: (ROOT / path).exists()))
