"""Which address is meant: what begins to move while an operator waits for it."""

from webui.core.osc.learning import MAX_HEARD, MAX_PROPOSALS, Learning


def test_what_moves_most_and_was_silent_before_is_the_likeliest() -> None:
    learning = Learning("fader1", [("desk", "/meter")])
    for n in range(20):
        learning.take("desk", "/meter", (n / 20,), "f")
        learning.take("desk", "/alive", (1,), "i")
        if n < 5:
            learning.take("desk", "/ch/02", (0.5 - n / 10,), "f")
    assert [(one.address, one.count, one.changes) for one in learning.proposals()] == [
        ("/ch/02", 5, 5),
        ("/alive", 20, 1),
        ("/meter", 20, 20),
    ]
    ch = learning.proposals()[0]
    assert (ch.who, ch.kinds, ch.low, ch.high) == ("desk", "f", 0.5 - 4 / 10, 0.5)


def test_what_is_no_number_has_no_range() -> None:
    learning = Learning("go", [])
    learning.take("qlab", "/cue", ("1.5",), "s")
    learning.take("qlab", "/go", (), "")
    learning.take("qlab", "/on", (True,), "T")
    learning.take("qlab", "/on", (False,), "F")
    assert {one.address: (one.low, one.high, one.kinds, one.changes) for one in learning.proposals()} == {
        "/cue": (None, None, "s", 1),
        "/go": (None, None, "", 1),
        "/on": (None, None, "F", 2),
    }


def test_what_is_sent_without_end_takes_no_room_without_end() -> None:
    learning = Learning("a", [])
    for n in range(MAX_HEARD + 1):
        learning.take("x", f"/{n}", (n,), "i")
    learning.take("x", f"/{MAX_HEARD}", (1,), "i")
    learning.take("x", f"/{MAX_HEARD - 1}", (1,), "i")
    found = learning.proposals()
    assert len(found) == MAX_PROPOSALS
    assert found[0].address == f"/{MAX_HEARD - 1}"
    assert all(one.address != f"/{MAX_HEARD}" for one in found)
