"""What every answer tells browsers: no page of somebody else's may use it, and ours may do no more than they need."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from webui.network.allowed_hosts import LOOPBACK
from webui.resources import resource

PUBLIC = "/static/vendor/"
"""Scripts that a foreign page may load: the Socket.IO client for pages as in the articles."""

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of whatever is not a page."""

UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
)
"""What our pages never ask of a browser."""

OURS = ("fullscreen", "screen-wake-lock")

PERMISSIONS = ", ".join([*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in OURS)])

ALWAYS = (
    ("Content-Security-Policy", NOTHING),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", PERMISSIONS),
    ("Cache-Control", "no-store"),
)


BOOT = resource("webui", "static", "js", "boot.js").read_text(encoding="utf-8")
"""The one script that stands in the pages themselves: it loads a page again that lost all others on their way."""

SCRIPTS = f"'self' 'sha256-{b64encode(hashlib.sha256(BOOT.encode()).digest()).decode()}'"


def page_policy(host: str) -> str:
    """Return a page's policy: all from here, nothing from elsewhere. Old Safari does not count ws: as 'self'; a policy
    has no words for an address of IPv6."""
    sockets = "" if host.startswith("[") else f" ws://{host}"
    return (
        f"default-src 'none'; script-src {SCRIPTS}; style-src 'self'; img-src 'self'; "
        f"font-src 'self'; connect-src 'self'{sockets}; manifest-src 'self'; media-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def armour(headers: Iterable[tuple[str, str]], path: str = "", host: str = "") -> list[tuple[str, str]]:
    """Return an answer's headers with what is missing of its armour; what it says itself stays."""
    said = list(headers)
    names = {name.lower() for name, _ in said}
    more = [
        *ALWAYS,
        ("Cross-Origin-Resource-Policy", "cross-origin" if path.startswith(PUBLIC) else "same-origin"),
    ]
    # Elsewhere browsers heed no opener policy without https, and complain of it.
    if host.rpartition(":")[0] in LOOPBACK:
        more.append(("Cross-Origin-Opener-Policy", "same-origin"))
    return [*said, *((name, value) for name, value in more if name.lower() not in names)]
