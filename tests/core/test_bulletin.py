"""What all simple clients are told alike."""

from webui.core.bulletin import Bulletin


def test_who_was_told_so_far_hears_the_newest_value_of_what_changed_since_and_every_act_in_order() -> None:
    news = Bulletin(10)
    news.value("a", 1)
    news.act({"who": "x", "data": True})
    told = news.count
    news.value("b", 2)
    news.act({"who": "x", "data": False})
    news.value("a", 3)
    news.value("b", 4)
    news.act({"who": "x", "data": True})
    assert news.values_since(told) == [("a", 3), ("b", 4)]
    assert news.acts_since(told) == [{"who": "x", "data": False}, {"who": "x", "data": True}]
    assert news.values_since(0) == [("a", 3), ("b", 4)]
    assert len(news.acts_since(0)) == 3
    assert (news.values_since(news.count), news.acts_since(news.count)) == ([], [])


def test_of_acts_the_newest_are_kept_and_none_after_they_were_forgotten() -> None:
    news = Bulletin(2)
    for number in range(4):
        news.act({"number": number})
    news.value("a", 1)
    assert news.acts_since(0) == [{"number": 2}, {"number": 3}]
    news.forget()
    assert (news.values_since(0), news.acts_since(0)) == ([], [])
    news.value("a", 2)
    assert news.values_since(4) == [("a", 2)]
