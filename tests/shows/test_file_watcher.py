"""A change of a file is noticed when it is whole."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from webui.shows import file_watcher
from webui.shows.file_watcher import LOOK_EVERY, Watcher

PATIENCE = 20.0


def write(path: Path, text: str = '{"sidestage": 1}') -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A show file."""
    return write(tmp_path / "Matinee.sidestage")


class Looks:
    """Stands in for the time between two looks: something happens to the file, then the watcher looks."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)

    def wait(self, seconds: float) -> bool:
        assert seconds == LOOK_EVERY
        if self.steps:
            self.steps.pop(0)()
            return False
        return True


def nothing() -> None:
    """Happens to the file between two looks."""


def reported(path: Path, *steps: Callable[[], object], on_report: Callable[[], object] = nothing) -> list[str]:
    """What the file held each time when the watcher said that it changed."""
    seen: list[str] = []

    def changed() -> None:
        seen.append(path.read_text())
        on_report()

    watcher = Watcher(path, changed)
    watcher._stop = cast(threading.Event, Looks(*steps))
    watcher._run()
    return seen


def becomes(path: Path, text: str) -> Callable[[], object]:
    return lambda: write(path, text)


def test_a_file_that_stays_is_not_reported(path: Path) -> None:
    assert reported(path, nothing, nothing, nothing) == []


def test_an_edit_is_reported_once_when_it_stood_still(path: Path) -> None:
    assert reported(path, becomes(path, "new text"), nothing, nothing, nothing) == ["new text"]
    assert reported(path, nothing, becomes(path, "another text")) == []


def test_a_file_that_is_replaced_is_reported(path: Path) -> None:
    def replace() -> None:
        """As most editors save: a new file takes the old one's name, here of the same size and time."""
        old = path.stat()
        other = write(path.with_suffix(".tmp"), "x" * old.st_size)
        os.utime(other, ns=(old.st_atime_ns, old.st_mtime_ns))
        other.replace(path)

    assert reported(path, replace, nothing) == ["x" * path.stat().st_size]


def test_a_half_written_file_waits_until_it_is_whole(path: Path) -> None:
    steps = [becomes(path, "ha"), becomes(path, "half"), becomes(path, "half written"), becomes(path, "whole"), nothing]
    assert reported(path, *steps, nothing) == ["whole"]


def test_one_that_stands_still_half_written_is_reported_again_when_it_is_whole(path: Path) -> None:
    assert reported(path, becomes(path, "half"), nothing, becomes(path, "whole"), nothing) == ["half", "whole"]


def test_a_file_that_is_gone_is_reported_when_it_is_back(path: Path) -> None:
    gone = path.with_suffix(".away")
    assert reported(path, path.unlink, nothing, nothing, becomes(path, "back again"), nothing) == ["back again"]
    assert reported(path, lambda: path.replace(gone), nothing, lambda: gone.replace(path), nothing, nothing) == []


def test_a_file_that_comes_later_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "later.sidestage"
    assert reported(path, nothing, nothing, becomes(path, "here"), nothing) == ["here"]


def test_an_edit_during_the_report_is_reported_too(path: Path) -> None:
    texts = iter(["second edit"])
    edit = lambda: [write(path, text) for text in texts]  # noqa: E731
    assert reported(path, becomes(path, "edit"), nothing, nothing, nothing, on_report=edit) == ["edit", "second edit"]


def test_it_looks_by_itself_until_it_is_closed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_watcher, "LOOK_EVERY", 0.001)
    changed = threading.Event()
    watcher = Watcher(path, changed.set)
    watcher.start()
    write(path, "new text")
    assert changed.wait(PATIENCE)
    watcher.close()
    assert "show file" not in [thread.name for thread in threading.enumerate()]
    watcher.close()


def test_one_that_never_started_can_be_closed(path: Path) -> None:
    Watcher(path, nothing).close()


def test_a_change_is_on_the_screens_within_a_second() -> None:
    assert 3 * LOOK_EVERY < 1
