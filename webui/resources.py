"""Where the files are that come with the program, frozen into a bundle or not."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file of ours, such as resource("assets", "first-run.sidestage")."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    return root.joinpath(*parts)
