"""What Chromium's own trace says of a page: each layout, each recalculation of styles, each script, with its times."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


class Trace:
    """The events of one trace, once it has ended."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def named(self, name: str) -> list[dict[str, Any]]:
        """The events of a name in the page's main thread, in their order."""
        return sorted((event for event in self._main() if event["name"] == name), key=lambda event: float(event["ts"]))

    def frames(self) -> list[float]:
        """Milliseconds of the main thread's time that each frame took, up to the next one's first script."""
        starts = [float(event["ts"]) for event in self.named("FireAnimationFrame")]
        spent = [0.0] * len(starts)
        for task in self.named("RunTask"):
            # The task that makes a frame begins before its first script.
            begin, end = float(task["ts"]), float(task["ts"]) + float(task.get("dur", 0))
            frame = bisect_right(starts, end) - 1
            if frame >= 0 and (begin >= starts[0] or starts[frame] >= begin):
                spent[frame] += float(task.get("tdur", task.get("dur", 0))) / 1000
        # Of the first and the last one a part may be missing.
        return spent[1:-1]

    def _main(self) -> list[dict[str, Any]]:
        threads = Counter((one["pid"], one["tid"]) for one in self.events if one["name"] == "FireAnimationFrame")
        if not threads:
            return []
        ((main, _),) = threads.most_common(1)
        return [event for event in self.events if (event["pid"], event["tid"]) == main and event["ph"] == "X"]


@contextmanager
def tracing(page: Page) -> Iterator[Trace]:
    """Trace what the page does; the trace is whole when this is left."""
    trace = Trace()
    session = page.context.new_cdp_session(page)
    session.on("Tracing.dataCollected", lambda told: trace.events.extend(told["value"]))
    ended: list[object] = []
    session.on("Tracing.tracingComplete", lambda told: ended.append(told))
    session.send("Tracing.start", {"traceConfig": {"includedCategories": CATEGORIES}, "transferMode": "ReportEvents"})
    yield trace
    session.send("Tracing.end")
    while not ended:
        # The events come in between Playwright's own questions.
        page.evaluate("() => null")
    session.detach()
