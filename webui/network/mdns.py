"""This computer's name on the network: sidestage.local, and _sidestage._tcp for who looks for one. In its own thread.

RFC 6762: a name is probed before it is used, defended while it is ours, and given up with a goodbye. Each interface has
a responder of its own, since a name must lead to the address that its asker can reach.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from webui.network.addresses import Address

log = logging.getLogger(__name__)

CHECK_S = 2.0
"""From one look at the computer's addresses to the next."""

GOODBYE_S = 1.0
"""What a clean stop waits for the goodbyes, at most."""


class Mdns:
    """Announces a Sidestage by name as long as it runs. Only `close` blocks; any thread may ask for `name`."""

    def __init__(
        self,
        port: int,
        about: Mapping[str, str],
        addresses: Callable[[], list[Address]],
        services: Callable[[], Mapping[str, int]] = dict,
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """`tell` is called, in the thread, with what operators should know of the name, or "" when all is well."""
        self._port = port
        self._about = dict(about)
        self._addresses = addresses
        self._services = services
        """What else is to be found, by its type, and its port: looked at every other second."""
        self._tell = tell
        self.name: str | None = None
        """What this computer may be called, such as "sidestage.local"; None as long as there is no such name."""
        self._complained = False
        self._said = ""
        self._leaving = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="mdns", daemon=True)

    def start(self) -> None:
        """Begin; the name comes about a second later."""
        self._thread.start()

    def leave(self) -> None:
        """Begin to say goodbye."""
        with self._lock:
            self._leaving.set()
            if self._loop and self._task:
                self._loop.call_soon_threadsafe(self._task.cancel)

    def close(self) -> None:
        """Say goodbye, and wait until that is said. Once is enough; again does nothing."""
        if self._thread.is_alive():
            self.leave()
            self._thread.join(GOODBYE_S)

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            try:
                asyncio.run(self._work())
            except Exception as error:
                self._complain(error)
        self.name = None

    async def _work(self) -> None:
        with self._lock:
            if self._leaving.is_set():
                return
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        # Takes a tenth of a second to import, here where nobody waits for it.
        from webui.network.mdns_name import NameHolder

        holder = NameHolder(self._port, self._about, self._complain, self._say)
        try:
            while True:
                self.name = await holder.follow(mdns_interfaces(self._addresses()), self._services())
                await holder.stirred_or(CHECK_S)
        finally:
            self.name = None
            with self._lock:
                self._loop = self._task = None
            await holder.close()

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._tell(sentence)
            if sentence:
                log.warning("%s", sentence)

    def _complain(self, reason: object) -> None:
        if not self._complained:
            self._complained = True
            log.warning(
                "This computer can't be found by name on the network (%s). Tablets join by its address as always.",
                reason,
            )


def mdns_interfaces(addresses: Iterable[Address]) -> dict[str, tuple[str, ...]]:
    """The interfaces on which a tablet may look for us, with their IPv4 addresses."""
    found: dict[str, tuple[str, ...]] = {}
    for address in addresses:
        if address.is_likely and address.is_up and address.ip.replace(".", "").isdecimal():
            found[address.interface] = (*found.get(address.interface, ()), address.ip)
    return found
