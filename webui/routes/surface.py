"""The HTTP routes: the page, the show's pictures, health."""

from itertools import chain

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from webui import VERSION
from webui.access.authentication import Access, is_local
from webui.access.visits import Visits
from webui.core.devices.devices import Device
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.controls.picture import find_picture
from webui.core.show.views import VIEW_TYPES
from webui.core.surface.surface import Snapshot
from webui.engine.engine import Engine
from webui.limits import MOST_TEXTS
from webui.routes.gallery import gallery_show
from webui.routes.joining import digits_of, set_cookie
from webui.routes.module_preloads import is_there, modules
from webui.server.security_headers import page_policy
from webui.wire.operations import joined_text, write_state

LONG_TEXT = 200
"""Characters of a text that the first HTML leaves out where there are too many."""

PICTURE_AGE = 365 * 24 * 3600
"""Seconds for which browsers may keep a picture."""


def pages(engine: Engine, access: Access, visits: Visits) -> Blueprint:
    """Return the routes; each join page has one of the `visits`."""
    routes = Blueprint("pages", __name__)
    main = modules("js/main.js")
    drawing = {kind: modules(script) for kind in CONTROL_TYPES if is_there(script := f"js/controls/{kind}.js")}
    viewing = {kind: modules(f"js/views/{kind}.js") for kind in VIEW_TYPES}

    def snapshot() -> Snapshot:
        return engine.call(lambda: engine.surface.snapshot())

    @routes.get("/")
    def surface() -> Response:
        device = access.of_page(request.environ)
        if device is None:
            asked = {"visit": visits.new(), "digits": digits_of(engine.door.code)}
            return _page(make_response(render_template("join.html", version=VERSION, **asked), 401))
        answer = _page(make_response(render_template("surface.html", **_surface(device))))
        key = access.cookie_for(request.environ)
        if key:
            set_cookie(answer, access, key)
        return answer

    def _surface(device: Device) -> dict[str, object]:
        state = write_state(snapshot(), device.role)
        if joined_text(state["values"]) > MOST_TEXTS:
            # They come with the welcome, in parts.
            state["values"] = {who: "" if _is_long(value) else value for who, value in state["values"].items()}
        you = device.describe()
        first = {**state, "you": you, "version": VERSION, "boot": engine.boot}
        del first["feeds"]
        kinds = {control["type"] for page in state["show"]["pages"] for control in page["controls"]}
        views = {view["type"] for page in state["show"]["pages"] for view in page["views"]}
        drawn = [drawing.get(kind, ()) for kind in sorted(kinds)] + [viewing[kind] for kind in sorted(views)]
        scripts = dict.fromkeys([*main, *chain.from_iterable(drawn)])
        return {**state, "you": you, "version": VERSION, "first": first, "scripts": scripts}

    def _is_long(value: object) -> bool:
        return isinstance(value, str) and len(value) > LONG_TEXT

    @routes.get("/picture/<name>")
    def picture(name: str) -> Response:
        device = access.of_page(request.environ)
        if device is None:
            abort(401)
        show = engine.call(lambda: engine.surface.show).seen_by(device.role)
        shown = [show, gallery_show()] if is_local(request.environ) else [show]
        found = find_picture((control for one in shown for page in one.pages for control in page.controls), name)
        if found is None:
            abort(404)
        answer = Response(found.data, mimetype=found.kind)
        # It is called by what is in it: under this name it is never another one.
        answer.headers["Cache-Control"] = f"private, max-age={PICTURE_AGE}, immutable"
        answer.set_etag(name)
        answer.make_conditional(request)
        return answer

    @routes.get("/health")
    def health() -> Response:
        if access.of_request(request.environ) is None:
            return jsonify(status="ok")
        revision, devices = engine.call(lambda: (engine.surface.revision, len(engine.surface.connections)))
        return jsonify(status="ok", version=VERSION, boot=engine.boot, revision=revision, devices=devices)

    def _page(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = page_policy(request.host)
        return answer

    return routes
