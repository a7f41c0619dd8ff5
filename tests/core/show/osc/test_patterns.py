"""OSC's address patterns."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webui.core.errors import BadValue
from webui.core.show.osc.patterns import MAX_PATTERN, MAX_SPECIAL, Pattern, is_pattern


@pytest.mark.parametrize(
    ("pattern", "address", "matches"),
    [
        ("/ch/1/fader", "/ch/1/fader", True),
        ("/ch/1/fader", "/ch/1/fade", False),
        ("/ch/?/fader", "/ch/1/fader", True),
        ("/ch/?/fader", "/ch/12/fader", False),
        ("/ch/??", "/ch/1", False),
        ("/ch/*", "/ch/1", True),
        ("/ch/*", "/ch/", True),
        ("/ch/*", "/ch/1/fader", False),
        ("/*/*/fader", "/ch/1/fader", True),
        ("/*", "/ch/1", False),
        ("/ch?1", "/ch/1", False),
        ("/ch[!a]1", "/ch/1", False),
        ("/a*b*c", "/aXbYbZc", True),
        ("/a*b*c", "/aXcYbZ", False),
        ("/a**b", "/ab", True),
        ("/ch/[1-3]", "/ch/2", True),
        ("/ch/[3-1]", "/ch/2", True),
        ("/ch/[1-3]", "/ch/4", False),
        ("/ch/[13]", "/ch/2", False),
        ("/ch/[!1-3]", "/ch/4", True),
        ("/ch/[!1-3]", "/ch/3", False),
        ("/ch/[1!]", "/ch/!", True),
        ("/ch/[a-]", "/ch/-", True),
        ("/ch/[-a]", "/ch/-", True),
        ("/ch/[!-]", "/ch/-", False),
        ("/{mute,solo}/1", "/solo/1", True),
        ("/{mute,solo}/1", "/rec/1", False),
        ("/{a,ab}c", "/abc", True),
        ("/{ab,a}bc", "/abc", True),
        ("/x{,1}", "/x", True),
        ("/x{}", "/x", True),
        ("/{a*,b}", "/a*", True),
        ("/*{a,aa}a", "/aaa", True),
        ("/", "/", True),
    ],
)
def test_what_a_pattern_matches(pattern: str, address: str, matches: bool) -> None:
    assert Pattern(pattern).matches(address) is matches


@pytest.mark.parametrize("pattern", ["", "ch", "*", "/a[", "/a[]", "/a[!]", "/a]", "/a{b", "/a}", "/{a/b}", "/[a/b]"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadValue):
        Pattern(pattern)


def test_a_pattern_may_be_as_long_as_it_says() -> None:
    assert Pattern("/" + "a" * (MAX_PATTERN - 1)).matches("/" + "a" * (MAX_PATTERN - 1))
    with pytest.raises(BadValue):
        Pattern("/" + "a" * MAX_PATTERN)


@pytest.mark.parametrize("text", ["/a?", "/*", "/[a]", "/]", "/{a}", "/}"])
def test_what_looks_like_a_pattern(text: str) -> None:
    assert is_pattern(text)
    assert not is_pattern("/sidestage/slider-1")


pieces = st.one_of(
    st.text("ab1", min_size=1, max_size=3),
    st.sampled_from(["?", "*", "/", "[ab]", "[!a]", "[a-b]", "[!0-9]", "{a,ab}", "{ab,a,b1}", "{,a}"]),
)
patterns = st.lists(pieces, max_size=6).map(lambda parts: "/" + "".join(parts))
addresses = st.text("ab1/", max_size=8).map("/".__add__)


def as_regex(pattern: str) -> str:
    """The same, said in another way."""

    def said(piece: re.Match[str]) -> str:
        match piece[0][0]:
            case "*":
                return "[^/]*"
            case "?":
                return "[^/]"
            case "[":
                inside = piece[0][1:-1]
                return f"(?!/)[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
            case _:
                return "(" + "|".join(map(re.escape, piece[0][1:-1].split(","))) + ")"

    return re.sub(r"\*|\?|\[.*?\]|\{.*?\}", said, pattern)


@given(patterns, addresses)
@example("/*{a,aa}a", "/aaa")
@example("/[!a]*", "/b/")
def test_as_a_regular_expression_would(pattern: str, address: str) -> None:
    assert Pattern(pattern).matches(address) is bool(re.fullmatch(as_regex(pattern), address))


def test_a_pattern_may_have_as_many_special_pieces_as_it_says() -> None:
    nasty = Pattern("/" + "*a" * MAX_SPECIAL)
    assert nasty.matches("/" + "a" * 254)
    assert not nasty.matches("/" + "a" * 126 + "b" * 126)
    with pytest.raises(BadValue):
        Pattern("/" + "*a" * (MAX_SPECIAL + 1))


@pytest.mark.parametrize("piece", ["?", "*a", "[a]", "{a}", "/?"])
def test_a_pattern_may_have_sixteen_special_pieces_of_any_kind(piece: str) -> None:
    Pattern("/" + piece * 16)
    with pytest.raises(BadValue):
        Pattern("/" + piece * 17)


@pytest.mark.parametrize("text", ["/[", "/{", "/[a", "/{a", "/a[", "/a[b/c]", "/a{b/c}", "/{a]", "/[a}"])
def test_what_is_opened_must_be_closed_in_the_same_part(text: str) -> None:
    with pytest.raises(BadValue):
        Pattern(text)
