"""The kinds of client, one file a way to speak."""

from dataclasses import dataclass

from tests.bench.clients.base import Client
from tests.bench.clients.nicegui import NiceguiClient
from tests.bench.clients.simple import NumbersClient, SimpleClient
from tests.bench.clients.stage import BatchesSource, NumbersSource, StageClient


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client; `source` is who pushes the numbers, where it is about numbers."""

    client: type[Client]
    tells_state: bool = True
    """Whether the server tells a newcomer all values; otherwise they came with the page."""
    source: type[Client] | None = None


KINDS = {
    "stage": Kind(StageClient),
    "simple": Kind(SimpleClient),
    "article": Kind(SimpleClient, tells_state=False),
    "nicegui": Kind(NiceguiClient, tells_state=False),
    "stage-numbers": Kind(StageClient, source=NumbersSource),
    "stage-batches": Kind(StageClient, source=BatchesSource),
    "numbers": Kind(NumbersClient, tells_state=False, source=NumbersSource),
}
