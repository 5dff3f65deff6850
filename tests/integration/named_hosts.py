"""Names for the hosts of a ``LocalSite``, so that one of them can stand for the public internet.

Scrapy loads the resolver in the process of the crawl, which is where the patch belongs.
"""

from collections.abc import Sequence
from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import DNSLookupError
from typing_extensions import override

from crawler.middlewares import addresses, private_networks

PUBLIC = "127.0.3.1"
PRIVATE = "127.0.3.2"
SETTINGS = ("-s", "TWISTED_DNS_RESOLVER=tests.integration.named_hosts.NamedHosts")
ADDRESSES = {
    "gazette.example": (PUBLIC,),
    "stories.gazette.example": (PUBLIC,),
    "intranet.gazette.example": (PRIVATE,),
    # Harmless when it is looked at, elsewhere when it is connected to.
    "turncoat.gazette.example": (PUBLIC, PRIVATE),
}


class NamedHosts(CachingThreadedResolver):
    """Gives the addresses of the table, one after the other; knows no other names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[str, int] = {}
        vars(private_networks)["kind_if_not_public"] = _kind_if_not_public

    @override
    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        if addresses.address_of(name) is not None:
            return super().getHostByName(name, timeout)
        if name not in ADDRESSES:
            return fail(DNSLookupError(name))
        times = self._asked[name] = self._asked.get(name, -1) + 1
        return succeed(ADDRESSES[name][min(times, len(ADDRESSES[name]) - 1)])


def _kind_if_not_public(address: addresses.Address) -> str | None:
    return None if str(address) == PUBLIC else addresses.kind_if_not_public(address)
