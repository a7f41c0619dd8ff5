"""The HTTP routes: the page, health, and the armour of all answers."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from webui import VERSION
from webui.access import Access
from webui.core.devices import Device
from webui.core.surface import Snapshot
from webui.engine import Engine
from webui.joining import set_cookie
from webui.wire import write_state

MAX_BODY = 4096
"""Bytes of a request's body: a secret and a name are all that is ever posted."""


def pages(engine: Engine, access: Access) -> Blueprint:
    """Return the routes."""
    routes = Blueprint("pages", __name__)

    def snapshot() -> Snapshot:
        return engine.call(lambda: engine.surface.snapshot(engine.now()))

    @routes.get("/")
    def surface() -> Response:
        device = access.of_page(request.environ)
        if device is None:
            return _page(make_response(render_template("join.html", version=VERSION), 401))
        answer = _page(make_response(render_template("surface.html", **_surface(device))))
        key = access.cookie_for(request.environ)
        if key:
            set_cookie(answer, access, key)
        return answer

    def _surface(device: Device) -> dict[str, object]:
        state = write_state(snapshot(), device.role)
        you = device.describe()
        first = {**state, "you": you, "version": VERSION, "boot": engine.boot}
        del first["feeds"]
        return {**state, "you": you, "version": VERSION, "first": first}

    @routes.get("/health")
    def health() -> Response:
        if access.of_request(request.environ) is None:
            return jsonify(status="ok")
        revision, devices = engine.call(lambda: (engine.surface.revision, len(engine.surface.connections)))
        return jsonify(status="ok", version=VERSION, boot=engine.boot, revision=revision, devices=devices)

    def _page(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = _policy(request.host)
        return answer

    @routes.after_app_request
    def _armour(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", "default-src 'none'")
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return routes


def _policy(host: str) -> str:
    """Everything from here and nothing from elsewhere; old Safari does not count ws: as 'self'."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"font-src 'self'; connect-src 'self' ws://{host}; manifest-src 'self'; media-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
