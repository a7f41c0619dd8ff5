"""Visits: the id of a join page that we gave out, which nobody can make up."""

import pytest

from webui.access.visits import Visits


def test_each_visit_is_another_and_is_known_again() -> None:
    visits = Visits()
    first, second = visits.new(), visits.new()
    assert visits.read(first)
    assert visits.read(first) == visits.read(first) != visits.read(second)


@pytest.mark.parametrize("said", [None, "", ".", "a", "a.b", "\ud800.\ud800", "x" * 1000])
def test_what_we_did_not_give_out_is_none(said: str | None) -> None:
    assert Visits().read(said) == ""


def test_neither_part_can_be_changed_and_no_other_servers_is_taken() -> None:
    visits = Visits()
    id, _, signature = visits.new().partition(".")
    other = "0" if id[0] != "0" else "1"
    assert visits.read(f"{other}{id[1:]}.{signature}") == ""
    assert visits.read(f"{id}.{signature[:-1]}") == ""
    assert Visits().read(f"{id}.{signature}") == ""
