"""Messages to everyone: who may write them, for which screens they are, and who has seen them."""

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER, person, surface
from webui.core.devices.devices import Connection, Device, Role
from webui.core.errors import BadValue, NotAllowed, TooMany
from webui.core.surface.events import Said
from webui.core.surface.notices import BURST, FRESH, MAX_BURST, MAX_NOTICE, MAX_NOTICES, MAX_WRITTEN, Notice, Notices


def page(name: str, role: Role = PLAYER, id: str = "") -> Connection:
    """An open page of a screen of that name."""
    return Connection(id or name, Device(name.lower(), name, "#b39ddb", role), f"session-{id or name}")


MIA, IPAD, BOSS, GUEST = page("Mia"), page("iPad"), page("Boss", OPERATOR), page("Guest", WATCHER)


def say(notices: Notices, text: str, *here: Connection, by: Connection = BOSS, now: float = 0.0) -> Notice:
    return notices.say(text, False, by.device, here, now)


def waits_for(notices: Notices, screen: Connection) -> list[str]:
    return [notice.text for notice in notices if notice.waits_for(screen.device.id)]


def test_a_message_waits_on_every_screen_but_its_writers_until_somebody_there_has_seen_it() -> None:
    notices = Notices()
    notice = say(notices, "Stand by LX 12", MIA, page("Mia", id="mia-2"), IPAD, BOSS, GUEST)
    assert [waits_for(notices, one) for one in (MIA, IPAD, GUEST)] == [["Stand by LX 12"]] * 3
    assert waits_for(notices, BOSS) == []
    assert notice.reached() == {"seen": [], "unseen": ["Mia", "iPad", "Guest"]}
    assert notices.saw(notice.id, "mia") is notice
    assert notices.saw(notice.id, "guest") is notice
    assert notice.reached() == {"seen": ["Mia", "Guest"], "unseen": ["iPad"]}
    assert waits_for(notices, MIA) == []


def test_what_was_seen_before_or_waits_for_nobody_there_is_no_news() -> None:
    notices = Notices()
    first, second = say(notices, "One", MIA), say(notices, "Two", MIA)
    assert notices.saw(first.id, "mia") is first
    assert notices.saw(first.id, "mia") is None
    assert notices.saw(first.id, "boss") is None
    assert notices.saw(second.id + 1, "mia") is None
    assert notices.saw(second.id, "mia") is second


def test_it_is_told_as_a_page_needs_it() -> None:
    notice = Notices().say("Stand by LX 12", True, BOSS.device, [MIA], 80911.04)
    told = {"id": 1, "text": "Stand by LX 12", "from": "Boss", "at": 80911.0, "urgent": True}
    assert notice.describe("mia") == {**told, "waits": True}
    assert notice.describe("boss") == {**told, "waits": False}


def test_it_waits_for_screens_that_come_soon_after_it_but_not_for_later_ones() -> None:
    notices = Notices()
    old = say(notices, "Old", MIA)
    new = say(notices, "New", MIA, now=1.0)
    assert notices.come([IPAD], FRESH) == [old, new]
    assert notices.come([IPAD, MIA, BOSS], FRESH) == []
    assert notices.come([GUEST], FRESH + 1) == [new]
    assert (waits_for(notices, IPAD), waits_for(notices, GUEST)) == (["Old", "New"], ["New"])
    # However late it is for others, it waits where it waited.
    assert notices.come([MIA], FRESH * 10) == []
    assert waits_for(notices, MIA) == ["Old", "New"]


def test_simple_clients_have_no_screen_to_see_it_on() -> None:
    notices = Notices()
    assert say(notices, "One", person(session="", device="programs")).to == {}


