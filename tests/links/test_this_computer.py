"""Who is let in over the loopback: this computer's user, and nobody else who comes from there."""

import json
import re
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.clients import Page, Refused, SimpleClient
from tests.conftest import Serve
from tests.joined import joined, row, secret_of
from tests.stage import StageProcess
from tests.users import SOMEBODY, as_user, ask, folder_of, needs_other_users, proxy, status
from webui.links.simple import KEPT_OUT
from webui.links.tablets.link import STRANGER
from webui.network import socket_owner
from webui.network.addresses import Address
from webui.serving import Serving

NAVIGATES = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "Accept: text/html",
    "Sec-Fetch-Site: none",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Dest: document",
    "Sec-Fetch-User: ?1",
)
POLLING = "/socket.io/?EIO=4&transport=polling"
OF_THE_SHOW = ("slider1", "thunder", "Small")
HOSTS = ["127.0.0.1", "::1"]

Look = Callable[..., str]


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(host="::")


def cookie_in(answer: str) -> str:
    found = re.search(r"Set-Cookie: ([^;]+);", answer)
    return found[1] if found else ""


def is_a_strangers(answer: str) -> bool:
    """Whether an answer is what strangers get, with nothing of the show and no cookie."""
    assert not any(word in answer for word in OF_THE_SHOW)
    assert not cookie_in(answer)
    return status(answer) == 401


def is_operators(port: int, cookie: str, **how: object) -> bool:
    return status(ask(port, "/join-code", f"Cookie: {cookie}", **how)) == 200  # type: ignore[arg-type]


@pytest.mark.parametrize("host", HOSTS)
def test_this_users_browser_is_an_operator_without_a_link(stage: Serving, host: str) -> None:
    answer = ask(stage.port, "/", *NAVIGATES, host=host)
    assert status(answer) == 200
    cookie = cookie_in(answer)
    assert is_operators(stage.port, cookie, host=host)
    again = ask(stage.port, "/", f"Cookie: {cookie}", host=host)
    assert (status(again), cookie_in(again)) == (200, ""), "it is known already"


@needs_other_users
@pytest.mark.parametrize("host", HOSTS)
def test_another_user_is_a_stranger_also_with_this_users_cookie(stage: Serving, host: str) -> None:
    other = as_user(SOMEBODY)
    cookie = cookie_in(ask(stage.port))
    for headers in ((), NAVIGATES, (f"Cookie: {cookie}",)):
        assert is_a_strangers(ask(stage.port, "/", *headers, host=host, prefix=other))
    assert not is_operators(stage.port, cookie, host=host, prefix=other)
    health = ask(stage.port, "/health", host=host, prefix=other).partition("\r\n\r\n")[2]
    assert json.loads(health) == {"status": "ok"}
    for path in ("/gallery", "/picture/x", "/shows"):
        assert status(ask(stage.port, path, f"Cookie: {cookie}", host=host, prefix=other)) in (401, 403, 404)


@needs_other_users
@pytest.mark.parametrize("namespace", ["", "/test,", "/stage,"])
def test_another_users_program_needs_a_key(stage: Serving, namespace: str) -> None:
    key = joined(stage, "Lights").key
    assert "44" in polled(stage.port, f'40{namespace}{{"session":"session-1"}}', as_user(SOMEBODY))
    heard = polled(stage.port, f'40{namespace}{{"session":"session-1","key":"{key}"}}', as_user(SOMEBODY))
    assert ("40" if namespace != "/stage," else "Only by WebSocket") in heard
    assert ("44" in heard) is (namespace == "/stage,")


def polled(port: int, packet: str, prefix: tuple[str, ...] = ()) -> str:
    """Connect to a namespace by polling, and return what is answered."""
    opened = ask(port, POLLING, prefix=prefix)
    found = re.search(r'"sid":"([^"]+)"', opened)
    assert found
    here = f"{POLLING}&sid={found[1]}"
    assert status(ask(port, here, body=packet, prefix=prefix)) == 200
    return ask(port, here, prefix=prefix).partition("\r\n\r\n")[2]


@needs_other_users
def test_another_user_gets_in_by_a_link_as_anybody_does(stage: Serving) -> None:
    other, secret = as_user(SOMEBODY), secret_of(stage.operator_link("127.0.0.1"))
    answer = ask(stage.port, "/join", body=json.dumps({"secret": secret}), prefix=other)
    cookie = cookie_in(answer)
    assert is_operators(stage.port, cookie, prefix=other)
    assert [device.name for device in stage._engine.door.devices()]


