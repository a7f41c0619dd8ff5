"""WebKit, as on an iPad's browsers, by way of WebKitGTK's own driver: one window on a screen of its own."""

import json
import os
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.desktop.screen import Screen

PATIENCE = 60.0
"""Seconds: without a graphics card it draws slowly, and a busy machine is no reason for a test to fail."""

DRIVER = "WebKitWebDriver"


class WebKit:
    """A window of WebKitGTK's small browser."""

    def __init__(self, url: str) -> None:
        self._url = url
        options = {"webkitgtk:browserOptions": {"args": ["--automation"]}}
        found = self._ask("POST", "/session", capabilities={"alwaysMatch": options})
        self.version = found["capabilities"]["browserVersion"]
        self._session = f"/session/{found['sessionId']}"

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def open(self, url: str) -> None:
        """Go to an address, and wait until its page is loaded."""
        self._tell("/url", url=url)

    def size(self, width: int, height: int) -> None:
        """Give the page's part of the window a size."""
        edge = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        self._tell("/window/rect", x=0, y=0, width=width + edge[0], height=height + edge[1])
        self.wait(f"return innerWidth === {width} && innerHeight === {height}")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script's lines in the page, and return what they return."""
        return self._tell("/execute/sync", script=script, args=list(arguments))

    def wait(self, script: str, *arguments: Any, until: Any = True) -> None:
        """Wait until a script's answer is true, or something else."""
        deadline = time.monotonic() + PATIENCE
        while (answer := self.run(script, *arguments)) != until:
            assert time.monotonic() < deadline, f"{script} in WebKit is {answer}, and not {until}"
            time.sleep(0.05)

    def drag(self, x: float, y: float, dx: int = 0, dy: int = 0) -> None:
        """Press at a place, move, and let go."""
        steps = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "x": round(x) + dx // 2, "y": round(y) + dy // 2, "duration": 50},
            {"type": "pointerMove", "x": round(x) + dx, "y": round(y) + dy, "duration": 50},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "hand", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self._tell("/actions", actions=[pointer])

    def press(self, key: str) -> None:
        """Press a key, by WebDriver's name for it."""
        steps = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._tell("/actions", actions=[{"type": "key", "id": "keys", "actions": steps}])

    def picture(self) -> bytes:
        """What is to be seen, as PNG."""
        return b64decode(self._ask("GET", f"{self._session}/screenshot"))

    def _tell(self, path: str, **said: Any) -> Any:
        return self._ask("POST", self._session + path, **said)

    def _ask(self, method: str, path: str, **said: Any) -> Any:
        body = json.dumps(said).encode() if method == "POST" else None
        request = Request(self._url + path, body, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def webkit(home: Path) -> Iterator[WebKit]:
    """Start WebKit with nothing remembered."""
    screen = Screen()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DISPLAY": screen.display,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
    }
    driver = subprocess.Popen([DRIVER, f"--port={port}"], env=environment, stderr=subprocess.DEVNULL)

    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            assert time.monotonic() < deadline, "WebKit's driver never came"
            time.sleep(0.02)
        browser = WebKit(f"http://127.0.0.1:{port}")
        try:
            yield browser
        finally:
            browser.close()
    finally:
        driver.kill()
        driver.wait(PATIENCE)
        screen.close()
