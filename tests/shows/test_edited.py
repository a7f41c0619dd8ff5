"""The open show is edited by other programs, however they write: each change is seen, and told rightly."""

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve, Write
from tests.faults.servers import until
from webui.core.errors import ShowError
from webui.serving import Serving
from webui.shows.file_watcher import GONE_LOOKS, LOOK_EVERY
from webui.shows.generations import KEPT, Generations
from webui.storage import plain_file


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


@pytest.fixture
def told(stage: Serving) -> list[str]:
    """All that operators were told of the show, in order."""
    said: list[str] = []
    engine = stage._engine
    engine.call(engine.on_faults, lambda: said.append(engine.faults.get("show", "")))
    return said


def edited(**changes: Any) -> str:
    return json.dumps({**SMALL, **changes})


def label(data: dict[str, Any]) -> None:
    """An edit of ours."""
    data["feeds"] = []


# A save, and an edit by another program right before


def test_a_save_right_after_an_edit_keeps_both(stage: Serving, page: Page, told: list[str]) -> None:
    for number in range(5):
        page.move(slider1=number)
        stage.document.path.write_text(edited(name=f"Edited {number}"))
        stage.document.save()
        saved = json.loads(stage.document.path.read_text())
        assert saved["name"] == f"Edited {number}"
        assert saved["controls"][0]["value"] == number
    page.wait(lambda: page.show["name"] == "Edited 4")
    assert "".join(told) == ""


def test_an_edit_of_osc_right_after_one_by_another_program_keeps_both(stage: Serving, page: Page) -> None:
    stage.document.path.write_text(edited(name="Edited"))
    stage.document.edit(label)
    saved = json.loads(stage.document.path.read_text())
    assert (saved["name"], saved["feeds"]) == ("Edited", [])


def test_a_save_right_after_an_edit_brings_no_control_back(stage: Serving, page: Page) -> None:
    stage.document.path.write_text(edited(controls=SMALL["controls"][:2]))  # type: ignore[index]
    stage.document.save()
    saved = json.loads(stage.document.path.read_text())
    assert [control["id"] for control in saved["controls"]] == ["slider1", "slider2"]


def test_a_save_right_after_another_show_was_opened_mixes_nothing(stage: Serving, show_file: Write) -> None:
    other = show_file({"sidestage": 1, "id": "other", "controls": [{"id": "own", "type": "toggle"}]}, "other.sidestage")
    for path, controls in ((other, ["own"]), (stage.document.path, [one["id"] for one in SMALL["controls"]])) * 3:  # type: ignore[index]
        stage.document.open(path)
        assert not stage.document.unsaved
        stage.document.save()
        assert [control["id"] for control in json.loads(path.read_text())["controls"]] == controls


def test_a_save_while_another_program_writes_waits_for_it(stage: Serving, page: Page, told: list[str]) -> None:
    page.move(slider1=7)
    path, whole = stage.document.path, edited(name="Whole")
    path.write_text(whole[:100])
    writer = threading.Timer(2 * LOOK_EVERY, path.write_text, (whole,))
    writer.start()
    stage.document.save()
    writer.join()
    saved = json.loads(path.read_text())
    assert (saved["name"], saved["controls"][0]["value"]) == ("Whole", 7)
    assert "".join(told) == ""


def test_a_file_that_is_gone_is_saved_anew(stage: Serving, page: Page) -> None:
    page.move(slider1=7)
    stage.document.path.unlink()
    stage.document.save()
    assert json.loads(stage.document.path.read_text())["controls"][0]["value"] == 7


# Ways to write


