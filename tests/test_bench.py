"""The benchmark's own rules: what is counted, what is void, and how it is written."""

import math

import pytest

from tests.bench import framing
from tests.bench.clients.messages import Message
from tests.bench.clients.nicegui import NiceguiClient
from tests.bench.clients.simple import NumbersClient, SimpleClient
from tests.bench.clients.stage import StageClient
from tests.bench.figures import MOST_BUSY, Run, medians, percentile, problems, seen
from tests.bench.peers import PEERS
from tests.bench.record import Record, Screen
from tests.bench.table import Row, ratio, ratios, tables, targets, voids, written
from tests.bench.works import WORKS
from tests.bench.works.base import Reach

WORK = WORKS["200/8"]


def figures(**given: float) -> dict[str, float]:
    return {column.key: 1.0 for column in WORK.columns} | given


def row(peer: str, *runs: Run) -> Row:
    return Row(WORK, peer, PEERS[peer].title, runs)


def masked_text(sent: bytes) -> bytes:
    """What a server reads."""
    size, start = sent[1] & 0x7F, 2
    if size >= 126:
        start = 4 if size == 126 else 10
        size = int.from_bytes(sent[2:start], "big")
    key, body = sent[start : start + 4], sent[start + 4 :]
    assert sent[0] == 0x81
    assert sent[1] & 0x80
    assert len(body) == size
    return bytes(byte ^ key[at % 4] for at, byte in enumerate(body))


def text_from_server(payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    return b"\x81\x7e" + size.to_bytes(2, "big") + payload if size < 65536 else long_text(payload)


def long_text(payload: bytes) -> bytes:
    return b"\x81\x7f" + len(payload).to_bytes(8, "big") + payload


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 125, 126, 65535, 65536])
def test_a_frame_of_any_size_is_masked_as_clients_must(size: int) -> None:
    payload = b"sidestage"[: size % 9] + b"x" * (size - size % 9)
    assert masked_text(framing.frame(payload)) == payload


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 130, 200_000])
def test_a_stream_cut_anywhere_is_put_together(piece: int) -> None:
    texts = [b"", b"2", b"x" * 125, b"y" * 126, b"z" * 65536, b"42[]"]
    stream = b"\x89\x01p".join(map(text_from_server, texts))
    unframer = framing.Unframer()
    found = [text for at in range(0, len(stream), piece) for text in unframer.messages(stream[at : at + piece])]
    assert found == texts
    assert unframer.pings == [b"p"] * 5


