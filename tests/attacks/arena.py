"""Where attacks happen: a laptop with a server and its audience, and on the same wire somebody who attacks it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.room import LAPTOP, Host, wired
from tests.stage import PATIENCE, ROOT, StageProcess

LONG = "LONG" in os.environ
"""Whether attacks are as large, and as long, as somebody at a show might make them."""

SHOW = {
    "sidestage": 1,
    "id": "attacked",
    "name": "Attacked",
    "feeds": [{"id": "number", "every": 0.1}],
    "controls": [
        {"id": "beat", "type": "fader", "max": 10**6, "step": 1},
        {"id": "slider1", "type": "fader", "min": 0, "max": 50, "default": 25},
        {"id": "bed", "type": "toggle"},
        {"id": "txt1", "type": "text", "length": 100},
    ],
}

ADDRESSES = [f"198.51.100.{last}" for last in range(2, 15)]
"""Those that the attacker has: one computer can have many."""

LOOPBACK = "127.0.0.1"

MEMORY = 50
"""Megabytes within which the server's memory has to be back."""

UNDISTURBED = 40
"""Moves by which is measured how it is without an attack."""


class Talk:
    """A process of ours on a host, asked by lines and answering by lines of JSON."""

    def __init__(self, host: Host, module: str, *arguments: str, user: tuple[str, ...] = ()) -> None:
        command = [*host.prefix, *user, sys.executable, "-m", f"tests.attacks.{module}", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line: str) -> None:
        """Say something that has no answer."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> Any:
        """Ask, and return the answer."""
        self.tell(line)
        assert self._process.stdout
        answer = self._process.stdout.readline()
        assert answer, f"it ended instead of an answer to {line}"
        return json.loads(answer)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()


class Arena:
    """A running server, its audience, and the attacker's computer."""

    def __init__(self, laptop: Host, attacker: Host, server: StageProcess) -> None:
        self.laptop = laptop
        self.attacker = attacker
        self.server = server
        self.host = f"{LAPTOP}:{server.port}"
        self.url = f"http://{self.host}/"
        self._audience = Talk(laptop, "audience", server.join_link, server.operator_link)
        self._attacker = self._attackers()
        first = self._audience.ask("report")
        self.values, self._show = first["values"], first["show"]
        self._let_in = 0
        self._devices: list[str] = []
        self._took: list[float] = []
        self._calm = self._measure(UNDISTURBED)["took"]
        self._memory = self.memory()
        self._told: list[str] = []

    def attack(self, name: str, **options: Any) -> Any:
        """Have an attack made from the attacker's computer, and return what came of it."""
        self._attacker.tell(json.dumps([name, options]))
        return self._attacker.ask("")

    @contextmanager
    def begin(self, name: str, here: bool = False, user: tuple[str, ...] = (), **options: Any) -> Iterator[Talk]:
        """Begin one, in a process of its own, perhaps on the laptop itself and there as another user.

        It is over when it was asked by an empty line, and has answered.
        """
        process = self._attackers(here, user)
        process.tell(json.dumps([name, options]))
        try:
            yield process
        finally:
            process.close()

    def _attackers(self, here: bool = False, user: tuple[str, ...] = ()) -> Talk:
        host, name = (self.laptop, LOOPBACK) if here else (self.attacker, LAPTOP)
        return Talk(host, "attackers", name, str(self.server.port), user=user)

    def asks(self, method: str, path: str, *headers: str, body: str = "", host: str = "") -> str:
        """Send a request from the attacker's computer, and return the answer."""
        said = [f"{method} {path} HTTP/1.1", f"Host: {host or self.host}", *headers]
        said += [f"Content-Length: {len(body)}"] if body else []
        (answer,) = self.attack("requests", raw=["\r\n".join([*said, "", body])])
        return str(answer)

    def cookie(self) -> str:
        """Join from the attacker's computer as a player who turns out to be bad; returns the cookie."""
        self._let_in += 1
        secret = json.dumps({"secret": self.server.join_link.partition("#")[2]})
        answer = self.asks("POST", "/join", "Content-Type: application/json", body=secret)
        found = re.search(r"Set-Cookie: ([^;]+);", answer)
        assert found, answer
        return found[1]

    def devices(self, count: int) -> list[str]:
        """Return the cookies of so many devices of the attacker's, which have joined, now or before."""
        while len(self._devices) < count:
            self._devices.append(self.cookie())
        return self._devices[:count]

    def let_in(self, count: int) -> None:
        """Note that so many more of the attacker's devices have joined."""
        self._let_in += count

    @contextmanager
    def goes_on(self, note: Callable[[str, object], None], may_change: bool = False) -> Iterator[None]:
        """See that during what happens here, and after it, the show goes on, nothing has changed and nobody got in.

        Latencies and the server's memory are noted.
        """
        before = self.names()
        self._audience.ask("report")
        self._took.clear()
        self._let_in = 0
        yield
        during = self._measure(1)
        self._told += during["faults"]
        after = self._measure(1)
        note("latency", [self._calm, list(self._took)])
        for report in (during, after):
            assert not report["wrong"], report["wrong"]
            assert may_change or report["values"] == self.values
            assert report["show"] == self._show
        names = self.names()
        assert set(before) <= set(names), "nobody was sent away"
        assert len(names) == len(before) + self._let_in, "nobody got in but by the link"
        self._until(lambda: self.memory() < self._memory + MEMORY, "the memory to be back")
        note("memory", [self._memory, self.memory()])

    def moves(self, count: int) -> None:
        """Wait until the audience has moved so many times more."""
        self._told += self._measure(count)["faults"]

    def known_tablet_returns(self) -> None:
        """See that a known tablet gets in now."""
        assert self._audience.ask("return")["statuses"] == [200, 200]

    def told(self) -> list[str]:
        """Return the faults that operators have been told of since this was asked."""
        told, self._told = self._told, []
        return [*told, *self._measure(1)["faults"]]

    def is_told(self, words: str) -> None:
        """Wait until operators are told a fault with these words."""
        self._until(lambda: any(words in fault for fault in self.told()), f"a fault that says {words}")

    def now(self) -> dict[str, Any]:
        """Return the values as they are now."""
        return dict(self._measure(1)["values"])

    def forget(self, device: str) -> None:
        """Have the operator forget a device, by its id."""
        self._let_in -= 1
        assert self._audience.ask(f"forget {device}") is None

    def names(self) -> list[str]:
        """Return who is let in, as an operator's page is told in the beginning."""
        return list(self._audience.ask("names"))

    def memory(self) -> float:
        """Return the server's memory in megabytes."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024

    def processor(self) -> float:
        """Return how many seconds of a processor the server has used."""
        fields = Path(f"/proc/{self.server.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def said(self) -> list[str]:
        """Return all that the server said on its terminal so far."""
        while not self.server._queue.empty():
            line = self.server._queue.get()
            self.server.lines += [line] if line else []
        return self.server.lines

    def close(self) -> None:
        """End it all."""
        self._attacker.close()
        self._audience.close()
        self.server.kill()

    def _measure(self, moves: int) -> dict[str, Any]:
        """Return the audience's report of at least so many moves from now on, or from its last report."""
        report: dict[str, Any] = {"took": [], "faults": []}

        def enough() -> bool:
            more = self._audience.ask("report")
            self._took += more["took"]
            report.update({**more, **{key: [*report[key], *more[key]] for key in ("took", "faults")}})
            return len(report["took"]) >= moves or bool(report["wrong"])

        self._until(enough, "the show to go on")
        return report

    def _until(self, condition: Callable[[], object], why: str) -> None:
        deadline = time.monotonic() + 3 * PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {why}"
            time.sleep(0.1)


@contextmanager
def arena(folder: Path, *prefix: str) -> Iterator[Arena]:
    """Build one; `prefix` stands before the server's command."""
    laptop = Host(f"al{os.getpid()}", f"aw{os.getpid()}")
    attacker = Host(f"at{os.getpid()}", f"aa{os.getpid()}")
    show = folder / "attacked.sidestage"
    show.write_text(json.dumps(SHOW), encoding="utf-8")
    with wired(laptop, attacker):
        for address in ADDRESSES[1:]:
            attacker.run(f"ip address add {address}/28 dev {attacker.wire}")
        server = StageProcess(folder / "data", str(show), "--port", "0", prefix=(*laptop.prefix, *prefix))
        built = None
        try:
            built = Arena(laptop, attacker, server)
            yield built
        finally:
            if built:
                built.close()
            else:
                server.kill()
