"""Clients as the tests use them: a page in Python, and a simple client as in the articles. Real sockets, no sleeps."""

import functools
import json
import time
from typing import Any

from tests.socket_clients import PATIENCE, Refused, Waiting, connect, leave, ordered_client

__all__ = ["PATIENCE", "Page", "Refused", "SimpleClient", "Waiting", "connect", "leave", "ordered_client"]


class Page(Waiting):
    """What our own page does, in Python: holds the state by welcome and frames, says got, numbers its operations."""

    def __init__(self, url: str, session: str = "session-1", headers: Any = None, **auth: str) -> None:
        super().__init__()
        self.welcome: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.holds: dict[str, str] = {}
        self.revision = -1
        self.numbers: dict[str, list[Any]] = {}
        self.show: dict[str, Any] = {}
        self.parts: tuple[dict[str, Any], str] = ({}, "")
        self.devices: list[Any] = []
        self.link: list[Any] = []
        self.links: dict[str, Any] = {}
        self.faults: dict[str, str] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self.frames: list[Any] = []
        self.refused: list[Any] = []
        self.malformed: list[str] = []
        self.times: list[Any] = []
        self.programs = ""
        self.answers: dict[int, tuple[Any, Any]] = {}
        self.taken = self.kept = self.n = self.asked = 0
        self.acknowledges = True
        self.connected = True
        self.socket = ordered_client()
        for name in (
            "welcome",
            "frame",
            "show",
            "part",
            "link",
            "refused",
            "time",
            "message",
            "seen",
            "reached",
            "answer",
        ):
            self.socket.on(name, getattr(self, f"_on_{name}"), namespace="/stage")
        for name in ("devices", "links", "faults", "programs"):
            self.socket.on(name, functools.partial(self._on_whole, name), namespace="/stage")
        self.socket.on("disconnect", self._on_disconnect, namespace="/stage")
        said = {"auth": {"session": session, **auth}, "headers": headers or {}}
        connect(self.socket, url, ["/stage"], transports=["websocket"], **said)
        self.wait(lambda: self.welcome, "for the welcome")

    def op(self, moves: dict[str, Any], acts: list[Any] | None = None, holds: dict[str, bool] | None = None) -> int:
        """Send the next operation; returns its number."""
        self.n += 1
        parts: list[Any] = [moves, acts or [], holds or {}]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        self.send("op", self.n, *parts)
        return self.n

    def hold(self, *controls: str) -> None:
        """Take controls in hand, and wait until the server has taken it."""
        n = self.op({}, holds=dict.fromkeys(controls, True))
        self.wait(lambda: self.taken >= n, f"for operation {n} to be taken")

    def move(self, **moves: Any) -> None:
        """Move controls, and wait until the server has taken it."""
        n = self.op(moves)
        self.wait(lambda: self.taken >= n, f"for operation {n} to be taken")

    def waiting(self) -> list[str]:
        """The messages to everyone that wait on this screen."""
        return [message["text"] for message in self.messages.values() if message["waits"]]

    def send(self, event: str, *parts: Any) -> None:
        """Send any message."""
        self.socket.emit(event, parts, namespace="/stage")

    def ask(self, what: str, **details: Any) -> Any:
        """Ask something that is no move, and return the answer; raises Refused with the reason."""
        n = self.asked = self.asked + 1
        self.send("ask", n, what, details)
        result, reason = self.wait(lambda: self.answers.get(n), f"for an answer to {what}")
        if reason is not None:
            raise Refused(reason)
        return result

    def flush(self) -> None:
        """Wait until all that was sent has left this program: on one computer it then lies in the server's socket."""
        self.socket.eio.queue.join()

    def now(self) -> float:
        """The server's time, as far as the welcome told it."""
        return self.welcome["time"] + (time.perf_counter() - self._welcomed) * 1000

    def sees(self, **values: Any) -> None:
        """Wait until the controls have these values."""
        self.wait(lambda: all(self.values.get(key) == value for key, value in values.items()), f"for {values}")

    def close(self) -> None:
        """Go."""
        leave(self.socket)

    def _on_welcome(self, welcome: dict[str, Any]) -> None:
        with self.changed:
            self._welcomed = time.perf_counter()
            self.n = welcome["seen"]
            self.kept = welcome["kept"]
            self.welcome = welcome
            self._take(welcome)
            self.devices = welcome["devices"]
            self.messages = {message["id"]: message for message in welcome["messages"]}
            self.faults = welcome["faults"]
            self.programs = welcome.get("programs", "")
            self.changed.notify_all()

    def _on_part(self, texts: dict[str, Any], at: int = 0, text: str | None = None) -> None:
        known, layout = self.parts
        if text is not None:
            assert at in (0, len(layout))
        self.parts = known | texts, layout if text is None else layout[:at] + text

    def _take(self, state: dict[str, Any]) -> None:
        texts, layout = self.parts
        self.show = state["show"] if "show" in state else json.loads(layout)
        self.values = texts | state["values"]
        self.parts = {}, layout
        self.holds = dict(state["holds"])
        self.revision = state["revision"]
        self.numbers = {feed: list(points) for feed, points in state["feeds"].items()}

    def _on_frame(self, seq: int, since: int, revision: int, *rest: Any) -> None:
        values, numbers, more = [*rest, {}, {}, {}][:3] if len(rest) < 3 else rest
        with self.changed:
            assert since <= self.revision <= revision, "a gap, or a step back"
            self.frames.append((seq, since, revision, values, numbers, more))
            self.revision = revision
            self.values.update(values)
            for feed, points in numbers.items():
                self.numbers.setdefault(feed, []).extend(points)
            self.taken = more.get("taken", self.taken)
            self.kept = more.get("kept", self.kept)
            for control, device in more.get("holds", {}).items():
                if device is None:
                    self.holds.pop(control, None)
                else:
                    self.holds[control] = device
            self.refused += more.get("refused", [])
            self.changed.notify_all()
        if self.acknowledges and "/stage" in self.socket.namespaces:
            self.send("got", seq, 0)

    def _on_show(self, state: dict[str, Any]) -> None:
        with self.changed:
            self._take(state)
            self.changed.notify_all()

    def _on_link(self, *figures: Any) -> None:
        with self.changed:
            self.link = list(figures)
            self.changed.notify_all()

    def _on_whole(self, name: str, told: Any) -> None:
        with self.changed:
            setattr(self, name, told)
            self.changed.notify_all()

    def _on_refused(self, answer: dict[str, str]) -> None:
        with self.changed:
            self.malformed.append(answer["reason"])
            self.changed.notify_all()

    def _on_message(self, message: dict[str, Any]) -> None:
        with self.changed:
            self.messages[message["id"]] = message
            self.changed.notify_all()

    def _on_seen(self, id: int) -> None:
        with self.changed:
            self.messages[id]["waits"] = False
            self.changed.notify_all()

    def _on_reached(self, id: int, reach: dict[str, list[str]]) -> None:
        with self.changed:
            self.messages[id].update(reach)
            self.changed.notify_all()

    def _on_answer(self, n: int, result: Any, reason: Any) -> None:
        with self.changed:
            self.answers[n] = (result, reason)
            self.changed.notify_all()

    def _on_time(self, asked: float, answer: float) -> None:
        with self.changed:
            self.times.append((asked, answer))
            self.changed.notify_all()

    def _on_disconnect(self, *reason: Any) -> None:
        with self.changed:
            self.connected = False
            self.changed.notify_all()


