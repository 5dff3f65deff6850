"""Real discoveries: tests/integration/test_sources_discover.py."""

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, TextResponse
from twisted.python.failure import Failure

from crawler.discovering import DiscoverSpider, FoundSource, NoSource
from crawler.state.robots_files import RobotsFile
from tests.crawler.state.examples import NOON

HOME = "http://gazette.example/"
FEED = (
    '<rss version="2.0"><channel><title>Gazette</title>'
    f"<item><title>Bench</title><link>{HOME}bench</link></item></channel></rss>"
)
INDEX = f"<sitemapindex><sitemap><loc>{HOME}a.xml</loc></sitemap></sitemapindex>"
PAGE = (
    "<html><head><title>Home</title>"
    "<link rel='alternate' type='application/rss+xml' href='/feed.xml'></head><body></body></html>"
)


def read(body: str, url: str = HOME, status: int = 200) -> tuple[list[object], list[str]]:
    """Return what a spider for the home page finds in a document, and where it looks next."""
    request = Request(url, meta={"is_first": url == HOME})
    response = TextResponse(url, body=body.encode(), status=status, request=request)
    pieces = list(DiscoverSpider(HOME).parse_source(response))
    asked = [piece.url for piece in pieces if isinstance(piece, Request)]
    return [piece for piece in pieces if not isinstance(piece, Request)], asked


def test_feed_is_a_source_and_robots_is_asked_for_sitemaps() -> None:
    found, asked = read(FEED)
    assert found == [FoundSource(url=HOME, kind="feed", stories=1, title="Gazette")]
    assert asked == [f"{HOME}robots.txt"]


def test_feed_without_stories_is_a_source_where_it_was_asked_for() -> None:
    quiet = '<rss version="2.0"><channel><title>Gazette</title></channel></rss>'
    found, _ = read(quiet)
    assert found == [FoundSource(url=HOME, kind="feed", stories=0, title="Gazette")]
    assert read(quiet, f"{HOME}comments.xml") == ([], [])


def test_feeds_of_a_page_are_looked_at() -> None:
    found, asked = read(PAGE)
    assert found == []
    assert asked == [f"{HOME}feed.xml", f"{HOME}robots.txt"]


def test_index_of_sitemaps_is_one_source() -> None:
    (found,), asked = read(INDEX, f"{HOME}sitemap.xml")
    assert isinstance(found, FoundSource)
    assert (found.kind, found.title) == ("sitemap", "index of 1 sitemaps")
    assert asked == []


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [("", 404, "http-404"), ("", 200, "empty-document"), ("{}", 200, "unknown-format")],
)
def test_document_that_is_no_source_is_told(body: str, status: int, reason: str) -> None:
    (found,), _ = read(body, status=status)
    assert isinstance(found, NoSource)
    assert (found.reason, found.is_asked_for) == (reason, True)


def test_sitemaps_of_robots_are_looked_at_once() -> None:
    spider = DiscoverSpider(HOME)
    text = f"User-agent: *\nSitemap: {HOME}news.xml\nSitemap: /more.xml\nSitemap: {HOME}news.xml\n"
    response = TextResponse(f"{HOME}robots.txt", body=text.encode())
    assert [r.url for r in spider.parse_robots(response)] == [f"{HOME}news.xml", f"{HOME}more.xml"]
    assert list(spider.parse_robots(response)) == []


def test_rules_that_were_read_are_not_asked_for_again() -> None:
    spider = DiscoverSpider(HOME)
    file = RobotsFile(body=f"Sitemap: {HOME}news.xml\n".encode(), asked_at=NOON)
    spider.robots_files.put(HOME.rstrip("/"), file, NOON)
    request = Request(HOME, meta={"is_first": True})
    response = HtmlResponse(HOME, body=b"<html><body>x</body></html>", request=request)
    asked = [r.url for r in spider.parse_source(response) if isinstance(r, Request)]
    assert asked == [f"{HOME}news.xml"]


@pytest.mark.parametrize(("path", "told"), [("feed.xml", True), ("robots.txt", False)])
def test_failed_download_is_told_but_for_robots(path: str, told: bool) -> None:
    failure = Failure(DownloadTimeoutError("too slow"))  # type: ignore[no-untyped-call]
    failure.request = Request(HOME + path)  # type: ignore[attr-defined] # as Scrapy does it
    found = list(DiscoverSpider(HOME).failed(failure))
    assert [item.reason for item in found] == (["download-timeout"] if told else [])
