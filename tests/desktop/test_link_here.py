"""A browser on this computer where programs are kept out: by a link that Sidestage prints, and the window by itself."""

import json
import re
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import expect

from tests.desktop.screen import Screen
from tests.desktop.windows import Opened, gone
from tests.joined import Tablet, secret_of
from tests.stage import StageProcess
from tests.users import ask, status

Start = Callable[..., StageProcess]
HERE = r"A browser on this computer opens this link, once: (\S+)"


def keep_programs_out(process: StageProcess) -> None:
    tablet = Tablet(process.url)
    tablet.join(secret_of(process.operator_link), name="FOH")
    with closing(tablet.page()) as page:
        page.ask("programs", role="off")


def opened(process: StageProcess, link: str) -> str:
    """Open a link as our page does; returns the cookie, or nothing."""
    asked = ask(process.port, "/join/ask", body=json.dumps({"secret": secret_of(link)}))
    if status(asked) != 200:
        return ""
    ticket = json.loads(asked.partition("\r\n\r\n")[2])["ticket"]
    answer = ask(process.port, "/join", body=json.dumps({"ticket": ticket}))
    found = re.search(r"Set-Cookie: ([^;]+);", answer)
    assert found
    return found[1]


def test_the_terminal_says_a_link_once_one_is_needed_and_another_when_that_was_opened(stage_process: Start) -> None:
    process = stage_process("--port", "0")
    assert status(ask(process.port)) == 200
    keep_programs_out(process)
    link = process.said(HERE)
    assert status(ask(process.port)) == 401
    cookie = opened(process, link)
    assert status(ask(process.port, "/join-code", f"Cookie: {cookie}")) == 200
    assert opened(process, link) == ""
    process.lines.clear()
    assert process.said(HERE) != link


def test_after_a_start_too_and_who_was_in_by_a_link_needs_none(stage_process: Start) -> None:
    first = stage_process("--port", "0")
    keep_programs_out(first)
    cookie = opened(first, first.said(HERE))
    first.kill()
    again = stage_process("--port", "0")
    assert status(ask(again.port)) == 401
    assert status(ask(again.port, "/", f"Cookie: {cookie}")) == 200
    assert opened(again, again.said(HERE))


def test_without_a_network_there_is_a_link_for_operators_too(stage_process: Start) -> None:
    process = stage_process("--port", "0", "--host", "127.0.0.1")
    assert process.operator_link.startswith(f"http://127.0.0.1:{process.port}/#")


def test_the_window_needs_no_help(screen: Screen, stage_process: Start, open_window: Callable[[], Opened]) -> None:
    first = stage_process("--port", "0")
    keep_programs_out(first)
    first.kill()
    for _ in range(2):
        window = open_window()
        expect(window.page.locator("[data-opens=join]")).to_be_visible()
        assert "#" not in window.page.url
        screen.close_window(window.window)
        gone(window.process)
