"""What hosts ask for is kept: robots.txt, crawl-delay, Retry-After, pauses between requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import Line, crawl, manifests, paths, reasons, write_sources
from tests.integration.prose import page

CRAWL_DELAY, RETRY_SOON, RETRY_LATE, RULES_BROKEN, SLOWED = range(1, 6)
SETTINGS = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "NEWSDESK_WORKERS=0")


@dataclass(frozen=True, slots=True)
class PoliteRun:
    """One crawl of five hosts that ask for different things."""

    site: LocalSite
    folder: Path

    def source(self, host: int) -> Line:
        sources: Line = manifests(self.folder)[0]["sources"]
        return dict(sources[f"host-{host}"])

    def gaps_s(self, host: int) -> list[float]:
        times = [r.at_s for r in self.site.requests if r.host == host]
        return [later - earlier for earlier, later in pairwise(times)]


@pytest.fixture(scope="module")
def polite(shared_folder: Path) -> Iterator[PoliteRun]:
    with LocalSite(hosts=5) as site:
        for host in range(1, 6):
            urls = [site.put_story(f"/{host}-{n}", f"Story {n} of {host}", host) for n in range(3)]
            site.put_feed(urls, host)
        site.put_robots("User-agent: *\nCrawl-delay: 1\n", CRAWL_DELAY)
        wait = Answer(status=429, headers={"Retry-After": "2"})
        site.put("/2-0", wait, Answer(body=page("Worth waiting for")), host=RETRY_SOON)
        closed = Answer(status=503, headers={"Retry-After": "7200"})
        site.put("/feed.xml", closed, host=RETRY_LATE)
        site.put("/robots.txt", Answer(status=503), host=RULES_BROKEN)
        rows = [{"id": f"host-{host}", "url": site.url("/feed.xml", host)} for host in range(1, 6)]
        rows[SLOWED - 1]["delay"] = 0.6  # type: ignore[assignment] # a number among the texts
        write_sources(shared_folder, rows)
        crawl(shared_folder, *SETTINGS, code=3)
        yield PoliteRun(site, shared_folder)


def test_crawl_delay_parts_all_requests_of_a_host(polite: PoliteRun) -> None:
    assert len(polite.gaps_s(CRAWL_DELAY)) == 4
    assert min(polite.gaps_s(CRAWL_DELAY)[1:]) > 0.9


def test_delay_of_a_source_parts_its_requests(polite: PoliteRun) -> None:
    # Half of it more or less, so that the requests are no clockwork.
    assert min(polite.gaps_s(SLOWED)[1:]) > 0.25


def test_retry_after_is_waited_for_and_then_the_page_is_fetched(polite: PoliteRun) -> None:
    first, second = polite.site.seen("/2-0")
    after = [r for r in polite.site.requests if r.host == RETRY_SOON and r.at_s > first.at_s]
    assert second.at_s - first.at_s > 1.9
    # One more request may have been on its way already.
    assert sum(request.at_s - first.at_s < 1.9 for request in after) <= 1
    assert "/2-0" in paths(polite.folder)


def test_a_host_that_asks_for_a_long_pause_is_left_alone(polite: PoliteRun) -> None:
    assert len(polite.site.seen("/feed.xml", RETRY_LATE)) == 1
    assert str(polite.source(RETRY_LATE)["error"]).startswith("host-deferred")


def test_a_host_whose_rules_cannot_be_read_is_not_crawled(polite: PoliteRun) -> None:
    seen = {request.path for request in polite.site.requests if request.host == RULES_BROKEN}
    assert seen == {"/robots.txt"}
    assert str(polite.source(RULES_BROKEN)["error"]).startswith("robots-unreachable")


def test_rules_hold_for_all_requests_that_waited_for_them(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        rules = b"User-agent: *\nDisallow: /closed/\n"
        site.put("/robots.txt", Answer(body=rules, content_type="text/plain", delay_s=0.7), host=2)
        closed = [site.put_story(f"/closed/{n}", f"Closed {n}", 2) for n in range(4)]
        opened = site.put_story("/open", "Open", 2)
        site.put_feed([*closed, opened])
        row = {"url": site.url("/feed.xml"), "allowed_hosts": ["127.0.3.2"], "concurrency": 8}
        write_sources(tmp_path, [row])
        crawl(tmp_path, "-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=0")
        assert {r.path for r in site.requests if r.host == 2} == {"/robots.txt", "/open"}
        assert set(reasons(tmp_path).values()) == {"robots-disallowed"}
        assert paths(tmp_path) == ["/open"]


def test_the_other_hosts_are_crawled_all_the_same(polite: PoliteRun) -> None:
    assert [polite.source(host)["new"] for host in range(1, 6)] == [3, 3, 0, 0, 3]


def test_a_failed_source_ends_the_run_with_its_own_code(polite: PoliteRun) -> None:
    assert manifests(polite.folder)[0]["exit_code"] == 3


def test_a_page_that_is_out_of_service_holds_up_neither_its_source_nor_other_pages(
    tmp_path: Path,
) -> None:
    with LocalSite() as site:
        closed = Answer(status=503, headers={"Retry-After": "7200"})
        first = site.put("/first", closed)
        site.put_feed([first])
        write_sources(tmp_path, [{"id": "news", "url": site.url("/feed.xml")}])
        crawl(tmp_path, *SETTINGS)
        site.put_feed([first, site.put_story("/second", "The second story")])
        for _ in range(2):
            crawl(tmp_path, *SETTINGS)
    assert len(site.seen("/feed.xml")) == 3
    assert len(site.seen("/first")) == 1, "two hours have not passed"
    assert paths(tmp_path) == ["/second"]
    assert reasons(tmp_path) == {}, "it is asked again once they have"
