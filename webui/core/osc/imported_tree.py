"""A page from another program's OSCQuery tree: what can be set there becomes a control, by its type and range.

By https://github.com/Vidvox/OSCQueryProposal, third revision; older servers' ranges, [min, max, values], are taken too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from webui.core.characters import cut, is_longer
from webui.core.errors import ShowError
from webui.core.osc.edits import Data, free_id, put_target
from webui.core.osc.query_tree import READ, UNITS, WRITE
from webui.core.show.controls.choice import MAX_OPTIONS
from webui.core.show.controls.ranged import MAX_BOUND, MAX_STEPS
from webui.core.show.fields import MAX_ID, MAX_LABEL, MAX_UNIT, Fields
from webui.core.show.osc.addresses import MAX_ARGS, Argument, is_address
from webui.core.show.osc.reading import read_args
from webui.core.show.osc.targets import WAIT

MAX_DEPTH = 24
"""Parts of an address in another's tree."""

MAX_NODES = 20_000
"""Nodes of a tree that are looked at; a larger one is refused."""

MAX_FOUND = 480
"""Controls that are made of one tree; what comes later is counted as left out."""

A_PAGE = 16
"""Controls on one page, so that the largest find room there; more make more pages."""

MAX_NAME = 40
"""Characters of a description that can be a control's label; a longer one is a sentence, and the address says it."""

_FOREIGN_UNITS = {theirs: ours for ours, theirs in UNITS.items()}
_NO_ID = re.compile(r"[^A-Za-z0-9._:-]+", re.ASCII)

MAX_TEXT = 1000
"""Characters of a text field that is made of a string."""

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a tree: the program's name, how many controls, and how many of its methods became none."""

    name: str
    controls: int
    left_out: int


def put_tree(data: Data, tree: object, name: str, host: str, port: int) -> Found:
    """Add pages to a show file's JSON for what can be set in another program's tree, and the program as a target.

    `name` is the program's own, `host` and `port` are where it takes OSC. Raises ShowError where it is no tree, or too
    large or too deep, or holds nothing that could be set.
    """
    name = "".join(sign for sign in name if sign.isprintable()).strip() or host
    name = cut(name, MAX_LABEL - 4)
    targets = data.get("osc", {}).get("targets", [])
    known = next((one["id"] for one in targets if (one["host"], one["port"]) == (host, port)), None)
    pages = _pages(data)
    ids = {control["id"] for page in pages for control in page.get("controls", [])}
    controls, left_out = _controls(tree, ids)
    target = known or put_target(data, None, {"label": name, "host": host, "port": port, "back": WAIT})
    for control in controls:
        control["osc"]["target"] = target
    taken = {page["id"] for page in pages}
    chunks = [controls[at : at + A_PAGE] for at in range(0, len(controls), A_PAGE)]
    for number, chunk in enumerate(chunks, 1):
        label = name if number == 1 else f"{name} {number}"
        pages.append({"id": _free(target, taken), "label": label, "controls": chunk})
    return Found(name, len(controls), left_out)


def _pages(data: Data) -> list[JSON]:
    """Return the file's pages; one that has none keeps what it shows on a page of its own."""
    if "pages" not in data:
        things = {key: data.pop(key) for key in ("controls", "views") if key in data}
        data["pages"] = [{"id": "main", "label": "Main", **things}] if things else []
    pages: list[JSON] = data["pages"]
    return pages


def _controls(tree: object, ids: set[str]) -> tuple[list[JSON], int]:
    """Return the controls, and how many methods became none; `ids` are those that are taken."""
    controls: list[JSON] = []
    left_out = 0
    for address, node in _methods(tree):
        made = _control(node, address) if len(controls) < MAX_FOUND else None
        if made is None:
            left_out += 1
            continue
        osc = {"address": address, **made.pop("osc", {})}
        name = _NO_ID.sub("-", address.replace("/", "-")).strip("._:-") or "control"
        controls.append({"id": _free(name, ids), "label": _label(node, address), **made, "osc": osc})
    if not controls:
        raise ShowError("There is nothing in it that could be set: no control can be made of it.")
    return controls, left_out


def _methods(tree: object) -> Iterator[tuple[str, JSON]]:
    """Go through the tree, parents first, and yield what has a type."""
    waiting: list[tuple[str, object, int]] = [("", tree, 0)]
    seen = 0
    while waiting:
        path, node, depth = waiting.pop()
        seen += 1
        if not isinstance(node, dict) or not isinstance(node.get("CONTENTS", {}), dict):
            raise ShowError(f"{path or '/'} is no node: this is not an OSCQuery tree.")
        if seen > MAX_NODES or depth > MAX_DEPTH:
            raise ShowError(f"The tree is too large: more than {MAX_NODES} nodes, or deeper than {MAX_DEPTH}.")
        if path and isinstance(node.get("TYPE"), str) and node["TYPE"]:
            yield path, node
        inner = [(f"{path}/{name}", child, depth + 1) for name, child in node.get("CONTENTS", {}).items()]
        waiting += reversed(inner)


def _control(node: JSON, address: str) -> JSON | None:
    """Return what the show file says of the control, but for its id, label and address; None: there is none for it."""
    access = node.get("ACCESS", WRITE)
    if not is_address(address) or not (isinstance(access, int) and access & WRITE):
        return None
    kind = node["TYPE"]
    ranges, values = _each(node.get("RANGE"), len(kind)), _each(node.get("VALUE"), len(kind))
    units = [_unit(one) for one in _each(node.get("UNIT"), len(kind))]
    # One thing alone that can be read is a value, whatever it may be.
    fixed = [_fixed(one) for one in ranges] if len(kind) > 1 or not access & READ else [()]
    before = list(takewhile(bool, fixed))
    after = list(takewhile(bool, reversed(fixed[len(before) :])))[::-1]
    its = slice(len(before), len(kind) - len(after))
    made = _of_kind(kind[its], ranges[its], values[its], units[its])
    if made is None or len(before) + len(after) > MAX_ARGS:
        return None
    for key, arguments in (("before", before), ("args", after)):
        if arguments:
            made["osc"] = {**made.get("osc", {}), key: [one for [one] in arguments]}
    return made


