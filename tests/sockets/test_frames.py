"""A WebSocket's frames: whatever is sent, and wherever it is cut, what arrives is what a whole implementation reads."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websocket import ABNF
from wsproto import ConnectionType
from wsproto.connection import Connection, ConnectionState
from wsproto.events import BytesMessage, CloseConnection, Message, TextMessage
from wsproto.utilities import ProtocolError

from webui.sockets.frames import CLOSE, Unframer, framed


class Peer:
    """A whole implementation, to compare with: what is not just a short text is left to it."""

    def __init__(self, client: bool = False) -> None:
        self._protocol = Connection(ConnectionType.CLIENT if client else ConnectionType.SERVER)
        self._parts: list[str | bytes] = []
        self.fed = 0
        self.is_over = False

    def feed(self, data: bytes) -> list[str | bytes]:
        self.fed += len(data)
        found: list[str | bytes] = []
        try:
            self._protocol.receive_data(data)
            for event in self._protocol.events():
                if isinstance(event, Message):
                    self._parts.append(event.data)
                    if event.message_finished:
                        empty = "" if isinstance(event, TextMessage) else b""
                        found.append(empty.join(self._parts))  # type: ignore[arg-type]
                        self._parts.clear()
                    assert isinstance(event, TextMessage | BytesMessage)
                self.is_over = self.is_over or isinstance(event, CloseConnection)
        except ProtocolError:
            self.is_over = True
        return found


def read(pieces: Iterable[bytes]) -> tuple[list[str | bytes], int, Peer]:
    """The messages that arrive, how many frames held none, and what was left to the peer."""
    peer = Peer()
    unframer = Unframer(peer.feed)
    found = [item for piece in pieces for item in unframer.feed(piece)]
    return [item for item in found if item is not None], found.count(None), peer


def frame(data: str | bytes, opcode: int = ABNF.OPCODE_TEXT, fin: int = 1, key: bytes = b"\x12\xf0\x07\x80") -> bytes:
    """A frame as clients send it: masked."""
    payload = data.encode() if isinstance(data, str) else data
    size = len(payload)
    if size < 126:
        length = bytes((0x80 | size,))
    else:
        length = b"\xfe" + size.to_bytes(2) if size < 1 << 16 else b"\xff" + size.to_bytes(8)
    return bytes((fin << 7 | opcode,)) + length + key + bytes(byte ^ key[n % 4] for n, byte in enumerate(payload))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 100_000])
def test_a_text_of_any_length_goes_out_as_one_frame(size: int) -> None:
    peer = Peer(client=True)
    text = "ü" * (size // 2) + "x" * (size % 2)
    assert peer.feed(framed(text.encode())) == [text]


def test_goodbye_is_a_frame_that_closes() -> None:
    peer = Peer(client=True)
    peer.feed(CLOSE)
    assert peer.is_over


@pytest.mark.parametrize("size", [0, 1, 3, 125, 126, 127, 65535])
def test_a_text_in_one_frame_is_read_here_wherever_it_is_cut(size: int) -> None:
    text = "x" * size
    data = frame(text) + frame("next")
    for cut in {*range(min(len(data), 20)), size // 2, size, len(data) - 1}:
        messages, others, peer = read([data[:cut], data[cut:]])
        assert (messages, others, peer.fed) == ([text, "next"], 0, 0)


@pytest.mark.parametrize(
    "unusual",
    [
        frame("x" * 65536),
        frame(b"\x00\xff", ABNF.OPCODE_BINARY),
        frame(b"hello", ABNF.OPCODE_PING),
        frame(b"", ABNF.OPCODE_PONG),
        frame("cut ", fin=0) + frame("twice ", ABNF.OPCODE_CONT, fin=0) + frame("over", ABNF.OPCODE_CONT),
        frame("cut ", fin=0) + frame(b"in the middle", ABNF.OPCODE_PING) + frame("over", ABNF.OPCODE_CONT),
        frame("", fin=0) + frame("", ABNF.OPCODE_CONT),
    ],
)
def test_after_what_is_left_to_the_whole_implementation_short_texts_are_read_here_again(unusual: bytes) -> None:
    for piece in (1, 3, 7, 1000, 200_000):
        data = frame("before") + unusual + frame("after")
        messages, _, peer = read(data[at : at + piece] for at in range(0, len(data), piece))
        expected = Peer().feed(data)
        assert messages == expected
        assert (messages[0], messages[-1]) == ("before", "after")
        assert peer.fed == len(unusual)


def test_every_frame_is_counted_also_those_without_a_message() -> None:
    data = frame(b"", ABNF.OPCODE_PING) * 5 + frame("", fin=0) + frame("", ABNF.OPCODE_CONT, fin=0) * 5
    messages, others, _ = read([data])
    assert (messages, others) == ([], 11)


@pytest.mark.parametrize(
    "bad",
    [
        b"\x81\x03abc",
        frame(b"\xff\xfe"),
        frame(b"\xed\xa0\x80"),
        frame("x", 3),
        frame("x", ABNF.OPCODE_CONT),
        frame("cut", fin=0) + frame("another"),
        frame(b"", ABNF.OPCODE_PING, fin=0),
        b"\xc1\x80\x00\x00\x00\x00",
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
        b"\x89\xfe\x00\x7e\x00\x00\x00\x00" + bytes(126),
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_frame_of_a_client_ends_it(bad: bytes) -> None:
    for piece in (1, 1000):
        data = frame("before") + bad
        messages, _, peer = read(data[at : at + piece] for at in range(0, len(data), piece))
        assert messages == ["before"]
        assert peer.is_over


FRAMES = st.lists(
    st.one_of(
        st.builds(frame, st.text(max_size=200), key=st.binary(min_size=4, max_size=4)),
        st.builds(frame, st.binary(max_size=200), st.just(ABNF.OPCODE_BINARY)),
        st.builds(frame, st.binary(max_size=125), st.sampled_from([ABNF.OPCODE_PING, ABNF.OPCODE_PONG])),
        st.lists(st.text(max_size=20), min_size=2, max_size=4).map(
            lambda parts: b"".join(
                frame(part, ABNF.OPCODE_TEXT if n == 0 else ABNF.OPCODE_CONT, int(n == len(parts) - 1))
                for n, part in enumerate(parts)
            )
        ),
    ),
    max_size=12,
)


@given(FRAMES, st.integers(1, 50), st.randoms(use_true_random=False))
def test_any_stream_cut_anywhere_holds_what_the_whole_implementation_reads(
    frames: list[bytes], most: int, chance: random.Random
) -> None:
    data = b"".join(frames)
    pieces = []
    rest = data
    while rest:
        size = chance.randint(1, most)
        pieces.append(rest[:size])
        rest = rest[size:]
    assert read(pieces)[0] == Peer().feed(data)


@given(st.binary(max_size=300))
def test_garbage_is_judged_as_the_whole_implementation_judges_it(data: bytes) -> None:
    whole = Peer()
    assert read([data])[0] == whole.feed(data) or whole.is_over


def test_the_peer_knows_of_a_close() -> None:
    peer = Peer()
    assert read([frame(b"\x03\xe8", ABNF.OPCODE_CLOSE)])[2].is_over
    assert peer._protocol.state is ConnectionState.OPEN
