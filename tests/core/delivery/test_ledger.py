"""What outputs were told to be on: remembered until they were told to be off, whatever happens in between."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from webui.core.delivery.ledger import (
    ARRIVES_WITHIN,
    KEEP_WITHIN,
    MAX_ENTRIES,
    ONCE_WITHIN,
    Change,
    Ledger,
    Mode,
    Off,
    Slot,
)

LINK, DESK = "osc", "desk"
SLOT = Slot(LINK, DESK, "flash")
OFF, ONCE = Off(b"off"), Off(b"end of note", repeats=False)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def keep(ledger: Ledger, store: dict[Slot, Off]) -> None:
    """The store writes what it is to write."""
    changes = ledger.changes()
    for slot, change in changes.items():
        store.pop(slot, None)
        if change.off:
            store[slot] = change.off
    ledger.kept(changes)


def modes(ledger: Ledger) -> dict[str, Mode]:
    return {slot.key: mode for mode in Mode for slot in ledger.find(LINK, DESK, mode)}


def test_an_output_is_told_once_that_is_kept(ledger: Ledger) -> None:
    ledger.turn_on(SLOT, OFF, 0)
    assert not ledger.may_tell(SLOT, 0)
    changes = ledger.changes()
    assert changes == {SLOT: Change(OFF, 1)}
    assert ledger.changes() == {}
    assert not ledger.may_tell(SLOT, KEEP_WITHIN - 1)
    ledger.kept(changes)
    assert ledger.may_tell(SLOT, 0)
    ledger.turn_on(SLOT, OFF, 1)
    assert ledger.changes() == {}, "it is kept"


def test_a_store_that_is_slow_is_not_waited_for(ledger: Ledger) -> None:
    ledger.turn_on(SLOT, OFF, 5)
    assert not ledger.may_tell(SLOT, 5 + KEEP_WITHIN - 0.1)
    assert ledger.may_tell(SLOT, 5 + KEEP_WITHIN)
    assert ledger.may_tell(Slot(LINK, DESK, "unknown"), 0)


def test_what_was_sent_is_forgotten_when_it_has_arrived(ledger: Ledger) -> None:
    store: dict[Slot, Off] = {}
    ledger.turn_on(SLOT, OFF, 0)
    keep(ledger, store)
    ledger.sent(SLOT, 10)
    keep(ledger, store)
    assert store == {SLOT: OFF}
    ledger.settle(LINK, DESK, 10 + ARRIVES_WITHIN - 1)
    assert modes(ledger) == {"flash": Mode.SENT}
    ledger.settle(LINK, DESK, 10 + ARRIVES_WITHIN)
    keep(ledger, store)
    assert (modes(ledger), store, list(ledger.outputs(LINK))) == ({}, {}, [])


def test_what_was_lost_is_owed_again(ledger: Ledger) -> None:
    ledger.turn_on(SLOT, OFF, 0)
    ledger.sent(SLOT, 10)
    ledger.lost(LINK, "another", 11)
    ledger.lost("midi", DESK, 11)
    assert modes(ledger) == {"flash": Mode.SENT}
    ledger.lost(LINK, DESK, 10 + ARRIVES_WITHIN - 1)
    assert modes(ledger) == {"flash": Mode.OWED}
    ledger.sent(SLOT, 20)
    ledger.lost(LINK, DESK, 20 + ARRIVES_WITHIN)
    assert modes(ledger) == {"flash": Mode.SENT}, "that was another packet"


def test_what_must_not_be_sent_twice_is_not_sent_by_the_next_start(ledger: Ledger) -> None:
    store: dict[Slot, Off] = {}
    ledger.turn_on(SLOT, ONCE, 0)
    keep(ledger, store)
    assert store == {SLOT: ONCE}
    ledger.sent(SLOT, 10)
    keep(ledger, store)
    assert store == {}
    ledger.lost(LINK, DESK, 10 + ONCE_WITHIN - 1)
    keep(ledger, store)
    assert (modes(ledger), store) == ({"flash": Mode.OWED}, {SLOT: ONCE})
    ledger.sent(SLOT, 400)
    ledger.settle(LINK, DESK, 400 + ONCE_WITHIN - 1)
    assert modes(ledger) == {"flash": Mode.SENT}
    ledger.settle(LINK, DESK, 400 + ONCE_WITHIN)
    assert modes(ledger) == {}


def test_what_the_store_has_is_owed() -> None:
    ledger = Ledger({SLOT: OFF})
    assert ledger.find(LINK, DESK, Mode.OWED, Mode.ON) == {SLOT: OFF}
    assert list(ledger.outputs(LINK)) == [DESK]
    assert list(ledger.outputs("midi")) == []
    assert ledger.changes() == {}


def test_another_way_to_put_it_back_takes_the_place_of_the_first(ledger: Ledger) -> None:
    store: dict[Slot, Off] = {}
    ledger.turn_on(SLOT, OFF, 0)
    keep(ledger, store)
    ledger.turn_on(SLOT, ONCE, 50)
    assert not ledger.may_tell(SLOT, 50)
    keep(ledger, store)
    assert store == {SLOT: ONCE}


def test_an_entry_that_is_made_again_while_its_end_is_written_is_not_kept_by_that(ledger: Ledger) -> None:
    ledger.turn_on(SLOT, OFF, 0)
    ledger.kept(ledger.changes())
    ledger.forget(SLOT)
    end = ledger.changes()
    ledger.turn_on(SLOT, OFF, 1)
    ledger.kept(end)
    assert not ledger.may_tell(SLOT, 1)
    ledger.kept(ledger.changes())
    assert ledger.may_tell(SLOT, 1)


def test_what_is_not_there_can_not_change(ledger: Ledger) -> None:
    ledger.put_back(SLOT)
    ledger.sent(SLOT, 0)
    ledger.forget(SLOT)
    assert (modes(ledger), ledger.changes()) == ({}, {})


def test_there_is_room_for_so_many_and_what_could_not_be_sent_goes_first(ledger: Ledger) -> None:
    for number in range(MAX_ENTRIES):
        ledger.turn_on(Slot(LINK, DESK, str(number)), OFF, 0)
    ledger.put_back(Slot(LINK, DESK, "7"))
    assert len(modes(ledger)) == MAX_ENTRIES
    for new, gone in (("a", "7"), ("b", "0")):
        ledger.turn_on(Slot(LINK, DESK, new), OFF, 0)
        found = modes(ledger)
        assert (len(found), new in found, gone in found) == (MAX_ENTRIES, True, False)


# Anything, in any order, against what is on at the other end

KEYS = ("flash", "note")
PLACES = ("/old", "/new")


class World(RuleBasedStateMachine):
    """A link with two buttons, an output, a store that writes when it likes, and a server that may be killed.

    The link does what links do: it enters, tells, puts back. The model is what the far end has on, by address. What is
    sent while the output is away is lost, and the link learns of that later, or never if it is killed before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[Slot, Off] = {}
        self.on: set[str] = set()
        """What is on at the far end: addresses."""
        self.excused: set[str] = set()
        """What was put back once, in vain, by a server that was killed before it knew."""
        self.there = True
        self.place = PLACES[0]
        self.down: set[str] = set()
        self.now = 0.0
        self.start()

    def start(self) -> None:
        """The server starts: nothing is pressed, and what is kept is owed."""
        self.ledger = Ledger(dict(self.store))
        self.writing: list[dict[Slot, Change]] = []
        self.presses: dict[str, str] = {}
        """Presses that wait until they are kept: the key and its address."""
        self.knows_well = True
        self.in_vain: set[str] = set()
        """What was sent and lost, and the link does not know yet."""
        self.down.clear()
        self.pay()

    def slot(self, key: str, place: str) -> Slot:
        return Slot(LINK, DESK, f"{key} {place}")

    def off(self, key: str, place: str) -> Off:
        return Off(f"{key} {place}".encode(), repeats=key == "flash")

    def write(self) -> None:
        """The store is asked to write what changed."""
        if changes := self.ledger.changes():
            self.writing.append(changes)

    def send(self, what: str, is_on: bool) -> None:
        if self.there:
            (self.on.add if is_on else self.on.discard)(what)
            self.excused.discard(what)
        else:
            self.in_vain.add(what)

    def put_back(self, slot: Slot) -> None:
        if self.knows_well:
            self.send(slot.key, False)
            self.ledger.sent(slot, self.now)
        else:
            self.ledger.put_back(slot)
        self.write()

    def pay(self) -> None:
        """Send what is owed, where there is a way."""
        for slot in self.ledger.find(LINK, DESK, Mode.OWED):
            if self.knows_well:
                self.put_back(slot)

    def tell_presses(self) -> None:
        for key, place in list(self.presses.items()):
            if self.ledger.may_tell(self.slot(key, place), self.now):
                del self.presses[key]
                self.send(f"{key} {place}", True)

    @rule(key=st.sampled_from(KEYS))
    def touch(self, key: str) -> None:
        """A finger comes down on a button, or is lifted from it."""
        slot = self.slot(key, self.place)
        if key not in self.down:
            self.down.add(key)
            self.ledger.turn_on(slot, self.off(key, self.place), self.now)
            self.presses[key] = self.place
            self.write()
            self.tell_presses()
        else:
            self.down.discard(key)
            # A press that was not told need not be, and does no harm when it is put back.
            self.presses.pop(key, None)
            self.put_back(slot)

    @rule()
    def edit(self) -> None:
        """All addresses are others now: what is on at the old ones is put back, and nothing is on at the new ones."""
        old, self.place = self.place, PLACES[self.place == PLACES[0]]
        self.presses.clear()
        for slot in self.ledger.find(LINK, DESK, Mode.ON):
            assert slot.key.endswith(old)
            self.put_back(slot)

    @rule()
    def write_one(self) -> None:
        """The store has written the oldest of what it was asked to."""
        if self.writing:
            changes = self.writing.pop(0)
            for slot, change in changes.items():
                self.store.pop(slot, None)
                if change.off:
                    self.store[slot] = change.off
            self.ledger.kept(changes)
            self.tell_presses()

    @rule(passes=st.sampled_from((1.0, ONCE_WITHIN, ARRIVES_WITHIN)))
    def time(self, passes: float) -> None:
        """Time passes, but never so much that a press would not wait for the store. What was lost is known by then."""
        if not self.presses:
            self.learns()
            self.now += passes
            self.ledger.settle(LINK, DESK, self.now)
            self.write()

    @rule()
    def learns(self) -> None:
        """The system says that something was lost."""
        if self.in_vain:
            self.in_vain.clear()
            self.knows_well = False
            self.ledger.lost(LINK, DESK, self.now)
            self.write()

    @rule()
    def goes_or_comes(self) -> None:
        """The output goes away, or is there again, with all that was on, and the link learns of it."""
        if self.there:
            self.there = False
            return
        self.learns()
        self.there = self.knows_well = True
        self.pay()

    @rule()
    def kill(self) -> None:
        self.excused |= {what for what in self.in_vain & self.on if what.startswith("note")}
        self.start()

    @invariant()
    def nothing_is_on_that_nobody_remembers(self) -> None:
        """What is on, and was not put back yet, is in the store: whatever happens next, it will be put back."""
        held = {f"{key} {self.place}" for key in self.down}
        kept = {slot.key for slot in self.store}
        at_risk = {what for what in self.in_vain if what.startswith("note")}
        # Once it is known that it was lost, the store is asked to keep it again.
        coming = {slot.key for changes in self.writing for slot, change in changes.items() if change.off}
        assert self.on <= kept | coming | at_risk | self.excused
        assert {what for what in self.on if what.startswith("flash")} <= kept
        known = {slot.key for slot in self.ledger.find(LINK, DESK, Mode.OWED, Mode.SENT)}
        assert self.on - held <= known | self.excused

    def teardown(self) -> None:
        """In the end all hands are gone, the output is there and the server starts once more: nothing is on."""
        if not self.there:
            self.goes_or_comes()
        while self.writing:
            self.write_one()
        self.kill()
        assert self.on <= self.excused


TestAnything: Any = World.TestCase
TestAnything.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
