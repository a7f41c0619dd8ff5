"""The namespace / of simple clients: their moves, the values, words to everyone, and the show for who asks for it."""

import json
from collections.abc import Iterable, Mapping

from webui.access.authentication import Access
from webui.core.devices.devices import Connection
from webui.core.errors import Refusal
from webui.core.show.show import Show
from webui.core.surface.commands import ValueChanged
from webui.core.surface.events import Refused, Said
from webui.core.values import Value
from webui.limits import MOST_TEXTS
from webui.links.simple.namespace import UPDATE, Client, SharedNamespace, update
from webui.sockets.frames import framed
from webui.sockets.namespace import Message
from webui.sockets.packets import head
from webui.sockets.sockets import Sockets
from webui.wire.operations import SIMPLE, Say, joined_text, read_message, read_nothing, read_value_changed, write_layout


class ValuesNamespace(SharedNamespace):
    """`value changed` in, `update value` out; `message` both ways; `show` for who asks."""

    name = SIMPLE
    watches = False
    greets = True

    def __init__(self, sockets: Sockets, access: Access) -> None:
        super().__init__(sockets, access)
        self._layout: tuple[Show, str] | None = None
        self.messages = {
            **self.messages,
            "value changed": Message(read_value_changed, self._value_changed),
            "message": Message(read_message, self._say),
            "show": Message(read_nothing, self._show),
            "time": Message(read_nothing, self._time),
        }

    def greet(self, client: Client) -> None:
        """Note every control's value. What was pressed or released meanwhile is told as such, and no second time."""
        client.catch_up()
        pressed = {body["who"] for event, body in client.acts if event == UPDATE}
        values = self.engine.surface.snapshot().values
        client.values = {who: value for who, value in values.items() if who not in pressed}

    def changed(self, control: str, value: Value) -> None:
        """Note a value for everyone; presses and releases one by one."""
        if self.engine.surface.show.controls[control].momentary:
            self._news.act(*update(control, value))
        else:
            self._news.value(control, value)

    def show_changed(self) -> None:
        """Note every value of another show for everyone, and tell what it is to who asked."""
        self._tell_show([client for client in self.clients.values() if client.follows])
        values = self.engine.surface.snapshot().values
        for client in self.clients.values():
            client.begin_anew(values, keep=lambda event: event != UPDATE)
        self._news.forget()

    def said(self, event: Said) -> None:
        """Note a message for everyone."""
        notice = event.notice
        self._news.act("message", {"text": notice.text, "from": notice.by, "urgent": notice.urgent})

    def refused(self, event: Refused) -> None:
        """Tell the sender alone, with the true value."""
        super().refused(event)
        client = self.clients.get(event.by)
        control = self.engine.surface.show.controls.get(event.control or "")
        if client and control:
            client.catch_up()
            client.values[control.id] = self.engine.surface.value(control.id)

    def _value_changed(self, connection: Connection, command: ValueChanged) -> dict[str, object]:
        answer = self._apply(command, connection)
        surface = self.engine.surface
        return {**answer, "value": surface.value(command.who)} if command.who in surface.show.controls else answer

    def _say(self, connection: Connection, say: Say) -> dict[str, object]:
        if connection.id not in self.clients:
            return {}
        now = self.engine.heard(connection.id)
        try:
            self.engine.publish(self.engine.surface.say(say.text, say.urgent, connection, now))
        except Refusal as refusal:
            self.refused(Refused(None, str(refusal), None, connection.id))
            return {"reason": str(refusal)}
        return {}

    def _show(self, connection: Connection, nothing: None) -> None:
        client = self.clients.get(connection.id)
        # It hears of each change; to tell a large show again and again would be work for nothing.
        if client and not client.follows:
            client.follows = True
            self._tell_show([client])

    def _time(self, connection: Connection, nothing: None) -> dict[str, object]:
        return {"time": self.engine.heard(connection.id)}

    def _tell_show(self, clients: Iterable[Client]) -> None:
        """Tell clients the show with all values; where there are long texts, those come after it, a few at a time."""
        snapshot = self.engine.surface.snapshot()
        texts = {who: value for who, value in snapshot.values.items() if isinstance(value, str)}
        if joined_text(texts) <= MOST_TEXTS:
            texts = {}
        values = {who: value for who, value in snapshot.values.items() if who not in texts}
        data: bytes | None = None
        for client in clients:
            if client.outlet.line:
                data = data or self._written_show(snapshot.show, values)
                client.outlet.line.write(data)
            else:
                self._sockets.send(
                    client.connection.id, self.name, "show", {**write_layout(snapshot.show), "values": values}
                )
            client.catch_up()
            client.values |= texts

    def _written_show(self, show: Show, values: Mapping[str, Value]) -> bytes:
        """Write the show, of which all but the values is written once."""
        if self._layout is None or self._layout[0] is not show:
            self._layout = show, json.dumps(write_layout(show), separators=(",", ":"))[:-1]
        text = f'["show",{self._layout[1]},"values":{json.dumps(values, separators=(",", ":"))}}}]'
        return framed((head(self.name) + text).encode())
