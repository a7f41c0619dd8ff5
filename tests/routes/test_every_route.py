"""Whatever is asked of any HTTP route, by anybody, the answer is never an error of ours: it says what is wrong.

The routes are those that the application has, and the words that are sent are those in their own sources: a route that
is added is tried without a word here.
"""

import inspect
import json
import logging
import random
import re
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.conftest import SMALL, Serve
from tests.routes.test_surface import LAPTOP, TABLET, Ask, browser, secret
from webui.core import hosts
from webui.core.osc import edits
from webui.core.show.osc import reading, targets
from webui.limits import MAX_NESTING
from webui.network.addresses import Address
from webui.serving import Serving

EMOJI = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

NASTY: list[Any] = [
    None, True, False, 0, -1, 1.5, -0.0, 2**31, 2**53 + 1, 10**400, 1e308, float("nan"), float("inf"), "", " ", "x",
    "x" * 65, "a" * 64 + ".local", "x" * 3000, "\ud800", "\udcff", "a\0b", "\u202e", "../x", "/", "\\", "con", "..",
    EMOJI * 80, "e\u0301" * 80, "\U0001f600" * 80, "127.0.0.010", "[::1", "http://", "::1", "٣", "-1", "1e9", "null",
    "{}", "%00", "'\"<>", [], [[]], {}, {"": ""}, [None], ["x", 1], [{}], {"a": {"b": {"c": []}}}, {"__proto__": 1},
    [[[[[[1]]]]]],
]  # fmt: skip
"""What no program sends that means well, and some that does."""

RAW = [
    b"", b"{", b"null", b"[]", b"1", b'""', b"\xff\xfe", b'{"do": "\xff"}', b"[" * 3000, b'{"a":' * 600, b"NaN",
    b"\x00", b'{"do": "target"} x', b'{"do": 1' + b"0" * 3000 + b"}",
    b'{"do": NaN}', b'{"do": "undo", "do": []}', b'"\\ud800"',
    b"do=undo",
]  # fmt: skip
"""Bodies that are not always JSON."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    show = {**SMALL, "osc": {"targets": [{"id": "desk", "host": "10.0.0.5", "port": 9}]}}
    return serve(show, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


def flask_of(stage: Serving) -> Flask:
    """The application inside all its layers."""
    inner: Any = stage._app.wsgi
    while not isinstance(inner, Flask):
        names = ("__self__", "_app", "flask_app", "wsgi_app")
        inner = next(getattr(inner, name) for name in names if hasattr(inner, name))
    return inner


def askers(stage: Serving) -> dict[str, Ask]:
    """A browser on this computer, an operator's, a player's, and a stranger's."""
    here = browser(stage, "127.0.0.1", "127.0.0.1")
    here("/")
    found = {"here": here, "stranger": browser(stage, TABLET, LAPTOP)}
    for role in ("operator", "player"):
        found[role] = browser(stage, TABLET, LAPTOP)
        assert found[role]("/join", "POST", json={"secret": secret(stage, role)}).status_code == 204
    return found


def words_of(app: Flask, rule: Rule) -> list[str]:
    """The short words in quotes in the source of a route, and in those of what it leads to."""
    modules = [
        sys.modules[inspect.unwrap(app.view_functions[rule.endpoint]).__module__],
        edits,
        reading,
        targets,
        hosts,
    ]
    if not modules[0].__name__.startswith("webui"):
        modules = modules[1:]
    found = {word for module in modules for word in re.findall(r'"([a-z_]{2,12})"', inspect.getsource(module))}
    return sorted(found)


def paths_of(rule: Rule) -> Iterator[str]:
    """A route's path with all kinds of things in its places."""
    for value in ("x", *(one for one in NASTY if isinstance(one, str) and one)):
        path = re.sub(r"<[^>]*>", lambda _, value=value: quote(value, safe="", errors="surrogatepass"), rule.rule)
        yield path
        if path == rule.rule:
            return


