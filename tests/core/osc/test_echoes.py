"""Echoes: what a speaker says back moves nothing, and whatever else it says does. Programs in whole: test_swinging."""

import pytest

from webui.core.osc.echoes import MARGIN, MAX_SPEAKERS, PRESS_LASTS, Echoes, Verdict, Word
from webui.core.osc.sent_log import LASTS, MAX_TOLD, TOGETHER, Told
from webui.core.osc.speakers import BACK, EXACT, FORGOTTEN, PRESSES, ROUNDINGS, SILENT
from webui.core.values import Value

MOVE, CROSSED, ECHO, STALE, WAIT = Verdict


class Talk:
    """A desk that is told values of one fader and says some: `bit` 1 is its own, 2 another target's."""

    def __init__(self) -> None:
        self.told = Told()
        self.echoes = Echoes(self.told)
        self.ours: Value = 0.0

    def tell(self, *values: Value, now: float = 0.0, by: str = "hand", bit: int = 1) -> None:
        for value in values:
            self.ours = value
            self.told.caused("fader", by)
            self.told.told(bit, "fader", value, now)

    def say(
        self,
        value: Value,
        now: float = 0.0,
        *,
        speaker: str = "desk",
        hears_itself: bool = False,
        press: bool = False,
        down: bool = False,
    ) -> Verdict:
        def distance(sent: Value) -> float:
            assert isinstance(value, int | float)
            assert isinstance(sent, int | float)
            return abs(value - sent)

        bit = 1 if speaker == "desk" else 0
        word = Word(
            speaker, f"osc/{speaker}", bit, hears_itself, "fader", value, self.ours, distance, press, down, "what"
        )
        verdict = self.echoes.judge(word, now)
        if verdict in (MOVE, CROSSED) and not press:
            self.ours = value
        return verdict

    def due(self, now: float) -> list[Value]:
        moves, _ = self.echoes.due(now, lambda _: self.ours)
        return [word.value for word in moves]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_what_was_not_told_is_a_move(talk: Talk) -> None:
    assert talk.say(0.5) is MOVE
    talk.tell(0.1)
    assert talk.say(0.5) is CROSSED
    assert talk.say(0.7, speaker="other") is MOVE


