"""Joining by HTTP: links, digits, tickets, names, and being the same device again. Strangers are played by address."""

import json
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import Serve
from tests.joined import IPAD
from tests.routes.test_surface import LAPTOP, TABLET, Ask, browser, secret
from webui.core.devices.guessing import FREE
from webui.core.devices.names import MAX_NAME
from webui.network.addresses import Address
from webui.serving import Serving
from webui.wire.operations import MAX_KEY, MAX_TYPED

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"


class Tablet:
    """A browser at some address; it keeps its cookie."""

    def __init__(self, stage: Serving, address: str = TABLET, agent: str = IPAD) -> None:
        self.ask: Ask = browser(stage, address, LAPTOP if address != "127.0.0.1" else address)
        self.agent = agent

    def post(self, path: str, **said: Any) -> tuple[int, Any]:
        """Post JSON; returns the status and the answer."""
        answer = self.ask(path, "POST", json=said, headers={"User-Agent": self.agent})
        return answer.status_code, answer.json if answer.data else None

    def asks(self, **said: Any) -> Any:
        """Exchange a secret or digits for a ticket."""
        status, answer = self.post("/join/ask", **said)
        assert status == 200, answer
        return answer

    def you(self) -> Any:
        """Who the page says it is, or None."""
        found = re.search(r'class="first">(.*?)</script>', self.ask("/").text)
        return json.loads(found[1])["you"] if found else None


Make = Callable[..., Tablet]


@pytest.fixture
def running(serve: Serve) -> Serving:
    """A server that tablets reach."""
    return serve(addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


@pytest.fixture
def make(running: Serving) -> Make:
    """Another browser."""
    return lambda address=TABLET, agent=IPAD: Tablet(running, address, agent)


@pytest.fixture
def tablet(make: Make) -> Tablet:
    return make()


def digits(stage: Serving) -> str:
    code = stage.code()
    assert code
    return code.digits


def others(right: str) -> str:
    """Six digits that are not these."""
    return f"{(int(right) + 1) % 1_000_000:06}"


def joined(tablet: Tablet, stage: Serving, name: str, role: str = "player") -> Any:
    """Have a tablet join; returns who it is."""
    ticket = tablet.asks(secret=secret(stage, role))["ticket"]
    assert tablet.post("/join", ticket=ticket, name=name) == (204, None)
    return tablet.you()


def test_a_link_is_exchanged_for_a_ticket_and_that_for_a_cookie(tablet: Tablet, running: Serving) -> None:
    asked = tablet.asks(secret=secret(running))
    assert asked["role"] == "player"
    assert re.fullmatch(r"iPad [0-9a-f]{2}", asked["name"])
    assert (asked["you"], asked["absent"]) == (None, [])
    assert tablet.you() is None, "a ticket lets nobody in yet"
    assert tablet.post("/join", ticket=asked["ticket"], name="Stage left iPad") == (204, None)
    assert tablet.you()["name"] == "Stage left iPad"


@pytest.mark.parametrize("form", ["{}{}", "{} {}", " {}\t{}\n"])
def test_digits_are_exchanged_as_well_however_they_are_grouped(tablet: Tablet, running: Serving, form: str) -> None:
    right = digits(running)
    ticket = tablet.asks(digits=form.format(right[:3], right[3:]))["ticket"]
    assert tablet.post("/join", ticket=ticket) == (204, None)
    assert tablet.you()["role"] == "player"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "1e1000"])
def test_what_are_no_six_digits_is_not_looked_at_and_costs_no_wait(
    tablet: Tablet, running: Serving, typed: str
) -> None:
    for _ in range(FREE + 3):
        assert tablet.post("/join/ask", digits=typed) == (400, {"error": "The code has 6 digits."})
    assert tablet.asks(digits=digits(running))


