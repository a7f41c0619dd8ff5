"""What pip gets from Sidestage: it installs, and runs where nothing else is installed."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from setuptools import find_packages

from tests.clients import PATIENCE
from webui import VERSION
from webui.resources import resource
from webui.routes.program_wheel import FILE, NAME, PATH, make_wheel
from webui.serving import Serving

PROGRAM = """
import sys
from webui.program import connect
with connect() as stage:
    ours = {"flask", "socketio"} & {name.partition(".")[0] for name in sys.modules}
    print(stage.set("slider1", 30), stage["slider2"], ours)
"""


def run(libraries: Path, stage: Serving) -> str:
    """What the program prints with these libraries and none of ours, in a folder of its own."""
    environment = {**os.environ, "SIDESTAGE_ADDRESS": stage.url, "PYTHONPATH": str(libraries)}
    command = [sys.executable, "-S", "-c", PROGRAM]
    return subprocess.run(
        command, cwd=libraries, env=environment, check=True, capture_output=True, text=True, timeout=PATIENCE
    ).stdout


def test_pip_installs_it_from_a_running_sidestage(stage: Serving, tmp_path: Path) -> None:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--isolated",
        "install",
        "--no-index",
        "--target",
    ]
    subprocess.run([*pip, str(tmp_path), stage.url.rstrip("/") + PATH], check=True, capture_output=True, timeout=60)
    assert (tmp_path / f"{NAME}-{VERSION}.dist-info" / "RECORD").exists()
    assert run(tmp_path, stage) == "30 0 set()\n"


def test_unpacked_beside_a_program_it_does_as_well(stage: Serving, tmp_path: Path) -> None:
    with urlopen(stage.url.rstrip("/") + PATH) as answer:
        (tmp_path / FILE).write_bytes(answer.read())
    with zipfile.ZipFile(tmp_path / FILE) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert run(tmp_path, stage) == "30 0 set()\n"


def test_there_is_nothing_else_to_be_had_there(stage: Serving) -> None:
    for path in (PATH.replace(VERSION, "0.0.9"), "/program/", "/program/..%2f..%2fREADME.md"):
        with pytest.raises(HTTPError) as refused, urlopen(stage.url.rstrip("/") + path):
            pass
        assert refused.value.code == 404
        refused.value.close()


def test_it_is_the_same_each_time_and_small() -> None:
    first = make_wheel()
    make_wheel.cache_clear()
    assert make_wheel() == first
    assert len(first) < 50_000


def test_the_project_installs_all_of_its_packages() -> None:
    wanted = tomllib.loads(resource("pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]["find"]
    named = find_packages(str(resource()), include=wanted["include"])
    found = [path.parent for top in ("desktop", "webui") for path in resource(top).rglob("__init__.py")]
    assert sorted(named) == sorted(".".join(path.relative_to(resource()).parts) for path in found)
