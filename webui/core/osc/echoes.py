"""Tells what a hand did at the other end from echoes of what we told.

A program may say back what it is told: at once or seconds later, once or twice, rounded, from any port or address, by
way of other programs. If that counted as a move, a fader that was released would be pulled back, and two such programs
would swing for ever. But a move that only looks like an echo must count, or both ends differ for good. A message alone
does not say which it is. So each *speaker* (a port of a computer, or a target) is judged by what it says in a row:

1. What is like nothing that was told within LASTS, but for what this speaker moved itself, is a MOVE.
2. What is like the newest that was told, while we have just that, is an ECHO: both ends agree. A speaker that does so
   *answers*.
3. What is like the newest that was told, after this speaker moved the control itself, is a MOVE: packets come in the
   order in which they are sent, so the other end has gone where we told it, or a hand went back there.
4. What is like an older one is *stale*: an echo that newer ones follow, or a hand that went just there. If the speaker
   answers, and has not yet said this one back, it is an echo, and counts as STALE. Otherwise it has to WAIT for as long
   as the echoes of the newer ones may take. If one comes, that was an echo, and nothing is lost, for both ends agree
   then. If none comes, it is a move after all. Stale values that go back in time twice in a row are a hand's as well.
5. A speaker that let several values pass in silence does not answer: 4 does not apply to it.
6. Values that are rounded (seven bits, tenths of decibels) are like what was told within ROUNDING, for a speaker that
   is known to round, or of which nothing is known yet. The first one that seems rounded waits, as in 4.
7. A press can't wait. It is an ECHO if the same was told within PRESS_LASTS and was not said back yet; beyond that if
   the speaker's presses came back again and again after just that time.

Whoever crosses what we tell (CROSSED), or whose last word was stale, may have another value than we have: `Rests` tells
it the truth once more when all is quiet. So both ends agree after a rest, whatever was lost, late or misjudged.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from webui.core.osc.mapping import NEAR, ROUNDING
from webui.core.osc.told import Entry, Told
from webui.core.values import Value

PRESS_LASTS = 250.0
"""Milliseconds after which a press like one that was told is a hand's, and must not be lost."""

MARGIN = 250.0
"""Milliseconds that the echo of the next value may be later than its own distance from the last one."""

STEADY = 150.0
"""Milliseconds by which echoes of one speaker differ in how late they are: a hand's differ by more."""

BEAT = 40.0
"""The same of presses, of which a hand's are far more regular."""

RUN = 3
"""Values that come back in order, evenly late, by which a speaker is known to answer."""

PRESSES = 4
"""Presses and releases, evenly late, by which a speaker is known to say them back."""

ROUNDINGS = 2
"""Single values that come back rounded, by which a speaker is known to round."""

EXACT = 6
"""Echoes in a row that are not rounded, by which a speaker is known not to round."""

BACK = 2
"""Stale values in a row, each told before the last one, by which a hand is known."""

REPEATS = 8
"""Rounded values that may be said once more."""

SILENT = 3
FORGOTTEN = 10
"""Values that pass in silence until a speaker is known not to answer; until one that did is not known to any more."""

MAX_SPEAKERS = 300
"""Speakers that are remembered, those that spoke last: programs may have a new port for each message."""

NEVER = -1e12
"""A time before all others."""


class Verdict(Enum):
    """What a message is."""

    MOVE = "move"
    CROSSED = "crossed"
    """A move, and the target was told another value shortly before: it may have that now."""
    ECHO = "echo"
    STALE = "stale"
    """An echo, and not of the newest: it may be the last one that comes."""
    WAIT = "wait"
    """It is not known yet: `Echoes.due` returns it when it was a move."""


class Word(NamedTuple):
    """What a message says of a control.

    `speaker` is where it was sent from, `voice` the connection as which that moves controls, `bit` the target's that it
    is known to be, or 0; `hears_itself` says whether this target is told what it says. `ours` is the control's value
    now; `distance` returns how far a value that was told is from this one, as a part of the control's way. `is_down`
    says whether this speaker keeps pressed what is on only while it is pressed (`is_press`). `what` is the caller's,
    who gets it back from `due`.
    """

    speaker: str
    voice: str
    bit: int
    hears_itself: bool
    control: str
    value: Value
    ours: Value
    distance: Callable[[Value], float]
    is_press: bool = False
    is_down: bool = False
    what: Any = None


