"""The join code that operators make, and what they hear of who guesses it."""

from contextlib import closing

import pytest

from tests.clients import Page
from tests.conftest import Serve
from tests.joined import Tablet, secret_of
from webui.core.devices.guessing import OFTEN
from webui.serving import Serving


def test_a_new_code_ends_the_old_one(stage: Serving, boss: Page) -> None:
    old, digits = secret_of(stage.join_link("127.0.0.1")), stage.code()
    assert digits
    tablet = Tablet(stage.url)
    _, asked = tablet.post("/join/ask", secret=old)
    assert boss.ask("code", role="watcher", life="10 minutes") is None
    assert tablet.post("/join/ask", secret=old)[0] == 403
    assert tablet.post("/join/ask", digits=digits.digits)[0] == 403
    assert tablet.post("/join", ticket=asked["ticket"])[0] == 403
    tablet.join(secret_of(stage.join_link("127.0.0.1")))
    with closing(tablet.page()) as page:
        assert page.welcome["you"]["role"] == "watcher"


@pytest.mark.parametrize(("life", "survives"), [("program", False), ("10 minutes", False), ("day", True)])
def test_a_code_of_a_day_outlives_the_program(
    stage: Serving, serve: Serve, boss: Page, life: str, survives: bool
) -> None:
    boss.ask("code", role="watcher", life=life)
    was = stage.code()
    stage.close()
    now = serve().code()
    assert was
    assert now
    assert ((now.secret, now.digits, now.role) == (was.secret, was.digits, was.role)) is survives
    assert now.life == ("day" if survives else "program")
    assert now.until is None or 86_000_000 < now.until < 86_500_000


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"until": "x"}', '{"until": 0}', "nonsense"])
def test_a_kept_code_that_ended_or_can_not_be_read_is_replaced(stage: Serving, serve: Serve, kept: str) -> None:
    stage._engine.store.settle("code", kept)
    stage._engine.store.settle("programs", kept)
    stage.close()
    now = serve().code()
    assert now
    assert now.life == "program"


def test_operators_hear_of_who_types_wrong_digits_again_and_again(stage: Serving, boss: Page) -> None:
    tablet = Tablet(stage.url)
    answers = [
        tablet.post("/join/ask", digits="000000" if stage.code().digits != "000000" else "1" * 6) for _ in range(9)
    ]  # type: ignore[union-attr]
    assert [status for status, _ in answers] == [403] * 5 + [429] * 4
    assert "digits" not in boss.faults
    for _ in range(OFTEN):
        stage._engine.call(stage._engine.door.guesses.note_wrong, "192.0.2.7", "", stage._engine.now())
    boss.wait(lambda: "192.0.2.7" in boss.faults.get("digits", ""))
