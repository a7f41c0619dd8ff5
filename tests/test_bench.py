"""The benchmark itself: its figures are right, it runs, and it does not count what can't be trusted."""

import dataclasses
import math
import re
import subprocess
import sys

import pytest

from tests.bench import framing
from tests.bench.figures import MOST_BUSY, Figures, Run, medians, percentile, problems
from tests.bench.record import Record
from tests.bench.table import Row, ratios, table, verdict, voids
from tests.stage import ROOT


def figures(**given: float) -> Figures:
    return Figures(**{field.name: given.get(field.name, 1.0) for field in dataclasses.fields(Figures)})


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
    stream = b"".join(map(text_from_server, texts))
    unframer = framing.Unframer()
    found = [text for at in range(0, len(stream), piece) for text in unframer.messages(stream[at : at + piece])]
    assert found == texts


def test_what_follows_the_handshake_at_once_is_not_lost() -> None:
    unframer = framing.Unframer()
    assert not unframer.head(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")
    assert unframer.head(b"socket\r\n\r\n\x81\x011")
    assert unframer.messages(b"") == [b"1"]


@pytest.mark.parametrize("sent", [b"\x88\x00", b"\x01\x01a", b"\x82\x01a", b"\xc1\x01a"])
def test_a_close_and_frames_that_no_server_of_ours_sends_end_the_connection(sent: bytes) -> None:
    with pytest.raises(framing.ProtocolError):
        framing.Unframer().messages(sent)


def test_a_server_that_refuses_the_handshake_is_quoted() -> None:
    with pytest.raises(framing.ProtocolError, match="403 Forbidden"):
        framing.Unframer().head(b"HTTP/1.1 403 Forbidden\r\n\r\n")


def test_packets_are_as_socket_io_has_them() -> None:
    assert framing.connect_packet("/stage", {"session": "s"}) == b'40/stage,{"session": "s"}'
    assert framing.event_packet("/", "value changed", {"who": "a"}) == b'42["value changed",{"who":"a"}]'
    reader = framing.Reader("/stage")
    assert reader.joined(b'40/stage,{"sid":"x"}')
    assert reader.event(b'42/stage,["got",1]') == ["got", 1]
    assert reader.event(b"2") is None
    with pytest.raises(framing.ProtocolError):
        reader.joined(b'44/stage,{"message":"no"}')


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([7.0], 50) == percentile([7.0], 99) == 7
    ordered = [float(value) for value in range(1, 101)]
    assert [percentile(ordered, percent) for percent in (0, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert percentile([1.0, 2.0, 3.0], 50) == 2
    assert math.isnan(percentile([], 50))


def test_a_value_counts_once_at_each_device_but_its_mover() -> None:
    record = Record(devices=3, hands=1)
    record.begin, record.end = 10.0, 20.0
    value = record.move(0, 10.0)
    for device in (0, 1, 1):
        record.arrived(device, 0, value, 10.5)
    assert list(record.latencies) == [0.5]
    assert record.delivered == 1
    assert not record.is_settled()
    assert record.lacking() == 1
    record.arrived(2, 0, value, 11.0)
    assert record.is_settled()
    assert record.settled_after() == 1.0


def test_replaced_values_are_not_counted_and_older_ones_are_noticed() -> None:
    record = Record(devices=2, hands=1)
    record.begin, record.end = 0.0, 20.0
    for now in (1.0, 2.0, 3.0):
        record.move(0, now)
    record.arrived(1, 0, 3, 3.5)
    assert list(record.latencies) == [0.5]
    record.arrived(1, 0, 2, 4.0)
    assert record.went_back == 1
    assert record.lacking() == 2
    assert record.overtaken() == 1


def test_values_sent_before_the_steady_phase_have_no_latency_and_later_arrivals_do() -> None:
    record = Record(devices=2, hands=1)
    record.move(0, 1.0)
    record.begin, record.end = 2.0, 3.0
    record.arrived(1, 0, 1, 2.5)
    assert (list(record.latencies), record.delivered) == ([], 1)
    record.move(0, 2.75)
    record.arrived(1, 0, 2, 3.25)
    assert (list(record.latencies), record.delivered) == ([0.5], 1)


def test_a_run_is_void_where_the_generator_was_busy_or_a_client_lacks_a_value() -> None:
    assert problems(MOST_BUSY, 10, 0, 0, []) == ()
    assert problems(MOST_BUSY + 0.01, 10, 0, 0, []) == ("the generator was 71% busy, more than 70%",)
    assert problems(0.1, 10, 1, 0, ["gone"]) == ("1 of 10 clients lack a final value", "gone")
    assert problems(0.1, 10, 3, 2, []) == ("3 of 10 clients lack a final value (2 were told an older one after it)",)
    assert Run(None).is_void


def test_void_runs_are_not_in_the_medians_and_are_named() -> None:
    runs = (Run(figures(p50=1)), Run(figures(p50=3)), Run(figures(p50=2)), Run(figures(p50=99), ("why",)))
    row = Row(10, 4, "ours", runs)
    found = medians(runs)
    assert found is not None
    assert found.p50 == 2
    assert "3 of 4" in table([row])
    (void,) = voids([row])
    assert void.startswith("VOID: 10/4 ours, run 4: why. It saw 1 values/s (100%), p50 99 ms")
    assert "void" in table([Row(10, 4, "ours", runs[3:])])
    assert medians(runs[3:]) is None


def test_the_table_is_markdown_and_the_sentences_compare() -> None:
    ours = Row(10, 4, "ours", (Run(figures(p50=4.0, p99=20.0, wanted=200.0, delivered=100.0)),))
    theirs = Row(10, 4, "theirs", (Run(figures(p50=8.0, p99=80.0, wanted=200.0, delivered=50.0)),))
    lines = table([ours, theirs]).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert len({len(line) for line in lines}) == 1
    assert "50%" in lines[2]
    assert ratios([ours, theirs], "theirs") == [
        "10/4 ours, against the article's way: "
        "2 times the values, 0.5 times the p50, 0.25 times the p99, 1 times the CPU."
    ]
    assert "met with 4.00 and 20 ms" in str(verdict(ours))
    assert "MISSED" in str(verdict(theirs))
    assert verdict(Row(50, 4, "ours", ours.runs)) is None


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", "--devices", "2", "--hands", "1", "--rounds", "1", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)


def test_a_quick_run_measures_every_server() -> None:
    done = bench("--seconds", "0.5")
    rows = re.findall(r"^\| 2/1 +\| (.+?) +\| +[01] of 1 \| +(void|[\d,]+) \|", done.stdout, re.MULTILINE)
    assert [name for name, _ in rows] == ["Sidestage, /stage", "Sidestage, simple clients", "as in the article"]
    # Others may keep the generator from running; then it is right to say so, and nothing else may be wrong.
    said = re.findall("^- VOID: (.*?)\\.", done.stdout, re.MULTILINE)
    assert all(re.search(r"run 1: the generator was \d+% busy, more than 70%$", sentence) for sentence in said)
    assert done.returncode == (1 if said else 0), done.stderr
    assert [values == "void" or int(values.replace(",", "")) > 0 for _, values in rows] == [True] * 3


def test_a_run_in_which_a_value_is_withheld_is_void() -> None:
    done = bench("--seconds", "0.2", "--servers", "naive", "--withhold", "--patience", "0.2")
    assert done.returncode == 1
    assert "VOID: 2/1 as in the article, run 1: " in done.stdout
    assert "1 of 2 clients lack a final value" in done.stdout


@pytest.mark.parametrize("wrong", [("--devices", "401"), ("--devices", "2", "--hands", "3"), ("--rounds", "21")])
def test_a_load_out_of_bounds_is_refused(wrong: tuple[str, ...]) -> None:
    assert bench(*wrong).returncode == 2
