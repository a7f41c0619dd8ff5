"""The shows of this computer: what is remembered of them, what they may be called, and what the start page offers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SMALL, Write
from webui.core.errors import ShowError
from webui.resources import resource
from webui.routes.manual import pages
from webui.serving import Serving
from webui.shows.library import EXAMPLES, MAX_NAME, PRESETS, _free, checked, examples, last_show, presets
from webui.shows.offers import NotThere, sketch
from webui.shows.showfile import load
from webui.storage import settings
from webui.storage.settings import MAX_RECENT


def names(stage: Serving) -> list[str]:
    return [offer.name for offer in stage.shows.recent()]


def test_the_open_show_is_one_of_those_opened_lately(stage: Serving) -> None:
    (offer,) = stage.shows.recent()
    assert (offer.name, offer.id) == ("test", stage.shows.now)
    assert offer.show
    assert offer.show.name == "Small"


def test_a_new_show_is_beside_the_open_one_and_open(stage: Serving, tmp_path: Path) -> None:
    stage.shows.new("  Act   two ")
    assert stage.document.path == tmp_path / "Act two.sidestage"
    assert stage.document.show.name == "Act two"
    assert names(stage) == ["Act two", "test"]
    before = stage.document.path.read_bytes()
    with pytest.raises(ShowError, match=r"Act two.sidestage is there already"):
        stage.shows.new("Act two")
    assert stage.document.path.read_bytes() == before


def test_an_example_is_a_copy_that_has_a_name_of_its_own(stage: Serving, tmp_path: Path) -> None:
    for name in ("React", "React 2"):
        stage.shows.example("react")
        assert stage.document.path == tmp_path / f"{name}.sidestage"
        assert stage.document.show.name == name
    with pytest.raises(NotThere):
        stage.shows.example("../test")


def test_a_preset_is_a_copy_too(stage: Serving, tmp_path: Path) -> None:
    stage.shows.example("x32")
    assert stage.document.path == tmp_path / "X32 and M32.sidestage"
    assert stage.document.show.osc.targets["desk"].port == 10023


def test_nothing_is_put_beside_the_examples(stage: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Documents").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    stage.document.open(examples()[0].path)
    assert stage.shows.folder == tmp_path / "Documents"


def test_one_that_was_open_before_is_opened_by_its_id_alone(stage: Serving, tmp_path: Path) -> None:
    first = stage.shows.now
    stage.shows.new("Act two")
    stage.shows.open(first)
    assert stage.document.path == tmp_path / "test.sidestage"
    assert names(stage) == ["test", "Act two"]
    for wrong in ("", str(tmp_path / "test.sidestage"), first[:-1]):
        with pytest.raises(NotThere):
            stage.shows.open(wrong)


def test_what_cant_be_opened_any_more_says_why(stage: Serving, show_file: Write) -> None:
    stage.shows.new("Gone")
    stage.document.path.unlink()
    broken = show_file({**SMALL, "id": "broken"}, "broken.sidestage")
    stage.document.open(broken)
    stage.document.open(show_file({**SMALL, "id": "third"}, "third.sidestage"))
    broken.write_text("half a sh")
    offers = {offer.name: offer for offer in stage.shows.recent()}
    assert offers["Gone"].trouble == "The file is not there any more."
    assert "line 1" in offers["broken"].trouble
    assert (offers["broken"].show, offers["broken"].describe()["sketch"]) == (None, None)
    now = stage.document.path
    with pytest.raises(ShowError):
        stage.shows.open(offers["Gone"].id)
    assert stage.document.path == now


def test_a_show_that_was_saved_while_it_was_open_is_no_damaged_one(stage: Serving, tmp_path: Path) -> None:
    stage.document.save()
    assert stage.shows.recent()[0].trouble == ""


def test_so_many_are_remembered_and_no_more(tmp_path: Path) -> None:
    for number in range(MAX_RECENT + 1):
        settings.note_show(tmp_path, Path(f"/shows/{number}"))
    kept = settings.load(tmp_path)[0].recent
    assert kept == tuple(f"/shows/{number}" for number in range(MAX_RECENT, 0, -1))
    settings.note_show(tmp_path, Path("/shows/3"))
    assert settings.load(tmp_path)[0].recent[:2] == ("/shows/3", f"/shows/{MAX_RECENT}")
    settings.change(tmp_path, port=5999)
    assert len(settings.load(tmp_path)[0].recent) == MAX_RECENT


@pytest.mark.parametrize("recent", ['"a"', "[1]", "7"])
def test_a_list_that_is_none_is_damage(tmp_path: Path, recent: str) -> None:
    (tmp_path / "settings.json").write_text(f'{{"recent": {recent}}}')
    assert settings.load(tmp_path)[0] == settings.Settings()
    assert (tmp_path / "settings.broken.json").exists()


def test_the_show_that_was_open_last(tmp_path: Path) -> None:
    assert last_show(()) == (None, "")
    path = tmp_path / "mine.sidestage"
    path.write_text("{}")
    recent = (str(path), "/elsewhere.sidestage")
    assert last_show(recent) == (path, "")
    path.unlink()
    show, note = last_show(recent)
    assert show is None
    assert str(path) in note


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b", "a\\b", "a\x00b", "C:", "..", ".hidden", "end.", "x" * (MAX_NAME + 1)]
)
def test_names_that_no_file_can_have(name: str) -> None:
    with pytest.raises(ShowError):
        checked(name)


@given(st.text(max_size=MAX_NAME))
def test_a_good_name_stays_in_its_folder(name: str) -> None:
    try:
        path = Path("/shows") / f"{checked(name)}.sidestage"
    except ShowError:
        return
    assert path.parent == Path("/shows")
    assert path.name.endswith(".sidestage")


def test_the_longest_name_is_one() -> None:
    assert checked("x" * MAX_NAME) == "x" * MAX_NAME


def test_the_first_free_name(tmp_path: Path) -> None:
    for expected in ("Band", "Band 2", "Band 3"):
        assert _free(tmp_path, "Band") == tmp_path / f"{expected}.sidestage"
        (tmp_path / f"{expected}.sidestage").touch()


def test_every_example_and_preset_is_offered_and_good() -> None:
    assert [one.path.stem for one in examples()] == list(EXAMPLES)
    assert [one.path.stem for one in presets()] == list(PRESETS)
    assert {one.path for one in presets()} == set(resource("assets", "presets").iterdir())
    for one in (*examples(), *presets()):
        assert load(one.path).name == one.name


def test_every_preset_has_a_page_of_the_manual() -> None:
    assert {one.manual for one in presets()} <= pages().keys()


def test_a_sketch_has_a_cell_for_each_thing_on_the_first_page(stage: Serving) -> None:
    page = stage.document.show.pages[0]
    seen = sketch(stage.document.show)
    cells = json.loads(json.dumps(seen["cells"]))
    assert len(cells) == len(page.controls) + len(page.views)
    assert all(
        column + width - 1 <= page.columns and row + height - 1 <= page.rows for _, column, row, width, height in cells
    )
