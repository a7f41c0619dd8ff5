"""Names: whatever is typed, they can be seen, stand on one line, and no two look alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import texts
from webui.core.characters import count, is_longer
from webui.core.devices.names import MAX_MARKS, MAX_NAME, clean, read_name, unlike
from webui.core.errors import BadValue

FAMILY = "👩\u200d👩\u200d👧"
HEART = "❤\ufe0f\u200d🔥"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Stage left iPad", "Stage left iPad"),
        ("  Stage \t\r\n left\u3000iPad\u2029", "Stage left iPad"),
        ("a\0b\x1b[31mc\x7f", "ab[31mc"),
        ("\u202eevil\u202c \u2066x\u2069\u200e\u200f\u061c", "evil x"),
        ("in\u200bvis\ufeffi\u00adble\u2060", "invisible"),
        ("\u3164\u115f\u2800\u034fx\ufe00\U000e0101\u180b\U000e0041", "x"),
        ("\ud800half\udfff", "half"),
        ("\ue000private", "private"),
        ("a \u200b b", "a b"),
        ("e\u0301", "é"),
        (FAMILY, FAMILY),
        (HEART, HEART),
        ("\u200dx\u200d\u200d \u200d\ufe0fy\u200d", "x\u200d y"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שָׁלוֹם", unicodedata.normalize("NFC", "שָׁלוֹם")),
        ("x" + "\u0336" * 50 + "y", "x" + "\u0336" * MAX_MARKS + "y"),
        ("<b>&amp;'\"", "<b>&amp;'\""),
    ],
)
def test_a_name_keeps_what_can_be_seen(typed: str, name: str) -> None:
    assert clean(typed) == name
    assert read_name(typed) == name


def test_a_letter_keeps_three_marks() -> None:
    assert clean("x\u0336\u0336\u0336") == "x\u0336\u0336\u0336"
    assert clean("x\u0336\u0336\u0336\u0336") == "x\u0336\u0336\u0336"


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u200b\u202e", "\u3164", "\u0301", "\ufe0f", "\ud800"])
def test_a_name_that_nobody_sees_is_none(typed: str) -> None:
    with pytest.raises(BadValue, match="something that can be seen"):
        read_name(typed)


def test_a_name_has_so_many_characters_and_no_more() -> None:
    assert read_name("x" * MAX_NAME) == "x" * MAX_NAME
    assert read_name(" " * 500 + "x" * MAX_NAME) == "x" * MAX_NAME
    assert read_name("x" * (MAX_NAME + 1)) == "x" * MAX_NAME
    for letter in (FAMILY, "\U0001f1e9\U0001f1ea", "\xe9"):
        assert read_name(letter * MAX_NAME) == read_name(letter * (MAX_NAME + 1)) == letter * MAX_NAME
    assert read_name("e\u0301\u1112\u1161\u11ab" * MAX_NAME) == "\xe9\ud55c" * (MAX_NAME // 2)
    assert read_name("x" * (MAX_NAME - 1) + " yz") == "x" * (MAX_NAME - 1)
    assert read_name("x" * 10_000_000) == "x" * MAX_NAME


@given(texts)
def test_whatever_is_cleaned_is_on_one_line_and_clean(typed: str) -> None:
    name = clean(typed)
    assert clean(name) == name
    assert name == name.strip()
    name.encode()
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    assert not any(
        unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "PDF") for sign in name
    )


def test_a_name_that_another_has_gets_a_number() -> None:
    assert unlike("iPad", []) == "iPad"
    assert unlike("iPad", ["Phone"]) == "iPad"
    assert unlike("iPad", ["iPad"]) == "iPad 2"
    assert unlike("iPad", ["iPad", "iPad 2", "iPad 4"]) == "iPad 3"


@pytest.mark.parametrize("other", ["ipad", "IPAD", "i\u200dPad", "ｉPad", "iPad\ufe0f"])
def test_a_name_that_looks_like_another_gets_a_number_too(other: str) -> None:
    assert unlike("iPad", [other]) == "iPad 2"


def test_a_numbered_name_is_not_longer_than_a_name_may_be() -> None:
    longest = "x" * MAX_NAME
    numbered = unlike(longest, [longest])
    assert numbered == "x" * (MAX_NAME - 2) + " 2"
    spaced = "x" * (MAX_NAME - 3) + " yz"
    assert unlike(spaced, [spaced]) == "x" * (MAX_NAME - 3) + " 2"


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        (FAMILY, ""),
        ("\U0001f1e9\U0001f1ea" * 2, "\U0001f1e9\U0001f1ea"),
        ("x\U0001f44b\U0001f3fd", "x"),
        ("x\u2764\ufe0fy", "x"),
        ("xq\u0307\u0323z", "x"),
        ("x\u0915\u093fz", "x"),
        ("x\U0001f1e9\U0001f1eaz", "x"),
    ],
)
def test_a_numbered_name_is_cut_between_what_people_take_for_characters(end: str, kept: str) -> None:
    fill = "x" * (MAX_NAME - 2 - count(kept, 9))
    name = f"{fill}{end}yy"
    assert unlike(name, [name]) == f"{fill}{kept} 2"


@given(st.lists(st.sampled_from(["iPad", "IPAD", "iPad 2", "x" * MAX_NAME, FAMILY * 5]), max_size=12))
def test_no_two_names_are_alike(wanted: list[str]) -> None:
    names: list[str] = []
    for name in wanted:
        names.append(unlike(read_name(name), names))
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(is_longer(name, MAX_NAME) for name in names)
