import pytest
from scrapy import Request

from crawler.middlewares.source_hosts import ALLOWED_SITES, OffsiteError, SourceHostsMiddleware

SITES = ("https://www.gazette.example/feed", "cdn.example")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/story",
        "https://news.gazette.example/story",
        "http://gazette.example:8080/story",
        "https://img.cdn.example/story",
    ],
)
def test_hosts_of_the_source_and_allowed_ones_are_reached(url: str) -> None:
    SourceHostsMiddleware().process_request(Request(url, meta={ALLOWED_SITES: SITES}))


@pytest.mark.parametrize(
    "url", ["https://ads.example/story", "https://gazette.example.evil.test/", "http://127.0.0.1/"]
)
def test_other_hosts_are_refused(url: str) -> None:
    with pytest.raises(OffsiteError, match="to follow it, add allowed_hosts = "):
        SourceHostsMiddleware().process_request(Request(url, meta={ALLOWED_SITES: SITES}))


def test_requests_of_no_source_pass() -> None:
    SourceHostsMiddleware().process_request(Request("https://ads.example/robots.txt"))
