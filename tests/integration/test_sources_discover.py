"""``newsdesk sources discover`` as a process of its own against the demo site."""

import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from crawler.configuration.source_file import read_configuration
from crawler.demo_site.server import DemoSite
from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import NEWSDESK, ROOT, TIMEOUT_S, newsdesk, wait_until
from tests.integration.prose import page


@pytest.fixture(scope="module")
def homes() -> Iterator[dict[str, str]]:
    """Return the addresses of the sources of the demo site by their ids."""
    with DemoSite(today=datetime.now(UTC)) as site:
        configuration = read_configuration(site.sources_toml(), "demo", {})
        yield {source.id: source.url for source in configuration.sources}


def discover(url: str, *options: str) -> subprocess.CompletedProcess[str]:
    needed = ("--allow-private", "-s", "DOWNLOAD_DELAY=0")
    return newsdesk("sources", "discover", url, *options, *needed)


def test_home_page_leads_to_its_feed_and_is_a_listing_itself(homes: dict[str, str]) -> None:
    done = discover(homes["lowmere-courier"].replace("feed.xml", ""))
    assert done.returncode == 0, done.stderr
    kinds = [line.split()[0] for line in done.stdout.splitlines()[1:]]
    assert kinds == ["feed", "listing"]
    assert homes["lowmere-courier"] in done.stdout


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("sieltor-hafenbote", "feed"),
        ("rechnoy-listok", "sitemap"),
        ("faro-de-almenara", "listing"),
        ("gazette-de-valbrume", "feed"),
        ("eco-della-laguna", "feed"),
    ],
)
def test_every_kind_of_source_is_recognised(homes: dict[str, str], source: str, kind: str) -> None:
    done = discover(homes[source])
    found = [line.split() for line in done.stdout.splitlines()[1:]]
    assert [kind, homes[source]] in [[line[0], line[3]] for line in found]


def test_toml_can_be_added_to_a_configuration(homes: dict[str, str]) -> None:
    done = discover(homes["eco-della-laguna"], "--format", "toml")
    configuration = read_configuration(done.stdout, "stdout", {})
    assert homes["eco-della-laguna"] in {source.url for source in configuration.sources}
    assert all(source.allow_private for source in configuration.sources)
    assert {source.kind for source in configuration.sources} <= {"auto", "listing"}


def test_a_shell_that_scripts_fill_leads_to_the_feed_that_nothing_names() -> None:
    with LocalSite() as site:
        shell = b"<html><title>Letters</title><body><div id='root'></div></body></html>"
        url = site.put("/", Answer(body=shell, content_type="text/html"))
        site.put("/rss.xml", Answer(body=shell, content_type="text/html"))
        feed = site.put_feed([site.url("/p/one"), site.url("/p/two")])
        site.put("/comments/feed/", Answer(status=404, body=b""))
        done = discover(url)
    assert done.returncode == 0, done.stderr
    (found,) = [line.split() for line in done.stdout.splitlines()[1:]]
    assert [found[0], found[1], found[3]] == ["feed", "2", feed]


@pytest.mark.parametrize(
    ("rules", "options", "least_s"),
    [("", (), 0.5), ("User-agent: *\nCrawl-delay: 2\n", ("-s", "DOWNLOAD_DELAY=0"), 1.9)],
    ids=["as a crawl", "as robots.txt asks"],
)
def test_it_asks_no_faster_than_a_crawl(
    rules: str, options: tuple[str, ...], least_s: float
) -> None:
    with LocalSite() as site:
        site.put_robots(rules)
        feed = site.put_feed([site.url("/p/one")])
        links = f"<link rel='alternate' type='application/rss+xml' href='{feed}'>"
        home = site.put("/", Answer(body=f"<html><head>{links}</head><p>Home</p></html>".encode()))
        newsdesk("sources", "discover", home, "--allow-private", *options)
    asked = [r.at_s for r in site.requests if r.path != "/robots.txt"]
    assert len(asked) >= 2
    assert min(after - before for before, after in pairwise(asked)) > least_s


def test_address_without_any_source_fails_with_the_reason(homes: dict[str, str]) -> None:
    done = discover(homes["lowmere-courier"] + ".gone")
    assert (done.returncode, done.stdout) == (1, "")
    assert "http-404" in done.stderr
    assert done.stderr.splitlines()[0].count(homes["lowmere-courier"]) == 1
    assert "no source was found" in done.stderr


def test_address_that_is_none_is_a_mistake_in_usage() -> None:
    done = discover("gazette")
    assert done.returncode == 2
    assert "gazette" in done.stderr


def test_interruption_is_told() -> None:
    with LocalSite() as site:
        url = site.put("/slow", Answer(body=page("Slow"), delay_s=10))
        command = (*NEWSDESK, "sources", "discover", "--allow-private", url)
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
            wait_until(lambda: bool(site.seen("/slow")))
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=TIMEOUT_S)
    assert (process.returncode, told) == (130, "newsdesk: error: interrupted\n")