def test_what_follows_the_handshake_at_once_is_not_lost() -> None:
    unframer = framing.Unframer()
    assert not unframer.head(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")
    assert unframer.head(b"socket\r\n\r\n\x81\x011")
    assert unframer.messages(b"") == [b"1"]


@pytest.mark.parametrize("sent", [b"\x88\x00", b"\x01\x01a", b"\x82\x01a", b"\xc1\x01a"])
def test_a_close_and_frames_that_no_server_of_these_sends_end_the_connection(sent: bytes) -> None:
    with pytest.raises(framing.ProtocolError):
        framing.Unframer().messages(sent)


def test_a_server_that_refuses_the_handshake_is_quoted() -> None:
    with pytest.raises(framing.ProtocolError, match="403 Forbidden"):
        framing.Unframer().head(b"HTTP/1.1 403 Forbidden\r\n\r\n")


def test_packets_are_as_socket_io_has_them() -> None:
    assert framing.connect_packet("/stage", {"session": "s"}) == b'40/stage,{"session": "s"}'
    assert framing.event_packet("/", "value changed", {"who": "a"}) == b'42["value changed",{"who":"a"}]'
    assert framing.read_joined("/stage", b'40/stage,{"sid":"x"}')
    assert framing.read_event("/stage", b'42/stage,["got",1]') == ["got", 1]
    assert framing.read_event("/stage", b"2") is None
    with pytest.raises(framing.ProtocolError):
        framing.read_joined("/stage", b'44/stage,{"message":"no"}')


def test_messages_are_read_for_what_they_tell_of_hands() -> None:
    frame = ["frame", 7, 1, 2, {"hand3": 5, "rest9": 1}, {"number": [[1.5, 8], [2.5, None]]}, {"taken": 2}]
    assert StageClient.read_message(frame) == Message(((3, 5), (0, 8)), frame=(7, 1, 2))
    assert StageClient.read_message([*frame[:4], {}, {}, {"refused": [[1, "a", "b"]]}]).event
    assert StageClient.read_message(["frame", 8, 2, 2]) == Message(frame=(8, 2, 2))
    assert SimpleClient.read_message(["update value", {"who": "rest9", "data": 4}]) == Message((), ("rest9",))
    assert SimpleClient.read_message(["update values", {"hand1": 4}]) == Message(((1, 4),), ("hand1",))
    assert NumbersClient.read_message(["newnumbers", [4, 5]]) == Message(((0, 4), (0, 5)))
    slider = {"tag": "q-slider", "class": ["bench-hand2"], "props": {"model-value": 9}}
    update = NiceguiClient.read_message(["update", {"4": slider, "5": None, "_id": 11}])
    assert update == Message(((2, 9),), event=["numbered", 11])


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([7.0], 50) == percentile([7.0], 99) == 7
    ordered = [float(value) for value in range(1, 101)]
    assert [percentile(ordered, percent) for percent in (0, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert percentile([1.0, 2.0, 3.0], 50) == 2
    assert math.isnan(percentile([], 50))


def test_a_value_counts_once_at_each_device_but_its_mover() -> None:
    record = Record(devices=3, hands=1)
    value = record.move(0, 10.0)
    record.log += [(device, 10.5, (((0, value),),)) for device in (0, 1, 1)]
    assert not record.is_settled()
    assert record.latencies(10.0, 20.0) == [500]
    assert record.delivered(10.0, 20.0) == record.moved(10.0, 20.0) == 1
    assert record.lacking() == 1
    record.log.append((2, 11.0, (((0, value),),)))
    assert record.is_settled()
    assert record.settled_after() == 1.0
    assert record.latencies(10.0, 20.0, {2}) == [500]


def test_devices_beyond_those_that_count_are_left_out_and_hands_apart_are_nobodys() -> None:
    record = Record(devices=1, hands=1, apart=True)
    record.log += [(1, 0.5, (((0, record.move(0, 0.0)),),))]
    assert not record.is_settled()
    record.log += [(0, 0.75, (((0, 1),),))]
    assert record.is_settled()
    assert record.latencies(0.0, 1.0) == [750]


def test_replaced_values_are_not_counted_and_older_ones_are_noticed() -> None:
    record = Record(devices=2, hands=1)
    for now in (1.0, 2.0, 3.0):
        record.move(0, now)
    record.log += [(1, 3.5, (((0, 3),),)), (1, 4.0, (((0, 2),),))]
    record.digest()
    assert record.latencies(2.5, 20.0) == [500]
    assert record.went_back == 1
    assert record.lacking() == 1
    assert record.overtaken() == 1


def test_a_screen_knows_how_old_is_what_it_shows() -> None:
    record = Record(devices=2, hands=2)
    record.move(0, 1.0)
    record.move(1, 2.0)
    record.log += [(1, 2.5, (((0, 1), (1, 1)),)), (0, 2.5, (((1, 1),),))]
    assert Screen(record, 1).ages([2.25, 3.0]) == [2.25, 1.5]


def test_a_screen_knows_what_it_painted_until_it_was_up_to_date() -> None:
    record = Record(devices=2, hands=1)
    for now in (1.0, 2.0, 3.0, 4.0):
        record.move(0, now)
    # Told 1 before it stalled at 1.5; from 4.0 on it is told 2, a paint later 3, and then 4.
    record.log += [(1, 1.1, (((0, 1),),)), (1, 4.0, (((0, 2),),)), (1, 4.05, (((0, 3),), ((0, 4),)))]
    for tick, painted in ((0.03, 1), (0.06, 0)):
        messages, old, seconds = Screen(record, 1).catching_up(4.0, fresh=0.1, tick=tick)
        assert (messages, old, round(seconds, 6)) == (3, painted, 0.05)
    record.log.pop()
    assert Screen(record, 1).catching_up(4.0, fresh=0.1, tick=0.03) == (1, 0, math.inf)


def test_a_run_is_void_where_the_generator_was_busy_or_a_client_lacks_a_value() -> None:
    assert problems(MOST_BUSY, 10, 0, 0, []) == ()
    assert problems(MOST_BUSY + 0.01, 10, 0, 0, []) == ("the generator was 71% busy, more than 70%",)
    assert problems(0.1, 10, 1, 0, ["gone"]) == ("1 of 10 clients lack a final value", "gone")
    assert problems(0.1, 10, 3, 2, []) == ("3 of 10 clients lack a final value (2 were told an older one after it)",)
    assert Run(None).is_void


def test_void_runs_are_not_in_the_medians_and_are_named() -> None:
    runs = (Run(figures(p50=1)), Run(figures(p50=3)), Run(figures(p50=2)), Run(figures(p50=99), ("why",)))
    found = medians(runs)
    assert found
    assert found["p50"] == 2
    assert "3 of 4" in tables([row("stage", *runs)])
    (void,) = voids([row("stage", *runs)])
    assert void.startswith("VOID: 200/8 Sidestage, /stage, run 4: why. It saw values/s 1, of wanted 100%, p50 ms 99")
    assert "void" in tables([row("stage", *runs[3:])])
    assert medians(runs[3:]) is None
    assert seen(runs[3:]) == (figures(p50=99), False)
    assert seen([Run(None)]) is None


def test_tables_are_markdown_with_one_for_each_family() -> None:
    idle = Row(WORKS["idle"], "stage", "Sidestage, /stage", (Run(None, ("no",)),))
    first, second = tables([row("stage", Run(figures(share=0.5))), row("node", Run(figures())), idle]).split("\n\n## ")
    lines = first.splitlines()[2:]
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == len({line.count("|") for line in lines}) == 1
    assert "50%" in lines[2]
    assert second.startswith("Idle\n")


def test_what_is_to_be_reached_is_met_missed_or_void() -> None:
    rows = [row("stage", Run(figures(p99=19, cores=0.3, cost=2))), row("node", Run(figures(cost=8.2)))]
    said = [[cell.strip() for cell in line.split("|")[2:5]] for line in targets(rows).splitlines()]
    assert said[2:] == [
        ["p99 ms < 20", "19", "met"],
        ["cores < 0.25", "0.30", "MISSED"],
        ["CPU per value 4 times less than Node socket.io, naive", "4.1 times", "met"],
        ["CPU per value 10 times less than article", "not measured", "-"],
    ]
    assert "void" in targets([row("stage", Run(None))])
    assert targets(rows[1:]) == ""


def test_bounds_are_below_or_at_most_and_may_be_another_figure() -> None:
    assert not Reach("old", 0).met({"old": 0})
    assert Reach("old", 0, at_most=True).met({"old": 0})
    assert Reach("during", 1.5, times="before").met({"during": 2.9, "before": 2})
    assert not Reach("during", 1.5, times="before").met({"during": 3, "before": 2})
    assert not Reach("age", 1).met({"age": math.nan})


def test_ratios_say_where_they_rest_on_void_runs() -> None:
    ours, theirs = row("stage", Run(figures(cost=2))), row("article", Run(figures(cost=30), ("late",)))
    assert ratio(ours, theirs) == (15, " (void runs only)")
    assert ratios([ours, theirs]) == ["200/8: as in the article takes 15 times the CPU a value (void runs only)."]
    assert ratio(ours, row("node", Run(figures(cost=math.nan)))) is None
    assert ratio(ours, row("node", Run(None))) is None


def test_figures_are_written_as_people_read_them() -> None:
    assert [written(9.876, "ms"), written(1234.5, "ms"), written(0.5, "share")] == ["9.88", "1,234", "50%"]
    assert [written(12.0, "count"), written(1234567.0, "count"), written(1.5, "count")] == ["12", "1,234,567", "1.5"]
    assert [written(math.nan, "ms"), written(math.inf, "s"), written(0.1234, "cores")] == ["-", "never", "0.12"]


@pytest.mark.parametrize("name", WORKS)
def test_every_work_is_made_of_what_there_is(name: str) -> None:
    work = WORKS[name]
    keys = {column.key for column in work.columns}
    assert {reach.key for reach in work.reach} | {reach.times for reach in work.reach} - {""} <= keys
    assert {*work.peers, *(peer for peer, _ in work.cheaper)} <= set(PEERS)
    small = work.scaled(0.001)
    assert (small.hands, small.devices) == ((1, 3) if work.hands else (0, 2))
