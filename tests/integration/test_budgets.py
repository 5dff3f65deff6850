"""Limits of a run: what is left over is fetched by the next one, and nothing twice."""

from pathlib import Path

import pytest

from tests.integration.local_site import LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, manifests, paths, write_sources

STORIES = 12
SLOWLY = ("-s", "NEWSDESK_WORKERS=0", "-s", "DOWNLOAD_DELAY=0.5")


@pytest.fixture
def site() -> LocalSite:
    return LocalSite(hosts=2)


def put_sources(site: LocalSite, folder: Path, **keys: object) -> None:
    rows = []
    for host in (1, 2):
        urls = [
            site.put_story(f"/news/{host}/{n}", f"Story {n} of {host}", host)
            for n in range(STORIES)
        ]
        rows.append({"id": f"host-{host}", "url": site.put_feed(urls, host), **keys})
    write_sources(folder, rows)


def stories_asked(site: LocalSite) -> list[str]:
    return [r.path for r in site.requests if r.path.startswith("/news/")]


def test_pages_are_counted_over_all_sources(site: LocalSite, tmp_path: Path) -> None:
    with site:
        put_sources(site, tmp_path)
        crawl(tmp_path, *QUICK, "--max-pages", "15")
        assert len(stories_asked(site)) == 15
        crawl(tmp_path, *QUICK)
    assert len(stories_asked(site)) == 2 * STORIES
    assert len(paths(tmp_path)) == 2 * STORIES


def test_a_limit_of_a_source_is_its_own(site: LocalSite, tmp_path: Path) -> None:
    with site:
        put_sources(site, tmp_path, limit=5)
        crawl(tmp_path, *QUICK, "--max-pages", "100")
    assert len(stories_asked(site)) == 10


@pytest.mark.parametrize(
    ("option", "value", "told"), [("--max-time", "3s", "time"), ("--max-bytes", "20kB", "bytes")]
)
def test_a_run_ends_in_order_and_the_next_goes_on(
    site: LocalSite, tmp_path: Path, option: str, value: str, told: str
) -> None:
    with site:
        put_sources(site, tmp_path)
        said = crawl(tmp_path, *SLOWLY, option, value).stderr
        first = len(stories_asked(site))
        assert 0 < first < 2 * STORIES
        assert told in said
        manifest = manifests(tmp_path)[0]
        assert manifest["state"] == "finished"
        assert told in manifest["ended_by"]
        crawl(tmp_path, *QUICK)
    assert sorted(set(stories_asked(site))) == sorted(stories_asked(site)), "nothing twice"
    assert len(paths(tmp_path)) == 2 * STORIES


def test_only_wanted_addresses_are_asked_for(site: LocalSite, tmp_path: Path) -> None:
    with site:
        put_sources(site, tmp_path, include=["/[0-4]$"], exclude="/3$")
        crawl(tmp_path, *QUICK)
    wanted = [f"/news/{host}/{n}" for host in (1, 2) for n in (0, 1, 2, 4)]
    assert sorted(stories_asked(site)) == wanted
