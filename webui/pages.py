"""The HTTP routes: the page, joining, the code for the operator, health."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, jsonify, make_response, render_template, request

from webui import VERSION
from webui.access import COOKIE_AGE, Access
from webui.armour import page_policy
from webui.core.devices import Device, Role
from webui.core.surface import Snapshot
from webui.engine import Engine
from webui.hosts import Hosts
from webui.wire import MAX_KEY, write_state


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A way in for tablets: a link to one of this computer's addresses."""

    url: str
    address: str
    label: str


def pages(engine: Engine, access: Access, hosts: Hosts, links: Callable[[], list[JoinLink]]) -> Blueprint:
    """Return the routes; `links` gives the join links, best first."""
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
            _set_cookie(answer, key)
        return answer

    def _surface(device: Device) -> dict[str, object]:
        state = write_state(snapshot())
        you = device.describe()
        first = {**state, "you": you, "version": VERSION, "boot": engine.boot}
        del first["feeds"]
        return {**state, "you": you, "version": VERSION, "first": first}

    @routes.post("/join")
    def join() -> Response:
        data = request.get_json(silent=True)
        secret = data.get("secret") if isinstance(data, dict) else None
        if not isinstance(secret, str) or len(secret) > MAX_KEY:
            return _refusal("This is not a join link.", 400)
        key = access.join(secret, request.headers.get("User-Agent", ""))
        if key is None:
            return _refusal("This link is no longer valid. Ask for a new code.", 403)
        answer = make_response("", 204)
        _set_cookie(answer, key)
        return answer

    def _set_cookie(answer: Response, key: str) -> None:
        answer.set_cookie(access.cookie, key, max_age=COOKIE_AGE, httponly=True, samesite="Strict", path="/")

    @routes.get("/health")
    def health() -> Response:
        if access.of_request(request.environ) is None:
            return jsonify(status="ok")
        revision, devices = engine.call(lambda: (engine.surface.revision, len(engine.surface.connections)))
        return jsonify(status="ok", version=VERSION, boot=engine.boot, revision=revision, devices=devices)

    @routes.get("/join-code")
    def join_code() -> Response:
        if not _is_operator():
            return _refusal("For operators only.", 403)
        found = [{"url": link.url, "address": link.address, "label": link.label} for link in links()]
        return jsonify(links=found, role=Role.PLAYER.word)

    @routes.get("/join-code.svg")
    def join_code_picture() -> Response:
        address = request.args.get("address")
        found = [link for link in links() if address in (None, link.address)]
        if not _is_operator() or not found:
            return _refusal("For operators only, and for this computer's own addresses.", 403)
        picture = io.BytesIO()
        segno.make(found[0].url, micro=False).save(
            picture, kind="svg", border=2, dark="#0e1013", light=None, xmldecl=False, omitsize=True
        )
        return Response(picture.getvalue(), mimetype="image/svg+xml")

    def _is_operator() -> bool:
        device = access.of_request(request.environ)
        return device is not None and device.role is Role.OPERATOR

    def _page(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = page_policy(request.host)
        return answer

    return routes


def _refusal(reason: str, status: int) -> Response:
    answer = jsonify(error=reason)
    answer.status_code = status
    return answer
