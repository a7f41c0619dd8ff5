"""Does what the door decides: keeps it in the store, frees what is in hand, and has connections end."""

import json
import secrets
import time
from collections.abc import Callable, Iterable

from webui.access.user_agents import kind_of
from webui.core.devices.devices import Device, Role, role_of
from webui.core.devices.door import DAY, LIVES, Code, Newcomer
from webui.core.devices.local_browsers import LocalBrowsers, digest
from webui.core.errors import BadValue
from webui.core.surface.events import ConnectionsChanged, Dismissed, Event, RoleChanged
from webui.engine.engine import PROGRAM, Engine
from webui.storage.store import Store

SECRET_BYTES = 16
KEY_BYTES = 24
DIGITS = 6
"""Digits of a code that are typed."""

RESERVE_DIGITS = 12
"""Digits that take their place when they were guessed at too often."""

CODE, PROGRAMS, BROWSERS, SIGNING = "code", "programs", "local browsers", "local key"
"""What the store keeps the code of a day under, the role of programs on this computer, the hashes of the keys of its
browsers that are vouched for, and what all keys of its browsers are signed with."""

OFF = "off"
"""The word for programs on this computer that are kept out."""


def new_secret() -> str:
    """Return a secret for a link."""
    return secrets.token_urlsafe(SECRET_BYTES)


def kept_programs(store: Store) -> Role | None:
    """Return what programs on this computer may do, as the store keeps it; None: they are kept out."""
    word = store.recall(PROGRAMS) or Role.PLAYER.word
    try:
        return None if word == OFF else role_of(word)
    except KeyError:
        return Role.PLAYER


def kept_browsers(store: Store) -> LocalBrowsers:
    """Return this computer's browsers as the store keeps them."""
    try:
        vouched = [str(hashed) for hashed in json.loads(store.recall(BROWSERS) or "[]")]
    except (TypeError, ValueError):
        vouched = []
    return LocalBrowsers(store.lasting(SIGNING, new_secret()), vouched)


