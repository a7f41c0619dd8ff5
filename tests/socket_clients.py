"""Socket.IO clients of tests: they connect, say why not, and wait. Real sockets, no sleeps."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import socketio
import websocket

PATIENCE = 15.0
"""Seconds after which a test gives up on something that should happen."""


for name in ("engineio.client", "socketio.client"):
    # What a client says when its server was killed is no news here.
    logging.getLogger(name).setLevel(logging.CRITICAL)

_close = websocket.WebSocket.close
websocket.WebSocket.close = lambda self, *reason, timeout=0: _close(self, *reason, timeout=0)  # type: ignore[method-assign]
"""The client library waits three seconds for an answer that its own reading thread has taken."""


def ordered_client() -> socketio.Client:
    """A client that handles messages in the order in which they came; the library starts a thread for each."""
    client = socketio.Client(reconnection=False)
    trigger = client.eio._trigger_event

    def in_order(event: str, *parts: Any, run_async: bool = False, **options: Any) -> Any:
        return trigger(event, *parts, run_async=False, **options)

    client.eio._trigger_event = in_order
    return client


def connect(client: socketio.Client, url: str, namespaces: list[str], **options: Any) -> None:
    """Connect; a refusal says why."""
    reasons: list[str] = []
    for namespace in namespaces:
        client.on("connect_error", lambda body: reasons.append(str(body)), namespace=namespace)
    try:
        client.connect(url, namespaces=namespaces, **options)
    except socketio.exceptions.ConnectionError as error:
        raise Refused(" ".join(reasons) or str(error)) from error


def leave(client: socketio.Client) -> None:
    """Disconnect, and let go of the socket, which the library forgets when the server was killed."""
    transport = client.eio.ws
    client.disconnect()
    if isinstance(transport, websocket.WebSocket):
        transport.shutdown()


class Refused(Exception):
    """The server did not let a client in."""


class Waiting:
    """Waits for conditions that messages bring about."""

    def __init__(self) -> None:
        self.changed = threading.Condition()

    def wait(self, condition: Callable[[], Any], why: str = "") -> Any:
        """Wait until the condition is true, and return what it gave."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while not (found := condition()):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"waited in vain {why}: {vars(self)}")
                self.changed.wait(left)
            return found
