"""What pip installs for programs, made from our own sources: it needs nothing else, and no internet."""

import base64
import functools
import hashlib
import io
import zipfile

from flask import Blueprint, Response, abort

from webui import VERSION
from webui.resources import resource

NAME = "sidestage_program"
FILE = f"{NAME}-{VERSION}-py3-none-any.whl"
PATH = f"/program/{FILE}"

OLDEST_PYTHON = "3.11"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it: the same version is the same bytes."""

SUMMARY = "Programs for Sidestage, the shared control surface for the stage."


def wheel() -> Blueprint:
    """Return the route. It tells a stranger no more than our scripts do."""
    routes = Blueprint("wheel", __name__)

    @routes.get("/program/<name>")
    def packed(name: str) -> Response:
        if name != FILE:
            abort(404)
        return Response(make_wheel(), mimetype="application/zip")

    return routes


@functools.cache
def make_wheel() -> bytes:
    """Return the wheel: webui.program, and the package around it."""
    info = f"{NAME}-{VERSION}.dist-info"
    sources = [resource("webui", "__init__.py"), *sorted(resource("webui", "program").glob("*.py"))]
    files = {path.relative_to(resource()).as_posix(): path.read_bytes() for path in sources}
    files[f"{info}/METADATA"] = _lines(
        "Metadata-Version: 2.1",
        f"Name: {NAME.replace('_', '-')}",
        f"Version: {VERSION}",
        f"Summary: {SUMMARY}",
        "License: MIT",
        f"Requires-Python: >={OLDEST_PYTHON}",
    )
    files[f"{info}/WHEEL"] = _lines(
        "Wheel-Version: 1.0", "Generator: Sidestage", "Root-Is-Purelib: true", "Tag: py3-none-any"
    )
    files[f"{info}/LICENSE"] = resource("LICENSE").read_bytes()
    record = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = _lines(*record, f"{info}/RECORD,,")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
