"""Messages to everyone, with real sockets: all pages and programs hear them, and operators who has seen them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.clients import Page, Refused, SimpleClient
from tests.conftest import SMALL
from tests.core.making import show
from tests.screens import BOSS, GUEST, IPAD, MIA, know_screens
from webui.core.devices.devices import Connection, Device
from webui.core.surface.commands import Load
from webui.core.surface.notices import MAX_BURST
from webui.engine.engine import PROGRAM
from webui.serving import Serving

Join = Callable[..., Page]


@pytest.fixture
def join(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> Iterator[Join]:
    """Open a page on a screen of a name; several with sessions of their own."""
    know_screens(monkeypatch)
    with ExitStack() as pages:

        def open_page(device: Device, session: str = "") -> Page:
            page = Page(stage.url, session or f"session-{device.id}", key=device.id)
            return pages.enter_context(closing(page))

        yield open_page


@pytest.fixture
def program(stage: Serving) -> Iterator[SimpleClient]:
    with closing(SimpleClient(stage.url)) as program:
        program.wait(lambda: program.updates("txt1"))
        yield program


def says(page: Page, text: str, *, urgent: bool = False) -> None:
    """Write a message that is taken."""
    assert page.ask("say", text=text, urgent=urgent) is None


def refusal(page: Page, what: str, **details: object) -> str:
    """Why something that is asked is not done."""
    with pytest.raises(Refused) as caught:
        page.ask(what, **details)
    return str(caught.value)


def hears(page: Page, *texts: str) -> None:
    """Wait until these messages wait on a page, oldest first."""
    page.wait(lambda: page.waiting() == list(texts), f"for {texts}")


def test_a_message_is_on_every_screen_but_its_writers_and_programs_hear_it(join: Join, program: SimpleClient) -> None:
    boss, ipad, guest = join(BOSS), join(IPAD), join(GUEST)
    says(boss, "  Stand by\n LX 12 ")
    for page in (ipad, guest):
        hears(page, "Stand by LX 12")
    program.wait(lambda: program.answers("message"))
    assert program.answers("message") == [{"text": "Stand by LX 12", "from": "FOH tablet", "urgent": False}]
    boss.wait(lambda: boss.messages)
    assert boss.waiting() == []
    (told,) = ipad.messages.values()
    assert told["from"] == "FOH tablet"
    assert "seen" not in told


def test_operators_see_who_has_seen_it_and_a_screens_other_pages_show_it_no_more(join: Join) -> None:
    boss, ipad, other, mia = join(BOSS), join(IPAD), join(IPAD, "second-page"), join(MIA)
    says(boss, "Places")
    for page in (ipad, other, mia):
        hears(page, "Places")
    (id,) = ipad.messages
    boss.wait(lambda: boss.messages and boss.messages[id]["unseen"] == ["Stage left iPad", "Mia"])
    assert ipad.ask("saw", id=id) is None
    hears(ipad)
    hears(other)
    boss.wait(lambda: boss.messages[id]["seen"] == ["Stage left iPad"] and boss.messages[id]["unseen"] == ["Mia"])
    # Said again, as after a lost answer, it is nothing new; and what there is not is nothing.
    assert ipad.ask("saw", id=id) is None
    assert ipad.ask("saw", id=id + 7) is None
    assert mia.ask("saw", id=id) is None
    boss.wait(lambda: boss.messages[id]["seen"] == ["Stage left iPad", "Mia"])


def test_it_waits_for_who_comes_back_and_was_seen_for_who_saw_it(join: Join) -> None:
    boss, ipad, mia = join(BOSS), join(IPAD), join(MIA)
    says(boss, "Places")
    hears(mia, "Places")
    ipad.close()
    mia.ask("saw", id=next(iter(mia.messages)))
    mia.close()
    assert join(IPAD).waiting() == ["Places"]
    again = join(MIA)
    assert (again.waiting(), [message["text"] for message in again.messages.values()]) == ([], ["Places"])
    # Who comes soon after it was said is told as well, and counts for the operators.
    assert join(GUEST).waiting() == ["Places"]
    boss.wait(lambda: boss.messages[1]["unseen"] == ["Stage left iPad", "Guest"])


def test_players_write_watchers_do_not_and_urgent_is_for_operators(join: Join, program: SimpleClient) -> None:
    boss, ipad, guest = join(BOSS), join(IPAD), join(GUEST)
    assert refusal(guest, "say", text="Hello") == "View only"
    assert refusal(ipad, "say", text="Hello", urgent=True) == "For operators only"
    assert refusal(ipad, "say", text="\u202e") == "Nothing to say"
    assert refusal(ipad, "say", text=5) == "message: must have text, and perhaps urgent: true or false"
    says(ipad, "Ready")
    says(boss, "Stop", urgent=True)
    hears(guest, "Ready", "Stop")
    assert [message["urgent"] for message in guest.messages.values()] == [False, True]
    program.wait(lambda: len(program.answers("message")) == 2)
    assert [message["urgent"] for message in program.answers("message")] == [False, True]


def test_programs_write_too_and_hear_their_own(join: Join, stage: Serving, program: SimpleClient) -> None:
    ipad = join(IPAD)
    with closing(SimpleClient(stage.url, transports=["polling"])) as polling:
        program.socket.emit("message", {"text": "Five minutes"})
        for one in (program, polling):
            one.wait(lambda one=one: one.answers("message"))
            assert one.answers("message") == [{"text": "Five minutes", "from": "Program", "urgent": False}]
        hears(ipad, "Five minutes")
        assert polling.answers("refused") == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"text": " "}, "Nothing to say"),
        ({"text": ["x"]}, "message: must have text, and perhaps urgent: true or false"),
        ({"text": "Stop", "urgent": True}, "For operators only"),
        ({"words": "Stop"}, "message: must have text, and perhaps urgent: true or false"),
    ],
)
def test_what_a_program_cannot_say_is_refused_to_it_alone(
    program: SimpleClient, join: Join, body: dict[str, object], reason: str
) -> None:
    ipad = join(IPAD)
    program.socket.emit("message", body)
    program.wait(lambda: program.answers("refused"))
    assert program.answers("refused") == [{"who": None, "reason": reason}]
    says(join(BOSS), "Places")
    hears(ipad, "Places")


def test_a_program_that_never_stops_writing_buries_nobody(program: SimpleClient, join: Join) -> None:
    ipad, boss = join(IPAD), join(BOSS)
    for number in range(MAX_BURST + 5):
        program.socket.emit("message", {"text": str(number)})
    program.wait(lambda: len(program.answers("refused")) == 5)
    assert program.answers("refused") == [{"who": None, "reason": "Too many messages"}] * 5
    says(boss, "Stop")
    hears(ipad, *map(str, range(MAX_BURST)), "Stop")


def test_words_come_in_order_with_values_and_survive_another_show(
    program: SimpleClient, join: Join, stage: Serving
) -> None:
    boss = join(BOSS)

    def all_at_once() -> None:
        engine = stage._engine
        engine.publish(engine.surface.say("Before", False, boss_connection(), engine.now()))
        engine.apply(Load(show(**{**SMALL, "id": "other"}), {}), PROGRAM)
        engine.publish(engine.surface.say("After", False, boss_connection(), engine.now()))

    def boss_connection() -> Connection:
        return next(one for one in stage._engine.surface.connections.values() if one.device.id == BOSS.id)

    stage._engine.call(all_at_once)
    program.wait(lambda: len(program.answers("message")) == 2)
    assert [message["text"] for message in program.answers("message")] == ["Before", "After"]
    assert boss.connected
