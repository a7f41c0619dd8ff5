"""What the hands sent, and what arrived where and when."""

from array import array


class Record:
    """Hand h is device h as well, and moves control h: its n-th move has the value n. Times are seconds on one clock.

    Counted is each value that a device other than its mover is told and does not show already. Its latency runs from
    the moment before the move was handed to the mover's socket to the moment after it was read from the other's. A
    move that was replaced by a newer one on its way is not counted; the newer one is.
    """

    def __init__(self, devices: int, hands: int) -> None:
        self.sent: list[array[float]] = [array("d", [0.0]) for _ in range(hands)]
        self.shown = [[0] * hands for _ in range(devices)]
        self.newest = [[0] * hands for _ in range(devices)]
        """What each device was told last, and the newest that it was ever told."""
        self.latencies = array("d")
        """Of the values that were sent in the steady phase."""
        self.delivered = 0
        """Values that arrived in the steady phase."""
        self.went_back = 0
        """Values that replaced a newer one."""
        self.begin = float("inf")
        self.end = float("inf")
        """The steady phase."""
        self.last_arrival = 0.0

    def move(self, hand: int, now: float) -> int:
        """Note a move, and return its value."""
        times = self.sent[hand]
        times.append(now)
        return len(times) - 1

    def arrived(self, device: int, hand: int, value: int, now: float) -> None:
        """Note what a device was told."""
        shown = self.shown[device]
        before = shown[hand]
        if value == before:
            return
        shown[hand] = value
        self.last_arrival = now
        if value < before:
            self.went_back += 1
        if value > self.newest[device][hand]:
            self.newest[device][hand] = value
        if device == hand:
            return
        sent = self.sent[hand][value]
        if self.begin <= sent < self.end:
            self.latencies.append(now - sent)
        if self.begin <= now < self.end:
            self.delivered += 1

    @property
    def finals(self) -> list[int]:
        """Each hand's last value."""
        return [len(times) - 1 for times in self.sent]

    def is_settled(self) -> bool:
        """Say whether every device, the movers included, shows every hand's last value."""
        finals = self.finals
        return all(shown == finals for shown in self.shown)

    def lacking(self) -> int:
        """Return how many devices do not show every last value."""
        finals = self.finals
        return sum(shown != finals for shown in self.shown)

    def overtaken(self) -> int:
        """Return how many devices were told every last value, but then an older one."""
        finals = self.finals
        both = zip(self.shown, self.newest, strict=True)
        return sum(shown != finals and newest == finals for shown, newest in both)

    def settled_after(self) -> float:
        """Return the seconds from the last move to the last arrival."""
        return max(0.0, self.last_arrival - max(times[-1] for times in self.sent))