def in_pieces(path: Path, text: str, pause: float) -> None:
    """As some programs write over a network: a piece, a pause, the next."""
    with path.open("w") as file:
        for at in range(0, len(text), len(text) // 3):
            file.write(text[at : at + len(text) // 3])
            file.flush()
            time.sleep(pause)


def emptied_first(path: Path, text: str, pause: float) -> None:
    """As simple editors do: empty at first."""
    path.write_text("")
    time.sleep(pause)
    path.write_text(text)


def removed_first(path: Path, text: str, pause: float) -> None:
    """As some sync programs do."""
    path.unlink()
    time.sleep(pause)
    path.write_text(text)


def moved_aside_first(path: Path, text: str, pause: float) -> None:
    """As editors that keep the old file as a backup do."""
    path.replace(path.with_suffix(".bak"))
    time.sleep(pause)
    path.write_text(text)


def replaced(path: Path, text: str, pause: float) -> None:
    """As most editors do."""
    new = path.with_suffix(".new")
    new.write_text(text)
    time.sleep(pause)
    new.replace(path)


def over_the_old(path: Path, text: str, pause: float) -> None:
    """Written into what is there, and cut at the end: in between it holds both."""
    with path.open("r+") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        time.sleep(pause)
        file.write(text[len(text) // 2 :])
        file.truncate()


@pytest.mark.parametrize("pause", [0.05, 0.3, 0.9])
@pytest.mark.parametrize(
    "write",
    [in_pieces, emptied_first, removed_first, moved_aside_first, replaced, over_the_old],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_however_it_is_written_nothing_wrong_is_told(
    stage: Serving, page: Page, told: list[str], write: Callable[[Path, str, float], None], pause: float
) -> None:
    page.move(slider1=7)
    write(stage.document.path, edited(name="Written", feeds=[]), pause)
    page.wait(lambda: page.show["name"] == "Written")
    assert page.values["slider1"] == 7
    assert "".join(told) == ""


def test_two_changes_in_a_row_are_both_seen(stage: Serving, page: Page, told: list[str]) -> None:
    for number in range(4):
        stage.document.path.write_text(edited(name=f"First {number}"))
        time.sleep(0.1)
        stage.document.path.write_text(edited(name=f"Then {number}"))
        page.wait(lambda number=number: page.show["name"] == f"Then {number}")
    assert "".join(told) == ""


@pytest.mark.parametrize("seconds", [0, -7200, -(10**8), 10**8], ids=["same", "earlier", "years ago", "in years"])
def test_a_change_is_seen_whatever_its_time(stage: Serving, page: Page, seconds: int) -> None:
    path = stage.document.path
    before = path.stat()
    time_then = before.st_mtime_ns + seconds * 10**9
    text = path.read_text()
    with path.open("r+") as file:
        # In its place and of the same size.
        file.write(text.replace('"Small"', '"Large"'))
    os.utime(path, ns=(time_then, time_then))
    assert (path.stat().st_size, path.stat().st_ino) == (before.st_size, before.st_ino)
    page.wait(lambda: page.show["name"] == "Large")


# Files that can't be read for a while


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_file_that_cannot_be_read_once_is_looked_at_again(
    stage: Serving, page: Page, told: list[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real, path = plain_file._read, stage.document.path
    fails = threading.Event()

    def read(wanted: Path, most: int) -> bytes:
        if fails.is_set() and wanted == path:
            raise OSError(number, os.strerror(number), str(wanted))
        return real(wanted, most)

    monkeypatch.setattr(plain_file, "_read", read)
    fails.set()
    path.write_text(edited(name="Edited"))
    page.wait(lambda: told or page.move(slider1=1))
    assert told == [
        f"The show file can't be read, so the show stays as it is. {path} can't be read: {os.strerror(number)}"
    ]
    with pytest.raises(ShowError, match=os.strerror(number)):
        stage.document.save()
    fails.clear()
    page.wait(lambda: page.show["name"] == "Edited")
    page.wait(lambda: told[-1] == "" or page.move(slider1=2))
    assert len(told) == 2


def test_a_file_that_cannot_be_read_for_a_moment_is_not_mentioned(
    stage: Serving, page: Page, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, path = plain_file._read, stage.document.path
    failures = [3]

    def read(wanted: Path, most: int) -> bytes:
        if wanted == path and failures[0]:
            failures[0] -= 1
            raise PermissionError(errno.EACCES, "Permission denied", str(wanted))
        return real(wanted, most)

    monkeypatch.setattr(plain_file, "_read", read)
    path.write_text(edited(name="Edited"))
    page.wait(lambda: page.show["name"] == "Edited")
    assert "".join(told) == ""


@pytest.mark.parametrize("how", ["deleted", "moved", "its folder moved"])
def test_a_show_that_is_gone_is_mentioned_and_healed_when_it_is_back(serve: Serve, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "shows"
    folder.mkdir()
    path = folder / "here.sidestage"
    path.write_text(edited())
    stage = serve(path)
    engine = stage._engine
    away = {"deleted": path, "moved": path, "its folder moved": folder}[how]
    with closing(Page(stage.url)) as page:
        away.rename(tmp_path / "away")
        page.wait(lambda: engine.faults or page.move(slider1=1))
        assert engine.faults["show"] == (
            "here.sidestage is not there any more: it was moved or deleted. "
            "The show goes on; Save writes the file again."
        )
        page.move(slider1=7)
        if how == "deleted":
            stage.document.save()
        else:
            (tmp_path / "away").rename(away)
        page.wait(lambda: not engine.faults or page.move(slider1=8))
        assert page.show["name"] == "Small"


def test_a_show_that_comes_back_as_another_is_taken(stage: Serving, page: Page, told: list[str]) -> None:
    path = stage.document.path
    path.unlink()
    page.wait(lambda: told or page.move(slider1=1))
    path.write_text(edited(name="Another"))
    page.wait(lambda: page.show["name"] == "Another")
    page.wait(lambda: told[-1] == "" or page.move(slider1=1))


def test_what_was_said_of_the_start_stays_while_nothing_changes(
    stage: Serving, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, path, engine = plain_file._read, stage.document.path, stage._engine
    reads: list[Path] = []

    def read(wanted: Path, most: int) -> bytes:
        reads.append(wanted)
        return real(wanted, most)

    monkeypatch.setattr(plain_file, "_read", read)
    stage.document.say("This is the first-run show.")
    path.touch()
    # The watcher reads it first, and then the document, twice.
    page.wait(lambda: reads.count(path) >= 3 or page.move(slider1=1))
    until(lambda: stage.document._changing.acquire(blocking=False), "the look to end")
    stage.document._changing.release()
    page.move(slider1=2)
    assert engine.call(lambda: dict(engine.faults)) == {"show": "This is the first-run show."}


def test_an_error_is_still_told(stage: Serving, page: Page, told: list[str]) -> None:
    stage.document.path.write_text("half an ed")
    page.wait(lambda: told or page.move(slider1=1))
    assert told[0].startswith("The show file has an error, so the old show stays. test.sidestage, line 1, column 1")
    with pytest.raises(ShowError, match="was changed by another program and has an error, so it is not written over"):
        stage.document.save()
    assert stage.document.path.read_text() == "half an ed"


def test_editors_have_the_time_that_they_need() -> None:
    assert GONE_LOOKS * LOOK_EVERY > 1


# The last good text


def test_the_newest_is_what_was_kept_last_whatever_the_clock_says(tmp_path: Path) -> None:
    generations, path = Generations(tmp_path / "generations"), tmp_path / "a.sidestage"
    generations.keep(path, "first")
    first = generations.newest(path)
    assert first
    # As it was kept by an earlier version, whose clock was ahead.
    first.rename(first.with_name(f"{time.time_ns() + 10**18:020d}.sidestage"))
    for number in range(KEPT + 2):
        generations.keep(path, f"text {number}")
        newest = generations.newest(path)
        assert newest
        # The clock is set back with each.
        os.utime(newest, (10**9 - number, 10**9 - number))
        good = generations.good(path)
        assert good
        assert good[0] == f"text {number}"
    assert not generations.holds(path, "first")
    assert [generations.holds(path, f"text {number}") for number in range(KEPT + 2)] == [False] * 2 + [True] * KEPT


def test_a_damaged_generation_is_passed_over(tmp_path: Path) -> None:
    generations, path = Generations(tmp_path / "generations"), tmp_path / "a.sidestage"
    for text in ("older", "newer"):
        generations.keep(path, text)
    newest = generations.newest(path)
    assert newest
    newest.write_bytes(b"\xff\xfe")
    good = generations.good(path)
    assert good
    assert good[0] == "older"
