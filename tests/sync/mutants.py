"""What the model must notice: mistakes of one line each, in the server's code or the page's."""

from dataclasses import dataclass

from tests.stage import ROOT
from tests.sync.promises import (
    ARRIVES,
    BACK,
    ENDS,
    EXCLUSIVE,
    FREED,
    KEPT,
    LATE,
    LEADS,
    ONCE,
    PILES,
    RISING,
    SAME,
    SPRINGS,
)

PAGE = "webui/static/js/"


class DoesNotApply(Exception):
    """A mutant's line is not there, or is there more than once."""


@dataclass(frozen=True)
class Mutant:
    """A mistake: in `file`, `old` has become `new`; it breaks one of these promises."""

    name: str
    file: str
    old: str
    new: str
    breaks: tuple[str, ...]

    def text(self) -> str:
        """Return the file with the mistake in it; raises DoesNotApply."""
        text = (ROOT / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise DoesNotApply(f"{self.name}: {self.file} has {text.count(self.old)} of {self.old!r}")
        return text.replace(self.old, self.new)


MUTANTS = [
    Mutant(
        "no gap check",
        PAGE + "sync/surface.js",
        "if (frame.since > this.revision) return false;",
        "",
        (SAME,),
    ),
    Mutant(
        "a gap is found and nothing follows",
        PAGE + "main.js",
        "if (!surface.take(frame)) return connection.renew();",
        "if (!surface.take(frame)) return;",
        (SAME, RISING, BACK),
    ),
    Mutant(
        "a resting finger keeps what it came down on",
        PAGE + "sync/surface.js",
        "if (this.#touched.has(id)) this.#follow(id);",
        "if (this.#touched.has(id)) return;",
        (SAME,),
    ),
    Mutant(
        "no dedupe at the server",
        "webui/core/surface/surface.py",
        "if operation.n != seen + 1:",
        "if operation.n > seen + 1:",
        (ONCE,),
    ),
    Mutant(
        "no dedupe at the page",
        PAGE + "sync/operations.js",
        "const unseen = this.#sent.filter((operation) => operation.n > seen);",
        "const unseen = this.#sent;",
        (ONCE,),
    ),
    Mutant(
        "kept before the commit",
        "webui/engine/commits.py",
        "self._store.write(batch, lambda written: self._inbox.post(self._after, written))",
        "self._store.write(batch, lambda written: None); self._inbox.post(self._after, batch)",
        (KEPT,),
    ),
    Mutant(
        "of a batch, one value is kept",
        "webui/storage/store.py",
        "for name, value in batch.values.items()]",
        "for name, value in list(batch.values.items())[:1]]",
        (KEPT,),
    ),
    Mutant(
        "echo applied under a finger",
        PAGE + "sync/surface.js",
        "if (!this.#own.has(id)) this.#changed(id);",
        "this.#own.delete(id); this.#changed(id);",
        (LEADS,),
    ),
    Mutant(
        "an own value stays when it was taken",
        PAGE + "sync/surface.js",
        "for (const id of settled) {\n      this.#settle(id);",
        "for (const id of settled) {",
        (SAME,),
    ),
    Mutant(
        "release dropped by the page",
        PAGE + "sync/operations.js",
        "...unseen.flatMap((operation) => operation.acts), ",
        "...unseen.flatMap((operation) => operation.acts.filter(([kind]) => kind === 'press')), ",
        (ENDS,),
    ),
    Mutant(
        "what a vanished device pressed stays pressed",
        "webui/core/surface/surface.py",
        "if connection_id in fingers:",
        "if connection_id == fingers:",
        (ENDS,),
    ),
    Mutant(
        "what springs stays where a vanished hand left it",
        "webui/core/surface/surface.py",
        "for control in self._holds.leave(connection_id):\n            self._hand_gone(",
        "for control in self._holds.leave(connection_id):\n            self._tell_hold(",
        (SPRINGS,),
    ),
    Mutant(
        "what springs stays where a lost hand's last move is sent again",
        "webui/core/surface/surface.py",
        "for control in moved:",
        "for control in ():",
        (SPRINGS,),
    ),
    Mutant(
        "hold not freed when its device leaves",
        "webui/core/surface/surface.py",
        "for control in self._holds.leave(connection_id):",
        "for control in ():",
        (FREED,),
    ),
    Mutant(
        "hold not freed after silence",
        "webui/core/surface/holds.py",
        "if self._overdue.get(control) == end]",
        "if self._overdue.get(control) == -end]",
        (FREED,),
    ),
    Mutant(
        "hold not freed by the page",
        PAGE + "sync/holds.js",
        "this.#operations.hold(control, false);",
        "",
        (FREED,),
    ),
    Mutant(
        "anybody moves what is in hand",
        "webui/core/surface/holds.py",
        "if hold and hold.by.id != by.id and not (overrules and _outranks(by, hold.by)):",
        "if hold and hold.by.id != by.id and not overrules:",
        (EXCLUSIVE,),
    ),
    Mutant(
        "programs move what is in hand",
        "webui/core/surface/surface.py",
        "self._holds.check(command.who, by)",
        "pass",
        (EXCLUSIVE,),
    ),
    Mutant(
        "a press outlives its connection",
        PAGE + "main.js",
        "hands.letGo();\n  surface.operations",
        "surface.operations",
        (SAME, LEADS),
    ),
    Mutant(
        "an own value is forgotten when the server lost it",
        PAGE + "sync/surface.js",
        "if (!this.#own.has(id)) this.#own.set(id, value);",
        "",
        (SAME,),
    ),
    Mutant(
        "press played late",
        "webui/core/surface/surface.py",
        "if not -PRESS_LIFE <= now - at <= PRESS_LIFE:",
        "if not -PRESS_LIFE <= now - at:",
        (LATE,),
    ),
    Mutant(
        "a press outlives the clock that it was timed by",
        PAGE + "main.js",
        "if (anew) surface.operations.forgetPresses();",
        "",
        (LATE, ONCE),
    ),
    Mutant(
        "window ignored",
        "webui/core/delivery/flow.py",
        "return count < self.window",
        "return count < WINDOW * 9",
        (PILES,),
    ),
    Mutant(
        "older replaces newer in a resend",
        PAGE + "sync/operations.js",
        "[...unseen.map((operation) => operation.moves), newer]",
        "[newer, ...unseen.map((operation) => operation.moves)]",
        (ARRIVES, SAME),
    ),
    Mutant(
        "a page does not hear that an operation is missing",
        PAGE + "main.js",
        "if (frame.refused.some(({control}) => control === null)) connection.renew();",
        "",
        (BACK, ARRIVES),
    ),
    Mutant(
        "silence is not noticed",
        PAGE + "sync/connection.js",
        "} else if (silence > LOST || now - this.#gotAt > FRAMELESS) this.#lose();",
        "} else if (silence > LOST * 1000) this.#lose();",
        (BACK,),
    ),
    Mutant(
        "what is missing of a feed is not noticed",
        PAGE + "views/feed_window.js",
        "if (first && known < first[0]) this.missing = {after: this.missing?.after ?? known, before: first[0]};",
        "",
        (SAME,),
    ),
    Mutant(
        "a feed's past takes the place of what came since",
        PAGE + "views/history.js",
        "copy(samples.find(before), samples.to);",
        "",
        (SAME,),
    ),
    Mutant(
        "a welcome's own changes are told again",
        "webui/links/tablets/arrivals.py",
        "page.outbox.told_all(surface.revision, now)",
        "pass",
        (RISING, SAME, BACK),
    ),
]
