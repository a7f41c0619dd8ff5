"""What gathers in a batch until the store has written the one before, in time that the test has in hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.core.making import show
from tests.stores import IPAD
from tests.sync.clockwork import Clock, Disk, VirtualEngine
from tests.sync.witness import Witness
from webui.core.delivery.ledger import Off, Slot
from webui.core.devices.devices import Device, Role
from webui.engine.commits import COMMIT_EVERY, SLOW

ALL = 1000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def disk() -> Disk:
    return Disk(None)


@pytest.fixture
def engine(clock: Clock, disk: Disk) -> VirtualEngine:
    return VirtualEngine(clock, disk, show(), "boot", Witness())


@pytest.fixture
def devices() -> list[Device]:
    return [Device(f"d{number}", f"iPad {number}", "#b39ddb", Role.PLAYER) for number in range(200)]


def keep(engine: VirtualEngine, device: Device, done: Callable[[], object] = lambda: None) -> None:
    engine.commits.keep_device(f"hash of {device.id}", device, done)


def passes(clock: Clock, engine: VirtualEngine, milliseconds: float = 0) -> None:
    clock.now += milliseconds
    engine.loop.run()


def test_two_hundred_that_come_back_at_once_cost_two_commits(
    clock: Clock, disk: Disk, engine: VirtualEngine, devices: list[Device]
) -> None:
    passes(clock, engine, COMMIT_EVERY)
    for device in devices:
        keep(engine, device)
        passes(clock, engine)
        keep(engine, device)
    assert len(disk.jobs) == 1, "the first need not wait"
    disk.work(ALL)
    passes(clock, engine)
    assert not disk.jobs
    passes(clock, engine, COMMIT_EVERY)
    assert len(disk.jobs) == 1
    disk.work(ALL)
    assert len(disk.devices()) == len(devices)


def test_a_device_is_kept_as_it_was_when_that_was_asked(clock: Clock, disk: Disk, engine: VirtualEngine) -> None:
    device = replace(IPAD)
    keep(engine, device)
    device.name = "not kept"
    passes(clock, engine, COMMIT_EVERY)
    disk.work(ALL)
    assert [found.name for found in disk.devices().values()] == [IPAD.name]


def test_who_waits_is_told_once_it_survives(clock: Clock, disk: Disk, engine: VirtualEngine) -> None:
    told: list[int] = []
    keep(engine, IPAD, lambda: told.append(len(disk.devices())))
    passes(clock, engine, COMMIT_EVERY)
    assert not told
    disk.work(ALL)
    passes(clock, engine)
    assert told == [1]


@pytest.mark.parametrize("is_written", [False, True])
def test_a_forgotten_device_is_gone_however_far_it_got_and_nobody_waits_for_it(
    clock: Clock, disk: Disk, engine: VirtualEngine, is_written: bool
) -> None:
    told: list[str] = []
    keep(engine, IPAD, lambda: told.append("done"))
    if is_written:
        passes(clock, engine, COMMIT_EVERY)
    engine.commits.keep_seen(f"{IPAD.id}/session-1", 1)
    engine.forget(IPAD.id)
    engine.store.forget_devices([IPAD.id])
    for _ in range(3):
        passes(clock, engine, COMMIT_EVERY)
        disk.work(ALL)
    passes(clock, engine)
    assert (disk.devices(), disk.seen(), told) == ({}, {}, ["done"])


def test_a_disk_is_slow_when_it_was_asked_too_long_ago_and_not_after_a_pause(
    clock: Clock, disk: Disk, engine: VirtualEngine
) -> None:
    clock.now = 10 * SLOW
    keep(engine, IPAD)
    assert not engine.commits.is_slow
    passes(clock, engine)
    passes(clock, engine, SLOW)
    assert not engine.commits.is_slow
    passes(clock, engine, 1)
    assert engine.commits.is_slow
    disk.work(ALL)
    passes(clock, engine)
    assert not engine.commits.is_slow


def test_a_device_alone_is_committed_when_the_program_ends(disk: Disk, engine: VirtualEngine) -> None:
    keep(engine, IPAD)
    engine.commits.now()
    disk.work(ALL)
    assert list(disk.devices()) == [f"hash of {IPAD.id}"]


def test_what_an_output_waits_for_need_not_wait_for_its_turn(clock: Clock, disk: Disk, engine: VirtualEngine) -> None:
    slot = Slot("osc", "desk", "flash")
    passes(clock, engine, COMMIT_EVERY)
    keep(engine, IPAD)
    passes(clock, engine)
    assert len(disk.jobs) == 1
    engine.ledger.turn_on(slot, Off(b"off"), clock.now)
    engine.keep_ledger()
    passes(clock, engine)
    assert len(disk.jobs) == 2
    assert not engine.may_tell([slot])
    disk.work(ALL)
    passes(clock, engine)
    assert engine.may_tell([slot])
    assert disk.told_on() == {slot: Off(b"off")}
    # For a power cut it is written once more, as all else is.
    passes(clock, engine, COMMIT_EVERY)
    assert len(disk.jobs) == 1
    disk.work(ALL)
    passes(clock, engine)
    engine.ledger.forget(slot)
    engine.keep_ledger()
    passes(clock, engine)
    assert not disk.jobs, "nobody waits for that"
    passes(clock, engine, COMMIT_EVERY)
    disk.work(ALL)
    assert disk.told_on() == {}
