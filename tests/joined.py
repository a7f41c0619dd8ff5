"""Devices that joined, for tests: what a tablet does by HTTP, and its page in Python with the key that it got."""

import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.clients import Page
from webui.serving import Serving

IPAD = "Mozilla/5.0 (iPad; CPU OS 15_4 like Mac OS X) AppleWebKit/605.1.15 Version/15.4 Safari/604.1"


class Tablet:
    """A browser that keeps its cookie."""

    def __init__(self, url: str, agent: str = IPAD) -> None:
        self.url = url
        self.key = ""
        self._agent = agent
        self._cookie = ""

    def post(self, path: str, **said: Any) -> tuple[int, Any]:
        """Post JSON; returns the status and what the answer says."""
        headers = {"Content-Type": "application/json", "User-Agent": self._agent, "Cookie": self._cookie}
        request = Request(self.url.rstrip("/") + path, json.dumps(said).encode(), headers, method="POST")
        try:
            with urlopen(request) as answer:
                status, body, cookie = answer.status, answer.read(), answer.headers.get("Set-Cookie")
        except HTTPError as error:
            with error:
                status, body, cookie = error.code, error.read(), None
        if cookie:
            name, morsel = next(iter(SimpleCookie(cookie).items()))
            self.key, self._cookie = morsel.value, f"{name}={morsel.value}"
        return status, json.loads(body) if body else None

    def join(self, secret: str, **said: Any) -> None:
        """Join by a link's secret."""
        status, answer = self.post("/join/ask", secret=secret)
        assert status == 200, answer
        status, answer = self.post("/join", ticket=answer["ticket"], **said)
        assert status == 204, answer

    def page(self, session: str = "session-1") -> Page:
        """Open the page."""
        return Page(self.url, session, key=self.key)


def secret_of(link: str | None) -> str:
    """The secret in a link."""
    assert link
    return link.partition("#")[2]


def joined(stage: Serving, name: str, role: str = "player") -> Tablet:
    """A tablet that has joined; on this computer, where it is who its key says."""
    tablet = Tablet(stage.url)
    link = stage.operator_link("127.0.0.1") if role == "operator" else stage.join_link("127.0.0.1")
    tablet.join(secret_of(link), name=name)
    return tablet


def row(page: Page, name: str) -> Any:
    """What a page was told of a device."""
    return next((device for device in page.devices if device["name"] == name), None)


def id_of(page: Page, name: str) -> str:
    found = page.wait(lambda: row(page, name), f"for {name}")
    return str(found["id"])
