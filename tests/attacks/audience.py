"""Two tablets for whom the show goes on while its server is attacked: `python -m tests.attacks.audience LINK OPERATOR`.

One moves the fader "beat" again and again, the other, an operator's, waits until it sees it. A line "report" on the
input is answered by one line of JSON: how long the moves took since the last report, and what there is to see. A line
"return" has a third tablet come in with its cookie; "names" says who is let in; a line "forget abc" has the operator
forget a device by its id.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import requests

from tests.clients import PATIENCE, Page

EVERY = 0.025
"""Seconds from one move to the next, at least."""


def joined(link: str) -> dict[str, str]:
    """Join by a link, and return the headers with the cookie that it gives."""
    url, _, secret = link.partition("#")
    answer = requests.post(f"{url}join", json={"secret": secret}, timeout=PATIENCE)
    answer.raise_for_status()
    return {"Cookie": "; ".join(f"{name}={key}" for name, key in answer.cookies.items())}


class Audience:
    """Moves and watches, in a thread of its own."""

    def __init__(self, link: str, operator: str) -> None:
        self._url = link.partition("#")[0]
        self._cookies = joined(link)
        self._mover = Page(self._url, "mover-session", self._cookies)
        self._operators = joined(operator)
        self._viewer = Page(self._url, "viewer-session", self._operators)
        self._took: list[float] = []
        self._wrong = ""
        self._faults: set[str] = set()
        self._goes_on = True
        self._thread = threading.Thread(target=self._play)
        self._thread.start()

    def _play(self) -> None:
        number = 0
        try:
            while self._goes_on:
                number += 1
                began = time.perf_counter()
                self._mover.op({"beat": number})
                self._viewer.sees(beat=number)
                took = time.perf_counter() - began
                self._took.append(took)
                self._faults.update(self._viewer.faults.values())
                time.sleep(max(0.0, EVERY - took))
        except Exception as error:
            self._wrong = repr(error)

    def report(self) -> dict[str, Any]:
        """Say how it was since the last report."""
        took, self._took = self._took, []
        faults, self._faults = self._faults, set()
        connected = self._mover.connected and self._viewer.connected
        values = {who: value for who, value in self._viewer.values.items() if who != "beat"}
        return {
            "took": [round(one * 1000, 1) for one in took],
            "wrong": self._wrong or ("" if connected else "a tablet was cut off"),
            "faults": sorted(faults),
            "values": values,
            "show": self._viewer.show,
        }

    def names(self) -> list[str]:
        """Say who is let in, by another page of the operator's."""
        with closing(Page(self._url, "names-session", self._operators)) as page:
            return sorted(device["name"] for device in page.devices)

    def back(self) -> dict[str, Any]:
        """Have a tablet that is known come in, with all that its browser asks for."""
        began = time.perf_counter()
        page = requests.get(self._url, headers=self._cookies, timeout=PATIENCE)
        script = requests.get(f"{self._url}static/js/main.js", headers=self._cookies, timeout=PATIENCE)
        with closing(Page(self._url, "return-session", self._cookies)) as third:
            newest = self._viewer.values["beat"]
            third.wait(lambda: third.values["beat"] >= newest)
        took = (time.perf_counter() - began) * 1000
        return {"statuses": [page.status_code, script.status_code], "took": took}

    def forget(self, device: str) -> Any:
        """Have the operator forget a device."""
        return self._viewer.ask("forget", device=device)

    def end(self) -> None:
        """Go."""
        self._goes_on = False
        self._thread.join()
        self._mover.close()
        self._viewer.close()


def main(link: str, operator: str) -> None:
    """Play until the input ends."""
    with_answers: dict[str, Callable[..., Any]] = {
        "report": Audience.report,
        "names": Audience.names,
        "return": Audience.back,
        "forget": Audience.forget,
    }
    audience = Audience(link, operator)
    try:
        for line in sys.stdin:
            what, *named = line.split()
            print(json.dumps(with_answers[what](audience, *named)), flush=True)
    finally:
        audience.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
