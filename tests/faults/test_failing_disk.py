"""A disk that fails under the real server: the show goes on, every operator's screen says so, and it recovers."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.surface import Surface
from tests.desktop.processes import sidestage
from tests.faults.checker import Kept, agree
from tests.faults.devices import Device
from tests.faults.disks import SMALL, Disk, FullDisk, RefusingDisk, mounted
from tests.faults.servers import LONG, Server

Connect = Callable[[], Device]

MOVES = 500 if LONG else 40
ROUNDS = 10 if LONG else 2


@pytest.fixture(params=["full", "refuses to write"])
def disk(server: Server, request: pytest.FixtureRequest) -> Iterator[Disk]:
    """The disk of the running server's data folder."""
    if request.param != "full":
        server.start()
        yield RefusingDisk(server)
        return
    with mounted(server.data, "-t", "tmpfs", "-o", f"size={SMALL}", "sidestage-faults"):
        server.start()
        yield FullDisk(server.data)
        server.kill()


def drag(mover: Device, watcher: Device) -> None:
    """Move for a while; what is moved is taken and shown, whatever the disk does."""
    for move in range(1, MOVES + 1):
        mover.move(fader1=move)
    n = mover.move(note=f"after {MOVES} moves", fader2=MOVES)
    mover.wait(lambda: mover.page.taken == n, "for all to be taken")
    watcher.page.sees(fader1=MOVES, fader2=MOVES, note=f"after {MOVES} moves")


def operator(server: Server, context: Callable[..., BrowserContext]) -> Surface:
    """Open a page on this computer."""
    page = context().new_page()
    page.goto(server.url)
    surface = Surface(page)
    surface.is_connected()
    return surface


def says_so(screen: Surface) -> None:
    """Wait until a screen says that values are not saved."""
    expect(screen.page.locator(".faults")).to_contain_text("Values can't be saved")


def test_while_the_disk_fails_the_show_goes_on_and_then_all_is_kept(
    server: Server, disk: Disk, device: Connect, context: Callable[..., BrowserContext]
) -> None:
    mover, watcher = device(), device()
    mover.move(fader3=3)
    mover.settles()
    first = operator(server, context)
    for _ in range(ROUNDS):
        kept = mover.kept
        disk.fails()
        drag(mover, watcher)
        says_so(first)
        second = operator(server, context)
        says_so(second)
        second.shows("fader1", MOVES)
        drag(mover, watcher)
        assert mover.kept == kept
        assert Kept(server.data).seen(mover.session) == kept
        disk.works()
        mover.settles()
        for screen in (first, second):
            expect(screen.page.locator(".faults")).not_to_contain_text("saved")
        agree(server, [mover, watcher])
        second.page.close()


def test_a_kill_while_the_disk_fails_takes_nothing_with_it_that_was_kept(
    server: Server, disk: Disk, device: Connect
) -> None:
    mover, watcher = device(), device()
    mover.move(fader1=7, fader3=3)
    mover.settles()
    kept = mover.kept
    disk.fails()
    drag(mover, watcher)
    server.kill()
    for one in (mover, watcher):
        one.gone()
    assert mover.kept == kept == Kept(server.data).seen(mover.session)
    if isinstance(disk, FullDisk):
        disk.works()
    server.start()
    for one in (mover, watcher):
        one.back()
    # What was taken and not kept is sent again by the page that did it.
    assert mover.page.welcome["values"]["fader1"] == 7
    mover.settles()
    watcher.page.sees(fader1=MOVES, fader2=MOVES, fader3=3)
    agree(server, [mover, watcher])


def test_a_start_on_a_full_disk_says_so_and_works_when_there_is_room_again(server: Server) -> None:
    with mounted(server.data, "-t", "tmpfs", "-o", f"size={SMALL}", "sidestage-faults"):
        server.start()
        server.stop()
        disk = FullDisk(server.data)
        disk.fails()
        refused = sidestage(server.show, "--headless", "--port", "0", "--data", server.data)
        assert refused.returncode == 2
        assert f"can't be used: No space left on device ({server.data}" in refused.stderr
        disk.works()
        server.start()
        server.stop()
