"""The page in a browser that is four times slower than this computer, while all its faders move."""

import math
import threading
from time import perf_counter

from playwright.sync_api import CDPSession, Error, Page, sync_playwright

from tests.bench.clients.messages import control
from tests.bench.crowd import RATE
from tests.bench.figures import Run, percentile
from tests.bench.works.base import Column, Play, Reach, Work
from tests.browser.tracing import tracing
from tests.clients import Page as Program
from tests.programs import windowless_chromium

SLOWER = 4
"""So many times, by the browser's own emulation; it slows the main thread down, and nothing else."""

PARTS = 2
"""Elements of a fader that move: its cap and its fill."""

MEGABYTE = 1e6


def play(it: Play) -> Run:
    """Open the page, have a program move all faders at once, and look at the browser's trace."""
    url = f"http://127.0.0.1:{it.order.port}/"
    try:
        with sync_playwright() as playwright:
            program = windowless_chromium()
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            usable = opened(page, url)
            figures = {"usable": usable, **moved(page, session, url, it.order.hands, it.order.seconds)}
            browser.close()
    except (Error, RuntimeError) as error:
        return Run(None, (f"the browser: {str(error).splitlines()[0]}",))
    return Run(figures)


def opened(page: Page, url: str) -> float:
    """Return after how many milliseconds a page that was here before can be used; it is opened twice."""
    for _ in range(2):
        page.goto(url)
        page.locator("html[data-link=connected]").wait_for(state="attached")
    used: float = page.evaluate("() => performance.now()")
    return used


def moved(page: Page, session: CDPSession, url: str, hands: int, seconds: float) -> dict[str, float]:
    """Return what the page's main thread did while a program moved all controls."""
    ended = threading.Event()
    hand = threading.Thread(target=_move, args=(url, hands, ended))
    hand.start()
    try:
        page.wait_for_timeout(min(1000, seconds * 1000))
        heap = _heap(session)
        with tracing(page) as trace:
            page.wait_for_timeout(seconds * 1000)
        grown = _heap(session) - heap
    finally:
        ended.set()
        hand.join()
    took = sorted(trace.frames())
    styled = sum(event["args"].get("elementCount", 0) for event in trace.named("UpdateLayoutTree"))
    return {
        "p50": percentile(took, 50),
        "p99": percentile(took, 99),
        "frames": len(took) / seconds,
        "each": styled / PARTS / hands / seconds,
        "grown": grown / MEGABYTE,
    }


def _heap(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used


def _move(url: str, hands: int, ended: threading.Event) -> None:
    program = Program(url)
    due, step = perf_counter(), 0
    while not ended.wait(max(due - perf_counter(), 0)):
        due, step = due + 1 / RATE, step + 1
        program.op({control(hand): round(5e8 * (1 + math.sin((step + 3 * hand) / 20))) for hand in range(hands)})
    program.close()


WORKS = (
    Work(
        "page",
        f"the page, {SLOWER} times slower: 64 faders move at once",
        "In the browser",
        1,
        64,
        (
            Column("p50", "p50 ms a frame", "ms"),
            Column("p99", "p99 ms a frame", "ms"),
            Column("frames", "frames/s", "whole"),
            Column("each", "each fader painted/s", "whole"),
            Column("usable", "usable after ms", "whole"),
            Column("grown", "heap grown MB", "ms"),
        ),
        (Reach("p99", 8), Reach("usable", 1000)),
        play,
        peers=("stage",),
    ),
)
