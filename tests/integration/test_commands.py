"""Options of ``newsdesk crawl``, and the spiders as Scrapy itself starts them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.state.dataset import Dataset, DatasetSettings
from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    ROOT,
    TIMEOUT_S,
    age_all_stories,
    crawl,
    lines,
    manifests,
    paths,
    reasons,
    write_sources,
)
from tests.integration.prose import NOON, page

IN_PROCESS = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=0")


@pytest.fixture
def folder(site: LocalSite, tmp_path: Path) -> Path:
    """A folder with one source: a feed of three stories."""
    urls = [site.put_story(f"/{n}", f"The {n}th story of the day") for n in range(3)]
    write_sources(tmp_path, [{"id": "news", "url": site.put_feed(urls)}])
    return tmp_path


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )


def test_dry_run_tells_what_would_be_fetched_and_leaves_no_trace(
    site: LocalSite, folder: Path
) -> None:
    done = crawl(folder, *QUICK, "--dry-run")
    assert done.stdout.split() == [site.url(f"/{n}") for n in range(3)]
    assert not (folder / "out").exists()
    assert {request.path for request in site.requests} == {"/robots.txt", "/feed.xml"}


def test_what_the_limit_leaves_over_is_fetched_by_the_next_run(
    site: LocalSite, folder: Path
) -> None:
    crawl(folder, *QUICK, "--limit", "2")
    assert len(paths(folder)) == 2
    crawl(folder, *QUICK)
    assert paths(folder) == ["/0", "/1", "/2"]
    assert site.seen("/feed.xml")[-1].status == 304


def test_copies_are_kept_when_asked_for_and_segments_are_packed(
    site: LocalSite, folder: Path
) -> None:
    same = page("The same text twice")
    site.put_feed([site.put(f"/{n}", Answer(body=same)) for n in range(2)])
    crawl(folder, *QUICK, "--keep-duplicates", "--compress", "gzip")
    first, second = lines(folder)
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["id"])
    files = [path.name for path in (folder / "out" / "articles").rglob("*.jsonl*")]
    assert [name.endswith(".jsonl.gz") for name in files] == [True]
    assert reasons(folder) == {}


def test_a_story_announced_as_changed_becomes_its_next_revision(
    site: LocalSite, folder: Path
) -> None:
    crawl(folder, *QUICK)
    site.put_story("/1", "The 1th story of the day", version=2)
    sources = [{"id": "news", "url": site.url("/feed.xml"), "revisit": "1m"}]
    write_sources(folder, sources)
    age_all_stories(folder)
    done = crawl(folder, *QUICK)
    revisions = {line["url"]: line["revision"] for line in lines(folder)}
    assert revisions == {site.url("/0"): 1, site.url("/1"): 2, site.url("/2"): 1}
    assert "1 updated, 2 unchanged" in done.stderr


def test_a_second_process_is_told_who_holds_the_dataset(folder: Path) -> None:
    holder = DatasetSettings(run_id="held", now=NOON, command="a long crawl")
    with Dataset.open(folder / "out", holder):
        done = crawl(folder, *QUICK, code=5)
    assert "a long crawl" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such-source",), 'no source "no-such-source"'),
        (("-s", "DOWNLOAD_DELAY=soon"), "cannot use DOWNLOAD_DELAY=soon"),
    ],
    ids=["source", "setting"],
)
def test_wrong_usage_is_told_before_the_first_request(
    site: LocalSite, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = crawl(folder, *arguments, code=2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert site.requests == []


def test_messages_can_be_read_by_programs(folder: Path) -> None:
    done = crawl(folder, *QUICK, "--dry-run", "--log-format", "json")
    messages = [json.loads(line) for line in done.stderr.splitlines()]
    assert messages[-1]["message"].startswith("1 source: 3 to fetch")
    assert len(done.stdout.split()) == 3


def test_scrapy_lists_the_spiders() -> None:
    done = scrapy("list")
    assert done.stdout.split() == ["feed", "listing", "news", "news_sitemap", "url"]


def test_scrapy_crawls_with_our_spiders_into_a_dataset(site: LocalSite, folder: Path) -> None:
    url, output = site.url("/feed.xml"), folder / "out"
    settings = (*IN_PROCESS, "-s", "NEWSDESK_ALLOW_PRIVATE=1", "-s", f"NEWSDESK_OUTPUT={output}")
    done = scrapy("crawl", "feed", "-a", f"url={url}", "-a", "limit=2", *settings)
    assert done.returncode == 0, done.stderr
    assert len(paths(folder)) == 2
    (manifest,) = manifests(folder)
    assert manifest["state"] == "finished"
    assert [source["new"] for source in manifest["sources"].values()] == [2]


def test_scrapy_is_told_what_an_argument_lacks() -> None:
    done = scrapy("crawl", "feed")
    assert done.returncode != 0
    assert "give -a url=" in done.stderr
