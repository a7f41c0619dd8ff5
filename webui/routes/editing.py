"""The HTTP route by which operators edit the open show's OSC: it is in the show file at once, with one step back."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from webui.access.authentication import Access
from webui.core.errors import Malformed, ShowError
from webui.core.osc.edits import Edit
from webui.server.answers import why_not
from webui.shows.document import Document


def editing(
    access: Access, document: Document, apply_edit: Callable[[Edit, Mapping[str, Any], bool], str]
) -> Blueprint:
    """Return the route. `apply_edit` is the link's, which knows what can be edited: it does what a request asks, for
    somebody at this computer or not, and returns words."""
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
                document.undo()
            else:
                words = apply_edit(document.edit, said, access.is_here(request.environ))
        except Malformed as error:
            return why_not(str(error), 400)
        except ShowError as error:
            return why_not(str(error), 422)
        return jsonify(done=True, words=words) if words else jsonify(done=True)

    return routes
