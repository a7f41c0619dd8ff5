"""A room: hosts on one wire, each in a network namespace of its own. Needs Linux, root and iproute2.

This computer's own network never changes: a browser drops what it is fetching when that happens, from wherever.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.programs import chromium

LAPTOP = "198.51.100.1"
TABLET = "198.51.100.2"
BITS = 28

needs_a_room = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("ip"),
    reason="a network namespace needs Linux, root and iproute2",
)


@dataclass(frozen=True)
class Host:
    """A computer on the wire."""

    namespace: str
    wire: str
    """Its network interface."""

    @property
    def prefix(self) -> tuple[str, ...]:
        """What stands before a command so that it runs there."""
        return ("ip", "netns", "exec", self.namespace)

    def run(self, command: str) -> None:
        """Run a command there."""
        subprocess.run([*self.prefix, *command.split()], check=True)

    def python(self, script: str, *arguments: str) -> Any:
        """Run a script there, and return the JSON that it prints."""
        command = [*self.prefix, sys.executable, "-c", script, *arguments]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def network(self, name: str, ip: str) -> None:
        """Give it another interface, on a wire with nobody else."""
        self.run(f"ip link add {name} type veth peer name {name}peer")
        self.run(f"ip address add {ip}/24 dev {name}")
        self.run(f"ip link set {name}peer up")
        self.run(f"ip link set {name} up")

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Have this thread, and whatever it starts meanwhile, be there."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self.namespace}", os.O_RDONLY)
        try:
            _enter(there)
            yield
        finally:
            _enter(before)
            os.close(there)
            os.close(before)

    def cut(self) -> None:
        """Pull its cable out."""
        self.run(f"ip link set {self.wire} down")

    def plug(self) -> None:
        """Put its cable in again."""
        self.run(f"ip link set {self.wire} up")


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, 0):
        raise OSError(ctypes.get_errno(), "setns")


@contextmanager
def wired(laptop: Host, tablet: Host, ips: tuple[str, str] = (LAPTOP, TABLET)) -> Iterator[None]:
    """Put two hosts on one wire, at these addresses; what has a namespace gets it."""
    hosts = (laptop, tablet)
    ends = f"{laptop.wire} netns {laptop.namespace} type veth peer name {tablet.wire} netns {tablet.namespace}"
    try:
        for command in [*(f"ip netns add {host.namespace}" for host in hosts), f"ip link add {ends}"]:
            subprocess.run(command.split(), check=True)
        for host, ip in zip(hosts, ips, strict=True):
            # Without addresses that come seconds later by themselves.
            host.run(f"ip link set {host.wire} addrgenmode none")
            host.run(f"ip address add {ip}/{BITS} dev {host.wire}")
            host.run("ip link set lo up")
            host.plug()
        yield
    finally:
        for host in hosts:
            subprocess.run(["ip", "netns", "delete", host.namespace], check=False)


@contextmanager
def browser_on(
    host: Host, playwright: Playwright, folder: Path, *arguments: str, program: str = ""
) -> Iterator[Browser]:
    """Chromium on a host; or another program of its kind."""
    script = folder / f"chromium-on-{host.wire}"
    script.write_text(f'#!/bin/sh\nexec {" ".join(host.prefix)} {program or chromium()} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    options = ["--no-sandbox", "--disable-gpu", *arguments]
    browser = playwright.chromium.launch(executable_path=str(script), args=options)
    yield browser
    browser.close()
