"""The name on the network, as another computer finds it: two hosts on a wire, asked with a client of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.joined import Tablet, secret_of
from tests.room import LAPTOP, TABLET, Host, needs_a_room, wired
from tests.stage import StageProcess
from webui import VERSION
from webui.links.osc.switches import KEPT, QUERY
from webui.storage.opening import DATABASE
from webui.storage.store import Store

AWAY = "203.0.113.1"

pytestmark = needs_a_room

# Waits until a name is announced, and prints what is said of it.
FIND = """
import json, sys, threading
from zeroconf import ServiceBrowser, Zeroconf, AddressResolver
ip, name, kind = [*sys.argv[1:], "_sidestage._tcp.local."][:3]
found = threading.Event()
def heard(zeroconf, service_type, name, state_change):
    if name == f"{sys.argv[2]}.{kind}" and state_change.name == "Added":
        found.set()
zeroconf = Zeroconf([ip])
ServiceBrowser(zeroconf, kind, [heard])
assert found.wait(20)
info = zeroconf.get_service_info(kind, f"{name}.{kind}", 5000)
resolver = AddressResolver(f"{name}.local.")
assert resolver.request(zeroconf, 5000)
texts = {key.decode(): value.decode() for key, value in info.properties.items()}
print(json.dumps({"server": info.server, "ips": resolver.parsed_addresses(), "port": info.port, "texts": texts}))
zeroconf.close()
"""

HOST_INFO = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=20).read().decode())"

# Asks for the name's address many times, each time from another port, and prints what it is told. Like any resolver it
# asks again when nothing comes: a name that is being probed is not answered for.
ASK = """
import json, socket, sys
from zeroconf import DNSIncoming
told = []
for number in range(16):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(1)
        asker.bind((sys.argv[1], 0))
        asker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(sys.argv[1]))
        question = bytes([0, number, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]) + b"\\x09sidestage\\5local\\0\\0\\1\\0\\1"
        for attempt in range(20):
            asker.sendto(question, ("224.0.0.251", 5353))
            try:
                answer = asker.recv(9000)
            except TimeoutError:
                continue
            break
        else:
            sys.exit("no answer in 20 seconds")
        told += [socket.inet_ntoa(record.address) for record in DNSIncoming(answer).answers() if record.type == 1]
print(json.dumps(told))
"""

# Says when a name has come, and ends when it has gone.
WATCH = """
import sys, threading
from zeroconf import ServiceBrowser, Zeroconf
kind, ip = "_sidestage._tcp.local.", sys.argv[1]
gone = threading.Event()
def heard(zeroconf, service_type, name, state_change):
    print(state_change.name, flush=True)
    if state_change.name == "Removed":
        gone.set()
zeroconf = Zeroconf([ip])
ServiceBrowser(zeroconf, kind, [heard])
assert gone.wait(20)
zeroconf.close()
"""

HOLD_THE_PORT = """
import socket
taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
taken.bind(("", 5353))
print("taken", flush=True)
input()
"""

Start = Callable[..., StageProcess]


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    """The laptop and another computer."""
    laptop = Host(f"laptop{os.getpid()}", f"wl{os.getpid()}")
    other = Host(f"other{os.getpid()}", f"et{os.getpid()}")
    with wired(laptop, other):
        yield laptop, other


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a Sidestage on a host."""
    running: list[StageProcess] = []

    def start(host: Host, *arguments: str) -> StageProcess:
        data = tmp_path / str(len(running))
        process = StageProcess(data, "--port", "0", *arguments, prefix=host.prefix)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()


