"""Show files: what is wrong is said with its place, and a change is noticed when it is whole."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import PIXEL, anything
from webui.core.errors import ShowError
from webui.core.osc.conversion import NEAR
from webui.core.osc.echoes import MARGIN
from webui.core.osc.loops import QUIET
from webui.core.osc.resends import LATEST, MOST, REST
from webui.core.osc.sent_log import LASTS
from webui.core.show.controls import CONTROL_TYPES, Fader
from webui.core.show.controls.choice import MAX_OPTIONS, MAX_SEGMENTS
from webui.core.show.controls.label import LENGTH
from webui.core.show.controls.picture import MAX_ALL_PIXELS, MAX_ALT, MAX_PICTURE, MAX_PIXELS
from webui.core.show.controls.ranged import MAX_BOUND, MAX_STEPS, MIN_STEP
from webui.core.show.controls.text import MAX_LINES, USUAL_LENGTH
from webui.core.show.feeds import SOURCES
from webui.core.show.osc.addresses import DUMP, MAX_ADDRESS, MAX_ADDRESSES, MAX_ARGS, TEST
from webui.core.show.osc.reading import MAX_ARG
from webui.core.show.osc.targets import MAX_EVERY, MAX_PATTERNS, MAX_RATE, MAX_SOURCES, MAX_TARGETS, MIN_EVERY, PORT
from webui.core.show.show import MAX_CONTROLS, MAX_FEEDS, MAX_PAGES, MAX_VIEWS, Show, read_show
from webui.core.values import MAX_TEXT
from webui.links.osc.receive.moves import MATCHED, MATCHED_IN_ALL
from webui.links.osc.send.all_values import EVERY, MAX_ASKED
from webui.links.osc.send.messages import PACKET
from webui.shows.document import CATCH_UP_S
from webui.shows.doubt import SETTLE_S
from webui.shows.file_watcher import GONE_LOOKS, LOOK_EVERY, READ_EVERY
from webui.shows.generations import KEPT
from webui.shows.showfile import MAX_FILE, load, parse, with_values
from webui.shows.writing import WRITE_S
from webui.storage.timeouts import ANSWER_S

DOCUMENT = (Path(__file__).parents[2] / "webui" / "shows" / "showfile.md").read_text("utf-8")
PATIENCE = 20.0


def write(path: Path, text: str | bytes = '{"sidestage": 1}') -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A show file."""
    return write(tmp_path / "Matinee.sidestage")


def error(path: Path, text: str | bytes | None = None) -> str:
    """What is said of a file that is no show."""
    if text is not None:
        write(path, text)
    with pytest.raises(ShowError) as caught:
        load(path)
    return str(caught.value)


# The document


def test_the_examples_of_the_document_are_shows(path: Path) -> None:
    examples = re.findall(r"^```json\n(.*?)^```", DOCUMENT, re.S | re.M)
    assert len(examples) == 2
    lone, full = (load(write(path, example)) for example in examples)
    assert isinstance(lone.controls["tempo"], Fader)
    assert full.controls["tempo"].start == 120
    said = json.loads(examples[1])
    moved = [one for page in said["pages"] for one in page["controls"] if CONTROL_TYPES[one["type"]].valued]
    assert [len(full.controls), len(full.feeds)] == [len(moved), len(said["feeds"])]
    assert {feed.source for feed in full.feeds.values()} == set(SOURCES)
    assert [page.role.word for page in full.pages] == ["watcher", "operator"]
    assert {control.type for page in full.pages for control in page.controls} == set(CONTROL_TYPES)


def test_the_document_names_every_key_type_and_source(path: Path) -> None:
    full = load(write(path, re.findall(r"^```json\n(.*?)^```", DOCUMENT, re.S | re.M)[1])).describe()
    words = set(re.findall(r"`([a-z]+)`", DOCUMENT))

    def keys(data: Any) -> set[str]:
        if isinstance(data, dict):
            return set(data).union(*map(keys, data.values()))
        return set().union(*map(keys, data)) if isinstance(data, list) else set()

    assert keys(full) <= words
    assert {*CONTROL_TYPES, *SOURCES, "sidestage", "value"} <= words


