"""Feeds, sitemaps and home pages that want to harm: each fails alone, with a reason."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.hostile_pages import MIB, gzip_bomb, healthy, packed
from tests.integration.hostile_server import Behave, HostileServer, message, never, say
from tests.integration.local_site import rss
from tests.integration.measured_runs import Outcome, run_measured
from tests.integration.newsdesk_runs import crawl_command, lines, manifests, write_sources

SETTINGS = (
    *("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"),
    *("-s", "NEWSDESK_WORKERS=1", "-s", "DOWNLOAD_TIMEOUT=10"),
)
XML = "application/xml"
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\nContent-Length: 999999999\r\n\r\n".encode()
ONE_ITEM = "<item><title>A</title><link>/n/1</link></item>"
DTDS = {
    "laughs": "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(12)
    ),
    "quadratic": f'<!ENTITY a "{"x" * 100_000}">',
    "file": '<!ENTITY a SYSTEM "file:///etc/passwd">',
    "elsewhere": '<!ENTITY a SYSTEM "http://127.0.9.9:1/secret">',
    "parameter": '<!ENTITY % a SYSTEM "http://127.0.9.9:1/secret"> %a;',
}
FEED = "<rss version='2.0'><channel><title>&{name};</title>{item}</channel></rss>"
SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/n/1</loc>"
    "<lastmod>&{name};</lastmod></url></urlset>"
)


def with_dtd(root: str, dtd: str, text: str, encoding: str = "utf-8") -> Behave:
    document = f"<?xml version='1.0'?><!DOCTYPE {root} [{dtd}]>{text}"
    return say(message(document.encode(encoding), XML))


def failing() -> Mapping[str, tuple[Behave, str]]:
    """Return sources that cannot be read, and why."""
    cases: dict[str, tuple[Behave, str]] = {}
    for name, dtd in DTDS.items():
        entity = "l11" if name == "laughs" else "a"
        feed = FEED.format(name=entity, item=ONE_ITEM)
        cases[f"feed-{name}"] = (with_dtd("rss", dtd, feed), "unsafe-xml")
        sitemap = SITEMAP.format(name=entity)
        cases[f"sitemap-{name}"] = (with_dtd("urlset", dtd, sitemap), "unsafe-xml")
    wide = FEED.format(name="a", item=ONE_ITEM)
    return {
        **cases,
        "feed-wide": (with_dtd("rss", DTDS["file"], wide, "utf-16"), "unsafe-xml"),
        "feed-bomb": (packed(gzip_bomb(128), "gzip"), "too-large"),
        "sitemap-bomb": (say(message(gzip_bomb(128), "application/gzip")), "too-large"),
        "feed-huge": (say(HEAD), "too-large"),
        "home-links": (say(message(b"<html>" + b"<a href=/n/1>l</a>" * 100_000)), "too-complex"),
        "home-attributes": (
            say(message(b"<html><p" + b"".join(b" a%d" % n for n in range(200_000)) + b">")),
            "too-complex",
        ),
        "json-deep": (say(message(b'{"a":' * 500_000, "application/json")), "unknown-format"),
        "json-broken": (
            say(message(b'{"version": "https://jsonfeed.org/version/1.1", ', "application/json")),
            "unknown-format",
        ),
        "feed-deep": (say(message(b"<rss>" + b"<channel>" * 400_000, XML)), "too-complex"),
        "feed-escaped": (
            say(message(b"<rss><channel><item><title>" + b"&lt;b&gt;" * 400_000, XML)),
            "too-complex",
        ),
        "feed-attributes": (
            say(message(b"<rss" + b"".join(b" a%d='1'" % n for n in range(99_000)) + b">", XML)),
            "too-complex",
        ),
        "empty": (say(message(b"", XML)), "empty-document"),
        "zeros": (say(message(bytes(1_000), XML)), "unknown-format"),
        "image": (say(message(b"\x89PNG\r\n\x1a\n" + bytes(900), XML)), "unknown-format"),
        "never": (never, "download-timeout"),
        "torn": (packed(gzip.compress(rss(["/n/1"]))[:-9], "gzip"), "download-incomplete"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one crawl of all sources gave."""

    folder: Path
    outcome: Outcome
    server: HostileServer


