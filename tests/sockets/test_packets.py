"""Socket.IO's packets: whatever comes in can be handled, and none calls what only the library may call."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import websocket
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT
from websocket import ABNF

from tests.core.making import anything
from webui.serving import Serving
from webui.sockets.packets import KNOWN, MALFORMED, Json, StagePacket, Wanted, answer_packet, split_head
from webui.wire.operations import MAX_DIGITS


def as_far_as_it_counts(digits: str) -> float:
    return int(digits) if len(digits) <= MAX_DIGITS else float("inf")


def read(text: Any) -> Any:
    """The kind of a packet, its namespace and what is in it."""
    packet = StagePacket(encoded_packet=text)
    return packet.packet_type, packet.namespace, packet.data


def test_what_the_library_sends_comes_back_as_it_was() -> None:
    data = ["op", 1, {"slider1": 37.5}, [["press", "thunder", 81300.2]]]
    sent = StagePacket(EVENT, data=data, namespace="/stage").encode()
    assert sent == '2/stage,["op",1,{"slider1":37.5},[["press","thunder",81300.2]]]'
    assert read(sent) == (EVENT, "/stage", data)
    assert read('0/stage,{"session":"x"}') == (CONNECT, "/stage", {"session": "x"})
    assert read("1/stage,") == (DISCONNECT, "/stage", None)
    assert read("3/stage,7[]") == (ACK, "/stage", [])


@pytest.mark.parametrize(
    "text",
    [
        "2/stage,[",
        "2/stage,nonsense",
        "2/stage,{}",
        "2/stage,[]",
        "2/stage,5",
        "2/stage",
        '2/stage,[5,"op"]',
        "2/stage,[null]",
    ],
)
def test_an_event_that_is_none_is_malformed_in_its_own_namespace(text: str) -> None:
    assert read(text) == (EVENT, "/stage", [MALFORMED])


@pytest.mark.parametrize("name", ["connect", "disconnect", "*"])
@pytest.mark.parametrize("head", ["2/stage,", "2/stage,7", "51-/stage,", "50-/stage,", "61-/stage,1"])
def test_a_client_cannot_call_what_the_library_calls(name: str, head: str) -> None:
    text = f'{head}["{name}",{{"REMOTE_ADDR":"127.0.0.1"}},{{"_placeholder":true,"num":0}}]'
    packet = StagePacket(encoded_packet=text)
    assert (packet.packet_type, packet.data) == (EVENT, [MALFORMED])
    assert packet.attachment_count == 0


@pytest.mark.parametrize("text", ["", b"", b"\x00\x01", b'2["op"]', "4", "7", "9[]", "x", "²", "-1", "299999999999-[]"])
def test_what_is_no_packet_is_malformed(text: Any) -> None:
    assert read(text)[0] == EVENT
    assert read(text)[2] == [MALFORMED]


@pytest.mark.parametrize("text", ["2" + "[" * 100_000, '2["op",' + "[" * 5000 + "]" * 5000 + "]"])
def test_what_is_nested_too_deeply_is_malformed(text: str) -> None:
    assert read(text) == (EVENT, None, [MALFORMED])


def test_a_number_has_so_many_digits_at_the_most() -> None:
    assert Json.loads("9" * MAX_DIGITS) == int("9" * MAX_DIGITS)
    assert Json.loads("9" * (MAX_DIGITS + 1)) == float("inf")
    assert Json.loads("-" + "9" * MAX_DIGITS) == float("inf")
    assert read('2["op",' + "9" * 1_000_000 + "]") == (EVENT, None, ["op", float("inf")])


@given(anything)
def test_json_is_what_the_json_module_says_but_for_endless_numbers(data: object) -> None:
    assert repr(Json.loads(Json.dumps(data))) == repr(json.loads(json.dumps(data), parse_int=as_far_as_it_counts))


@given(
    st.one_of(
        st.text(max_size=30),
        st.binary(max_size=10),
        st.builds(
            lambda kind, rest: f"{kind}{rest}",
            st.integers(0, 9),
            st.one_of(st.text('0123456789-/,[]{}?n"connect', max_size=30), anything.map(json.dumps)),
        ),
    )
)
def test_whatever_comes_is_a_packet_that_the_library_can_handle(text: Any) -> None:
    packet = StagePacket(encoded_packet=text)
    assert packet.packet_type in KNOWN
    assert packet.attachment_count == 0
    if packet.packet_type == EVENT:
        assert isinstance(packet.data[0], str)
        assert packet.data[0] not in ("connect", "disconnect")


class Raw:
    """A WebSocket without a library around it, to send what no library would."""

    def __init__(self, url: str) -> None:
        self.socket = websocket.create_connection(
            url.replace("http", "ws") + "socket.io/?EIO=4&transport=websocket", 20
        )
        self.hears("0")
        self.socket.send('40/stage,{"session":"session-1"}')
        self.hears("40/stage,")

    def hears(self, beginning: str) -> str:
        """Wait for a packet that begins so; pings are answered."""
        while not (text := str(self.socket.recv())).startswith(beginning):
            if text == "2":
                self.socket.send("3")
        return text

    def sees(self, part: str) -> None:
        """Wait for a frame that holds this."""
        while part not in (frame := self.hears('42/stage,["frame"')):
            self.socket.send(f'42/stage,["got",{json.loads(frame.partition(",")[2])[1]}]')


@pytest.fixture
def raw(stage: Serving) -> Iterator[Raw]:
    raw = Raw(stage.url)
    yield raw
    raw.socket.shutdown()


@pytest.mark.parametrize(
    "packets",
    [
        ['451-/stage,["connect",{"REMOTE_ADDR":"127.0.0.1"},{"session":"x"},{"_placeholder":true,"num":0}]', b"\x00"],
        ['42/stage,["connect",{},{}]', '42/stage,["disconnect","gone"]'],
        ["4", b"", b"\x00", "47", "42", "42/stage,", "43/stage,1[1]", "43[]", "44/stage,", "450-/stage,[]"],
        [
            "42/stage," + "[" * 100_000,
            "42/stage,{}",
            '42/stage,[{"op":1}]',
            '42/elsewhere,["op",1,{}]',
            "41/elsewhere,",
        ],
    ],
)
def test_the_connection_survives_whatever_its_packets_are(
    raw: Raw, packets: list[str | bytes], caplog: pytest.LogCaptureFixture
) -> None:
    for packet in packets:
        raw.socket.send(packet, ABNF.OPCODE_BINARY if isinstance(packet, bytes) else ABNF.OPCODE_TEXT)
    raw.socket.send('42/stage,["op",1,{"slider1":7}]')
    raw.sees('{"slider1":7}')
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    ("text", "head", "number"),
    [
        ("42", "42", None),
        ("427", "42", 7),
        ("42/test,", "42/test,", None),
        ("42/test,120", "42/test,", 120),
        ("42" + "9" * MAX_DIGITS, "42", int("9" * MAX_DIGITS)),
        ("42" + "9" * (MAX_DIGITS + 1), "42" + "9" * (MAX_DIGITS + 1), None),
        ("42-1", "42-1", None),
        ("42²", "42²", None),
    ],
)
def test_an_event_may_want_an_answer_under_a_number(text: str, head: str, number: int | None) -> None:
    assert split_head(text) == (head, None if number is None else Wanted(number))


def test_an_answer_bears_the_number_that_was_asked_for() -> None:
    assert answer_packet("/", Wanted(7), {"value": 37}) == b'437[{"value":37}]'
    assert answer_packet("/test", Wanted(0)) == b"43/test,0[]"
    assert read('2/test,7["op",1]') == (EVENT, "/test", ["op", 1, Wanted(7)])
