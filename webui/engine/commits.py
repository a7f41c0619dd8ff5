"""What is to be kept: it gathers in a batch while the store writes the one before."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from webui.core.delivery.ledger import Off, Slot
from webui.core.devices.devices import Device, without
from webui.core.values import Value
from webui.engine.loop_thread import Inbox
from webui.storage.store import Batch, Store

COMMIT_EVERY = 25.0
"""Milliseconds from one commit to the next, at least: what is not kept yet, pages can send again."""

DISK = "disk"
SLOW_DISK = "slow disk"
"""The causes of the faults that values can't be kept, and that they are not kept yet."""

SLOW = 3000.0
"""Milliseconds that a commit may take before the operators hear of it: a disk that hangs reports no error."""


class Commits:
    """The batches of one show after another, one commit each 25 ms at the most. In the engine's thread only.

    `is_failing` says whether the disk is known not to write.
    """

    def __init__(
        self, inbox: Inbox, store: Store, show: str, kept: Mapping[str, int], is_failing: Callable[[], bool]
    ) -> None:
        self._inbox = inbox
        self._store = store
        self._is_failing = is_failing
        self.kept = dict(kept)
        """The last operation of each session that survives a kill, by its memory."""
        self._on_kept: list[Callable[[dict[str, int]], None]] = []
        self._batch = Batch(show)
        self._committing = False
        self._committed = 0.0
        self._writing_since: float | None = None

    @property
    def is_failing(self) -> bool:
        """Whether the disk is known not to write."""
        return self._is_failing()

    @property
    def is_slow(self) -> bool:
        """Whether the disk has not answered for too long, and says nothing of an error."""
        since = self._writing_since
        return since is not None and self._inbox.now() - since > SLOW and not self._is_failing()

    def on_kept(self, listener: Callable[[dict[str, int]], None]) -> None:
        """Hear of operations, by memory, that survive a kill from now on."""
        self._on_kept.append(listener)

    def keep_value(self, control: str, value: Value) -> None:
        """Keep a control's value; `soon` says when."""
        self._batch.values[control] = value

    def keep_seen(self, memory: str, n: int) -> None:
        """Keep the last operation of a session; `soon` says when."""
        self._batch.seen[memory] = n

    def keep_device(self, key_hash: str, device: Device, done: Callable[[], object]) -> None:
        """Keep a device as it is now; `done` is called once that survives, or it was forgotten meanwhile."""
        self._batch.devices[device.id] = key_hash, replace(device)
        self.when_kept(done)

    def when_kept(self, done: Callable[[], object]) -> None:
        """Have `done` called once all that is to be kept by now survives, also what the store was told besides."""
        self._batch.done.append(done)
        self.soon()

    def keep_told_on(self, changes: Mapping[Slot, Off | None], done: Callable[[], object]) -> None:
        """Keep what outputs were told to be on; `done` is called once that survives a kill.

        An output that is about to be told waits for that, and not for the disk: a power cut is survived a little later.
        """
        self._batch.told_on |= changes
        if any(changes.values()):
            self._store.jot(changes, lambda: self._inbox.post(done))
        else:
            self._batch.done.append(done)
        self.soon()

    def forget(self, device: str) -> None:
        """Keep nothing more of a device: it is known no more."""
        self.kept = without(device, self.kept)
        self._batch.seen = without(device, self._batch.seen)
        self._batch.devices.pop(device, None)

    def show(self, show: str) -> None:
        """Keep the values that come from now on under another show's id; `now` was called before."""
        self._batch.show = show

    def soon(self) -> None:
        """Commit what there is: at once after a pause, else when the commit before is long enough ago."""
        if self._committing or self._batch.is_empty:
            return
        self._committing = True
        self._inbox.later(max(0.0, self._committed + COMMIT_EVERY - self._inbox.now()), self.now)

    def now(self) -> None:
        """Commit what there is."""
        self._committed = self._inbox.now()
        self._committing = not self._batch.is_empty
        if self._committing:
            self._writing_since = self._committed
            batch, self._batch = self._batch, Batch(self._batch.show)
            self._store.write(batch, lambda written: self._inbox.post(self._after, written))

    def _after(self, batch: Batch) -> None:
        self._committing = False
        self._writing_since = None
        self.kept |= batch.seen
        for done in batch.done:
            done()
        for listener in self._on_kept:
            listener(batch.seen)
        self.soon()