class _Waiting(NamedTuple):
    """A word that may turn out to be a move, and until when it may turn out to be an echo."""

    word: Word
    until: float
    newest: int
    is_rounded: bool


@dataclass(slots=True)
class _About:
    """What a speaker said of one control."""

    last: int = 0
    """The number of the entry that it came back with last, or 0."""
    at: float = NEVER
    """When that was."""
    late: float = 0.0
    """How long after being told its present run of values comes back."""
    run: int = 0
    """Values in order and evenly late, up to now."""
    back: int = 0
    """Steps back in time, one after the other."""
    said: set[int] = field(default_factory=set)
    """The numbers of the entries that it has said back."""
    own: float = NEVER
    """When it moved the control itself."""
    rounded: deque[tuple[int, Value, float]] = field(default_factory=lambda: deque(maxlen=REPEATS))
    """Entries that it seems to have rounded, to what, and how far away that is."""
    judged: int = 0
    """The entry that has passed and was looked at."""


@dataclass(slots=True)
class _Speaker:
    answers: bool | None = None
    silences: int = 0
    rounds: bool | None = None
    roundings: int = 0
    exact: int = 0
    """Echoes in a row that were not rounded."""
    press_late: float = 0.0
    presses: int = 0
    about: dict[str, _About] = field(default_factory=dict)


