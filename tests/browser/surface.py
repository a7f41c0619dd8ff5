"""The surface in a browser, as a user's hands and eyes have it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

HOW_FAR = """() => JSON.stringify([
    document.readyState, {...document.documentElement.dataset}, navigator.onLine,
    performance.getEntriesByType('resource').map(({name, duration}) => [name.slice(-32), Math.round(duration)]),
])"""
"""What a page has done since it was opened: its link, and what it fetched in how many milliseconds."""


class Finger:
    """One finger on the screen, by the browser's own touch events."""

    def __init__(self, touch: "Touch", number: int, x: float, y: float) -> None:
        self._touch = touch
        self.number = number
        self.x = x
        self.y = y

    def move(self, dx: float = 0, dy: float = 0, steps: int = 5) -> None:
        """Slide."""
        for _ in range(steps):
            self.x += dx / steps
            self.y += dy / steps
            self._touch.send("touchMove")
        self._touch.settle()

    def lift(self) -> None:
        """Leave the screen."""
        self._touch.lift(self)


class Touch:
    """Fingers, through the DevTools protocol: several at once, as a hand has them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._fingers: list[Finger] = []
        self._count = 0

    def down(self, x: float, y: float) -> Finger:
        """Put one more finger on the screen."""
        self._count += 1
        finger = Finger(self, self._count, x, y)
        self._fingers.append(finger)
        self.send("touchStart")
        return finger

    def lift(self, finger: Finger) -> None:
        """Take a finger off the screen."""
        self._fingers.remove(finger)
        self.send("touchEnd", [finger])

    def settle(self) -> None:
        """Wait until the page has painted what the fingers did: moves wait for the next animation frame."""
        self._page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def send(self, kind: str, fingers: list[Finger] | None = None) -> None:
        """Tell the browser where the fingers are, or at the end of a touch which of them left."""
        whose = self._fingers if fingers is None else fingers
        points = [{"x": finger.x, "y": finger.y, "id": finger.number} for finger in whose]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def come_in(page: Page, link: str, name: str = "") -> "Surface":
    """Open a join link as a newcomer, by the proposed name or another one, and wait until the surface is connected."""
    page.goto(link)
    if name:
        page.fill("#name", name)
    page.get_by_role("button", name="Join", exact=True).click()
    surface = Surface(page)
    surface.is_connected()
    return surface


class Surface:
    """A page with the surface on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touch = Touch(page)

    def is_connected(self) -> None:
        """Wait until it is; one that never is says how far it came."""
        try:
            expect(self.page.locator("html[data-link=connected]")).to_have_count(1)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.page.evaluate(HOW_FAR)}") from None

    def is_lost(self) -> None:
        """Wait until it says so."""
        expect(self.page.locator("html[data-link=lost]")).to_have_count(1)

    def control(self, name: str) -> Locator:
        """A control's cell."""
        return self.page.locator(f'[data-control="{name}"]')

    def shows(self, name: str, value: object) -> None:
        """Wait until a control shows a value."""
        native = self.page.locator(f"[id='{name}']")
        if isinstance(value, bool):
            expect(self.control(name).locator("..").locator(f'[data-control="{name}"][data-on]')).to_have_count(
                int(value)
            )
        else:
            expect(native).to_have_value(str(value))

    def value(self, name: str) -> float:
        """What a fader shows now."""
        return float(self.page.locator(f"[id='{name}']").input_value())

    def cap(self, name: str) -> tuple[float, float]:
        """The middle of a fader's cap, in pixels."""
        box = self.control(name).locator(".cap").bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def is_settled(self) -> None:
        """Wait until every press counts: for a moment after something came, went or moved, some don't."""
        # What is due with the next frame has to have come, too.
        self.touch.settle()
        self.wait("() => !document.querySelector('[data-fresh]')")

    def finger_on(self, name: str) -> Finger:
        """Put a finger on a fader's cap, or in the middle of another control, as a hand that sees what is there."""
        self.is_settled()
        if self.control(name).locator(".cap").count():
            return self.touch.down(*self.cap(name))
        box = self.control(name).bounding_box()
        assert box
        return self.touch.down(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def finger_at(self, selector: str) -> Finger:
        """Put a finger in the middle of anything else, which is scrolled to."""
        element = self.page.locator(selector)
        element.scroll_into_view_if_needed()
        self.is_settled()
        box = element.bounding_box()
        assert box
        return self.touch.down(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def numbers(self) -> list[str]:
        """The last ten numbers that are shown."""
        return [text for text in self.page.locator(".ten li").all_text_contents() if text]

    def wait(self, script: str, argument: Any = None) -> None:
        """Wait until a script's answer is true."""
        self.page.wait_for_function(script, arg=argument)
