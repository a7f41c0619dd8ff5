"""NiceGUI's environment: build/peers/.venv, made from peers.lock when it is measured for the first time."""

import hashlib
import subprocess
import sys
from pathlib import Path

from tests.stage import ROOT

LOCK = Path(__file__).with_name("peers.lock")
FOLDER = ROOT / "build" / "peers" / ".venv"
PYTHON = FOLDER / "bin" / "python"
READY = FOLDER / "ready"
PATIENCE = 300.0
"""Seconds that one step of it may take."""


def lacks() -> str:
    """Make it, if need be; says what went wrong, or "" if nothing."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if READY.is_file() and READY.read_text() == wanted:
        return ""
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    try:
        _run([sys.executable, "-m", "venv", "--clear", str(FOLDER)])
        _run([*pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)])
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        return f"its packages could not be installed: {said[-1] if said else error}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"its packages could not be installed: {error}"
    READY.write_text(wanted)
    return ""


def version() -> str:
    """Return NiceGUI's version, as the lock has it."""
    lines = LOCK.read_text().splitlines()
    return next(f"NiceGUI {line.split()[0].partition('==')[2]}" for line in lines if line.startswith("nicegui=="))


def _run(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
