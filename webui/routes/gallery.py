"""The gallery: every control type and every view, in all variants and states, on a page that only this computer has."""

import json
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request

from webui import VERSION
from webui.access.authentication import is_local
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.show import Show, read_show
from webui.resources import resource
from webui.server.security_headers import page_policy

STATES = ("default", "mine", "theirs", "refused", "barred")
"""What is drawn of each variant: at rest, in my hand, in another's, refused, for higher roles. No news dims it all."""

STATES_WITHOUT_HANDS = ("default", "barred")
"""The same of what no hand can take hold of."""

FEEDS: tuple[dict[str, Any], ...] = (
    {"id": "running", "label": "Room", "unit": "°C", "every": 1, "decimals": 1, "source": "program"},
    {"id": "stopped", "label": "Stopped", "unit": "bpm", "every": 1, "source": "program"},
    {"id": "empty", "label": "Nothing yet", "source": "program"},
)
"""A live number in each of its states."""


def gallery_show() -> Show:
    """Return a show with a page for each type that has a file here; controls are called by variant and state."""
    folder = resource("assets", "gallery")
    pages = [
        {"id": path.stem, "label": path.stem.capitalize(), "controls": _in_all_states(path.read_text(encoding="utf-8"))}
        for path in sorted(folder.glob("*.json"))
    ]
    views = [
        {**view, "feed": feed["id"]}
        for path in sorted((folder / "views").glob("*.json"))
        for view in json.loads(path.read_text(encoding="utf-8"))
        for feed in FEEDS
    ]
    pages.append({"id": "views", "label": "Views", "views": views})
    return read_show({"sidestage": 1, "id": "gallery", "name": "Gallery", "feeds": list(FEEDS), "pages": pages}, "", "")


def states_of(kind: str) -> tuple[str, ...]:
    """Return the states that controls of a type can be in."""
    control = CONTROL_TYPES[kind]
    return STATES if control.hands and control.valued else STATES_WITHOUT_HANDS


def _in_all_states(text: str) -> list[dict[str, object]]:
    return [
        {**variant, "id": f"{variant['id']}.{state}", **({"role": "operator"} if state == "barred" else {})}
        for state in STATES
        for variant in json.loads(text)
        if state in states_of(variant["type"]) and (state == "barred" or "role" not in variant)
    ]


def gallery() -> Blueprint:
    """Return its route: not there for any other computer."""
    routes = Blueprint("gallery", __name__)

    @routes.get("/gallery")
    def page() -> Response:
        if not is_local(request.environ):
            abort(404)
        show = gallery_show()
        values = {control.id: control.start for control in show.controls.values()}
        first = {"show": show.describe(), "values": values, "version": VERSION}
        styles = sorted(path.stem for path in resource("webui", "static", "css", "controls").glob("*.css"))
        answer = make_response(render_template("gallery.html", first=first, styles=styles))
        answer.headers["Content-Security-Policy"] = page_policy(request.host)
        return answer

    return routes
