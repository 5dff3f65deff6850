"""Editions of the demo hosts without a server."""

from datetime import UTC, datetime

from crawler.demo_site.pages import Edition
from crawler.demo_site.stories import load_hosts

TODAY = datetime(2025, 11, 20, 18, 0, tzinfo=UTC)


def editions(day: int = 1) -> dict[str, Edition]:
    """Return the edition of each host on a day, by the host's style."""
    return {
        host.style: Edition(host=host, base=f"http://{host.style}.example", day=day, today=TODAY)
        for host in load_hosts(TODAY)
    }
