"""Whole crawls: tests/integration/test_private_networks.py."""

from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint, TCP4ClientEndpoint, wrapClientTLS
from twisted.internet.protocol import Factory
from twisted.internet.ssl import optionsForClientTLS
from twisted.internet.testing import MemoryReactorClock

from crawler.middlewares.guarded_downloads import guard
from crawler.middlewares.private_networks import PrivateAddressError

PUBLIC = IPv4Address("TCP", "93.184.215.14", 443)
PRIVATE = {
    "IPv4": IPv4Address("TCP", "10.0.0.1", 443),
    "IPv6": IPv6Address("TCP", "fd00::1", 443),
    "IPv4 in IPv6": IPv6Address("TCP", "::ffff:169.254.169.254", 443),
}


class Reactor(MemoryReactorClock):
    """Looks every name up as the same addresses, and only remembers what it connects to."""

    def __init__(self, *addresses: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Twisted
        self._addresses = addresses
        self.nameResolver: Any = self

    def resolveHostName(self, receiver: Any, name: str, **_: Any) -> None:  # noqa: N802 - of Twisted
        for address in self._addresses:
            receiver.addressResolved(address)
        receiver.resolutionComplete()


def connect(reactor: Reactor, *, with_tls: bool = False) -> list[BaseException]:
    """Connect through a guarded endpoint and return its failures."""
    endpoint: Any = HostnameEndpoint(reactor, "gazette.example", 443)
    if with_tls:
        options: Any = optionsForClientTLS("gazette.example")
        endpoint = wrapClientTLS(options, endpoint)
    guard(endpoint)
    failures: list[BaseException] = []
    endpoint.connect(Factory()).addErrback(lambda failure: failures.append(failure.value))
    reactor.advance(1)
    return failures


def connected(reactor: Reactor) -> list[str]:
    return [client[0] for client in reactor.tcpClients]


@pytest.mark.parametrize("with_tls", [False, True])
@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
def test_nothing_is_sent_to_a_private_address(address: object, with_tls: bool) -> None:
    reactor = Reactor(address)
    (failure,) = connect(reactor, with_tls=with_tls)
    assert isinstance(failure, PrivateAddressError)
    assert connected(reactor) == []


@pytest.mark.parametrize("with_tls", [False, True])
def test_a_public_address_is_connected_to(with_tls: bool) -> None:
    reactor = Reactor(PUBLIC)
    assert connect(reactor, with_tls=with_tls) == []
    assert connected(reactor) == [PUBLIC.host]


def test_of_several_addresses_only_the_public_ones_are_tried() -> None:
    reactor = Reactor(PRIVATE["IPv4"], PUBLIC)
    assert connect(reactor) == []
    assert connected(reactor) == [PUBLIC.host]


def test_an_endpoint_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot check"):
        guard(TCP4ClientEndpoint(Reactor(), "gazette.example", 443))
