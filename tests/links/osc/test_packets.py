"""OSC's packets: what we write others read, what others write we read, and whatever else comes is refused."""

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from tests.links.osc import liblo
from webui.core.show.osc.patterns import Pattern
from webui.links.osc import packets
from webui.links.osc.packets import BUNDLE, BadPacket, Message, bundle, decode, encode

TIME = 1_800_000_000.5


def float32(number: float) -> float:
    """The number as a message carries it."""
    return struct.unpack(">f", struct.pack(">f", number))[0]  # type: ignore[no-any-return]


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
paths = st.lists(st.text("abc019_-", min_size=1, max_size=12), min_size=1, max_size=5).map(
    lambda parts: "/" + "/".join(parts)
)
whole = st.integers(-(2**31), 2**31 - 1)
arguments = st.lists(
    st.one_of(whole, st.floats(width=32), words, st.booleans(), st.binary(min_size=1, max_size=30)),
    max_size=6,
)


def same(one: Any, other: Any) -> bool:
    """Say whether two lists of arguments are the same; a NaN is itself."""
    return len(one) == len(other) and all(
        a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b)) for a, b in zip(one, other, strict=True)
    )


@given(paths, arguments)
def test_what_we_write_we_and_others_read(address: str, sent: list[Any]) -> None:
    data = encode(address, sent)
    [(when, message)] = decode(data)
    assert when is None
    assert message.address == address
    assert same(message.arguments, sent)
    assert data == liblo.written(address, sent)
    theirs = OscMessage(data)
    assert theirs.address == address
    assert same(theirs.params, sent)


others = st.one_of(
    st.tuples(st.just("i"), whole),
    st.tuples(st.just("h"), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just("f"), st.floats(width=32, allow_nan=False)),
    st.tuples(st.just("d"), st.floats(allow_nan=False)),
    st.tuples(st.just("s"), words),
    st.tuples(st.just("b"), st.binary(min_size=1, max_size=9)),
    st.tuples(st.just("r"), st.integers(0, 2**32 - 1)),
    st.tuples(st.just("T"), st.just(True)),
    st.tuples(st.just("F"), st.just(False)),
    st.tuples(st.just("N"), st.none()),
)


@given(paths, st.lists(others, max_size=8))
def test_what_python_osc_writes_we_read(address: str, sent: list[tuple[str, Any]]) -> None:
    builder = OscMessageBuilder(address)
    for tag, value in sent:
        builder.add_arg(value, tag)
    assert decode(builder.build().dgram) == [(None, Message(address, tuple(value for _, value in sent)))]


def test_lists_bangs_characters_symbols_and_midi() -> None:
    types = b",[i[f]]IcSmt\0\0\0\0"
    data = (
        b"/a\0\0" + types + struct.pack(">if", 1, 0.5) + b"\0\0\0x" + b"sym\0" + b"\1\x90\x40\x7f" + b"\0" * 7 + b"\1"
    )
    [(_, message)] = decode(data)
    assert message.arguments == ((1, (0.5,)), True, "x", "sym", b"\1\x90\x40\x7f", 1)


def test_what_old_programs_send_without_types() -> None:
    assert decode(b"/go\0") == [(None, Message("/go", ()))]
    assert decode(b"/go\0,\0\0\0") == [(None, Message("/go", ()))]


def test_bundles_in_bundles_have_their_times() -> None:
    inner = bundle([encode("/b", [2])], TIME)
    assert decode(bundle([encode("/a", [1]), inner, bundle([])])) == [
        (None, Message("/a", (1,))),
        (TIME, Message("/b", (2,))),
    ]
    assert [each.message.address for each in OscPacket(bundle([encode("/a", [1]), inner])).messages] == ["/a", "/b"]


def test_the_bundles_of_python_osc() -> None:
    builder = OscBundleBuilder(TIME)  # type: ignore[arg-type]
    for number in (1, 2):
        message = OscMessageBuilder("/a")
        message.add_arg(number)
        builder.add_content(message.build())
    assert decode(builder.build().dgram) == [(TIME, Message("/a", (1,))), (TIME, Message("/a", (2,)))]


@given(paths, arguments, st.data())
def test_no_part_of_a_packet_is_taken_for_a_whole(address: str, sent: list[Any], data: st.DataObject) -> None:
    whole = bundle([encode(address, sent)])
    end = data.draw(st.integers(17, len(whole) - 1))
    with pytest.raises(BadPacket):
        decode(whole[:end])
    with pytest.raises(BadPacket):
        decode(whole + b"\0" * data.draw(st.sampled_from((1, 2, 3, 4, 5))))


@given(paths, arguments, st.data())
def test_whatever_is_wrong_is_refused_with_one_of_a_few_reasons(
    address: str, sent: list[Any], data: st.DataObject
) -> None:
    broken = bytearray(bundle([encode(address, sent), bundle([encode(address, sent)])]))
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    for tried in (bytes(broken), bytes(broken[20:])):
        try:
            decode(tried)
        except BadPacket as error:
            assert str(error) in packets.REASONS  # noqa: PT017


@given(st.binary(max_size=80), st.sampled_from((b"", b"/", b"/a\0\0,", b"/a\0\0,i", BUNDLE, BUNDLE + bytes(7) + b"\1")))
def test_noise(noise: bytes, start: bytes) -> None:
    try:
        decode(start + noise)
    except BadPacket as error:
        assert str(error) in packets.REASONS  # noqa: PT017


