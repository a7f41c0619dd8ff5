"""Speaks as NiceGUI's page does: it loads the page, then sends the events of its sliders and takes updates of them."""

import ast
import http.client
import json
import re
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from tests.bench.clients.base import Client
from tests.bench.clients.messages import Message, hand_of

ACK_EVERY = 3.0
"""Seconds between two acknowledgements, as in NiceGUI's page."""

ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
QUERY = re.compile(r"query: (\{.*?\}),\n")
MARK = "bench-"
"""What the sliders' classes begin with; the control's name follows."""


class NiceguiClient(Client):
    """NiceGUI's page with bound sliders. A mover's own page is not told: NiceGUI has it painted already."""

    def connect(self) -> None:
        page = self._page()
        elements, query = ELEMENTS.search(page), QUERY.search(page)
        assert elements
        assert query
        self._query = {
            **ast.literal_eval(query[1]),
            "document_id": f"document-{self.number}",
            "tab_id": f"tab-{self.number}",
            "old_tab_id": "",
            "implicit_handshake": "true",
        }
        self._next_message = int(self._query["next_message_id"])
        found = json.loads(elements[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        self._sliders: dict[int, tuple[int, str]] = {}
        for number, element in found.items():
            hand = hand_of_classes(element)
            if hand is not None:
                listeners = {event["type"]: event["listener_id"] for event in element["events"]}
                self._sliders[hand] = (int(number), listeners["update:modelValue"])
        super().connect()

    def path(self) -> str:
        query = urlencode({**self._query, "EIO": 4, "transport": "websocket"})
        return f"/_nicegui_ws/socket.io/?{query}"

    def on_joined(self) -> None:
        self.ready = True
        self._clock.at(perf_counter() + ACK_EVERY, self._ack)

    def move(self, hand: int, now: float) -> None:
        number, listener = self._sliders[hand]
        value = json.dumps(self._record.move(hand, now))
        event = {"id": number, "client_id": self._query["client_id"], "listener_id": listener, "args": [value]}
        self.send("event", event)

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        name, body = event[0], event[1] if len(event) > 1 else {}
        told = []
        if name == "update":
            for element in body.values():
                hand = hand_of_classes(element) if isinstance(element, dict) else None
                if hand is not None:
                    told.append((hand, int(element["props"]["model-value"] or 0)))
        # Each message to a client has a number of its own.
        return Message(tuple(told), event=["numbered", body["_id"]] if "_id" in body else None)

    def on_message(self, message: Message, now: float) -> None:
        if message.event:
            self._next_message = message.event[1] + 1

    def _page(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def _ack(self) -> None:
        if not self.failed:
            self.send("ack", {"client_id": self._query["client_id"], "next_message_id": self._next_message})
            self._clock.at(perf_counter() + ACK_EVERY, self._ack)


def hand_of_classes(element: dict[str, Any]) -> int | None:
    """Return whose slider an element is, by its class."""
    marks = [name for name in element.get("class", ()) if name.startswith(MARK)]
    return hand_of(marks[0].removeprefix(MARK)) if marks else None
