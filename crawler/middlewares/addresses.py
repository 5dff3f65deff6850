"""Which addresses are no part of the public internet, in whatever form they are written."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    {
        # Where clouds keep the keys of a machine; most others are link-local or private anyway.
        IPv4Address("100.100.100.200"),
        IPv4Address("168.63.129.16"),
        IPv4Address("169.254.169.254"),
        IPv6Address("fd00:ec2::254"),
    }
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
# RFC 8215: within a network. Whether ``ipaddress`` calls it private depends on its version.
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
_LOWEST_32_BITS = 0xFFFFFFFF
# In order: the first that fits is told. Loopback, for one, is private too.
_KINDS = (
    ("is_unspecified", "unspecified"),
    ("is_loopback", "loopback"),
    ("is_link_local", "link-local"),
    ("is_multicast", "multicast"),
    ("is_private", "private"),
    ("is_site_local", "private"),
    ("is_reserved", "reserved"),
)


def address_of(host: str) -> Address | None:
    """Return the address that a host of a URL is itself; ``None`` for a name.

    The C library, which looks hosts up, also reads ``2130706433``, ``0x7f.1`` and ``0177.0.0.1``.
    """
    text = host.strip("[]").rstrip(".")
    try:
        return ip_address(text)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(text))
    except (OSError, UnicodeError, ValueError):
        return None


def kind_if_not_public(address: Address) -> str | None:
    """Return what kind of address it is in a word; ``None`` for one of the public internet.

    An IPv6 address that stands for an IPv4 address (mapped, 6to4, NAT64) is of the kind of that
    one. Where there is only IPv6, every site is reached through NAT64.
    """
    if address in _METADATA:
        return "cloud metadata"
    if address in _LOCAL_NAT64:
        return "reserved"
    embedded = _embedded(address)
    if embedded is not None:
        return kind_if_not_public(embedded)
    for attribute, kind in _KINDS:
        if getattr(address, attribute, False):
            return kind
    # What is left is shared by the customers of a provider (100.64.0.0/10) or not given out.
    return None if address.is_global else "not public"


def _embedded(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & _LOWEST_32_BITS)
    return address.ipv4_mapped or address.sixtofour
