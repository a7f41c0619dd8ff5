"""The checker: every client, the server and the store, opened anew, have the same state, told by a hash of it."""

import hashlib
import json
import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from tests.clients import Page
from tests.faults.servers import SHOW, Server
from tests.stage import PATIENCE
from webui.core.values import Value
from webui.storage.opening import DATABASE
from webui.storage.store import Store

WAL = f"{DATABASE}-wal"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where copies are looked at: hundreds of them would keep the disk busy."""


class Client(Protocol):
    """Whoever holds the state."""

    @property
    def state(self) -> tuple[int, dict[str, Any]]:
        """Revision and values."""

    def follow(self) -> None:
        """Connect anew if the connection was lost."""


def digest(state: tuple[int, Mapping[str, Any]]) -> str:
    """Return a hash of revision and values."""
    revision, values = state
    return hashlib.sha256(json.dumps([revision, sorted(values.items())]).encode()).hexdigest()


def server_state(server: Server) -> tuple[int, dict[str, Any]]:
    """Return revision and values as the server tells a newcomer."""
    with closing(Page(server.url, "checker-session")) as page:
        return page.welcome["revision"], dict(page.welcome["values"])


def health_revision(server: Server) -> int:
    """Return the revision by plain HTTP."""
    with urllib.request.urlopen(f"{server.url}health", timeout=PATIENCE) as answer:
        return int(json.load(answer)["revision"])


class Kept:
    """What a data folder's database says once it is opened anew: values that were kept, and operations by session."""

    def __init__(self, data: Path, wal: int | None = None) -> None:
        """Read a copy of it, as it would be after a power cut; `wal` cuts the log after so many bytes."""
        with tempfile.TemporaryDirectory(prefix="sidestage-faults-", dir=MEMORY) as folder:
            copy = Path(folder) / DATABASE
            # The log first: a checkpoint in between leaves a database that needs less of it, never more.
            log = (data / WAL).read_bytes() if (data / WAL).exists() else b""
            shutil.copyfile(data / DATABASE, copy)
            copy.with_name(WAL).write_bytes(log[:wal])
            with closing(Store(copy)) as store:
                self.values = store.values(str(SHOW["id"]))
                self._seen = store.seen()

    def seen(self, session: str) -> int:
        """Return the last operation of a session on this computer."""
        return self._seen.get(f"programs/{session}", 0)


def start_values(buttons: bool = True) -> dict[str, Value]:
    """Return what the show's controls start from."""
    starts: dict[str, Value] = {"fader": 0, "toggle": False, "text": "", "button": False}
    controls: Any = SHOW["controls"]
    return {one["id"]: starts[one["type"]] for one in controls if buttons or one["type"] != "button"}


def lasting(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of controls that keep theirs."""
    return {who: values[who] for who in start_values(buttons=False)}


def agree(server: Server, clients: Sequence[Client]) -> str:
    """Wait until all clients have the server's state, see that the store has it too, and return its hash.

    All that the clients did must be kept by now, and nobody may move anything meanwhile.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        for client in clients:
            client.follow()
        truth, revision = server_state(server), health_revision(server)
        states = [client.state for client in clients]
        if {digest(state) for state in states} <= {digest(truth)} and revision == truth[0]:
            break
        assert time.monotonic() < deadline, f"the clients have {states}, the server {truth} ({revision})"
        time.sleep(0.02)
    # The store knows no revisions: they begin anew with each start.
    kept = {**start_values(buttons=False), **Kept(server.data).values}
    assert digest((0, kept)) == digest((0, lasting(truth[1]))), (kept, truth)
    return digest(truth)