class Doorkeeper:
    """Has no state but the engine's. Engine's thread only; `begin` before that runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._door = engine.door
        self._store = engine.store

    @property
    def programs(self) -> str:
        """What programs on this computer may do: a role's word, or "off"."""
        return OFF if self._door.programs.is_out else self._door.programs.role.word

    # The code

    def begin(self) -> None:
        """Let the code of a day in that the store keeps, or else a new one for players."""
        kept = self._kept_code()
        if kept:
            self._door.new_code(PROGRAM.device, kept)
        else:
            self.new_code(PROGRAM.device, Role.PLAYER, "program")

    def new_code(self, by: Device, role: Role, life: str) -> None:
        """Make another code: the one before is worth nothing from now on. Raises NotAllowed."""
        lasts = LIVES[life]
        until = None if lasts is None else self._engine.now() + lasts
        code = Code(new_secret(), _digits(DIGITS), role, life, until, _digits(RESERVE_DIGITS))
        self._door.new_code(by, code)
        self._keep_code(code)

    def ask_by_digits(self, digits: str, address: str, ticket: str, visit: str) -> Role:
        """Exchange typed digits for a ticket as the door does; that they have other digits is kept. Raises the same,
        and OtherDigits where so many make no code."""
        now, was = self._engine.now(), self._door.live_code(self._engine.now())
        if was and was.digits and len(digits) != len(was.digits):
            raise OtherDigits(len(was.digits))
        try:
            return self._door.ask_by_digits(digits, address, ticket, now, visit)
        finally:
            code = self._door.code
            if code and was and code.digits != was.digits:
                self._keep_code(code)

    def _keep_code(self, code: Code) -> None:
        kept = None
        if code.life == "day" and code.until is not None:
            # The secret itself, for the code has to be shown again.
            end = time.time() + (code.until - self._engine.now()) / 1000
            said = {"secret": code.secret, "digits": code.digits, "reserve": code.reserve, "role": code.role.word}
            kept = json.dumps({**said, "until": end})
        self._store.settle(CODE, kept)

    def _kept_code(self) -> Code | None:
        try:
            kept = json.loads(self._store.recall(CODE) or "null") or {}
            left = min((kept["until"] - time.time()) * 1000, DAY)
            if left > 0:
                until = self._engine.now() + left
                reserve = kept.get("reserve") or _digits(RESERVE_DIGITS)
                return Code(kept["secret"], kept["digits"], role_of(kept["role"]), "day", until, reserve)
        except (KeyError, TypeError, ValueError):
            pass
        return None

    # Coming in

    def here(self) -> set[str]:
        """Return the ids of the devices that are connected."""
        return {connection.device.id for connection in self._engine.surface.connections.values()}

    def came(self, device: Device, address: str, agent: str, touch: bool = False) -> None:
        """Note that a device connects."""
        self._door.came(device, address, kind_of(agent, touch), time.time())
        self._keep(device)

    def left(self, device: Device) -> None:
        """Note that a device has no connection any more."""
        device.seen = time.time()
        self._keep(device)

    def join(
        self,
        ticket: str,
        newcomer: Newcomer,
        you: Device | None,
        device: str | None,
        name: str | None,
        done: Callable[[], None],
    ) -> Device:
        """Let somebody in as the door does; `done` is called when that survives a restart. Raises as the door does.

        Connections by a key that the device had before are dead from now on, and end by `joined`.
        """
        found = self._door.join(ticket, newcomer, self._engine.now(), you, device, name, self.here())
        self._keep(found, done)
        self._make_room()
        self._engine.publish([ConnectionsChanged()])
        return found

    def joined(self, device: Device) -> None:
        """End the connections by a device's old key, once its new one was answered: its pages come back with that."""
        self._engine.publish([Dismissed(device.id, only_out=True)])

    # This computer's browsers

    def offer(self) -> str:
        """Return the secret of a link that makes a browser on this computer an operator's, once."""
        secret = new_secret()
        self._door.browsers.offer(secret)
        return secret

    def redeem(self, secret: str, keys: Iterable[str]) -> str | None:
        """Return a key that is vouched for, for the secret of such a link and instead of others; None if it is none."""
        if not self._door.browsers.redeem(secret):
            return None
        return self._vouched(keys)

    def renew(self, keys: Iterable[str]) -> str:
        """Return another key for a browser on this computer, vouched for if one of those that it has is."""
        browsers = self._door.browsers
        if any(browsers.is_vouched(key) for key in keys):
            return self._vouched(keys)
        return browsers.key(new_secret())

    def _vouched(self, keys: Iterable[str]) -> str:
        key = self._door.browsers.key(new_secret())
        self._door.browsers.vouch(digest(key), map(digest, keys))
        self._keep_browsers()
        return key

    def _keep_browsers(self) -> None:
        self._store.settle(BROWSERS, json.dumps(self._door.browsers.vouched))

    # What operators do

    def make_key(self, by: Device, name: str, role: Role) -> str:
        """Return a new key for a program elsewhere: nobody will see it again. Raises as the door does."""
        newcomer = Newcomer(new_id(), new_key(), name, at=time.time())
        self._keep(self._door.make_key(by, name, role, newcomer, self._engine.now(), self.here()))
        self._make_room()
        self._engine.publish([ConnectionsChanged()])
        return newcomer.key

    def rename(self, by: Device, id: str, name: str) -> str:
        """Give a device another name; returns the one that it got. Raises as the door does."""
        device = self._door.rename(by, id, name)
        self._keep(device)
        self._engine.publish([ConnectionsChanged()])
        return device.name

    def change_role(self, by: Device, id: str, role: Role) -> None:
        """Give a device another role, at once. Raises as the door does."""
        device = self._door.device(id)
        was = device.role
        self._door.change_role(by, id, role)
        self._keep(device)
        self._role_changed(device, was)

    def disconnect(self, by: Device, id: str) -> None:
        """End a device's connections; it may come back. Raises as the door does."""
        self._engine.publish([Dismissed(self._door.check_disconnect(by, id).id)])

    def forget(self, by: Device, id: str) -> None:
        """Let a device in no more, and end its connections. Raises as the door does."""
        self._dismiss([self._door.forget(by, id)])

    def forget_all(self, by: Device) -> None:
        """The same for all but this computer and who asks. Raises as the door does."""
        self._dismiss(self._door.forget_all(by))

    def set_programs(self, by: Device, role: Role | None) -> None:
        """Say what programs on this computer may do, or None: they are kept out. Raises as the door does."""
        was = self._door.programs.role
        programs = self._door.set_programs(by, role)
        self._store.settle(PROGRAMS, self.programs)
        if programs.is_out:
            self._keep_browsers()
            surface, house = self._engine.surface, self._door.house.id
            for one in surface.connections.values():
                one.device.is_out = not self._door.lets_in(one.device)
            events = [*surface.let_go(programs.id), Dismissed(programs.id), Dismissed(house, only_out=True)]
            self._engine.publish(events)
        else:
            self._role_changed(programs, was)

    def _role_changed(self, device: Device, was: Role) -> None:
        if device.role == was:
            return
        events: list[Event] = self._engine.surface.let_go(device.id) if device.role < was else []
        self._engine.publish([*events, RoleChanged(device.id), ConnectionsChanged()])

    def _make_room(self) -> None:
        """Forget the devices that made room for a new one."""
        gone, self._door.gone = self._door.gone, []
        if gone:
            self._dismiss(gone)

    def _dismiss(self, devices: list[Device]) -> None:
        events: list[Event] = []
        for device in devices:
            self._engine.forget(device.id)
            events += [*self._engine.surface.let_go(device.id), Dismissed(device.id)]
        self._store.forget_devices([device.id for device in devices])
        self._engine.publish([*events, ConnectionsChanged()])

    def _keep(self, device: Device, done: Callable[[], None] = lambda: None) -> None:
        hashed = self._door.hash_of(device)
        if hashed:
            self._engine.commits.keep_device(hashed, device, done)


class OtherDigits(BadValue):
    """A code has another number of digits: `digits`."""

    def __init__(self, digits: int) -> None:
        now = "" if digits == DIGITS else " now. See the operator's screen"
        super().__init__(f"The code has {digits} digits{now}.")
        self.digits = digits


def _digits(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}}"


def new_id() -> str:
    """Return an id for a device."""
    return secrets.token_hex(6)


def new_key() -> str:
    """Return a key for a device."""
    return secrets.token_urlsafe(KEY_BYTES)
