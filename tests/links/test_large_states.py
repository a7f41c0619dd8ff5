"""Shows as large as may be, with texts as long as they may be: the state comes in parts, whole and up to date."""

import json
from contextlib import ExitStack, closing
from typing import Any
from urllib.request import urlopen

import pytest

from tests.clients import Page
from tests.conftest import Serve
from tests.joined import joined
from webui.core.values import MAX_TEXT
from webui.limits import MOST_SHOW, MOST_TEXTS
from webui.links.tablets.states import PART
from webui.program import connect
from webui.serving import Serving
from webui.shows.showfile import MAX_FILE
from webui.sockets.streams import Line

TEXTS = 60


def texts(count: int = TEXTS, **more: Any) -> dict[str, Any]:
    controls = [{"id": f"txt{n}", "type": "text", "length": MAX_TEXT} for n in range(count)]
    pages = [{"id": f"p{n}", "label": f"P{n}", "controls": controls[n : n + 20], **more} for n in range(0, count, 20)]
    fader = {"id": "main", "label": "Main", "controls": [{"id": "slider1", "type": "fader", "max": 10_000}]}
    return {"sidestage": 1, "id": "texts", "pages": [fader, *pages]}


def write(page: Page, letter: str, count: int = TEXTS, length: int = MAX_TEXT) -> None:
    """Write all texts to their last character."""
    for n in range(0, count, 10):
        page.move(**{f"txt{i}": f"{letter}{i}".ljust(length, letter) for i in range(n, min(n + 10, count))})


