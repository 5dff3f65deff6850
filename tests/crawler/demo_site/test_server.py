import gzip
import html
import http.client
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from crawler.demo_site.server import DemoSite


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())
    finally:
        connection.close()


def decoded(body: bytes) -> str:
    """Return a page as text: two of the French ones are in windows-1252 and do not say so."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("windows-1252")


def source_urls(site: DemoSite) -> dict[str, str]:
    return {row["id"]: row["url"] for row in tomllib.loads(site.sources_toml())["source"]}


def test_every_source_of_the_configuration_answers(site: DemoSite) -> None:
    assert {fetch(url)[0] for url in source_urls(site).values()} == {200}


def test_hosts_have_different_addresses(site: DemoSite) -> None:
    addresses = {urlsplit(url).netloc for url in source_urls(site).values()}
    assert len(addresses) == 7


def test_every_expected_story_is_served_with_its_words(site: DemoSite) -> None:
    for story in site.expected():
        status, body, _ = fetch(story.url)
        text = html.unescape(decoded(body))
        assert status == 200
        assert story.title in text
        assert all(paragraph in text for paragraph in story.paragraphs), story.url


def test_every_trap_is_announced_and_none_is_a_story(site: DemoSite) -> None:
    announced = b"".join(fetch(url)[1] for url in source_urls(site).values()).decode()
    stories = {story.url for story in site.expected()}
    traps = {trap.kind: trap.url for trap in site.expected_traps()}
    assert set(traps) == {"not-found", "no-body", "disallowed", "list"}
    assert all(url in announced and url not in stories for url in traps.values())
    assert fetch(traps["not-found"])[0] == 404


def test_robots_txt_closes_the_disallowed_story_and_slows_one_host(site: DemoSite) -> None:
    closed = next(trap.url for trap in site.expected_traps() if trap.kind == "disallowed")
    robots = fetch(f"{site.base_url('gazette-de-valbrume')}/robots.txt")[1].decode()
    assert f"Disallow: {urlsplit(closed).path}\n" in robots
    slow = fetch(f"{site.base_url('eco-della-laguna')}/robots.txt")[1].decode()
    assert "Crawl-delay: 1\n" in slow


def test_sitemap_behind_the_index_is_packed(site: DemoSite) -> None:
    base = site.base_url("rechnoy-listok")
    assert b"/sitemap-news.xml.gz</loc>" in fetch(f"{base}/sitemap.xml")[1]
    sitemap = gzip.decompress(fetch(f"{base}/sitemap-news.xml.gz")[1]).decode()
    assert "<news:publication_date>2025-11-19T14:05:00+02:00<" in sitemap


def test_listing_leads_to_a_second_page(site: DemoSite) -> None:
    first = source_urls(site)["faro-de-almenara"]
    assert b'rel="next" href="/actualidad/?pagina=2"' in fetch(first)[1]
    assert b"/noticia/tren-de-la-naranja" in fetch(f"{first}?pagina=2")[1]


def test_update_changes_some_sources_and_leaves_the_others_unmodified(site: DemoSite) -> None:
    urls = source_urls(site)
    tags = {name: fetch(url)[2]["ETag"] for name, url in urls.items()}
    site.publish_update()
    changed = {
        name for name, url in urls.items() if fetch(url, **{"If-None-Match": tags[name]})[0] == 200
    }
    assert changed == {"lowmere-courier", "sieltor-hafenbote", "faro-de-almenara"}


def test_update_leaves_the_pages_of_unchanged_stories_as_they_were(site: DemoSite) -> None:
    before = {story.url: fetch(story.url)[1] for story in site.expected() if story.revision == 1}
    site.publish_update()
    after = {story.url: (story.revision, fetch(story.url)[1]) for story in site.expected()}
    changed = {url for url, body in before.items() if after[url][1] != body}
    assert changed == {url for url, (revision, _) in after.items() if revision == 2}
    assert len(after) == len(before) + 2


def test_requests_are_remembered_with_what_was_asked(site: DemoSite) -> None:
    url = source_urls(site)["lowmere-courier"]
    fetch(url, "HEAD", **{"If-None-Match": '"x"', "User-Agent": "tester"})
    fetch(f"{url}/missing")
    first, second = site.requests
    assert (first.host, first.method, first.path) == ("lowmere-courier", "HEAD", "/feed.xml")
    assert (first.status, first.role, first.if_none_match) == (200, "source", '"x"')
    assert first.user_agent == "tester"
    assert (second.status, second.role) == (404, "page")


def test_two_sites_run_side_by_side() -> None:
    with DemoSite() as one, DemoSite() as other:
        assert not set(source_urls(one).values()) & set(source_urls(other).values())
        assert fetch(source_urls(other)["lowmere-courier"])[0] == 200
        assert one.requests == ()


def test_site_ends_though_a_client_stays_connected() -> None:
    with DemoSite() as site:
        connection = http.client.HTTPConnection(
            urlsplit(site.base_url("lowmere-courier")).netloc, timeout=10
        )
        connection.request("GET", "/robots.txt")
        assert connection.getresponse().read()
    connection.close()


def test_site_runs_from_the_command_line_and_ends_on_a_signal() -> None:
    command = [sys.executable, "-m", "crawler.demo_site.server", "--print-sources", "--day", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = "".join(process.stdout.readline() for _ in range(5))
            assert b"bakery-queue-record" in fetch(tomllib.loads(lines)["source"][0]["url"])[1]
        finally:
            process.terminate()
        assert process.wait(timeout=30) == 0