PROXIES = [
    "X-Forwarded-For: 127.0.0.1",
    "x-forwarded-for: 203.0.113.9",
    "X-FORWARDED-FOR:",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: stage.example",
    "Forwarded: for=127.0.0.1",
    "fOrWaRdEd: for=_hidden",
    "X-Real-IP: 127.0.0.1",
    "x-real-ip: ::1",
    "Via: 1.1 proxy",
    "via: 1.1 vegur",
    "X-Client-IP: 127.0.0.1",
    "CF-Connecting-IP: 127.0.0.1",
    "True-Client-IP: 127.0.0.1",
    "Client-IP: 127.0.0.1",
    "Fly-Client-IP: 127.0.0.1",
    "X-Azure-ClientIP: 127.0.0.1",
    "X-Envoy-External-Address: 127.0.0.1",
    "X-ProxyUser-Ip: 127.0.0.1",
    "WL-Proxy-Client-IP: 127.0.0.1",
]


@pytest.mark.parametrize("header", PROXIES)
def test_what_a_proxy_sends_on_is_a_strangers(stage: Serving, header: str) -> None:
    cookie = cookie_in(ask(stage.port))
    for more in ((), NAVIGATES, (f"Cookie: {cookie}",)):
        assert is_a_strangers(ask(stage.port, "/", header, *more))
    assert status(ask(stage.port, "/join-code", header, f"Cookie: {cookie}")) == 403
    tablet = joined(stage, "iPad")
    assert status(ask(stage.port, "/", header, f"Cookie: {tablet._cookie}")) == 200, "a device is known by its key"


