"""What is printed of a name steers no terminal, forges no line, and is still to be recognised."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.printable import VISIBLE, printable


@pytest.mark.parametrize(
    "text",
    ["", "Matinee", "Größe 2½", "夜の部", "مشهد", "שלום", "👩\u200d🎤", "می\u200cخواهم", "a\\b 'c'", "e\u0301"],
)
def test_ordinary_writing_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\nSidestage is ready", "a\\nSidestage is ready"),
        ("a\rb\tc\x7f\x00", "a\\rb\\tc\\x7f\\x00"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2066x\u2069\u200e\u200f\u061c\ufeff", "\\u2066x\\u2069\\u200e\\u200f\\u061c\\ufeff"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("\U000e0041", "\\U000e0041"),
        ("Matin\udce9e", "Matin\\xe9e"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_steers_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_what_is_to_be_kept_is_kept() -> None:
    assert printable("a\n\x1bb", keep="\n") == "a\n\\x1bb"


def test_anything_can_be_printed() -> None:
    assert printable(ValueError("a\x07")) == "a\\x07"
    assert printable(7) == "7"


@given(st.text())
def test_nothing_that_steers_is_left_and_all_can_be_encoded(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or one in VISIBLE for one in shown)
    shown.encode()
    assert printable(shown) == shown
