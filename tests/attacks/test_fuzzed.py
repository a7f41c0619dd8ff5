"""Messages that make no sense, by the thousand: whatever comes, values stay values, and the show goes on."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.arena import LONG, Arena
from tests.room import needs_a_room

pytestmark = needs_a_room

AT_ONCE = 50
EXAMPLES = 2000 if LONG else 20
"""Times so many messages: a hundred thousand, and a thousand."""

CONTROLS = ["slider1", "bed", "txt1", "beat2", "__proto__", "constructor", "", "x" * 65, "\0", "é", None, 7]
EVENTS = [
    "op",
    "got",
    "time",
    "ask",
    "value changed",
    "newnumber",
    "numbers",
    "welcome",
    "frame",
    "connect",
    "disconnect",
]
WORDS = ["press", "release", "hold", "who", "data", "number", "numbers", "feed", "code", "rename", "forget", "message"]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([*CONTROLS, *WORDS, 1e999, -0.0, 2**53 + 1, "NaN", "١٢", "\ud800"]),
)
names = st.one_of(st.text(max_size=10), st.sampled_from([str(one) for one in CONTROLS + WORDS]))
values: st.SearchStrategy[Any] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
events = st.builds(lambda name, parts: [name, *parts], st.sampled_from(EVENTS) | names, st.lists(values, max_size=4))
moves = st.dictionaries(names, values, max_size=4)
likely = st.one_of(
    events,
    st.builds(lambda n, moved, acts: ["op", n, moved, acts], st.integers(-1, 4), moves, st.lists(st.lists(leaves))),
    st.builds(lambda who, data: ["value changed", {"who": who, "data": data}], names, values),
    st.builds(lambda feed, number: ["newnumber", {"feed": feed, "number": number}], names, values),
)
namespaces = st.sampled_from(["", "/stage,", "/test,", "/nowhere,", "/stage", ","])
packets = st.one_of(
    st.builds(lambda head, body: f"42{head}{json.dumps(body)}", namespaces, likely),
    st.builds(lambda head, body, cut: f"42{head}{json.dumps(body)[:cut]}", namespaces, likely, st.integers(0, 40)),
    st.builds(
        lambda kind, head, n, body: f"4{kind}{head}{n}{json.dumps(body)}",
        st.integers(2, 9),
        namespaces,
        st.integers(0, 10**6),
        likely,
    ),
    st.text(max_size=20).map(lambda text: f"42[{text}]"),
    st.text(max_size=20).map(lambda text: f"4{text}").filter(lambda text: text[:2] not in ("40", "41")),
    st.sampled_from(["42" + "[" * 10_000, "42" + '{"a":' * 10_000, '42["op",' + "9" * 5000 + "]", "451-[]", "3", "6"]),
)


@settings(max_examples=EXAMPLES)
@given(st.lists(packets, min_size=AT_ONCE, max_size=AT_ONCE))
def fuzz(arena: Arena, cookie: str, texts: list[str]) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    for namespace in ("", "/stage,"):
        arena.attack("messages", cookie=cookie, texts=clean, namespace=namespace)


def test_messages_that_make_no_sense(field: Arena, record_property: Any) -> None:
    with field.goes_on(record_property, may_change=True):
        cookie = field.cookie()
        fuzz(field, cookie)
        values = field.now()
    assert 0 <= values["slider1"] <= 50
    assert isinstance(values["bed"], bool)
    assert isinstance(values["txt1"], str)
    assert len(values["txt1"]) <= 100
    assert set(values) == set(field.values)
    assert not [line for line in field.said() if "an error" in line], "an error of ours"
