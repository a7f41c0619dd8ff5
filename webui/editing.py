"""The HTTP route by which operators edit the open show's OSC: it is in the show file at once, with one step back."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Blueprint, Response, jsonify, request

from webui.access import Access
from webui.core.errors import Malformed, ShowError
from webui.core.osc.edits import Data, put_address, put_input, put_target, remove_target
from webui.core.osc.foreign import Found, put_tree
from webui.fetching import fetch
from webui.sentences import why_not

_fetching = threading.Lock()
"""One program at a time is asked."""

Change = Callable[[Data], object]


class Editor(Protocol):
    """What edits the open show. In a request's thread; raises ShowError, and then all is as it was."""

    def edit(self, change: Change) -> None:
        """Alter the show file's JSON, and take it."""

    def undo(self) -> None:
        """Take the last edit back."""


def editing(access: Access, editor: Editor) -> Blueprint:
    """Return the route."""
    routes = Blueprint("editing", __name__)

    @routes.post("/osc")
    def act() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        said = request.get_json(silent=True)
        try:
            if not isinstance(said, dict):
                raise Malformed("This is not an edit.")
            if said.get("do") == "undo":
                editor.undo()
            elif said.get("do") == "page":
                return jsonify(done=True, words=_add_page(editor, said, access.is_here(request.environ)))
            else:
                editor.edit(change_of(said))
        except Malformed as error:
            return why_not(str(error), 400)
        except ShowError as error:
            return why_not(str(error), 422)
        return jsonify(done=True)

    return routes


def _add_page(editor: Editor, said: Mapping[str, Any], is_here: bool) -> str:
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
    editor.edit(lambda data: found.append(put_tree(data, program.tree, program.name, program.host, program.port)))
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