def test_behind_a_reverse_proxy_nobody_is_this_computer(stage: Serving) -> None:
    with proxy(stage.port, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https") as port:
        assert is_a_strangers(ask(port, "/", *NAVIGATES))
        assert "44" in polled(port, "40")
        with pytest.raises(Refused, match=STRANGER):
            Page(f"http://127.0.0.1:{stage.port}/", headers={"X-Forwarded-For": "203.0.113.9"})
        secret = secret_of(stage.link_here())
        assert status(ask(port, "/join", body=json.dumps({"secret": secret}))) == 403
        assert stage._engine.door.browsers.offers(secret), "the link is still good where it belongs"


def test_a_proxys_connections_take_no_places_of_this_computer(stage: Serving) -> None:
    places = stage._servers[0]._places
    opened = ask(stage.port, POLLING, "Via: 1.1 proxy")
    assert status(opened) == 200
    assert places._here == 0
    assert not places._waiting


@needs_other_users
def test_who_became_root_to_start_it_is_its_user_and_root_is_not_everybody(
    stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_UID", str(SOMEBODY))
    assert status(ask(stage.port, prefix=as_user(SOMEBODY))) == 200
    assert is_a_strangers(ask(stage.port, prefix=as_user(SOMEBODY + 1)))
    assert status(ask(stage.port)) == 200


@needs_other_users
def test_root_is_a_stranger_to_a_server_of_somebody_elses() -> None:
    with folder_of(SOMEBODY) as folder:
        process = StageProcess(folder / "data", "--port", "0", prefix=as_user(SOMEBODY))
        try:
            assert is_a_strangers(ask(process.port))
            assert status(ask(process.port, prefix=as_user(SOMEBODY))) == 200
        finally:
            process.kill()


# Programs are kept out


@pytest.fixture
def boss(stage: Serving) -> Page:
    return joined(stage, "FOH", "operator").page()


@pytest.fixture
def off(stage: Serving, boss: Page) -> Serving:
    boss.ask("programs", role="off")
    return stage


def test_where_programs_are_kept_out_the_page_gives_them_nothing(off: Serving) -> None:
    for headers in ((), NAVIGATES):
        assert is_a_strangers(ask(off.port, "/", *headers))
    assert status(ask(off.port, "/join-code")) == 403
    with pytest.raises(Refused, match=KEPT_OUT):
        SimpleClient(off.url)


def test_a_program_that_looked_like_a_browser_before_is_out_as_well(stage: Serving, boss: Page) -> None:
    cookie = cookie_in(ask(stage.port, "/", *NAVIGATES))
    with closing(Page(stage.url, headers={"Cookie": cookie})) as page:
        assert page.welcome["you"]["id"] == "local"
        boss.ask("programs", role="off")
        page.wait(lambda: not page.connected)
        assert is_a_strangers(ask(stage.port, "/", f"Cookie: {cookie}", *NAVIGATES))
        with pytest.raises(Refused, match=STRANGER):
            Page(stage.url, headers={"Cookie": cookie})
        boss.ask("programs", role="player")
        assert status(ask(stage.port, "/", f"Cookie: {cookie}")) == 200


def test_the_browser_that_keeps_programs_out_stays_and_is_known_after_a_restart(stage: Serving, serve: Serve) -> None:
    mine, other = (cookie_in(ask(stage.port)) for _ in range(2))
    with closing(Page(stage.url, headers={"Cookie": mine})) as page:
        page.ask("programs", role="off")
        page.wait(lambda: page.programs == "off")
        assert is_operators(stage.port, mine)
        assert not is_operators(stage.port, other)
        page.move(slider1=7)
        assert page.connected
    stage.close()
    again = serve()
    assert is_operators(again.port, mine)
    assert not is_operators(again.port, other)


def opens(stage: Serving, secret: str, *headers: str, **how: object) -> str:
    """Open the page by a link's secret, as our page does; returns the last answer."""
    asked = ask(stage.port, "/join/ask", *headers, body=json.dumps({"secret": secret}), **how)  # type: ignore[arg-type]
    if status(asked) != 200:
        return asked
    said = json.loads(asked.partition("\r\n\r\n")[2])
    assert said["you"] == {"id": "local", "name": "This computer"}
    return ask(stage.port, "/join", *headers, body=json.dumps({"ticket": said["ticket"]}), **how)  # type: ignore[arg-type]


def test_a_link_lets_one_browser_here_in_once(off: Serving) -> None:
    assert off.needs_link
    link = off.link_here()
    assert link.startswith(f"http://127.0.0.1:{off.port}/#")
    assert off.link_here() == link
    cookie = cookie_in(opens(off, secret_of(link)))
    assert is_operators(off.port, cookie)
    assert status(opens(off, secret_of(link))) == 403
    assert off.link_here() != link
    assert off._engine.door.devices() == [device for device in off._engine.door.devices() if device.name == "FOH"]


@needs_other_users
def test_and_nobody_else(off: Serving) -> None:
    secret = secret_of(off.link_here())
    assert status(opens(off, secret, prefix=as_user(SOMEBODY))) == 403
    assert status(opens(off, secret, "Via: 1.1 proxy")) == 403
    cookie = cookie_in(opens(off, secret))
    assert is_operators(off.port, cookie)
    assert not is_operators(off.port, cookie, prefix=as_user(SOMEBODY))


# Where the system does not tell


@pytest.fixture
def unsure(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> Serving:
    monkeypatch.setattr(socket_owner, "_way", lambda: None)
    return stage


def test_where_the_system_does_not_tell_only_a_link_lets_in(unsure: Serving) -> None:
    assert unsure.needs_link
    assert is_a_strangers(ask(unsure.port, "/", *NAVIGATES))
    with pytest.raises(Refused, match=KEPT_OUT):
        SimpleClient(unsure.url)
    cookie = cookie_in(opens(unsure, secret_of(unsure.link_here())))
    assert is_operators(unsure.port, cookie)
    assert status(ask(unsure.port, "/", f"Cookie: {cookie}")) == 200


def test_a_cookie_of_before_is_not_enough_there(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = cookie_in(ask(stage.port))
    monkeypatch.setattr(socket_owner, "_way", lambda: None)
    assert is_a_strangers(ask(stage.port, "/", f"Cookie: {cookie}"))


# Joining again, here


def test_each_join_gives_a_browser_here_another_key_and_as_good_a_one(stage: Serving, boss: Page) -> None:
    code = secret_of(stage.join_link("127.0.0.1"))
    loose = cookie_in(ask(stage.port))
    sure = cookie_in(opens(stage, secret_of(stage.link_here()), f"Cookie: {loose}"))
    again = cookie_in(ask(stage.port, "/join", f"Cookie: {sure}", body=json.dumps({"secret": code})))
    other = cookie_in(ask(stage.port, "/join", f"Cookie: {loose}", body=json.dumps({"secret": code})))
    assert len({loose, sure, again, other}) == 4
    boss.ask("programs", role="off")
    assert [is_operators(stage.port, one) for one in (loose, sure, again, other)] == [False, False, True, False]
    assert row(boss, "This computer") is None


def test_ipv4_over_a_socket_of_ipv6_is_ipv4(stage: Serving) -> None:
    boss = joined(stage, "FOH", "operator").page()
    assert boss.wait(lambda: row(boss, "FOH"))["address"] == "127.0.0.1"
    for name in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]"):
        assert status(ask(stage.port, "/", called=name)) == 200
    for name in ("[::2]", "[::ffff:127.0.0.2]", "::1", "[::1", "[]", "[::1].evil.example"):
        assert status(ask(stage.port, "/", called=name)) == 403


def test_the_link_of_an_address_of_ipv6_has_brackets(serve: Serve) -> None:
    serving = serve(
        addresses=lambda: [Address("fd00::5", "eth0", "network"), Address("fe80::1%eth0", "--host", "network")]
    )
    first, second = (link.url.partition("#")[0] for link in serving.join_links())
    assert (first, second) == (f"http://[fd00::5]:{serving.port}/", f"http://[fe80::1%25eth0]:{serving.port}/")
    for name in ("[fd00::5]", "[FD00::5]", "[fd00:0:0::5]", "[fe80::1]", "[fe80::1%eth0]", "[fe80::1%25eth0]"):
        assert status(ask(serving.port, "/", called=name)) == 200
