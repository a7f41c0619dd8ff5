"""Puts Flask, Socket.IO and the links together. A new link has its line here."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, InternalServerError

from webui.access.authentication import Access
from webui.access.visits import Visits
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.limits import MAX_BODY, MAX_NESTING
from webui.links.base import Link
from webui.links.generators import Generators
from webui.links.osc.edit_requests import apply_edit
from webui.links.osc.link import Osc
from webui.links.osc.query_server import OscQuery
from webui.links.osc.switches import Desk
from webui.links.osc.topic import OscTopic
from webui.links.simple import Simple
from webui.links.tablets import Tablets
from webui.log_once import Causes
from webui.network.allowed_hosts import Hosts
from webui.resources import resource
from webui.routes.editing import editing
from webui.routes.gallery import gallery
from webui.routes.joining import JoinLink, joining
from webui.routes.manual import manual
from webui.routes.program_wheel import wheel
from webui.routes.start import start_page
from webui.routes.static_files import statics
from webui.routes.surface import pages
from webui.server.admission import Reception
from webui.server.guard import Guard
from webui.server.security_headers import BOOT
from webui.shows.document import Document
from webui.shows.library import Shows
from webui.shows.offers import Dialog
from webui.sockets.packets import Json
from webui.sockets.sockets import Sockets

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)


class _Json(DefaultJSONProvider):
    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what a request's JSON says; whatever is wrong with it is a ValueError."""
        data = Json.loads(s if isinstance(s, str) else s.decode())
        inner: list[object] = [data]
        for _ in range(MAX_NESTING + 1):
            inner = [part for one in inner if isinstance(one, dict | list) for part in _parts(one)]
            if not inner:
                return data
        raise ValueError("nested too deeply")


def _parts(data: dict[str, object] | list[object]) -> Iterable[object]:
    return data.values() if isinstance(data, dict) else data


@dataclass(frozen=True, slots=True)
class App:
    """What serves: the outermost WSGI application, its sockets, its links for the engine to start, and OSC's desk.

    `query` is one of the links.
    """

    wsgi: "WSGIApplication"
    sockets: Sockets
    links: list[Link]
    desk: Desk
    query: OscQuery


def create_app(
    engine: Engine,
    hosts: Hosts,
    installation: str,
    join_links: Callable[[], list[JoinLink]],
    troubles: Troubles,
    shows: Shows,
    dialog: Dialog,
    document: Document,
    host: str,
) -> App:
    """Return the application for an engine.

    `hosts` are the names and origins that are allowed, `installation` is this installation's id (it names the cookie),
    `join_links` gives the links for tablets, best first;
    `troubles` tells operators who misbehaves, `shows` are what the start page offers, `dialog` is the window's own,
    `document` is the open show, `host` is the address that we listen on.
    """
    flask = Flask(
        __name__,
        template_folder=str(resource("webui", "templates")),
        static_folder=str(resource("webui", "static")),
    )
    flask.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    flask.json = _Json(flask)
    # In their own order, as in a welcome: the page compares the two shows as texts.
    flask.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    flask.jinja_env.globals["boot"] = BOOT
    flask.register_error_handler(Exception, _one_line(Causes(log)))
    access = Access(engine, hosts, installation)
    visits = Visits()
    flask.register_blueprint(pages(engine, access, visits))
    flask.register_blueprint(joining(engine, access, join_links, visits))
    flask.register_blueprint(gallery())
    flask.register_blueprint(statics())
    flask.register_blueprint(manual(access))
    flask.register_blueprint(start_page(access, shows, dialog))
    flask.register_blueprint(editing(access, document, apply_edit))
    flask.register_blueprint(wheel())
    sockets = Sockets(flask, engine, hosts, troubles)
    desk = Desk(engine)
    query = OscQuery(desk, host)
    links: list[Link] = [
        Tablets(sockets, access, [partial(OscTopic, desk=desk)]),
        Simple(sockets, access),
        Generators(),
        Osc(desk),
        query,
    ]
    return App(Guard(Reception(flask.wsgi_app, access), hosts), sockets, links, desk, query)


def _one_line(causes: Causes) -> Callable[[Exception], HTTPException]:
    """An error in a request is ours: said once, and without a traceback."""

    def answer(error: Exception) -> HTTPException:
        if isinstance(error, HTTPException):
            return error
        log.debug("an error in a request", exc_info=error)
        causes.say(repr(type(error)), f"an error in a request: {error!r}")
        return InternalServerError()

    return answer
