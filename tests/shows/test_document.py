"""The open show file: saving, what it keeps, and what becomes of a damaged one."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.clients import Page, SimpleClient
from tests.conftest import SMALL, Serve, Write
from webui.core.errors import ShowError
from webui.serving import Serving
from webui.shows.document import Document, restore
from webui.shows.generations import KEPT, Generations


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "data" / "generations")


def test_saving_writes_the_values_into_the_file(stage: Serving, page: Page, generations: Generations) -> None:
    page.move(slider1=37, bed=True, txt1="Places")
    stage.document.save()
    saved = json.loads(stage.document.path.read_text("utf-8"))
    values = {control["id"]: control.get("value") for control in saved["controls"]}
    assert values == {"slider1": 37, "slider2": None, "bed": True, "thunder": None, "txt1": "Places"}
    assert Document(stage.document.path, generations).show.controls["txt1"].start == "Places"


def test_saving_leaves_the_rest_as_its_user_wrote_it(stage: Serving, page: Page) -> None:
    page.move(slider1=37)
    stage.document.save()
    saved = json.loads(stage.document.path.read_text("utf-8"))
    del saved["checksum"]
    for control in saved["controls"]:
        control.pop("value", None)
    assert saved == SMALL


def test_saving_disturbs_nobody(stage: Serving, page: Page) -> None:
    n = page.op({}, [["press", "thunder", page.now()]])
    page.wait(lambda: page.taken == n)
    stage.document.save()
    text = stage.document.path.read_text("utf-8")
    stage.document.path.write_text(text.replace('"Small"', '"Renamed"'), encoding="utf-8")
    page.wait(lambda: page.show["name"] == "Renamed")
    assert [frame for frame in page.frames if frame[3].get("thunder") is False] == []


def test_another_computer_starts_from_the_values_in_the_file(stage: Serving, page: Page, tmp_path: Path) -> None:
    page.move(slider1=37)
    stage.document.save()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Serving(elsewhere, stage.document.path, "127.0.0.1", [0], [], list)
    other.start()
    with closing(Page(other.url)) as there:
        assert there.values["slider1"] == 37
    other.close()


def test_save_as_makes_a_show_of_its_own_with_the_same_values(stage: Serving, page: Page, tmp_path: Path) -> None:
    page.move(slider1=37)
    stage.document.save_as(tmp_path / "Evening")
    page.wait(lambda: page.show["name"] == "Evening")
    assert page.show["id"] != "small"
    assert page.values["slider1"] == 37
    page.move(slider1=40)
    stage.document.open(tmp_path / "test.sidestage")
    page.wait(lambda: page.show["name"] == "Small")
    assert page.values["slider1"] == 37


def test_what_an_open_show_adopted_is_unsaved_until_it_is_saved(serve: Serve) -> None:
    stage = serve({"sidestage": 1, "id": "open", "open": True})
    with closing(SimpleClient(stage.url)) as program, closing(Page(stage.url)) as page:
        assert not stage.document.unsaved
        program.change("speed", 130)
        page.sees(speed=130)
        assert stage.document.unsaved
        stage.document.save()
        assert not stage.document.unsaved
    saved = json.loads(stage.document.path.read_text("utf-8"))
    assert [(control["id"], control["value"]) for control in saved["controls"]] == [("speed", 130)]


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_is_refused(stage: Serving, page: Page, generations: Generations, cut: float) -> None:
    stage.document.save()
    path = stage.document.path
    stage.close()
    text = path.read_bytes()
    path.write_bytes(text[: int(len(text) * cut)])
    with pytest.raises(ShowError):
        Document(path, generations)


def test_a_file_of_which_any_byte_was_damaged_is_refused(
    stage: Serving, page: Page, generations: Generations, tmp_path: Path
) -> None:
    page.move(slider1=37, txt1="Places")
    stage.document.save()
    text = stage.document.path.read_bytes()
    damaged = tmp_path / "damaged.sidestage"
    spaces = b" \n"
    for place, byte in enumerate(text):
        if byte in spaces:
            continue
        damaged.write_bytes(text[:place] + bytes([byte ^ 1]) + text[place + 1 :])
        with pytest.raises(ShowError):
            Document(damaged, generations)


def test_a_damaged_file_is_brought_back_and_kept_beside(stage: Serving, page: Page, generations: Generations) -> None:
    page.move(slider1=37)
    stage.document.save()
    path = stage.document.path
    good = path.read_bytes()
    stage.close()
    path.write_bytes(good[:50])
    aside = restore(path, generations)
    assert aside
    assert aside.read_bytes() == good[:50]
    assert path.read_bytes() == good
    assert Document(path, generations).show.controls["slider1"].start == 37


def test_an_edit_while_it_is_open_is_good_after_a_restart_too(stage: Serving, page: Page, serve: Serve) -> None:
    stage.document.save()
    path = stage.document.path
    path.write_text(path.read_text("utf-8").replace('"Small"', '"Edited"'), encoding="utf-8")
    page.wait(lambda: page.show["name"] == "Edited")
    stage.close()
    assert serve(path).title == "Edited"


def test_an_edit_while_it_is_closed_is_refused_with_what_to_do(stage: Serving, generations: Generations) -> None:
    stage.document.save()
    path = stage.document.path
    stage.close()
    path.write_text(path.read_text("utf-8").replace('"Small"', '"Edited"'), encoding="utf-8")
    with pytest.raises(ShowError, match='If you edited it, take out its line "checksum"'):
        Document(path, generations)


def test_a_file_that_another_program_broke_is_not_written_over(stage: Serving, page: Page) -> None:
    path = stage.document.path
    path.write_text("half an ed", encoding="utf-8")
    with pytest.raises(ShowError, match="changed by another program"):
        stage.document.save()
    assert path.read_text("utf-8") == "half an ed"


def test_a_place_that_cannot_be_written_is_said_and_all_stays(stage: Serving, page: Page, tmp_path: Path) -> None:
    with pytest.raises(ShowError, match=r"can't be written: .*Save it somewhere else"):
        stage.document.save_as(tmp_path / "no" / "such" / "folder")
    page.move(slider1=3)
    assert stage.title == "Small"


def test_a_wrong_file_is_not_opened_and_the_old_show_stays(stage: Serving, page: Page, show_file: Write) -> None:
    with pytest.raises(ShowError, match="type must be one of"):
        stage.document.open(show_file({"sidestage": 1, "controls": [{"id": "a", "type": "slider"}]}, "wrong.sidestage"))
    page.move(slider1=3)
    stage.document.save()
    assert stage.document.path.name == "test.sidestage"


def test_the_last_generations_are_kept_and_no_more(generations: Generations, tmp_path: Path) -> None:
    path = tmp_path / "a.sidestage"
    for number in range(KEPT + 3):
        generations.keep(path, f"text {number}")
        generations.keep(path, f"text {number}")
    assert [generations.holds(path, f"text {number}") for number in range(KEPT + 3)] == [False] * 3 + [True] * KEPT
    newest = generations.newest(path)
    assert newest
    assert newest.read_text("utf-8") == f"text {KEPT + 2}"
    assert generations.newest(tmp_path / "other.sidestage") is None


def test_a_folder_of_generations_that_cannot_be_is_no_trouble(tmp_path: Path, show_file: Write) -> None:
    (tmp_path / "generations").write_text("a file")
    document = Document(show_file(SMALL), Generations(tmp_path / "generations"))
    assert document.show.name == "Small"
    document.close()
