"""What a program has said and Sidestage has not heard yet."""

from webui.program.outbox import MAX_NUMBERS, Message, Outbox


def said(messages: list[Message]) -> list[tuple[str | None, object]]:
    return [(one.who, one.body.get("data", one.body.get("numbers"))) for one in messages]


def test_the_newest_value_of_a_control_takes_the_place_of_an_older_one() -> None:
    outbox = Outbox()
    for value in (1, 2, 3):
        outbox.move("tempo", value)
    outbox.move("wash", 5)
    messages = outbox.take()
    assert said(messages) == [("tempo", 3), ("wash", 5)]
    assert messages[0].moves == 3
    assert not outbox


def test_presses_go_one_by_one_and_no_move_overtakes_them() -> None:
    outbox = Outbox()
    outbox.move("look", "Storm")
    for down in (True, False):
        outbox.act("value changed", {"who": "go", "data": down}, "go")
    outbox.move("look", "Day")
    assert said(outbox.take()) == [("look", "Storm"), ("go", True), ("go", False), ("look", "Day")]


def test_numbers_of_a_feed_go_together_the_newest_of_them() -> None:
    outbox = Outbox()
    for n in range(MAX_NUMBERS + 1):
        outbox.number("cpu", n, n)
    ((who, numbers),) = said(outbox.take())
    assert who == "cpu"
    assert numbers == [[n, n] for n in range(1, MAX_NUMBERS + 1)]


def test_when_the_connection_goes_the_newest_values_wait_and_all_else_is_given_back() -> None:
    outbox = Outbox()
    outbox.move("tempo", 1)
    outbox.act("value changed", {"who": "go", "data": True}, "go")
    outbox.number("cpu", 1, 1)
    unanswered = outbox.take()
    outbox.move("tempo", 2)
    outbox.move("wash", 3)
    outbox.act("message", {"text": "late"})
    undone = outbox.lost(unanswered)
    assert [one.who or one.event for one in undone] == ["go", "cpu", "message"]
    outbox.move("wash", 4)
    messages = outbox.take()
    assert said(messages) == [("tempo", 2), ("wash", 4)]
    assert [one.moves for one in messages] == [2, 2]