def test_the_document_names_the_real_limits() -> None:
    words = " ".join(DOCUMENT.split())
    assert f"at most {MAX_PAGES} pages, {MAX_FEEDS} feeds and {MAX_CONTROLS} controls" in words
    assert f"a page at most {MAX_VIEWS} views, and the file at most {MAX_FILE // 1024**2} MiB" in words
    assert f"within -{MAX_BOUND:.0e} and {MAX_BOUND:.0e};".replace("+", "") in words
    assert (f"{MIN_STEP:f} or more, a billion at most" in words, MAX_STEPS) == (True, 10**9)
    assert f"what can be chosen, 1 to {MAX_OPTIONS}: texts" in words
    assert f"`segments` up to {MAX_SEGMENTS} options" in words
    assert f"A `label`, of up to {LENGTH} characters," in words
    assert f"room for, 1 to {MAX_LINES};" in words
    assert f"the picture itself, up to {MAX_PICTURE} bytes and {MAX_PIXELS} pixels" in words
    assert f"and {MAX_ALL_PIXELS} pixels in all pictures of a show" in words
    assert f"do not see it, up to {MAX_ALT} characters" in words
    assert f"has `targets`, up to {MAX_TARGETS} of them" in words
    assert f"at the most, 1 to {MAX_RATE} | {MAX_RATE} |" in words
    assert f"`every` is {MIN_EVERY} to {MAX_EVERY}" in words
    assert f"a list of up to {MAX_ADDRESSES} of them" in words
    assert f"up to {MAX_ADDRESS} characters such as" in words
    assert f"up to {MAX_ARGS} fixed arguments" in words
    assert f"texts of up to {MAX_ARG} characters" in words
    assert f"bundles of up to {PACKET} bytes" in words
    assert f"`{DUMP}` and `{TEST}` are Sidestage's own" in words
    assert (NEAR, "that is a thousandth of its way" in words) == (0.001, True)
    assert f"up to {LASTS / 1000:g} s later" in words
    assert (MARGIN, "a quarter of a second later" in words) == (250, True)
    assert f"said of that for {REST:g} ms" in words
    assert f"every {LATEST / 1000:g} s while it goes on" in words
    assert (MOST, "is told three times" in words) == (3, True)
    assert (QUIET, "nothing has come for it for a second" in words) == (1000, True)
    assert f"{MATCHED:,} a second from one computer, {MATCHED_IN_ALL:,} from all" in words
    assert (EVERY, "one computer at most once a second" in words) == (1000, True)
    assert (MAX_ASKED, "four wait at most" in words) == (4, True)
    assert f"where it listens | {PORT} |" in words
    assert f"up to {MAX_SOURCES} addresses and networks" in words
    assert f"up to {MAX_PATTERNS} patterns" in words
    assert f"is given {SETTLE_S:.0f} s to become right before operators are told" in words
    assert f"mentioned after {GONE_LOOKS * LOOK_EVERY:.0f} s, until it is back" in words
    assert f"wait up to {CATCH_UP_S:.0f} s for a program that is still writing" in words
    assert f"does not answer within {ANSWER_S:.0f} s" in words
    assert f"To write, a disk has {WRITE_S:.0f} s" in words
    assert (READ_EVERY + 1) * LOOK_EVERY < 3
    assert (f"The last {['', 'one', 'two', 'three', 'four', 'five'][KEPT]} good versions" in words, KEPT) == (True, 5)
    assert f"length` | text | how many characters it takes, 1 to {MAX_TEXT} | {USUAL_LENGTH}" in words


# Loading


