"""What the store is given to write, and what of it could not be kept."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from webui.core.delivery.ledger import Off, Slot
from webui.core.devices.devices import Device
from webui.core.values import Value


@dataclass(slots=True)
class Batch:
    """What is written in one transaction: newest values of a show, newest operation of each session, devices, and what
    outputs were told to be on.

    `devices` are by id, each with the hash of its key; `done` is who waits until the batch is kept.
    """

    show: str
    values: dict[str, Value] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    devices: dict[str, tuple[str, Device]] = field(default_factory=dict)
    told_on: dict[Slot, Off | None] = field(default_factory=dict)
    done: list[Callable[[], object]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write, and nobody to tell."""
        return not (self.values or self.seen or self.devices or self.told_on or self.done)


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be kept, and why: the controls whose values these are, the names of devices, how much else."""

    controls: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    others: int = 0
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.controls or self.devices or self.others)


@dataclass(frozen=True, slots=True)
class Job:
    """Something for the store's thread to do; `batch` is what it writes, if it is one."""

    do: Callable[[sqlite3.Connection], object]
    batch: Batch | None = None
    writes: bool = True


def lost(jobs: Iterable[Job], why: str) -> Lost:
    """Return what is lost by jobs that are not done."""
    left = [job for job in jobs if job.writes]
    batches = [job.batch for job in left if job.batch]
    controls = dict.fromkeys(name for batch in batches for name in batch.values)
    devices = dict.fromkeys(device.name for batch in batches for _, device in batch.devices.values())
    return Lost(tuple(controls), tuple(devices), len(left) - len(batches), why)
