"""Who is measured: Sidestage by its two doors, and its peers; one table that lists all."""

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.bench import machine
from tests.bench.peers import environment
from tests.bench.peers.processes import Server, program, sidestage
from tests.stage import ROOT

NODE_MODULES = ROOT / "tests" / "node_modules"
HERE = ROOT / "tests" / "bench" / "peers"


Serving = AbstractContextManager[Server]


@dataclass(frozen=True, slots=True)
class Peer:
    """A server to be measured."""

    name: str
    title: str
    kind: str
    """Its clients' kind, and the one where it is about numbers."""
    numbers: str
    serve: Callable[[list[str]], Serving]
    """Runs it, as long as it is entered, with controls of these names."""
    lacks: Callable[[], str] = lambda: ""
    """What it lacks to be run here; "" if nothing. It may take a while, to fetch it."""
    version: Callable[[], str] = lambda: ""
    """What it is made of, if Sidestage's list of versions does not say it."""
    often: bool = False
    """Whether it is measured in every round; what it is compared with needs fewer."""


def article(names: list[str], *options: str) -> Serving:
    """Run the article's server; the names of the controls are all the same to it."""
    command = (sys.executable, "-m", "tests.bench.peers.article")
    return program(*command, name="the article's server", options=options)


def node(names: list[str], *options: str) -> Serving:
    """Run Node's socket.io."""
    command = (shutil.which("node") or "node", str(HERE / "node.mjs"))
    return program(*command, name="Node's socket.io", options=(",".join(names), *options))


def conflating(names: list[str]) -> Serving:
    """Run the same, conflating."""
    return node(names, "--conflate")


def nicegui(names: list[str]) -> Serving:
    """Run NiceGUI."""
    command = (str(environment.PYTHON), str(HERE / "bound_sliders.py"))
    return program(*command, name="NiceGUI", options=(",".join(names),))


def lacks_node() -> str:
    """Say what Node's socket.io lacks to be run."""
    if not shutil.which("node"):
        return "there is no Node.js"
    return "" if (NODE_MODULES / "socket.io").is_dir() else "socket.io is not in tests/node_modules"


def node_version() -> str:
    """Return what Node's socket.io is made of."""
    package = json.loads((NODE_MODULES / "socket.io" / "package.json").read_text(encoding="utf-8"))
    return f"Node {machine.said('node', '--version').removeprefix('v')}, socket.io {package['version']}"


PEERS = {
    peer.name: peer
    for peer in (
        Peer("stage", "Sidestage, /stage", "stage", "stage-numbers", sidestage, often=True),
        Peer("simple", "Sidestage, simple clients", "simple", "numbers", sidestage),
        Peer("article", "as in the article", "article", "numbers", article),
        Peer("node", "Node socket.io, naive", "simple", "numbers", node, lacks_node, node_version),
        Peer("conflating", "Node socket.io, 60 Hz", "simple", "numbers", conflating, lacks_node, node_version),
        Peer("nicegui", "NiceGUI, bound sliders", "nicegui", "", nicegui, environment.lacks, environment.version),
    )
}
