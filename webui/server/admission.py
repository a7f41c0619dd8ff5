"""The layer inside the guard: each request takes a place, a known device's or a stranger's, and processor time."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from webui.access.authentication import Access, is_of_others
from webui.limits import STRANGER_BODY
from webui.server.answers import TOO_MUCH, answer
from webui.server.processor_time import Work
from webui.server.slots import PLACE, Place

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Reception:
    """Refuses who finds no place or asks for too much, and bodies that are too long, or too many of them."""

    def __init__(self, app: "WSGIApplication", access: Access) -> None:
        self._app = app
        self._access = access
        self._work = Work()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, or refuse it in one sentence."""
        place: Place | None = environ.get(PLACE)
        if place is None:
            return self._app(environ, start_response)
        if place.is_here and is_of_others(environ):
            place.move_out()
        device = None if place.is_here else self._access.of_request(environ)
        if not place.settle(device):
            return answer(start_response, "503 Service Unavailable", "Too many are connected; try again soon.")
        if place.is_here:
            return self._app(environ, start_response)
        is_long = _length(environ.get("CONTENT_LENGTH")) > STRANGER_BODY
        if is_long and device is None:
            return answer(start_response, "413 Content Too Large", "That is too long.")
        holder = place.holder.name
        if not self._work.comes(holder, device is not None) or (is_long and not self._work.begin_long(holder)):
            return answer(start_response, "503 Service Unavailable", TOO_MUCH, ("Retry-After", "5"))
        began = time.thread_time()
        try:
            return self._app(environ, start_response)
        finally:
            self._work.spend(holder, device is not None, time.thread_time() - began)
            if is_long:
                self._work.end_long(holder)


def _length(said: str | None) -> float:
    """Return a body's length; what is no number is as good as endless."""
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else float("inf")
