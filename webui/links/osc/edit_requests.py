"""Edits of the show's OSC that operators ask for: targets, the input, addresses, and pages from another program."""

import threading
from collections.abc import Mapping
from typing import Any

from webui.core.errors import Malformed, ShowError
from webui.core.osc.edits import Change, Edit, put_address, put_input, put_target, remove_target
from webui.core.osc.imported_tree import Found, put_tree
from webui.links.osc.query_client import fetch

_fetching = threading.Lock()
"""One program at a time is asked."""


def apply_edit(edit: Edit, said: Mapping[str, Any], is_here: bool) -> str:
    """Do what a request asks; returns what came of it in words ("" if there is nothing to say).

    `is_here` says whether somebody at this computer asks. Raises Malformed and ShowError.
    """
    if said.get("do") == "page":
        return _add_page(edit, said, is_here)
    edit(change_of(said))
    return ""


def _add_page(edit: Edit, said: Mapping[str, Any], is_here: bool) -> str:
    """Fetch another program's tree, and add what can be set in it as pages; returns what came of it, in words."""
    url = said.get("url")
    if not isinstance(url, str):
        raise Malformed("url must be a text")
    if not _fetching.acquire(blocking=False):
        raise ShowError("Another program is being asked already. One moment.")
    try:
        program = fetch(url, is_here=is_here)
    finally:
        _fetching.release()
    found: list[Found] = []
    # The show is not kept from other changes while somebody else takes their time to answer.
    edit(lambda data: found.append(put_tree(data, program.tree, program.name, program.host, program.port)))
    name, controls, left_out = found[-1].name, found[-1].controls, found[-1].left_out
    more = f"; {left_out} of its methods can't be set, or not by a control" if left_out else ""
    return f"{name} has {controls} {'control' if controls == 1 else 'controls'} here now{more}."


def change_of(said: Mapping[str, Any]) -> Change:
    """Return what a request asks to be changed; raises Malformed."""
    id = said.get("id")
    if id is not None and not isinstance(id, str):
        raise Malformed("id must be a text")
    match said.get("do"):
        case "target":
            keys = _keys(said, "target")
            return lambda data: put_target(data, id, keys)
        case "remove":
            return lambda data: remove_target(data, str(id))
        case "input":
            keys = _keys(said, "input")
            return lambda data: put_input(data, keys)
        case "address":
            address = None if said.get("address") is None else _keys(said, "address")
            return lambda data: put_address(data, str(id), address)
    raise Malformed("There is no such edit.")


def _keys(said: Mapping[str, Any], name: str) -> Mapping[str, object]:
    keys = said.get(name)
    if not isinstance(keys, dict):
        raise Malformed(f"{name} must be an object")
    return keys
