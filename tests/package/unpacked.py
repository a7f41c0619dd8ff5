"""The bundle as somebody has it who downloaded it: unpacked in a folder of theirs, started as themselves."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.stage import ROOT
from tests.users import SOMEBODY

ORDINARY = str(SOMEBODY)
"""The id of an ordinary user and its group, for tests that run as root; "nobody" may be anybody."""


def make_package() -> str:
    """Run `make package`, and return what it said."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    made = subprocess.run(["make", "package"], cwd=ROOT, env=ours, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def packed() -> Path:
    """The archive that `make package` made."""
    return max((ROOT / "dist").glob("Sidestage-*-linux-*.tar.xz"), key=lambda path: path.stat().st_mtime)


class Unpacked:
    """An unpacked bundle in a folder with a space in its name, a home, and an ordinary user who has nothing else."""

    def __init__(self, archive: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stage left "))
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", self.folder], check=True)
        self.bundle = self.folder / "Sidestage"
        self.program = self.bundle / "Sidestage"
        self.home = self.folder / "home"
        self.home.mkdir()
        self.nowhere = self.folder / "nowhere"
        self.nowhere.mkdir()
        self.folder.chmod(0o755)
        self._as_user: tuple[str, ...] = ()
        if os.geteuid() == 0:
            os.chown(self.home, int(ORDINARY), int(ORDINARY))
            self._as_user = ("setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups")

    def command(self, **environment: str) -> tuple[str, ...]:
        """What starts it as an ordinary user with this environment alone: its path leads nowhere, so not to Python."""
        settings = {"HOME": str(self.home), "PATH": str(self.nowhere), **environment}
        told = tuple(f"{name}={value}" for name, value in settings.items())
        # All that it starts has its session, and so is found afterwards.
        return ("setsid", *self._as_user, "env", "-i", *told, str(self.program))

    def remove(self) -> None:
        shutil.rmtree(self.folder)
