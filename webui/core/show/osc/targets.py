"""Who hears of the show by OSC, and who may speak to it."""

import re
from dataclasses import dataclass, field
from typing import Self

from webui.core.errors import BadValue
from webui.core.hosts import read_host, read_network
from webui.core.show.fields import MAX_LABEL, Fields
from webui.core.show.osc.addresses import MAX_ADDRESS, Argument
from webui.core.show.osc.patterns import Pattern
from webui.core.show.osc.reading import read_address, read_args

MAX_TARGETS = 32

MAX_PORT = 65535

MAX_RATE = 120
"""Times a second that a control's value is sent at the most."""

MAX_SOURCES = 64
"""Networks and computers that may speak to the show."""

MAX_PATTERNS = 100
"""Patterns that say what may come in."""

MIN_EVERY, MAX_EVERY = 0.5, 3600
"""Seconds from one message that keeps a target listening to the next."""

PORT = 5758
"""Where OSC comes in where the show does not say."""

TELL, ASK, WAIT = BACK = "tell", "ask", "wait"
"""What happens when a target is there, or there again: it is told all values, it is asked for its own, or nothing."""


ANY = "any"
"""What a target says that sends from a port of its own choice, such as Max or Pure Data: any port of its computer."""

_PATTERN = re.compile(r"/[!-~]*\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """What a target wants to hear every so many seconds, or it says nothing any more: /xremote of an X32."""

    address: str
    args: tuple[Argument, ...]
    every: int | float

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        keep = cls(
            address=read_address(fields, None),
            args=read_args(fields),
            every=fields.number("every", 9, MIN_EVERY, MAX_EVERY),
        )
        fields.done()
        return keep

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {"address": self.address, "args": list(self.args), "every": self.every}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A program or a desk that is told what moves."""

    id: str
    label: str
    host: str
    """A name or an address, also one of a whole network or of a group."""
    port: int
    bundles: bool = False
    """Whether what goes out at once goes in one packet."""
    echo: bool = False
    """Whether it wants to hear what it said itself."""
    rate: int = MAX_RATE
    """Times a second that a control's value is sent at the most."""
    back: str = TELL
    """One of BACK. A desk is asked: what we have of it would change what is heard."""
    keep: Keep | None = None
    speaks_from: int | str | None = None
    """The port from which it sends, or ANY; None: not said. Then its own port is it for certain."""

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        name = fields.id()
        keep = Keep.read(Fields(fields.raw("keep", None), f"{fields.place}, keep")) if fields.has("keep") else None
        target = cls(
            id=name,
            label=fields.text("label", name, MAX_LABEL),
            host=_read_host(fields),
            port=fields.whole("port", 0, 1, MAX_PORT),
            bundles=fields.flag("bundles", False),
            echo=fields.flag("echo", False),
            rate=fields.whole("rate", MAX_RATE, 1, MAX_RATE),
            back=fields.word("back", TELL, BACK),
            keep=keep,
            speaks_from=_read_from(fields),
        )
        fields.done()
        return target

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        described: dict[str, object] = {
            "id": self.id,
            "label": self.label,
            "host": self.host,
            "port": self.port,
            "bundles": self.bundles,
            "echo": self.echo,
            "rate": self.rate,
        }
        if self.back != TELL:
            described["back"] = self.back
        if self.speaks_from is not None:
            described["from"] = self.speaks_from
        return described | {"keep": self.keep.describe()} if self.keep else described


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What may come in, once an operator has switched that on."""

    port: int = PORT
    sources: tuple[str, ...] | None = None
    """Networks and computers by their addresses; None: this computer, and where the targets are."""
    patterns: tuple[str, ...] | None = None
    """What is listened to, as OSC writes patterns; None: all that a control or a feed has as its address."""

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        incoming = cls(
            port=fields.whole("port", PORT, 1, MAX_PORT),
            sources=_read_sources(fields),
            patterns=_read_patterns(fields),
        )
        fields.done()
        return incoming

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        described: dict[str, object] = {"port": self.port}
        if self.sources is not None:
            described["sources"] = list(self.sources)
        if self.patterns is not None:
            described["patterns"] = list(self.patterns)
        return described


@dataclass(frozen=True, slots=True, kw_only=True)
class Osc:
    """What a show says of OSC, but for its controls' and feeds' addresses."""

    targets: dict[str, Target] = field(default_factory=dict)
    incoming: Incoming = field(default_factory=Incoming)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        targets: dict[str, Target] = {}
        for number, item in enumerate(fields.items("targets", MAX_TARGETS), 1):
            target = Target.read(Fields(item, f"{fields.place}, target {number}"))
            if target.id in targets:
                fields.fail(f"there are two targets with the id {target.id}")
            if target.speaks_from == ANY and (other := _speaks_for(target.host, targets)):
                fields.fail(f"{other} and {target.id} are on one computer, so only one of them can have from {ANY}")
            targets[target.id] = target
        incoming = Incoming.read(Fields(fields.raw("in", {}), f"{fields.place}, in"))
        fields.done()
        return cls(targets=targets, incoming=incoming)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {"targets": [one.describe() for one in self.targets.values()], "in": self.incoming.describe()}


def _read_host(fields: Fields) -> str:
    try:
        return read_host(fields.raw("host", None))
    except BadValue as error:
        fields.fail(f"host {str(error).removeprefix('It ')}")


def _read_from(fields: Fields) -> int | str | None:
    said = fields.raw("from", None)
    if said is None or said == ANY:
        return said
    if isinstance(said, bool) or not isinstance(said, int) or not 1 <= said <= MAX_PORT:
        fields.fail(f"from must be a port from 1 to {MAX_PORT}, or {ANY}")
    return said


def _speaks_for(host: str, targets: dict[str, Target]) -> str | None:
    """Return the id of the target that speaks from any port of a computer, if there is one."""
    return next((one.id for one in targets.values() if one.host == host and one.speaks_from == ANY), None)


def _read_sources(fields: Fields) -> tuple[str, ...] | None:
    if not fields.has("sources"):
        return None
    sources = fields.items("sources", MAX_SOURCES)
    for source in sources:
        try:
            read_network(source if isinstance(source, str) else "")
        except ValueError:
            fields.fail("sources must be addresses or networks, such as 192.168.1.20 or 192.168.1.0/24")
    return tuple(str(source) for source in sources)


def _read_patterns(fields: Fields) -> tuple[str, ...] | None:
    if not fields.has("patterns"):
        return None
    patterns = fields.items("patterns", MAX_PATTERNS)
    for pattern in patterns:
        if not _is_pattern(pattern):
            fields.fail(f"patterns begin with / and have up to {MAX_ADDRESS} characters, such as /ch/*/mix/fader")
    return tuple(str(pattern) for pattern in patterns)


def _is_pattern(value: object) -> bool:
    if not isinstance(value, str) or not _PATTERN.match(value):
        return False
    try:
        Pattern(value)
    except BadValue:
        return False
    return True
