"""A room: hosts on one wire, each in a network namespace of its own. Needs Linux, root and iproute2."""

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
    """A computer on the wire; `namespace` "" is the one that the tests run on."""

    namespace: str
    wire: str
    """Its network interface."""

    @property
    def prefix(self) -> tuple[str, ...]:
        """What stands before a command so that it runs there."""
        return ("ip", "netns", "exec", self.namespace) if self.namespace else ()

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

    def cut(self) -> None:
        """Pull its cable out."""
        self.run(f"ip link set {self.wire} down")

    def plug(self) -> None:
        """Put its cable in again."""
        self.run(f"ip link set {self.wire} up")


def own_addresses() -> tuple[str, str]:
    """Addresses of laptop and tablet that no other run of tests has: for a laptop that is this very computer."""
    n = os.getpid() % 8192
    net = f"198.{18 + n // 4096}.{n // 16 % 256}."
    return net + str(n % 16 * 16 + 1), net + str(n % 16 * 16 + 2)


@contextmanager
def wired(laptop: Host, tablet: Host, ips: tuple[str, str] = (LAPTOP, TABLET)) -> Iterator[None]:
    """Put two hosts on one wire, at these addresses; what has a namespace gets it."""
    spaces = [host.namespace for host in (laptop, tablet) if host.namespace]
    commands = [f"ip netns add {space}" for space in spaces]
    there = " ".join(f"netns {laptop.namespace}" for _ in range(bool(laptop.namespace)))
    commands.append(f"ip link add {laptop.wire} {there} type veth peer name {tablet.wire} netns {tablet.namespace}")
    try:
        for command in commands:
            subprocess.run(command.split(), check=True)
        for host, ip in zip((laptop, tablet), ips, strict=True):
            # Without addresses that come seconds later by themselves: a browser stops loading when its network changes.
            host.run(f"ip link set {host.wire} addrgenmode none")
            host.run(f"ip address add {ip}/{BITS} dev {host.wire}")
            if host.namespace:
                host.run("ip link set lo up")
            host.plug()
        yield
    finally:
        for space in spaces:
            subprocess.run(["ip", "netns", "delete", space], check=False)
        if not laptop.namespace:
            subprocess.run(["ip", "link", "delete", laptop.wire], check=False, stderr=subprocess.DEVNULL)


@contextmanager
def browser_on(host: Host, playwright: Playwright, folder: Path, *arguments: str) -> Iterator[Browser]:
    """Chromium on a host."""
    program = folder / f"chromium-on-{host.wire}"
    program.write_text(f'#!/bin/sh\nexec {" ".join(host.prefix)} {chromium()} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    options = ["--no-sandbox", "--disable-gpu", *arguments]
    browser = playwright.chromium.launch(executable_path=str(program), args=options)
    yield browser
    browser.close()
