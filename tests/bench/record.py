"""What the hands sent, and what arrived where and when."""

from array import array
from collections.abc import Collection

Told = tuple[tuple[int, int], ...]
"""What one message told: pairs of hand and value."""


class Record:
    """A hand's n-th move has the value n. Hand h is device h as well, unless hands are apart. Times are seconds.

    Clients write what they were told into `log`: device, time, messages. It costs them next to nothing; `digest` reads
    it when there is time. Counted is each value that a device other than its mover is told and does not show already.
    Its latency runs from the moment before the move was handed to the mover's socket to the moment after it was read
    from the other's. A move that was replaced by a newer one on its way is not counted; the newer one is.
    """

    def __init__(self, devices: int, hands: int, apart: bool = False) -> None:
        self.log: list[tuple[int, float, tuple[Told, ...]]] = []
        self.sent: list[array[float]] = [array("d", [0.0]) for _ in range(hands)]
        self.shown = [[0] * hands for _ in range(devices)]
        self.newest = [[0] * hands for _ in range(devices)]
        """What each device was told last, and the newest that it was ever told."""
        self.apart = apart
        self.went_back = 0
        """Values that replaced a newer one."""
        self.last_arrival = 0.0
        self._digested = 0
        self._devices = array("i")
        self._arrived = array("d")
        self._latencies = array("d")

    @property
    def devices(self) -> int:
        """How many there are."""
        return len(self.shown)

    @property
    def hands(self) -> int:
        """How many there are."""
        return len(self.sent)

    def move(self, hand: int, now: float) -> int:
        """Note a move, and return its value."""
        times = self.sent[hand]
        times.append(now)
        return len(times) - 1

    def digest(self, most: int | None = None) -> bool:
        """Read what was logged since, or `most` entries of it; says whether there is more. Devices beyond those that
        count are left out.
        """
        end = len(self.log) if most is None else min(len(self.log), self._digested + most)
        for at in range(self._digested, end):
            device, now, messages = self.log[at]
            if device < len(self.shown):
                for told in messages:
                    for hand, value in told:
                        self._arrive(device, hand, value, now)
        self._digested = end
        return end < len(self.log)

    def _arrive(self, device: int, hand: int, value: int, now: float) -> None:
        shown = self.shown[device]
        before = shown[hand]
        if value == before or (device == hand and not self.apart):
            return
        shown[hand] = value
        self.last_arrival = now
        if value < before:
            self.went_back += 1
        if value > self.newest[device][hand]:
            self.newest[device][hand] = value
        self._devices.append(device)
        self._arrived.append(now)
        self._latencies.append(now - self.sent[hand][value])

    def latencies(self, begin: float, end: float, without: Collection[int] = ()) -> list[float]:
        """Return, in order of size, those of values sent in a span of time; in milliseconds."""
        rows = zip(self._devices, self._arrived, self._latencies, strict=True)
        found = [
            latency * 1000
            for device, arrived, latency in rows
            if begin <= arrived - latency < end and device not in without
        ]
        return sorted(found)

    def delivered(self, begin: float, end: float) -> int:
        """Return how many values arrived in a span of time."""
        return sum(begin <= arrived < end for arrived in self._arrived)

    def moved(self, begin: float, end: float) -> int:
        """Return how many moves were sent in a span of time."""
        return sum(begin <= time < end for times in self.sent for time in times)

    @property
    def finals(self) -> list[int]:
        """Each hand's last value."""
        return [len(times) - 1 for times in self.sent]

    def is_settled(self) -> bool:
        """Say whether every device shows every last value of the others' hands."""
        self.digest()
        return self.lacking() == 0

    def lacking(self) -> int:
        """Return how many devices do not show every last value."""
        return sum(self._lacks(device, self.shown[device]) for device in range(self.devices))

    def overtaken(self) -> int:
        """Return how many devices were told every last value, but then an older one."""
        both = zip(self.shown, self.newest, strict=True)
        return sum(
            self._lacks(device, shown) and not self._lacks(device, newest)
            for device, (shown, newest) in enumerate(both)
        )

    def settled_after(self) -> float:
        """Return the seconds from the last move to the last arrival."""
        return max(0.0, self.last_arrival - max(times[-1] for times in self.sent))

    def _lacks(self, device: int, values: list[int]) -> bool:
        finals = self.finals
        if not self.apart and device < len(finals):
            # What it moves itself it has painted, whether it is told or not.
            return any(values[hand] != finals[hand] for hand in range(len(finals)) if hand != device)
        return values != finals


class Screen:
    """What one device showed when: its part of a record's log, replayed."""

    def __init__(self, record: Record, device: int) -> None:
        self._sent = record.sent
        self._told = [(now, told) for who, now, messages in record.log if who == device for told in messages]

    def ages(self, times: list[float]) -> list[float]:
        """Return how old, in seconds, the values were that it showed at these times: means over all hands."""
        shown = [0] * len(self._sent)
        found = []
        at = 0
        for time in times:
            while at < len(self._told) and self._told[at][0] <= time:
                for hand, value in self._told[at][1]:
                    shown[hand] = value
                at += 1
            found.append(sum(time - self._sent[hand][value] for hand, value in enumerate(shown)) / len(shown))
        return found

    def catching_up(self, since: float, fresh: float, tick: float) -> tuple[int, int, float]:
        """Return how it caught up from a moment on: messages until then, old values painted, and the seconds.

        It is up to date once every value that it shows was sent no more than `fresh` seconds before that moment. It
        paints every `tick` seconds; an old value is one that was sent earlier and that it did not paint before.
        """
        shown = [0] * len(self._sent)
        for _, told in (it for it in self._told if it[0] < since):
            for hand, value in told:
                shown[hand] = value
        painted = list(shown)
        messages = old = 0
        paint = since + tick
        for now, told in (it for it in self._told if it[0] >= since):
            while paint <= now:
                old += self._paint(painted, shown, since - fresh)
                paint += tick
            messages += 1
            for hand, value in told:
                shown[hand] = value
            if all(self._sent[hand][value] >= since - fresh for hand, value in enumerate(shown)):
                return messages, old, now - since
        return messages, old, float("inf")

    def _paint(self, painted: list[int], shown: list[int], fresh: float) -> int:
        old = sum(
            value != before and self._sent[hand][value] < fresh
            for hand, (value, before) in enumerate(zip(shown, painted, strict=True))
        )
        painted[:] = shown
        return old
