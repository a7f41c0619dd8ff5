"""Visits: each join page that we give out has an id, by which its typing is told from that of others at its address.

The id is signed, so that nothing has to be remembered of pages that type nothing wrong, however many there are.
"""

import hashlib
import hmac
import secrets

ID_BYTES = 8
SIGNATURE_BYTES = 16


class Visits:
    """Gives out ids and knows them again, as long as the program runs. May be used from any thread."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(SIGNATURE_BYTES)

    def new(self) -> str:
        """Return a new visit as a page carries it."""
        id = secrets.token_hex(ID_BYTES)
        return f"{id}.{self._signature(id)}"

    def read(self, visit: str | None) -> str:
        """Return the id of a visit that a page says, or an empty text if we gave none like it out."""
        id, _, signature = (visit or "").partition(".")
        good = hmac.compare_digest(signature.encode("utf-8", "replace"), self._signature(id).encode())
        return id if good else ""

    def _signature(self, id: str) -> str:
        mac = hmac.new(self._secret, id.encode("utf-8", "replace"), hashlib.sha256)
        return mac.hexdigest()[: 2 * SIGNATURE_BYTES]