def test_wrong_digits_are_refused_then_have_to_wait_and_links_never(
    make: Make, tablet: Tablet, running: Serving
) -> None:
    wrong = others(digits(running))
    for _ in range(FREE + 1):
        assert tablet.post("/join/ask", digits=wrong)[0] == 403
    answer = tablet.ask("/join/ask", "POST", json={"digits": digits(running)})
    assert answer.status_code == 429
    assert answer.json
    assert 1 <= answer.json["wait"] <= 3
    assert answer.headers["Retry-After"] == str(answer.json["wait"])
    assert answer.json["error"] == f"Too many wrong digits. Wait {answer.json['wait']} s, or scan the code."
    assert tablet.asks(secret=secret(running))
    assert make("192.0.2.99").asks(digits=digits(running)), "another address does not wait for this one"


def test_of_thousands_of_guesses_few_are_looked_at(tablet: Tablet, running: Serving) -> None:
    right = digits(running)
    statuses = {tablet.post("/join/ask", digits=f"{n:06}")[0] for n in range(2_000) if f"{n:06}" != right}
    assert statuses == {403, 429}
    assert running._engine.door.guesses.wrong < 30


@pytest.mark.parametrize(
    "body", [{}, [], {"secret": None}, {"secret": 1}, {"secret": "x" * (MAX_KEY + 1)}, {"digits": 1}]
)
@pytest.mark.parametrize("path", ["/join", "/join/ask"])
def test_what_is_not_of_the_form_is_refused_in_a_sentence(tablet: Tablet, path: str, body: Any) -> None:
    answer = tablet.ask(path, "POST", json=body)
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"].endswith(".")


@pytest.mark.parametrize(
    "more",
    [
        {"name": 1},
        {"name": ""},
        {"name": "\u202e"},
        {"name": "\u202e\u200b" * MAX_TYPED},
        {"name": ["x"]},
        {"device": 1},
        {"device": "x" * 200},
    ],
)
def test_a_name_or_a_device_that_can_not_be_leaves_the_ticket_good(
    tablet: Tablet, running: Serving, more: dict[str, Any]
) -> None:
    ticket = tablet.asks(secret=secret(running))["ticket"]
    status, answer = tablet.post("/join", ticket=ticket, **more)
    assert status == 400
    assert answer["error"].endswith(".")
    assert tablet.post("/join", ticket=ticket, name="x" * MAX_NAME) == (204, None)


@pytest.mark.parametrize("letter", ["x", "e\u0301", "\u1112\u1161\u11ab", "\U0001f1e9\U0001f1ea"])
@pytest.mark.parametrize("count", [MAX_NAME, MAX_NAME + 1, 3 * MAX_NAME])
def test_a_name_is_cut_after_what_a_person_counts(tablet: Tablet, running: Serving, letter: str, count: int) -> None:
    ticket = tablet.asks(secret=secret(running))["ticket"]
    assert tablet.post("/join", ticket=ticket, name=letter * count) == (204, None)
    you = tablet.you()
    assert you
    assert you["name"] == unicodedata.normalize("NFC", letter * MAX_NAME)


def test_a_ticket_is_good_once(make: Make, tablet: Tablet, running: Serving) -> None:
    ticket = tablet.asks(secret=secret(running))["ticket"]
    assert tablet.post("/join", ticket=ticket) == (204, None)
    other = make("192.0.2.78")
    status, answer = other.post("/join", ticket=ticket)
    assert (status, answer["error"]) == (403, "That took too long. Scan or type the code again.")
    assert other.you() is None


def test_of_many_who_use_one_ticket_at_once_one_gets_in(make: Make, running: Serving, tablet: Tablet) -> None:
    ticket = tablet.asks(secret=secret(running))["ticket"]
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(make().post("/join", ticket=ticket)[0])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204] + [403] * 7


def test_no_two_devices_bear_the_same_name(make: Make, running: Serving) -> None:
    names = [joined(make(), running, name)["name"] for name in ("Mia", "mia", "Mia\u200b", "This computer")]
    assert names == ["Mia", "mia 2", "Mia 3", "This computer 2"]


