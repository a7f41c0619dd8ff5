"""The running program: what is kept over a kill, and the open file that is watched."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.clients import Page, SimpleClient
from tests.conftest import SMALL, Serve, Write
from tests.joined import Tablet, secret_of
from tests.stage import PATIENCE, ROOT, StageProcess
from webui.serving import Serving

Start = Callable[..., StageProcess]


def edited(**changes: Any) -> dict[str, Any]:
    return {**SMALL, **changes}


def test_values_are_there_again_after_a_restart(serve: Serve) -> None:
    first = serve()
    with closing(Page(first.url)) as page:
        page.move(slider1=33.5, bed=True, txt1="Places, act two")
    first.close()
    with closing(Page(serve().url)) as page:
        assert page.values == {"slider1": 33.5, "slider2": 0, "bed": True, "thunder": False, "txt1": "Places, act two"}


def test_what_was_kept_is_there_after_a_kill(stage_process: Start, show_file: Write) -> None:
    show = str(show_file(SMALL))
    for value in (11, 22, 33):
        process = stage_process(show, "--port", "0")
        with closing(Page(process.url)) as page:
            n = page.op({"slider1": value})
            page.wait(lambda page=page, n=n: page.kept == n, "for the move to be kept")
            process.kill()
        process = stage_process(show, "--port", "0")
        with closing(Page(process.url)) as page:
            assert page.values["slider1"] == value
            assert page.welcome["seen"] == page.welcome["kept"] == n
            process.kill()


def test_a_button_that_was_pressed_when_the_program_died_is_released(stage_process: Start, show_file: Write) -> None:
    show = str(show_file(SMALL))
    process = stage_process(show, "--port", "0")
    with closing(Page(process.url)) as page:
        n = page.op({}, [["press", "thunder", page.now()]])
        page.wait(lambda: page.kept == n)
        process.kill()
    with closing(Page(stage_process(show, "--port", "0").url)) as page:
        assert page.values["thunder"] is False


def test_an_edited_file_is_on_every_screen_and_values_stay(stage: Serving, show_file: Write) -> None:
    with closing(Page(stage.url)) as page, closing(SimpleClient(stage.url)) as program:
        page.move(slider1=44, txt1="stays")
        controls = [
            {"id": "slider1", "type": "fader", "min": 0, "max": 40, "label": "First"},
            {"id": "txt1", "type": "text"},
            {"id": "new", "type": "toggle", "value": True},
        ]
        show_file(edited(controls=controls, name="Edited"))
        page.wait(lambda: page.show["name"] == "Edited")
        assert page.values == {"slider1": 40, "txt1": "stays", "new": True}
        program.hears("new", True)
        program.hears("slider1", 40)
        page.move(slider1=12)
        program.hears("slider1", 12)


def test_a_file_that_an_editor_replaces_is_seen_as_well(stage: Serving, show_file: Write) -> None:
    with closing(Page(stage.url)) as page:
        os.replace(show_file(edited(name="Replaced"), "other.tmp"), stage.document.path)
        page.wait(lambda: page.show["name"] == "Replaced")


def test_a_wrong_file_leaves_the_old_show_and_says_where_it_is_wrong(stage: Serving, show_file: Write) -> None:
    engine = stage._engine
    with closing(Page(stage.url)) as page:
        page.move(slider1=44)
        show_file(edited(controls=[{"id": "slider1", "type": "fader", "min": 50, "max": 10}]))
        page.wait(lambda: engine.faults or (page.changed.wait(0.05) and False))
        assert engine.faults == {
            "show": "The show file has an error, so the old show stays. "
            "page main, control 1: min 50 is not below max 10"
        }
        page.move(slider1=45)
        assert page.show["name"] == "Small"
        assert page.faults == {}, "faults are for operators"
        show_file(edited(name="Right again"))
        page.wait(lambda: page.show["name"] == "Right again")
        assert engine.faults == {}
        assert page.values["slider1"] == 45


def test_an_error_that_is_taken_back_is_no_longer_said(stage: Serving, show_file: Write) -> None:
    engine = stage._engine
    good = stage.document.path.read_text()
    with closing(Page(stage.url)) as page:
        for text, wrong in (("{", True), (good, False)):
            show_file(text)
            page.wait(lambda wrong=wrong: bool(engine.faults) is wrong or (page.changed.wait(0.05) and False))


def test_another_show_has_values_of_its_own_and_the_first_ones_come_back(stage: Serving, show_file: Write) -> None:
    with closing(Page(stage.url)) as page:
        page.move(slider1=44)
        show_file(edited(id="other", name="Other"))
        page.wait(lambda: page.show["name"] == "Other")
        assert page.values["slider1"] == 25
        page.move(slider1=3)
        show_file(SMALL)
        page.wait(lambda: page.show["name"] == "Small")
        assert page.values["slider1"] == 44


def test_the_first_run_show_is_a_copy_that_can_be_edited(stage_process: Start, tmp_path: Path) -> None:
    process = stage_process("--port", "0")
    path = tmp_path / "data" / "First run.sidestage"
    with closing(Page(process.url)) as page:
        assert page.values["slider1"] == 25
        assert page.values["slider2"] == 0
        show = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**show, "name": "Mine"}), encoding="utf-8")
        page.wait(lambda: page.show["name"] == "Mine")


def test_the_show_that_was_open_last_is_open_again(stage_process: Start, show_file: Write) -> None:
    mine = show_file(edited(name="Mine"), "mine.sidestage")
    stage_process(str(mine), "--port", "0").kill()
    again = stage_process("--port", "0")
    with closing(Page(again.url)) as page:
        assert page.show["name"] == "Mine"
    again.kill()

    mine.write_text("half a sh")
    # It was good once: whoever is asked chooses; here nobody is, and the program says how.
    broken = subprocess.run(
        [sys.executable, "-m", "desktop", "--port", "0", "--headless", "--data", str(mine.parent / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert broken.returncode == 2
    assert "--last-good" in broken.stderr

    mine.unlink()
    process = stage_process("--port", "0")
    with closing(Page(process.url)) as page:
        assert page.show["name"] == "First run"
    assert process.said(r"(mine\.sidestage was open last)")
    tablet = Tablet(process.url)
    tablet.join(secret_of(process.operator_link))
    with closing(tablet.page()) as page:
        assert "mine.sidestage was open last" in page.faults["show"]


def test_where_one_other_address_is_wanted_this_computer_is_served_too(serve: Serve) -> None:
    stage = serve(host="127.9.9.9")
    for address in (stage.url, f"http://127.9.9.9:{stage.port}/"):
        request = urllib.request.Request(f"{address}health", headers={"Host": f"127.0.0.1:{stage.port}"})
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["status"] == "ok"
