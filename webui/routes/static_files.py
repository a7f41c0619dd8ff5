"""The pages' scripts, styles and type under a name that says what is in them: a browser that has them asks no more."""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from webui.resources import resource

KEPT = 365 * 24 * 3600
"""Seconds for which browsers may keep a file."""


def digest(folder: Path) -> str:
    """Return what names the files in a folder, at any depth, as they are now: hexadecimal digits. Raises OSError."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def statics() -> Blueprint:
    """Return their route, which ends with this server's files: others have another. Templates know it as `static`.

    All files share one name, for they lead to each other by relative paths: a script is never one of another version.
    """
    folder = resource("webui", "static")
    prefix = f"/static/{digest(folder)}"
    routes = Blueprint("statics", __name__)

    @routes.app_context_processor
    def names() -> dict[str, str]:
        return {"static": prefix}

    @routes.get(f"{prefix}/<path:name>")
    def file(name: str) -> Response:
        answer = send_from_directory(folder, name)
        answer.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
        return answer

    return routes