def _of_kind(kind: str, ranges: list[object], values: list[object], units: list[str]) -> JSON | None:
    if len(kind) <= 1:
        kind, [said], [value], [unit] = kind or "N", ranges or [None], values or [None], units or [""]
        return _single(kind, _Ends.read(said), value, unit)
    if kind in ("ff", "dd", "ii"):
        axes = [_axis(_Ends.read(one), kind[0], unit) for one, unit in zip(ranges, units, strict=True)]
        start = [_number(one) for one in values]
        return {
            "type": "xy",
            "x": axes[0],
            "y": axes[1],
            **({} if None in start else {"value": start}),
            **_osc(kind[0]),
        }
    return None


def _fixed(said: object) -> tuple[Argument, ...]:
    """Return the one thing that an argument can be, which belongs to the message, or nothing where it is a value."""
    options = said.get("VALS") if isinstance(said, Mapping) else None
    if not isinstance(options, list) or len(options) != 1:
        return ()
    try:
        return read_args(Fields({"args": options}, ""))
    except ShowError:
        return ()


@dataclass(frozen=True, slots=True)
class _Ends:
    """A RANGE of one argument: its ends, or what it may be; None: nothing is said."""

    low: float | None
    high: float | None
    options: Sequence[object] | None

    @classmethod
    def read(cls, said: object) -> "_Ends":
        if isinstance(said, list) and len(said) == 3:
            said = {"MIN": said[0], "MAX": said[1], "VALS": said[2]}
        if not isinstance(said, Mapping):
            return cls(None, None, None)
        low, high = _number(said.get("MIN")), _number(said.get("MAX"))
        options = said.get("VALS")
        if low is None or high is None or not 0 < high - low <= MAX_STEPS:
            # A fader of four thousand million steps is none: it is a number that is typed.
            low = high = None
        return cls(low, high, options if isinstance(options, list) and options else None)


def _single(kind: str, ends: _Ends, value: object, unit: str) -> JSON | None:
    match kind:
        case "T" | "F":
            start = kind == "T" if value is None else value is True
            return {"type": "toggle", "value": start, "osc": {"type": "bool"}}
        case "N" | "I":
            return {"type": "button", "osc": {"type": "none", "on": "press"}}
        case "s" | "S":
            return _words(ends, value)
        case "i" | "h" | "f" | "d":
            return _numbers(kind, ends, _number(value), unit)
    return None


def _words(ends: _Ends, value: object) -> JSON | None:
    if ends.options is None:
        return {"type": "text", **({"value": value} if _is_text(value, MAX_TEXT) else {})}
    if len(ends.options) > MAX_OPTIONS or not all(_is_option(one) for one in ends.options):
        return None
    options = list(dict.fromkeys(ends.options))
    return {"type": "choice", "options": options, **({"value": value} if value in options else {})}


def _numbers(kind: str, ends: _Ends, value: float | None, unit: str) -> JSON | None:
    is_whole = kind in "ih"
    start = {} if value is None else {"value": round(value) if is_whole else value}
    if ends.low is None:
        step = 1 if is_whole else 0.01
        return {"type": "number", "step": step, **({"unit": unit} if unit else {}), **start, **_osc(kind)}
    if is_whole and (ends.low, ends.high) == (0, 1):
        return {"type": "toggle", **({"value": value >= 1} if value is not None else {}), "osc": {"type": "int"}}
    return {"type": "fader", **_axis(ends, kind, unit), **start, **_osc(kind)}


def _axis(ends: _Ends, kind: str, unit: str) -> JSON:
    return {
        "min": 0 if ends.low is None else ends.low,
        "max": 1 if ends.high is None else ends.high,
        **({"step": 1} if kind in "ih" else {}),
        **({"unit": unit} if unit else {}),
    }


def _osc(kind: str) -> JSON:
    return {"osc": {"type": "int" if kind in "ih" else "float"}}


def _each(said: object, count: int) -> list[object]:
    """Return a list with one thing for each argument; one thing alone stands for all."""
    if not isinstance(said, list):
        return [None] * count
    if len(said) == 1:
        return said * count
    return [*said[:count], *[None] * (count - len(said))]


def _number(said: object) -> float | None:
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) <= MAX_BOUND:
        return None
    return said


def _is_text(said: object, most: int) -> bool:
    return isinstance(said, str) and not is_longer(said, most) and all(sign.isprintable() for sign in said)


def _is_option(said: object) -> bool:
    return isinstance(said, str) and _is_text(said, MAX_LABEL) and bool(said.strip())


def _unit(said: object) -> str:
    """Return a unit as we write it; one that is too long to be shown is none."""
    if not isinstance(said, str) or not _is_text(said, MAX_LABEL):
        return ""
    ours = _FOREIGN_UNITS.get(said, said.rpartition(".")[2])
    return ours if len(ours) <= MAX_UNIT else ""


def _label(node: JSON, address: str) -> str:
    said = node.get("DESCRIPTION")
    if isinstance(said, str) and said and _is_text(said, MAX_NAME):
        return said
    return address.rpartition("/")[2][:MAX_LABEL]


def _free(name: str, taken: set[str]) -> str:
    """Return an id that nothing has yet, and take it."""
    found = free_id(name[: MAX_ID - 5], taken)
    taken.add(found)
    return found
