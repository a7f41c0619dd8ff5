"""Reads and writes show files; showfile.md describes the format."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from webui.core.characters import cut
from webui.core.errors import ShowError, Unreadable
from webui.core.printable import printable
from webui.core.show.fields import MAX_LABEL
from webui.core.show.show import Show, read_show
from webui.core.values import Value
from webui.storage.plain_file import read_plain
from webui.storage.timeouts import within

MAX_FILE = 4 * 1024 * 1024
"""Bytes of a show file."""

LINE = 200
"""Characters up to which an object stands on one line of a saved file."""


CHECKSUM = "checksum"


def read(path: Path) -> str:
    """Return a show file's text; raises ShowError, and Unreadable within a second where the disk gives no file."""
    try:
        data = read_plain(path, MAX_FILE)
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        raise Unreadable(f"{printable(path)} can't be read: {error.strerror or error}", gone) from None
    if len(data) > MAX_FILE:
        raise ShowError(f"{_called(path)} has more than the {MAX_FILE} bytes that a show can have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShowError(f"{_called(path)} is not a text in UTF-8 (byte {error.start})") from None


def load(path: Path) -> Show:
    """Return the show in a file; raises ShowError, which says what is wrong and where."""
    return parse(read(path), path)


def parse(text: str, path: Path, trusted: bool = False, id: str = "") -> Show:
    """Return the show in a file's text; raises ShowError.

    `trusted` says that its text is known to be good: its checksum need not fit, since somebody edited it. `id` is the
    show's where its text has none; by default it is made from the path.
    """
    data = parse_json(text, path)
    if isinstance(data, dict) and CHECKSUM in data:
        found = data.pop(CHECKSUM)
        if not trusted and found != checksum(data):
            raise ShowError(
                f"{_called(path)} does not fit its checksum: it is damaged, or was edited while it was not open. "
                f'If you edited it, take out its line "{CHECKSUM}"'
            )
    if not isinstance(data, dict):
        raise ShowError(f"{_called(path)} must hold an object in {{ }}")
    return read_show(data, id or id_from(path), _name_from(path))


def parse_json(text: str, path: Path) -> object:
    """Return what a file's text says, not yet as a show; raises ShowError."""
    try:
        data: object = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ShowError(f"{_called(path)}, line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ShowError(f"{_called(path)} is nested too deeply") from None
    except ValueError as error:
        raise ShowError(f"{_called(path)}: {error}") from None
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


def id_from(path: Path) -> str:
    """Return the id of a show whose file has none: made from where the file is, links followed. Raises ShowError."""
    try:
        real = within(path, lambda: os.path.realpath(path))
    except OSError as error:
        raise Unreadable(f"{printable(path)} can't be read: {error.strerror or error}") from None
    return "file-" + hashlib.sha256(os.fsencode(real)).hexdigest()[:16]


def _called(path: Path) -> str:
    return printable(path.name)


def _name_from(path: Path) -> str:
    """The file's name as a text, whatever bytes it has on the disk."""
    return cut(path.stem.encode("utf-8", "replace").decode(), MAX_LABEL)
