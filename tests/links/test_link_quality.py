"""How good each page's link is: measured by its frames all the time, told to the page itself and to operators."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.clients import Page, SimpleClient
from webui.serving import Serving


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


def test_a_page_is_told_its_round_trip_and_jitter_without_asking(page: Page) -> None:
    page.wait(lambda: page.link and None not in page.link, "for the figures")
    trip, jitter = page.link
    assert 0 <= trip < 15_000
    assert 0 <= jitter < 15_000


def test_nobody_but_operators_is_told_of_the_others(page: Page, stage: Serving) -> None:
    with closing(Page(stage.url, "session-2")) as other:
        other.wait(lambda: other.link, "for a page's own figures, which come with the operators'")
        page.wait(lambda: page.link)
        assert page.links == other.links == {}


def rows(stage: Serving) -> dict[str, tuple[float | None, float | None, float]]:
    engine = stage._engine
    return engine.call(lambda: engine.presence.links(engine.surface.connections.values(), engine.now()))


def test_every_message_says_that_a_device_is_there(stage: Serving) -> None:
    with closing(SimpleClient(stage.url)) as program:
        program.wait(lambda: program.updates("slider1"), "to be let in")
        before = rows(stage)["programs"]
        assert before[:2] == (None, None)
        program.change("slider1", 5)
        program.hears("slider1", 5)
        after = rows(stage)["programs"]
        assert after[:2] == (None, None)
        engine = stage._engine
        (connection,) = engine.call(lambda: list(engine.surface.connections.values()))
        assert connection.since < engine.now() - after[2], "heard after it came"


def test_a_page_that_says_nothing_grows_old_on_the_servers_clock(page: Page, stage: Serving) -> None:
    page.wait(lambda: page.link)
    assert rows(stage)["programs"][2] < 15_000
    page.acknowledges = False
    page.wait(lambda: rows(stage)["programs"][2] > 1500, "for its silence to show")
    page.acknowledges = True
    page.send("got", page.frames[-1][0], 0)
    page.wait(lambda: rows(stage)["programs"][2] < 1500, "for it to be heard")
