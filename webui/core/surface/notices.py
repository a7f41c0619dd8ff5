"""Messages to everyone: what somebody wrote for all screens, and which screens have seen it. Times are milliseconds.

A message waits on a screen until somebody there says that it was seen, on any page of that screen. It is meant for the
screens that are there when it is said or come soon after; who comes later finds it in the list alone. Who wrote it has
seen it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from webui.core.characters import cut
from webui.core.devices.devices import Connection, Device
from webui.core.devices.names import clean
from webui.core.errors import BadValue, TooMany

MAX_NOTICE = 200
"""Characters of a message, as people count them; a longer one is cut."""

MAX_WRITTEN = 4 * MAX_NOTICE
"""Characters that are read of it, before what can't be seen is taken out."""

MAX_NOTICES = 50
"""Messages that are kept, the newest."""

MAX_BURST = 10
BURST = 30_000.0
"""So many messages one device may send within so many milliseconds: else one program would bury what others say."""

FRESH = 600_000.0
"""Milliseconds after which a message no longer waits for screens that were not there."""


@dataclass(slots=True, eq=False)
class Notice:
    """One message. `to` are the devices that it is meant for, by id, and `seen` those of them that have seen it."""

    id: int
    text: str
    by: str
    """The name that its writer had."""
    writer: str
    """The id of the device that it came from."""
    at: float
    urgent: bool
    to: dict[str, Device] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def waits_for(self, device: str) -> bool:
        """Say whether it is still to be seen on a device's screens."""
        return device in self.to and device not in self.seen

    def describe(self, device: str) -> dict[str, object]:
        """Return it as JSON, for one device's pages."""
        return {
            "id": self.id,
            "text": self.text,
            "from": self.by,
            "at": round(self.at, 1),
            "urgent": self.urgent,
            "waits": self.waits_for(device),
        }

    def reached(self) -> dict[str, list[str]]:
        """Return the names of the devices that have seen it, and of those that have not, as JSON."""
        return {
            "seen": [device.name for name, device in self.to.items() if name in self.seen],
            "unseen": [device.name for name, device in self.to.items() if name not in self.seen],
        }


class Notices:
    """The last messages, oldest first."""

    def __init__(self) -> None:
        self._last: deque[Notice] = deque(maxlen=MAX_NOTICES)
        self._count = 0
        self._said: dict[str, deque[float]] = {}
        """When each device sent its last ones."""

    def __iter__(self) -> Iterator[Notice]:
        return iter(self._last)

    def say(self, text: str, urgent: bool, by: Device, here: Iterable[Connection], now: float) -> Notice:
        """Take a message for all pages that are here, cut to its length; raises BadValue or TooMany."""
        line = cut(clean(cut(text, MAX_WRITTEN)), MAX_NOTICE).rstrip()
        if not line:
            raise BadValue("Nothing to say")
        self._count_in(by.id, now)
        self._count += 1
        notice = Notice(self._count, line, by.name, by.id, now, urgent)
        self._last.append(notice)
        self.come(here, now)
        return notice

    def come(self, here: Iterable[Connection], now: float) -> list[Notice]:
        """Note which pages are here now; returns the messages that wait for more devices than before."""
        screens = {one.device.id: one.device for one in here if one.session}
        grown = []
        for notice in self._last:
            new = {name: one for name, one in screens.items() if name not in notice.to and name != notice.writer}
            if new and now - notice.at <= FRESH:
                notice.to |= new
                grown.append(notice)
        return grown

    def saw(self, id: int, device: str) -> Notice | None:
        """A device's screen has shown a message, and somebody there saw it; returns it if that is news."""
        for notice in self._last:
            if notice.id == id and notice.waits_for(device):
                notice.seen.add(device)
                return notice
        return None

    def forget(self, device: str) -> None:
        """A device is known no more: no message is for it."""
        for notice in self._last:
            notice.to.pop(device, None)

    def _count_in(self, device: str, now: float) -> None:
        self._said = {name: times for name, times in self._said.items() if now - times[-1] < BURST}
        times = self._said.setdefault(device, deque(maxlen=MAX_BURST))
        if len(times) == MAX_BURST and now - times[0] < BURST:
            raise TooMany("Too many messages")
        times.append(now)
