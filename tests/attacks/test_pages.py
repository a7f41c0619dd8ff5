"""Attacks by pages and texts, in a real browser: other sites that use ours, and texts that want to be more."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.surface import Surface
from tests.browser.test_foreign import Elsewhere, elsewhere
from tests.clients import Page as Program
from tests.conftest import Serve
from webui.serving import Serving

__all__ = ["elsewhere"]

SCRIPTS = [
    "<img src=x onerror=window.owned=1>",
    "</script><script>window.owned=1</script>",
    "'\"><svg/onload=window.owned=1>",
    "${window.owned=1}{{window.owned=1}}",
    "javascript:window.owned=1",
    "</textarea></title></style><script>owned=1</script>",
]
LOOKS = ["\u202eevil\u202c", "é̴̛̳" * 8, "👩‍👩‍👧‍👦" * 8, "سلام " * 12, "W" * 80]


def texts_show(texts: list[str]) -> dict[str, Any]:
    """A show full of such texts, wherever a show has texts."""
    kinds = ["fader", "button", "toggle", "text"]
    controls = [
        {"id": f"{kind}{at}", "type": kind, "label": text[:80]} | ({"default": text} if kind == "text" else {})
        for at, text in enumerate(texts)
        for kind in kinds
    ]
    feeds = [{"id": "number", "label": texts[1][:80], "unit": texts[1][:8], "every": 0.1}]
    pages = [{"id": "main", "label": texts[2][:80], "controls": controls}]
    return {"sidestage": 1, "id": "texts", "name": texts[0], "feeds": feeds, "pages": pages}


@pytest.fixture
def visit(context: Callable[..., BrowserContext]) -> Callable[..., Surface]:
    """Open a surface, and notice dialogs."""

    def open_surface(stage: Serving, **options: Any) -> Surface:
        page = context(**options).new_page()
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
        page.goto(stage.url)
        surface = Surface(page)
        surface.is_connected()
        return surface

    return open_surface


def is_harmless(page: Page) -> None:
    """See that no text became more than text, and that nothing is wider than the screen."""
    assert page.evaluate("() => window.owned") is None
    assert page.locator("main img[src=x], main script, main svg[onload]").count() == 0
    assert page.evaluate("() => ({}).owned") is None
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("texts", [SCRIPTS, LOOKS], ids=["scripts", "looks"])
def test_texts_of_a_show_are_only_ever_text(
    serve: Serve, visit: Callable[..., Surface], texts: list[str], width: int
) -> None:
    stage = serve(texts_show(texts))
    page = visit(stage, viewport={"width": width, "height": 844}).page
    for at, text in enumerate(texts):
        expect(page.locator(f"[id='text{at}']")).to_have_value(" ".join(text.splitlines()))
        assert page.locator(f"[id='fader{at}']").get_attribute("aria-label") == text[:80]
    expect(page).to_have_title(texts[0])
    is_harmless(page)


def test_texts_that_are_typed_are_only_ever_text(serve: Serve, visit: Callable[..., Surface]) -> None:
    stage = serve({"sidestage": 1, "id": "typed", "controls": [{"id": "txt1", "type": "text", "length": 100}]})
    one, other = visit(stage), visit(stage, viewport={"width": 390, "height": 844})
    for text in [*SCRIPTS, *LOOKS, "x" * 10_000]:
        one.page.locator("[id='txt1']").fill(text)
        one.page.keyboard.press("Enter")
        other.shows("txt1", text[:100])
        for surface in (one, other):
            is_harmless(surface.page)


def test_texts_of_programs_are_only_ever_text(stage: Serving, visit: Callable[..., Surface]) -> None:
    page = visit(stage).page
    with closing(Program(stage.url)) as program:
        for text in ["a\u0000b", "line\nline\r\n", "\u2028", "\x1b[2J", *SCRIPTS]:
            program.move(txt1=text)
            is_harmless(page)
        program.move(slider1=3, txt1="the end")
        expect(page.locator("[id='txt1']")).to_have_value("the end")


NAMES = ["constructor", "toString", "hasOwnProperty", "valueOf", "prototype"]


def test_names_of_everything_javascript_has_are_names_like_any_other(
    serve: Serve, visit: Callable[..., Surface]
) -> None:
    stage = serve({"sidestage": 1, "id": "proto", "controls": [{"id": name, "type": "fader"} for name in NAMES]})
    surface = visit(stage)
    with closing(Program(stage.url)) as program:
        for name in NAMES:
            program.op({name: 0.5})
            surface.shows(name, 0.5)
        for evil in ({"__proto__": {"owned": 1}}, {"__proto__": 1}, {"constructor": {"prototype": {"owned": 1}}}):
            program.op(evil)
        program.socket.emit("op", json.loads('[99, {"__proto__": {"owned": 1}}]'), namespace="/stage")
        program.op({"toString": 0.25})
        surface.shows("toString", 0.25)
    is_harmless(surface.page)


@pytest.fixture
def foreign(elsewhere: Elsewhere, context: Callable[..., BrowserContext], stage: Serving) -> Iterator[Page]:
    """A page of another site, in a browser that this computer's operator uses as well."""
    own = context()
    visited = own.new_page()
    visited.goto(stage.url)
    Surface(visited).is_connected()
    page = own.new_page()
    page.goto(f"{elsewhere.origin}/site.html")
    yield page
    assert stage._engine.call(lambda: stage._engine.surface.value("slider1")) == 25


