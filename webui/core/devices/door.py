"""The door: who is let in, as what, and who may change that. Times are milliseconds on the engine's clock.

- There is one code at most: its secret is in the link that tablets scan, its digits are for typing. A new one ends
  the old one at once, with the tickets that it gave. Links for operators stand beside it.
- A secret or digits are exchanged for a ticket, and a ticket, once, for a device's key.
- The door knows keys and links by their hashes alone. Each known device has one key, and another one with every join:
  a key that somebody planted in a browser dies instead of getting the role that the browser joins for.
- "This computer" is always an operator, and nobody changes that. Programs on it have one role together, or none.
"""

import hmac
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from webui.core.devices.devices import COLOURS, HOUSE_COLOUR, PROGRAM, PROGRAM_COLOUR, SCREEN, Device, Role
from webui.core.devices.guessing import Guesses
from webui.core.devices.joins import MAX_KNOWN, Joins, who_goes
from webui.core.devices.local_browsers import LocalBrowsers, digest
from webui.core.devices.names import read_name, unlike
from webui.core.devices.tickets import Tickets
from webui.core.errors import NotAllowed

NO_BROWSERS = LocalBrowsers("")

MINUTES_10, DAY = 600_000.0, 86_400_000.0

LIVES: Mapping[str, float | None] = {"program": None, "10 minutes": MINUTES_10, "day": DAY}
"""How long a code may live: until the program stops, or so many milliseconds. One of a day outlives the program."""