def test_a_known_tablet_stays_the_same_device_and_keeps_its_role(tablet: Tablet, running: Serving) -> None:
    was = joined(tablet, running, "FOH", "operator")
    asked = tablet.asks(secret=secret(running))
    assert asked["you"] == {"id": was["id"], "name": "FOH"}
    assert asked["name"] == "FOH"
    assert asked["absent"] == []
    assert tablet.post("/join", ticket=asked["ticket"]) == (204, None)
    assert tablet.you() == was
    assert len(running._engine.door.devices()) == 1


def test_a_known_tablets_role_is_raised_by_a_code_that_gives_more(tablet: Tablet, running: Serving) -> None:
    was = joined(tablet, running, "FOH")
    now = joined(tablet, running, "FOH", "operator")
    assert now == was | {"role": "operator"}


def test_who_lost_the_cookie_may_say_who_it_is_and_the_old_cookie_is_worth_nothing(
    make: Make, tablet: Tablet, running: Serving
) -> None:
    was = joined(tablet, running, "Stage left iPad")
    again = make("192.0.2.200")
    asked = again.asks(digits=digits(running))
    assert asked["absent"] == [{"id": was["id"], "name": "Stage left iPad"}]
    assert again.post("/join", ticket=asked["ticket"], device=was["id"]) == (204, None)
    assert again.you() == was
    assert tablet.you() is None
    assert len(running._engine.door.devices()) == 1


def test_only_absent_ones_of_the_same_kind_with_no_higher_role_are_offered(make: Make, running: Serving) -> None:
    joined(make(), running, "FOH", "operator")
    joined(make(agent=ANDROID), running, "Phone")
    player = joined(make(), running, "Mia")
    asked = make().asks(secret=secret(running))
    assert [one["name"] for one in asked["absent"]] == ["Mia"]
    assert [one["name"] for one in make(agent=ANDROID).asks(secret=secret(running))["absent"]] == ["Phone"]
    assert {one["name"] for one in make().asks(secret=secret(running, "operator"))["absent"]} == {"FOH", "Mia"}
    status, answer = make().post("/join", ticket=asked["ticket"], device="local")
    assert (status, answer["error"][:28]) == (403, "That device is here already,")
    assert player["id"]


def test_an_ipad_that_says_it_is_a_mac_is_known_by_its_touch(make: Make, running: Serving) -> None:
    ipad, mac = make(agent=MAC), make(agent=MAC)
    assert ipad.asks(secret=secret(running), touch=True)["name"].startswith("iPad ")
    assert mac.asks(secret=secret(running))["name"].startswith("Mac ")


def test_a_program_may_join_in_one_step(tablet: Tablet, running: Serving) -> None:
    assert tablet.post("/join", secret=secret(running), name="Lights") == (204, None)
    assert tablet.you()["name"] == "Lights"


def test_this_computers_own_browser_is_in_already(make: Make, running: Serving) -> None:
    here = make("127.0.0.1")
    assert here.you()["name"] == "This computer"
    asked = here.asks(secret=secret(running))
    assert asked["you"] == {"id": "local", "name": "This computer"}
    assert here.post("/join", ticket=asked["ticket"], name="Mine") == (204, None)
    assert here.you()["name"] == "This computer"
    assert running._engine.door.devices() == []


def test_after_a_code_has_ended_nobody_gets_in_and_the_operator_sees_that(make: Make, running: Serving) -> None:
    here, tablet = make("127.0.0.1"), make()
    here.you()
    door, was, link = running._engine.door, digits(running), secret(running)
    code = here.ask("/join-code").json
    assert code
    assert (code["digits"], code["role"], code["life"], code["until"]) == (was, "player", "program", None)
    assert door.code
    door.code = replace(door.code, life="10 minutes", until=running._engine.now())
    ended = here.ask("/join-code").json
    assert ended
    assert (ended["links"], ended["digits"], ended["life"]) == ([], None, "10 minutes")
    assert ended["until"] == door.code.until
    assert here.ask("/join-code.svg").status_code == 403
    assert tablet.post("/join/ask", secret=link)[0] == 403
    assert tablet.post("/join/ask", digits=was) == (403, {"error": "No digits let anybody in now. Ask for a new code."})
