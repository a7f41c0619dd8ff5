"""What all clients take together is bounded: those that take most have their share, and others what they had."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.devices.devices import Connection, Device, Role
from webui.core.rate_limit import Budget
from webui.engine.engine import Engine
from webui.limits import (
    BEHAVES,
    EXCESS_IN_ALL,
    EXCESS_PER_ADDRESS,
    LIMITED_FOR,
    MAX_MESSAGES_PER_SECOND,
    PENDING_IN_ALL,
    PENDING_PER_ADDRESS,
    WATCHER_BEHAVES,
)
from webui.sockets.shared_limits import MAX_SHARES, Shares


class Crowd:
    """Devices that send, each by an address, and a clock."""

    def __init__(self) -> None:
        self.time = 0.0
        self.cut: list[Any] = []
        self.connections: dict[str, Any] = {}
        surface = SimpleNamespace(connections=self.connections)
        engine = SimpleNamespace(now=lambda: self.time, later=lambda *_: None, surface=surface)
        self.shares = Shares(cast(Engine, engine), lambda: (), self.cut.append)
        self.budgets: dict[str, Budget] = {}

    def comes(self, id: str, bucket: str, role: Role = Role.PLAYER) -> Budget:
        device = Device(id, id, "#b39ddb", role)
        self.connections[id] = Connection(id, device)
        self.budgets[id] = self.shares.of(device, lambda: Budget(MAX_MESSAGES_PER_SECOND, self.time), bucket)
        return self.budgets[id]

    def second(self, rates: dict[str, float]) -> None:
        """Have devices send for a second, with four looks."""
        for _ in range(4):
            self.time += 250
            for id, rate in rates.items():
                self.budgets[id].spend(self.time, rate / 4)
            self.shares.share_out(self.time)

    def limited(self) -> set[str]:
        return {id for id, budget in self.budgets.items() if budget.is_limited}


def test_alone_a_device_may_send_up_to_its_own_limit() -> None:
    crowd = Crowd()
    crowd.comes("program", "192.0.2.7")
    crowd.second({"program": MAX_MESSAGES_PER_SECOND})
    assert not crowd.limited()


def test_a_device_that_joins_anew_has_the_share_of_the_role_that_it_has_now() -> None:
    crowd = Crowd()
    for n in range(4):
        crowd.comes(f"device {n}", "192.0.2.7", Role.WATCHER)
    before = crowd.budgets["device 0"]
    assert crowd.comes("device 0", "192.0.2.7", Role.OPERATOR) is before
    crowd.second({f"device {n}": 1500 for n in range(4)})
    assert crowd.limited() == {"device 1", "device 2", "device 3"}


@pytest.mark.parametrize("role", [Role.WATCHER, Role.PLAYER])
def test_of_many_at_one_address_each_has_its_share_and_others_send_as_ever(role: Role) -> None:
    crowd = Crowd()
    bad = {f"bad{n}": 1500.0 for n in range(16)}
    for id in bad:
        crowd.comes(id, "192.0.2.66", role)
    hands = {"hand": float(BEHAVES), "neighbour": 200.0, "boss": 1900.0, "program": 1500.0}
    crowd.comes("hand", "192.0.2.7")
    crowd.comes("neighbour", "192.0.2.66")
    crowd.comes("boss", "192.0.2.66", Role.OPERATOR)
    crowd.comes("program", "192.0.2.8")
    crowd.second({**bad, **hands})
    assert crowd.limited() == set(bad)
    behaves = WATCHER_BEHAVES if role is Role.WATCHER else BEHAVES
    for id in bad:
        assert crowd.budgets[id]._rate * 1000 == pytest.approx(behaves + EXCESS_PER_ADDRESS / 16)


def test_at_many_addresses_all_together_have_no_more_than_there_is() -> None:
    crowd = Crowd()
    bad = {f"bad{n}": 1500.0 for n in range(16)}
    for n, id in enumerate(bad):
        crowd.comes(id, f"192.0.2.{n}")
    crowd.comes("hand", "198.51.100.7")
    crowd.second({**bad, "hand": 240})
    assert crowd.limited() == set(bad)
    assert sum(crowd.budgets[id]._rate * 1000 - BEHAVES for id in bad) == pytest.approx(EXCESS_IN_ALL)


@pytest.mark.parametrize(("each", "are_limited"), [(EXCESS_PER_ADDRESS / 4, False), (EXCESS_PER_ADDRESS / 4 + 4, True)])
def test_the_edge_of_an_address(each: float, are_limited: bool) -> None:
    crowd = Crowd()
    rates = {f"d{n}": BEHAVES + each for n in range(4)}
    for id in rates:
        crowd.comes(id, "192.0.2.66")
    crowd.second(rates)
    assert bool(crowd.limited()) is are_limited


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 4000)), min_size=1, max_size=30))
def test_nobody_who_behaves_is_ever_limited(crowded: list[tuple[str, float]]) -> None:
    crowd = Crowd()
    rates = {f"d{n}": rate for n, (_, rate) in enumerate(crowded)}
    for n, (bucket, _) in enumerate(crowded):
        crowd.comes(f"d{n}", bucket)
    crowd.second(rates)
    assert all(rates[id] > BEHAVES for id in crowd.limited())
    for bucket in "abc":
        its = [f"d{n}" for n, (where, _) in enumerate(crowded) if where == bucket and rates[f"d{n}"] > BEHAVES]
        allowed = [min(rates[id], crowd.budgets[id]._rate * 1000) - BEHAVES for id in its]
        assert sum(allowed) <= EXCESS_PER_ADDRESS + 1e-6


def test_who_stops_has_its_own_limit_again_after_a_while() -> None:
    crowd = Crowd()
    bad = {f"bad{n}": 1500.0 for n in range(16)}
    for id in bad:
        crowd.comes(id, "192.0.2.66")
    crowd.second(bad)
    for _ in range(int(LIMITED_FOR)):
        crowd.second(dict.fromkeys(bad, 10.0))
        assert crowd.limited() == set(bad)
    crowd.second(dict.fromkeys(bad, 10.0))
    assert not crowd.limited()
    assert crowd.budgets["bad0"].spend(crowd.time + 2000, MAX_MESSAGES_PER_SECOND * 2) == 0


def test_a_device_is_the_same_however_often_it_comes_and_forgotten_only_where_that_changes_nothing() -> None:
    crowd = Crowd()
    first = crowd.comes("a", "192.0.2.7")
    first.spend(0.0, 3999)
    assert crowd.comes("a", "192.0.2.8") is first
    del crowd.connections["a"]
    crowd.comes("here", "192.0.2.9")
    for n in range(MAX_SHARES):
        crowd.comes(f"d{n}", "192.0.2.66")
        del crowd.connections[f"d{n}"]
    crowd.time = 1000.0
    crowd.shares.share_out(crowd.time)
    assert set(crowd.shares._by) == {"a", "here"}, "one has to make good yet, the other is here"
    crowd.shares.share_out(crowd.time)


# Memory


class Held:
    """Stands for a client of Engine.IO's for which so much is kept."""

    def __init__(self, held: int, bucket: str, is_here: bool = False, hopeless: bool = False) -> None:
        self.queue = SimpleNamespace(
            held=held, bucket=bucket, is_here=is_here, line=None if hopeless else object(), is_hopeless=hopeless
        )


