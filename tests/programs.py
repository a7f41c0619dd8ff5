"""Programs of the system that tests use."""

import os
import shutil


def chromium() -> str:
    """Chromium's path: the system's own, or CHROMIUM."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise RuntimeError("Browser tests need Chromium: apt-get install chromium, or CHROMIUM=/path/to/it.")


def windowless_chromium() -> str:
    """The path of one without windows, or of the whole: it takes half the time, but no finger scrolls there."""
    return shutil.which("chromium-headless-shell") or chromium()
