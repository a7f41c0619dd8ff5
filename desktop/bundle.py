"""What differs in a bundle: its libraries are for its own processes, not for the system's programs that it starts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping

LIBRARIES = "LD_LIBRARY_PATH"
# What a desktop opens a page with, the best first.
OPENERS = ("xdg-open", "x-www-browser", "firefox", "chromium")


def is_bundle() -> bool:
    return bool(getattr(sys, "frozen", False))


def prepare_browser() -> None:
    """Sees to it that `webbrowser`, also in other hands than ours, starts a browser with the system's libraries."""
    if is_bundle() and sys.platform.startswith("linux"):
        browser = browser_with_system_libraries(os.environ)
        if browser:
            os.environ["BROWSER"] = browser


def browser_with_system_libraries(environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> str:
    """What $BROWSER has to say: the user's choices, else the system's opener; "" if there is none."""
    chosen = [choice for choice in environ.get("BROWSER", "").split(os.pathsep) if choice]
    chosen = chosen or [opener for opener in OPENERS if which(opener)][:1]
    # The bundle's starter keeps under this name what the user had set.
    theirs = environ.get(LIBRARIES + "_ORIG", "")
    libraries = f"{LIBRARIES}={theirs}" if theirs and os.pathsep not in theirs else f"--unset={LIBRARIES}"
    clean = f"{which('env') or '/usr/bin/env'} {libraries}"
    return os.pathsep.join(f"{clean} {choice if '%s' in choice else choice + ' %s &'}" for choice in chosen)
