"""Any URL will do: what it leads to is found out from what comes back."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.local_site import HTML, Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    Line,
    crawl,
    lines,
    manifests,
    paths,
    write_sources,
)

XML = "application/xml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
HOME, SECTION, INDEX, WRONG_KIND, ELSEWHERE, DEAD_FEED = range(1, 7)


@dataclass(frozen=True, slots=True)
class DiscoveryRuns:
    """Two crawls of six sources that each have to be understood first."""

    site: LocalSite
    folder: Path
    requests_of_first: int

    def source(self, host: int, run: int = 1) -> Line:
        sources: dict[str, Line] = manifests(self.folder)[run - 1]["sources"]
        return sources[f"host-{host}"]

    def asked_again(self, host: int) -> dict[str, int]:
        seen = self.site.requests[self.requests_of_first :]
        return {r.path: r.status for r in seen if r.host == host and r.path != "/robots.txt"}


@pytest.fixture(scope="module")
def runs(shared_folder: Path) -> Iterator[DiscoveryRuns]:
    with LocalSite(hosts=6) as site:
        urls = _put_sources(site)
        kinds = {WRONG_KIND: "sitemap"}
        write_sources(
            shared_folder,
            [
                {"id": f"host-{host}", "url": url, "kind": kinds.get(host, "auto"), "max_pages": 3}
                for host, url in urls.items()
            ],
        )
        crawl(shared_folder, *QUICK, code=3)
        count = len(site.requests)
        crawl(shared_folder, *QUICK, code=3)
        yield DiscoveryRuns(site, shared_folder, count)


def _put_sources(site: LocalSite) -> dict[int, str]:
    for host in (HOME, DEAD_FEED):
        _put_listing(site, host, 1, 1)
    site.put_feed(_stories(site, HOME, "page1"), HOME)
    for number in range(1, 5):
        _put_listing(site, SECTION, number, 4)
    _put_sitemaps(site)
    site.put_feed(_stories(site, WRONG_KIND, "feed"), WRONG_KIND)
    site.put_feed(_stories(site, HOME, "feed"), ELSEWHERE)
    return {
        HOME: site.url("/", HOME),
        SECTION: site.url("/", SECTION),
        INDEX: site.url("/index.xml", INDEX),
        WRONG_KIND: site.url("/feed.xml", WRONG_KIND),
        ELSEWHERE: site.url("/feed.xml", ELSEWHERE),
        DEAD_FEED: site.url("/", DEAD_FEED),
    }


def _stories(site: LocalSite, host: int, name: str, count: int = 5) -> list[str]:
    titles = [f"{name} {host}: the {n}th thing that happened here" for n in range(count)]
    return [site.put_story(f"/{name}/{n}", title, host) for n, title in enumerate(titles)]


def _put_listing(site: LocalSite, host: int, number: int, pages: int) -> None:
    """Put a section page with stories of its own and a link to the next one."""
    cards = "".join(
        f"<div class='card'><h3><a href='{url}'>What people say about thing number {n} on page "
        f"{number}</a></h3><span>2{n}.11.2025 10:00</span></div>"
        for n, url in enumerate(_stories(site, host, f"page{number}"))
    )
    more = f"<a rel='next' href='/?page={number + 1}'>Next</a>" if number < pages else ""
    feed = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    head = feed if host in {HOME, DEAD_FEED} else ""
    body = (
        f"<html><head><title>T</title>{head}</head><body><main>{cards}</main>{more}</body></html>"
    )
    path = "/" if number == 1 else f"/?page={number}"
    site.put(path, Answer(body=body.encode(), content_type=HTML), host=host)


def _put_sitemaps(site: LocalSite) -> None:
    names = ("a", "b")
    for name in names:
        rows = "".join(
            f"<url><loc>{url}</loc><news:news><news:publication_date>2025-11-20T10:00:00Z"
            f"</news:publication_date><news:title>Story</news:title></news:news></url>"
            for url in _stories(site, INDEX, name, 3)
        )
        body = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='{NEWS}'>"
        packed = gzip.compress(f"{body}{rows}</urlset>".encode(), mtime=0)
        site.put(
            f"/{name}.xml.gz", Answer(body=packed, content_type="application/gzip"), host=INDEX
        )
    children = "".join(
        f"<sitemap><loc>{site.url(f'/{name}.xml.gz', INDEX)}</loc></sitemap>" for name in names
    )
    index = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{children}"
    site.put(
        "/index.xml",
        Answer(body=f"{index}</sitemapindex>".encode(), content_type=XML),
        host=INDEX,
    )


def test_a_home_page_leads_to_its_feed(runs: DiscoveryRuns) -> None:
    source = runs.source(HOME)
    assert (source["kind"], source["new"], source["error"]) == ("feed", 5, None)


def test_the_feed_that_was_found_is_asked_directly_the_next_time(runs: DiscoveryRuns) -> None:
    assert runs.asked_again(HOME) == {"/feed.xml": 304}


def test_a_home_page_whose_feed_is_gone_is_read_as_a_listing(runs: DiscoveryRuns) -> None:
    source = runs.source(DEAD_FEED)
    assert (source["kind"], source["new"], source["error"]) == ("listing", 5, None)


def test_a_listing_is_followed_as_far_as_its_limit(runs: DiscoveryRuns) -> None:
    source = runs.source(SECTION)
    assert (source["kind"], source["new"]) == ("listing", 15)
    assert runs.site.seen("/?page=3", SECTION)
    assert not runs.site.seen("/?page=4", SECTION)


def test_a_listing_that_did_not_change_is_not_followed_again(runs: DiscoveryRuns) -> None:
    assert runs.asked_again(SECTION) == {"/": 304}


def test_the_packed_children_of_a_sitemap_index_are_read(runs: DiscoveryRuns) -> None:
    source = runs.source(INDEX)
    assert (source["kind"], source["new"]) == ("sitemap", 6)
    assert {line["source_type"] for line in lines(runs.folder)
            if line["source_id"] == f"host-{INDEX}"} == {"sitemap"}  # fmt: skip


def test_children_of_an_index_are_asked_for_although_the_index_is_the_same(
    runs: DiscoveryRuns,
) -> None:
    asked = runs.asked_again(INDEX)
    assert asked == {"/index.xml": 200, "/a.xml.gz": 304, "/b.xml.gz": 304}


def test_a_source_that_is_not_what_it_says_fails_alone(runs: DiscoveryRuns) -> None:
    assert str(runs.source(WRONG_KIND)["error"]).startswith("wrong-kind")


def test_a_source_that_only_leads_elsewhere_says_what_to_do(runs: DiscoveryRuns) -> None:
    for run in (1, 2):
        error = str(runs.source(ELSEWHERE, run)["error"])
        assert error.startswith("offsite-only")
        assert 'allowed_hosts = ["127.0.3.1"]' in error


def test_second_run_adds_nothing(runs: DiscoveryRuns) -> None:
    assert paths(runs.folder, run=2) == []
    assert len(paths(runs.folder)) == 5 + 15 + 6 + 5
