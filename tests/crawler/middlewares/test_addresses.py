from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.addresses import address_of, kind_if_not_public

KINDS = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "2130706433": "loopback",
    "0x7f000001": "loopback",
    "0x7f.1": "loopback",
    "0177.0.0.1": "loopback",
    "127.1": "loopback",
    "127.0.0.1.": "loopback",
    "[::1]": "loopback",
    "[::ffff:127.0.0.1]": "loopback",
    "[::ffff:7f00:1]": "loopback",
    "[64:ff9b::7f00:1]": "loopback",
    "[2002:7f00:1::]": "loopback",
    "0.0": "unspecified",
    "0": "unspecified",
    "[::]": "unspecified",
    "10.0.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "[::ffff:192.168.1.1]": "private",
    "[64:ff9b::c0a8:101]": "private",
    "[2002:c0a8:101::1]": "private",
    "198.18.0.1": "private",
    "[fd12:3456::1]": "private",
    "[fec0::1]": "private",
    "[2001:db8::1]": "private",
    "[2001:0:7f00:1::]": "private",
    "169.254.1.1": "link-local",
    "[fe80::1]": "link-local",
    "[fe80::1%25eth0]": "link-local",
    "169.254.169.254": "cloud metadata",
    "0xa9fea9fe": "cloud metadata",
    "[::ffff:169.254.169.254]": "cloud metadata",
    "[64:ff9b::a9fe:a9fe]": "cloud metadata",
    "[fd00:ec2::254]": "cloud metadata",
    "100.100.100.200": "cloud metadata",
    "168.63.129.16": "cloud metadata",
    "224.0.0.1": "multicast",
    "[ff02::1]": "multicast",
    "100.64.0.1": "not public",
    "255.255.255.255": "private",
    "240.0.0.1": "private",
    "[::7f00:1]": "reserved",
    "[64:ff9b:1::1]": "reserved",
    "8.8.8.8": None,
    "134744072": None,
    "[2606:4700::1111]": None,
    "[::ffff:8.8.8.8]": None,
    "[64:ff9b::808:808]": None,
    "[2002:808:808::]": None,
}


@pytest.mark.parametrize(("host", "kind"), KINDS.items(), ids=KINDS.keys())
def test_an_address_is_known_in_every_form(host: str, kind: str | None) -> None:
    address = address_of(host)
    assert address is not None
    assert kind_if_not_public(address) == kind


@pytest.mark.parametrize(
    "host", ["example.com", "localhost", "", "1.2.3.4.5", "é", "\ud800", "[x]"]
)
def test_a_name_is_no_address(host: str) -> None:
    assert address_of(host) is None


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_judged_as_itself(address: IPv4Address) -> None:
    kind = kind_if_not_public(address)
    number = int(address)
    assert kind_if_not_public(IPv6Address((0xFFFF << 32) | number)) == kind
    assert kind_if_not_public(IPv6Address((0x64FF9B << 96) | number)) == kind
    assert kind_if_not_public(IPv6Address((0x2002 << 112) | (number << 80))) == kind


@given(st.ip_addresses(v=6))
def test_only_addresses_of_the_internet_pass(address: IPv6Address) -> None:
    if kind_if_not_public(address) is None:
        is_nat64 = address in IPv6Network("64:ff9b::/96")
        translated = IPv4Address(int(address) & 0xFFFFFFFF) if is_nat64 else None
        embedded = address.ipv4_mapped or address.sixtofour or translated
        assert (embedded or address).is_global


@given(st.text())
def test_any_host_is_an_address_or_none(host: str) -> None:
    address = address_of(host)
    assert address is None or kind_if_not_public(address) != ""
