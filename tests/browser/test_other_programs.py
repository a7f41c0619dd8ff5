"""From the start page to a preset and its page of the manual, and a page made of another program's tree."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.conftest import Serve
from tests.core.osc.test_imported_tree import PROPOSED
from webui.serving import Serving


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve()


@pytest.fixture
def asked() -> threading.Event:
    """Set once the other program may answer."""
    return threading.Event()


@pytest.fixture
def other(asked: threading.Event) -> Iterator[str]:
    """A program that describes itself by OSCQuery, as soon as it is let; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.wait(20)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"NAME": "Looper"} if "?" in self.path else PROPOSED).encode())

        def log_message(self, *about: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_preset_and_how_to_drive_it(stage: Serving, visit: Open) -> None:
    page = visit().page
    page.goto(f"{stage.url}start")
    page.get_by_role("link", name="How to drive QLab").click()
    expect(page.locator("h1")).to_have_text("Drive QLab")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    page.get_by_role("link", name="Manual", exact=True).click()
    page.get_by_role("link", name="Drive a desk").click()
    expect(page.locator("h1")).to_have_text("Drive a desk")
    page.get_by_role("link", name="Back to the surface").click()
    page.goto(f"{stage.url}start")
    page.locator('[data-offer="qlab"]').click()
    expect(page.locator("h1")).to_have_text("QLab")
    expect(page.get_by_role("button", name="Panic")).to_be_visible()


def test_another_programs_page(stage: Serving, visit: Open, other: str, asked: threading.Event) -> None:
    page = visit().page
    page.locator('[data-opens="menu"]').click()
    page.get_by_role("button", name="OSC", exact=True).click()
    page.get_by_text("A page from another program").click()
    where = page.get_by_label("Where it describes itself by OSCQuery")
    where.fill("http://127.0.0.1:1/")
    page.keyboard.press("Enter")
    wrong = page.locator('[data-panel="osc"] [role=alert]')
    expect(wrong).to_contain_text("can't be asked")
    where.fill(other)
    page.keyboard.press("Enter")
    making = page.locator('[data-does="fetch-page"]')
    expect(making).to_be_disabled()
    expect(making).to_have_text("Asking…")
    asked.set()
    expect(page.locator(".osc-done")).to_contain_text("Looper has 2 controls here now")
    expect(making).to_be_enabled()
    expect(wrong).to_have_count(0)
    expect(page.locator('[data-page-tab="looper"]')).to_be_visible()