@pytest.mark.parametrize("tag", ["iframe src", "embed src", "object data"])
def test_framing(foreign: Page, stage: Serving, tag: str) -> None:
    with foreign.expect_event("response", lambda answer: answer.url == stage.url):
        foreign.set_content(f"<{tag}='{stage.url}' width=800 height=600></{tag.split()[0]}>", wait_until="commit")
    for frame in foreign.frames[1:]:
        # A browser may take a frame away that it refuses to fill.
        with suppress(Error):
            frame.wait_for_load_state()
            assert "slider1" not in frame.content()


def test_what_another_site_fetches(foreign: Page, stage: Serving) -> None:
    fetched = """async ([url, options]) => {
        try { const answer = await fetch(url, options); return [answer.type, answer.status, await answer.text()]; }
        catch (error) { return String(error); }
    }"""
    for path in ("", "health", "join-code", "socket.io/?EIO=4&transport=polling"):
        for options in ({}, {"mode": "no-cors"}, {"credentials": "include"}, {"method": "POST", "mode": "no-cors"}):
            found = foreign.evaluate(fetched, [f"{stage.url}{path}", options])
            assert "Failed to fetch" in str(found) or found == ["opaque", 0, ""]


def test_what_another_site_connects(foreign: Page, stage: Serving) -> None:
    url = stage.url.replace("http", "ws") + "socket.io/?EIO=4&transport=websocket"
    opened = """(url) => new Promise((done) => {
        const socket = new WebSocket(url);
        socket.onopen = () => done('open');
        socket.onerror = () => done('refused');
    })"""
    assert foreign.evaluate(opened, url) == "refused"


LOAD = """([tag, url]) => new Promise((done) => {
    const element = document.createElement(tag);
    Object.assign(element, tag === 'link' ? {rel: 'stylesheet', href: url} : {src: url});
    element.onload = () => done('loaded');
    element.onerror = () => done('refused');
    document.body.append(element);
})"""
LOADS = {"static/js/main.js": "script", "health": "script", "join-code.svg": "img", "static/css/page.css": "link"}


def test_what_another_site_loads(foreign: Page, stage: Serving) -> None:
    for path, tag in LOADS.items():
        assert foreign.evaluate(LOAD, [tag, f"{stage.url}{path}"]) == "refused"
    assert foreign.evaluate(LOAD, ["script", f"{stage.url}static/vendor/socket.io.min.js"]) == "loaded"
