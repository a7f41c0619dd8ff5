"""What operators change of a show file's OSC from the screen: the file's JSON is altered, and is read again after that.

All that is said here is checked by that reading, as what is typed into a file; the rest of the file stays as it is.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from webui.core.errors import ShowError
from webui.core.show.fields import MAX_ID

Data = dict[str, Any]
"""A good show file's JSON."""

Change = Callable[[Data], object]
"""Alters a show file's JSON; raises ShowError."""

Edit = Callable[[Change], object]
"""Applies a change to the open show; raises ShowError, and then all is as it was."""

_NO_ID = re.compile(r"[^a-z0-9]+")


def put_target(data: Data, id: str | None, keys: Mapping[str, object]) -> str:
    """Change what a target says, or with None add one; a key that is None is as usual again. Returns its id.

    Raises ShowError where there is no such target.
    """
    targets = data.setdefault("osc", {}).setdefault("targets", [])
    if id is None:
        id = free_id(_stem(str(keys.get("label") or "")), {target["id"] for target in targets})
        targets.append({"id": id})
    _put(_of(targets, id), keys)
    return id


def remove_target(data: Data, id: str) -> None:
    """Take a target out, and out of the addresses that name it: what went to it alone goes nowhere any more.

    Raises ShowError where there is no such target.
    """
    targets = data.get("osc", {}).get("targets", [])
    targets.remove(_of(targets, id))
    for control in _controls(data):
        if "osc" in control:
            control["osc"] = _without(control["osc"], id)


def put_input(data: Data, keys: Mapping[str, object]) -> None:
    """Change what the file says of the way in; a key that is None is as usual again."""
    _put(data.setdefault("osc", {}).setdefault("in", {}), keys)


def put_address(data: Data, id: str, address: Mapping[str, object] | None) -> None:
    """Give a control another address: an object as in the file, of which a key that is None is as usual.

    Of several addresses the one for the same target is changed, else this is one more. Without one the control goes
    back to its own, /sidestage/ and its id. Raises ShowError where the file has no such control.
    """
    control = next((one for one in _controls(data) if one["id"] == id), None)
    if control is None:
        raise ShowError("This control is not in the show file any more.")
    if address is None:
        control.pop("osc", None)
        return
    found = control.get("osc") or []
    several = list(found) if isinstance(found, list) else [found]
    same = next((one for one in several if len(several) == 1 or _named(one) == _named(address)), None)
    if same is None:
        same = {}
        several.append(same)
    _put(same, address)
    control["osc"] = several[0] if len(several) == 1 else several


def _put(entry: Data, keys: Mapping[str, object]) -> None:
    for key, value in keys.items():
        if value is None:
            entry.pop(key, None)
        else:
            entry[key] = value


def _of(targets: list[Data], id: str) -> Data:
    found = next((target for target in targets if target["id"] == id), None)
    if found is None:
        raise ShowError("This target is not there any more.")
    return found


def _controls(data: Data) -> list[Data]:
    return [control for page in data.get("pages", [data]) for control in page.get("controls", [])]


def _named(address: Mapping[str, Any]) -> list[str]:
    """Return the targets that an address names."""
    said = address.get("target")
    targets = said if isinstance(said, list) else [said]
    # What is no id is refused when the edited file is read.
    return sorted(target for target in targets if isinstance(target, str))


def _without(osc: Any, id: str) -> Any:
    """Return a control's addresses without a target; False where none is left."""
    left = []
    for address in osc if isinstance(osc, list) else [osc] if osc else []:
        named = _named(address)
        if id in named:
            named.remove(id)
            if not named:
                continue
            address["target"] = named
        left.append(address)
    return left[0] if len(left) == 1 else left or False


def free_id(stem: str, taken: Collection[str]) -> str:
    """Return an id that nothing has yet: the stem, or that with a number, for which it has to leave room."""
    return next(id for n in range(1, len(taken) + 2) if (id := stem if n == 1 else f"{stem}-{n}") not in taken)


def _stem(label: str) -> str:
    """Return what a target's id begins with, after its label."""
    return _NO_ID.sub("-", label.lower()).strip("-")[: MAX_ID - 4].rstrip("-") or "target"
