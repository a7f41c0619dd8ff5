"""Characters as people see them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.characters import MOST_PARTS, count, cut, is_longer

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

ONE = [
    "a", "\n", "\r\n", "\xe9", "e\u0301", "q\u0307\u0323", "\u1112\u1161\u11ab", "\ud55c", "\uac00\u11a8", "\u1112",
    "\U0001f600", FAMILY, "\U0001f44b\U0001f3fd", "\U0001f1e9\U0001f1ea", "\U0001f1e9", "1\ufe0f\u20e3",
    "\u11ab", "\u2764\ufe0f\u200d\U0001f525",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\u0915\u093f",
    "\u0e01\u0e33", "\u304b\u3099",
    "a" + "\u0301" * (MOST_PARTS - 1),
]  # fmt: skip
"""Each is one character to a person."""


@pytest.mark.parametrize("one", ONE)
def test_one_is_one(one: str) -> None:
    assert count(one, 9) == 1
    assert count(f"x{one}x", 9) == 3
    assert cut(f"x{one}x", 2) == f"x{one}"
    assert cut(f"x{one}x", 1) == "x"
    assert not is_longer(one, 1)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("", 0),
        ("abc", 3),
        ("a\u200db", 2),
        ("\n\r", 2),
        ("\n\u0301", 2),
        ("\U0001f1e9" * 5, 3),
        ("\ud55c" * 3, 3),
        ("\U0001f600a", 2),
        ("a" + "\u0301" * MOST_PARTS, 2),
        ("\u1112" * (MOST_PARTS + 1), 2),
        (FAMILY * 4, 4),
    ],
)
def test_several_are_several(text: str, several: int) -> None:
    assert count(text, 99) == several


def test_counting_ends_where_it_is_enough() -> None:
    assert count("x" * 100, 5) == 6
    assert is_longer("xxxxxx", 5)
    assert not is_longer("xxxxx", 5)


texts = st.lists(st.sampled_from([*ONE, "\u200d", "\u0301", "b", " "]) | st.text(max_size=3), max_size=30).map("".join)


@given(texts, st.integers(0, 20))
def test_a_text_is_cut_to_what_it_may_have(text: str, most: int) -> None:
    short = cut(text, most)
    assert text.startswith(short)
    assert count(short, 99) == min(count(text, 999), most)
    assert cut(short, most) == short
    assert is_longer(text, most) == (short != text)
    assert len(short) <= most * MOST_PARTS


@given(st.text("aeioucn\xe9\xf1\ud55c\uae00 ", max_size=40))
def test_a_text_counts_the_same_composed_and_decomposed(text: str) -> None:
    assert count(unicodedata.normalize("NFD", text), 99) == count(text, 99) == len(text)
