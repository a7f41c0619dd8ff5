"""Programs as in the two articles, with python-socketio's client as it comes: polling first, then upgraded."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from engineio.payload import Payload

from tests.clients import Page, SimpleClient
from tests.conftest import Serve
from webui.links.simple import namespace
from webui.serving import Serving

OPEN = {"sidestage": 1, "id": "open", "open": True}


@pytest.fixture
def program(stage: Serving) -> Iterator[SimpleClient]:
    with closing(SimpleClient(stage.url)) as program:
        program.hears("txt1", "")
        yield program


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


def test_a_newcomer_hears_each_value_once(stage: Serving) -> None:
    with closing(SimpleClient(stage.url)) as program:
        program.wait(lambda: len(program.heard) == 5)
        assert program.answers("update value") == [
            {"who": "slider1", "data": 25},
            {"who": "slider2", "data": 0},
            {"who": "bed", "data": False},
            {"who": "thunder", "data": False},
            {"who": "txt1", "data": ""},
        ]


def test_a_newcomer_hears_once_what_is_pressed_as_it_comes(
    stage: Serving, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namespace, "SETTLES", 500.0)
    with closing(SimpleClient(stage.url)) as program:
        page.op({}, [["press", "thunder", page.now()]])
        page.sees(thunder=True)
        program.hears("txt1", "")
        page.op({}, [["release", "thunder"]])
        program.wait(lambda: program.updates("thunder")[-1:] == [False])
        assert program.updates("thunder") == [True, False]


def test_a_newcomer_hears_all_that_is_pressed_and_released_as_it_comes(
    stage: Serving, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namespace, "SETTLES", 500.0)
    with closing(SimpleClient(stage.url)) as program:
        for _ in range(3):
            page.op({}, [["press", "thunder", page.now()], ["release", "thunder"]])
        program.wait(lambda: len(program.updates("thunder")) == 6)
        assert program.updates("thunder") == [True, False] * 3
        assert program.updates("txt1") == [""]


def test_a_client_that_only_polls_hears_many_values_a_few_at_a_time(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = serve({"sidestage": 1, "controls": [{"id": f"c{n}", "type": "toggle"} for n in range(200)]})
    # What a client in a process of its own takes in one answer.
    monkeypatch.setattr(Payload, "max_decode_packets", 16)
    with closing(Page(stage.url)) as page, closing(SimpleClient(stage.url, transports=["polling"])) as program:
        program.wait(lambda: len(program.heard) == 200)
        assert [body["who"] for body in program.answers("update value")] == [f"c{n}" for n in range(200)]
        page.move(**{f"c{n}": True for n in range(200)})
        program.wait(lambda: len(program.heard) == 400)
        assert all(program.updates(f"c{n}") == [False, True] for n in range(200))


def test_everyone_hears_a_move_the_sender_too(stage: Serving, program: SimpleClient, page: Page) -> None:
    with closing(SimpleClient(stage.url)) as other:
        program.change("slider1", 37)
        for client in (program, other):
            client.hears("slider1", 37)
        page.sees(slider1=37)


def test_a_move_on_a_page_reaches_the_program(program: SimpleClient, page: Page) -> None:
    page.op({"slider1": 12.5, "bed": True, "txt1": "Places"})
    program.hears("slider1", 12.5)
    program.hears("bed", True)
    program.hears("txt1", "Places")


@pytest.mark.parametrize(
    ("who", "data", "becomes"),
    [
        ("slider1", "25", 25),
        ("slider1", " 12.5 ", 12.5),
        ("slider1", 1000, 50),
        ("slider1", "-3", 0),
        ("bed", "on", True),
        ("bed", 1, True),
        ("bed", "false", False),
        ("txt1", 25, "25"),
        ("txt1", True, "true"),
        ("txt1", "<b>Places</b> ✨", "<b>Places</b> ✨"),
    ],
)
def test_data_is_understood_in_whatever_form_it_comes(
    program: SimpleClient, who: str, data: object, becomes: object
) -> None:
    known = len(program.heard)
    program.change(who, data)
    program.wait(lambda: program.heard[known:])
    assert program.heard[known:] == [("update value", {"who": who, "data": becomes})]


def test_a_move_that_changes_nothing_is_confirmed_as_well(program: SimpleClient) -> None:
    program.change("slider1", 25)
    program.wait(lambda: program.updates("slider1") == [25, 25])


@pytest.mark.parametrize(
    ("data", "reason"),
    [("abc", "Not a number"), (None, "Not a number"), (float("nan"), "Not a finite number"), ([1], "Not a number")],
)
def test_a_refused_move_is_answered_to_its_sender_alone_with_the_true_value(
    stage: Serving, program: SimpleClient, data: object, reason: str
) -> None:
    with closing(SimpleClient(stage.url)) as other:
        other.hears("txt1", "")
        program.change("slider1", data)
        program.wait(lambda: program.updates("slider1") == [25, 25])
        assert program.answers("refused") == [{"who": "slider1", "reason": reason}]
        program.change("slider2", 1)
        other.hears("slider2", 1)
        assert other.answers("refused") == []
        assert other.updates("slider1") == [25]


def test_an_unknown_control_is_refused(program: SimpleClient) -> None:
    program.change("slider9", 1)
    program.wait(lambda: program.answers("refused"))
    assert program.answers("refused") == [{"who": "slider9", "reason": "No such control"}]
    assert program.updates("slider9") == []


@pytest.mark.parametrize(
    "body", [None, 1, [], {}, {"who": 1, "data": 2}, {"who": "slider1"}, {"who": "x" * 65, "data": 1}]
)
def test_what_is_no_move_is_refused_and_the_connection_stays(program: SimpleClient, body: object) -> None:
    program.socket.emit("value changed", body)
    program.wait(lambda: program.answers("refused"))
    program.change("slider2", 3)
    program.hears("slider2", 3)


def test_unknown_events_are_ignored(program: SimpleClient) -> None:
    program.socket.emit("user connected", {"data": "hello"})
    program.change("slider2", 3)
    program.hears("slider2", 3)
    assert program.answers("refused") == []


def test_presses_and_releases_come_one_by_one_and_in_order(program: SimpleClient, page: Page) -> None:
    for _ in range(10):
        page.op({}, [["press", "thunder", page.now()], ["release", "thunder"]])
    program.wait(lambda: len(program.updates("thunder")) == 21)
    assert program.updates("thunder") == [False] + [True, False] * 10


def test_what_a_program_pressed_is_released_when_it_goes(stage: Serving, page: Page) -> None:
    with closing(SimpleClient(stage.url)) as program:
        program.change("thunder", True)
        page.sees(thunder=True)
    page.sees(thunder=False)


def test_of_many_moves_the_newest_arrive_in_order(program: SimpleClient, page: Page) -> None:
    for value in range(200):
        page.op({"slider2": value / 4})
    program.hears("slider2", 49.75)
    heard = program.updates("slider2")
    assert heard == sorted(set(heard))


def test_a_program_that_polls_only_hears_everything(stage: Serving, page: Page) -> None:
    with closing(SimpleClient(stage.url, transports=["polling"])) as program:
        program.change("slider1", "7")
        page.sees(slider1=7)
        page.op({"slider1": 8})
        program.hears("slider1", 8)


def test_moves_while_the_connection_is_upgraded_are_not_lost(stage: Serving, page: Page) -> None:
    for last in range(1, 11):
        with closing(SimpleClient(stage.url)) as program:
            for value in (40, 30, 20, last):
                page.op({"slider1": value})
                program.change("slider2", value)
            program.hears("slider1", last)
            page.sees(slider2=last)


def test_two_hundred_moves_in_one_request_are_all_taken(stage: Serving, page: Page) -> None:
    with closing(SimpleClient(stage.url, transports=["polling"])) as program:
        for value in range(200):
            program.change("slider1", value / 4)
        page.sees(slider1=49.75)
        assert program.socket.connected


def test_numbers_go_out_to_programs_and_start_with_the_first(stage: Serving) -> None:
    with closing(SimpleClient(stage.url, "/test")) as program:
        program.wait(lambda: len(program.answers("newnumber")) >= 3)
        for body in program.answers("newnumber"):
            assert body["feed"] == "number"
            assert 0 <= body["number"] <= 10
            assert round(body["number"], 3) == body["number"]


def test_one_generator_runs_however_many_watch(stage: Serving) -> None:
    with closing(SimpleClient(stage.url, "/test")) as one, closing(SimpleClient(stage.url, "/test")) as two:
        two.wait(lambda: len(two.answers("newnumber")) >= 5)
        numbers = [body["number"] for body in two.answers("newnumber")][:5]
        one.wait(lambda: numbers[-1] in [body["number"] for body in one.answers("newnumber")])
        heard = [body["number"] for body in one.answers("newnumber")]
        start = heard.index(numbers[0])
        assert heard[start : start + 5] == numbers


def test_the_generator_rests_when_the_last_has_left_and_the_window_shows_it(stage: Serving) -> None:
    engine = stage._engine
    with closing(SimpleClient(stage.url, "/test")) as program:
        program.wait(lambda: program.answers("newnumber"))

    def points() -> list[tuple[float, float | None]]:
        return engine.call(lambda: engine.surface.snapshot(engine.now()).feeds["number"])

    deadline = time.monotonic() + 10
    while points()[-1][1] is not None:
        assert time.monotonic() < deadline
    resting = points()
    with closing(Page(stage.url)) as page:
        window = page.welcome["feeds"]["number"]
        assert [number for _, number in window[: len(resting)]] == [number for _, number in resting]
        page.wait(lambda: len(page.numbers["number"]) > len(resting))


def test_a_program_feeds_numbers(stage: Serving, page: Page) -> None:
    with closing(SimpleClient(stage.url, "/test")) as program:
        program.push("61.5", feed="pulse")
        program.push(62, feed="pulse")
        page.wait(lambda: [number for _, number in page.numbers["pulse"]] == [61.5, 62])
        program.wait(lambda: {"number": 62, "feed": "pulse"} in program.answers("newnumber"))


@pytest.mark.parametrize(
    ("number", "feed", "reason"),
    [
        (1, {"feed": "number"}, "This feed makes its own numbers"),
        (1, {}, "This feed makes its own numbers"),
        (1, {"feed": "nope"}, "No such feed"),
        ("x", {"feed": "pulse"}, "Not a number"),
        (float("nan"), {"feed": "pulse"}, "Not a finite number"),
    ],
)
def test_a_number_that_a_feed_cannot_take_is_refused(
    stage: Serving, page: Page, number: object, feed: dict[str, str], reason: str
) -> None:
    with closing(SimpleClient(stage.url, "/test")) as program:
        program.push(number, **feed)
        program.wait(lambda: program.answers("refused"))
        assert program.answers("refused")[0]["reason"] == reason
        assert page.numbers["pulse"] == []


def test_in_an_open_show_an_unknown_who_becomes_a_control(serve: Serve) -> None:
    stage = serve(OPEN)
    with closing(SimpleClient(stage.url)) as program, closing(Page(stage.url)) as page:
        program.change("speed", "130")
        page.sees(speed=130)
        program.change("lamp", True)
        page.sees(lamp=True)
        program.change("title", "Hamlet")
        page.sees(title="Hamlet")
        kinds = {control["id"]: control["type"] for control in page.show["pages"][0]["controls"]}
        assert kinds == {"speed": "fader", "lamp": "toggle", "title": "text"}
        program.hears("title", "Hamlet")


def test_in_an_open_show_a_text_that_began_with_a_digit_stays_whole(serve: Serve) -> None:
    stage = serve(OPEN)
    with closing(SimpleClient(stage.url)) as program, closing(Page(stage.url)) as page:
        for typed in ("1", "12", "12 bars", "1"):
            program.change("txt9", typed)
        program.hears("txt9", "1")
        page.sees(txt9="1")


def test_what_an_open_show_adopted_is_there_after_a_restart(serve: Serve) -> None:
    first = serve(OPEN)
    with closing(SimpleClient(first.url)) as program:
        program.change("speed", 130)
        program.hears("speed", 130)
    first.close()
    with closing(Page(serve(OPEN).url)) as page:
        assert page.values == {"speed": 130}