class SimpleClient(Waiting):
    """A program as in the articles."""

    def __init__(self, url: str, *namespaces: str, **options: Any) -> None:
        super().__init__()
        self.heard: list[tuple[str, Any]] = []
        self.socket = ordered_client()
        for namespace in namespaces or ("/",):
            self.socket.on("*", self._hear, namespace=namespace)
        connect(self.socket, url, list(namespaces or ("/",)), **options)

    def change(self, who: str, data: Any) -> None:
        """Send `value changed`."""
        self.socket.emit("value changed", {"who": who, "data": data})

    def push(self, number: Any, **feed: str) -> None:
        """Send `newnumber`."""
        self.socket.emit("newnumber", {"number": number, **feed}, namespace="/test")

    def push_many(self, numbers: list[Any], **feed: str) -> None:
        """Send `numbers`."""
        self.socket.emit("numbers", {"numbers": numbers, **feed}, namespace="/test")

    def updates(self, who: str) -> list[Any]:
        """What `update value` said of a control, in order."""
        return [body["data"] for name, body in list(self.heard) if name == "update value" and body["who"] == who]

    def answers(self, name: str) -> list[Any]:
        """The bodies of all messages of a name."""
        return [body for heard, body in list(self.heard) if heard == name]

    def hears(self, who: str, data: Any) -> None:
        """Wait until the newest `update value` of a control says this."""
        self.wait(lambda: self.updates(who)[-1:] == [data], f"for {who} = {data!r}")

    def close(self) -> None:
        """Go."""
        leave(self.socket)

    def _hear(self, event: str, body: Any = None) -> None:
        with self.changed:
            self.heard.append((event, body))
            self.changed.notify_all()
