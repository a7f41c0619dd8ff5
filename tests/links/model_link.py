"""A link to copy: each change is sent as a line of JSON over UDP, and lines that come back are moves.

    {"control": "slider1", "value": 40}

Its keys would stand in the show file under "lines", as OSC's stand under "osc". `Show` in `webui/core/show/show.py` has
a field for it: `read_show` reads it (a wrong key is refused with its place in the file), `describe` writes it, and
`seen_by` leaves it out for all but operators, or every page is told its ports and addresses. What differs from computer
to computer, such as whether the link is on, is not in the show: see `webui/links/osc/switches.py`.

What a link turns on in another program, and must turn off again even after a crash, it enters in `engine.ledger` first:
see `webui/links/osc/send/held.py`. This link leaves that out.
"""

import asyncio
import errno
import json
import socket
from collections.abc import Sequence

from webui.core.devices.devices import PROGRAM_COLOUR, Connection, Device, Role
from webui.core.surface.commands import Move
from webui.core.surface.events import Changed, Event, Refused, ShowChanged
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.links.base import Link
from webui.sockets.packets import Json

BATCH = 50
"""Lines that are read in one turn of the engine's loop. All that is on the stage happens in the same thread, so a turn
must be short, however much is sent."""

PAUSE = 5.0
"""Milliseconds for which nothing is read after a full batch: so it is 10,000 lines a second at most. What has no room
in the system's buffer meanwhile is lost, as it may be with UDP."""

LONGEST = 20_000
"""Bytes of a line; a longer one is cut by the system, and then refused."""

SILENCE = 60_000.0
"""Milliseconds of silence after which what is pressed is released: the sender is gone, or the release was lost."""

AGAIN = 1000.0
"""Milliseconds after which a port that another program has is tried again."""

CAUSE = "lines"
"""The cause of this link's fault. The engine keeps one fault a cause, so the next sentence replaces the last."""

Place = tuple[str, int]


class ModelLink(Link):
    """Exchanges lines with one program, at `place`; `port` is ours. Lines from elsewhere are ignored.

    It moves controls as a device of its own, with a role: a control that is for operators only refuses a player's
    moves, and one that somebody has in hand refuses all moves. It takes nothing in hand itself. `PROGRAM` is not for
    links: an operator may do everything.

    It applies `Move`, for a value in JSON has its type already. `ValueChanged` is for values in any form.
    """

    def __init__(self, port: int, place: Place, role: Role = Role.PLAYER, silence: float = SILENCE) -> None:
        self._port, self._place, self._silence = port, place, silence
        # The id is not that of a device in the database: none of those has a slash in it.
        self._by = Connection("lines/1", Device("lines/1", "Lines", PROGRAM_COLOUR, role))
        self._socket: socket.socket | None = None
        self._values: dict[str, Value] = {}
        self._presses: list[tuple[str, Value]] = []
        self._pressed: set[str] = set()
        self._again: asyncio.TimerHandle | None = None
        self._silent: asyncio.TimerHandle | None = None

    # Called by the engine. `start` and `stop` come from another thread, so they have their work done in the engine's.

    def start(self, engine: Engine) -> None:
        """Open the port soon."""
        self._engine = engine
        engine.post(self._open)

    def stop(self) -> None:
        """Release what is pressed, and close the port."""
        self._engine.call(self._close)

    def note(self, events: Sequence[Event]) -> None:
        """Remember the newest value of each control, and every press and release. Apply nothing here.

        The link's own moves are not sent back: two programs that answer each other's echo would never end.
        """
        for event in events:
            match event:
                case ShowChanged(is_another=True):
                    # The surface has released everything, and the same id may be another control.
                    for of_old_show in (self._values, self._presses, self._pressed):
                        of_old_show.clear()
                case Changed() if event.by != self._by.id:
                    control = self._engine.surface.show.controls.get(event.control)
                    if control and control.momentary:
                        self._presses.append((event.control, event.value))
                    else:
                        self._values[event.control] = event.value

    def flush(self, now: float) -> None:
        """Send what is remembered: values first, so that a press finds them."""
        for control, value in (*self._values.items(), *self._presses):
            self._send({"control": control, "value": value})
        self._values.clear()
        self._presses.clear()

    # The socket. All below runs in the engine's thread.

    def _open(self) -> None:
        """Open the port, or say in an operator's words why not, and try again.

        The sentence says what does not work, why, and what to do. It is shown until it is replaced by an empty one.
        """
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            opened.setblocking(False)
            opened.bind(("127.0.0.1", self._port))
        except OSError as error:
            opened.close()
            is_taken = error.errno == errno.EADDRINUSE
            why = f"another program has port {self._port}" if is_taken else f"port {self._port}: {error.strerror}"
            self._engine.fault(CAUSE, f"Lines do not come in: {why}. Close it, or choose another port.")
            self._again = self._engine.later(AGAIN, self._open)
        else:
            self._engine.fault(CAUSE, "")
            self._socket = opened
            self._watch()

    def _close(self) -> None:
        self._release()
        for timer in (self._again, self._silent):
            if timer:
                timer.cancel()
        if self._socket:
            self._engine.loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _watch(self) -> None:
        if self._socket:
            self._engine.loop.add_reader(self._socket, self._read)

    def _read(self) -> None:
        """Read a batch, then rest if there may be more."""
        assert self._socket
        for _ in range(BATCH):
            try:
                data, place = self._socket.recvfrom(LONGEST)
            except BlockingIOError:
                return
            except OSError:
                # On some systems a line that could not be delivered is reported here.
                continue
            if place == self._place:
                self._take(data)
        self._engine.loop.remove_reader(self._socket)
        self._engine.later(PAUSE, self._watch)

    def _send(self, line: dict[str, object]) -> None:
        if self._socket:
            try:
                self._socket.sendto(json.dumps(line).encode() + b"\n", self._place)
            except OSError:
                # UDP promises nothing: the next change is sent again.
                return

    # What comes in

    def _take(self, data: bytes) -> None:
        """Make the move that a line asks for.

        The sender is answered if the control has another value than it asked for: the number was clamped, or the move
        was refused. It can't learn that from changes: a control that stays as it is changes nothing.
        """
        self._listen_on()
        try:
            line = Json.loads(data.decode())
            control, value = line["control"], line["value"]
            if not isinstance(control, str):
                raise TypeError("an id is a text")
        except (ValueError, TypeError, KeyError, RecursionError):
            self._send({"refused": "Not a line with a control and a value"})
            return
        for event in self._engine.apply(Move(control, value), self._by):
            if isinstance(event, Refused):
                self._send({"control": control, "refused": event.reason})
                return
        found = self._engine.surface.show.controls[control]
        if found.momentary:
            (self._pressed.add if value else self._pressed.discard)(control)
        elif (is_now := self._engine.surface.value(control)) != value:
            self._send({"control": control, "value": is_now})

    def _listen_on(self) -> None:
        """Wait for silence anew: every line says that the sender is there."""
        if self._silent:
            self._silent.cancel()
        self._silent = self._engine.later(self._silence, self._release)

    def _release(self) -> None:
        """Release what this link pressed. A button stays pressed until whoever pressed it releases it."""
        for control in sorted(self._pressed):
            self._engine.apply(Move(control, False), self._by)
        self._pressed.clear()
