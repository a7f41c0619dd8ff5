"""Every answer is armoured, whoever gives it: a page, a file, Socket.IO, a refusal, an error."""

import hashlib
import re
from base64 import b64encode

import pytest

from tests.routes.test_surface import LAPTOP, Ask, here, stage, tablet
from webui.server.security_headers import BOOT, armour

__all__ = ["here", "stage", "tablet"]

PATHS = [
    "/",
    "/health",
    "/join-code",
    "/static/js/main.js",
    "/static/css/page.css",
    "/static/vendor/socket.io.min.js",
    "/socket.io/?EIO=4&transport=polling",
    "/socket.io/?EIO=3",
    "/socket.io/?EIO=4&transport=polling&j=0",
    "/nothing",
    "/join",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_armoured(here: Ask, tablet: Ask, path: str) -> None:
    for ask in (here, tablet):
        answer = ask(path)
        answer.close()
        headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "screen-wake-lock=(self)" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] in ("no-store", "no-cache")
        public = path.startswith("/static/vendor/")
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if public else "same-origin")
        assert len(headers.getlist("Content-Security-Policy")) == 1


def test_a_page_may_speak_to_its_own_server_only(here: Ask, tablet: Ask) -> None:
    for ask, host in ((here, "127.0.0.1"), (tablet, LAPTOP)):
        policy = ask("/").headers["Content-Security-Policy"]
        (connect,) = (part for part in policy.split("; ") if part.startswith("connect-src"))
        assert connect.startswith(f"connect-src 'self' ws://{host}:")
        assert "style-src 'self';" in policy


@pytest.mark.parametrize("path", ["/", "/gallery"])
def test_a_page_runs_files_of_its_own_and_the_one_script_that_stands_in_it(here: Ask, tablet: Ask, path: str) -> None:
    for ask in (here, tablet) if path == "/" else (here,):
        answer = ask(path)
        assert re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL) == [BOOT]
        digest = b64encode(hashlib.sha256(BOOT.encode()).digest()).decode()
        assert f"script-src 'self' 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]


def test_an_opener_policy_is_sent_where_browsers_heed_it(here: Ask, tablet: Ask) -> None:
    assert here("/").headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cross-Origin-Opener-Policy" not in tablet("/").headers


def test_what_an_answer_says_itself_stays() -> None:
    headers = armour([("content-security-policy", "default-src 'self'"), ("X-Other", "1")])
    assert headers[:2] == [("content-security-policy", "default-src 'self'"), ("X-Other", "1")]
    assert "Content-Security-Policy" not in dict(headers)
