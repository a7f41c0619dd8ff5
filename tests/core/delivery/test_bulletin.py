"""What all simple clients are told alike."""

from webui.core.delivery.bulletin import Act, Bulletin, Reader
from webui.core.values import Value


def test_who_was_told_so_far_hears_the_newest_value_of_what_changed_since_and_every_act_in_order() -> None:
    news = Bulletin(10)
    news.value("a", 1)
    news.act("told", {"who": "x", "data": True})
    told = news.count
    news.value("b", 2)
    news.act("told", {"who": "x", "data": False})
    news.value("a", 3)
    news.value("b", 4)
    news.act("told", {"who": "x", "data": True})
    assert news.values_since(told) == [("a", 3), ("b", 4)]
    assert news.acts_since(told) == [
        ("told", {"who": "x", "data": False}),
        ("told", {"who": "x", "data": True}),
    ]
    assert news.values_since(0) == [("a", 3), ("b", 4)]
    assert len(news.acts_since(0)) == 3
    assert (news.values_since(news.count), news.acts_since(news.count)) == ([], [])


def test_of_acts_the_newest_are_kept_and_none_after_they_were_forgotten() -> None:
    news = Bulletin(2)
    for number in range(4):
        news.act("told", {"number": number})
    news.value("a", 1)
    assert news.acts_since(0) == [("told", {"number": 2}), ("told", {"number": 3})]
    news.forget()
    assert (news.values_since(0), news.acts_since(0)) == ([], [])
    news.value("a", 2)
    assert news.values_since(4) == [("a", 2)]


def write(who: str, value: Value) -> Act:
    return "update", {who: value}


def test_a_reader_takes_over_what_it_was_not_told_and_is_given_it_in_parts() -> None:
    news = Bulletin(10)
    news.value("a", 1)
    reader = Reader(news, 10)
    assert (reader.told, reader.is_behind) == (news.count, False)
    news.value("b", 2)
    news.act("press", {"on": True})
    news.value("a", 3)
    reader.catch_up()
    assert (reader.told, reader.is_behind) == (news.count, True)
    assert reader.next(1, write) == [("update", {"b": 2})]
    assert reader.next(1, write) == [("update", {"a": 3})]
    assert reader.next(5, write) == [("press", {"on": True})]
    assert (reader.is_behind, reader.next(5, write)) == (False, [])


def test_of_what_waits_for_a_reader_the_newest_stay() -> None:
    news = Bulletin(10)
    reader = Reader(news, 2)
    for number in range(4):
        news.act("number", {"n": number})
        reader.catch_up()
    assert reader.next(10, write) == [("number", {"n": 2}), ("number", {"n": 3})]


def test_a_reader_that_begins_anew_is_told_other_values_and_keeps_the_words() -> None:
    news = Bulletin(10)
    reader = Reader(news, 10)
    news.value("old", 1)
    news.act("press", {"on": True})
    reader.catch_up()
    news.act("words", {"text": "Places"})
    news.value("older", 2)
    reader.begin_anew({"new": 5}, keep=lambda event: event == "words")
    assert reader.told == news.count
    assert reader.next(10, write) == [("update", {"new": 5}), ("words", {"text": "Places"})]
