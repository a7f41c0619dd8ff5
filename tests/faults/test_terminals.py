"""Terminals that go, stop, fill up or are never read: the show goes on, ends when it is asked to, and ends well."""

import fcntl
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.faults.servers import until
from tests.joined import Tablet, secret_of
from tests.stage import PATIENCE, ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals and pipes as POSIX has them")

PROGRAM = """
import sys
from desktop import __main__ as main
main.FOLLOW_S = 0.05
announce = main.announce
def noted(*arguments, **options):
    announce(*arguments, **options)
    with open({said!r}, "a") as said:
        print(arguments[0].operator_link("127.0.0.1"), file=said)
main.announce = noted
main.run()
"""
"""Sidestage that looks for a new code more often, and notes the operators' link each time when it has said one."""

CLOSED = ("sh", "-c", 'exec "$@" >&- 2>&-', "sh")
"""A prefix by which a program has no stdout and no stderr."""

HUP_IGNORED = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")
"""A prefix that does what nohup does to the signal, and nothing to the output."""


class Running:
    """Sidestage, headless, with something for a terminal."""

    def __init__(self, tmp_path: Path, out: int | None, *prefix: str, **options: object) -> None:
        self.said = tmp_path / "said"
        self.data = tmp_path / "data"
        self.said.touch()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        program = [sys.executable, "-c", PROGRAM.format(said=str(self.said))]
        arguments = ["--headless", "--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(
            [*prefix, *program, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            **options,  # type: ignore[call-overload]
        )

    def has_said(self, times: int) -> None:
        """Wait until it has said its link so often, and is still there."""
        until(lambda: self.process.poll() is not None or len(self.said.read_text().split()) >= times, "it to say it")
        assert self.process.poll() is None, "it has ended"

    def says_a_new_link(self, times: int) -> None:
        """Make a new code as an operator does; wait until it was said."""
        tablet = Tablet(f"http://127.0.0.1:{self.port}/")
        tablet.join(secret_of(self.said.read_text().split()[-1]), name="FOH")
        with closing(tablet.page()) as page:
            page.ask("code", role="watcher", life="10 minutes")
        self.has_said(times)

    def is_well(self) -> None:
        """It answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=PATIENCE) as answer:
            assert answer.status == 200

    def stops(self) -> None:
        """It ends when it is asked to, and says that it did so in order."""
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start Sidestage with something for a terminal."""
    running: list[Running] = []

    def started(out: int | None, *prefix: str, **options: object) -> Running:
        running.append(Running(tmp_path, out, *prefix, **options))
        return running[-1]

    yield started
    for one in running:
        one.process.kill()
        one.process.wait(PATIENCE)


@pytest.fixture
def files() -> Iterator[list[int]]:
    """Open files that are closed with the test."""
    opened: list[int] = []
    yield opened
    for one in opened:
        with suppress(OSError):
            os.close(one)


def gone(files: list[int]) -> int:
    """A terminal whose window was closed."""
    master, slave = pty.openpty()
    os.close(master)
    files.append(slave)
    return slave


def stopped(files: list[int]) -> int:
    """A terminal in which somebody typed Ctrl+S."""
    files += pty.openpty()
    termios.tcflow(files[-1], termios.TCOOFF)
    return files[-1]


def left(files: list[int]) -> int:
    """A pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    files.append(writer)
    return writer


def unread(files: list[int]) -> int:
    """A pipe that nobody reads, and that is full."""
    files += os.pipe()
    os.set_blocking(files[-1], False)
    for size in (65536, 1):
        with suppress(BlockingIOError):
            while os.write(files[-1], bytes(size)):
                pass
    os.set_blocking(files[-1], True)
    return files[-1]


def unread_and_impatient(files: list[int]) -> int:
    """The same, where another program has set it to fail at once."""
    unread(files)
    os.set_blocking(files[-1], False)
    return files[-1]


def full(files: list[int]) -> int:
    """A file on a full disk."""
    files.append(os.open("/dev/full", os.O_WRONLY))
    return files[-1]


def for_reading(files: list[int]) -> int:
    """A file that was opened for reading only."""
    files.append(os.open(os.devnull, os.O_RDONLY))
    return files[-1]


@pytest.mark.parametrize(
    "terminal", [gone, stopped, left, unread, unread_and_impatient, full, for_reading], ids=lambda one: one.__name__
)
def test_a_terminal_that_takes_nothing_is_no_trouble(
    terminal: Callable[[list[int]], int], start: Start, files: list[int]
) -> None:
    running = start(terminal(files))
    running.has_said(1)
    running.says_a_new_link(2)
    running.is_well()
    running.stops()


def test_no_terminal_at_all_is_no_trouble(start: Start) -> None:
    running = start(None, *CLOSED)
    running.has_said(1)
    running.says_a_new_link(2)
    running.stops()
    # The numbers of stdout and stderr were free, and the next file that is opened gets the first of them.
    assert (running.data / "sidestage.db").read_bytes().startswith(b"SQLite format 3")


def test_no_file_gets_the_number_of_a_stream_that_is_closed(start: Start) -> None:
    running = start(None, *CLOSED)
    running.has_said(1)
    assert [os.readlink(f"/proc/{running.process.pid}/fd/{number}") for number in (1, 2)] == [os.devnull] * 2


def test_a_terminal_that_goes_in_the_middle_of_a_show(start: Start) -> None:
    master, slave = pty.openpty()
    running = start(slave)
    os.close(slave)
    running.has_said(1)
    assert b"Sidestage is ready" in os.read(master, 65536)
    os.close(master)
    running.says_a_new_link(2)
    running.says_a_new_link(3)
    running.is_well()
    running.stops()


def test_what_was_said_meanwhile_is_read_when_a_terminal_goes_on(start: Start, files: list[int]) -> None:
    slave = stopped(files)
    running = start(slave)
    running.has_said(1)
    running.says_a_new_link(2)
    termios.tcflow(slave, termios.TCOON)
    read = b""
    while b"The join code changed." not in read:
        read += os.read(files[0], 65536)
    assert b"Sidestage is ready" in read
    running.stops()


def controlling(slave: int) -> Callable[[], None]:
    """Make a terminal the one that a new session belongs to, as sshd and terminal windows do."""

    def take() -> None:
        # The tests themselves may run under nohup.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    return take


def test_a_session_that_ends_ends_it_in_order(start: Start) -> None:
    master, slave = pty.openpty()
    running = start(slave, preexec_fn=controlling(slave))
    os.close(slave)
    running.has_said(1)
    os.close(master)
    assert running.process.wait(PATIENCE) == 0
    assert not (running.data / "running.json").exists()


def test_a_session_that_ends_is_no_matter_where_its_signal_is_ignored(start: Start) -> None:
    master, slave = pty.openpty()
    running = start(slave, *HUP_IGNORED, preexec_fn=controlling(slave))
    os.close(slave)
    running.has_said(1)
    os.close(master)
    running.says_a_new_link(2)
    running.is_well()
    running.stops()


def test_in_the_background_of_a_terminal_that_stops_who_writes(start: Start, files: list[int]) -> None:
    files += pty.openpty()
    slave = files[-1]
    modes = termios.tcgetattr(slave)
    modes[3] |= termios.TOSTOP
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    in_background = ("sh", "-c", 'set -m; "$@" & echo $! > "$PID"; wait', "sh")
    noted = Path(os.environ.get("TMPDIR", "/tmp")) / f"pid-{os.getpid()}"
    running = start(slave, *in_background, preexec_fn=controlling(slave), env={**os.environ, "PID": str(noted)})
    try:
        running.has_said(1)
        running.says_a_new_link(2)
        os.kill(int(noted.read_text()), signal.SIGTERM)
        running.process.wait(PATIENCE)
    finally:
        noted.unlink(missing_ok=True)