@dataclass(frozen=True, slots=True)
class Code:
    """What lets devices in: a secret, digits, the role that they give, and until when.

    `reserve` are more digits, which take the place of the first when those were guessed at too often. Without digits
    only the secret lets in.
    """

    secret: str
    digits: str
    role: Role
    life: str = "program"
    until: float | None = None
    reserve: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is about to be let in, as proposed: a new device's id, key and name, what it runs on and where; `at` is
    seconds since 1970, `network` what the limits of an address count (of IPv6, the network)."""

    id: str
    key: str
    name: str
    runs: str = ""
    address: str = ""
    at: float = 0.0
    network: str = ""


class Door:
    """Who is let in. `devices` are those known, by the hashes of their keys; `programs` is the role of programs on
    this computer, or None; `browsers` are this computer's own."""

    def __init__(
        self, devices: Mapping[str, Device], programs: Role | None = Role.PLAYER, browsers: LocalBrowsers = NO_BROWSERS
    ) -> None:
        self.browsers = browsers
        self.house = Device("local", "This computer", HOUSE_COLOUR, Role.OPERATOR)
        """A browser on this computer."""
        self.programs = Device("programs", "Program", PROGRAM_COLOUR, Role.PLAYER, PROGRAM)
        """Programs on this computer that have no key."""
        self.code: Code | None = None
        """The newest code; it may have ended."""
        self.guesses = Guesses()
        self.joins = Joins()
        self.gone: list[Device] = []
        """Devices that made room for new ones; whoever keeps devices has to forget them, and empties this."""
        self._keys = dict(devices)
        self._links: dict[str, Role] = {}
        self._tickets = Tickets()
        self._let_programs(programs)

    # Who is known

    def known(self, *keys: str) -> Device | None:
        """Return the device of a key, or None. Of several the one that may do most counts, then the one let in last."""
        found = [device for key in keys if (device := self._keys.get(digest(key)))]
        order = list(self._keys.values()) if len(found) > 1 else found
        return max(found, key=lambda device: (device.role, order.index(device)), default=None)

    def lets_in(self, device: Device) -> bool:
        """Say whether a device that was let in a moment ago still may come."""
        is_loose = device.id == self.house.id and device.key not in self.browsers.vouched
        return not (device.is_out or (is_loose and self.programs.is_out))

    def devices(self) -> list[Device]:
        """Return the devices that are known, without this computer's own."""
        return list(self._keys.values())

    def device(self, id: str) -> Device:
        """Return the device of an id, also one of this computer's own; raises NotAllowed."""
        for device in (self.house, self.programs, *self._keys.values()):
            if device.id == id:
                return device
        raise NotAllowed("There is no such device any more.")

    def hash_of(self, device: Device) -> str | None:
        """Return the hash of a device's key, or None if it has none."""
        return next((hashed for hashed, its in self._keys.items() if its is device), None)

    def came(self, device: Device, address: str, runs: str, at: float) -> None:
        """Note that a device connected."""
        device.address = address
        device.runs = runs or device.runs
        device.seen = at

    # The code

    def new_code(self, by: Device, code: Code) -> None:
        """Let a code in; the one before lets nobody in from now on. Raises NotAllowed."""
        _check_operator(by)
        self.code = code
        self._tickets.end_of_code()
        self.guesses.anew()

    def live_code(self, now: float) -> Code | None:
        """Return the code, unless it has ended."""
        code = self.code
        return code if code and (code.until is None or now < code.until) else None

    def open_for(self, secret: str, role: Role) -> None:
        """Let a link of its own in as a role, for as long as the program runs."""
        self._links[digest(secret)] = role

    def ask(self, secret: str, ticket: str, now: float, address: str = "") -> Role:
        """Exchange a link's secret for a ticket; returns the role that it gives. Raises NotAllowed."""
        code = self.live_code(now)
        if code and hmac.compare_digest(digest(code.secret), digest(secret)):
            role, of_code = code.role, True
        elif (found := self._links.get(digest(secret))) is not None:
            role, of_code = found, False
        else:
            raise NotAllowed("This link is no longer valid. Ask for a new code.")
        self._tickets.give(ticket, role, of_code, address, now)
        return role

    def ask_by_digits(self, digits: str, address: str, ticket: str, now: float, visit: str = "") -> Role:
        """Exchange digits, typed at an address, for a ticket; returns the role. Raises NotAllowed, TooSoon.

        `visit` is the id of the page where they were typed, if it is one of ours: it waits for its own mistakes only.
        """
        code = self.live_code(now)
        if code is None or not code.digits:
            raise NotAllowed("No digits let anybody in now. Ask for a new code.")
        self.guesses.check(address, visit, now)
        if hmac.compare_digest(digest(code.digits), digest(digits)):
            self.guesses.note_right(address, visit)
            self._tickets.give(ticket, code.role, True, address, now)
            return code.role
        self.guesses.note_wrong(address, visit, now)
        if self.guesses.is_over and code.digits != code.reserve:
            self.code = replace(code, digits=code.reserve, reserve=code.reserve)
        raise NotAllowed("These are not the digits. See the operator's screen.")

    # Coming in

    def free_name(self, name: str, but: Device | None = None) -> str:
        """Return the name as no other device has it; raises BadValue."""
        others = [self.house, self.programs, *self._keys.values()]
        return unlike(read_name(name), [other.name for other in others if other is not but])

    def absent(self, role: Role, runs: str, here: Container[str]) -> list[Device]:
        """Return the screens that one with a ticket for a role may say it is: known ones that are not `here` (ids), and
        run on the same, as far as is known."""
        return [
            device
            for device in self._keys.values()
            if device.kind == SCREEN and device.id not in here and device.role <= role and device.runs in ("", runs)
        ]

    def join(
        self,
        ticket: str,
        newcomer: Newcomer,
        now: float,
        you: Device | None = None,
        device: str | None = None,
        name: str | None = None,
        here: Container[str] = (),
    ) -> Device:
        """Let somebody in for a ticket, which is used up; returns the device, which the newcomer's key is for.

        `you` is the known screen that it is already, whose role is never lowered; `device` is the id of the absent one
        that it says it is. A device that was known has another object from now on: the old one, which connections by
        its old key have, stays what it was and is out. Raises NotAllowed, BadValue, TooMany, TooSoon; then the ticket
        is still good.
        """
        entitled = self._tickets.find(ticket, now)
        if entitled is None:
            raise NotAllowed("That took too long. Scan or type the code again.")
        role = entitled.role
        if device is not None:
            found = next((one for one in self.absent(role, newcomer.runs, here) if one.id == device), None)
            if found is None:
                raise NotAllowed("That device is here already, or is another kind. Join under a name of your own.")
        else:
            found = you if you and you.kind == SCREEN and you in self._keys.values() else None
        wanted = name if name is not None else found.name if found else newcomer.name
        chosen = self.free_name(wanted, but=found)
        if found is None:
            self.joins.check(newcomer.network, now)
            found = self._take_in(chosen, role, SCREEN, newcomer, now, here)
            self.joins.note(newcomer.network, now)
        else:
            found = self._renew(found, newcomer)
        found.name = chosen
        found.role = max(found.role, role)
        self.came(found, newcomer.address, newcomer.runs, newcomer.at)
        self._tickets.use(ticket)
        return found

    def _take_in(
        self, name: str, role: Role, kind: str, newcomer: Newcomer, now: float, here: Container[str]
    ) -> Device:
        if len(self._keys) >= MAX_KNOWN:
            goes = who_goes(self._keys.values(), here, newcomer.at)
            if goes is None:
                raise self.joins.full(now)
            self.gone.append(self._forget(goes))
            self.joins.note_gone(now)
        device = Device(newcomer.id, name, self.next_colour(), role, kind, joined=newcomer.at, issued=newcomer.at)
        self._keys[digest(newcomer.key)] = device
        return device

    def _renew(self, device: Device, newcomer: Newcomer) -> Device:
        self._forget(device)
        renewed = replace(device, issued=newcomer.at, is_out=False)
        self._keys[digest(newcomer.key)] = renewed
        return renewed

    def next_colour(self) -> str:
        """Return the colour that the fewest devices have."""
        used = [HOUSE_COLOUR, PROGRAM_COLOUR, *(device.colour for device in self._keys.values())]
        return min(COLOURS, key=used.count)

    # What operators do

    def make_key(
        self, by: Device, name: str, role: Role, newcomer: Newcomer, now: float = 0.0, here: Container[str] = ()
    ) -> Device:
        """Let a program elsewhere in by the newcomer's key; raises NotAllowed, BadValue, TooMany."""
        _check_operator(by)
        return self._take_in(self.free_name(name), role, PROGRAM, newcomer, now, here)

    def rename(self, by: Device, id: str, name: str) -> Device:
        """Give a device another name, which anybody may do with the own; raises NotAllowed, BadValue."""
        if by.id != id:
            _check_operator(by)
        device = self._one_of_others(id)
        if by.is_out:
            _check_operator(by)
        device.name = self.free_name(name, but=device)
        return device

    def change_role(self, by: Device, id: str, role: Role) -> Device:
        """Give a device another role; raises NotAllowed."""
        _check_operator(by)
        device = self._one_of_others(id)
        device.role = role
        return device

    def check_disconnect(self, by: Device, id: str) -> Device:
        """Return the device that is to be disconnected, for now; raises NotAllowed."""
        _check_operator(by)
        return self.device(id)

    def forget(self, by: Device, id: str) -> Device:
        """Let a device in no more; raises NotAllowed."""
        _check_operator(by)
        return self._forget(self._one_of_others(id))

    def forget_all(self, by: Device) -> list[Device]:
        """Let nobody in any more who was let in, but who asks; raises NotAllowed."""
        _check_operator(by)
        return [self._forget(device) for device in self.devices() if device is not by]

    def set_programs(self, by: Device, role: Role | None) -> Device:
        """Say what programs on this computer may do, or None: they are kept out, as all browsers here are that are not
        vouched for; the one that asks is from now on. Raises NotAllowed."""
        _check_operator(by)
        if role is None and by.id == self.house.id and by.key:
            self.browsers.vouch(by.key)
        return self._let_programs(role)

    def _let_programs(self, role: Role | None) -> Device:
        self.programs.is_out = role is None
        self.programs.role = Role.WATCHER if role is None else role
        return self.programs

    def _one_of_others(self, id: str) -> Device:
        device = self.device(id)
        if device is self.house:
            raise NotAllowed("This computer always stays what it is.")
        if device is self.programs:
            raise NotAllowed("What programs on this computer may do has a setting of its own.")
        return device

    def _forget(self, device: Device) -> Device:
        self._keys = {hashed: its for hashed, its in self._keys.items() if its is not device}
        device.is_out = True
        return device


def _check_operator(by: Device) -> None:
    if by.is_out or by.role is not Role.OPERATOR:
        raise NotAllowed("For operators only")
