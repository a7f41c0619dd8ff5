"""The HTTP side: who gets the page, joining, the operator's code, health. Strangers are played by their address."""

import re
from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from werkzeug.test import Client, TestResponse

from tests.conftest import Serve
from webui.network.addresses import Address
from webui.serving import Serving

TABLET = "192.0.2.77"
LAPTOP = "192.0.2.10"

Ask = Callable[..., TestResponse]


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(addresses=lambda: [Address(LAPTOP, "wlan0", "wifi"), Address("198.51.100.4", "tun0", "vpn")])


def browser(stage: Serving, address: str, host: str, cookies: bool = True) -> Ask:
    """A browser at an address, which calls the laptop by a name; it keeps its cookies, or has those of the test."""
    client = Client(stage._app.wsgi, use_cookies=cookies)

    def ask(path: str, method: str = "GET", **options: object) -> TestResponse:
        return client.open(
            path,
            method=method,
            base_url=f"http://{host}:{stage.port}/",
            environ_base={"REMOTE_ADDR": address},
            **options,
        )

    return ask


@pytest.fixture
def tablet(stage: Serving) -> Ask:
    return browser(stage, TABLET, LAPTOP)


@pytest.fixture
def here(stage: Serving) -> Ask:
    return browser(stage, "127.0.0.1", "127.0.0.1")


def secret(stage: Serving, role: str = "player") -> str:
    link = stage.operator_link(LAPTOP) if role == "operator" else stage.join_link(LAPTOP)
    assert link
    return link.partition("#")[2]


def test_this_computer_gets_the_page_with_the_values(stage: Serving, here: Ask) -> None:
    answer = here("/")
    assert answer.status_code == 200
    found = re.search(r'<input[^>]*\bid="slider1"[^>]*>', answer.text)
    assert found
    assert 'value="25"' in found[0]
    assert 'max="50"' in found[0]


def test_a_stranger_gets_a_bare_page_without_anything_of_the_show(tablet: Ask) -> None:
    answer = tablet("/")
    assert answer.status_code == 401
    for word in ("slider1", "Small", "thunder"):
        assert word not in answer.text


def test_the_links_secret_is_exchanged_for_a_cookie_that_lets_in(stage: Serving, tablet: Ask) -> None:
    joined = tablet("/join", "POST", json={"secret": secret(stage)})
    assert joined.status_code == 204
    cookie = joined.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in cookie
    name, morsel = next(iter(SimpleCookie(cookie).items()))
    assert re.fullmatch(r"sidestage_[0-9a-f]{8}", name)
    assert len(morsel.value) >= 32
    answer = tablet("/")
    assert answer.status_code == 200
    assert '"role": "player"' in answer.text or '"role":"player"' in answer.text


def test_a_joined_tablet_is_known_after_a_restart(stage: Serving, serve: Serve) -> None:
    tablet = browser(stage, TABLET, LAPTOP)
    cookie = tablet("/join", "POST", json={"secret": secret(stage)}).headers["Set-Cookie"].partition(";")[0]
    stage.close()
    again = serve(addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])
    later = browser(again, TABLET, LAPTOP, cookies=False)
    assert later("/", headers={"Cookie": cookie}).status_code == 200
    assert later("/", headers={"Cookie": cookie[:-1]}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"secret": ""}, {"secret": "wrong"}, {"secret": 1}, {"secret": "x" * 200}, []])
def test_a_wrong_secret_lets_nobody_in(tablet: Ask, body: object) -> None:
    answer = tablet("/join", "POST", json=body)
    assert answer.status_code in (400, 403)
    assert "Set-Cookie" not in answer.headers
    assert answer.json
    assert answer.json["error"].endswith(".")
    assert tablet("/").status_code == 401


@pytest.mark.parametrize("body", ["", "nonsense", "[" * 4000, '{"secret": 1' + "0" * 4000 + "}", b"\xff"])
def test_what_is_no_json_joins_nobody_and_is_no_news(
    tablet: Ask, body: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = tablet("/join", "POST", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert not caplog.records


def test_an_error_of_ours_is_said_once_and_on_one_line(
    stage: Serving, here: Ask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage._engine, "call", lambda *_: 1 / 0)
    assert [here("/health").status_code for _ in range(3)] == [500] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "an error in a request: ZeroDivisionError('division by zero')"
    ]
    assert caplog.records[0].exc_info is None


def test_an_operators_link_makes_an_operator(stage: Serving, tablet: Ask) -> None:
    tablet("/join", "POST", json={"secret": secret(stage, "operator")})
    assert tablet("/join-code").status_code == 200


def test_the_join_code_is_for_operators(stage: Serving, here: Ask, tablet: Ask) -> None:
    assert here("/join-code").status_code == 403, "a program on this computer is no operator"
    here("/")
    code = here("/join-code").json
    assert code
    assert [link["address"] for link in code["links"]] == [LAPTOP, "198.51.100.4"]
    assert code["links"][0]["url"] == stage.join_link(LAPTOP)
    assert here("/join-code.svg").text.startswith("<svg")
    assert here("/join-code.svg?address=203.0.113.9").status_code == 403
    tablet("/join", "POST", json={"secret": secret(stage)})
    assert tablet("/join-code").status_code == 403
    assert tablet("/join-code.svg").status_code == 403


def test_this_computers_cookie_is_worth_nothing_elsewhere(stage: Serving, here: Ask) -> None:
    tablet = browser(stage, TABLET, LAPTOP, cookies=False)
    cookie = here("/").headers["Set-Cookie"].partition(";")[0]
    assert tablet("/", headers={"Cookie": cookie}).status_code == 401


def test_health_tells_strangers_its_status_only(here: Ask, tablet: Ask) -> None:
    assert tablet("/health").json == {"status": "ok"}
    health = here("/health").json
    assert health
    assert set(health) == {"status", "version", "boot", "revision", "devices"}


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.99", ""])
@pytest.mark.parametrize("path", ["/", "/health", "/socket.io/?EIO=4&transport=polling", "/static/js/main.js"])
def test_another_hosts_name_is_refused_on_every_path(stage: Serving, host: str, path: str) -> None:
    answer = browser(stage, "127.0.0.1", "127.0.0.1")(path, headers={"Host": host})
    assert answer.status_code == 403


def test_pages_are_armoured(here: Ask, tablet: Ask) -> None:
    for answer in (here("/"), tablet("/")):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_text_of_the_show_is_only_ever_text(serve: Serve) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    stage = serve(
        {"sidestage": 1, "name": evil, "controls": [{"id": "a", "type": "text", "label": evil, "value": evil}]}
    )
    page = browser(stage, "127.0.0.1", "127.0.0.1")("/").text
    assert "<img" not in page
    assert page.count("</script>") == page.count("<script")


def test_nothing_changes_by_get(here: Ask) -> None:
    assert here("/join").status_code == 405


def test_a_body_beyond_the_limit_is_refused(tablet: Ask) -> None:
    assert tablet("/join", "POST", data=b"x" * 5000, content_type="application/json").status_code in (400, 413)