class Sized(Page):
    """A page that notes what of its state came before the welcome, and how large each message was."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        self.sizes: list[int] = []
        super().__init__(*parts, **named)

    def _on_part(self, texts: dict[str, Any], at: int = 0, text: str | None = None) -> None:
        self.sizes.append(len(json.dumps([texts, at, text])))
        super()._on_part(texts, at, text)


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(texts())


@pytest.mark.parametrize("letter", ["x", "\N{SMILING FACE WITH SUNGLASSES}", '"'])
def test_long_texts_come_before_the_welcome_in_parts(stage: Serving, letter: str) -> None:
    with ExitStack() as stack:
        writer = stack.enter_context(closing(Page(stage.url, "session-writer")))
        write(writer, letter)
        page = stack.enter_context(closing(Sized(stage.url)))
        assert page.values == writer.values
        assert len(page.sizes) >= TEXTS * MAX_TEXT / (PART + MAX_TEXT) - MOST_TEXTS / PART
        assert max(page.sizes) < 12 * (PART + MAX_TEXT) + 1000
        assert len(json.dumps(page.welcome)) < 12 * MOST_TEXTS + 20_000
        writer.move(txt3="short", slider1=7)
        page.sees(txt3="short", slider1=7)
        page.move(txt3="shorter")
        writer.sees(txt3="shorter")


def test_what_changes_while_the_parts_come_is_as_it_is_in_the_end(stage: Serving) -> None:
    engine = stage._engine
    with ExitStack() as stack:
        writer = stack.enter_context(closing(Page(stage.url, "session-writer")))
        write(writer, "x")
        for n in range(5):
            changed = {f"txt{i}": f"changed {n}" for i in range(0, TEXTS, 7)}
            n_sent = writer.op(changed | {"slider1": n})
            page = stack.enter_context(closing(Page(stage.url, f"session-{n}")))
            writer.wait(lambda n_sent=n_sent: writer.taken >= n_sent)
            page.sees(**changed, slider1=n)
            writer.sees(**changed, slider1=n)
            assert page.values == writer.values
            write(writer, "y", count=40)
        assert engine.call(lambda: engine.surface.snapshot().values) == page.values | {
            key: value for key, value in writer.values.items() if key in page.values
        }


def test_another_show_comes_in_parts_as_well_and_none_is_lost(stage: Serving) -> None:
    with ExitStack() as stack:
        writer = stack.enter_context(closing(Page(stage.url, "session-writer")))
        write(writer, "x")
        pages = [stack.enter_context(closing(Sized(stage.url, f"session-{n}"))) for n in range(4)]
        before = [len(page.sizes) for page in pages]
        for name in ("One", "Two", "Three"):
            stage.document.path.write_text(json.dumps({**texts(), "name": name}))
            # It is written over as soon as one page has it: the others may be in the middle.
            pages[0].wait(lambda name=name: pages[0].show["name"] == name)
        for page in pages:
            page.wait(lambda page=page: page.show["name"] == "Three")
            assert page.values == writer.values
        assert all(len(page.sizes) > count for page, count in zip(pages, before, strict=True))
        writer.move(slider1=5)
        for page in pages:
            page.sees(slider1=5)
            assert page.connected


def test_the_first_html_leaves_long_texts_to_the_welcome(stage: Serving) -> None:
    with closing(Page(stage.url, "session-writer")) as writer:
        write(writer, "x", count=8)
        for written in (True, False):
            with urlopen(stage.url) as answer:
                html = answer.read().decode()
            assert ("x" * 1000 in html) == written
            assert len(html) < MOST_TEXTS * 4
            write(writer, "x")
        assert writer.values["txt7"].startswith("x7")


def large() -> dict[str, Any]:
    """A show that nearly fills the largest file."""
    options = [{"id": f"o{n}", "label": f"{n} ".ljust(80, "\N{SNOWMAN}")} for n in range(100)]
    controls = [{"id": f"c{n}", "type": "choice", "options": options} for n in range(140)]
    pages = [{"id": f"p{n}", "label": f"P{n}", "controls": controls[n : n + 20]} for n in range(0, 140, 20)]
    return {"sidestage": 1, "id": "large", "pages": pages}


def test_the_largest_show_comes_before_the_welcome_in_pieces(serve: Serve) -> None:
    text = json.dumps(large(), ensure_ascii=False)
    assert MAX_FILE * 0.75 < len(text.encode()) < MAX_FILE
    stage = serve(text)
    with closing(Sized(stage.url)) as page:
        assert "show" not in page.welcome
        written = json.dumps(page.show, separators=(",", ":"))
        assert len(written) > MOST_SHOW
        assert len(page.sizes) == -(-len(written) // PART)
        assert max(page.sizes) < 3 * PART
        assert sum(len(one["controls"]) for one in page.show["pages"]) == 140
        page.move(c7="o99")
        with closing(joined(stage, "iPad").page("session-2")) as other:
            assert other.values["c7"] == "o99"
            assert other.show == page.show


def test_no_more_than_a_part_waits_for_any_page(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    written = Line.write

    def noted(self: Line, data: bytes) -> None:
        written(self, data)
        sizes.append(self._size)

    monkeypatch.setattr(Line, "write", noted)
    with ExitStack() as stack:
        writer = stack.enter_context(closing(Page(stage.url, "session-writer")))
        write(writer, "x")
        pages = [stack.enter_context(closing(Page(stage.url, f"session-{n}"))) for n in range(3)]
        for name in ("One", "Two"):
            stage.document.path.write_text(json.dumps({**texts(), "name": name}))
            for page in [writer, *pages]:
                page.wait(lambda page=page, name=name: page.show["name"] == name)
        assert max(sizes) < MOST_TEXTS + PART + 50_000
        writer.move(slider1=3)


def test_a_program_knows_all_long_texts_when_it_is_connected(stage: Serving) -> None:
    with closing(Page(stage.url, "session-writer")) as writer:
        write(writer, "x")
        with connect(stage.url) as program:
            assert dict(program) == writer.values
            heard: list[Any] = []
            program.on("txt5", initial=False)(heard.append)
            writer.move(txt5="another")
            writer.wait(lambda: heard == ["another"])
            stage.document.path.write_text(json.dumps({**texts(), "name": "Another"}))
            writer.wait(lambda: writer.show["name"] == "Another")
            writer.move(txt6="after it")
            writer.wait(lambda: program["txt6"] == "after it" and program.show == "Another")
            assert dict(program) == writer.values
            assert heard == ["another"], "what is as it was is no news"
