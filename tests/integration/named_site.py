"""Sites with names of their own, without DNS: the local site as the proxy that all requests take.

A proxy is asked for whole URLs, so the paths of a ``NamedSite`` are whole URLs too.
"""

from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from typing_extensions import override

from tests.integration.local_site import Answer, LocalSite, SeenRequest


class NamedSite(LocalSite):
    """``site.put("http://a.example.com/feed.xml", …)`` answers for that host."""

    @override
    def url(self, path: str, host: int = 1) -> str:
        return path

    def serve_all_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the processes of a test ask this site whatever the host is."""
        monkeypatch.setenv("http_proxy", super().url(""))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)

    def put_news(self, host: str, count: int = 4, **answers: Answer) -> str:
        """Put a feed of so many stories on a host and return its URL; ``answers`` by number."""
        urls = [
            self.put_story(f"http://{host}/story-{n}", f"Story {n} of {host}") for n in range(count)
        ]
        for number, answer in answers.items():
            url = f"http://{host}/story-{number.removeprefix('n')}"
            self.put(url, answer, *self._answers[1, url])
        return self.put_feed(urls, path=f"http://{host}/feed.xml")

    def seen_at(self, *hosts: str) -> list[SeenRequest]:
        """Return the requests to hosts, in the order in which they came."""
        return [r for r in self.requests if urlsplit(r.path).hostname in hosts]


def gaps_s(requests: Iterable[SeenRequest]) -> list[float]:
    """Return the seconds between requests that came one after the other."""
    times = sorted(request.at_s for request in requests)
    return [later - earlier for earlier, later in pairwise(times)]
