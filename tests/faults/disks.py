"""Disks that fail under a running server, as the system has them fail."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from tests.faults.servers import Server

SMALL = 640 * 1024
"""Bytes of the small disk: enough for a database with its log, and soon full."""

FILLER = "filler"

MNT_DETACH = 2

POWERS = "-dac_override,-dac_read_search"
WITHOUT_POWER = ("setpriv", f"--bounding-set={POWERS}", f"--inh-caps={POWERS}")
"""A prefix by which what files and folders permit counts for root as well."""


class Disk(Protocol):
    """The disk that a server's data folder is on."""

    def fails(self) -> None:
        """Take no more from now on."""

    def works(self) -> None:
        """Work again."""


class FullDisk:
    """A small disk on which no byte is free any more."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / FILLER

    def fails(self) -> None:
        """Fill it to the last byte."""
        with open(self._filler, "ab", buffering=0) as filler:
            for size in (65536, 4096, 1):
                try:
                    while filler.write(bytes(size)):
                        pass
                except OSError:
                    continue

    def works(self) -> None:
        """Make room again."""
        self._filler.unlink()


class RefusingDisk:
    """A disk that refuses to write, at any place of any file of the server's."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def fails(self) -> None:
        """Have every write fail from now on."""
        self._limit(0)

    def works(self) -> None:
        """Have them succeed again."""
        self._limit(-1)

    def _limit(self, size: int) -> None:
        import resource

        _, most = resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (size if size >= 0 else most, most))


@contextmanager
def mounted(folder: Path, *how: str) -> Iterator[None]:
    """Mount something on a folder; skips the test where that is not allowed."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("to mount a small disk needs Linux and root")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *how, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class HungDisk:
    """A folder whose disk hangs, as a network drive does when its server is gone: no call on it ever returns.

    It is a file system in user space (FUSE) that nobody serves. Skips the test where that can't be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served = -1

    def hangs(self) -> None:
        """Answer nothing from now on. What is in the folder is out of sight meanwhile."""
        if os.geteuid() != 0 or not os.path.exists("/dev/fuse"):
            pytest.skip("a disk that hangs needs Linux, root and FUSE")
        self._served = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
        options = f"fd={self._served},rootmode=40000,user_id=0,group_id=0".encode()
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"hung", os.fsencode(self._folder), b"fuse", 0, options):
            os.close(self._served)
            pytest.skip(f"nothing can be mounted here: {os.strerror(ctypes.get_errno())}")

    def answers(self) -> None:
        """Answer again: what waited gets an error, and the folder is as it was."""
        if self._served >= 0:
            os.close(self._served)
            self._served = -1
            ctypes.CDLL(None).umount2(os.fsencode(self._folder), MNT_DETACH)


@contextmanager
def hung(folder: Path) -> Iterator[HungDisk]:
    """Have a folder's disk hang; it answers again at the end."""
    disk = HungDisk(folder)
    disk.hangs()
    try:
        yield disk
    finally:
        disk.answers()
