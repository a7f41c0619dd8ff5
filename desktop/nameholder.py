"""The one name that this computer has on all of its networks."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Mapping

from desktop.responder import Responder, Unusable

NAME = "sidestage"
MAX_NAMES = 50
"""Names that are tried before we do without: sidestage, sidestage-2 ... sidestage-50."""

MAX_DEFENCES = 10
"""How often a name is defended against one who does not yield, before we do."""

TRY_AGAIN_S = 10.0
"""After an interface did not work, while its addresses are still the same."""

HERD_S = 0.25
"""Computers that are switched on together don't probe together: each waits up to this long."""


class NameHolder:
    """Takes a name, keeps it while interfaces come and go, and gives it up. Everything in one asyncio loop."""

    def __init__(self, port: int, about: Mapping[str, str], complain: Callable[[object], None]) -> None:
        self._port = port
        self._about = about
        self._complain = complain
        self._responders: dict[str, Responder] = {}
        self._broken: dict[str, tuple[tuple[str, ...], float]] = {}
        """Interfaces that did not work: with which addresses, and when to try again."""
        self._ours: set[str] = set()
        """All addresses that were ever ours: what we said before a change must not look like somebody else's."""
        self._number = 1
        self._defences = 0
        self._stirred = asyncio.Event()

    @property
    def _label(self) -> str:
        return NAME if self._number == 1 else f"{NAME}-{self._number}"

    async def follow(
        self, interfaces: Mapping[str, tuple[str, ...]], services: Mapping[str, int] | None = None
    ) -> str | None:
        """Hold the name on just these interfaces; return it, or None if there is none.

        `services` are what else is to be found under it: the ports of types such as _oscjson._tcp.local.
        """
        self._ours.update(ip for ips in interfaces.values() for ip in ips)
        for interface in [name for name, one in self._responders.items() if interfaces.get(name) != one.ips]:
            await self._responders.pop(interface).close()
        for interface, ips in interfaces.items():
            if interface not in self._responders and not self._is_broken(interface, ips):
                await self._open(interface, ips)
        await self._settle()
        await self._take()
        await asyncio.gather(*(one.offer(services or {}) for one in self._responders.values()))
        held = any(one.label == self._label for one in self._responders.values())
        return f"{self._label}.local" if held else None

    async def stirred_or(self, seconds: float) -> None:
        """Wait until somebody disputes the name, or for so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stirred.wait(), seconds)
        self._stirred.clear()

    async def close(self) -> None:
        """Give the name up everywhere."""
        await asyncio.gather(*(one.close() for one in self._responders.values()))

    async def _open(self, interface: str, ips: tuple[str, ...]) -> None:
        responder = Responder(ips, self._ours, self._stirred.set)
        # In the list before it is open: what is cancelled on the way must be closed too.
        self._responders[interface] = responder
        try:
            await responder.open()
        except Unusable as error:
            await self._give_up_on(interface, error)

    async def _settle(self) -> None:
        """Defend the name where another one uses it, or leave it to them."""
        disputed = [one for one in self._responders.values() if one.label and (one.challenged or one.lost)]
        if not disputed:
            return
        self._defences += 1
        if self._defences > MAX_DEFENCES or any(one.lost for one in disputed):
            await self._next_name()
        else:
            await asyncio.gather(*(one.defend() for one in disputed))

    async def _take(self) -> None:
        while nameless := [one for one in self._responders.values() if one.label is None]:
            if self._number > MAX_NAMES:
                self._complain(f"every name up to {NAME}-{MAX_NAMES} is taken")
                return
            await asyncio.sleep(random.uniform(0, HERD_S))
            if not all(await asyncio.gather(*(one.probe(self._label, self._port, self._about) for one in nameless))):
                await self._next_name()
                continue
            for interface, responder in list(self._responders.items()):
                if responder in nameless:
                    try:
                        await responder.announce()
                    except Unusable as error:
                        await self._give_up_on(interface, error)

    async def _next_name(self) -> None:
        await asyncio.gather(*(one.withdraw() for one in self._responders.values()))
        self._number += 1
        self._defences = 0

    async def _give_up_on(self, interface: str, error: Unusable) -> None:
        responder = self._responders.pop(interface)
        self._broken[interface] = (responder.ips, asyncio.get_running_loop().time() + TRY_AGAIN_S)
        self._complain(error)
        await responder.close()

    def _is_broken(self, interface: str, ips: tuple[str, ...]) -> bool:
        broken, until = self._broken.get(interface, ((), 0.0))
        return broken == ips and asyncio.get_running_loop().time() < until
