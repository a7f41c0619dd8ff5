"""An operator's Screens panel, as tests touch it."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import VENUE, OpenPage
from tests.browser.surface import Surface, come_in
from webui.access.doorkeeper import Doorkeeper, new_id, new_key
from webui.core.devices.door import Newcomer
from webui.serving import Serving


def enter(newcomer: OpenPage, venue: Serving, name: str) -> Surface:
    """Come in from another computer by the join link."""
    link = venue.join_link(VENUE)
    assert link
    return come_in(newcomer(), link, name)


def know(venue: Serving, *names: str) -> None:
    """Let screens in that are away."""
    engine = venue._engine
    keeper = Doorkeeper(engine)

    def let_in(name: str) -> None:
        code = engine.door.code
        assert code
        engine.door.ask(code.secret, name, engine.now())
        keeper.join(name, Newcomer(new_id(), new_key(), name, at=1.0), None, None, name, lambda: None)

    for name in names:
        engine.call(let_in, name)


def panel(operator: Surface) -> Locator:
    """The panel, where it is open."""
    return operator.page.locator("[data-panel=screens]")


def row(operator: Surface, name: str) -> Locator:
    """A screen's or program's line."""
    return panel(operator).locator("tr[data-device]", has=operator.page.get_by_text(name, exact=True))


def change(operator: Surface, name: str) -> Locator:
    """Open what can be done with a screen."""
    operator.page.get_by_role("button", name=f"Change {name}", exact=True).tap()
    return panel(operator).locator(".actions")


def turn_to_programs(operator: Surface) -> None:
    """Touch the other tab."""
    operator.page.get_by_role("tab", name="Programs").tap()
    expect(operator.page.locator(".new-key")).to_be_visible()


def keep_pressed(operator: Surface, what: str, done: Locator, count: int = 0) -> None:
    """Keep a button pressed until that is so."""
    finger = operator.finger_at(f"[data-does={what}]")
    expect(done).to_have_count(count)
    finger.lift()