def check(answer: Any, *said: object) -> None:
    """An answer is none of ours that went wrong, and a refusal says why."""
    assert answer.status_code < 500, said
    if answer.status_code >= 400 and answer.mimetype == "application/json" and answer.data:
        assert re.match(r".*\w+ \w+", answer.json["error"]), (answer.json, *said)


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}) or ["GET"]:
            yield rule, method


def test_no_route_fails(stage: Serving, caplog: pytest.LogCaptureFixture) -> None:
    app, dice = flask_of(stage), random.Random(7)
    everybody = askers(stage)
    count = 0
    with caplog.at_level(logging.WARNING):
        for rule, method in routes(app):
            words = words_of(app, rule)
            for path in paths_of(rule):
                for who, ask in everybody.items():
                    check(ask(path, method), who, method, path)
                    check(ask(f"{path}?{quote(dice.choice(words))}=%ff%00x&address=[", method), who, method, path)
                    count += 2
            if method != "POST":
                continue
            path = rule.rule
            for body in RAW:
                for kind in ("application/json", "text/plain", "", "application/json; charset=x"):
                    for who, ask in everybody.items():
                        check(ask(path, method, data=body, content_type=kind), who, path, body)
            for do in [None, *words]:
                for _ in range(6):
                    said = {"do": do, **{dice.choice(words): _nasty(dice, words) for _ in range(dice.randrange(4))}}
                    _post(everybody["here"], path, said)
                    _post(everybody["stranger"], path, said)
    assert count > 100
    assert not [record.getMessage() for record in caplog.records if "an error in a request" in record.getMessage()]