def test_a_file_without_id_and_name_goes_by_its_place_and_its_name(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "x"
    elsewhere.mkdir()
    assert load(path).name == "Matinee"
    assert load(elsewhere / ".." / "Matinee.sidestage").id == load(path).id
    assert load(write(elsewhere / "Matinee.sidestage")).id != load(path).id


def test_a_long_file_name_is_cut(tmp_path: Path) -> None:
    assert load(write(tmp_path / f"{'x' * 100}.sidestage")).name == "x" * 80


@pytest.mark.skipif(os.name == "nt", reason="Windows' file names are texts")
def test_a_file_name_that_is_no_text_is_no_hindrance(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Matin\xe9e.sidestage"))
    try:
        write(path)
    except OSError:
        pytest.skip("this disk takes texts only")
    assert load(path).name == "Matin?e"
    assert load(path).id.startswith("file-")


def test_a_file_may_begin_with_a_byte_order_mark(path: Path) -> None:
    assert load(write(path, '\ufeff{"sidestage": 1, "id": "matinee"}')).id == "matinee"


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    assert error(tmp_path / "none.sidestage").endswith("none.sidestage can't be read: No such file or directory")
    assert "can't be read" in error(tmp_path)


def test_a_file_has_so_many_bytes_at_most(path: Path) -> None:
    whole = '{"sidestage": 1}'
    assert load(write(path, whole + " " * (MAX_FILE - len(whole))))
    assert "has more than the 4194304 bytes" in error(path, whole + " " * (MAX_FILE - len(whole) + 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe", "Matinee.sidestage is not a text in UTF-8 (byte 0)"),
        ('{"sidestage": 1,\n "id": }', "Matinee.sidestage, line 2, column 8: Expecting value"),
        ("", "Matinee.sidestage, line 1, column 1: Expecting value"),
        ('{"sidestage": 1', "Matinee.sidestage, line 1, column 16: Expecting ',' delimiter"),
        ("[" * 100_000, "Matinee.sidestage is nested too deeply"),
        ('{"sidestage": 1, "id": "a", "id": "b"}', "Matinee.sidestage: the key 'id' stands twice in one object"),
        ("[]", "Matinee.sidestage must hold an object in { }"),
        ("null", "Matinee.sidestage must hold an object in { }"),
        ('{"sidestage": 1, "feeds": [{"id": "a", "every": NaN}]}', "feed 1: every: not a finite number"),
        ('{"sidestage": 1, "feeds": [{"id": "a", "every": 1e999}]}', "feed 1: every: not a finite number"),
    ],
)  # fmt: skip
def test_what_is_no_show_says_where_it_is_wrong(path: Path, text: str | bytes, sentence: str) -> None:
    assert error(path, text) == sentence


def test_a_number_of_thousands_of_digits_is_refused(path: Path) -> None:
    assert error(path, '{"sidestage": ' + "9" * 5000 + "}").startswith("Matinee.sidestage: ")


def test_a_wrong_file_of_the_full_size_is_refused_as_fast_as_any(path: Path) -> None:
    keys = ",".join(f'"k{n}":0' for n in range(300_000))
    assert "stands twice" in error(path, f'{{{keys},"k299999":0}}')


@given(st.one_of(st.text(max_size=40), st.binary(max_size=40), anything.map(json.dumps)))
def test_whatever_a_file_holds_it_is_a_show_or_an_error_in_words(tmp_path_factory: Any, data: str | bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.sidestage"
    write(path, data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    try:
        assert isinstance(load(path), Show)
    except ShowError as error:
        said = str(error)
        assert said


def test_a_show_may_be_written_by_hand_or_by_a_program() -> None:
    data = {"sidestage": 1, "id": "a", "controls": [{"id": "b", "type": "toggle", "value": True}]}
    assert (
        parse(json.dumps(data), Path("x")) == parse(json.dumps(data, indent=8), Path("x")) == read_show(data, "", "x")
    )


@pytest.mark.parametrize("text", ["[]", "1", '"show"', "null"])
def test_what_is_no_object_is_named_by_its_file(path: Path, text: str) -> None:
    assert error(path, text) == "Matinee.sidestage must hold an object in { }"


def test_what_has_no_value_is_saved_as_it_was(path: Path) -> None:
    controls = [{"id": "plan", "type": "picture", "picture": PIXEL}, {"id": "bed", "type": "toggle"}]
    text = json.dumps({"sidestage": 1, "controls": controls})
    saved = json.loads(with_values(text, path, parse(text, path), {"bed": True}))
    assert saved["controls"] == [controls[0], {**controls[1], "value": True}]


def test_a_control_that_programs_added_is_saved_on_the_page_that_it_is_on(path: Path) -> None:
    pages = [{"id": "desk", "role": "operator"}, {"id": "band", "role": "player"}]
    tempo = {"id": "tempo", "type": "fader", "max": 200}
    text = json.dumps({"sidestage": 1, "open": True, "pages": pages})
    show = parse(text, path).with_control(read_show({"sidestage": 1, "controls": [tempo]}, "a", "A").controls["tempo"])
    saved = parse(with_values(text, path, show, {"tempo": 120}), path)
    assert [[one.id for one in page.controls] for page in saved.pages] == [[], ["tempo"]]
    assert saved.controls["tempo"].start == 120


def test_what_has_no_value_is_saved_as_it_was_written(path: Path) -> None:
    group = {"id": "front", "type": "group", "place": [1, 1, 2, 5], "label": "Front"}
    lead = {"id": "on", "type": "page", "page": "main"}
    text = json.dumps({"sidestage": 1, "controls": [group, lead, {"id": "a", "type": "toggle"}]})
    saved = json.loads(with_values(text, path, parse(text, path), {"a": True}))
    assert saved["controls"] == [group, lead, {"id": "a", "type": "toggle", "value": True}]


def test_pairs_are_saved_and_what_springs_is_not(path: Path) -> None:
    controls = '[{"id": "pad", "type": "xy"}, {"id": "stick", "type": "xy", "spring": true}]'
    text = f'{{"sidestage": 1, "controls": {controls}}}'
    show = load(write(path, text))
    saved = with_values(text, path, show, {"pad": (1, 2.5), "stick": (1, 2.5)})
    again = parse(saved, path)
    assert [control.start for control in again.controls.values()] == [(1, 2.5), (50, 50)]
    assert '"value": [1, 2.5]' in saved
