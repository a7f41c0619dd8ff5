"""A program on another computer: it gets the helper from Sidestage, and needs a key."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Serve
from tests.joined import joined
from tests.room import LAPTOP, Host, needs_a_room, wired
from webui.links.simple.namespace import STRANGER
from webui.network.addresses import Address
from webui.program.address import read_address
from webui.routes.program_wheel import PATH
from webui.serving import Serving

pytestmark = needs_a_room

PROGRAM = """
import io, json, sys, tempfile, urllib.request, zipfile
address, wheel, key = sys.argv[1:]
folder = tempfile.mkdtemp()
zipfile.ZipFile(io.BytesIO(urllib.request.urlopen(address + wheel).read())).extractall(folder)
sys.path.insert(0, folder)
from webui.program import Refused, connect
try:
    connect(address)
except Refused as refused:
    print(json.dumps(str(refused)), flush=True)
with connect(address + "/#the-link-for-tablets", key=key, name="Cue lights") as stage:
    print(json.dumps(stage.set("slider1", 30)), flush=True)
    stage.on("slider2")(lambda value: print(json.dumps(value), flush=True))
    sys.stdin.readline()
"""


@pytest.fixture
def laptop(serve: Serve) -> Iterator[tuple[Serving, Host, str]]:
    """A laptop with a server, on one wire with another computer; and its address there."""
    here, there = Host(f"pl{os.getpid()}", f"pa{os.getpid()}"), Host(f"pt{os.getpid()}", f"pw{os.getpid()}")
    with wired(here, there), here.entered():
        stage = serve(host="0.0.0.0", addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])
        yield stage, there, f"http://{LAPTOP}:{read_address(stage.url).port}"


def test_a_program_elsewhere_has_a_key_and_what_it_needs_from_sidestage(
    laptop: tuple[Serving, Host, str], tmp_path: Path
) -> None:
    stage, there, address = laptop
    with closing(joined(stage, "FOH", "operator").page()) as boss:
        key = boss.ask("key", name="Lights", role="player")["key"]
        command = [*there.prefix, sys.executable, "-S", "-c", PROGRAM, address, PATH, key]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, text=True) as program:
            assert program.stdout
            assert program.stdin
            assert [json.loads(next(program.stdout)) for _ in range(3)] == [STRANGER, 30, 0]
            boss.sees(slider1=30)
            boss.move(slider2=7)
            assert json.loads(next(program.stdout)) == 7
            program.stdin.write("\n")
        assert program.returncode == 0
