"""Who is connected from where: places for this computer, for known devices and for strangers, each their own.

A connection waits until its request's head is there; only then can be told whether it is a known device's. So none is
refused at the door for who else is connected: when too many wait, the oldest of the busiest address is hung up on.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from webui.addresses import is_loopback, network
from webui.limits import FOR_KNOWN, FROM_ELSEWHERE, HERE, PER_ADDRESS, PER_DEVICE, PLACE_WITHIN, WAITING

PLACE = "sidestage.place"
"""Where a request's environment has its Place."""

SAY_EVERY = 1.0
"""Seconds from one sentence for operators to the next."""


class State(Enum):
    """How far a connection is: it sends its head, asks for a place, or has one; or it is gone."""

    HEAD = 0
    ASKS = 1
    STRANGER = 2
    KNOWN = 3
    GONE = 4


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many places there are of each kind."""

    here: int = HERE
    elsewhere: int = FROM_ELSEWHERE
    for_known: int = FOR_KNOWN
    waiting: int = WAITING
    per_address: int = PER_ADDRESS
    per_device: int = PER_DEVICE

    def within(self, connections: int) -> "Sizes":
        """Return as many as go into so many connections, in the same proportions."""
        share = min(1.0, connections / (self.here + self.elsewhere + self.waiting))
        here, elsewhere, waiting = (round(size * share) for size in (self.here, self.elsewhere, self.waiting))
        return Sizes(here, elsewhere, round(self.for_known * share), waiting, self.per_address, self.per_device)


@dataclass(slots=True, eq=False)
class Place:
    """One connection's."""

    places: "Places"
    address: str
    hang_up: Callable[[], object]
    is_here: bool
    state: State = State.HEAD
    device: str = field(default="")

    def move_out(self) -> None:
        """A connection over the loopback turned out to be another user's, or a proxy's: it takes no place of ours."""
        self.places.move_out(self)

    def settle(self, device: str | None) -> bool:
        """Take a place for a known device or a stranger; waits for one a while, and says whether there was any."""
        return self.places.settle(self, device)

    def promote(self, device: str) -> None:
        """A stranger's connection turned out to be a known device's."""
        self.places.promote(self, device)


class Places:
    """All connections. May be used from any thread; `on_full` gets a sentence when somebody is refused."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._changed = threading.Condition()
        self._heads: dict[Place, None] = {}
        """Those that send their head, oldest first."""
        self._waiting: Counter[str] = Counter()
        """Those from elsewhere that wait, by address: they send their head, or ask."""
        self._asking = 0
        """Strangers that ask."""
        self._here = 0
        self._strangers: Counter[str] = Counter()
        self._known: Counter[str] = Counter()
        self._said = float("-inf")
        self.on_full: Callable[[str], object] = lambda sentence: None

    def enter(self, address: str, hang_up: Callable[[], object]) -> Place | None:
        """Return the place of a connection that was just accepted, or None: it is to be hung up on.

        `hang_up` ends it from another thread; it is called when its place goes to somebody else.
        """
        place = Place(self, network(address), hang_up, is_loopback(address))
        with self._changed:
            let_in = self._make_room(place)
            if let_in:
                self._heads[place] = None
                self._here += place.is_here
                if not place.is_here:
                    self._waiting[place.address] += 1
        if not let_in:
            self._say_full(place)
        return place if let_in else None

    def move_out(self, place: Place) -> None:
        """See Place.move_out."""
        with self._changed:
            if place.is_here and place.state is State.HEAD:
                place.is_here = False
                self._here -= 1
                self._waiting[place.address] += 1

    def settle(self, place: Place, device: str | None) -> bool:
        """See Place.settle."""
        with self._changed:
            if place.state is not State.HEAD:
                return False
            del self._heads[place]
            place.state = State.ASKS
            settled = place.is_here or self._wait(place, device)
            if settled:
                self._seat(place, device)
        if not settled:
            self._say_full(place)
        return settled

    def promote(self, place: Place, device: str) -> None:
        """See Place.promote."""
        with self._changed:
            if not place.is_here and place.state is State.STRANGER and self._has_seat(place, device):
                self._stand_up(place)
                self._seat(place, device)

    def leave(self, place: Place) -> None:
        """A connection ended."""
        with self._changed:
            if place.state is State.GONE:
                return
            self._heads.pop(place, None)
            if place.is_here:
                self._here -= 1
            elif place.state in (State.HEAD, State.ASKS):
                self._subtract(self._waiting, place.address)
            else:
                self._stand_up(place)
            place.state = State.GONE
            self._changed.notify_all()

    def _make_room(self, place: Place) -> bool:
        sizes = self._sizes
        if place.is_here:
            return self._here < sizes.here or self._hang_up_on(None)
        if self._waiting[place.address] >= sizes.per_address:
            return self._hang_up_on(place.address)
        if self._waiting.total() < sizes.waiting:
            return True
        return any(self._hang_up_on(address) for address, _ in self._waiting.most_common())

    def _hang_up_on(self, address: str | None) -> bool:
        """Hang up on the oldest that still sends its head, of one address or, with None, of this computer."""
        for place in self._heads:
            if place.is_here if address is None else place.address == address:
                self.leave(place)
                place.hang_up()
                return True
        return False

    def _wait(self, place: Place, device: str | None) -> bool:
        if self._has_seat(place, device):
            return True
        is_stranger = device is None
        if is_stranger and self._asking >= self._sizes.waiting // 2:
            # Those who ask can't be hung up on, so strangers must not be all who wait.
            return False
        self._asking += is_stranger
        try:
            return self._changed.wait_for(lambda: self._has_seat(place, device), PLACE_WITHIN)
        finally:
            self._asking -= is_stranger

    def _has_seat(self, place: Place, device: str | None) -> bool:
        sizes = self._sizes
        strangers = self._strangers.total()
        if device is not None:
            # Who is promoted takes no place more.
            in_all = strangers + self._known.total() - (place.state is State.STRANGER)
            return in_all < sizes.elsewhere and self._known[device] < sizes.per_device
        return (
            strangers + self._known.total() < sizes.elsewhere
            and strangers < sizes.elsewhere - sizes.for_known
            and self._strangers[place.address] < sizes.per_address
        )

    def _seat(self, place: Place, device: str | None) -> None:
        place.device = device or ""
        if not place.is_here and place.state is State.ASKS:
            self._subtract(self._waiting, place.address)
        place.state = State.STRANGER if device is None else State.KNOWN
        if not place.is_here:
            (self._strangers if device is None else self._known)[device or place.address] += 1

    def _stand_up(self, place: Place) -> None:
        if place.state is State.KNOWN:
            self._subtract(self._known, place.device)
        else:
            self._subtract(self._strangers, place.address)

    def _say_full(self, place: Place) -> None:
        now = time.monotonic()
        if now - self._said < SAY_EVERY:
            return
        self._said = now
        who = "this computer" if place.is_here else place.address
        self.on_full(f"There are too many connections: some from {who} are refused.")

    @staticmethod
    def _subtract(counter: Counter[str], key: str) -> None:
        counter[key] -= 1
        if not counter[key]:
            del counter[key]
