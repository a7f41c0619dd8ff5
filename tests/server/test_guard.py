"""The outermost layer: what it lets through, and what it refuses before anything else looks at it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

from webui.network.allowed_hosts import Hosts
from webui.server.guard import Guard

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OURS = "127.0.0.1:5757"
FOREIGN = "http://evil.example"
PATHS = [
    "/",
    "/health",
    "/join",
    "/socket.io/",
    "/socket.io/?EIO=4&transport=websocket",
    "/static/js/sync/surface.js",
    "/nothing",
]


def inside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"inside"]


def answer(path: str = "/", host: str = OURS, method: str = "GET", **headers: str) -> str:
    """What a request gets, "inside" if it is let through; HTTP_ORIGIN and the like are headers."""
    guard = Guard(inside, Hosts(5757, lambda: ["192.168.1.7"], ["https://studio.example"]))
    environ: dict[str, Any] = {"HTTP_HOST": host, **headers}
    response = Client(guard).open(path, method=method, environ_overrides=environ)
    if response.status_code == 403:
        assert response.headers["Connection"] == "close"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert int(response.headers["Content-Length"]) == len(response.data)
        assert len(response.text.splitlines()) == 1
    return response.text.strip()


def fetched(site: str, mode: str = "", dest: str = "") -> dict[str, str]:
    """The headers by which a browser says where a request comes from."""
    return {"HTTP_SEC_FETCH_SITE": site, "HTTP_SEC_FETCH_MODE": mode, "HTTP_SEC_FETCH_DEST": dest}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", [OURS, "192.168.1.7:5757", "LocalHost:5757"])
def test_our_own_addresses_are_let_through(path: str, host: str) -> None:
    assert answer(path, host) == "inside"
    assert answer(path, host, HTTP_ORIGIN=f"http://{host}") == "inside"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["", "evil.example:5757", "127.0.0.1", "127.0.0.1:5758"])
def test_a_rebound_name_is_refused_on_every_path(path: str, host: str) -> None:
    assert answer(path, host) == "Sidestage answers to this computer's own addresses only."


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", [FOREIGN, "null", "", "https://127.0.0.1:5757", "http://127.0.0.1:3000"])
def test_a_foreign_page_is_refused_on_every_path(path: str, origin: str) -> None:
    assert answer(path, HTTP_ORIGIN=origin) == "That page may not speak to Sidestage; --allow-origin lets it."


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_the_user_named_is_let_through(path: str) -> None:
    headers = fetched("cross-site", "cors", "empty")
    assert answer(path, HTTP_ORIGIN="https://studio.example", **headers) == "inside"


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_our_own_pages_and_typed_addresses_are_let_through(site: str) -> None:
    assert answer(**fetched(site, "no-cors", "script")) == "inside"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("mode", "dest"), [("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty"), ("", "")]
)
def test_another_site_embeds_nothing_of_ours(path: str, mode: str, dest: str) -> None:
    assert answer(path, **fetched("cross-site", mode, dest)) == "Another site may not use Sidestage."


def test_a_link_on_another_site_leads_to_our_page_but_a_form_does_not() -> None:
    link = fetched("cross-site", "navigate", "document")
    assert answer(**link) == "inside"
    assert answer(method="HEAD", **link) == "inside"
    assert answer("/join", method="POST", **link) == "Another site may not use Sidestage."


def test_a_foreign_page_may_load_the_client_script_and_nothing_beside_it() -> None:
    script = fetched("cross-site", "no-cors", "script")
    assert answer("/static/vendor/socket.io.min.js", **script) == "inside"
    assert answer("/static/vendor/socket.io.min.js", method="POST", **script) == "Another site may not use Sidestage."
    assert answer("/static/vendors", **script) == "Another site may not use Sidestage."


@pytest.mark.parametrize("query", ["j=0", "EIO=4&transport=polling&j=0", "j", "j=", "EIO=4&%6a=1"])
def test_polling_by_script_is_refused(query: str) -> None:
    assert answer(f"/socket.io/?{query}") == "Polling by script is not possible here."
    assert answer(f"/socket.io/?{query}", method="POST") == "Polling by script is not possible here."
    assert answer(f"/?{query}") == "inside"


def test_other_words_with_a_j_are_let_through() -> None:
    assert answer("/socket.io/?EIO=4&jo=1&t=j") == "inside"
