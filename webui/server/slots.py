"""Who is connected from where: places for this computer, for known devices and for strangers, each their own.

A connection waits until its request's head is there; only then can be told whether it is a known device's. So none is
refused at the door for who else is connected: when too many wait, the oldest of the busiest address is hung up on.
Known devices and strangers have seats of their own (seats.py), which nobody can take from a device that has few.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from webui.core.devices.devices import Device
from webui.limits import (
    ASKING,
    FOR_KNOWN,
    FROM_ELSEWHERE,
    HERE,
    KNOWN_PER_ADDRESS,
    OWN_PLACES,
    PER_ADDRESS,
    PER_DEVICE,
    PLACE_PATIENCE,
    PLACE_WITHIN,
    WAITING,
)
from webui.network.ip_addresses import is_loopback, network
from webui.server.seats import Holder, Seats, Worth, holder_of

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
    asking: int = ASKING
    per_address: int = PER_ADDRESS
    per_device: int = PER_DEVICE
    known_per_address: int = KNOWN_PER_ADDRESS
    own: int = OWN_PLACES

    @property
    def strangers(self) -> int:
        """How many places strangers have."""
        return self.elsewhere - self.for_known

    def within(self, connections: int) -> "Sizes":
        """Return as many as go into so many connections, in the same proportions."""
        share = min(1.0, connections / (self.here + self.elsewhere + self.waiting + self.asking))
        fewer = {name: round(getattr(self, name) * share) for name in _SHARED}
        return replace(self, **fewer)


_SHARED = ("here", "elsewhere", "for_known", "waiting", "asking", "known_per_address")


@dataclass(slots=True, eq=False)
class Place:
    """The place of one connection. `bucket` is what it shares the limits of an address with."""

    places: "Places"
    address: str
    bucket: str
    hang_up: Callable[[], object]
    is_here: bool
    holder: Holder
    state: State = State.HEAD
    called: threading.Event = field(default_factory=threading.Event)
    """Set when its waiting is over."""

    def move_out(self) -> None:
        """A connection over the loopback turned out to be another user's, or a proxy's: it takes no place of ours."""
        self.places.move_out(self)

    def settle(self, device: Device | None) -> bool:
        """Take a place for a known device or a stranger; waits for one a while, and says whether there was any."""
        return self.places.settle(self, device)

    def promote(self, device: Device) -> bool:
        """Take a known device's place instead of a stranger's; returns False, and stays, if there is none."""
        return self.places.promote(self, device)


class Places:
    """All connections. May be used from any thread; `on_full` gets a sentence when somebody is refused."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._lock = threading.Lock()
        self._heads: dict[Place, None] = {}
        """Those that send their head, oldest first."""
        self._waiting: Counter[str] = Counter()
        """Those from elsewhere that send their head, by address."""
        self._askers: dict[Place, None] = {}
        """Those whose head is there and who wait for a place."""
        self._here = 0
        self._known: Seats[Place] = Seats(sizes.for_known, sizes.per_device, sizes.known_per_address, sizes.own)
        self._strangers: Seats[Place] = Seats(sizes.strangers, sizes.per_address, sizes.per_address, sizes.own)
        self._said = float("-inf")
        self.on_full: Callable[[str], object] = lambda sentence: None

    def enter(self, address: str, hang_up: Callable[[], object]) -> Place | None:
        """Return the place of a connection that was just accepted, or None: it is to be hung up on.

        `hang_up` ends it from another thread; it is called when its place goes to somebody else. Limits count the
        address, or of IPv6 its network.
        """
        bucket = network(address)
        place = Place(self, address, bucket, hang_up, is_loopback(address), Holder(bucket))
        with self._lock:
            let_in = self._make_room(place)
            if let_in:
                self._heads[place] = None
                self._here += place.is_here
                if not place.is_here:
                    self._waiting[bucket] += 1
        if not let_in:
            self._say_full(place)
        return place if let_in else None

    def move_out(self, place: Place) -> None:
        """See Place.move_out."""
        with self._lock:
            if place.is_here and place.state is State.HEAD:
                place.is_here = False
                self._here -= 1
                self._waiting[place.bucket] += 1

    def settle(self, place: Place, device: Device | None) -> bool:
        """See Place.settle."""
        with self._lock:
            if place.state is not State.HEAD:
                return False
            del self._heads[place]
            place.state = State.ASKS
            if place.is_here:
                place.state = State.STRANGER if device is None else State.KNOWN
                return True
            self._subtract(self._waiting, place.bucket)
            place.holder = holder_of(device) if device else Holder(place.bucket)
            if self._seat(place, device is not None):
                return True
            may_ask = self._may_ask(place)
            if may_ask:
                self._askers[place] = None
        settled = may_ask and self._wait(place, device is not None)
        if not settled:
            self._say_full(place)
        return settled

    def promote(self, place: Place, device: Device) -> bool:
        """See Place.promote."""
        with self._lock:
            if place.is_here or place.state is not State.STRANGER:
                # It has one already, or its request is over: it polls, and each request has a place of its own.
                return True
            stranger = place.holder
            self._strangers.leave(place)
            place.holder = holder_of(device)
            if self._seat(place, True):
                self._call()
                return True
            place.holder = stranger
            # Its own seat is free still.
            self._seat(place, False)
        self._say_full(place)
        return False

    def leave(self, place: Place) -> None:
        """A connection ended."""
        with self._lock:
            self._leave(place)

    def _leave(self, place: Place) -> None:
        was, place.state = place.state, State.GONE
        if was is State.GONE:
            return
        self._heads.pop(place, None)
        if place.is_here:
            self._here -= 1
        elif was is State.HEAD:
            self._subtract(self._waiting, place.bucket)
        elif was is not State.ASKS:
            (self._known if was is State.KNOWN else self._strangers).leave(place)
            self._call()

    def _make_room(self, place: Place) -> bool:
        sizes = self._sizes
        if place.is_here:
            return self._here < sizes.here or self._hang_up_on(None)
        if self._waiting[place.bucket] >= sizes.per_address:
            return self._hang_up_on(place.bucket)
        if self._waiting.total() < sizes.waiting:
            return True
        return any(self._hang_up_on(bucket) for bucket, _ in self._waiting.most_common())

    def _hang_up_on(self, bucket: str | None) -> bool:
        """Hang up on the oldest that still sends its head, of one address or, with None, of this computer."""
        for place in self._heads:
            if place.is_here if bucket is None else place.bucket == bucket and not place.is_here:
                self._leave(place)
                place.hang_up()
                return True
        return False

    def _seat(self, place: Place, is_known: bool, patient: bool = False) -> bool:
        lost = (self._known if is_known else self._strangers).seat(place, patient)
        if lost is None:
            return False
        place.state = State.KNOWN if is_known else State.STRANGER
        for other in lost:
            other.state = State.GONE
            other.hang_up()
        return True

    # Those who wait for a place

    def _may_ask(self, place: Place) -> bool:
        """Say whether a place may be waited for; somebody of less worth may have to give up for it."""
        sizes = self._sizes
        strangers = [other for other in self._askers if not self._is_known(other)]
        if not self._is_known(place) and len(strangers) >= sizes.asking // 2:
            # Strangers must not be all who wait.
            return self._outdoes(place, strangers)
        return len(self._askers) < sizes.asking or self._outdoes(place, list(self._askers))

    def _outdoes(self, place: Place, rivals: list[Place]) -> bool:
        """Have the one give up that is worth least of those, if that is less than a place is."""
        worst = max(rivals, key=self._worth, default=None)
        if worst is None or self._worth(worst) <= self._worth(place, 1):
            return False
        self._give_up(worst)
        return True

    def _worth(self, place: Place, more: int = 0) -> tuple[bool, Worth]:
        is_known = self._is_known(place)
        seats = self._known if is_known else self._strangers
        asking = sum(other.holder == place.holder for other in self._askers)
        return not is_known, seats.worth(place.holder, seats.of(place.holder.name) + asking + more)

    def _is_known(self, place: Place) -> bool:
        return place.holder.name != place.bucket

    def _give_up(self, place: Place) -> None:
        del self._askers[place]
        place.state = State.GONE
        place.called.set()

    def _wait(self, place: Place, is_known: bool) -> bool:
        if not place.called.wait(min(PLACE_WITHIN, PLACE_PATIENCE)) and PLACE_PATIENCE < PLACE_WITHIN:
            with self._lock:
                if place.state is State.ASKS and self._seat(place, is_known, patient=True):
                    place.called.set()
            place.called.wait(PLACE_WITHIN - PLACE_PATIENCE)
        with self._lock:
            self._askers.pop(place, None)
            if place.state is State.ASKS:
                place.state = State.GONE
            return place.state is not State.GONE

    def _call(self) -> None:
        """There is room: give it to those who wait, the most worth first."""
        for place in sorted(self._askers, key=self._worth):
            if self._seat(place, self._is_known(place)):
                del self._askers[place]
                place.called.set()

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
