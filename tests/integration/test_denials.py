"""Pages that are denied for a while, as by a check for robots, and those that always are."""

from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    age_all_stories,
    crawl,
    end_pauses,
    lines,
    paths,
    reasons,
    write_sources,
)
from tests.integration.prose import page

DENIED = Answer(status=403, body=b"<h1>Forbidden</h1>")
CHECK = Answer(
    body=b"<html><title>Just a moment...</title><body><p>Checking your browser before accessing"
    b" the site. Please enable JavaScript and cookies to continue.</p></body></html>"
)
CLOSED = Answer(
    body=b"<title>We'll be back soon</title><h1>We'll be back soon</h1><p>The Gazette is under"
    b" maintenance this weekend, so that its pages come sooner to all who read them.</p>"
    b"<p>Readers who have a question may write to the desk of the newsroom in the meantime.</p>"
)


def test_stories_are_not_lost_to_a_wall_that_stands_for_a_while(
    site: LocalSite, tmp_path: Path
) -> None:
    for n, wall in enumerate((DENIED, DENIED, CHECK)):
        site.put(f"/{n}", wall, Answer(body=page(f"What happened, part {n}")))
    site.put("/never", DENIED)
    feed = site.put_feed([site.url(f"/{name}") for name in (0, 1, 2, "never")])
    write_sources(tmp_path, [{"id": "news", "url": feed}])
    assert "4 to try again" in crawl(tmp_path, *QUICK).stderr
    assert (paths(tmp_path), reasons(tmp_path)) == ([], {})

    crawl(tmp_path, *QUICK)
    assert len(site.seen("/0")) == len(site.seen("/never")) == 1, "not asked within the hour"

    for _ in range(4):
        end_pauses(tmp_path)
        crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == ["/0", "/1", "/2"]
    assert reasons(tmp_path) == {"/never": "http-403"}
    assert len(site.seen("/never")) == 3
    assert len(site.seen("/0")) == 2


def test_a_denial_that_names_a_time_is_told_as_what_it_is(site: LocalSite, tmp_path: Path) -> None:
    site.put("/busy", Answer(status=403, headers={"Retry-After": "1"}))
    feed = site.put_feed([site.url("/busy")])
    write_sources(tmp_path, [{"id": "news", "url": feed}])
    for _ in range(3):
        crawl(tmp_path, *QUICK, "-s", "RETRY_TIMES=1")
        end_pauses(tmp_path)
    assert len(site.seen("/busy")) == 6, "once more in each run, after the time it named"
    [line] = lines(tmp_path, "rejected")
    assert (line["reason"], line["http_status"]) == ("http-403", 403)
    assert line["detail"] == "the server answered 403"


def test_a_feed_that_a_proxy_changed_is_read(site: LocalSite, tmp_path: Path) -> None:
    site.put_feed([site.put_story("/a", "What happened")])
    body = site.answer(1, "/feed.xml", {}).body
    feed = site.put("/feed.xml", Answer(status=203, body=body, content_type="application/rss+xml"))
    write_sources(tmp_path, [{"id": "news", "url": feed}])
    crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == ["/a"]


def test_a_site_in_maintenance_takes_no_text_from_its_stories_and_loses_none(
    site: LocalSite, tmp_path: Path
) -> None:
    paths_of = [f"/{n}" for n in range(3)]
    feed = site.put_feed([site.put_story(path, f"What happened at {path}") for path in paths_of])
    site.put("/2", CLOSED)
    write_sources(tmp_path, [{"id": "news", "url": feed, "revisit": "1h"}])
    crawl(tmp_path, *QUICK)
    site.put("/0", CLOSED)
    site.put("/1", CLOSED)
    for _ in range(4):
        age_all_stories(tmp_path)
        end_pauses(tmp_path)
        crawl(tmp_path, *QUICK)
    site.put_story("/2", "What happened at /2")
    site.put_story("/0", "What happened at /0")
    end_pauses(tmp_path)
    crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == paths_of
    assert reasons(tmp_path) == {}
