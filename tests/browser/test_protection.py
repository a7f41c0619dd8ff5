"""A press counts for what the hand set out for, or not at all, which is seen: whatever comes or moves meanwhile."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import Open
from tests.browser.protection import (
    button,
    fired,
    fires,
    is_not_counted,
    listening,
    middle,
    nothing_is_said,
    page,
    rewrite,
    show,
    tap,
)
from tests.conftest import Serve, Write
from tests.stage import ROOT
from webui.serving import Serving

TAB: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LETTERS = "abcdefgh..."
END = button("end", 11)
MAIN = page("main", LETTERS)
MAIN["controls"].append(END)

Edit = Callable[[dict[str, Any]], None]


def edited(**changes: Any) -> dict[str, Any]:
    """The show with its controls changed, by their ids; None: it is gone."""
    controls = [{**one, **(changes.get(one["id"]) or {})} for one in MAIN["controls"]]
    return show({**MAIN, "controls": [one for one in controls if changes.get(one["id"], one) is not None]})


@pytest.fixture
def file(show_file: Write) -> Path:
    return show_file(show(MAIN))


@pytest.fixture
def stage(serve: Serve, file: Path) -> Serving:
    return serve(file)


@pytest.mark.parametrize(
    ("preset", "size", "aimed"),
    [("qlab", TAB, "cue-1"), ("live", TAB, "scene-5"), ("x32", PHONE, "mute-06")],
)
def test_a_message_comes_and_the_control_that_was_aimed_at_is_the_one_that_fires(
    visit: Open, serve: Serve, preset: str, size: ViewportSize, aimed: str
) -> None:
    stage = serve(ROOT / "assets" / "presets" / f"{preset}.sidestage")
    surface = visit(stage.url, viewport=size, is_mobile=True)
    control = surface.control(aimed)
    control.evaluate("(cell) => cell.scrollIntoView({block: 'nearest'})")
    surface.is_settled()
    box = control.bounding_box()
    assert box
    with listening(stage, aimed) as program:
        program.socket.emit("message", {"text": "Stand by LX 12"})
        surface.page.locator(".message").wait_for()
        tap(surface, box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.08)
        program.wait(lambda: program.updates(aimed), "for the press")
        assert {body["who"] for name, body in program.heard if name == "update value"} == {aimed}
    nothing_is_said(surface)


@pytest.mark.parametrize(
    "changes",
    [
        {"a": {"place": [2, 1, 1, 1]}, "b": {"place": [1, 1, 1, 1]}},
        {"b": None, "a": {"place": [1, 1, 2, 1]}},
        {"b": {"id": "z"}},
        {"b": {"label": "Another"}},
        {"b": {"guard": True}},
        {"b": {"mode": "latch"}},
        {"b": {"type": "toggle"}},
        {"b": {"role": "operator", "look": "stop"}},
    ],
    ids=["moved", "gone", "another", "name", "guarded", "mode", "type", "look"],
)
def test_what_an_edit_put_under_a_finger_does_not_fire_and_what_it_left_alone_does_at_once(
    visit: Open, stage: Serving, file: Path, changes: dict[str, Any]
) -> None:
    surface = visit()
    point, other = middle(surface.control("b")), middle(surface.control("g"))
    surface.control("b").evaluate("(cell) => { window.before = cell; }")
    with listening(stage) as program:
        rewrite(file, edited(**changes))
        surface.wait("([x, y]) => document.elementFromPoint(x, y).closest('.cell') !== window.before", list(point))
        tap(surface, *point)
        is_not_counted(surface)
        tap(surface, *other)
        fires(surface, program, "g")


def test_a_control_that_comes_where_nothing_was_does_not_fire_for_a_hand_that_was_on_its_way(
    visit: Open, stage: Serving, file: Path
) -> None:
    surface = visit()
    empty = middle(surface.control("end"))[0], middle(surface.control("end"))[1]
    empty = (middle(surface.control("a"))[0], empty[1])
    with listening(stage) as program:
        new = edited()
        new["pages"][0]["controls"].append(button("new", 8))
        rewrite(file, new)
        surface.control("new").wait_for()
        tap(surface, *empty)
        is_not_counted(surface)
        fires(surface, program)
        tap(surface, *empty)
        fires(surface, program, "new")


def test_a_drag_that_begins_on_what_became_a_fader_moves_nothing(visit: Open, stage: Serving, file: Path) -> None:
    surface = visit()
    point = middle(surface.control("b"))
    with listening(stage) as program:
        rewrite(file, edited(b={"id": "level", "type": "fader", "default": 50, "min": 0, "max": 100, "jump": True}))
        surface.control("level").wait_for()
        finger = surface.touch.down(*point)
        is_not_counted(surface)
        finger.move(dy=-40)
        finger.lift()
        fires(surface, program)
        assert program.updates("level") == []
        surface.shows("level", 50)


def test_a_control_that_moved_and_is_still_under_the_finger_counts(visit: Open, stage: Serving, file: Path) -> None:
    surface = visit()
    box = surface.control("a").bounding_box()
    assert box
    with listening(stage) as program:
        rewrite(file, edited(a={"place": [1, 1, 2, 1]}, b=None))
        surface.wait("(w) => document.querySelector('[data-control=a]').offsetWidth > w", box["width"] + 50)
        tap(surface, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        fires(surface, program, "a")
    nothing_is_said(surface)


def test_a_turned_tablet_fires_nothing_for_a_finger_that_was_on_its_way(visit: Open, stage: Serving) -> None:
    surface = visit(viewport=TAB, is_mobile=True)
    x, y = middle(surface.control("g"))
    with listening(stage) as program:
        surface.page.set_viewport_size({"width": TAB["height"], "height": TAB["width"]})
        surface.wait("([x, y]) => document.elementFromPoint(x, y).closest('.cell').dataset.control !== 'g'", [x, y])
        tap(surface, x, y)
        is_not_counted(surface)
        fires(surface, program)


@pytest.mark.parametrize("pointer", ["mouse", "pen"])
def test_mice_and_pens_are_hands_too(visit: Open, stage: Serving, file: Path, pointer: str) -> None:
    surface = visit()
    x, y = middle(surface.control("b"))
    session = surface.page.context.new_cdp_session(surface.page)

    def click() -> None:
        for kind in ("mousePressed", "mouseReleased"):
            where = {"x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": pointer}
            session.send("Input.dispatchMouseEvent", {"type": kind, **where})

    with listening(stage) as program:
        rewrite(file, edited(b={"id": "z"}))
        surface.control("z").wait_for()
        click()
        is_not_counted(surface)
        fires(surface, program)
        click()
        fires(surface, program, "z")


def test_a_key_presses_what_has_the_focus_at_once(visit: Open, stage: Serving, file: Path) -> None:
    surface = visit()
    surface.page.locator("[id=a]").focus()
    with listening(stage) as program:
        rewrite(file, edited(a={"place": [2, 1, 1, 1]}, b={"place": [1, 1, 1, 1]}))
        surface.wait("() => document.querySelector('[data-control=a]').offsetLeft > 100")
        surface.page.keyboard.press("Enter")
        fires(surface, program, "a")
    nothing_is_said(surface)


def test_a_drum_roll_loses_no_stroke_while_messages_come_and_go(visit: Open, stage: Serving) -> None:
    surface = visit(viewport=TAB)
    point = middle(surface.control("b"))
    strokes = 24
    with listening(stage) as program:
        for stroke in range(strokes):
            if stroke % 3 == 0:
                program.socket.emit("message", {"text": f"Stand by {stroke}"})
            tap(surface, *point)
            if stroke % 4 == 3:
                # By another hand on another page of this screen.
                surface.page.evaluate("() => document.querySelector('.message-seen')?.click()")
        program.wait(lambda: len(fired(program)) >= strokes, "for all strokes")
        fires(surface, program, *["b"] * strokes)
    nothing_is_said(surface)


def test_others_moves_holds_and_numbers_are_no_change(visit: Open, serve: Serve) -> None:
    level = {"id": "level", "type": "fader", "place": [1, 3, 1, 1]}
    views = [
        {"feed": "number", "type": "plot", "place": [2, 3, 1, 1]},
        {"feed": "number", "type": "ten", "place": [3, 3, 1, 1]},
    ]
    main = page("main", "abcdefgh", views=views)
    main["controls"] += [level, END, {**button("on", 7), "type": "toggle"}]
    main["controls"] = [one for one in main["controls"] if one["id"] != "h"]
    stage = serve({**show(main), "feeds": [{"id": "number", "every": 0.05}]})
    surface, other = visit(stage.url), visit(stage.url)
    with listening(stage) as program:
        finger = other.finger_on("level")
        surface.page.locator("[data-control=level][data-in-hand]").wait_for()
        for stroke in range(6):
            finger.move(dy=-8, steps=2)
            program.change("on", stroke % 2 == 0)
            tap(surface, *middle(surface.control("f")))
        finger.lift()
        program.wait(lambda: fired(program).count("f") == 6, "for all strokes")
        nothing_is_said(surface)


def test_a_field_above_the_keyboard_comes_down_after_the_finger_that_ends_it(visit: Open, serve: Serve) -> None:
    note = {"id": "note", "type": "text", "place": [1, 3, 2, 1]}
    main = page("main", "abcdefgh...")
    main["controls"] += [note, END, {"id": "bed", "type": "toggle", "place": [3, 3, 1, 1]}]
    stage = serve(show(main))
    surface = visit(stage.url, viewport=TAB)
    surface.page.evaluate(
        """() => {
            Object.defineProperty(visualViewport, 'height', {get: () => innerHeight - 300});
            document.querySelector('[data-control=note] input').focus();
        }"""
    )
    surface.wait("() => document.body.style.transform !== ''")
    x, y = middle(surface.control("f"))
    with listening(stage) as program:
        # Where f is since the keyboard came nothing, or something else, was before.
        tap(surface, x, y)
        is_not_counted(surface)
        nothing_is_said(surface)
        point = middle(surface.control("bed"))
        finger = surface.touch.down(*point)
        assert surface.page.evaluate("() => document.body.style.transform") != ""
        finger.lift()
        program.hears("bed", True)
        surface.wait("() => document.body.style.transform === ''")
        tap(surface, *point)
        is_not_counted(surface)
        fires(surface, program, "bed")


def test_a_toggle_that_moves_away_under_a_finger_that_is_down_is_still_the_one_that_is_turned(
    visit: Open, serve: Serve, show_file: Write
) -> None:
    main = page("main", "abcdefgh...")
    main["controls"] += [{"id": "bed", "type": "toggle", "place": [2, 3, 1, 1]}, END]
    file = show_file(show(main))
    stage = serve(file)
    surface = visit(stage.url)
    with listening(stage) as program:
        finger = surface.finger_on("bed")
        main["controls"][-2]["place"] = [3, 3, 1, 1]
        left = surface.control("bed").evaluate("(cell) => cell.offsetLeft")
        rewrite(file, show(main))
        surface.wait("(x) => document.querySelector('[data-control=bed]').offsetLeft > x + 50", left)
        finger.lift()
        program.hears("bed", True)


def test_words_about_a_press_that_did_not_count_go_and_are_announced(visit: Open, stage: Serving, file: Path) -> None:
    surface = visit()
    point = middle(surface.control("b"))
    rewrite(file, edited(b={"id": "z"}))
    surface.control("z").wait_for()
    tap(surface, *point)
    is_not_counted(surface)
    assert surface.page.locator(".uncounted").get_attribute("role") == "status"
    nothing_is_said(surface)
