"""What is no plain file is refused at once and in words, wherever a file is looked at, and nothing of it is touched."""

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from desktop.instance import _url_in
from tests.clients import Page
from tests.conftest import SMALL, Write
from tests.desktop.odd import ODD, Make
from tests.desktop.processes import sidestage
from tests.stage import StageProcess
from webui.core.errors import ShowError, Unreadable, Unwritable
from webui.serving import Serving
from webui.shows.document import restore
from webui.shows.generations import Generations
from webui.shows.showfile import MAX_FILE, load
from webui.storage import settings
from webui.storage.atomic import check_writable, followed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")

odd = pytest.mark.parametrize(("make", "why"), ODD.values(), ids=ODD)


def kind(path: Path) -> tuple[int, bool]:
    """What is in a place: neither refused things nor links may become anything else."""
    return stat.S_IFMT(os.lstat(path).st_mode), path.is_symlink()


@odd
def test_at_the_start(tmp_path: Path, make: Make, why: str) -> None:
    path = tmp_path / "odd.sidestage"
    make(path)
    before = kind(path)
    said = sidestage(path, "--headless", "--port", "0", "--data", tmp_path / "data")
    assert said.returncode == 2
    assert said.stderr.startswith(f"{path} can't be read: {why}")
    assert "Traceback" not in said.stderr
    assert kind(path) == before


@odd
def test_as_the_show_that_was_open_last(tmp_path: Path, make: Make, why: str) -> None:
    path, data = tmp_path / "odd.sidestage", tmp_path / "data"
    make(path)
    data.mkdir()
    settings.note_show(data, path)
    process = StageProcess(data, "--port", "0")
    try:
        assert process.said(r"(So this is the first-run show|so this is the first-run show)")
        assert process.stop() == 0
    finally:
        process.kill()


@odd
def test_as_the_last_good_version(tmp_path: Path, make: Make, why: str) -> None:
    path, data = tmp_path / "odd.sidestage", tmp_path / "data"
    data.mkdir()
    make(path)
    before = kind(path)
    Generations(data / "generations").keep(path, '{"sidestage": 1}')
    said = sidestage(path, "--last-good", "--headless", "--port", "0", "--data", data)
    assert said.returncode == 2
    assert f"can't be written: {why}" in said.stderr
    assert kind(path) == before
    assert not list(tmp_path.glob("*damaged*"))


@odd
def test_opened_and_written_while_a_show_runs(stage: Serving, tmp_path: Path, make: Make, why: str) -> None:
    path = tmp_path / "odd.sidestage"
    make(path)
    before = kind(path)
    with pytest.raises(Unreadable, match=why):
        stage.document.open(path)
    with pytest.raises(Unwritable, match=why):
        stage.document.save_as(path)
    with pytest.raises(Unwritable, match=why):
        stage.document.create(stage.document.path, path)
    with pytest.raises(ShowError, match=why):
        load(path)
    assert kind(path) == before
    assert stage.title == "Small"


@odd
def test_among_the_shows_that_were_open_lately(stage: Serving, tmp_path: Path, make: Make, why: str) -> None:
    path = tmp_path / "odd.sidestage"
    make(path)
    settings.note_show(stage.data, path)
    offers = {offer.name: offer.trouble for offer in stage.shows.recent()}
    assert why in offers["odd"]
    assert offers["test"] == ""


@odd
def test_in_the_place_of_the_open_show(stage: Serving, tmp_path: Path, make: Make, why: str) -> None:
    path, engine = stage.document.path, stage._engine
    with closing(Page(stage.url)) as page:
        page.move(slider1=12)
        path.rename(tmp_path / "aside")
        make(path)
        page.wait(lambda: why in engine.faults.get("show", "") or page.move(slider2=1))
        with pytest.raises(ShowError, match=why):
            stage.document.save()
        assert page.show["name"] == "Small"
        path.rmdir() if path.is_dir() else path.unlink()
        (tmp_path / "aside").rename(path)
        page.wait(lambda: not engine.faults or page.move(slider2=2))
        stage.document.save()


@odd
def test_as_settings_and_as_what_another_sidestage_said(tmp_path: Path, make: Make, why: str) -> None:
    make(tmp_path / settings.FILE)
    found, warning = settings.load(tmp_path)
    assert found == settings.Settings()
    assert warning.startswith(f"The settings can't be read ({why}")
    with pytest.raises(OSError, match=why):
        settings.save(tmp_path, settings.Settings(port=5757))
    assert _url_in(tmp_path / settings.FILE) == ""


@odd
def test_among_the_generations(tmp_path: Path, make: Make, why: str) -> None:
    generations, path = Generations(tmp_path / "generations"), tmp_path / "a.sidestage"
    generations.keep(path, "good")
    newest = generations.newest(path)
    assert newest
    make(newest.with_name(f"{99:020d}.sidestage"))
    good = generations.good(path)
    assert good
    assert good[0] == "good"
    assert generations.holds(path, "good")
    assert restore(path, generations) == path
    assert path.read_text() == "good"


def test_a_link_that_leads_nowhere(stage: Serving, tmp_path: Path) -> None:
    path = tmp_path / "link.sidestage"
    path.symlink_to("nowhere.sidestage")
    with pytest.raises(Unreadable, match="No such file") as raised:
        stage.document.open(path)
    assert raised.value.gone
    # To save there makes the file that it leads to.
    stage.document.save_as(path)
    assert path.is_symlink()
    assert (tmp_path / "nowhere.sidestage").is_file()


@pytest.mark.parametrize("length", [200, 240, 243])
def test_a_name_as_long_as_can_be_is_opened_saved_and_brought_back(
    stage: Serving, show_file: Write, tmp_path: Path, length: int
) -> None:
    path = show_file(SMALL, "é" * (length // 2) + "e" * (length % 2) + ".sidestage")
    stage.document.open(path)
    stage.document.save()
    path.write_text("damaged")
    stage.document.open_last_good(path)
    assert stage.title == "Small"
    aside = next(one for one in tmp_path.iterdir() if "(damaged)" in one.name)
    assert aside.read_text() == "damaged"


def test_a_name_that_is_too_long_is_refused(stage: Serving, tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300 + ".sidestage")
    with pytest.raises(Unreadable, match="File name too long"):
        stage.document.open(path)
    with pytest.raises(Unwritable, match="File name too long"):
        stage.document.save_as(path)


def test_a_name_that_is_no_text(stage: Serving, show_file: Write, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Matin\xe9e\x1b.sidestage"))
    show_file({key: value for key, value in SMALL.items() if key != "name"}).rename(path)
    stage.document.open(path)
    stage.document.save()
    assert stage.shows.recent()[0].name == "Matin\\xe9e\\x1b"
    engine = stage._engine
    with closing(Page(stage.url)) as page:
        path.write_text("half an ed")
        page.wait(lambda: "Matin\\xe9e\\x1b.sidestage, line 1" in engine.faults.get("show", "") or page.move(slider1=1))


def test_a_file_without_an_end_in_sight(tmp_path: Path) -> None:
    path = tmp_path / "huge.sidestage"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ShowError, match=f"has more than the {MAX_FILE} bytes"):
        load(path)


def test_what_may_be_replaced(tmp_path: Path) -> None:
    assert check_writable(tmp_path / "none") is None
    file = tmp_path / "file"
    file.touch()
    found = check_writable(file)
    assert found
    assert stat.S_ISREG(found.st_mode)
    assert followed(file) == file
