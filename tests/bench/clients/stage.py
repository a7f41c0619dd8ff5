"""Speaks as our own page does (wire.md): welcome, numbered operations, holds, frames, `got` and `time`."""

from time import perf_counter
from typing import Any

from tests.bench.clients.base import Client
from tests.bench.clients.messages import Message, control, told_of

GOT_AFTER = 4
GOT_WITHIN = 0.05
TIME_EVERY = 5.0
"""The page's acknowledgements: frames, seconds; and how often it asks for the time."""

BATCH = 0.008
"""Seconds for which a program gathers its numbers."""


class StageClient(Client):
    """Our own page."""

    namespace = "/stage"

    def connect(self) -> None:
        self._n = self._revision = self._seq = self._ungot = self._gots = 0
        self._trip: float | None = None
        self._knows_holds = False
        self._in_hand: set[int] = set()
        super().connect()

    def auth(self) -> dict[str, Any]:
        return {"session": f"bench-device-{self.number}"}

    def move(self, hand: int, now: float) -> None:
        self._n += 1
        holds = []
        if self._knows_holds and hand not in self._in_hand:
            self._in_hand.add(hand)
            holds = [[], {control(hand): True}]
        self.send("op", self._n, {control(hand): self._record.move(hand, now)}, *holds)

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        match event:
            case ["frame", seq, since, revision, *rest]:
                told = told_of(rest[0]) if rest else ()
                if len(rest) > 1:
                    told += tuple(
                        [(0, int(number)) for points in rest[1].values() for _, number in points if number is not None]
                    )
                refused = rest[2].get("refused") if len(rest) > 2 else None
                odd = ["refused", refused] if refused else None
                return Message(told, (), odd, (seq, since, revision))
            case ["welcome" | "show", state]:
                return Message(told_of(state["values"]), tuple(state["values"]), event)
        return Message(event=event)

    def on_message(self, message: Message, now: float) -> None:
        if message.frame:
            self._seq, since, revision = message.frame
            if since > self._revision:
                self.failed = f"a frame leads from {since}, but revision {self._revision} is shown"
            self._revision = revision
            self._count(now)
        match message.event:
            case ["time", asked, _]:
                self._trip = now * 1000 - asked
            case ["welcome", state]:
                self._n = state["seen"]
                self._revision = state["revision"]
                self._knows_holds = "holds" in state
                self.ready = len(state["values"]) >= self._controls
                self._ask_time()
            case ["show", state]:
                self._revision = state["revision"]
            case ["refused", reason]:
                self.failed = f"refused: {reason}"

    def _count(self, now: float) -> None:
        self._ungot += 1
        if self._ungot >= GOT_AFTER:
            self._got()
        elif self._ungot == 1:
            count = self._gots
            self._clock.at(now + GOT_WITHIN, lambda: self._got() if self._gots == count else None)

    def _got(self) -> None:
        self._gots += 1
        self._ungot = 0
        self.send("got", self._seq)

    def _ask_time(self) -> None:
        if self.failed:
            return
        now = perf_counter()
        self.send("time", now * 1000, self._trip)
        asked = self.socket
        self._clock.at(now + TIME_EVERY, lambda: self._ask_time() if self.socket is asked else None)


class NumbersSource(Client):
    """A program that pushes numbers; each is a move of hand 0."""

    namespace = "/test"

    def move(self, hand: int, now: float) -> None:
        self.send("newnumber", {"number": self._record.move(hand, now)})

    def on_joined(self) -> None:
        self.ready = True

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        return Message(event=event if event[0] == "refused" else None)

    def on_message(self, message: Message, now: float) -> None:
        if message.event:
            self.failed = f"refused: {message.event[1:]}"


class BatchesSource(NumbersSource):
    """A program that gathers its numbers for a moment, and pushes them together, each with its time."""

    def connect(self) -> None:
        self._gathered: list[tuple[float, int]] = []
        super().connect()

    def move(self, hand: int, now: float) -> None:
        if not self._gathered:
            self._clock.at(now + BATCH, self._push)
        self._gathered.append((now * 1000, self._record.move(hand, now)))

    def _push(self) -> None:
        gathered, self._gathered = self._gathered, []
        self.send("numbers", {"numbers": gathered})
