"""Our own page's side of the wire, with real sockets."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.clients import Page, Refused, connect, ordered_client
from tests.conftest import Serve
from webui.serving import Serving


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


@pytest.fixture
def other(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url, "session-2")) as page:
        yield page


def test_the_welcome_holds_the_whole_state(page: Page) -> None:
    assert page.values == {"slider1": 25, "slider2": 0, "bed": False, "thunder": False, "txt1": ""}
    assert page.show["name"] == "Small"
    assert page.welcome["seen"] == page.welcome["kept"] == page.revision == 0
    assert set(page.numbers) == {"number", "pulse"}


def test_a_move_is_on_the_other_page(page: Page, other: Page) -> None:
    page.op({"slider1": 37.5, "txt1": "Places"})
    other.sees(slider1=37.5, txt1="Places")


def test_the_server_says_what_it_has_taken_and_then_kept(page: Page) -> None:
    n = page.op({"slider1": 1})
    page.wait(lambda: page.taken == n)
    page.wait(lambda: page.kept == n)


def test_a_value_out_of_range_is_clamped_on_all_screens(page: Page, other: Page) -> None:
    page.op({"slider1": 1000})
    page.sees(slider1=50)
    other.sees(slider1=50)


def test_a_newcomer_gets_what_changed_before(page: Page, stage: Serving) -> None:
    page.move(slider1=3)
    with closing(Page(stage.url, "session-3")) as late:
        assert late.values["slider1"] == 3
        assert late.revision == page.revision


def test_the_newest_value_of_many_moves_arrives(page: Page, other: Page) -> None:
    for value in range(51):
        page.op({"slider1": value, "slider2": 50 - value})
    other.sees(slider1=50, slider2=0)
    page.wait(lambda: page.taken == 51)


def test_a_press_shows_on_the_other_page_and_ends_with_the_finger(page: Page, other: Page) -> None:
    page.op({}, [["press", "thunder", page.now()]])
    other.sees(thunder=True)
    page.op({}, [["release", "thunder"]])
    other.sees(thunder=False)


def test_what_a_vanished_page_pressed_is_released(page: Page, other: Page) -> None:
    page.op({}, [["press", "thunder", page.now()]])
    other.sees(thunder=True)
    page.close()
    other.sees(thunder=False)


def test_a_press_that_comes_late_is_refused(page: Page) -> None:
    n = page.op({}, [["press", "thunder", page.now() - 1500]])
    page.wait(lambda: [n, "thunder", "Too late, not sent"] in page.refused)
    assert page.values["thunder"] is False


def test_an_operation_out_of_order_changes_nothing(page: Page, other: Page) -> None:
    page.send("op", 2, {"slider1": 1})
    page.wait(lambda: page.refused == [[2, None, "Out of order, not sent"]])
    page.move(slider2=7)
    other.sees(slider2=7)
    assert other.values["slider1"] == 25


def test_an_operation_counts_once(page: Page, other: Page) -> None:
    page.move(slider1=10)
    other.op({"slider1": 20})
    page.sees(slider1=20)
    page.send("op", 1, {"slider1": 10})
    page.wait(lambda: page.refused)
    page.move(slider2=1)
    assert page.values["slider1"] == 20


def test_a_page_that_connects_again_goes_on_where_it_was(page: Page, stage: Serving) -> None:
    page.move(slider1=10)
    page.close()
    with closing(Page(stage.url)) as again:
        assert again.welcome["seen"] == 1
        again.move(slider1=11)


def test_a_second_connection_of_one_session_takes_the_place_of_the_first(page: Page, stage: Serving) -> None:
    with closing(Page(stage.url)) as again:
        page.wait(lambda: not page.connected, "for the first to be let go")
        again.move(slider1=11)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (("op", "one", {}), "op: n must be a whole number from 1"),
        (("op", 1), "op: must have n, moves and perhaps acts and holds"),
        (("op", 1, []), "op: moves must be an object of at most 512 controls"),
        (("op", 1, {}, [["push", "thunder"]]), 'op: an act must be ["press", control, time] or ["release", control]'),
        (("got", "x"), "got: must have a frame's number, and perhaps for how long that was kept back"),
        (("time",), "time: must have the page's time and a round trip or null"),
        (("hello", 1), "Not a message that Sidestage knows"),
        (("connect", {"REMOTE_ADDR": "127.0.0.1"}, {"session": "session-9"}), "Not a message that Sidestage knows"),
        (("disconnect", "me"), "Not a message that Sidestage knows"),
    ],
)
def test_what_is_not_of_the_wire_is_refused_and_the_connection_stays(
    page: Page, bad: tuple[object, ...], reason: str
) -> None:
    page.send(str(bad[0]), *bad[1:])
    page.wait(lambda: page.malformed == [reason], reason)
    page.move(slider1=9)
    assert page.connected


@pytest.mark.parametrize(
    "raw",
    [
        '2/stage,{"op": 1}',
        "2/stage,[]",
        "2/stage,[1]",
        "2/stage,nonsense",
        "2/stage," + "[" * 100_000,
        '2/stage,["op",' + "9" * 5000 + ",{}]",
    ],
)
def test_packets_that_are_no_messages_are_refused_and_the_connection_stays(page: Page, raw: str) -> None:
    page.socket.eio.send(raw)
    page.wait(lambda: len(page.malformed) == 1)
    page.move(slider1=9)
    assert page.connected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "Not a finite number"),
        (float("inf"), "Not a finite number"),
        (10**400, "Not a finite number"),
        ("37", "Not a number"),
        (None, "Not a number"),
        ([1], "Not a number"),
        (True, "Not a number"),
    ],
)
def test_a_value_that_a_fader_cannot_have_is_refused(page: Page, value: object, reason: str) -> None:
    n = page.op({"slider1": value, "slider2": 5})
    page.wait(lambda: page.refused == [[n, "slider1", reason]])
    assert page.values["slider1"] == 25
    page.sees(slider2=5)


def test_a_text_of_a_megabyte_is_refused_and_the_others_go_on(page: Page, other: Page) -> None:
    page.op({"txt1": "x" * 1_000_000})
    page.wait(lambda: page.refused == [[1, "txt1", "Longer than 100 characters"]])
    other.move(slider1=4)
    page.sees(slider1=4, txt1="")


def test_a_flood_is_cut_and_the_others_go_on(stage: Serving, monkeypatch: pytest.MonkeyPatch, other: Page) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 200)
    with closing(Page(stage.url)) as page:
        for _ in range(1000):
            page.send("hello")
        page.wait(lambda: not page.connected)
        other.move(slider1=4)


def test_a_page_hears_something_every_second(page: Page) -> None:
    page.acknowledges = True
    seen = len(page.frames)
    page.wait(lambda: len(page.frames) >= seen + 2)


def test_a_page_that_says_nothing_gets_no_more_than_its_window(page: Page, other: Page) -> None:
    page.acknowledges = False
    page.wait(lambda: len(page.frames) >= 2)
    last = page.frames[-1][0]
    for value in range(30):
        other.move(slider1=value)
    page.acknowledges = True
    unanswered = [frame for frame in page.frames if frame[0] > last]
    page.send("got", page.frames[-1][0])
    page.sees(slider1=29)
    assert len(unanswered) <= 8
    late = [frame for frame in page.frames if "slider1" in frame[3]]
    assert len(late) < 30, "the past was played back"


def test_the_clock_is_told(page: Page) -> None:
    page.send("time", 5120.4, None)
    page.wait(lambda: page.times)
    asked, answer = page.times[0]
    assert asked == 5120.4
    assert answer >= page.welcome["time"]


def test_everybody_hears_who_is_here(page: Page, other: Page) -> None:
    page.wait(lambda: page.devices and page.devices[0]["screens"] == 2)
    assert "browser" not in page.devices[0]
    other.close()
    page.wait(lambda: page.devices[0]["screens"] == 1)


def test_only_a_websocket_gets_in(stage: Serving) -> None:
    with pytest.raises(Refused, match="Only by WebSocket"):
        connect(ordered_client(), stage.url, ["/stage"], transports=["polling"], auth={"session": "session-1"})


@pytest.mark.parametrize("auth", [None, {}, {"session": "short"}, {"session": 1}, ["session-1"]])
def test_a_connection_without_a_session_is_refused(stage: Serving, auth: object) -> None:
    with pytest.raises(Refused, match="session must be"):
        connect(ordered_client(), stage.url, ["/stage"], transports=["websocket"], auth=auth)


def test_a_program_is_no_operator_though_its_library_sends_an_origin(page: Page) -> None:
    assert page.welcome["you"]["role"] == "player"


def test_numbers_reach_all_pages_alike(serve: Serve) -> None:
    stage = serve()
    with closing(Page(stage.url)) as page, closing(Page(stage.url, "session-2")) as other:
        page.wait(lambda: len(page.numbers["number"]) > 5)
        newest = page.numbers["number"][-1]
        other.wait(lambda: newest in other.numbers["number"])
        times = [time for time, _ in page.numbers["number"]]
        assert times == sorted(times)
