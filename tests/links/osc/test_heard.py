"""What programs of others hear of us: liblo's oscdump, and SuperCollider's language."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.links.osc.desks import free_port
from tests.links.osc.rig import Rigs, target

CONTROLS: list[dict[str, Any]] = [
    {
        "id": "wash",
        "type": "fader",
        "osc": {"address": "/ch/01/mix/fader", "range": [0, 1], "args": [7, "fixed", True]},
    },
    {"id": "bed", "type": "toggle", "osc": [{}, {"type": "bool"}]},
    {"id": "note", "type": "text"},
    {"id": "spot", "type": "xy"},
    {"id": "cyc", "type": "colour", "osc": [{"type": "blob"}, {"type": "int"}]},
    {"id": "song", "type": "choice", "options": ["a", "b"]},
    {"id": "flash", "type": "button"},
    {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none", "on": "press"}},
]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program; it ends with the test."""
    running: list[subprocess.Popen[str]] = []

    def started(*command: str | Path, **more: str) -> subprocess.Popen[str]:
        environment = {**os.environ, **more}
        running.append(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1, env=environment
            )
        )
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


def said(program: "subprocess.Popen[str]", last: str) -> list[str]:
    """What a program prints, up to a line that ends so."""
    lines: list[str] = []
    assert program.stdout
    for line in program.stdout:
        lines.append(line.strip())
        if lines[-1].endswith(last):
            return lines
    raise AssertionError(f"it ended without {last}, but with: {lines}")


@pytest.mark.skipif(shutil.which("oscdump") is None, reason="oscdump is not installed")
@pytest.mark.parametrize("bundles", [False, True])
def test_what_oscdump_hears(rigs: Rigs, start: Start, bundles: bool) -> None:
    port = free_port()
    rig = rigs(osc={"targets": [target(port, bundles=bundles)]}, controls=CONTROLS)
    dump = start("oscdump", "-L", str(port))
    # As soon as it listens it is told how all stands.
    said(dump, '/sidestage/song s "a"')
    rig.wait(lambda: rig.desk.targets()["ear"].state == "well")
    moves = [("wash", 25), ("bed", True), ("note", "Hi"), ("spot", [1, 2]), ("cyc", "#ff8040"), ("song", "b")]
    rig.move(*moves, ("flash", True), ("flash", False), ("go", True), ("go", False))
    heard = [line.partition(" ")[2] for line in said(dump, "/go")]
    assert heard[-11:] == [
        '/ch/01/mix/fader fisT 0.250000 7 "fixed" #T',
        "/sidestage/bed i 1",
        "/sidestage/bed T #T",
        '/sidestage/note s "Hi"',
        "/sidestage/spot ff 1.000000 2.000000",
        "/sidestage/cyc b [3b 0xff 0x80 0x40]",
        "/sidestage/cyc iii 255 128 64",
        '/sidestage/song s "b"',
        "/sidestage/flash i 1",
        "/sidestage/flash i 0",
        "/go",
    ]


LISTENER = """
thisProcess.addOSCRecvFunc({ |message, time, from| message.postln });
thisProcess.openUDPPort(PORT);
"ready".postln;
"""


@pytest.mark.skipif("LONG" not in os.environ, reason="LONG=1 runs it")
@pytest.mark.skipif(shutil.which("sclang") is None, reason="sclang is not installed")
def test_what_supercollider_hears(rigs: Rigs, start: Start, tmp_path: Path) -> None:
    port = free_port()
    script = tmp_path / "listen.scd"
    script.write_text(LISTENER.replace("PORT", str(port)))
    language = start(
        "sclang", script, QT_QPA_PLATFORM="offscreen", QTWEBENGINE_DISABLE_SANDBOX="1", XDG_CONFIG_HOME=str(tmp_path)
    )
    said(language, "ready")
    rig = rigs(osc={"targets": [target(port, bundles=True)]}, controls=CONTROLS)
    rig.move(("wash", 25), ("note", "Hi"), ("flash", True), ("flash", False), ("go", True), ("go", False))
    heard = [line for line in said(language, "[ /go ]") if line.startswith("[ /")]
    assert heard[-5:] == [
        "[ /ch/01/mix/fader, 0.25, 7, fixed, true ]",
        "[ /sidestage/note, Hi ]",
        "[ /sidestage/flash, 1 ]",
        "[ /sidestage/flash, 0 ]",
        "[ /go ]",
    ]
