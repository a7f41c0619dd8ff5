"""A program that reads, reacts and sets: with a real server, and a page beside it."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.clients import PATIENCE, Page, SimpleClient
from tests.conftest import Serve
from tests.joined import row
from tests.program.conftest import Connect, Notes
from webui.links.simple import KEPT_OUT
from webui.program import NoSuchControl, NoSuchFeed, Refused, Stage, connect
from webui.serving import Serving


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


def test_it_knows_all_values_from_the_start(program: Stage) -> None:
    assert dict(program) == {"slider1": 25, "slider2": 0, "bed": False, "thunder": False, "txt1": ""}
    assert (program["slider1"], program.get("slider9", 3), len(program)) == (25, 3, 5)
    assert "slider1" in program
    assert "slider9" not in program
    assert (program.show, program.connected, program.feeds) == ("Small", True, ["pulse"])
    assert program.controls["slider1"]["type"] == "fader"
    assert program.controls["slider1"]["max"] == 50
    assert "Small" in repr(program)
    assert {program: 1}[program] == 1


def test_what_it_sets_is_on_every_screen_and_read_back_at_once(program: Stage, page: Page) -> None:
    program["slider1"] = 30
    assert program["slider1"] == 30
    program["txt1"] = "Places"
    program["bed"] = True
    page.sees(slider1=30, txt1="Places", bed=True)


def test_set_returns_the_value_that_the_control_took(program: Stage) -> None:
    assert program.set("slider1", "12.5") == 12.5
    assert program.set("slider1", 3000) == 50 == program["slider1"]


def test_a_function_hears_the_value_now_and_each_of_others_but_not_its_own(
    program: Stage, page: Page, notes: Notes
) -> None:
    assert program.on("slider1")(notes) is notes
    notes.hears(25)
    program.set("slider1", 30)
    page.move(slider1=31)
    notes.hears(25, 31)


def test_a_function_hears_its_own_moves_if_it_asks(program: Stage, page: Page, notes: Notes) -> None:
    program.on("slider1", initial=False, own=True)(notes)
    program.set("slider1", 30)
    notes.hears(30)
    page.move(slider1=31)
    notes.hears(30, 31)


def test_functions_for_several_and_for_all_controls_hear_which(program: Stage, page: Page, notes: Notes) -> None:
    everything = Notes()
    program.on("slider1", "slider2")(notes)
    notes.hears(("slider1", 25), ("slider2", 0))
    program.on(initial=False)(everything)
    page.move(slider2=4)
    page.move(bed=True)
    notes.hears(("slider1", 25), ("slider2", 0), ("slider2", 4))
    everything.hears(("slider2", 4), ("bed", True))


def test_presses_and_releases_come_one_by_one_and_its_own_are_not_heard(
    stage: Serving, program: Stage, notes: Notes
) -> None:
    own = Notes()
    program.on("thunder")(notes)
    program.on("thunder", own=True)(own)
    for down in (True, False, True, False):
        program["thunder"] = down
    program.set("slider1", 1)
    with closing(SimpleClient(stage.url)) as other:
        for down in (True, False) * 5:
            other.change("thunder", down)
        notes.hears(*(True, False) * 5)
    own.hears(*(True, False) * 7)


def test_what_comes_in_while_a_function_is_slow_is_the_newest_and_presses_are_all(
    program: Stage, page: Page, notes: Notes
) -> None:
    began, go_on = threading.Event(), threading.Event()

    @program.on("slider1", initial=False)
    def slow(value: float) -> None:
        began.set()
        go_on.wait()
        notes(value)

    program.on("thunder")(notes)
    page.move(slider1=1)
    assert began.wait(PATIENCE)
    page.move(slider1=2)
    page.op({}, [["press", "thunder", page.now()], ["release", "thunder"]])
    page.move(slider1=3)
    # Its answer comes after all that.
    program.set("txt1", "now")
    go_on.set()
    notes.hears(1, 3, True, False)


def test_a_function_that_fails_is_told_with_its_traceback_and_the_next_are_called(
    program: Stage, page: Page, notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    @program.on("slider1", initial=False)
    def fails(value: float) -> None:
        raise ZeroDivisionError("of this program")

    program.on("slider1", initial=False)(notes)
    page.move(slider1=1)
    page.move(slider1=2)
    notes.wait(lambda: notes.heard[-1:] == [2])
    assert "ZeroDivisionError: of this program" in caplog.text


def test_a_refused_move_is_raised_where_somebody_waits_and_the_true_value_comes_back(
    program: Stage, page: Page
) -> None:
    page.hold("slider1")
    page.move(slider1=7)
    with pytest.raises(Refused, match=f"{page.welcome['you']['name']} has it") as refused:
        program.set("slider1", 10)
    assert refused.value.who == "slider1"
    assert program["slider1"] == 7


def test_a_refused_move_is_logged_once_until_one_is_taken(program: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def said() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == "sidestage"]

    for _ in range(2):
        program["slider1"] = "loud"
        program.set("slider2", 1)
    assert said() == ["Sidestage refused slider1: Not a number"]
    program.set("slider1", 5)
    program["slider1"] = "loud"
    program.set("slider2", 1)
    assert len(said()) == 2
    assert program["slider1"] == 5


def test_a_refused_move_goes_to_the_function_that_wants_it(program: Stage, notes: Notes) -> None:
    program.on_refused(notes)
    program["slider1"] = "loud"
    notes.hears(("slider1", "Not a number"))


def test_whoever_moves_a_control_after_the_program_is_heard(program: Stage, page: Page, notes: Notes) -> None:
    program.on("slider1", initial=False)(notes)
    page.hold("slider1")
    page.move(slider1=7)
    notes.hears(7)
    with pytest.raises(Refused):
        program.set("slider1", 9)
    page.move(slider1=9)
    notes.hears(7, 9)


def test_a_control_that_is_not_there_is_named_with_those_that_are(program: Stage) -> None:
    with pytest.raises(KeyError, match=r"The show has no control 'slider'. Did you mean 'slider[12]'\?"):
        program["slider"]
    with pytest.raises(NoSuchControl, match="It has slider1, slider2, bed, thunder, txt1"):
        program["wash"] = 5
    with pytest.raises(NoSuchControl):
        program.on("slider1", "wash")
    with pytest.raises(TypeError, match=r"@stage\.on\(\) for all"):
        program.on(print)  # type: ignore[arg-type]
    with pytest.raises(NoSuchFeed, match=r"no feed for programs 'number'\. It has pulse"):
        program.feed("number")


def test_what_is_no_value_is_refused_where_it_is_set(program: Stage) -> None:
    with pytest.raises(TypeError):
        program["slider1"] = object()
    with pytest.raises(ValueError, match="Out of range"):
        program["slider1"] = float("nan")
    with pytest.raises(TypeError, match="'7' is not a number"):
        program.feed("pulse").push("7")  # type: ignore[arg-type]


def test_numbers_reach_their_feed_with_the_distances_that_they_had(program: Stage, page: Page) -> None:
    feed = program.feed("pulse")
    for number in range(100):
        feed.push(number)
    page.wait(lambda: len(page.numbers["pulse"]) == 100)
    assert [number for _, number in page.numbers["pulse"]] == list(range(100))


def test_words_reach_everyone(program: Stage, page: Page) -> None:
    program.say("Stand by LX 12")
    page.wait(lambda: [one["text"] for one in page.messages.values()] == ["Stand by LX 12"])
    with pytest.raises(Refused, match="Nothing to say"):
        program.say("  ")


def test_many_threads_may_use_it_at_once(program: Stage, page: Page) -> None:
    def play(control: str) -> None:
        for value in range(51):
            program[control] = value
            program.feed("pulse").push(value)

    threads = [threading.Thread(target=play, args=(control,)) for control in ("slider1", "slider2", "slider1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page.sees(slider1=50, slider2=50)
    page.wait(lambda: len(page.numbers["pulse"]) == 153)


def test_a_program_that_ends_has_said_all_that_it_wanted(stage: Serving, page: Page) -> None:
    with connect(stage.url) as program:
        program["slider1"] = 30
        program.feed("pulse").push(5)
        program["thunder"] = True
    assert not program.connected
    assert not program.wait()
    page.sees(slider1=30, thunder=False)
    page.wait(lambda: [number for _, number in page.numbers["pulse"]] == [5])
    program.close()


def test_ctrl_c_while_it_waits_ends_it_quietly(program: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.wait(0)

    def interrupted(seconds: float) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(program._closed, "wait", interrupted)
    assert not program.wait(5)
    assert not program.connected


def test_another_show_brings_its_controls(serve: Serve, notes: Notes) -> None:
    stage = serve({"sidestage": 1, "id": "open", "open": True})
    with connect(stage.url) as program, closing(SimpleClient(stage.url)) as other:
        program["mine"] = 5
        program.on("theirs")(notes)
        other.hears("mine", 5)
        other.change("theirs", 6)
        notes.hears(6)
        assert dict(program) == {"mine": 5, "theirs": 6}


def test_what_operators_decide_about_programs_counts(
    stage: Serving, join: Connect, boss: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.program.connection.REFUSED_AGAIN", 0.05)
    program = join()
    boss.ask("programs", role="watcher")
    with pytest.raises(Refused, match="View only"):
        program.set("slider1", 9)
    boss.ask("programs", role="off")
    with pytest.raises(Refused, match=KEPT_OUT):
        connect(stage.url)
    key = boss.ask("key", name="Lights", role="player")["key"]
    with connect(stage.url, key=key, name="Cue lights") as lights:
        assert lights.set("slider1", 9) == 9
        boss.wait(lambda: (row(boss, "Lights") or {}).get("browser") == "Cue lights")
    # What was kept out comes back by itself.
    boss.ask("programs", role="player")
    boss.wait(lambda: row(boss, "Program"))
    program["slider1"] = 11
    boss.sees(slider1=11)


def test_a_press_that_was_held_up_on_its_way_does_not_fire(
    program: Stage, page: Page, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.on_refused(notes)
    now = time.perf_counter() * 1000
    # As if it had lain in a socket for more than a second.
    monkeypatch.setattr("webui.program.stage.now", lambda: now - 2000)
    program["thunder"] = True
    notes.hears(("thunder", "Too late, not sent"))
    assert program["thunder"] is False
    monkeypatch.undo()
    assert program.set("thunder", True) is True
    page.sees(thunder=True)
