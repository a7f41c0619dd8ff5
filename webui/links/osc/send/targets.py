"""The way out: what moves is told to the targets that the show names."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from webui.core.surface.events import Changed, Event, Refused, ShowChanged
from webui.engine.engine import Engine
from webui.links.osc.exchange import Exchange
from webui.links.osc.send.held import LINK
from webui.links.osc.send.orphan import Orphan
from webui.links.osc.send.sender import Sender
from webui.links.osc.sources import Place, voice
from webui.links.osc.switches import IN, Desk, NotRunning, Standing


class Outgoing:
    """One sender a target. `came` is told of packets that a target sends back to our socket, and from where."""

    def __init__(self, desk: Desk, exchange: Exchange, came: Callable[[bytes, str, int], None]) -> None:
        self._desk = desk
        self._exchange = exchange
        self._came = came
        self.senders: dict[str, Sender] = {}
        """By their targets' ids."""
        self._orphans: dict[str, Orphan] = {}
        """By what the ledger knows them by."""

    def start(self, engine: Engine) -> None:
        """Find the targets. Nothing is sent to them before something moves."""
        self._engine = engine
        engine.post(self._begin)

    def stop(self) -> None:
        """Release what is pressed at the targets, and end."""
        self._engine.call(self._close)

    def note(self, events: Sequence[Event]) -> None:
        """Take in what moved, and which show is open."""
        for event in events:
            match event:
                case Changed():
                    self._exchange.changed(event)
                    told = self.senders.values() if self._exchange.is_told_on(event) else ()
                    for sender in told:
                        sender.changed(event.control, event.value, event.by)
                case Refused(control=str(control)):
                    for name, sender in self.senders.items():
                        if event.by == voice(name) or sender.is_beside(event.by):
                            self._exchange.rest(name, control)
                case ShowChanged():
                    self._adapt(event.is_another)

    def flush(self, now: float) -> None:
        """Send what is to be sent by now."""
        for sender in self.senders.values():
            sender.flush(now)

    def places(self) -> Mapping[str, Place]:
        """Return where the targets are, as far as that is known."""
        return {name: sender.place for name, sender in self.senders.items() if sender.place}

    def _begin(self) -> None:
        self._desk.targets = self._standings
        self._desk.test = lambda target: self._sender(target).test()
        self._desk.on_switched(self._ask)
        self._desk.dump = lambda target: self._sender(target).all_values()
        self._engine.on_ledger_kept(lambda: self.flush(self._engine.now()))
        self._adapt(is_another=False)

    def again(self, target: str, control: str) -> None:
        """Tell a target how a control stands, if the show has both."""
        if target in self.senders:
            self.senders[target].again(control)

    def _ask(self) -> None:
        """What was answered while nothing was let in is asked for again."""
        if self._desk.is_on(IN):
            for sender in self.senders.values():
                sender.ask()

    def _standings(self) -> Mapping[str, Standing]:
        return {name: sender.standing() for name, sender in self.senders.items()}

    def _sender(self, target: str) -> Sender:
        if target not in self.senders:
            raise NotRunning("The show has no such target.")
        return self.senders[target]

    def _adapt(self, is_another: bool) -> None:
        """Another show, or the same one edited: other targets, or other addresses."""
        show = self._engine.surface.show
        self._exchange.take_show(show, is_another)
        for name, sender in list(self.senders.items()):
            if show.osc.targets.get(name) != sender.target:
                del self.senders[name]
                sender.close()
        for name, target in show.osc.targets.items():
            is_new = name not in self.senders
            if is_new:
                self.senders[name] = Sender(self._engine, target, self._desk.monitor, self._exchange, self._came)
            self.senders[name].take_show(show, is_new or is_another)
        self._put_back()

    def _put_back(self) -> None:
        """See to what is on at places that no target of the show is at any more."""
        senders = {sender.output for sender in self.senders.values()}
        for output in senders.intersection(self._orphans):
            self._orphans.pop(output).close()
        for output in self._engine.ledger.outputs(LINK):
            if output not in senders and output not in self._orphans:
                done = partial(self._engine.post, self._end_orphan, output)
                self._orphans[output] = Orphan(self._engine, output, self._desk.monitor, done)

    def _end_orphan(self, output: str) -> None:
        if orphan := self._orphans.pop(output, None):
            orphan.close()

    def _close(self) -> None:
        for sender in self.senders.values():
            sender.close(is_over=True)
        for orphan in self._orphans.values():
            orphan.close(is_over=True)
        self.senders.clear()
        self._orphans.clear()