def test_another_computer_finds_it_by_name(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    process = start(laptop)
    found = other.python(FIND, TABLET, "sidestage")
    assert found["server"] == "sidestage.local."
    assert found["ips"] == [LAPTOP]
    assert found["port"] == process.port
    assert set(found["texts"]) == {"version", "boot"}
    assert found["texts"]["version"] == VERSION


def test_the_name_leads_to_the_address_of_the_askers_own_network(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    laptop.network("eth7", AWAY)
    start(laptop)
    assert other.python(FIND, TABLET, "sidestage")["ips"] == [LAPTOP]
    assert other.python(ASK, TABLET) == [LAPTOP] * 16


def test_what_describes_itself_by_oscquery_is_found_too(hosts: tuple[Host, Host], start: Start, tmp_path: Path) -> None:
    laptop, other = hosts
    show = tmp_path / "described.sidestage"
    show.write_text('{"sidestage": 1, "id": "described", "osc": {"in": {"port": 5999, "sources": ["0.0.0.0/0"]}}}')
    (tmp_path / "0").mkdir()
    store = Store(tmp_path / "0" / DATABASE)
    store.lasting(KEPT, json.dumps({"described": [QUERY]}))
    store.close()
    start(laptop, str(show))
    found = other.python(FIND, TABLET, "sidestage", "_oscjson._tcp.local.")
    assert (found["server"], found["ips"], found["port"]) == ("sidestage.local.", [LAPTOP], 5999)
    assert other.python(HOST_INFO, f"http://{LAPTOP}:5999/?HOST_INFO")["OSC_PORT"] == 5999


def test_the_second_on_the_network_gets_another_name(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    start(laptop)
    laptop.python(FIND, LAPTOP, "sidestage")
    second = start(other)
    third = start(other, "--host", TABLET)
    found = [laptop.python(FIND, LAPTOP, name) for name in ("sidestage-2", "sidestage-3")]
    assert {one["port"] for one in found} == {second.port, third.port}
    assert [one["ips"] for one in found] == [[TABLET], [TABLET]]
    assert other.python(FIND, TABLET, "sidestage")["ips"] == [LAPTOP]


def test_two_that_meet_later_part_their_names(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    laptop.cut()
    # Without each other both are called sidestage.
    for host in hosts:
        host.network("eth7", AWAY)
    first, second = start(laptop), start(other)
    assert laptop.python(FIND, AWAY, "sidestage")["port"] == first.port
    assert other.python(FIND, AWAY, "sidestage")["port"] == second.port
    laptop.plug()
    ports = {laptop.python(FIND, LAPTOP, name)["port"] for name in ("sidestage-2", "sidestage")}
    assert ports == {first.port, second.port}


def test_a_clean_stop_says_goodbye(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    process = start(laptop)
    command = [*other.prefix, sys.executable, "-c", WATCH, TABLET]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout
        assert watcher.stdout.readline() == "Added\n"
        assert process.stop() == 0
        assert watcher.stdout.readline() == "Removed\n"
        assert watcher.wait(20) == 0


def test_a_network_that_comes_later_hears_the_name(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    laptop.cut()
    process = start(laptop)
    process.said("No other computer can reach it: (.*)")
    laptop.plug()
    assert process.said("Tablets join here: (.*)#") == f"http://{LAPTOP}:{process.port}/"
    assert other.python(FIND, TABLET, "sidestage")["port"] == process.port


def test_kept_to_this_computer_it_announces_nothing(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, other = hosts
    start(laptop, "--host", "127.0.0.1")
    second = start(laptop)
    assert other.python(FIND, TABLET, "sidestage")["port"] == second.port


def test_where_multicast_is_not_possible_it_says_so_and_goes_on(hosts: tuple[Host, Host], start: Start) -> None:
    laptop, _ = hosts
    command = [*laptop.prefix, sys.executable, "-c", HOLD_THE_PORT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "taken\n"
        process = start(laptop)
        assert process.said(r"can't be found by name on the network \((.*)\)") == "Address already in use"
        assert process.join_link.startswith(f"http://{LAPTOP}:")
        assert process.stop() == 0
        holder.communicate("\n")
    said = "".join(process.lines)
    assert said.count("by name") == 1
    assert "Traceback" not in said


# Says once, as anybody on the wifi can, that a name leads to the computer that says it.
SAY = """
import socket, sys
from zeroconf import DNSOutgoing
from zeroconf._dns import DNSAddress, DNSService
ip, kind = sys.argv[1], "_sidestage._tcp.local."
packet = DNSOutgoing(0x8400)
packet.add_answer_at_time(DNSAddress("sidestage.local.", 1, 0x8001, 120, socket.inet_aton(ip)), 0)
if "service" in sys.argv:
    packet.add_answer_at_time(DNSService(f"sidestage.{kind}", 33, 0x8001, 120, 0, 0, 65000, "sidestage.local."), 0)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(sys.argv[2]))
sock.bind((sys.argv[2], 5353))
for _ in range(int(sys.argv[3])):
    for data in packet.packets():
        sock.sendto(data, ("224.0.0.251", 5353))
print("null")
"""

# Has the name, and answers for it, until it is told to go.
HOLD = """
import socket, sys
from zeroconf import ServiceInfo, Zeroconf
zeroconf = Zeroconf([sys.argv[1]])
info = ServiceInfo("_sidestage._tcp.local.", "sidestage._sidestage._tcp.local.", 65000, server="sidestage.local.",
    addresses=[socket.inet_aton(sys.argv[1])])
zeroconf.register_service(info, cooperating_responders=True)
print("holds", flush=True)
input()
zeroconf.close()
"""


@pytest.mark.parametrize("said", [(TABLET, TABLET, "1"), (TABLET, TABLET, "5", "service"), ("255.1.1.1", TABLET, "2")])
def test_what_is_only_said_takes_no_name_away(hosts: tuple[Host, Host], start: Start, said: tuple[str, ...]) -> None:
    laptop, other = hosts
    process = start(laptop)
    assert other.python(FIND, TABLET, "sidestage")["ips"] == [LAPTOP]
    other.python(SAY, *said)
    # Whoever asks now, and after the name was asked for, is told where it really is.
    for _ in range(2):
        assert LAPTOP in other.python(ASK, TABLET)
    assert process.stop() == 0
    with pytest.raises(AssertionError, match="it never said"):
        process.said("says that it is sidestage")


def test_a_name_that_is_taken_away_is_told_to_operators_and_taken_back_when_it_is_free(
    hosts: tuple[Host, Host], start: Start
) -> None:
    laptop, other = hosts
    process = start(laptop)
    assert other.python(FIND, TABLET, "sidestage")["port"] == process.port
    with laptop.entered():
        operator = Tablet(f"http://{LAPTOP}:{process.port}/")
        operator.join(secret_of(process.operator_link), name="FOH")
        page = operator.page()
        command = [*other.prefix, sys.executable, "-c", HOLD, TABLET]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdin
            assert holder.stdout
            assert holder.stdout.readline() == "holds\n"
            page.wait(lambda: "name" in page.faults, "to be told")
            assert f"Another computer ({TABLET}) on this network says that it is sidestage.local" in page.faults["name"]
            assert "this one is sidestage-2.local now" in page.faults["name"]
            assert other.python(FIND, TABLET, "sidestage-2")["port"] == process.port
            holder.communicate("\n", timeout=20)
        deadline = time.monotonic() + 60
        while "name" in page.faults:
            assert time.monotonic() < deadline, "it is not taken back"
            time.sleep(0.1)
        page.close()
    assert other.python(FIND, TABLET, "sidestage")["port"] == process.port
