"""Which scripts a page's script leads to, so that a browser may fetch them all at once and not one after the other."""

import re
from pathlib import PurePosixPath

from webui.resources import resource

_IMPORT = re.compile(r"^(?:import|export)\b[^;'\"]*?(?:from\s*)?'(\.[^']+)';", re.MULTILINE)
"""An import that is followed before the script runs; `import()` is not."""


def is_there(module: str) -> bool:
    """Say whether there is such a module of static/."""
    return resource("webui", "static", *PurePosixPath(module).parts).is_file()


def modules(entry: str) -> tuple[str, ...]:
    """Return what a module of static/ needs before it runs, itself first, as paths in static/, nearest first.

    Imports stand at the beginning of a line and name files, as all of ours do. Raises FileNotFoundError.
    """
    found = [entry]
    for module in found:
        text = resource("webui", "static", *PurePosixPath(module).parts).read_text(encoding="utf-8")
        for named in _IMPORT.findall(text):
            path = _joined(PurePosixPath(module).parent, named)
            if path not in found:
                found.append(path)
    return tuple(found)


def _joined(folder: PurePosixPath, named: str) -> str:
    parts = list(folder.parts)
    for part in named.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
