"""A story that is still listed is fetched again; only another text makes another revision."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.state.database import open_reader
from crawler.state.source_states import SourceStates
from tests.integration.local_site import Answer, LocalSite, rss
from tests.integration.newsdesk_runs import (
    QUICK,
    Line,
    age_all_stories,
    crawl,
    lines,
    newsdesk,
    paths,
    write_sources,
)
from tests.integration.prose import page

SAME, OTHER_TEXT, OTHER_TITLE, OTHER_DATE, OTHER_SIGNS = (f"/{name}" for name in "abcde")
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PATHS = (SAME, OTHER_TEXT, OTHER_TITLE, OTHER_DATE, OTHER_SIGNS)


@dataclass(frozen=True, slots=True)
class Revisits:
    """Three crawls of one feed: all is new; much has changed; the window has not passed again."""

    site: LocalSite
    folder: Path
    said: str
    """What the second crawl said at its end."""

    def tell(self, verb: str, story: str) -> subprocess.CompletedProcess[str]:
        return newsdesk(verb, story, "--output", str(self.folder / "out"))

    def revisions(self, path: str) -> list[Line]:
        return [line for line in lines(self.folder) if line["url"] == self.site.url(path)]


@pytest.fixture(scope="module")
def runs(shared_folder: Path) -> Iterator[Revisits]:
    with LocalSite() as site:
        titles = {path: f"The story of the day {path[1:]}" for path in PATHS}
        feed = site.put_feed([site.put_story(path, title) for path, title in titles.items()])
        write_sources(shared_folder, [{"id": "news", "url": feed, "revisit": "1h"}])
        crawl(shared_folder, *QUICK)
        site.put_story(OTHER_TEXT, titles[OTHER_TEXT], version=2)
        before, title = page(titles[OTHER_TITLE]), titles[OTHER_TITLE].encode()
        site.put(OTHER_TITLE, Answer(body=before.replace(title, b"Another headline for it")))
        before = page(titles[OTHER_DATE])
        site.put(OTHER_DATE, Answer(body=before.replace(b"2025-11-20T12", b"2025-11-20T15")))
        site.put(OTHER_SIGNS, Answer(body=page(titles[OTHER_SIGNS]).replace(b"In ", b"IN: ")))
        age_all_stories(shared_folder)
        second = crawl(shared_folder, *QUICK)
        crawl(shared_folder, *QUICK)
        yield Revisits(site, shared_folder, second.stderr)


def test_stories_are_fetched_again_once_the_window_has_passed(runs: Revisits) -> None:
    assert [len(runs.site.seen(path)) for path in PATHS] == [2, 2, 2, 2, 2]


def test_what_did_not_change_is_not_downloaded_again(runs: Revisits) -> None:
    again = {path: runs.site.seen(path)[1].status for path in PATHS}
    assert again == {SAME: 304, **dict.fromkeys(PATHS[1:], 200)}


def test_another_text_is_the_next_revision(runs: Revisits) -> None:
    first, second = runs.revisions(OTHER_TEXT)
    assert (first["revision"], first["change"]) == (1, "new")
    assert (second["revision"], second["change"]) == (2, "updated")
    assert second["id"] == first["id"]
    assert second["date_first_seen"] == first["date_first_seen"]


@pytest.mark.parametrize("path", [SAME, OTHER_TITLE, OTHER_DATE, OTHER_SIGNS])
def test_without_another_text_nothing_is_written(runs: Revisits, path: str) -> None:
    assert [line["revision"] for line in runs.revisions(path)] == [1]
    assert "1 updated, 4 unchanged" in runs.said


def test_the_trail_tells_the_title_that_was_found_last(runs: Revisits) -> None:
    done = runs.tell("explain", runs.site.url(OTHER_TITLE))
    assert "Another headline for it" in done.stdout


def test_diff_shows_what_changed(runs: Revisits) -> None:
    first, second = runs.revisions(OTHER_TEXT)
    done = runs.tell("diff", runs.site.url(OTHER_TEXT))
    assert done.returncode == 0, done.stderr
    added = second["text"].removeprefix(first["text"])
    assert f"{{+{added}+}}" in done.stdout
    assert "[-" not in done.stdout
    alone = runs.tell("diff", runs.revisions(SAME)[0]["id"])
    assert (alone.returncode, alone.stdout) == (0, "")
    assert "one revision only" in alone.stderr


def test_story_that_was_taken_away_leaves_its_record_and_a_line(
    site: LocalSite, tmp_path: Path
) -> None:
    """As ``docs/record-format.md`` says: so a reader of the dataset learns of it."""
    urls = [site.put_story(f"/{name}", f"The story of {name}") for name in ("kept", "gone")]
    write_sources(tmp_path, [{"id": "news", "url": site.put_feed(urls), "revisit": "1h"}])
    crawl(tmp_path, *QUICK)
    assert lines(tmp_path, "rejected") == []

    site.put("/gone", Answer(status=410))
    age_all_stories(tmp_path)
    crawl(tmp_path, *QUICK)
    (line,) = lines(tmp_path, "rejected")
    assert line["reason"] == "http-410"
    (record,) = (r for r in lines(tmp_path) if r["url_requested"] == line["url_requested"])
    assert record["url"] == site.url("/gone")


def test_sitemaps_that_their_index_calls_unchanged_are_not_downloaded_again(
    site: LocalSite, tmp_path: Path
) -> None:
    stamps = {"old": "2025-11-01T11:00:00Z", "new": "2025-11-20T11:00:00Z"}
    for name, stamp in stamps.items():
        put_sitemap(site, name, {site.put_story(f"/{name}-1", f"The {name} story"): stamp})
    put_index(site, stamps)
    write_sources(tmp_path, [{"id": "news", "url": site.url("/index.xml")}])
    crawl(tmp_path, *QUICK)
    later = {**stamps, "new": "2025-11-20T12:00:00Z"}
    stories = {site.url("/new-1"): stamps["new"], site.put_story("/new-2", "More"): later["new"]}
    for listed in (stamps, later):
        put_sitemap(site, "new", stories)
        put_index(site, listed)
        crawl(tmp_path, *QUICK)
    seen = {name: len(site.seen(f"/{name}.xml")) for name in ("index", "old", "new")}
    assert seen == {"index": 3, "old": 1, "new": 2}
    assert paths(tmp_path) == ["/new-1", "/new-2", "/old-1"]


def test_how_long_a_feed_calls_itself_fresh_is_remembered(site: LocalSite, tmp_path: Path) -> None:
    body = rss([site.put_story("/a", "What happened")])
    fresh = {"Cache-Control": "public, max-age=600"}
    kind = "application/rss+xml"
    url = site.put("/feed.xml", Answer(body=body, content_type=kind, headers=fresh))
    write_sources(tmp_path, [{"id": "news", "url": url}])
    crawl(tmp_path, *QUICK)
    with closing(open_reader(tmp_path / "out" / "state" / "newsdesk.sqlite")) as connection:
        assert SourceStates(connection).state("news").fresh_s == 600


def put_sitemap(site: LocalSite, name: str, stories: Mapping[str, str]) -> None:
    rows = (f"<url><loc>{u}</loc><lastmod>{s}</lastmod></url>" for u, s in stories.items())
    body = f"<urlset xmlns='{SITEMAP}'>{''.join(rows)}</urlset>".encode()
    site.put(f"/{name}.xml", Answer(body=body, content_type="application/xml"))


def put_index(site: LocalSite, stamps: Mapping[str, str]) -> None:
    rows = (
        f"<sitemap><loc>{site.url(f'/{name}.xml')}</loc><lastmod>{stamp}</lastmod></sitemap>"
        for name, stamp in stamps.items()
    )
    body = f"<sitemapindex xmlns='{SITEMAP}'>{''.join(rows)}</sitemapindex>".encode()
    site.put("/index.xml", Answer(body=body, content_type="application/xml"))
