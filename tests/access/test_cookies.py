"""Our cookie among those of other programs on the same host, which may have any form, wherever cookies are read."""

import re
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clients import Page, SimpleClient
from tests.joined import Tablet, joined
from tests.users import ask, raw, status
from webui.access.cookies import MAX_VALUES, values_of
from webui.limits import HEAD_SIZE
from webui.server.http_server import HEAD_TOO_LONG
from webui.serving import Serving

NAME = "sidestage_0123abcd"
KEY = "J3mYt0hZV0c1m2nq7u9w1gkEw0bq6y5T"

NEIGHBOURS = {
    "json": 'prefs={"theme":"dark"}',
    "json with more": 'prefs={"a":[1,2],"b":"x; y"}',
    "a bare name": "flag",
    "brackets": "a[b]=1",
    "not ascii": "n\xe4me=\xfcml\xe4ut",
    "utf-8": "name=Zo\xc3\xab",
    "quotes": 'a="b"c"; d="',
    "a quote that never ends": 'a="x',
    "commas": "a=1,2,3",
    "a date": "expires=Wed, 21 Oct 2026 07:28:00 GMT",
    "nothing": "",
    "no name": "=x",
    "no value": "x=",
    "only signs": "=;=;;= ;",
    "names like attributes": "Path=/; Domain=x; Secure; HttpOnly",
    "blanks": "  a  =  b  ",
    "a tab": "a\t=\tb",
    "colons and slashes": "http://x:1/=y@z",
    "very long": "long=" + "x" * 40_000,
    "many": "; ".join(f"c{n}={n}" for n in range(1_000)),
    "almost ours": f"{NAME}x=1; x{NAME}=2; {NAME.upper()}=3",
    "ours, of nobody": f"{NAME}=nobody",
    "ours, empty": f"{NAME}=",
    "ours, quoted": f'{NAME}="nobody"',
    "ours, without a value": NAME,
    "ours, many": "; ".join(f"{NAME}={n}" for n in range(MAX_VALUES - 1)),
}


@pytest.mark.parametrize("form", ["{ours}", "{it}; {ours}", "{ours}; {it}", "{it};{ours};{it}", "{it}, {ours}"])
@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_our_value_is_found_beside_others(neighbour: str, form: str) -> None:
    header = form.format(it=NEIGHBOURS[neighbour], ours=f"{NAME}={KEY}")
    assert KEY in values_of(header, NAME)


@given(before=st.text(), after=st.text())
def test_whatever_they_are(before: str, after: str) -> None:
    found = values_of(f"{before};{NAME}={KEY};{after}", NAME)
    assert KEY in found or len(found) == MAX_VALUES
    assert all(found)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("", []),
        (NAME, []),
        (f"{NAME}=", []),
        (f'{NAME}=""', []),
        (f"{NAME}=a", ["a"]),
        (f'{NAME}="a"', ["a"]),
        (f"{NAME}=a; {NAME}=b", ["a", "b"]),
        (f"{NAME}=b; x=1; {NAME}=a; {NAME}=b", ["b", "a"]),
        (f" {NAME} = a ", ["a"]),
        (f"{NAME}=a=b", ["a=b"]),
        (f"x{NAME}=a; {NAME}x=b; {NAME.upper()}=c", []),
    ],
)
def test_all_values_of_our_name_are_found_each_once(header: str, values: list[str]) -> None:
    assert values_of(header, NAME) == values


def test_so_many_are_looked_at() -> None:
    header = "; ".join(f"{NAME}={n}" for n in range(MAX_VALUES + 1))
    assert values_of(header, NAME) == [f"{n}" for n in range(MAX_VALUES)]


@pytest.fixture
def tablet(stage: Serving) -> Tablet:
    return joined(stage, "Stage left iPad")


def called(tablet: Tablet, neighbour: str) -> str:
    """A neighbour, where it has our name that of this installation."""
    return NEIGHBOURS[neighbour].replace(NAME, tablet._cookie.partition("=")[0])


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_a_tablet_is_known_beside_them_by_http_and_both_transports(
    stage: Serving, tablet: Tablet, neighbour: str
) -> None:
    header = f"{called(tablet, neighbour)}; {tablet._cookie}; {called(tablet, 'a bare name')}"
    # As a stranger without it, though it comes from here.
    answer = ask(stage.port, "/", f"Cookie: {header}", "Via: 1.1 proxy")
    assert status(answer) == 200
    assert "Stage left iPad" in answer
    headers = {"Cookie": header.strip()}
    for connect in (Page, polling, websocket):
        with closing(connect(stage.url, headers=headers)):
            here = stage._engine.call(lambda: [one.device.name for one in stage._engine.surface.connections.values()])
            assert set(here) == {"Stage left iPad"}


def polling(url: str, headers: dict[str, str]) -> SimpleClient:
    return SimpleClient(url, headers=headers, transports=["polling"])


def websocket(url: str, headers: dict[str, str]) -> SimpleClient:
    return SimpleClient(url, headers=headers, transports=["websocket"])


@pytest.mark.parametrize("neighbour", ["json", "a bare name", "not ascii", "ours, of nobody", "ours, many"])
def test_a_stranger_beside_them_joins_as_ever(stage: Serving, tablet: Tablet, neighbour: str) -> None:
    secret = str(stage.join_link("127.0.0.1")).partition("#")[2]
    said = f"Cookie: {called(tablet, neighbour)}", "Via: 1.1 proxy"
    answer = ask(stage.port, "/join", *said, body=f'{{"secret": "{secret}"}}')
    assert status(answer) == 204
    found = re.search(r"Set-Cookie: ([^;]+);", answer)
    assert found
    assert status(ask(stage.port, "/", f"{said[0]}; {found[1]}", said[1])) == 200


def test_two_headers_are_as_good_as_one(stage: Serving, tablet: Tablet) -> None:
    answer = ask(stage.port, "/", "Cookie: flag", f"Cookie: {tablet._cookie}", "Via: 1.1 proxy")
    assert "Stage left iPad" in answer


def test_this_computers_own_is_read_as_tolerantly(stage: Serving) -> None:
    found = re.search(r"Set-Cookie: ([^;]+);", ask(stage.port))
    assert found
    for neighbour in ('prefs={"theme":"dark"}', "flag", "a[b]=1"):
        answer = ask(stage.port, "/join-code", f"Cookie: {neighbour}; {found[1]}; {neighbour}")
        assert status(answer) == 200


@pytest.mark.parametrize("size", [HEAD_SIZE, 2 * HEAD_SIZE, 8 * HEAD_SIZE])
def test_cookies_that_are_too_long_in_all_are_said_to_be(stage: Serving, size: int) -> None:
    for lines in (1, 20):
        cookies = "".join(f"Cookie: c={'x' * (size // lines)}\r\n" for _ in range(lines))
        answer = raw("127.0.0.1", stage.port, f"GET / HTTP/1.1\r\n{cookies}\r\n".encode())
        assert status(answer) == 431
        assert answer.endswith(f"{HEAD_TOO_LONG}\n")


def test_cookies_up_to_the_limit_are_none(stage: Serving) -> None:
    head = f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{stage.port}\r\nCookie: c=\r\n\r\n"
    head = head.replace("c=", "c=" + "x" * (HEAD_SIZE - len(head)))
    assert status(raw("127.0.0.1", stage.port, head.encode())) == 200
    assert status(raw("127.0.0.1", stage.port, head.replace("c=", "c=x").encode())) == 431
