"""A message to everyone: on every screen at once, under the header and over no control, until it is touched there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.screens import BOSS, GUEST, IPAD, MIA, as_screen, know_screens
from webui.core.surface.notices import MAX_NOTICE
from webui.serving import Serving

Join = Callable[..., Surface]
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844), (844, 390)]
LONG = "Beginners, please: " + "the second half begins in five minutes, and " * 4


@pytest.fixture
def join(visit: Open, monkeypatch: pytest.MonkeyPatch) -> Join:
    """Open the surface on a screen of a name."""
    know_screens(monkeypatch)
    return lambda screen, **options: visit(**as_screen(screen), **options)


def bar(surface: Surface) -> Locator:
    """The message that waits, once it can be touched."""
    return surface.page.locator(".messages:not([data-fresh]) .message")


def shows(surface: Surface, text: str) -> None:
    """Wait until a message is shown, and can be touched."""
    expect(bar(surface).locator(".message-text")).to_have_text(text)


def tap(surface: Surface, what: Locator) -> None:
    """A finger, by the browser's own touch events."""
    box = what.bounding_box()
    assert box
    surface.touch.down(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2).lift()


def see(surface: Surface) -> None:
    tap(surface, bar(surface).locator(".message-seen"))


def nothing_waits(surface: Surface) -> None:
    expect(surface.page.locator(".message")).to_have_count(0)


def write(surface: Surface, text: str, *, urgent: bool = False) -> None:
    """Write a message in the panel, which stays open."""
    page = surface.page
    if page.locator("[data-panel=messages]").count() == 0:
        page.locator("[data-opens=messages]").click()
    page.locator(".line").fill(text)
    if urgent:
        page.locator("[data-does=urgent]").click()
        expect(page.locator("[data-does=urgent]")).to_have_attribute("aria-checked", "true")
    page.locator("[data-does=send]").click()
    expect(page.locator(".line")).to_have_value("")


def row(surface: Surface, text: str) -> Locator:
    """A message's row in the panel."""
    return surface.page.locator(".sayings li").filter(has_text=text)


def test_an_operator_writes_everybody_sees_it_and_the_operator_sees_who_has(join: Join) -> None:
    boss, ipad, mia, guest = join(BOSS), join(IPAD), join(MIA), join(GUEST)
    write(boss, "Stand by LX 12")
    for surface in (ipad, mia, guest):
        shows(surface, "Stand by LX 12")
        expect(bar(surface)).to_contain_text(re.compile(r"FOH tablet \d\d:\d\d"))
    nothing_waits(boss)
    expect(row(boss, "LX 12")).to_contain_text("Seen by 0 of 3")
    see(ipad)
    nothing_waits(ipad)
    expect(row(boss, "LX 12")).to_contain_text("Seen by 1 of 3: Stage left iPad")
    expect(row(boss, "LX 12")).to_contain_text("Not yet: Mia, Guest")
    see(guest)
    bar(mia).locator(".message-seen").press("Enter")
    nothing_waits(mia)
    expect(row(boss, "LX 12")).to_contain_text("Seen by 3 of 3: Stage left iPad, Mia, Guest")
    expect(row(boss, "LX 12")).not_to_contain_text("Not yet")


def test_the_newest_is_shown_first_and_each_is_seen_by_itself(join: Join, stage: Serving) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    for text in ("One", "Two", "Three"):
        write(boss, text)
        shows(ipad, text)
    expect(bar(ipad)).to_contain_text("2 more")
    see(ipad)
    shows(ipad, "Two")
    expect(bar(ipad)).to_contain_text("1 more")
    see(ipad)
    shows(ipad, "One")
    expect(bar(ipad)).not_to_contain_text("more")
    see(ipad)
    nothing_waits(ipad)


