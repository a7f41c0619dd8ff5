"""The feeds' windows: what comes in for which, and what is kept of it."""

from collections.abc import Iterable, Mapping

from webui.core.errors import NoSuchFeed
from webui.core.show.feeds import Feed, Point, Window
from webui.core.surface.commands import Push, PushMany, Rest
from webui.core.surface.events import Event, Pushed
from webui.core.values import number_from


class Windows:
    """A window for each feed of a show; those of the same feed before go on."""

    def __init__(self, feeds: Mapping[str, Feed], before: "Windows | None" = None) -> None:
        old: Mapping[str, Window] = before._windows if before else {}
        self._feeds = feeds
        self._windows: dict[str, Window] = {
            feed.id: old.get(feed.id, Window(0)).carried(feed.window) for feed in feeds.values()
        }

    def recent(self, now: float) -> dict[str, list[Point]]:
        """Return the newest numbers of each feed, oldest first."""
        return {feed: window.recent(now) for feed, window in self._windows.items()}

    def of(self, feed: str) -> Window:
        """Return a feed's window; raises NoSuchFeed."""
        if feed not in self._windows:
            raise NoSuchFeed("No such feed")
        return self._windows[feed]

    def push(self, command: Push, now: float) -> list[Event]:
        """Keep a number; raises NoSuchFeed or BadValue."""
        return self._keep(self._feed(command.feed, command.source), [(now, number_from(command.number))])

    def push_many(self, command: PushMany) -> list[Event]:
        """Keep several numbers, or none of them; raises NoSuchFeed or BadValue."""
        feed = self._feed(command.feed, "program")
        return self._keep(feed, [(at, number_from(number)) for at, number in command.numbers])

    def rest(self, command: Rest, now: float) -> list[Event]:
        """Note that a feed's source stopped, once; raises NoSuchFeed."""
        return [] if self.of(command.feed).resting() else self._keep(self._feeds[command.feed], [(now, None)])

    def _feed(self, name: str | None, source: str) -> Feed:
        if name is None:
            name = "number" if "number" in self._feeds else next(iter(self._feeds), "")
        feed = self._feeds.get(name)
        if feed is None:
            raise NoSuchFeed("No such feed")
        if feed.source != source:
            raise NoSuchFeed("This feed makes its own numbers")
        return feed

    def _keep(self, feed: Feed, points: Iterable[Point]) -> list[Event]:
        window = self._windows[feed.id]
        return [Pushed(feed.id, window.push(at, number), number) for at, number in points]
