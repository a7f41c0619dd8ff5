"""A known key that somebody planted in a browser never gets what that browser joins for."""

import json
import re
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.clients import Page, Refused, SimpleClient
from tests.conftest import Serve
from tests.joined import IPAD, Tablet, joined, secret_of
from tests.users import ask, status
from webui.links.tablets.link import STRANGER
from webui.serving import Serving

ELSEWHERE = "Via: 1.1 proxy"
"""Says of a request from here that it is no one of this computer's own."""


def post(stage: Serving, path: str, cookie: str, **said: str) -> str:
    return ask(stage.port, path, f"Cookie: {cookie}", f"User-Agent: {IPAD}", ELSEWHERE, body=json.dumps(said))


def by_link(stage: Serving, link: str, cookie: str, **more: str) -> str:
    return post(stage, "/join", cookie, secret=secret_of(link), **more)


def by_ticket(stage: Serving, link: str, cookie: str, **more: str) -> str:
    asked = post(stage, "/join/ask", cookie, secret=secret_of(link))
    return post(stage, "/join", cookie, ticket=json.loads(asked.partition("\r\n\r\n")[2])["ticket"], **more)


HOWS = [by_link, by_ticket]
Join = Callable[..., str]


def cookie_in(answer: str) -> str:
    assert status(answer) == 204, answer
    found = re.search(r"Set-Cookie: ([^;]+);", answer)
    assert found
    return found[1]


def who(stage: Serving, *cookies: str) -> tuple[str, str] | None:
    """The name and the role of whoever has these cookies, or None for a stranger."""
    answer = ask(stage.port, "/", f"Cookie: {'; '.join(cookies)}", ELSEWHERE)
    found = re.search(r'class="first">(.*?)</script>', answer)
    you = json.loads(found[1])["you"] if found else None
    return you and (you["name"], you["role"])


@pytest.fixture
def mallory(stage: Serving) -> Tablet:
    return joined(stage, "Mallory")


@pytest.mark.parametrize("join", HOWS)
def test_the_browser_that_it_was_planted_in_gets_the_role_and_another_key(
    stage: Serving, mallory: Tablet, join: Join
) -> None:
    planted = mallory._cookie
    mine = cookie_in(join(stage, stage.operator_link("127.0.0.1"), planted))
    assert mine != planted
    assert who(stage, mine) == ("Mallory", "operator")
    assert who(stage, planted) is None
    assert who(stage, planted, mine) == who(stage, mine, planted) == ("Mallory", "operator")
    with pytest.raises(Refused, match=STRANGER):
        mallory.page()


@pytest.mark.parametrize("join", HOWS)
@pytest.mark.parametrize("link", [Serving.join_link, Serving.operator_link])
def test_what_is_open_by_it_ends_and_may_no_more_than_before(
    stage: Serving, mallory: Tablet, join: Join, link: Callable[..., str]
) -> None:
    cookie = {"Cookie": mallory._cookie}
    page, polls = Page(stage.url, headers=cookie), SimpleClient(stage.url, headers=cookie, transports=["polling"])
    with closing(page), closing(polls), closing(SimpleClient(stage.url, headers=cookie)) as program:
        mine = cookie_in(join(stage, link(stage, "127.0.0.1"), mallory._cookie))
        page.wait(lambda: not page.connected)
        for client in (polls, program):
            client.wait(lambda client=client: not client.socket.namespaces)
        assert {name for name, *_ in stage._engine.call(lambda: [*stage._engine.surface.connections])} == set()
    assert who(stage, mine)


def test_it_is_dead_after_a_restart_and_the_new_one_is_not(stage: Serving, mallory: Tablet, serve: Serve) -> None:
    mine = cookie_in(by_link(stage, stage.operator_link("127.0.0.1"), mallory._cookie))
    stage.close()
    again = serve()
    assert who(again, mallory._cookie) is None
    assert who(again, mine) == ("Mallory", "operator")


def test_by_digits_and_as_a_device_that_was_here_before_as_well(stage: Serving, mallory: Tablet) -> None:
    tablet = joined(stage, "Stage left iPad")
    code = stage.code()
    assert code
    asked = json.loads(post(stage, "/join/ask", mallory._cookie, digits=code.digits).partition("\r\n\r\n")[2])
    mine = cookie_in(post(stage, "/join", mallory._cookie, ticket=asked["ticket"]))
    assert (who(stage, mallory._cookie), who(stage, mine)) == (None, ("Mallory", "player"))
    devices = {device.name: device.id for device in stage._engine.door.devices()}
    left = by_ticket(stage, stage.operator_link("127.0.0.1"), mine, device=devices["Stage left iPad"])
    assert who(stage, cookie_in(left)) == ("Stage left iPad", "operator")
    assert (who(stage, tablet._cookie), who(stage, mine)) == (None, ("Mallory", "player"))


def test_beside_a_browsers_own_key_it_takes_nothing_from_it(stage: Serving, mallory: Tablet) -> None:
    mine = joined(stage, "Mia")._cookie
    assert who(stage, mallory._cookie, mine) == who(stage, mine, mallory._cookie) == ("Mia", "player")
    boss = joined(stage, "FOH", "operator")._cookie
    later = joined(stage, "Mallory again")._cookie
    assert who(stage, later, boss) == who(stage, boss, later) == ("FOH", "operator")
    raised = cookie_in(by_link(stage, stage.operator_link("127.0.0.1"), f"{later}; {mine}"))
    assert who(stage, later, raised) == who(stage, raised, later)
    assert who(stage, later, raised, mine) is not None
    for cookie in (mallory._cookie, later):
        assert (who(stage, cookie) or ("", ""))[1] != "operator"


def test_the_cookie_is_for_our_pages_alone(stage: Serving, mallory: Tablet) -> None:
    answer = by_link(stage, str(stage.join_link("127.0.0.1")), mallory._cookie)
    (line,) = re.findall(r"Set-Cookie: (.*)\r", answer)
    assert re.fullmatch(
        r"sidestage_[0-9a-f]{8}=[\w-]{32}; Expires=[^;]+; Max-Age=34560000; HttpOnly; Path=/; SameSite=Strict", line
    )


def test_a_key_that_is_used_on_goes_on_when_a_join_is_refused(stage: Serving, mallory: Tablet) -> None:
    with closing(mallory.page()) as page:
        assert status(by_link(stage, "x#wrong", mallory._cookie)) == 403
        assert status(by_ticket(stage, str(stage.join_link("127.0.0.1")), mallory._cookie, name="\u200b")) == 400
        page.move(slider1=7)
    assert who(stage, mallory._cookie) == ("Mallory", "player")
