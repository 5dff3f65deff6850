"""How fast sites are asked, read from the log of the server that is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.local_site import Answer, SeenRequest
from tests.integration.named_site import NamedSite, gaps_s
from tests.integration.newsdesk_runs import crawl, end_pauses, lines, manifests, write_sources
from tests.integration.prose import page

NO_WORKERS = ("-s", "NEWSDESK_WORKERS=0")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[NamedSite]:
    with NamedSite() as named:
        named.serve_all_names(monkeypatch)
        yield named


def crawl_feeds(folder: Path, *feeds: str, settings: tuple[str, ...] = (), code: int = 0) -> None:
    rows = [{"id": urlsplit(url).hostname or "", "url": url} for url in feeds]
    write_sources(folder, rows)
    crawl(folder, *NO_WORKERS, *settings, code=code)


def most_at_once(requests: list[SeenRequest], each_s: float) -> int:
    """Return how many of the requests were under way at one time, each taking so long."""
    return max(sum(r.at_s <= one.at_s < r.at_s + each_s for r in requests) for one in requests)


def test_hosts_of_one_registered_domain_share_one_delay(site: NamedSite, tmp_path: Path) -> None:
    hosts = ("a.example.com", "b.example.com", "www.example.com")
    crawl_feeds(
        tmp_path, *(site.put_news(h, 3) for h in hosts), settings=("-s", "DOWNLOAD_DELAY=0.4")
    )
    # robots.txt, feed and three stories of each; Scrapy varies a delay by half.
    assert len(site.seen_at(*hosts)) == 15
    assert min(gaps_s(site.seen_at(*hosts))) > 0.15


def test_hosts_of_one_registered_domain_share_their_connections(
    site: NamedSite, tmp_path: Path
) -> None:
    hosts = ("a.example.com", "b.example.com", "www.example.com")
    each_s = 0.4
    feeds = [site.put_news(host, 3) for host in hosts]
    for host in hosts:
        for n in range(3):
            slow = Answer(body=page(f"Story {n} of {host}"), delay_s=each_s)
            site.put(f"http://{host}/story-{n}", slow)
    crawl_feeds(tmp_path, *feeds, settings=("-s", "DOWNLOAD_DELAY=0"))
    stories = [r for r in site.requests if "/story-" in r.path]
    assert len(stories) == 9
    assert most_at_once(stories, each_s * 0.8) == 2


def test_blogs_under_one_hosting_suffix_are_sites_of_their_own(
    site: NamedSite, tmp_path: Path
) -> None:
    blogs = ("one.blogspot.com", "two.blogspot.com")
    crawl_feeds(tmp_path, *map(site.put_news, blogs), settings=("-s", "DOWNLOAD_DELAY=1"))
    for blog in blogs:
        assert min(gaps_s(site.seen_at(blog))) > 0.4
    assert min(gaps_s(site.seen_at(*blogs))) < 0.4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_site_that_names_a_time_is_left_alone_until_then(
    site: NamedSite, tmp_path: Path, form: str
) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    header = "2" if form == "seconds" else at
    feed = site.put_news("a.example.com", n0=Answer(status=503, headers={"Retry-After": header}))
    other = site.put_news("other.example")
    settings = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "NEWSDESK_MAX_RETRY_AFTER_S=10")
    crawl_feeds(tmp_path, feed, other, settings=settings)
    asked = site.seen("http://a.example.com/story-0")
    if form == "date":
        assert len(asked) == 1, "a minute is too long for this run"
    else:
        assert len(asked) == 2
        assert asked[1].at_s - asked[0].at_s > 1.9
    assert len(site.seen_at("other.example")) == 6


def test_a_refusal_slows_its_site_down_and_not_the_others(site: NamedSite, tmp_path: Path) -> None:
    feed = site.put_news("a.example.com", 9, n1=Answer(status=429))
    other = site.put_news("other.example", 9)
    crawl_feeds(tmp_path, feed, other, settings=("-s", "DOWNLOAD_DELAY=0.2"))
    refused_at = site.seen("http://a.example.com/story-1")[0].at_s
    after = [r for r in site.seen_at("a.example.com") if r.at_s >= refused_at]
    pauses = gaps_s(after)
    # Twice the delay and more, then ever less until it is as before.
    assert max(pauses[:2]) > 0.38
    assert min(pauses[-3:]) < 0.38
    assert site.seen_at("other.example")[-1].at_s < after[-1].at_s
    assert len(lines(tmp_path)) == 18


def test_a_long_pause_is_kept_by_the_next_run(site: NamedSite, tmp_path: Path) -> None:
    feed = site.put_news("a.example.com")
    later = site._answers[1, feed][-1]
    site.put(feed, Answer(status=429, headers={"Retry-After": "3600"}), later)
    other = site.put_news("other.example")
    settings = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "NEWSDESK_MAX_RETRY_AFTER_S=1")
    crawl_feeds(tmp_path, feed, other, settings=settings, code=3)
    asked = len(site.seen_at("a.example.com"))

    crawl_feeds(tmp_path, feed, other, settings=settings, code=3)
    assert len(site.seen_at("a.example.com")) == asked, "not even robots.txt"
    error = manifests(tmp_path)[1]["sources"]["a.example.com"]["error"]
    assert error.startswith("host-deferred: http://a.example.com/feed.xml: a.example.com is left")

    end_pauses(tmp_path)
    crawl_feeds(tmp_path, feed, other, settings=settings)
    assert len(site.seen_at("a.example.com")) > asked
    assert len(lines(tmp_path)) == 8


def test_a_host_that_goes_silent_holds_up_nobody(site: NamedSite, tmp_path: Path) -> None:
    feed = site.put_news("a.example.com", 12)
    for n in range(12):
        site.put(f"http://a.example.com/story-{n}", Answer(delay_s=20))
    other = site.put_news("other.example", 12)
    settings = ("-s", "DOWNLOAD_DELAY=0", "-s", "DOWNLOAD_TIMEOUT=4", "-s", "RETRY_TIMES=0")
    crawl_feeds(tmp_path, feed, other, settings=settings)
    assert len([r for r in site.seen_at("a.example.com") if "/story-" in r.path]) <= 6
    assert len(lines(tmp_path)) == 12

    for n in range(12):
        site.put_story(f"http://a.example.com/story-{n}", f"Story {n} of a.example.com")
    crawl_feeds(tmp_path, feed, other, settings=settings)
    assert len(lines(tmp_path)) == 24


def test_sites_that_want_long_pauses_hold_up_nobody(site: NamedSite, tmp_path: Path) -> None:
    slow = [f"slow-{n}.example" for n in range(6)]
    feeds = [site.put_news(host, 3) for host in slow]
    for host in slow:
        rules = Answer(body=b"User-agent: *\nCrawl-delay: 2\n", content_type="text/plain")
        site.put(f"http://{host}/robots.txt", rules)
    quick = site.put_news("quick.example", 9)
    settings = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS=3")
    crawl_feeds(tmp_path, *feeds, quick, settings=settings)
    assert len(lines(tmp_path)) == 6 * 3 + 9
    done = site.seen_at("quick.example")[-1].at_s
    meanwhile = [r for r in site.seen_at(*slow) if "/story-" in r.path and r.at_s < done]
    assert len(meanwhile) <= 6, "the first story of each slow site at most"
    # Three places for all would part the six sites into groups that wait for each other.
    begun = [site.seen(f"http://{host}/story-2")[0].at_s for host in slow]
    assert max(begun) - min(begun) < 4


def test_a_host_that_refuses_everything_is_left_alone_for_a_while(
    site: NamedSite, tmp_path: Path
) -> None:
    feed = site.put_news("a.example.com", 20)
    for n in range(20):
        site.put(f"http://a.example.com/story-{n}", Answer(status=429))
    other = site.put_news("other.example")
    settings = ("-s", "DOWNLOAD_DELAY=0.05", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    crawl_feeds(tmp_path, feed, other, settings=settings)
    assert len([r for r in site.seen_at("a.example.com") if "/story-" in r.path]) <= 6
    pauses = gaps_s(r for r in site.seen_at("a.example.com") if "/story-" in r.path)
    assert pauses[3] > pauses[2] > pauses[1], "more slowly each time"
    assert len(lines(tmp_path)) == 4
    asked = len(site.seen_at("a.example.com"))

    crawl_feeds(tmp_path, feed, other, settings=settings, code=3)
    assert len(site.seen_at("a.example.com")) == asked, "an hour has not passed"
    site.put_news("a.example.com", 20)
    end_pauses(tmp_path)
    crawl_feeds(tmp_path, feed, other, settings=settings)
    assert len(lines(tmp_path)) == 24, "no attempt was used up"
