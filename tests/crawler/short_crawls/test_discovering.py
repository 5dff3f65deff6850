"""Real discoveries: tests/integration/test_sources_discover.py."""

from datetime import date

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import TextResponse
from twisted.python.failure import Failure

from crawler.short_crawls.discovering import DiscoverSpider, FoundSource, NoSource

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


def read(
    body: str,
    url: str = HOME,
    status: int = 200,
    spider: DiscoverSpider | None = None,
    **meta: object,
) -> tuple[list[object], list[str]]:
    """Return what a spider for the home page finds in a document, and where it looks next."""
    request = Request(url, meta={"is_first": url == HOME, **meta})
    response = TextResponse(url, body=body.encode(), status=status, request=request)
    pieces = list((spider or DiscoverSpider(HOME)).parse_source(response))
    asked = [piece.url for piece in pieces if isinstance(piece, Request)]
    return [piece for piece in pieces if not isinstance(piece, Request)], asked


def feed_of(*links: str, day: str = "23 Nov 2026", title: str = "Gazette") -> str:
    items = "".join(
        f"<item><title>T</title><link>{link}</link><pubDate>{day} 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def source_of(body: str, url: str = f"{HOME}feed.xml") -> FoundSource:
    (found,), _ = read(body, url)
    assert isinstance(found, FoundSource)
    return found


def test_feed_is_a_source_and_robots_is_asked_for_sitemaps() -> None:
    found, asked = read(FEED)
    assert found == [FoundSource(url=HOME, kind="feed", stories=1, title="Gazette")]
    assert asked == [f"{HOME}robots.txt"]


def test_the_newest_story_of_a_source_is_told() -> None:
    assert source_of(feed_of(f"{HOME}a")).newest == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("body", "is_aside"),
    [
        (feed_of(f"{HOME}a", day="23 Nov 2099"), False),
        (feed_of(f"{HOME}a", day="23 Nov 2019"), True),
        (feed_of(f"{HOME}a", day="23 Nov 2099", title="Comments for Gazette"), True),
    ],
)
def test_feeds_of_comments_and_feeds_without_news_stand_aside(body: str, is_aside: bool) -> None:
    assert source_of(body).is_aside == is_aside


@pytest.mark.parametrize(
    ("links", "host"),
    [
        ((f"{HOME}a", "https://b.example/a"), None),
        (("https://b.example/a", "https://b.example/b", "https://c.example/a"), "b.example"),
    ],
)
def test_where_the_stories_are_is_told_when_they_are_elsewhere(
    links: tuple[str, ...], host: str | None
) -> None:
    assert source_of(feed_of(*links)).story_host == host


def test_a_feed_with_the_same_stories_is_named_once() -> None:
    spider = DiscoverSpider(HOME)
    (first,), _ = read(feed_of(f"{HOME}a"), f"{HOME}rss", spider=spider)
    (second,), _ = read(feed_of(f"{HOME}a#x"), f"{HOME}atom", spider=spider)
    (third,), _ = read(feed_of(f"{HOME}b"), f"{HOME}other", spider=spider)
    assert isinstance(first, FoundSource)
    assert isinstance(second, NoSource)
    assert (second.reason, f"{HOME}rss" in second.detail) == ("same-stories", True)
    assert isinstance(third, FoundSource)


def test_the_feed_of_a_section_page_is_told_from_that_of_the_site() -> None:
    sport = f"{HOME}sport"
    stories = [f"{HOME}sport/184{n}22" for n in range(6)]
    rows = "".join(f"<h3><a href='{url}'>What the town says of {url}</a></h3>" for url in stories)
    spider = DiscoverSpider(sport)
    read(f"<html><body>{rows}</body></html>", sport, spider=spider, is_first=True)
    (own,), _ = read(feed_of(*stories[:4]), f"{sport}/feed", spider=spider)
    others = [f"{HOME}other/{n}" for n in range(20)]
    (whole,), _ = read(feed_of(stories[0], *others), f"{HOME}feed", spider=spider)
    assert isinstance(own, FoundSource)
    assert isinstance(whole, FoundSource)
    assert (own.is_of_page, whole.is_of_page) == (True, False)


def test_for_want_of_feeds_the_usual_addresses_are_tried_one_after_the_other() -> None:
    spider = DiscoverSpider(HOME)
    _, asked = read("<html><body></body></html>", spider=spider)
    assert asked == [f"{HOME}feed/", f"{HOME}robots.txt"]
    rest = (f"{HOME}feed/", f"{HOME}rss")
    _, asked = read("", f"{HOME}feed/", 404, spider, usual=rest)
    assert asked == [f"{HOME}rss"], "what was asked for is not asked for again"
    _, asked = read(FEED, f"{HOME}rss", spider=spider, usual=(f"{HOME}rss.xml",))
    assert asked == []


def test_a_page_in_place_of_a_usual_feed_is_none() -> None:
    (found,), asked = read(PAGE, f"{HOME}feed/", usual=(f"{HOME}rss",))
    assert isinstance(found, NoSource)
    assert (found.reason, asked) == ("no-feed", [f"{HOME}rss"])


def test_a_section_page_is_tried_for_a_feed_of_its_own() -> None:
    spider = DiscoverSpider(f"{HOME}sport")
    request = Request(f"{HOME}sport", meta={"is_first": True})
    response = TextResponse(request.url, body=b"<html></html>", request=request)
    pieces = list(spider.parse_source(response))
    assert next(p.url for p in pieces if isinstance(p, Request)) == f"{HOME}sport/feed/"


def test_sitemaps_for_news_of_an_index_are_looked_at() -> None:
    names = ("posts-1", "news", "googlenews-2", "latest-3")
    rows = "".join(f"<sitemap><loc>{HOME}{name}.xml</loc></sitemap>" for name in names)
    _, asked = read(f"<sitemapindex>{rows}</sitemapindex>", f"{HOME}sitemap.xml")
    assert asked == [f"{HOME}news.xml", f"{HOME}googlenews-2.xml"]


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


@pytest.mark.parametrize("status", [200, 404])
def test_a_robots_that_names_no_sitemap_leads_to_the_usual_ones(status: int) -> None:
    response = TextResponse(f"{HOME}robots.txt", body=b"User-agent: *\n", status=status)
    asked = [request.url for request in DiscoverSpider(HOME).parse_robots(response)]
    assert asked == [f"{HOME}news-sitemap.xml", f"{HOME}sitemap.xml"]


@pytest.mark.parametrize(("path", "told"), [("feed.xml", True), ("robots.txt", False)])
def test_failed_download_is_told_but_for_robots(path: str, told: bool) -> None:
    failure = Failure(DownloadTimeoutError("too slow"))  # type: ignore[no-untyped-call] # Twisted
    failure.request = Request(HOME + path)  # type: ignore[attr-defined] # as Scrapy does it
    found = list(DiscoverSpider(HOME).failed(failure))
    reasons = [item.reason for item in found if isinstance(item, NoSource)]
    assert reasons == (["download-timeout"] if told else [])