def test_a_text_is_one_line_without_what_cannot_be_seen() -> None:
    assert say(Notices(), "  Places,\n\tplease \u202e!\x07 ").text == "Places, please !"
    assert say(Notices(), "<b>Places</b> \U0001f469\u200d\U0001f692").text == "<b>Places</b> \U0001f469\u200d\U0001f692"
    assert say(Notices(), "x" * MAX_NOTICE).text == "x" * MAX_NOTICE
    assert say(Notices(), "x" + " " * (MAX_WRITTEN - 2) + "y").text == "x y"


def test_a_text_that_is_too_long_is_cut_between_what_people_take_for_characters() -> None:
    assert say(Notices(), "x" * (MAX_NOTICE + 1)).text == "x" * MAX_NOTICE
    assert say(Notices(), "\U0001f1e9\U0001f1ea" * (MAX_NOTICE + 1)).text == "\U0001f1e9\U0001f1ea" * MAX_NOTICE
    assert say(Notices(), "e\u0301" * (MAX_NOTICE + 1)).text == "\xe9" * MAX_NOTICE
    assert say(Notices(), "x" * (MAX_NOTICE - 1) + " yz").text == "x" * (MAX_NOTICE - 1)
    assert say(Notices(), "x" * 10_000_000).text == "x" * MAX_NOTICE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Nothing to say"),
        (" \u200b\n\u202e", "Nothing to say"),
        (" " * MAX_WRITTEN + "x", "Nothing to say"),
    ],
)
def test_a_text_that_is_none(text: str, reason: str) -> None:
    notices = Notices()
    with pytest.raises(BadValue, match=reason):
        say(notices, text, MIA)
    assert list(notices) == []


def test_the_last_fifty_are_kept() -> None:
    notices = Notices()
    for number in range(MAX_NOTICES + 2):
        say(notices, str(number), now=number * BURST)
    assert [notice.text for notice in notices] == [str(number) for number in range(2, MAX_NOTICES + 2)]
    assert len({notice.id for notice in notices}) == MAX_NOTICES


def test_a_device_can_send_so_many_in_a_while_and_others_still_can() -> None:
    notices = Notices()
    for number in range(MAX_BURST):
        say(notices, str(number), by=MIA, now=number)
    with pytest.raises(TooMany, match="Too many messages"):
        say(notices, "more", by=MIA, now=BURST - 1)
    say(notices, "other", by=IPAD, now=BURST - 1)
    say(notices, "more", by=MIA, now=BURST)
    with pytest.raises(TooMany):
        say(notices, "more", by=MIA, now=BURST)
    say(notices, "more", by=MIA, now=BURST + 1)
    # Of who was quiet for so long nothing is remembered.
    say(notices, "other", by=IPAD, now=BURST * 3)
    assert list(notices._said) == ["ipad"]


@pytest.mark.parametrize(
    ("screen", "urgent", "reason"),
    [(GUEST, False, "View only"), (GUEST, True, "For operators only"), (MIA, True, "For operators only")],
)
def test_who_may_write_decides_the_surface(screen: Connection, urgent: bool, reason: str) -> None:
    stage = surface()
    stage.join(IPAD)
    with pytest.raises(NotAllowed, match=reason):
        stage.say("Places", urgent, screen, 1.0)
    with pytest.raises(BadValue):
        stage.say("", False, MIA, 1.0)
    assert list(stage.notices) == []
    for by, is_urgent in ((MIA, False), (BOSS, True)):
        (event,) = stage.say("Places", is_urgent, by, 1.0)
        assert isinstance(event, Said)
        assert (event.notice.urgent, event.notice.reached()) == (is_urgent, {"seen": [], "unseen": ["iPad"]})
    assert len(list(stage.notices)) == 2


def test_no_message_waits_for_a_device_that_is_known_no_more() -> None:
    stage = surface()
    stage.join(MIA)
    stage.join(IPAD)
    (event,) = stage.say("Places", False, BOSS, 1.0)
    assert isinstance(event, Said)
    stage.forget("mia")
    assert event.notice.reached() == {"seen": [], "unseen": ["iPad"]}
