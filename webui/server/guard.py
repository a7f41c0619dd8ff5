"""The outermost WSGI layer: looks at every request, on every path, before Flask or Socket.IO do."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from webui.network.allowed_hosts import Hosts
from webui.server.answers import answer
from webui.server.security_headers import PUBLIC, armour

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Guard:
    """Refuses names that aren't this computer's, pages from elsewhere, and JSONP; puts armour on every answer."""

    def __init__(self, app: "WSGIApplication", hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, or refuse it in one sentence."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, armour(headers, environ["PATH_INFO"], environ.get("HTTP_HOST", "")), *error)

        reason = self._refusal(environ)
        if reason is None:
            return self._app(environ, start)
        return answer(start, "403 Forbidden", reason, ("Connection", "close"))

    def _refusal(self, environ: "WSGIEnvironment") -> str | None:
        if not self._hosts.allows_host(environ.get("HTTP_HOST", "")):
            return "Sidestage answers to this computer's own addresses only."
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and not self._hosts.allows_origin(origin):
            return "That page may not speak to Sidestage; --allow-origin lets it."
        if origin is None and self._is_cross_site(environ):
            return "Another site may not use Sidestage."
        if environ["PATH_INFO"].startswith("/socket.io") and "j" in parse_qs(
            environ.get("QUERY_STRING", ""), keep_blank_values=True
        ):
            return "Polling by script is not possible here."
        return None

    def _is_cross_site(self, environ: "WSGIEnvironment") -> bool:
        """Say whether another site sent it; following a link to a whole page of ours does no harm."""
        if environ.get("HTTP_SEC_FETCH_SITE") != "cross-site":
            return False
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return True
        follows_link = (
            environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and environ.get("HTTP_SEC_FETCH_DEST") == "document"
        )
        return not (follows_link or environ["PATH_INFO"].startswith(PUBLIC))
