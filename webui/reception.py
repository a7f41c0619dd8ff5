"""The layer inside the guard: each request takes a place, a known device's or a stranger's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from webui.access import Access
from webui.limits import STRANGER_BODY
from webui.places import PLACE, Place
from webui.sentences import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Reception:
    """Refuses who finds no place, and bodies of strangers that are too long."""

    def __init__(self, app: "WSGIApplication", access: Access) -> None:
        self._app = app
        self._access = access

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, or refuse it in one sentence."""
        place: Place | None = environ.get(PLACE)
        if place is None:
            return self._app(environ, start_response)
        device = None if place.is_here else self._access.of_request(environ)
        if not place.settle(device):
            return answer(start_response, "503 Service Unavailable", "Too many are connected; try again soon.")
        is_long = _length(environ.get("CONTENT_LENGTH")) > STRANGER_BODY
        if is_long and device is None and not place.is_here:
            return answer(start_response, "413 Content Too Large", "That is too long.")
        return self._app(environ, start_response)


def _length(said: str | None) -> float:
    """Return a body's length; what is no number is as good as endless."""
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else float("inf")
