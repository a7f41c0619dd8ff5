"""The door's rules, whatever is done in whatever order: a machine that remembers who may be in."""

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from webui.core.devices.devices import PROGRAM, SCREEN, Device, Role
from webui.core.devices.door import Code, Door, Newcomer
from webui.core.devices.guessing import MAX_WRONG
from webui.core.devices.names import MAX_NAME
from webui.core.devices.tickets import TICKET_LIFE
from webui.core.errors import Refusal

roles = st.sampled_from(Role)
names = st.sampled_from(["iPad", "IPAD", "iPad 2", "Mia", "", "\u200b", "x" * MAX_NAME, "x" * (MAX_NAME + 1)])
chosen = st.none() | names
hows = st.sampled_from(["secret", "operators", "digits"])
kinds = st.sampled_from(["iPad", "Android"])


class AtTheDoor(RuleBasedStateMachine):
    """Devices come and go, operators manage them, strangers guess."""

    devices = Bundle("devices")
    tickets = Bundle("tickets")

    @initialize(target=devices)
    def opens(self) -> Any:
        self.door = Door({})
        self.now = 0.0
        self.count = 0
        self.owners: dict[str, str] = {}
        """Which device each key is for, of those that are good."""
        self.dead_keys: set[str] = set()
        self.good_tickets: dict[str, tuple[Role, bool, float]] = {}
        self.here: set[str] = set()
        self.looks = 0
        self.door.open_for("operators", Role.OPERATOR)
        self.make_code(self.door.house, Role.PLAYER, None)
        first = [self.came_in(self.asks("operators"), runs="iPad"), self.came_in(self.asks("secret"), runs="iPad")]
        return multiple(*first)

    def number(self) -> int:
        self.count += 1
        return self.count

    def make_code(self, by: Device, role: Role, life: float | None) -> bool:
        until = None if life is None else self.now + life
        code = Code(f"secret {self.number()}", f"{self.number():06}", role, "day", until)
        done = self.tried(self.door.new_code, by, code)
        if done is not REFUSED:
            self.good_tickets = {name: ticket for name, ticket in self.good_tickets.items() if not ticket[1]}
            self.looks = 0
        return done is not REFUSED

    def tried(self, act: Callable[..., Any], *parts: Any) -> Any:
        try:
            return act(*parts)
        except Refusal:
            return REFUSED

    def may(self, by: Device) -> bool:
        return by.role is Role.OPERATOR and not by.is_out

    # Time and strangers

    @rule(after=st.sampled_from([1.0, 60_000.0, TICKET_LIFE]))
    def time_passes(self, after: float) -> None:
        self.now += after

    @rule(n=st.integers(1, 40), where=st.sampled_from(["192.0.2.7", "192.0.2.8"]))
    def strangers_guess(self, n: int, where: str) -> None:
        for guess in range(n):
            wrong = self.door.guesses.wrong
            assert self.tried(self.door.ask_by_digits, f"9{guess:05}", where, "guessed", self.now) is REFUSED
            self.looks += self.door.guesses.wrong - wrong
        assert self.looks <= MAX_WRONG
        assert self.tried(self.door.join, "guessed", Newcomer("x", "x", "x"), self.now) is REFUSED

    # Coming in

    def asks(self, how: str) -> str | None:
        ticket, code = f"ticket {self.number()}", self.door.live_code(self.now)
        if how == "operators":
            assert self.door.ask("operators", ticket, self.now) is Role.OPERATOR
            self.good_tickets[ticket] = Role.OPERATOR, False, self.now + TICKET_LIFE
            return ticket
        newest = self.door.code
        assert newest
        ask = (newest.secret,) if how == "secret" else (newest.digits, f"192.0.3.{self.count}")
        got = self.tried(self.door.ask if how == "secret" else self.door.ask_by_digits, *ask, ticket, self.now)
        if code is None:
            assert got is REFUSED
        if got is REFUSED:
            assert code is None or how == "digits", "links are never slowed"
            return None
        assert got is newest.role
        self.good_tickets[ticket] = newest.role, True, self.now + TICKET_LIFE
        return ticket

    @rule(target=tickets, how=hows)
    def asks_and_waits(self, how: str) -> Any:
        return self.asks(how) or multiple()

    @rule(target=devices, how=hows, you=st.none() | devices, device=st.none() | devices, name=chosen, runs=kinds)
    def joins(self, how: str, you: Device | None, device: Device | None, name: str | None, runs: str) -> Any:
        ticket = self.asks(how)
        return (ticket and self.came_in(ticket, you, device, name, runs)) or multiple()

    @rule(target=devices, ticket=tickets, you=st.none() | devices, device=st.none() | devices)
    def joins_late_or_again(self, ticket: str, you: Device | None, device: Device | None) -> Any:
        return self.came_in(ticket, you, device) or multiple()

    def came_in(
        self,
        ticket: str | None,
        you: Device | None = None,
        device: Device | None = None,
        name: str | None = None,
        runs: str = "iPad",
    ) -> Device | None:
        n = self.number()
        newcomer = Newcomer(f"d{n}", f"key {n}", "iPad", runs, "192.0.2.7", float(n))
        claimed, you_was_out = device.id if device else None, you is None or you.is_out
        before = {one.id: one.role for one in self.door.devices()}
        absent = device is not None and device.id in before and device.kind == SCREEN and device.id not in self.here
        ends = self.good_tickets.get(ticket or "")
        got = self.tried(self.door.join, ticket or "", newcomer, self.now, you, claimed, name, self.here)
        if got is REFUSED:
            assert {one.id: one.role for one in self.door.devices()} == before
            return None
        assert ends, "a ticket that was used, or died with its code"
        role, _, until = self.good_tickets.pop(ticket or "")
        assert self.now < until
        if device is not None:
            assert got.id == device.id
            assert absent
            assert before[got.id] <= role
            assert got.role is role or before[got.id] == role
            self.died(got)
        elif you is not None and not you_was_out and you.kind == SCREEN:
            assert got.id == you.id
            assert got.role == max(role, before[you.id])
            assert you.is_out, "who else has its key gets nothing"
            self.died(got)
        else:
            assert got.id not in before
            assert got.role is role
        self.owners[newcomer.key] = got.id
        return got

    @rule(device=devices, comes=st.booleans())
    def connects(self, device: Device, comes: bool) -> None:
        self.here.discard(device.id)
        if comes and self.is_known(device):
            self.here.add(device.id)

    def is_known(self, device: Device) -> bool:
        return device.id in self.owners.values()

    # What operators do, and others try

    @rule(by=devices, role=roles, life=st.sampled_from([None, 600_000.0]))
    def another_code(self, by: Device, role: Role, life: float | None) -> None:
        assert self.make_code(by, role, life) is self.may(by)

    @rule(target=devices, by=devices, name=names, role=roles)
    def makes_a_key(self, by: Device, name: str, role: Role) -> Any:
        n = self.number()
        got = self.tried(self.door.make_key, by, name, role, Newcomer(f"d{n}", f"key {n}", name))
        if got is REFUSED:
            return multiple()
        assert self.may(by)
        assert got.kind == PROGRAM
        self.owners[f"key {n}"] = got.id
        return got

    @rule(by=devices, device=devices, name=names)
    def renames(self, by: Device, device: Device, name: str) -> None:
        was = [one.name for one in self.door.devices()]
        if self.tried(self.door.rename, by, device.id, name) is REFUSED:
            assert [one.name for one in self.door.devices()] == was
        else:
            assert self.is_known(device)
            assert not by.is_out
            assert by.id == device.id or self.may(by)

    @rule(by=devices, device=devices, role=roles)
    def changes_a_role(self, by: Device, device: Device, role: Role) -> None:
        may, was = self.may(by) and self.is_known(device), {one.id: one.role for one in self.door.devices()}
        assert (self.tried(self.door.change_role, by, device.id, role) is not REFUSED) is may
        assert {one.id: one.role for one in self.door.devices()} == was | ({device.id: role} if may else {})

    @rule(by=devices, device=devices)
    def forgets(self, by: Device, device: Device) -> None:
        may = self.may(by) and self.is_known(device)
        assert (self.tried(self.door.forget, by, device.id) is not REFUSED) is may
        if may:
            self.died(device)

    @rule(by=devices)
    def forgets_all(self, by: Device) -> None:
        gone = self.tried(self.door.forget_all, by)
        if gone is REFUSED:
            assert not self.may(by)
            return
        for device in gone:
            self.died(device)
        assert self.door.devices() == [by]

    @rule(by=devices, id=st.sampled_from(["local", "programs"]), role=roles)
    def tries_this_computer(self, by: Device, id: str, role: Role) -> None:
        assert self.tried(self.door.change_role, by, id, role) is REFUSED
        assert self.tried(self.door.forget, by, id) is REFUSED
        assert self.tried(self.door.rename, by, id, "Mine") is REFUSED

    def died(self, device: Device) -> None:
        self.here.discard(device.id)
        self.dead_keys |= {key for key, owner in self.owners.items() if owner == device.id}
        self.owners = {key: owner for key, owner in self.owners.items() if owner != device.id}

    # What is always so

    @invariant()
    def every_good_key_lets_its_device_in_and_no_dead_one_does(self) -> None:
        for key, owner in self.owners.items():
            device = self.door.known(key)
            assert device
            assert device.id == owner
            assert not device.is_out
        assert not any(self.door.known(key) for key in self.dead_keys)
        assert len(self.door.devices()) == len(self.owners)

    @invariant()
    def names_differ_and_this_computer_is_as_it_was(self) -> None:
        everybody = [self.door.house, self.door.programs, *self.door.devices()]
        assert len({one.name.casefold() for one in everybody}) == len(everybody)
        assert all(1 <= len(one.name) <= MAX_NAME for one in everybody)
        assert (self.door.house.name, self.door.house.role, self.door.house.is_out) == (
            "This computer",
            Role.OPERATOR,
            False,
        )


REFUSED = object()

TestAtTheDoor = AtTheDoor.TestCase
TestAtTheDoor.settings = settings(stateful_step_count=40)
