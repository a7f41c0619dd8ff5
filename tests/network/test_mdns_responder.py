"""What zeroconf does not document and the responder leans on: each fails where a new version has moved it."""

import asyncio
import socket
import sys

import pytest
from zeroconf import DNSIncoming, IPVersion, ServiceInfo
from zeroconf._dns import DNSAddress, DNSQuestion, DNSService
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncZeroconf

from webui.network.mdns_responder import ANY, CLASS_IN, IP_MULTICAST_ALL, QUERY, SERVICE, Responder

INFO = ServiceInfo(
    SERVICE, f"sidestage.{SERVICE}", 5757, server="sidestage.local.", parsed_addresses=["198.51.100.1", "198.51.100.2"]
)


def test_records_are_of_the_classes_in_dns() -> None:
    assert [type(record) for record in INFO.dns_addresses()] == [DNSAddress, DNSAddress]
    assert INFO.dns_addresses()[0].address == bytes([198, 51, 100, 1])
    assert type(INFO.dns_service()) is DNSService
    assert INFO.dns_service().port == 5757


def test_a_packets_authorities_are_what_a_probe_proposes() -> None:
    packet = DNSOutgoing(QUERY)
    packet.add_question(DNSQuestion("sidestage.local.", ANY, CLASS_IN))
    packet.authorities += [*INFO.dns_addresses(), INFO.dns_service()]
    read = DNSIncoming(packet.packets()[0])
    assert read.is_probe()
    assert [type(record) for record in read.answers()] == [DNSAddress, DNSAddress, DNSService]


@pytest.mark.usefixtures("own_loop")
def test_the_registry_can_forget_a_name_without_a_goodbye() -> None:
    async def register_and_forget() -> None:
        zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"], unicast=True, ip_version=IPVersion.V4Only)
        registry = zeroconf.zeroconf.registry
        registry.async_add(INFO)
        assert registry.async_get_info_name(INFO.name) is INFO
        registry.async_remove(INFO)
        assert registry.async_get_info_name(INFO.name) is None
        await zeroconf.async_close()

    asyncio.run(register_and_forget())


@pytest.mark.usefixtures("own_loop")
@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has these options")
def test_the_engines_readers_have_their_sockets() -> None:
    async def options() -> set[tuple[int, int]]:
        responder = Responder(("127.0.0.1",), set(), lambda: None)
        await responder.open()
        readers = responder._core.engine.readers
        found = {
            (
                reader.sock.getsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL),
                reader.sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT),
            )
            for reader in readers
        }
        await responder.close()
        return found

    assert asyncio.run(options()) == {(0, 0)}
