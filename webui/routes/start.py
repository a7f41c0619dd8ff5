"""The HTTP routes of the start page: new shows, those opened lately, the examples and presets. For operators."""

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request

from webui import VERSION
from webui.access.authentication import Access, is_local
from webui.core.errors import ShowError
from webui.core.printable import printable
from webui.server.answers import why_not
from webui.server.security_headers import page_policy
from webui.shows.library import Shows
from webui.shows.offers import Dialog, NotThere

UNSAVED = "Programs have added controls that the show file does not have yet."
NO_DIALOG = "Only the window on the computer that runs Sidestage has a file dialog."


def start_page(access: Access, shows: Shows, dialog: Dialog) -> Blueprint:
    """Return the routes."""
    routes = Blueprint("start", __name__)

    @routes.get("/start")
    def start() -> Response:
        if not access.is_operator(request.environ):
            # Whoever comes here first is known by the page's own cookie afterwards.
            return make_response(redirect("/"))
        answer = make_response(render_template("start.html", version=VERSION))
        answer.headers["Content-Security-Policy"] = page_policy(request.host)
        return answer

    @routes.get("/shows")
    def listing() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        return jsonify(
            now=shows.now,
            folder=printable(shows.folder),
            dialog=can_ask(),
            recent=[offer.describe() for offer in shows.recent()],
            examples=[offer.describe() for offer in shows.examples()],
            presets=[offer.describe() for offer in shows.presets()],
        )

    @routes.get("/shows/now")
    def which() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        return jsonify(now=shows.now)

    @routes.post("/shows")
    def act() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        said = request.get_json(silent=True)
        if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
            return why_not("This is not a request of the start page.", 400)
        do, id, name = said.get("do"), said.get("id", ""), said.get("name", "")
        if do not in ("new", "open", "example", "dialog"):
            return why_not("There is no such thing to do.", 400)
        if do == "dialog":
            if not can_ask() or dialog.ask is None:
                return why_not(NO_DIALOG, 409)
            # It asks about what is unsaved by itself.
            dialog.ask()
            return make_response("", 202)
        unsaved = said.get("unsaved")
        try:
            if shows.unsaved and unsaved not in ("save", "leave"):
                return why_not(UNSAVED, 409, unsaved=True)
            if unsaved == "save":
                shows.save()
            if do == "new":
                shows.new(name)
            elif do == "open":
                shows.open(id)
            else:
                shows.example(id)
        except NotThere as error:
            return why_not(str(error), 404)
        except ShowError as error:
            return why_not(str(error), 422)
        return make_response("", 204)

    def can_ask() -> bool:
        return dialog.ask is not None and is_local(request.environ)

    return routes
