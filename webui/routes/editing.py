"""The HTTP route by which operators edit the open show's OSC: it is in the show file at once, with one step back."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Blueprint, Response, jsonify, request

from webui.access.authentication import Access
from webui.core.errors import Malformed, ShowError
from webui.core.osc.edits import Data
from webui.server.answers import why_not

Change = Callable[[Data], object]


class Editor(Protocol):
    """What edits the open show. In a request's thread; raises ShowError, and then all is as it was."""

    def edit(self, change: Change) -> None:
        """Alter the show file's JSON, and take it."""

    def undo(self) -> None:
        """Take the last edit back."""


ApplyEdit = Callable[[Callable[[Change], object], Mapping[str, Any], bool], str]
"""Does what a request asks by way of the editor's `edit`, for somebody at this computer or not; returns words."""


def editing(access: Access, editor: Editor, apply_edit: ApplyEdit) -> Blueprint:
    """Return the route; `apply_edit` is the link's, which knows what can be edited."""
    routes = Blueprint("editing", __name__)

    @routes.post("/osc")
    def act() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        said = request.get_json(silent=True)
        words = ""
        try:
            if not isinstance(said, dict):
                raise Malformed("This is not an edit.")
            if said.get("do") == "undo":
                editor.undo()
            else:
                words = apply_edit(editor.edit, said, access.is_here(request.environ))
        except Malformed as error:
            return why_not(str(error), 400)
        except ShowError as error:
            return why_not(str(error), 422)
        return jsonify(done=True, words=words) if words else jsonify(done=True)

    return routes
