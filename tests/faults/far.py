"""A program at the other end: what it was told by OSC. It forgets nothing when a server is killed."""

import socket
import threading
from typing import Any

from tests.clients import Waiting
from webui.links.osc.packets import decode

END = b"the end"


class Far(Waiting):
    """It listens in a thread of its own, until it is closed; `port` is where."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, list[Any]]] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def state(self) -> dict[str, list[Any]]:
        """What each address was told last."""
        with self.changed:
            return dict(self.heard)

    def hears(self, address: str, *arguments: Any) -> None:
        """Wait until an address was told this last."""
        self.wait(lambda: dict(self.heard).get(address) == list(arguments), f"{address} to be told {arguments}")

    def told(self, address: str) -> list[list[Any]]:
        """All that an address was told, in order."""
        with self.changed:
            return [arguments for one, arguments in self.heard if one == address]

    def close(self) -> None:
        """Listen no more."""
        self._socket.sendto(END, ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while (data := self._socket.recv(65_536)) != END:
            with self.changed:
                self.heard += [(message.address, list(message.arguments)) for _, message in decode(data)]
                self.changed.notify_all()
