"""Reads and writes show files; showfile.md describes the format."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from webui.core.characters import cut
from webui.core.errors import ShowError
from webui.core.reading import MAX_LABEL
from webui.core.show import Show, read_show
from webui.core.values import Value

MAX_FILE = 4 * 1024 * 1024
"""Bytes of a show file."""

LINE = 200
"""Characters up to which an object stands on one line of a saved file."""


CHECKSUM = "checksum"


def read(path: Path) -> str:
    """Return a show file's text; raises ShowError."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise ShowError(f"{path} can't be read: {error.strerror or error}") from None
    if len(data) > MAX_FILE:
        raise ShowError(f"{path.name} has more than the {MAX_FILE} bytes that a show can have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShowError(f"{path.name} is not a text in UTF-8 (byte {error.start})") from None


def load(path: Path) -> Show:
    """Return the show in a file; raises ShowError, which says what is wrong and where."""
    return parse(read(path), path)


def parse(text: str, path: Path, trusted: bool = False) -> Show:
    """Return the show in a file's text; raises ShowError.

    `trusted` says that its text is known to be good: its checksum need not fit, since somebody edited it.
    """
    data = parse_json(text, path)
    if isinstance(data, dict) and CHECKSUM in data:
        found = data.pop(CHECKSUM)
        if not trusted and found != checksum(data):
            raise ShowError(
                f"{path.name} does not fit its checksum: it is damaged, or was edited while it was not open. "
                f'If you edited it, take out its line "{CHECKSUM}"'
            )
    if not isinstance(data, dict):
        raise ShowError(f"{path.name} must hold an object in {{ }}")
    return read_show(data, _id_from(path), _name_from(path))


def parse_json(text: str, path: Path) -> object:
    """Return what a file's text says, not yet as a show; raises ShowError."""
    try:
        data: object = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ShowError(f"{path.name}, line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ShowError(f"{path.name} is nested too deeply") from None
    except ValueError as error:
        raise ShowError(f"{path.name}: {error}") from None
    return data


def checksum(data: Mapping[str, object]) -> str:
    """Return the checksum of a file's JSON without its own key: the same however it is laid out."""
    plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def with_values(text: str, path: Path, show: Show, values: Mapping[str, Value], **changes: str) -> str:
    """Return a good file's text with the values of now, and with controls that an open show adopted.

    All else stays as its user wrote it, but for the layout; `changes` are other keys of the show, such as its name.
    """
    data = parse_json(text, path)
    assert isinstance(data, dict), "a good file is an object"
    data.pop(CHECKSUM, None)
    data |= changes
    pages = data.get("pages", [data])
    written = [control for page in pages for control in page.get("controls", [])]
    known = {control["id"] for control in written}
    for name, control in show.controls.items():
        if name not in known:
            adopted = {key: value for key, value in control.describe().items() if key != "place"}
            pages[show.page_of(name)].setdefault("controls", []).append(adopted)
            written.append(adopted)
    for entry in written:
        valued = show.controls.get(entry["id"])
        if valued is None:
            continue
        entry.pop("value", None)
        if valued.lasts and values[valued.id] != valued.default:
            entry["value"] = values[valued.id]
    return layout(data | {CHECKSUM: checksum(data)})


def layout(data: object, indent: str = "") -> str:
    """Return JSON as a person would lay it out: what fits on a line stands on one."""
    line = json.dumps(data, ensure_ascii=False)
    deeper = indent + "  "
    if not isinstance(data, dict | list) or not data or (len(line) <= LINE and not _is_deep(data)):
        return line
    if isinstance(data, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {layout(value, deeper)}" for key, value in data.items()]
        ends = "{}"
    else:
        parts = [layout(value, deeper) for value in data]
        ends = "[]"
    end = "\n" if not indent else ""
    return f"{ends[0]}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{ends[1]}{end}"


def _is_deep(data: dict[str, object] | list[object]) -> bool:
    parts = data.values() if isinstance(data, dict) else data
    return any(isinstance(part, dict) for part in parts) or (
        isinstance(data, dict) and any(isinstance(part, list) and _is_deep(part) for part in parts)
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that stands twice: one of the two would be lost without a word."""
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"the key {key[:MAX_LABEL]!r} stands twice in one object")
        result[key] = value
    return result


def _id_from(path: Path) -> str:
    return "file-" + hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]


def _name_from(path: Path) -> str:
    """The file's name as a text, whatever bytes it has on the disk."""
    return cut(path.stem.encode("utf-8", "replace").decode(), MAX_LABEL)