def test_a_touch_that_was_on_its_way_when_a_message_came_is_not_for_it(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    write(boss, "One")
    shows(ipad, "One")
    box = bar(ipad).locator(".message-seen").bounding_box()
    assert box
    finger = ipad.touch.down(box["x"] + 20, box["y"] + 20)
    write(boss, "Two")
    shows(ipad, "Two")
    finger.lift()
    ipad.touch.settle()
    shows(ipad, "Two")
    expect(bar(ipad)).to_contain_text("1 more")
    see(ipad)
    shows(ipad, "One")


def test_it_is_seen_by_a_second_finger_while_the_first_is_on_a_fader(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    finger = ipad.finger_on("slider1")
    write(boss, "Places")
    shows(ipad, "Places")
    before = ipad.value("slider1")
    finger.move(dy=-20)
    see(ipad)
    nothing_waits(ipad)
    finger.move(dy=-20)
    assert ipad.value("slider1") > before
    finger.lift()


def test_it_stays_through_a_reload_and_what_was_seen_stays_seen_on_all_pages_of_a_screen(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    second = ipad.page.context.new_page()
    second.goto(ipad.page.url)
    write(boss, "One")
    write(boss, "Two")
    shows(ipad, "Two")
    see(ipad)
    expect(second.locator(".message-text")).to_have_text("One")
    ipad.page.reload()
    shows(ipad, "One")
    ipad.page.locator("[data-opens=messages]").click()
    expect(ipad.page.locator(".said-text")).to_have_text(["Two", "One"])


def test_what_was_seen_while_the_connection_was_lost_is_told_when_it_is_back(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    write(boss, "Places")
    shows(ipad, "Places")
    ipad.page.context.set_offline(True)
    ipad.is_lost()
    see(ipad)
    nothing_waits(ipad)
    ipad.page.context.set_offline(False)
    ipad.is_connected()
    expect(row(boss, "Places")).to_contain_text("Seen by 1 of 1: Stage left iPad")
    nothing_waits(ipad)


def test_an_urgent_one_is_shown_before_others_and_frames_the_screen_until_it_is_seen(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    write(boss, "Stop", urgent=True)
    shows(ipad, "Stop")
    write(boss, "Coffee")
    expect(bar(ipad)).to_contain_text("1 more")
    shows(ipad, "Stop")
    expect(bar(ipad).locator(".urgent")).to_have_text("Urgent")
    frame = (
        "() => { const {animationName, animationDuration, borderTopWidth} = getComputedStyle(document.body, '::after');"
    )
    frame += " return [animationName, animationDuration, borderTopWidth]; }"
    name, duration, width = ipad.page.evaluate(frame)
    assert name.startswith("urgent")
    assert float(duration.rstrip("s")) >= 1 / 3, "no more than three flashes a second"
    assert width == "8px"
    ipad.page.emulate_media(reduced_motion="reduce")
    name, _, width = ipad.page.evaluate(frame)
    assert (name, width) == ("none", "12px")
    see(ipad)
    shows(ipad, "Coffee")
    assert ipad.page.evaluate(frame)[2] == "0px"


def test_players_write_too_but_nothing_urgent_and_who_looks_only_reads(join: Join) -> None:
    boss, ipad, guest = join(BOSS), join(IPAD), join(GUEST)
    write(ipad, "Radio 3 is dead")
    expect(ipad.page.locator("[data-does=urgent]")).to_have_count(0)
    shows(boss, "Radio 3 is dead")
    guest.page.locator("[data-opens=messages]").click()
    expect(guest.page.locator(".said-text")).to_have_text(["Radio 3 is dead"])
    expect(guest.page.locator(".write")).to_have_count(0)
    expect(guest.page.locator(".reach")).to_have_count(0)


def test_what_is_not_taken_says_why_and_stays_in_the_line(join: Join) -> None:
    boss = join(BOSS)
    write(boss, "One")
    boss.page.locator(".line").fill("\u202e")
    boss.page.locator(".line").press("Enter")
    expect(boss.page.locator(".write-reason")).to_have_text("Nothing to say")
    expect(boss.page.locator(".line")).to_have_value("\u202e")
    boss.page.locator(".line").fill("x" * (MAX_NOTICE + 50))
    assert len(boss.page.locator(".line").input_value()) <= MAX_NOTICE + 50
    boss.page.locator(".line").fill("Two")
    boss.page.locator(".line").press("Enter")
    expect(boss.page.locator(".write-reason")).to_be_hidden()
    expect(boss.page.locator(".said-text")).to_have_text(["Two", "One"])


def test_it_is_announced_once_and_an_urgent_one_at_once(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    polite, assertive = (ipad.page.locator(f".messages [aria-live={how}]") for how in ("polite", "assertive"))
    expect(polite).to_have_text("")
    write(boss, "Places")
    expect(polite).to_have_text("Message from FOH tablet: Places")
    expect(assertive).to_have_text("")
    write(boss, "Stop", urgent=True)
    expect(assertive).to_have_text("Urgent message from FOH tablet: Stop")
    expect(bar(ipad).locator(".message-seen")).to_have_accessible_name("Seen: Stop")
    expect(ipad.page.locator("[data-opens=messages]")).to_have_accessible_name("Messages, 2 not seen")


def test_texts_and_names_are_only_ever_text(join: Join, stage: Serving) -> None:
    ipad = join(IPAD)
    program = SimpleClient(stage.url)
    text = "<img src=x onerror=alert(1)> <b>Places</b> \u05e9\u05dc\u05d5\u05dd {{7*7}} \U0001f469\u200d\U0001f692"
    program.socket.emit("message", {"text": text})
    shows(ipad, text)
    ipad.page.locator("[data-opens=messages]").click()
    expect(ipad.page.locator(".said-text")).to_have_text(text)
    expect(ipad.page.locator(".messages img, .messages b, .sayings img, .sayings b")).to_have_count(0)
    program.close()


@pytest.mark.parametrize("text", ["Stand by LX 12", LONG, "x" * MAX_NOTICE], ids=["short", "long", "one word"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_lies_over_no_control_and_is_read_and_touched_at_every_size(
    join: Join, stage: Serving, width: int, height: int, text: str
) -> None:
    ipad = join(IPAD, viewport={"width": width, "height": height})
    before = ipad.page.locator(".stage").bounding_box()
    program = SimpleClient(stage.url)
    program.socket.emit("message", {"text": text})
    shows(ipad, text.strip())
    box, header = (ipad.page.locator(f).bounding_box() for f in (".messages", ".header"))
    assert box
    assert header
    assert ipad.page.locator(".stage").bounding_box() == before
    assert header["y"] <= box["y"]
    assert box["y"] + box["height"] <= header["y"] + header["height"]
    seen = bar(ipad).locator(".message-seen").bounding_box()
    assert seen
    assert min(seen["width"], seen["height"]) >= (56 if height > 520 else 44)
    assert ipad.page.evaluate("() => document.documentElement.scrollWidth") <= width
    words = bar(ipad).locator(".words")
    cut = words.get_attribute("data-cut") is not None
    assert words.locator(".clamp").evaluate("(e) => e.scrollHeight > e.clientHeight + 1") == cut
    assert not (cut and len(text) < 20)
    if cut:
        # All of it is read in the panel.
        tap(ipad, words)
        expect(ipad.page.locator(".said-text")).to_have_text(text.strip())
        expect(bar(ipad)).to_be_visible()
        ipad.page.locator(".sheet [aria-label=Close]").click()
        ipad.is_settled()
    see(ipad)
    nothing_waits(ipad)
    assert ipad.page.locator(".stage").bounding_box() == before
    program.close()


def test_an_open_panel_leaves_it_in_reach(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    ipad.page.locator("[data-opens=messages]").click()
    before = ipad.page.locator(".sheet").bounding_box()
    write(boss, "Places")
    shows(ipad, "Places")
    see(ipad)
    nothing_waits(ipad)
    expect(ipad.page.locator(".said-text")).to_have_text("Places")
    assert before
    ipad.wait("(y) => document.querySelector('.sheet').getBoundingClientRect().y === y", before["y"])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_panel_is_used_at_every_size(join: Join, width: int, height: int) -> None:
    boss, ipad = join(BOSS, viewport={"width": width, "height": height}), join(IPAD)
    write(boss, LONG, urgent=True)
    shows(ipad, LONG.strip())
    sheet = boss.page.locator(".sheet")
    expect(sheet).to_be_in_viewport(ratio=1)
    assert sheet.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    for what in (".line", "[data-does=urgent]", "[data-does=send]"):
        box = boss.page.locator(what).bounding_box()
        assert box
        assert box["height"] >= 44
