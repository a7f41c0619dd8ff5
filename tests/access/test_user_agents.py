"""Browsers, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.access.user_agents import BROWSERS, MAX_AGENT, PROGRAMS, SYSTEMS, browser_of, kind_of

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {WEBKIT}"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
IPAD = f"Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) {WEBKIT} Version/15.6 Safari/604.1"
DESKTOP_IPAD = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.4 Safari/605.1.15"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPAD, "Safari on iPad"),
        (f"{IPHONE} Version/17.4 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/123.0 Safari/604.1", "Chrome on iPhone"),
        (f"Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) {WEBKIT} FxiOS/124.0 Safari/604.1", "Firefox on iPad"),
        (DESKTOP_IPAD, "Safari on Mac"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on ChromeOS"),
        (f"Mozilla/5.0 (X11; Linux) {CHROME.replace('Chrome', 'HeadlessChrome')} Safari/537.36", "Chromium on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/130.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 OPR/115.0", "Opera on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X200) {CHROME} SamsungBrowser/25.0 Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {CHROME.replace('Chrome', 'QtWebEngine/6.12.0 Chrome')} Safari/537.36",
            "Sidestage window on Linux",
        ),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT}", "WebKit on Mac"),
        ("Mozilla/5.0 (PlayStation 4)", "Browser"),
        ("python-requests/2.32.3", "Python program"),
        ("Python/3.11 aiohttp/3.9", "Python program"),
        ("node-XMLHttpRequest", "Node program"),
        ("", "Program"),
        ("<b>me</b>", "Program"),
    ],
)  # fmt: skip
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert browser_of(agent) == words


def test_an_ipad_that_says_it_is_a_mac_has_touch() -> None:
    assert browser_of(DESKTOP_IPAD, touch=True) == "Safari on iPad"
    assert browser_of(IPAD, touch=True) == "Safari on iPad"


def test_a_screens_first_name_is_what_it_is() -> None:
    assert kind_of(IPAD) == "iPad"
    assert kind_of("curl/8") == "Screen"


def test_no_more_than_so_much_is_looked_at() -> None:
    assert browser_of("x" * (MAX_AGENT - len("curl/")) + "curl/") == "curl"
    assert browser_of("x" * (MAX_AGENT - len("curl/") + 1) + "curl/") == "Program"


@given(st.text(max_size=200), st.booleans())
def test_whatever_it_says_the_words_are_ours(agent: str, touch: bool) -> None:
    browsers, systems, programs = ([word for _, word in table] for table in (BROWSERS, SYSTEMS, PROGRAMS))
    known = {*programs, "Program", *browsers, *(f"{browser} on {system}" for browser in browsers for system in systems)}
    assert browser_of(agent, touch) in known