def test_the_newest_is_an_echo_also_twice(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    assert [talk.say(0.5), talk.say(0.5)] == [ECHO, ECHO]
    assert talk.due(1e6) == []


def test_the_newest_is_a_move_for_who_has_moved_since(talk: Talk) -> None:
    talk.tell(1.0)
    assert talk.say(1.0) is ECHO
    assert talk.say(0.0, 500) is CROSSED
    assert talk.say(1.0, 700) is CROSSED
    assert talk.ours == 1.0


def test_an_older_one_waits_for_the_next_and_is_an_echo_then(talk: Talk) -> None:
    talk.tell(0.1)
    talk.tell(0.5, now=300)
    assert talk.say(0.1, 1500) is WAIT
    assert talk.echoes.next_due() == 1500 + 300 + MARGIN
    assert [word.value for word in talk.echoes.waiting()] == [0.1]
    assert talk.say(0.5, 1800) is ECHO
    assert talk.echoes.next_due() is None
    assert talk.due(1e6) == []


def test_an_older_one_is_a_move_if_nothing_follows(talk: Talk) -> None:
    talk.tell(0.1)
    talk.tell(0.5, now=300)
    talk.say(0.1, 1500)
    assert talk.due(1500 + 300 + MARGIN - 1) == []
    assert talk.due(1500 + 300 + MARGIN) == [0.1]


def test_what_waits_comes_to_nothing_when_the_fader_moves_on(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    talk.say(0.1)
    talk.tell(0.7, now=100)
    moves, gone = talk.echoes.due(1000, lambda _: 0.5)
    assert (moves, [word.value for word in gone]) == ([], [0.1])


def test_being_told_the_same_again_changes_nothing_for_what_waits(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    talk.say(0.1)
    talk.tell(0.5, now=TOGETHER + 1)
    assert talk.due(1000) == [0.1]


def test_of_who_answers_old_ones_are_echoes(talk: Talk) -> None:
    talk.tell(0.9)
    talk.say(0.9)
    talk.tell(0.1, 0.5, now=1000)
    assert talk.say(0.1, 1010) is STALE
    # It was said back before.
    assert talk.say(0.9, 1020) is WAIT


def test_a_hand_goes_back_in_time(talk: Talk) -> None:
    talk.tell(*(n / 10 for n in range(9)))
    assert [talk.say(value, 100) for value in (0.6, 0.4)] == [WAIT, WAIT]
    assert BACK == 2
    assert talk.say(0.2, 116) is CROSSED


def test_what_a_speaker_moved_itself_it_may_move_again(talk: Talk) -> None:
    talk.tell(0.5, by="osc/desk", bit=2)
    talk.tell(0.7, by="osc/desk", bit=2)
    assert talk.say(0.5) is MOVE
    assert talk.say(0.5, speaker="other") is WAIT


def test_but_not_where_it_is_told_that_and_answers(talk: Talk) -> None:
    talk.tell(0.5, 0.7, by="osc/desk")
    assert talk.say(0.5, hears_itself=True) is WAIT


def test_a_stranger_that_answers_may_bring_its_own_back_as_late_as_ever(talk: Talk) -> None:
    talk.tell(0.3)
    assert talk.say(0.3, 100, speaker="other") is ECHO
    talk.tell(0.5, 0.7, by="osc/other", now=1000)
    assert talk.say(0.5, 1100, speaker="other") is STALE
    assert talk.say(0.7, 1600, speaker="other") is MOVE


def test_who_lets_much_pass_in_silence_is_not_waited_for(talk: Talk) -> None:
    for n in range(SILENT):
        talk.tell(0.1, now=n * 10_000.0)
        assert talk.say(0.2 + n / 10, n * 10_000 + LASTS + 1) is MOVE
    talk.tell(0.5, 0.7, now=100_000)
    assert talk.say(0.5, 100_000) is CROSSED
    # Until it answers after all.
    talk.tell(0.9, now=200_000)
    assert talk.say(0.9, 200_000) is ECHO
    talk.tell(0.1, 0.3, now=210_000)
    assert talk.say(0.1, 210_000) is STALE


def test_who_answered_once_is_not_known_to_for_ever(talk: Talk) -> None:
    talk.tell(0.9)
    assert talk.say(0.9) is ECHO
    for n in range(1, FORGOTTEN + 1):
        talk.tell(0.1, now=n * 10_000.0)
        talk.say(0.2 + n / 100, n * 10_000 + LASTS + 1)
    talk.tell(0.5, 0.7, now=1e6)
    assert talk.say(0.5, 1e6) is WAIT


def test_what_is_rounded_once_is_a_move_after_a_while_and_then_no_more(talk: Talk) -> None:
    for n in range(ROUNDINGS):
        talk.tell(0.5 + n / 10, now=n * 10_000.0)
        assert talk.say(0.504 + n / 10, n * 10_000.0) is WAIT
        assert talk.due(n * 10_000 + MARGIN) == [0.504 + n / 10]
    talk.tell(0.9, now=1e6)
    assert talk.say(0.904, 1e6) is ECHO
    # A second value is no echo, and what was said may be said again.
    assert talk.say(0.911, 1e6) is CROSSED
    talk.tell(0.9, now=2e6)
    assert talk.say(0.909, 2e6) is ECHO
    assert talk.say(0.904, 2e6) is ECHO


def test_who_rounds_a_whole_drag_is_known_at_its_end(talk: Talk) -> None:
    for n in range(5):
        talk.tell(n / 10, now=n * 16.0)
        talk.say(n / 10 + 0.004, n * 16.0)
    talk.tell(0.6, now=100)
    assert talk.say(0.604, 100) is ECHO


def test_who_never_rounds_may_move_a_hair(talk: Talk) -> None:
    for n in range(EXACT):
        talk.tell(n / 10, now=n * 16.0)
        assert talk.say(n / 10, n * 16.0) is ECHO
    assert talk.say(0.504, 100) is CROSSED


def test_who_does_not_answer_may_move_a_hair(talk: Talk) -> None:
    for n in range(SILENT):
        talk.tell(0.1, now=n * 10_000.0)
        talk.say(0.2 + n / 10, n * 10_000 + LASTS + 1)
    talk.tell(0.5, now=1e6)
    assert talk.say(0.504, 1e6) is CROSSED


def test_an_echo_comes_within_its_time(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    assert talk.say(0.1, LASTS) is WAIT
    assert talk.say(0.1, LASTS + 1) is MOVE


def test_no_more_is_remembered_than_it_says(talk: Talk) -> None:
    talk.tell(*(float(n) for n in range(MAX_TOLD + 1)))
    assert [entry.value for entry in talk.told.lately("fader", 0.0)][:2] == [1.0, 2.0]
    assert talk.told.passed("fader") is not None
    talk.told.sweep(LASTS + 1)
    assert list(talk.told.lately("fader", 0.0)) == []
    talk.tell(0.5)
    talk.told.forget("fader")
    assert list(talk.told.lately("fader", 0.0)) == []


def test_another_show_begins_anew(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    assert talk.say(0.1) is WAIT
    talk.told.clear()
    talk.echoes.clear()
    assert talk.due(1e6) == []
    assert talk.say(0.5) is MOVE


def test_one_value_for_several_targets_is_one_entry(talk: Talk) -> None:
    talk.tell(0.1, 0.5)
    talk.tell(0.1, 0.5, bit=2, now=10)
    assert [(entry.value, entry.to) for entry in talk.told.lately("fader", 10)] == [(0.1, 3), (0.5, 3)]
    talk.tell(0.5, bit=4, now=TOGETHER + 11)
    assert len(talk.told.lately("fader", TOGETHER + 11)) == 3


def test_only_so_many_speakers_are_remembered(talk: Talk) -> None:
    talk.tell(0.9)
    talk.say(0.9, speaker="first")
    for n in range(MAX_SPEAKERS):
        talk.say(0.2, speaker=f"speaker {n}")
    talk.tell(0.1, 0.5, now=10)
    assert talk.say(0.1, 10, speaker="first") is WAIT


# Presses


def test_a_press_comes_back_once_and_soon(talk: Talk) -> None:
    talk.tell(True, False)
    said = [talk.say(value, PRESS_LASTS, press=True) for value in (True, False, True)]
    assert said == [ECHO, ECHO, MOVE]
    talk.tell(True, False, now=1000)
    assert talk.say(True, 1000 + PRESS_LASTS + 1, press=True) is MOVE


def test_a_late_press_of_what_is_kept_pressed_is_an_echo(talk: Talk) -> None:
    """Nothing is lost by that, since it is on anyway; if it counted, it would stay on when the hand is lifted."""
    talk.tell(True, now=1000)
    assert talk.say(True, 1000 + 6 * PRESS_LASTS, press=True) is ECHO
    assert talk.say(True, 1000 + 7 * PRESS_LASTS, press=True) is MOVE


def test_what_a_speaker_keeps_pressed_it_may_release(talk: Talk) -> None:
    talk.tell(True, False)
    assert talk.say(False, press=True, down=True) is MOVE


def test_its_own_presses_are_no_echoes(talk: Talk) -> None:
    talk.tell(True, False, by="osc/desk", bit=2)
    assert [talk.say(value, press=True) for value in (True, False)] == [MOVE, MOVE]


def test_presses_that_come_back_always_as_late_are_known_after_some(talk: Talk) -> None:
    late = 1500.0
    said = []
    for n in range(PRESSES):
        at = n * 5000.0
        talk.tell(True, now=at)
        talk.tell(False, now=at + 80)
        said.append((talk.say(True, at + late, press=True), talk.say(False, at + 80 + late, press=True)))
    assert said[0] == (MOVE, MOVE)
    assert said[-1] == (ECHO, ECHO)
    # Also those that it brought itself: it would go round.
    talk.tell(True, by="osc/desk", bit=2, now=1e6)
    assert talk.say(True, 1e6 + late, press=True) is ECHO
    assert talk.say(True, 1e6 + late + 500, press=True) is MOVE


def test_a_drummer_is_no_echo(talk: Talk) -> None:
    for n in range(20):
        at = n * 500.0
        assert talk.say(True, at, press=True) is MOVE
        talk.tell(True, by="osc/desk", bit=2, now=at)
        talk.tell(False, by="osc/desk", bit=2, now=at + 100)
