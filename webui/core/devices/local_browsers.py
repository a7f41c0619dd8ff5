"""The browsers on this computer: operators all, each known by a key of its own.

Keys are signed, so that none has to be kept. Any browser of this computer's user gets one with the page, and a program
of the same user that asks for the page gets one as well: nothing tells them apart. So where programs are kept out, or
where the system does not tell whose a connection is, only keys that are vouched for count. A key is vouched for when it
was given for a link that works once, which Sidestage prints or opens itself, or when its browser is the one that had
programs kept out.
"""

import hashlib
import hmac
from collections.abc import Iterable

MAX_VOUCHED = 50
"""Browsers that are vouched for; of more, those vouched for first need a link again."""

MAX_LINKS = 8
"""Links that wait to be opened; of more, the oldest end."""


class LocalBrowsers:
    """Tells good keys from others. `secret` signs them; `vouched` are the hashes of those that are vouched for.

    The engine's thread alone changes it; any thread may ask `is_good` and `is_vouched`.
    """

    def __init__(self, secret: str, vouched: Iterable[str] = ()) -> None:
        self._secret = secret.encode()
        self._links: dict[str, None] = {}
        self.vouched = tuple(vouched)[-MAX_VOUCHED:]
        """The hashes of the keys that are vouched for, oldest first."""

    def key(self, nonce: str) -> str:
        """Return the key that is made of a random text, which has no dot."""
        return f"{nonce}.{self._signature(nonce)}"

    def is_good(self, key: str) -> bool:
        """Say whether a key is one of ours; without a secret none is."""
        nonce, _, signature = key.partition(".")
        return bool(self._secret) and hmac.compare_digest(_bytes(signature), _bytes(self._signature(nonce)))

    def is_vouched(self, key: str) -> bool:
        """Say whether a key is one of ours, and vouched for."""
        return digest(key) in self.vouched and self.is_good(key)

    def vouch(self, hashed: str, instead_of: Iterable[str] = ()) -> None:
        """Vouch for a key, by its hash, instead of others."""
        gone = {hashed, *instead_of}
        self.vouched = (*(one for one in self.vouched if one not in gone), hashed)[-MAX_VOUCHED:]

    def offer(self, secret: str) -> None:
        """Let a link's secret be exchanged for a key that is vouched for, once."""
        self._links[digest(secret)] = None
        while len(self._links) > MAX_LINKS:
            del self._links[next(iter(self._links))]

    def offers(self, secret: str) -> bool:
        """Say whether a secret is a link's that was not opened yet."""
        return digest(secret) in self._links

    def redeem(self, secret: str) -> bool:
        """Use a link's secret up; say whether it was good."""
        hashed = digest(secret)
        is_good = hashed in self._links
        self._links.pop(hashed, None)
        return is_good

    def _signature(self, nonce: str) -> str:
        return hmac.new(self._secret, _bytes(nonce), hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(_bytes(secret)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