def _nasty(dice: random.Random, words: list[str], deep: int = 0) -> Any:
    if deep < 3 and dice.random() < 0.5:
        return {dice.choice(words): _nasty(dice, words, deep + 1) for _ in range(3)}
    return dice.choice([*NASTY, *words[:: max(len(words) // 20, 1)]])


def _post(ask: Ask, path: str, said: Any) -> None:
    check(ask(path, "POST", data=json.dumps(said), content_type="application/json"), path, said)


MATTER = ["target", "remove", "input", "address", "page", "undo"]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_edit_of_osc_fails(stage: Serving, data: st.DataObject) -> None:
    words = [
        *re.findall(r'"([a-z_]{2,12})"', "".join(map(inspect.getsource, (edits, reading, targets)))),
        "desk",
        "slider1",
    ]
    thing = st.recursive(
        st.sampled_from([*NASTY, *words]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(words), inner, max_size=5),
        max_leaves=8,
    )
    keys = st.dictionaries(st.sampled_from(words), thing, max_size=6)
    said = {
        "do": data.draw(st.sampled_from(MATTER)),
        "id": data.draw(st.sampled_from(["desk", "slider1", None, "bed"]) | thing),
        **{name: data.draw(keys | thing) for name in ("target", "input", "address")},
        "url": data.draw(thing),
    }
    ask = browser(stage, "127.0.0.1", "127.0.0.1")
    ask("/")
    body = json.dumps(said)
    check(ask("/osc", "POST", data=body, content_type="application/json"), said)


@pytest.mark.parametrize(
    ("name", "status"),
    [("\U0001f600" * 80, 204), (EMOJI * 80, 204), ("e\u0301" * 80, 204), ("x" * 80, 204), ("\ud800", 422),
     ("x" * 81, 422), ("a\0b", 422)],
)  # fmt: skip
def test_a_shows_name_makes_a_file_that_every_system_takes(stage: Serving, name: str, status: int) -> None:
    here = browser(stage, "127.0.0.1", "127.0.0.1")
    here("/")
    answer = here("/shows", "POST", data=json.dumps({"do": "new", "name": name}), content_type="application/json")
    assert answer.status_code == status
    if status == 204:
        assert len(stage.document.path.name.encode()) <= 255 - len(".") - len(".12345678")
        assert stage.document.show.name == name.replace("e\u0301", "\xe9")
    else:
        assert answer.json["error"].startswith("A show's name")


def nested(depth: int, kind: str) -> Any:
    """A list in a list, or an object in an object, so deep."""
    found: Any = "x"
    for _ in range(depth):
        found = [found] if kind == "list" else {"a": found}
    return found


WRONG = [
    *(
        {"do": do, "id": "desk", do: {"label": nested(depth, kind)}, "address": {"args": nested(depth, kind)}}
        for do in ("target", "input", "address")
        for depth in (50, 300, 600, 900)
        for kind in ("list", "object")
    ),
    {"do": "address", "id": "two", "address": {"target": [1, "x"]}},
    {"do": "address", "id": "two", "address": {"target": [None, {}]}},
    {"do": "address", "id": "two", "address": {"target": {"a": 1}}},
    {"do": "address", "id": "two", "address": {"target": 5}},
    {"do": "address", "id": "two", "address": {"before": "x", "args": 5}},
    {"do": "address", "id": "__proto__", "address": None},
    {"do": "target", "id": "desk", "target": {"id": None}},
    {"do": "target", "id": "desk", "target": {"host": None}},
    {"do": "target", "id": None, "target": {"label": {"a": 1}, "host": ["10.0.0.1"], "port": "9"}},
    {"do": "target", "id": None, "target": {"label": "\ud800", "host": "\udcff", "port": 10**400}},
    {"do": "target", "id": None, "target": {"\ud800": 1}},
    {"do": "target", "id": None, "target": {"host": "a" * 64 + ".x", "port": 9}},
    {"do": "input", "input": {"sources": [{}], "patterns": {}}},
    {"do": "input", "input": {"port": float("nan")}},
    {"do": "input", "input": {"sources": ["10.0.0.1/8/8", "::1%"]}},
    {"do": "page", "url": "http://" + "a" * 64 + "/"},
    {"do": "page", "url": "http://" + "a" * 64 + ".local:80/"},
    {"do": "page", "url": "http://" + "a." * 130},
    {"do": "page", "url": "http://[::1"},
    {"do": "page", "url": "http://x:1e9/"},
    {"do": "page", "url": "\ud800"},
    {"do": ["undo"]},
    {"do": {}},
    {"do": "remove", "id": []},
    {"do": "remove"},
]


@pytest.mark.parametrize("said", WRONG, ids=lambda said: str(said)[:60])
def test_a_wrong_edit_says_what_is_wrong_and_changes_nothing(serve: Serve, said: dict[str, Any]) -> None:
    two = {"id": "two", "type": "fader", "osc": [{"target": "desk"}, {"address": "/two"}]}
    stage = serve({**SMALL, "controls": [two], "osc": {"targets": [{"id": "desk", "host": "10.0.0.5", "port": 9}]}})
    here = browser(stage, "127.0.0.1", "127.0.0.1")
    here("/")
    before = stage.document.path.read_bytes()
    answer = here("/osc", "POST", data=json.dumps(said), content_type="application/json")
    check(answer, said)
    assert answer.status_code >= 400
    assert stage.document.path.read_bytes() == before


def test_the_deepest_json_is_read(stage: Serving) -> None:
    here = browser(stage, "127.0.0.1", "127.0.0.1")
    here("/")
    for depth, why in ((MAX_NESTING - 2, "label: not a text"), (MAX_NESTING - 1, "This is not an edit.")):
        answer = here("/osc", "POST", json={"do": "target", "id": "desk", "target": {"label": nested(depth, "list")}})
        assert why in answer.json["error"]


HEADERS = [
    "Host",
    "Origin",
    "Cookie",
    "User-Agent",
    "Range",
    "If-None-Match",
    "Content-Type",
    "Accept",
    "Sec-Fetch-Site",
]


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_fails(stage: Serving, header: str) -> None:
    values = [
        "a" * 64,
        "a" * 64 + ".x:80",
        "",
        "[::1",
        "127.1",
        "\xff\xfe",
        "=;=;",
        "bytes=9-1",
        "*",
        "x" * 3000,
        "None",
    ]
    for ask in askers(stage).values():
        for path in ("/", "/shows", "/osc", "/health", "/picture/x", "/join-code"):
            for value in values:
                check(ask(path, "GET", headers={header: value}), header, value, path)
                check(ask(path, "POST", headers={header: value}, data=b"{}"), header, value, path)
