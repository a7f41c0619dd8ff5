"""Who is here, how well they are heard, and since when. Times are milliseconds."""

from collections.abc import Iterable, Mapping

from webui.core.devices.devices import Connection, Device
from webui.core.devices.link_quality import Quality

Row = tuple[float | None, float | None, float]
"""A device's round trip, its jitter, and the age of its last message."""


class Presence:
    """When each connection was heard last, and how good the links to pages are."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._links: dict[str, Quality] = {}

    def heard(self, connection_id: str, now: float) -> None:
        """Note that a message came in."""
        self._heard[connection_id] = now

    def link(self, connection_id: str) -> Quality:
        """Return what is known of the link to a page."""
        return self._links.setdefault(connection_id, Quality())

    def forget_all_but(self, connections: Mapping[str, Connection]) -> None:
        """Forget those who are gone."""
        self._heard = {name: at for name, at in self._heard.items() if name in connections}
        self._links = {name: link for name, link in self._links.items() if name in connections}

    def links(self, connections: Iterable[Connection], now: float) -> dict[str, Row]:
        """Return each device's row: of several pages, the link of the best and the age of the newest message."""
        rows: dict[str, Row] = {}
        for name, its in _by_device(connections).items():
            known = [self._links[one.id].figures for one in its if one.id in self._links]
            trips = sorted(
                (figures for figures in known if figures[0] is not None), key=lambda figures: figures[0] or 0.0
            )
            age = now - max(self._heard.get(one.id, one.since) for one in its)
            rows[name] = (*(trips[0] if trips else (None, None)), round(max(age, 0.0), 1))
        return rows


def roll(connections: Iterable[Connection], closely: bool, known: Iterable[Device] = ()) -> list[dict[str, object]]:
    """Return each device once, as JSON.

    `closely`: with what it runs on, since when it is here, and what else operators see; and with those that are known
    but away, which have no screens.
    """
    rows = []
    here = _by_device(connections)
    for its in here.values():
        device: Device = its[0].device
        row: dict[str, object] = {**device.describe(), "screens": len(its)}
        if closely:
            row["browser"] = ", ".join(dict.fromkeys(one.browser for one in its if one.browser))
            row["since"] = round(min(one.since for one in its), 1)
            row |= device.describe_closely()
        rows.append(row)
    if closely:
        away = (device for device in known if device.id not in here)
        rows += [
            {**device.describe(), "screens": 0, "browser": device.runs, **device.describe_closely()} for device in away
        ]
    return rows


def _by_device(connections: Iterable[Connection]) -> dict[str, list[Connection]]:
    found: dict[str, list[Connection]] = {}
    for connection in connections:
        found.setdefault(connection.device.id, []).append(connection)
    return found
