"""Who is here, and how well they are heard."""

from dataclasses import replace

from tests.core.making import OPERATOR, PLAYER, person
from webui.core.devices.devices import Connection, Device
from webui.core.devices.presence import Presence, roll

PAGE = replace(person(id="page", device="d1"), browser="Safari on iPad", since=100.0)
TAB = replace(person(id="tab", device="d1", session="s2"), browser="Chrome on Mac", since=50.0)
BOSS = replace(person(OPERATOR, id="boss", device="d2"), browser="Sidestage window on Linux", since=10.0)
PROGRAM = replace(person(id="program", device="d3", session=""), since=20.0)


def measure(presence: Presence, connection: Connection, trip: float) -> None:
    presence.link(connection.id).got(trip, 0.0, trip)


def test_each_device_is_called_once() -> None:
    assert roll([PAGE, BOSS, TAB], closely=False) == [
        {"id": "d1", "name": "Somebody", "colour": "#b39ddb", "role": "player", "screens": 2},
        {"id": "d2", "name": "Somebody", "colour": "#b39ddb", "role": "operator", "screens": 1},
    ]
    assert roll([], closely=True) == []


def test_looked_at_closely_it_has_what_it_runs_on_and_since_when_it_is_here() -> None:
    both, boss, program = roll([PAGE, TAB, replace(TAB, id="third"), BOSS, PROGRAM], closely=True)
    assert (both["browser"], both["since"], both["screens"]) == ("Safari on iPad, Chrome on Mac", 50.0, 3)
    assert (boss["browser"], boss["since"]) == ("Sidestage window on Linux", 10.0)
    assert program["browser"] == ""


def test_operators_also_see_who_is_known_but_away() -> None:
    away = Device("d9", "Lights", "#c5d86d", PLAYER, "program", "", "192.0.2.9", 1000.5, 2000.5)
    known = [PAGE.device, away]
    assert roll([PAGE], closely=False, known=known) == roll([PAGE], closely=False)
    here, gone = roll([PAGE], closely=True, known=known)
    assert here["screens"] == 1
    assert gone == {
        "id": "d9", "name": "Lights", "colour": "#c5d86d", "role": "player", "screens": 0, "browser": "",
        "kind": "program", "address": "192.0.2.9", "joined": 1000.5, "seen": 2000.5,
    }  # fmt: skip


def test_what_is_not_known_of_a_device_is_null() -> None:
    (row,) = roll([BOSS], closely=True)
    assert (row["kind"], row["address"], row["joined"], row["seen"]) == ("screen", "", None, None)


def test_a_device_is_as_well_linked_as_its_best_page_and_as_old_as_its_newest_word() -> None:
    presence = Presence()
    measure(presence, PAGE, 40.0)
    measure(presence, TAB, 3.0)
    presence.heard("page", 900.0)
    presence.heard("tab", 500.0)
    assert presence.links([PAGE, TAB], 1000.0) == {"d1": (3.0, None, 100.0)}
    assert presence.links([PAGE], 1000.0) == {"d1": (40.0, None, 100.0)}


def test_who_never_spoke_is_as_old_as_the_connection_and_links_of_programs_are_unknown() -> None:
    presence = Presence()
    presence.link("boss")
    assert presence.links([BOSS, PROGRAM], 60.0) == {"d2": (None, None, 50.0), "d3": (None, None, 40.0)}
    presence.heard("program", 61.0)
    assert presence.links([PROGRAM], 60.0) == {"d3": (None, None, 0.0)}


def test_who_is_gone_is_forgotten() -> None:
    presence = Presence()
    for connection in (PAGE, BOSS):
        measure(presence, connection, 3.0)
        presence.heard(connection.id, 500.0)
    presence.forget_all_but({"boss": BOSS})
    assert presence.links([PAGE, BOSS], 1000.0) == {"d1": (None, None, 900.0), "d2": (3.0, None, 500.0)}
