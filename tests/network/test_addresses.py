"""Which address goes into the code: the one that a tablet can reach."""

import ifaddr
import pytest

from webui.network import addresses as addresses_module
from webui.network.addresses import Address, addresses, hostnames, kind_of, ranked, served


def adapter(name: str, *ips: str) -> ifaddr.Adapter:
    return ifaddr.Adapter(
        name, name, [ifaddr.IP((ip, 0, 0) if ":" in ip else ip, 64 if ":" in ip else 24, name) for ip in ips]
    )


ADAPTERS = [
    adapter("lo", "127.0.0.1", "::1"),
    adapter("docker0", "172.17.0.1"),
    adapter("enp3s0", "169.254.7.7"),
    adapter("tun0", "10.8.0.2"),
    adapter("eth0", "192.168.1.5", "fd00::5", "fe80::1"),
    adapter("wlan0", "192.168.7.9"),
]


def test_the_default_route_first_vpns_and_containers_late_link_local_last() -> None:
    assert [address.ip for address in ranked(ADAPTERS, "192.168.7.9")] == [
        "192.168.7.9",
        "192.168.1.5",
        "172.17.0.1",
        "10.8.0.2",
        "fd00::5",
        "169.254.7.7",
    ]


def test_a_vpn_that_holds_the_default_route_is_still_not_the_room() -> None:
    assert ranked(ADAPTERS, "10.8.0.2")[0].ip == "192.168.1.5"


def test_without_a_default_route_the_systems_order_stands() -> None:
    assert [address.ip for address in ranked(ADAPTERS, None)][:2] == ["192.168.1.5", "192.168.7.9"]


def test_no_network_no_address() -> None:
    assert ranked(ADAPTERS[:1], None) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("wlan0", "wifi"),
        ("wlp2s0", "wifi"),
        ("Wi-Fi", "wifi"),
        ("eth0", "network"),
        ("en0", "network"),
        ("tailscale0", "vpn"),
        ("wg0", "vpn"),
        ("br-0af3", "container"),
        ("veth12", "container"),
        ("vEthernet (WSL)", "virtual"),
        ("virbr0", "virtual"),
    ],
)
def test_what_an_interface_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (Address("stage.example", "--host", "network"), "--host"),
        (Address("192.168.1.5", "wlan0", "wifi"), "wlan0, wifi"),
        (Address("192.168.1.5", "eth0", "network"), "eth0"),
        (Address("169.254.7.7", "eth0", "network"), "eth0, no router: tablets seldom reach it"),
        (Address("10.8.0.2", "tun0", "vpn"), "tun0, VPN: tablets seldom reach it"),
        (Address("172.17.0.1", "docker0", "container"), "docker0, container: tablets seldom reach it"),
        (Address("192.168.122.1", "virbr0", "virtual"), "virbr0, virtual: tablets seldom reach it"),
    ],
)
def test_what_the_user_is_told_of_an_address(address: Address, label: str) -> None:
    assert address.label == label


def test_an_interface_without_its_cable_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses_module, "_is_up", lambda name: name != "eth0")
    found = ranked(ADAPTERS, "192.168.1.5")
    assert [address.interface for address in found if not address.is_up] == ["eth0", "eth0"]
    assert found[0].ip == "192.168.7.9"
    assert found[-1].interface == "eth0"


@pytest.mark.parametrize(
    ("host", "ips"),
    [
        ("0.0.0.0", ["192.168.7.9", "192.168.1.5", "172.17.0.1", "10.8.0.2", "169.254.7.7"]),
        ("::", ["192.168.7.9", "192.168.1.5", "172.17.0.1", "10.8.0.2", "fd00::5", "169.254.7.7"]),
        ("192.168.1.5", ["192.168.1.5"]),
        ("stage.example", ["stage.example"]),
        ("127.0.0.1", []),
        ("localhost", []),
        ("::1", []),
    ],
)
def test_only_what_the_server_listens_on_is_a_way_in(
    monkeypatch: pytest.MonkeyPatch, host: str, ips: list[str]
) -> None:
    monkeypatch.setattr(addresses_module, "addresses", lambda: ranked(ADAPTERS, "192.168.7.9"))
    assert [address.ip for address in served(host)] == ips


def test_here_and_now() -> None:
    assert all(not address.ip.startswith("127.") for address in addresses())


def test_host_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses_module.socket, "gethostname", lambda: "Wings.theatre.example")
    assert hostnames() == ["wings.theatre.example", "wings", "wings.local"]
