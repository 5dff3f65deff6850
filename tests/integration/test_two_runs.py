"""The bundled demo site, crawled on two days and once more."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.demo_site.server import DemoSite, SeenRequest
from crawler.demo_site.truth import ExpectedStory, ExpectedTrap
from tests.integration.newsdesk_runs import QUICK as IN_PROCESS
from tests.integration.newsdesk_runs import Line, crawl, lines, manifests

WITH_WORKERS = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSDESK_WORKERS=2")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeRuns:
    """What three crawls of the demo site left behind."""

    folder: Path
    stories: tuple[ExpectedStory, ...]
    """As they stand on the second day."""
    traps: tuple[ExpectedTrap, ...]
    requests: tuple[tuple[SeenRequest, ...], ...]
    """Of each run."""

    def pages(self, run: int) -> set[tuple[str, str]]:
        return {(r.host, r.path) for r in self.requests[run - 1] if r.role == "page"}

    def records(self, run: int) -> list[Line]:
        run_id = manifests(self.folder)[run - 1]["run_id"]
        return [line for line in lines(self.folder) if line["run_id"] == run_id]


@pytest.fixture(scope="module")
def runs(shared_folder: Path) -> Iterator[ThreeRuns]:
    with DemoSite(today=datetime.now(UTC)) as site:
        (shared_folder / "sources.toml").write_text(site.sources_toml(), encoding="utf-8")
        first = _crawl(site, shared_folder, WITH_WORKERS)
        site.publish_update()
        second = _crawl(site, shared_folder, IN_PROCESS)
        third = _crawl(site, shared_folder, IN_PROCESS)
        yield ThreeRuns(
            folder=shared_folder,
            stories=site.expected(),
            traps=site.expected_traps(),
            requests=(first, second, third),
        )


def test_each_story_is_delivered_once_with_its_latest_revision(runs: ThreeRuns) -> None:
    latest = {line["id"]: line for line in lines(runs.folder)}
    urls = Counter(line["url_canonical"] for line in latest.values())
    singles = [story for story in runs.stories if story.duplicate is None]

    assert set(urls.values()) == {1}
    revised = {s.url for s in singles if s.revision == 2} & set(urls)
    assert revised
    for line in latest.values():
        assert line["revision"] == (2 if line["url_canonical"] in revised else 1), line["url"]


def test_every_story_is_found_or_is_a_copy_of_one_that_was(runs: ThreeRuns) -> None:
    found = {line["url_canonical"] for line in lines(runs.folder)}
    for story in runs.stories:
        is_there = story.url in found or (story.duplicate is not None and story.twin_url in found)
        has_twin_there = any(s.twin_url == story.url and s.url in found for s in runs.stories)
        assert is_there or has_twin_there, story.url


def test_copies_are_told_apart_from_stories(runs: ThreeRuns) -> None:
    reasons = Counter(line["reason"] for line in lines(runs.folder, "rejected"))
    expected = Counter(story.duplicate for story in runs.stories)
    assert reasons["duplicate-canonical-url"] >= expected["canonical_url"]
    assert reasons["duplicate-exact"] == expected["exact"]


def test_traps_are_rejected_with_their_reasons(runs: ThreeRuns) -> None:
    reasons = {line["url_requested"]: line["reason"] for line in lines(runs.folder, "rejected")}
    wanted = {"not-found": "http-404", "disallowed": "robots-disallowed"}
    for trap in runs.traps:
        if trap.kind in wanted:
            assert reasons[trap.url] == wanted[trap.kind]


def test_a_page_that_robots_txt_closes_is_never_asked_for(runs: ThreeRuns) -> None:
    closed = {urlsplit(trap.url).path for trap in runs.traps if trap.kind == "disallowed"}
    assert closed
    assert not closed & {request.path for run in runs.requests for request in run}


def test_second_run_fetches_what_is_new_or_announced_as_changed(runs: ThreeRuns) -> None:
    again = runs.pages(1) & runs.pages(2)
    new = runs.pages(2) - runs.pages(1)
    changes = Counter(record["change"] for record in runs.records(2))
    assert 0 < len(again) < len(runs.pages(1)) / 2
    assert changes["new"] == len(new)
    assert 0 < changes["updated"] <= len(again)


def test_third_run_adds_nothing_and_fetches_no_page(runs: ThreeRuns) -> None:
    asked = Counter((request.role, request.status) for request in runs.requests[2])
    assert runs.records(3) == []
    assert not runs.pages(3)
    # The index of the sitemaps is always read: its children change without it.
    assert asked["source", 200] == 1
    assert asked["source", 304] >= 5


def test_newsdesk_names_itself_everywhere(runs: ThreeRuns) -> None:
    agents = {request.user_agent for run in runs.requests for request in run}
    assert all(agent is not None and agent.startswith("newsdesk/") for agent in agents)


def test_manifest_tells_what_each_source_gave(runs: ThreeRuns) -> None:
    first, *_, last = manifests(runs.folder)
    new = sum(source["new"] for source in first["sources"].values())
    assert new == len(runs.records(1))
    assert (first["state"], first["exit_code"]) == ("finished", 0)
    assert {source["kind"] for source in first["sources"].values()} == {
        "feed",
        "sitemap",
        "listing",
        "url",
    }
    assert sum(source["new"] + source["updated"] for source in last["sources"].values()) == 0


def _crawl(site: DemoSite, folder: Path, settings: tuple[str, ...]) -> tuple[SeenRequest, ...]:
    seen = len(site.requests)
    crawl(folder, *settings)
    return site.requests[seen:]
