"""A disk that hangs, such as a network drive whose server is gone: it is given up, and all else goes on."""

import json
import threading
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve
from tests.desktop.processes import sidestage
from tests.faults.disks import hung
from tests.faults.servers import until
from tests.stage import StageProcess
from webui.core.errors import ShowError, Unreadable, Unwritable
from webui.serving import Serving
from webui.storage import settings
from webui.storage.timeouts import MOST_STUCK, NoAnswer, within

Start = Callable[..., StageProcess]


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A folder that can hang, with a show in it."""
    folder = tmp_path / "drive"
    folder.mkdir()
    (folder / "far.sidestage").write_text(json.dumps({**SMALL, "id": "far", "name": "Far"}))
    return folder


def test_a_show_that_is_named_at_the_start(drive: Path, tmp_path: Path) -> None:
    with hung(drive):
        for more in ((), ("--last-good",)):
            said = sidestage(drive / "far.sidestage", *more, "--headless", "--port", "0", "--data", tmp_path / "data")
            assert said.returncode == 2
            assert "its disk does not answer" in said.stderr or "No good version" in said.stderr
            assert "Traceback" not in said.stderr


def test_the_show_that_was_open_last(drive: Path, tmp_path: Path, stage_process: Start) -> None:
    (tmp_path / "data").mkdir()
    settings.note_show(tmp_path / "data", drive / "far.sidestage")
    with hung(drive):
        process = stage_process("--port", "0")
        assert process.said("(its disk does not answer. So this is the first-run show)")
        assert process.stop() == 0
    again = stage_process("--port", "0")
    assert again.stop() == 0


def test_a_data_folder(drive: Path) -> None:
    with hung(drive):
        said = sidestage("--headless", "--port", "0", "--data", drive / "data")
    assert said.returncode == 2
    assert "The data folder can't be used: its disk does not answer" in said.stderr


def test_the_start_page(serve: Serve, drive: Path) -> None:
    stage = serve()
    for number in range(settings.MAX_RECENT - 1):
        settings.note_show(stage.data, drive / f"{number}.sidestage")
    with hung(drive):
        for _ in range(3):
            offers = stage.shows.recent()
            assert {offer.name: offer.trouble for offer in offers if offer.show} == {"test": ""}
            assert all("does not answer" in offer.trouble for offer in offers if offer.show is None)
        for open in (stage.document.open, stage.document.save_as, stage.document.open_last_good):
            with pytest.raises(ShowError, match="its disk does not answer"):
                open(drive / "far.sidestage")
        assert stage.title == "Small"
    until(lambda: answered(drive / "far.sidestage"), "the disk to answer")
    stage.document.open(drive / "far.sidestage")
    assert stage.title == "Far"


def test_the_open_show(serve: Serve, drive: Path, tmp_path: Path) -> None:
    stage = serve(drive / "far.sidestage")
    engine = stage._engine
    with closing(Page(stage.url)) as page, closing(Page(stage.url, "session-2")) as other:
        page.move(slider1=1)
        with hung(drive):
            page.wait(lambda: "its disk does not answer" in engine.faults.get("show", "") or page.move(slider1=2))
            with pytest.raises(Unreadable, match="its disk does not answer"):
                stage.document.save()
            with pytest.raises(Unreadable, match="its disk does not answer"):
                stage.document.edit(lambda data: None)
            page.move(slider1=3)
            other.sees(slider1=3)
        page.wait(lambda: not engine.faults or page.move(slider1=4))
        stage.document.save()
        with hung(drive):
            # Another show is opened, and the one whose disk hangs is forgotten.
            stage.document.save_as(tmp_path / "near")
            page.wait(lambda: page.show["name"] == "near")
            stage.document.save()
            assert engine.call(lambda: dict(engine.faults)) == {}


def test_the_end(serve: Serve, drive: Path) -> None:
    stage = serve(drive / "far.sidestage")
    with hung(drive):
        with closing(Page(stage.url)) as page:
            page.move(slider1=5)
        stage.close()
        assert stage.lost == ""


def test_a_whole_program_whose_open_show_hangs_ends_in_order(drive: Path, stage_process: Start) -> None:
    process = stage_process("--port", "0", str(drive / "far.sidestage"))
    with hung(drive):
        process.said("(can't be read .its disk does not answer)")
        with urllib.request.urlopen(f"{process.url}health") as answer:
            assert answer.status == 200
        assert process.stop() == 0


def test_what_hangs_is_not_asked_again_and_again(drive: Path) -> None:
    with hung(drive) as disk:
        for _ in range(3):
            with pytest.raises(NoAnswer, match="its disk does not answer"):
                within(drive, drive.stat, 0.01)
        for number in range(MOST_STUCK - 1):
            with pytest.raises(NoAnswer):
                within(number, drive.stat, 0.01)
        with pytest.raises(NoAnswer):
            within("one more", lambda: "it would answer")
        disk.answers()
        until(lambda: answered(drive), "the disk to be asked again")


def answered(path: Path) -> bool:
    """Whether a disk tells again what is there."""
    try:
        return within(path, path.exists)
    except NoAnswer:
        return False


def test_what_is_raised_is_raised_where_it_was_asked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        within(tmp_path, (tmp_path / "none").stat)
    assert within(tmp_path, lambda: 7) == 7


def test_a_disk_that_takes_the_file_and_then_hangs(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may still answer what is in its memory, and hang where something has to be kept."""
    goes_on = threading.Event()
    monkeypatch.setattr("webui.storage.atomic.os.fsync", lambda descriptor: goes_on.wait())
    monkeypatch.setattr("webui.shows.writing.WRITE_S", 0.01)
    text = stage.document.path.read_text()
    with closing(Page(stage.url)) as page:
        with pytest.raises(Unwritable, match="its disk does not answer"):
            stage.document.save()
        with pytest.raises(Unwritable, match="its disk does not answer"):
            stage.document.save_as(stage.document.path.with_name("elsewhere"))
        assert stage.document.path.read_text() == text
        page.move(slider1=9)
        goes_on.set()
        until(lambda: "checksum" in stage.document.path.read_text(), "the file to be written after all")
        until(lambda: not list(stage.document.path.parent.glob(".sidestage-*")), "what was written beside it to go")
