"""A configuration that changes between two runs."""

from pathlib import Path

from tests.integration.local_site import LocalSite
from tests.integration.newsdesk_runs import QUICK, crawl, paths, write_sources


def test_a_changed_configuration_finds_stories_in_a_feed_that_did_not_change(
    tmp_path: Path,
) -> None:
    with LocalSite() as site:
        urls = [site.put_story(f"/{n}", f"What happened, part {n}") for n in ("news", "sport")]
        row = {"id": "gazette", "url": site.put_feed(urls)}
        for extra in ({"include": "/news"}, {}, {"id": "renamed"}, {}):
            write_sources(tmp_path, [{**row, **extra}])
            crawl(tmp_path, *QUICK)
    assert (paths(tmp_path, 1), paths(tmp_path, 2)) == (["/news"], ["/sport"])
    assert [request.status for request in site.seen("/feed.xml")] == [200, 200, 200, 304]
    assert len(paths(tmp_path)) == 2
