"""What a program knows of Sidestage's clock."""

import pytest

from webui.program.clock import Clock


def test_it_is_not_known_before_the_first_answer_nor_of_another_sidestage() -> None:
    clock = Clock()
    assert clock.theirs(1000) is None
    clock.heard(1000, 50, 1010)
    assert clock.theirs(1005) == 50
    clock.forget()
    assert clock.theirs(1005) is None


def test_the_quickest_answer_counts_until_it_is_old() -> None:
    clock = Clock()
    clock.heard(1000, 500, 1002)
    clock.heard(2000, 1510, 2040)
    assert clock.theirs(2000) == pytest.approx(1499)
    # Within what the clocks may have drifted apart.
    later = 1000 + 40 / 0.0001
    clock.heard(later, later - 490, later + 40)
    assert clock.theirs(later) == pytest.approx(later - 510)


def test_an_answer_that_can_not_be_true_with_the_other_takes_its_place() -> None:
    clock = Clock()
    clock.heard(1000, 500, 1002)
    # The computer slept, and its clock with it.
    clock.heard(2000, 61_500, 2040)
    assert clock.theirs(2020) == pytest.approx(61_500)