FAILING = {name: reason for name, (_, reason) in failing().items()}
READABLE = {
    "bozo": b"<rss><channel><item><title>A & B</title><link>%s</link></item><item>",
    "one-guid": b"<rss><channel><item><guid>1</guid><link>%s</link></item>"
    b"<item><guid>1</guid><link>%s</link></item></channel></rss>",
    "no-date": b"<rss><channel><item><link>%s</link><pubDate>soon</pubDate></item></channel></rss>",
    "future": b"<rss><channel><item><link>%s</link><pubDate>Mon, 01 Jan 9998 00:00:00 GMT</pubDate>"
    b"</item></channel></rss>",
    "localised": "<rss><channel><item><link>%s</link><pubDate>mié, 20 nov. 2025 12:00:00 +0100"
    "</pubDate></item></channel></rss>".encode(),
    "controls": b"<rss><channel><item><title>\x1b[31mA\x00\x9b</title><link>%s</link></item>"
    b"</channel></rss>",
    "schemes": b"<rss><channel><item><link>file:///etc/passwd</link></item>"
    b"<item><link>javascript:alert(1)</link></item><item><link>data:text/html,x</link></item>"
    b"<item><link>ftp://127.0.0.1/x</link></item><item><link>%s</link></item></channel></rss>",
}


@pytest.fixture(scope="module")
def run(shared_folder: Path) -> Iterator[Run]:
    with HostileServer("127.0.4.3") as server:
        names = {
            name: server.put(f"/{name}.xml", behave) for name, (behave, _) in failing().items()
        }
        for name, feed in READABLE.items():
            (story,) = server.put_all(healthy(1, name))
            body = feed.replace(b"%s", story.encode())
            names[name] = server.put(f"/{name}.xml", say(message(body, XML)))
        many = [server.url(f"/n/{number}") for number in range(50_000)]
        names["many"] = server.put("/many.xml", say(message(rss(many), XML)))
        sources = [
            {"id": name, "url": url, "concurrency": 16, "limit": 3} for name, url in names.items()
        ]
        write_sources(shared_folder, sources)
        outcome = run_measured(crawl_command(shared_folder, *SETTINGS), 120)
        yield Run(folder=shared_folder, outcome=outcome, server=server)


def test_the_crawl_ends_and_says_that_sources_failed(run: Run) -> None:
    assert run.outcome.code == 3, run.outcome.stderr


@pytest.mark.parametrize("name", FAILING)
def test_a_hostile_source_fails_with_its_reason(run: Run, name: str) -> None:
    (manifest,) = manifests(run.folder)
    assert manifest["sources"][name]["error"].startswith(f"{FAILING[name]}: ")


@pytest.mark.parametrize("name", READABLE)
def test_a_badly_made_feed_gives_its_stories(run: Run, name: str) -> None:
    records = [line for line in lines(run.folder) if line["source_id"] == name]
    assert [record["url"] for record in records] == [run.server.url(f"/{name}-0")]


def test_of_many_entries_as_many_are_asked_for_as_the_source_allows(run: Run) -> None:
    (manifest,) = manifests(run.folder)
    assert manifest["sources"]["many"]["listed"] == 2_000
    assert len([path for path in run.server.paths if path.startswith("/n/")]) == 3


def test_memory_stays_under_a_gibibyte(run: Run) -> None:
    assert run.outcome.peak_bytes < 1024 * MIB


def test_no_control_signs_are_told(run: Run) -> None:
    assert not {sign for sign in run.outcome.stderr if sign < " "} - {"\n"}
