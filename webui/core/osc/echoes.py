"""Tells what a hand did at the other end from echoes of what we told.

A program may say back what it is told: at once or seconds later, once or twice, rounded, from any port or address, by
way of other programs. If that counted as a move, a fader that was released would be pulled back, and two such programs
would swing for ever. But a move that only looks like an echo must count, or both ends differ for good. A message alone
does not say which it is. So each *speaker* (a port of a computer, or a target) is judged by what it says in a row:

1. A value that is like none that was told within LASTS is a MOVE. Values that this speaker moved itself don't count as
   told, unless it is told those as well.
2. A value that is like the newest that was told, while the control has just that, is an ECHO: both ends agree. A
   speaker that says such a value *answers*.
3. A value that is like the newest that was told, after this speaker moved the control itself, is a MOVE. Packets come
   in the order in which they are sent, so the other end has gone where it was told, or a hand went back there.
4. A value that is like an older one is *stale*: an echo that newer ones follow, or a hand that went just there. If the
   speaker answers, and has not yet said this one back, it is an echo, and counts as STALE. Otherwise it has to WAIT for
   as long as the echoes of the newer ones may take. If one comes, this was an echo, and nothing is lost, for both ends
   agree then. If none comes, it is a move after all. Stale values that go back in time twice in a row are a hand's too.
5. A speaker that let several values pass in silence does not answer, and 4 does not apply to it.
6. A rounded value (seven bits, tenths of decibels) is like one that was told within ROUNDING, if the speaker is known
   to round, or if nothing is known of it yet. The first value that seems rounded has to WAIT, as in 4.
7. A press can't wait. It is an ECHO if the same was told within PRESS_LASTS and was not said back yet. After a longer
   time it is one only if this speaker's presses came back again and again after just that time, or if it presses what
   another hand keeps pressed since: if that counted, the late echo would keep it pressed when the hand is lifted.

A speaker that crosses what we tell (CROSSED), or whose last word was stale, may have another value than we have.
`Rests` has it told the truth once more when all is quiet. So both ends agree after a rest, whatever was lost, late or
misjudged.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from webui.core.osc.conversion import NEAR, ROUNDING
from webui.core.osc.sent_log import Entry, Told
from webui.core.osc.speakers import BACK, ROUNDINGS, STEADY, About, Speaker
from webui.core.values import Value

PRESS_LASTS = 250.0
"""Milliseconds after which a press like one that was told is a hand's, and must not be lost."""

MARGIN = 250.0
"""Milliseconds that the echo of the next value may be later than its own distance from the last one."""

RUN = 3
"""Values that come back in order, evenly late, by which a speaker is known to answer."""

MAX_SPEAKERS = 300
"""Speakers that are remembered, those that spoke last: programs may have a new port for each message."""


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


