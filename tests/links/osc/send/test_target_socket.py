"""The way to one target: how often it is looked for, and how full a bundle is."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from pythonosc.osc_bundle import OscBundle

from tests.core.making import control
from tests.links.osc.rig import HERE, Ear
from webui.engine.engine import Engine
from webui.links.osc.packets import MAX_DATAGRAM, encode
from webui.links.osc.send import target_socket
from webui.links.osc.send.messages import PACKET, Item, Route, packed
from webui.links.osc.send.target_socket import Line
from webui.links.osc.switches import Standing


class Patient:
    """An engine in which nothing happens by itself: what is to happen later is asked for."""

    def __init__(self) -> None:
        self.loop = asyncio.SelectorEventLoop()
        self.waits: list[float] = []
        self._next: Callable[[], object] = lambda: None

    def later(self, milliseconds: float, callback: Callable[[], object]) -> Any:
        self.waits.append(milliseconds)
        self._next = callback
        return self.loop.call_later(3600, lambda: None)

    def go_on(self) -> None:
        """What is to happen next happens now."""
        self._next()

    def post(self, callback: Callable[..., object], *said: object) -> None:
        self.loop.call_soon_threadsafe(callback, *said)
        self.loop.call_soon_threadsafe(self.loop.stop)

    def read(self) -> None:
        """What came is read."""
        self.loop.call_soon(self.loop.call_soon, self.loop.stop)
        self.loop.run_forever()


@pytest.fixture
def patient(own_loop: None) -> Iterator[Patient]:
    patient = Patient()
    yield patient
    patient.loop.close()


class Told(list[str]):
    """A line that is open, and what it says."""

    def __init__(self, patient: Patient, port: int, host: str = HERE) -> None:
        super().__init__()
        self.line = Line(
            cast(Engine, patient),
            host,
            port,
            came=lambda data, *place: self.append(f"came {data!r}"),
            wrong=self.append,
            opened=lambda: self.append("opened"),
            back=lambda: self.append("back"),
        )
        self.line.open()


def test_who_is_away_is_looked_for_less_and_less_often(patient: Patient) -> None:
    ear = Ear()
    ear.close()
    told = Told(patient, ear.port)
    patient.read()
    assert told == ["opened", target_socket.REFUSED]
    for _ in range(5):
        patient.go_on()
        patient.read()
    tries = patient.waits[1::2]
    assert (
        tries
        == [500, 1000, 2000, 4000, 4000, 4000]
        == [min(target_socket.FIRST_TRY * 2**n, target_socket.LAST_TRY) for n in range(6)]
    )
    assert set(patient.waits[::2]) == {target_socket.REFUSES_WITHIN}
    back = Ear(ear.port)
    patient.go_on()
    patient.read()
    # Only silence says that it is there.
    assert "back" not in told
    patient.go_on()
    assert told[-1] == "back"
    assert told.line.standing() == Standing("well")
    back.close()
    told.line.close()


def test_a_name_that_nobody_has_is_looked_for_less_and_less_often(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*asked: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "nobody has that name")

    monkeypatch.setattr(target_socket.socket, "getaddrinfo", nobody)
    told = Told(patient, 9, "desk.example")
    for n in range(8):
        if n:
            patient.go_on()
        while len(patient.waits) <= n:
            patient.loop.run_forever()
    assert patient.waits == [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]
    assert told == [target_socket.UNKNOWN] * 8
    told.line.close()


def test_the_longest_packet_goes(patient: Patient) -> None:
    ear = Ear()
    told = Told(patient, ear.port)
    assert told.line.send(b"\0" * MAX_DATAGRAM)
    assert len(ear.packet()) == MAX_DATAGRAM
    assert told == ["opened"]
    assert told.line.send(b"\0" * (MAX_DATAGRAM + 1))
    assert told == ["opened", target_socket.TOO_LONG]
    ear.answer(b"so it is")
    patient.read()
    assert told[-1] == "came b'so it is'"
    told.line.close()
    assert told.line.send(b"nobody hears this")
    ear.close()


@pytest.mark.parametrize(("over", "packets"), [(0, 1), (4, 2)])
def test_a_bundle_is_filled_to_the_edge(over: int, packets: int) -> None:
    made = control("text")
    route = Route(("one", 0), made, made.osc[0])

    def item(size: int) -> Item:
        text = "x" * (size - len(encode("/sidestage/one", ("",))))
        data = encode("/sidestage/one", (text,))
        assert len(data) == size
        return Item(route, text, data, (text,))

    items = [item(700), item(PACKET - 16 - 4 - 700 - 4 + over)]
    found = list(packed(items, bundles=True))
    assert len(found) == packets
    assert [one for _, within in found for one in within] == items
    assert [OscBundle(data).num_contents for data, _ in found] == ([2] if packets == 1 else [1, 1])
    assert len(found[0][0]) == (PACKET if packets == 1 else 16 + 4 + 700)
    assert [data for data, _ in packed(items, bundles=False)] == [one.data for one in items]
