"""The one name that this computer has on all of its networks."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Mapping

from webui.network.mdns_responder import Responder, Unusable

NAME = "sidestage"
MAX_NAMES = 50
"""Names that are tried before we do without: sidestage, sidestage-2 ... sidestage-50."""

MAX_DEFENCES = 10
"""How often a name is defended against one who does not yield, before we do."""

TRY_AGAIN_S = 10.0
"""After an interface did not work, while its addresses are still the same."""

HERD_S = 0.25
"""Computers that are switched on together don't probe together: each waits up to this long."""

BACK_S = 10.0
LONGEST_BACK_S = 300.0
"""After a name was taken away: until it is looked whether it is free again. Each loss doubles it, up to the latter."""


class NameHolder:
    """Takes a name, keeps it while interfaces come and go, and gives it up. Everything in one asyncio loop."""

    def __init__(
        self,
        port: int,
        about: Mapping[str, str],
        complain: Callable[[object], None],
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """`tell` is for operators: that the name was taken away, and "" when it is back."""
        self._port = port
        self._about = about
        self._complain = complain
        self._tell = tell
        self._held = False
        """Whether the first name was ours since the start."""
        self._look_at = 0.0
        self._losses = 0
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
        await self._take_back()
        await self._take()
        await asyncio.gather(*(one.offer(services or {}) for one in self._responders.values()))
        held = any(one.label == self._label for one in self._responders.values())
        if held and self._number == 1:
            self._held = True
            self._tell("")
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
        # One packet proves nothing, and anybody can send it: whoever has the name says so when asked.
        lost = [one for one in disputed if one.lost or self._defences > MAX_DEFENCES]
        used = await asyncio.gather(*(one.is_used(self._label, self._port, self._about) for one in lost))
        if any(used):
            await self._lose(next((one.rival for one in lost if one.rival), ""))
        else:
            for one in lost:
                one.lost = False
            await asyncio.gather(*(one.defend() for one in disputed))

    async def _lose(self, rival: str) -> None:
        """Leave the name to another computer, and tell operators."""
        name, who = self._label, f"Another computer ({rival})" if rival else "Another computer"
        await self._next_name()
        self._losses += 1
        self._look_at = asyncio.get_running_loop().time() + min(BACK_S * 2 ** (self._losses - 1), LONGEST_BACK_S)
        self._tell(
            f"{who} on this network says that it is {name}.local, so this one is {self._label}.local now. Screens that "
            "were opened by that name reach the other one: open them by the address in the join code. If you don't "
            "know that computer, forget all screens and make a new code."
        )

    async def _take_back(self) -> None:
        """Take the first name again, if it was ours and nobody else has it now."""
        now = asyncio.get_running_loop().time()
        if self._number == 1 or not self._held or now < self._look_at or not self._responders:
            return
        self._look_at = now + BACK_S
        used = await asyncio.gather(*(one.is_used(NAME, self._port, self._about) for one in self._responders.values()))
        if not any(used):
            await asyncio.gather(*(one.withdraw() for one in self._responders.values()))
            self._number, self._defences = 1, 0

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
