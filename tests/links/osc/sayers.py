"""Programs that say back what they are told: at once or late, from their own port, another port or another address."""

import heapq
import socket
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from tests.socket_clients import Waiting
from webui.links.osc.packets import Message, decode, encode

HERE = "127.0.0.1"
END = b"/end"

Round = Callable[[Any], Any]


class Sayer(Waiting):
    """It listens at `port`; once `to` is set it says all it hears there, each after `late` seconds, and once more.

    `speaks` is the host and port that it speaks from (None: where it listens). `heard` are values by address.
    """

    def __init__(
        self,
        late: Sequence[float] = (0.0,),
        speaks: tuple[str, int] | None = None,
        rounds: Round = lambda value: value,
    ) -> None:
        super().__init__()
        self.ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.ear.bind((HERE, 0))
        self.port: int = self.ear.getsockname()[1]
        self.mouth = self.ear
        if speaks:
            self.mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.mouth.bind(speaks)
        self.to: tuple[str, int] | None = None
        self.heard: dict[str, list[Any]] = {}
        self.said = 0
        self.late, self._rounds = late, rounds
        self._due: list[tuple[float, int, str, Any]] = []
        self._n = count()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether it has said all that it has to say."""
        return not self._due

    def say(self, address: str, *arguments: Any) -> None:
        """A hand there moves something, or presses."""
        assert self.to
        self.said += 1
        self.mouth.sendto(encode(address, arguments), self.to)

    def close(self) -> None:
        """End."""
        self.ear.sendto(END, (HERE, self.port))
        self._thread.join()
        self.ear.close()
        self.mouth.close()

    def _run(self) -> None:
        while True:
            self.ear.settimeout(max(0.001, self._due[0][0] - time.monotonic()) if self._due else None)
            try:
                data = self.ear.recv(65_536)
            except TimeoutError:
                data = b""
            if data == END:
                return
            with self.changed:
                for _, message in decode(data) if data else ():
                    self._hear(message)
                while self._due and self._due[0][0] <= time.monotonic():
                    _, _, address, value = heapq.heappop(self._due)
                    self.say(address, value)
                self.changed.notify_all()

    def _hear(self, message: Message) -> None:
        if not message.arguments:
            return
        value = message.arguments[0]
        self.heard.setdefault(message.address, []).append(value)
        if self.to:
            for late in self.late:
                entry = (time.monotonic() + late, next(self._n), message.address, self._rounds(value))
                heapq.heappush(self._due, entry)
