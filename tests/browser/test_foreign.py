"""Pages as in the two articles, on somebody else's server: nothing changed but script tags and the address."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.clients import Page as Program
from tests.conftest import Serve
from webui.serving import Serving

HERE = Path(__file__).parent
JQUERY = HERE.parent / "node_modules" / "jquery" / "dist" / "jquery.js"


class Elsewhere(ThreadingHTTPServer):
    """Somebody else's web server; its pages are told where Sidestage is."""

    sidestage = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        name = self.path.strip("/")
        path = JQUERY if name == "jquery.js" else HERE / "foreign" / name
        found = path.is_file()
        body = path.read_text(encoding="utf-8").replace("SIDESTAGE", self.server.sidestage) if found else ""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/javascript" if path.suffix == ".js" else "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def stage(serve: Serve, elsewhere: Elsewhere) -> Serving:
    stage = serve(origins=[elsewhere.origin])
    elsewhere.sidestage = stage.url.rstrip("/")
    return stage


@pytest.fixture
def visit(elsewhere: Elsewhere, context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    def open_page(name: str) -> Page:
        page = context().new_page()
        page.goto(f"{elsewhere.origin}/{name}")
        return page

    return open_page


def slide(page: Page, who: str, value: int) -> None:
    """Move a slider of theirs as a hand does: an input event with the new value."""
    page.locator(f"#{who}").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); }", value
    )


def test_the_sliders_page_works_with_itself_and_with_us(stage: Serving, visit: Callable[[str], Page]) -> None:
    program = Program(stage.url)
    program.move(slider1=37, txt1="Places")
    one, two = visit("sliders.html"), visit("sliders.html")
    for page in (one, two):
        expect(page.locator("#slider1")).to_have_value("37")
        expect(page.locator("#txt1")).to_have_value("Places")
    slide(one, "slider2", 12)
    expect(two.locator("#slider2")).to_have_value("12")
    program.sees(slider2=12)
    two.locator("#txt1").fill("Act two")
    expect(one.locator("#txt1")).to_have_value("Act two")
    program.sees(txt1="Act two")
    program.move(slider1=5)
    expect(one.locator("#slider1")).to_have_value("5")
    program.close()


def test_the_sliders_page_polls_first_and_then_upgrades(stage: Serving, visit: Callable[[str], Page]) -> None:
    page = visit("numbers.html")
    with page.expect_websocket(lambda socket: "transport=websocket&sid=" in socket.url):
        page.goto(page.url.replace("numbers", "sliders"))
    expect(page.locator("#slider1")).to_have_value("25")
    asked = page.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert any("transport=polling" in url for url in asked)


def test_the_numbers_page_shows_ten_and_the_newest_last(stage: Serving, visit: Callable[[str], Page]) -> None:
    page = visit("numbers.html")
    expect(page.locator("#log p")).to_have_count(10)
    numbers = [float(text) for text in page.locator("#log p").all_text_contents()]
    assert all(0 <= number <= 10 for number in numbers)


def test_a_page_that_was_not_allowed_gets_nothing(
    serve: Serve, elsewhere: Elsewhere, visit: Callable[[str], Page]
) -> None:
    stage = serve()
    elsewhere.sidestage = stage.url.rstrip("/")
    program = Program(stage.url)
    page = visit("sliders.html")
    with page.expect_event("requestfailed", lambda request: "socket.io/?" in request.url):
        pass
    slide(page, "slider1", 12)
    expect(page.locator("#txt1")).to_have_value("")
    program.move(slider2=1)
    assert program.values["slider1"] == 25
    program.close()


def test_an_allowed_page_on_this_computer_is_no_operator(stage: Serving, visit: Callable[[str], Page]) -> None:
    page = visit("sliders.html")
    theirs = page.url
    page.goto(stage.url)
    page.goto(theirs)
    role = page.evaluate(
        """(url) => new Promise((resolve) => {
            const auth = {session: 'a-foreign-page'};
            const stage = io(url + 'stage', {forceNew: true, transports: ['websocket'], auth});
            stage.on('welcome', (welcome) => resolve(welcome.you.role));
            stage.on('connect_error', (error) => resolve(error.message));
        })""",
        stage.url,
    )
    assert role == "player"