@given(paths, arguments, st.data())
def test_what_we_take_of_a_broken_message_liblo_takes_for_the_same(
    address: str, sent: list[Any], data: st.DataObject
) -> None:
    broken = bytearray(encode(address, sent))
    start = len(address) // 4 * 4 + 4
    for _ in range(data.draw(st.integers(1, 3))):
        broken[data.draw(st.integers(start, len(broken) - 1))] = data.draw(st.integers(0, 255))
    theirs = liblo.read(bytes(broken))
    try:
        [(_, ours)] = decode(bytes(broken))
    except BadPacket:
        return
    if theirs:
        types, values = theirs
        for mine, tag, value in zip(ours.arguments, types, values, strict=False):
            if tag in "ifhd":
                assert same([mine], [value])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", packets.NOT_OSC),
        (b"hello", packets.NOT_OSC),
        (b"#bundle", packets.NOT_OSC),
        (BUNDLE, packets.CUT_OFF),
        (BUNDLE + bytes(7), packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\0\0\0\0", packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\xff\xff\xff\xfc", packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\xff\xff\xff\xfc/a\0\0", packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\0\0\0\3/a\0", packets.CUT_OFF),
        (BUNDLE + bytes(8) + b"\0\0\0\4data", packets.NOT_OSC),
        (b"/a", packets.CUT_OFF),
        (b"/a\0", packets.CUT_OFF),
        (b"/a\0\0,", packets.CUT_OFF),
        (b"/a\0\0,iii", packets.CUT_OFF),
        (b"/a\0\0,f\0\0", packets.CUT_OFF),
        (b"/a\0\0,f\0\0\0\0\0", packets.CUT_OFF),
        (b"/a\0\0,fi\0\0\0\0\0", packets.CUT_OFF),
        (b"/a\0\0,s\0\0abcd", packets.CUT_OFF),
        (b"/a\0\0,c\0\0", packets.CUT_OFF),
        (b"/a\0\0,b\0\0", packets.CUT_OFF),
        (b"/a\0\0,b\0\0\0\0\0\5abcd", packets.CUT_OFF),
        (b"/a\0\0,b\0\0\xff\xff\xff\xffabcd", packets.CUT_OFF),
        (b"/a\0\0abcd", packets.NO_TYPES),
        (b"/a\0\0,Q\0\0", packets.UNKNOWN_TYPE),
        (b"/a\0\0,]\0\0", packets.BRACKETS),
        (b"/a\0\0,[\0\0", packets.BRACKETS),
        (b"/\xff\0\0,\0\0\0", packets.NOT_TEXT),
        (b"/a\0\0,s\0\0\xff\0\0\0", packets.NOT_TEXT),
        (b"/a\0\0,c\0\0\0\0\0\xff", packets.NOT_TEXT),
    ],
)
def test_what_is_no_packet(data: bytes, reason: str) -> None:
    with pytest.raises(BadPacket, match=reason):
        decode(data)


def nested(depth: int) -> bytes:
    """A message in so many bundles."""
    data = encode("/a", [])
    for _ in range(depth):
        data = bundle([data])
    return data


def typed(count: int) -> bytes:
    """A message with so many arguments that need no room."""
    return encode("/a", [True] * count)


@pytest.mark.parametrize(
    ("most", "more", "reason"),
    [
        (nested(packets.MAX_DEPTH), nested(packets.MAX_DEPTH + 1), packets.TOO_DEEP),
        (
            bundle([encode("/a", [])] * packets.MAX_MESSAGES),
            bundle([encode("/a", [])] * (packets.MAX_MESSAGES + 1)),
            packets.TOO_MANY,
        ),
        (typed(packets.MAX_TAGS - 1), typed(packets.MAX_TAGS), packets.TOO_MANY),
        (
            encode("/" + "a" * (packets.MAX_PATH - 1), []),
            encode("/" + "a" * packets.MAX_PATH, []),
            packets.TOO_MANY,
        ),
    ],
    ids=["depth", "messages", "types", "address"],
)
def test_the_limits_are_where_they_say(most: bytes, more: bytes, reason: str) -> None:
    assert decode(most)
    with pytest.raises(BadPacket, match=reason):
        decode(more)


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 1e39, "a\0b", "\ud800", None, (1, 2)])
def test_what_osc_can_not_carry_is_not_written(value: Any) -> None:
    with pytest.raises(BadPacket, match=packets.UNSENDABLE):
        encode("/a", [value])


@pytest.mark.parametrize("address", ["/a\0b", "/\ud800"])
def test_nor_is_such_an_address(address: str) -> None:
    with pytest.raises(BadPacket, match=packets.UNSENDABLE):
        encode(address, [])


pieces = st.sampled_from(["a", "b", "1", "ab", "?", "*", "[ab]", "[!a]", "[a-b]", "[0-9]", "{a,ab}", "{b1,a}"])


@given(st.lists(pieces, min_size=1, max_size=5).map("".join), st.text("ab1", min_size=1, max_size=6))
def test_liblo_matches_as_we_do(pattern: str, text: str) -> None:
    """Within one part of an address: in liblo a `*` at the end, and a `?`, match a slash as well."""
    assert Pattern("/" + pattern).matches("/" + text) is liblo.matches(pattern, text)
