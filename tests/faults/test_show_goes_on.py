"""A disk that fails under a running server: the show goes on in memory, and what waits is kept when it works again."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve
from webui.serving import Serving
from webui.storage.opening import DATABASE


def set_disk(stage: Serving, works: bool) -> None:
    stage._engine.store._db.execute(f"pragma query_only = {'off' if works else 'on'}")


def test_moves_and_edits_go_on_while_the_disk_fails_and_are_kept_afterwards(serve: Serve, stage: Serving) -> None:
    engine = stage._engine
    with closing(Page(stage.url)) as page, closing(Page(stage.url, "session-2")) as other:
        set_disk(stage, works=False)
        n = page.op({"slider1": 7})
        page.wait(lambda: page.taken == n)
        other.sees(slider1=7)
        while not engine.faults:
            page.move(slider2=1)
        page.move(slider2=3)
        assert "Values can't be saved" in engine.faults["disk"]
        assert page.kept == 0
        stage.document.path.write_text(json.dumps({**SMALL, "name": "Edited"}), encoding="utf-8")
        other.wait(lambda: other.show["name"] == "Edited", "for the edited show")
        assert other.values["slider1"] == 7
        set_disk(stage, works=True)
        page.wait(lambda: page.kept == page.n, "for all to be kept")
        page.wait(lambda: not engine.faults)
    stage.close()
    with closing(Page(serve({**SMALL, "name": "Edited"}).url)) as page:
        assert page.values["slider1"] == 7
        assert page.values["slider2"] == 3


def test_a_disk_that_does_not_answer_is_said_and_all_is_kept_when_it_does(
    stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.engine.commits.SLOW", 50.0)
    engine = stage._engine
    # A commit waits here as it would for a disk that hangs: without an error.
    other = sqlite3.connect(stage.data / DATABASE, isolation_level=None)
    engine.call(engine.store._db.execute, "pragma busy_timeout = 3600000")
    other.execute("begin immediate")
    with closing(Page(stage.url)) as page, closing(Page(stage.url, "session-2")) as other_page:
        page.move(slider1=7)
        page.wait(lambda: "slow disk" in engine.faults or page.move(slider2=1))
        assert engine.faults == {"slow disk": engine.faults["slow disk"]}
        assert "values are not saved yet" in engine.faults["slow disk"]
        page.move(slider2=3)
        other_page.sees(slider1=7, slider2=3)
        assert page.kept == 0
        other.execute("rollback")
        other.close()
        page.wait(lambda: page.kept == page.n, "for all to be kept")
        page.wait(lambda: not engine.faults or page.move(slider2=1))