def cuts(clients: Iterable[Held]) -> list[Any]:
    crowd = Crowd()
    crowd.shares.free_memory(clients)
    return crowd.cut


def test_what_is_kept_for_an_address_is_bounded_and_who_has_most_is_cut() -> None:
    greedy = [Held(PENDING_PER_ADDRESS // 4, "192.0.2.66") for _ in range(4)]
    most, little, other = Held(PENDING_PER_ADDRESS // 2, "192.0.2.66"), Held(1, "192.0.2.66"), Held(9, "192.0.2.7")
    assert cuts(greedy) == []
    assert cuts([*greedy, little, other]) == [greedy[0]]
    assert cuts([*greedy[:3], most, little, other]) == [most]


@pytest.mark.parametrize("over", [0, 1])
def test_what_is_kept_in_all_is_bounded(over: int) -> None:
    each = PENDING_IN_ALL // 8
    clients = [Held(each, f"192.0.2.{n}") for n in range(7)] + [Held(each + over, "192.0.2.9", is_here=True)]
    assert cuts(clients) == clients[7:] * over


def test_who_polls_and_takes_nothing_is_cut_however_little_all_have() -> None:
    hopeless = Held(9, "192.0.2.7", hopeless=True)
    assert cuts([Held(9, "192.0.2.7"), hopeless, Held(0, "192.0.2.7")]) == [hopeless]