class Echoes:
    """Judges all that comes in, held against what was told. Times are milliseconds on the engine's clock."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._speakers: dict[str, Speaker] = {}
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
            about.moved(now)
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
            about.moved(now)
            if is_rounded:
                speaker.rounded(1)
            else:
                speaker.was_silent()
        return moves, gone

    def waiting(self) -> Iterator[Word]:
        """Return the words that wait."""
        return (one.word for one in self._waiting.values())

    def next_due(self) -> float | None:
        """Return when the next word that waits is due, or None if none waits."""
        return min((one.until for one in self._waiting.values()), default=None)

    def _find(self, word: Word) -> tuple[Speaker, About]:
        # The one that spoke last is the last.
        speaker = self._speakers.pop(word.speaker, None) or Speaker()
        if len(self._speakers) >= MAX_SPEAKERS:
            del self._speakers[next(iter(self._speakers))]
        self._speakers[word.speaker] = speaker
        return speaker, speaker.about.setdefault(word.control, About())

    # Values

    def _judge_value(self, speaker: Speaker, about: About, word: Word, entries: Sequence[Entry], now: float) -> Verdict:
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
        entry = about.choose(likes, now, is_plain)
        if has_newest and newest.value == word.ours and is_plain:
            is_exact = min(far for far, _ in likes) == 0
            return self._judge_newest(speaker, about, word, entry, newest, now, is_exact)
        if has_newest and newest.value == word.ours == entry.value:
            about.step(entry, now)
            return self._judge_rounded(speaker, about, word, newest, now)
        if speaker.answers is False or (has_newest and about.own >= newest.at):
            return Verdict.MOVE
        return self._judge_stale(speaker, about, word, entry, newest, now, is_plain)

    def _may_return(self, speaker: Speaker, about: About, word: Word, entry: Entry, now: float) -> bool:
        """Say whether a speaker may bring an entry back: what it moved itself only where it is told that too."""
        if entry.cause != word.voice:
            return True
        if word.bit:
            return word.hears_itself and speaker.answers is not False
        return speaker.answers is True and abs(now - entry.at - about.late) <= STEADY

    def _judge_newest(
        self, speaker: Speaker, about: About, word: Word, entry: Entry, newest: Entry, now: float, is_exact: bool
    ) -> Verdict:
        """Judge what says that both ends agree; `entry` is the first that it may be the echo of."""
        is_first = newest.n not in about.said
        about.step(entry, now)
        about.said.add(newest.n)
        if is_first and newest.cause != word.voice:
            speaker.answered(is_exact)
        return Verdict.ECHO

    def _judge_rounded(self, speaker: Speaker, about: About, word: Word, newest: Entry, now: float) -> Verdict:
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
            speaker.rounded(ROUNDINGS)
            return Verdict.ECHO
        return self._wait(word, now, MARGIN, is_rounded=True)

    def _judge_stale(
        self, speaker: Speaker, about: About, word: Word, entry: Entry, newest: Entry, now: float, is_plain: bool
    ) -> Verdict:
        is_new = entry.n not in about.said and (entry.n >= about.last or now - about.at <= MARGIN)
        about.step(entry, now)
        if not is_plain:
            speaker.exact = 0
        elif about.run >= RUN:
            speaker.answered(word.distance(entry.value) == 0)
        if about.back >= BACK:
            speaker.was_silent()
            return Verdict.MOVE
        if speaker.answers and is_new:
            return Verdict.STALE
        return self._wait(word, now, newest.at - entry.at + MARGIN, is_rounded=False)

    def _wait(self, word: Word, now: float, wait: float, is_rounded: bool) -> Verdict:
        newest = self._told.lately(word.control, now)[-1].n
        self._waiting[word.speaker, word.control] = _Waiting(word, now + wait, newest, is_rounded)
        return Verdict.WAIT

    def _notice_silence(self, speaker: Speaker, about: About, word: Word) -> None:
        """See whether something that was told has passed without a word of it."""
        passed = self._told.passed(word.control)
        if passed is None or passed.n <= about.judged:
            return
        about.judged = passed.n
        if about.last < passed.n and (passed.cause != word.voice or word.hears_itself):
            speaker.was_silent()

    # Presses

    def _judge_press(self, speaker: Speaker, about: About, word: Word, entries: Sequence[Entry], now: float) -> Verdict:
        if word.is_down and not word.value:
            # What it keeps pressed it may always release.
            return Verdict.MOVE
        for entry in entries:
            if entry.n in about.said or entry.value != word.value:
                continue
            is_soon = now - entry.at <= PRESS_LASTS and entry.cause != word.voice
            is_pressed = bool(word.value and word.ours) and entry.cause != word.voice
            if is_soon or is_pressed or (speaker.returns_presses and speaker.is_on_beat(entry, now)):
                about.said.add(entry.n)
                return Verdict.ECHO
        speaker.pressed(word.voice, [entry for entry in entries if entry.value == word.value], now)
        return Verdict.MOVE
