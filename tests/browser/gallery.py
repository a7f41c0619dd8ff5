"""The gallery in a browser."""

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import BrowserContext, Page

from webui.routes.gallery import gallery_show


class Served(Protocol):
    """A running Sidestage, in this process or in one of its own."""

    @property
    def url(self) -> str:
        """Where its page is."""


LAPTOP = {"width": 1280, "height": 800}


def open_gallery(
    context: Callable[..., BrowserContext], stage: Served, light: str = "off", size: dict[str, int] | None = None
) -> Page:
    """Open it in a light, where nothing moves by itself."""
    kept = {"origin": stage.url.rstrip("/"), "localStorage": [{"name": "sidestage.night", "value": light}]}
    storage = {"cookies": [], "origins": [kept]}
    page = context(viewport=size or LAPTOP, has_touch=True, reduced_motion="reduce", storage_state=storage).new_page()
    page.goto(f"{stage.url}gallery")
    page.locator("html[data-ready]").wait_for(state="attached")
    return page


def turn(page: Page, name: str, news: str = "yes") -> None:
    """Go to a page of the gallery."""
    page.evaluate("(hash) => { location.hash = hash; }", f"page={name}&news={news}")
    link = "lost" if news == "no" else "connected"
    page.locator(f"html[data-page='{name}'][data-link={link}]").wait_for(state="attached")


PAINTED = """async () => {
    await Promise.all([...document.images].filter((image) => image.checkVisibility()).map((image) => image.decode()));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
"""An error if a picture is not to be had."""


def settled(page: Page) -> None:
    """Wait until what was asked for is painted, pictures too."""
    page.evaluate(PAINTED)


def names() -> list[str]:
    """The ids of its pages."""
    return [page.id for page in gallery_show().pages]


def still() -> list[str]:
    """Those of them that look the same at any time."""
    return [name for name in names() if name != "views"]