class Echoes:
    """Judges all that comes in, held against what was told. Times are milliseconds on the engine's clock."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._speakers: dict[str, _Speaker] = {}
        self._waiting: dict[tuple[str, str], _Waiting] = {}

    def clear(self) -> None:
        """Forget what was said: another show is open. Who answers is still known."""
        self._waiting.clear()
        for speaker in self._speakers.values():
            speaker.about.clear()

    def judge(self, word: Word, now: float) -> Verdict:
        """Say what a word is."""
        speaker, about = self._find(word)
        self._waiting.pop((word.speaker, word.control), None)
        entries = self._told.lately(word.control, now)
        if entries:
            about.said = {n for n in about.said if n >= entries[0].n}
        if word.is_press:
            return self._judge_press(speaker, about, word, entries, now)
        self._notice_silence(speaker, about, word)
        verdict = self._judge_value(speaker, about, word, entries, now) if entries else Verdict.MOVE
        if verdict is Verdict.MOVE:
            about.own, about.run, about.back = now, 0, 0
            if any(entry.to & word.bit for entry in entries):
                return Verdict.CROSSED
        return verdict

    def due(self, now: float, value: Callable[[str], Value]) -> tuple[list[Word], list[Word]]:
        """Return words that were moves after all, and those that came to nothing since the control has moved on.

        `value` returns what a control is set to.
        """
        moves: list[Word] = []
        gone: list[Word] = []
        for key, (word, until, newest, is_rounded) in list(self._waiting.items()):
            if until > now:
                continue
            del self._waiting[key]
            since = [entry for entry in self._told.lately(word.control, now) if entry.n > newest]
            if value(word.control) != word.ours or any(entry.value != word.ours for entry in since):
                gone.append(word)
                continue
            moves.append(word)
            speaker, about = self._find(word)
            about.own, about.run, about.back = now, 0, 0
            if is_rounded:
                self._notice_rounding(speaker, 1)
            else:
                self._notice_move(speaker)
        return moves, gone

    def waiting(self) -> Iterator[Word]:
        """Return the words that wait."""
        return (one.word for one in self._waiting.values())

    def next_due(self) -> float | None:
        """Return when the next word that waits is due, or None if none waits."""
        return min((one.until for one in self._waiting.values()), default=None)

    def _find(self, word: Word) -> tuple[_Speaker, _About]:
        # The one that spoke last is the last.
        speaker = self._speakers.pop(word.speaker, None) or _Speaker()
        if len(self._speakers) >= MAX_SPEAKERS:
            del self._speakers[next(iter(self._speakers))]
        self._speakers[word.speaker] = speaker
        return speaker, speaker.about.setdefault(word.control, _About())

    # Values

    def _judge_value(
        self, speaker: _Speaker, about: _About, word: Word, entries: Sequence[Entry], now: float
    ) -> Verdict:
        newest = entries[-1]
        if newest.value == word.ours == word.value and type(word.value) is float and newest.cause != word.voice:
            # What nearly all echoes are, without a look at all that was told.
            return self._judge_newest(speaker, about, word, newest, newest, now, is_exact=True)
        theirs = [entry for entry in entries if self._may_return(speaker, about, word, entry, now)]
        likes = [(far, entry) for entry in theirs if (far := word.distance(entry.value)) <= ROUNDING]
        # Of one that rounds, what is just like an old value may be the newest one, rounded.
        is_plain = any(far < NEAR for far, _ in (likes[-1:] if speaker.rounds else likes))
        if is_plain:
            likes = [one for one in likes if one[0] < NEAR]
        if not likes or (speaker.rounds is False and not is_plain):
            return Verdict.MOVE
        newest = theirs[-1]
        has_newest = likes[-1][1] is newest
        entry = _choose(likes, about, now, is_plain)
        if has_newest and newest.value == word.ours and is_plain:
            is_exact = min(far for far, _ in likes) == 0
            return self._judge_newest(speaker, about, word, entry, newest, now, is_exact)
        if has_newest and newest.value == word.ours == entry.value:
            self._step(about, entry, now)
            return self._judge_rounded(speaker, about, word, newest, now)
        if speaker.answers is False or (has_newest and about.own >= newest.at):
            return Verdict.MOVE
        return self._judge_stale(speaker, about, word, entry, newest, now, is_plain)

    def _may_return(self, speaker: _Speaker, about: _About, word: Word, entry: Entry, now: float) -> bool:
        """Say whether a speaker may bring an entry back: what it moved itself only where it is told that too."""
        if entry.cause != word.voice:
            return True
        if word.bit:
            return word.hears_itself and speaker.answers is not False
        return speaker.answers is True and abs(now - entry.at - about.late) <= STEADY

    def _judge_newest(
        self, speaker: _Speaker, about: _About, word: Word, entry: Entry, newest: Entry, now: float, is_exact: bool
    ) -> Verdict:
        """Judge what says that both ends agree; `entry` is the first that it may be the echo of."""
        is_first = newest.n not in about.said
        self._step(about, entry, now)
        about.said.add(newest.n)
        if is_first and newest.cause != word.voice:
            self._notice_answer(speaker, is_exact)
        return Verdict.ECHO

    def _judge_rounded(self, speaker: _Speaker, about: _About, word: Word, newest: Entry, now: float) -> Verdict:
        """Judge what differs a little from what both ends should have: rounded, or moved that little."""
        speaker.exact = 0
        away = word.distance(newest.value)
        has_better = any(n == newest.n and was <= away for n, _, was in about.rounded)
        is_repeated = any(value == word.value for _, value, _ in about.rounded)
        about.rounded.append((newest.n, word.value, away))
        if has_better and not is_repeated:
            # An echo has one value, the nearest. This is a second one.
            return Verdict.MOVE
        if speaker.rounds:
            return Verdict.ECHO
        if speaker.answers is False:
            return Verdict.MOVE
        if about.run >= RUN:
            self._notice_rounding(speaker, ROUNDINGS)
            return Verdict.ECHO
        return self._wait(word, now, MARGIN, is_rounded=True)

    def _judge_stale(
        self, speaker: _Speaker, about: _About, word: Word, entry: Entry, newest: Entry, now: float, is_plain: bool
    ) -> Verdict:
        is_new = entry.n not in about.said and (entry.n >= about.last or now - about.at <= MARGIN)
        self._step(about, entry, now)
        if not is_plain:
            speaker.exact = 0
        elif about.run >= RUN:
            self._notice_answer(speaker, word.distance(entry.value) == 0)
        if about.back >= BACK:
            self._notice_move(speaker)
            return Verdict.MOVE
        if speaker.answers and is_new:
            return Verdict.STALE
        return self._wait(word, now, newest.at - entry.at + MARGIN, is_rounded=False)

    def _step(self, about: _About, entry: Entry, now: float) -> None:
        """Note which entry a speaker came back with."""
        late = now - entry.at
        if entry.n > about.last:
            is_even = about.run > 0 and abs(late - about.late) <= STEADY
            about.run = about.run + 1 if is_even else 1
            about.late = about.late if is_even else late
            about.back = 0
        elif entry.n < about.last:
            # A step back alone may be one that is said twice.
            about.back += 1
            about.run = 0 if about.back >= BACK else about.run
        about.last, about.at = entry.n, now
        about.said.add(entry.n)

    def _wait(self, word: Word, now: float, wait: float, is_rounded: bool) -> Verdict:
        newest = self._told.lately(word.control, now)[-1].n
        self._waiting[word.speaker, word.control] = _Waiting(word, now + wait, newest, is_rounded)
        return Verdict.WAIT

    # What is learned of a speaker

    def _notice_answer(self, speaker: _Speaker, is_exact: bool) -> None:
        speaker.answers, speaker.silences = True, 0
        speaker.exact = speaker.exact + 1 if is_exact else 0
        if speaker.exact >= EXACT:
            speaker.rounds, speaker.roundings = False, 0

    def _notice_silence(self, speaker: _Speaker, about: _About, word: Word) -> None:
        """See whether something that was told has passed without a word of it."""
        passed = self._told.passed(word.control)
        if passed is None or passed.n <= about.judged:
            return
        about.judged = passed.n
        if about.last < passed.n and (passed.cause != word.voice or word.hears_itself):
            self._notice_move(speaker)

    def _notice_move(self, speaker: _Speaker) -> None:
        """Note that a speaker did not answer where it should have."""
        speaker.silences += 1
        if speaker.answers and speaker.silences >= FORGOTTEN:
            speaker.answers, speaker.silences = None, 0
        elif speaker.answers is None and speaker.silences >= SILENT:
            speaker.answers = False

    def _notice_rounding(self, speaker: _Speaker, times: int) -> None:
        speaker.exact = 0
        speaker.roundings += times
        if speaker.roundings >= ROUNDINGS:
            speaker.rounds = speaker.answers = True

    # Presses

    def _judge_press(
        self, speaker: _Speaker, about: _About, word: Word, entries: Sequence[Entry], now: float
    ) -> Verdict:
        if word.is_down and not word.value:
            # What it keeps pressed it may always release.
            return Verdict.MOVE
        returns = speaker.presses >= PRESSES
        for entry in entries:
            if entry.n in about.said or entry.value != word.value:
                continue
            late = now - entry.at
            is_soon = late <= PRESS_LASTS and entry.cause != word.voice
            if is_soon or (returns and abs(late - speaker.press_late) <= BEAT):
                about.said.add(entry.n)
                return Verdict.ECHO
        self._notice_beat(speaker, word, [entry for entry in entries if entry.value == word.value], now)
        return Verdict.MOVE

    def _notice_beat(self, speaker: _Speaker, word: Word, alike: Sequence[Entry], now: float) -> None:
        """See whether presses come back after always the same time.

        That begins with one that somebody else made: a drummer's own beat is even too.
        """
        if speaker.presses and any(abs(now - entry.at - speaker.press_late) <= BEAT for entry in alike):
            speaker.presses += 1
            return
        others = [entry for entry in alike if entry.cause != word.voice]
        speaker.presses = 1 if others else 0
        speaker.press_late = now - others[-1].at if others else 0.0


def _choose(likes: Sequence[tuple[float, Entry]], about: _About, now: float, is_plain: bool) -> Entry:
    """Return the entry that a word may be the echo of: the first that was not passed over, or the best of those."""
    later = [one for one in likes if one[1].n >= about.last]
    if not later:
        return likes[-1][1]
    if is_plain:
        return later[0][1]
    if about.run:
        return min(later, key=lambda one: abs(now - one[1].at - about.late))[1]
    return min(later, key=lambda one: (one[0], -one[1].n))[1]
