"""The pages: Sidestage's own JavaScript in Node, with fingers instead of pixels.

What runs is a copy of the page's modules, in which those that draw are replaced.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.stage import ROOT

SOURCE = ROOT / "webui" / "static" / "js"
HOST = Path(__file__).parent / "browser" / "host.js"

DRAWING = re.compile(r"panels/|controls/|(grid|drawings|pointer|browser|settings|awake|fullscreen)\.js$")
"""Modules that draw, or that only a browser can run."""

LATER = {"screen/awake.js": "Awake", "ui/protector.js": "Protector", "panels/board.js": "Board"}
"""Modules of the same kind that main.js imports later, and what each exports."""

IMPORT = re.compile(r"^import\s.*?;\n", re.MULTILINE | re.DOTALL)
NAMES = re.compile(r"import\s*\{([^}]*)\}\s*from\s*'(\.[^']+)'")


class PageError(Exception):
    """The page's code, or what runs it, failed."""


def put_together(folder: Path, patches: Mapping[str, str]) -> None:
    """Copy the page's modules into a folder; `patches` are modules that are other than they should be."""
    shutil.copytree(SOURCE, folder / "js")
    for name, text in patches.items():
        (folder / "js" / name).write_text(text, encoding="utf-8")
    (folder / "vendor").mkdir()
    (folder / "vendor" / "socket.io.esm.min.js").write_text("export const {io} = globalThis.theatre;\n")
    (folder / "package.json").write_text('{"type": "module"}')
    main = folder / "js" / "main.js"
    for module in (main, folder / "js" / "stage" / "stage.js"):
        for names, path in NAMES.findall("".join(IMPORT.findall(module.read_text(encoding="utf-8")))):
            if DRAWING.search(path):
                (module.parent / path).write_text(_stand_in(names), encoding="utf-8")
    # What is imported later is the screen's alone.
    for path, name in LATER.items():
        (folder / "js" / path).write_text(_stand_in(name), encoding="utf-8")
    # The page's start becomes a function, so that one Node runs many pages.
    text = main.read_text(encoding="utf-8")
    head = "".join(IMPORT.findall(text))
    body = IMPORT.sub("", text)
    main.write_text(f"{head}\nexport async function load() {{\n{body}\n}}\n", encoding="utf-8")


def _stand_in(names: str) -> str:
    """A module of these names: those of the model's theatre, or else something that does nothing."""
    lines = ["const nothing = () => new Proxy(function () {}, {get: () => nothing(), apply: () => undefined});"]
    for name in (name.strip() for name in names.split(",")):
        if name:
            lines.append(f"export const {name} = globalThis.theatre.{name} ?? nothing();")
    return "\n".join(lines)


class Pages:
    """Node, and the pages in it. Each command returns what it says; what the pages did meanwhile is in `did`."""

    def __init__(self, folder: Path, patches: Mapping[str, str] | None = None) -> None:
        put_together(folder, patches or {})
        self._node = subprocess.Popen(
            ["node", str(HOST), str(folder / "js")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        self.now = 0.0
        self.next = float("inf")
        self.did: list[list[Any]] = []

    def tell(self, *commands: list[Any]) -> Any:
        """Have commands done, one after another; returns what the last one says."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(commands) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        if not line:
            raise PageError("Node has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise PageError(answer["error"])
        self.did += answer["out"]
        self.now = answer["now"]
        self.next = float("inf") if answer["next"] is None else answer["next"]
        return answer.get("value")

    def close(self) -> None:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.close()
        self._node.wait()
        self._node.stdout.close()
