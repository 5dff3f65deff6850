"""Redirects as a crawl follows them, read from the log of the server."""

from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite, rss
from tests.integration.named_site import NamedSite
from tests.integration.newsdesk_runs import QUICK, crawl, paths, reasons, write_sources
from tests.integration.prose import NOON, page


def test_redirects_with_cookies_lead_on_and_circles_end(site: LocalSite, tmp_path: Path) -> None:
    wall = Answer(status=302, headers={"Location": "/walled", "Set-Cookie": "seen=1; Path=/"})
    refresh = b"<meta http-equiv=refresh content='1;url=/live'></head>"
    urls = [
        site.put("/walled", wall, Answer(body=page("Behind the wall"))),
        site.put("/loop", Answer(status=302, headers={"Location": "/loop"})),
        site.put("/live", Answer(body=page("The page that is live").replace(b"</head>", refresh))),
        site.put_story("/after", "What came after it"),
    ]
    write_sources(tmp_path, [{"url": site.put_feed(urls)}])
    crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == ["/after", "/live", "/walled"]
    assert reasons(tmp_path) == {"/loop": "too-many-redirects"}
    assert [len(site.seen(path)) for path in ("/walled", "/loop", "/live")] == [2, 1, 1]
    assert [r.headers.get("cookie") for r in site.seen("/walled")] == [None, "seen=1"]
    assert all("cookie" not in r.headers for r in site.seen("/after"))


def test_a_host_that_has_moved_as_a_whole_is_not_asked_for_every_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "http://example.com", "http://www.example.com"
    names = [f"/story-{n}" for n in range(6)]
    with NamedSite() as site:
        site.serve_all_names(monkeypatch)
        for name in names:
            site.put_story(new + name, f"The story of {name}")
            site.put(old + name, Answer(status=301, headers={"Location": new + name}))
        feed = site.put_feed([old + name for name in names], path=f"{new}/feed.xml")
        write_sources(tmp_path, [{"url": feed, "concurrency": 1}])
        crawl(tmp_path, *QUICK)
        asked = [r for r in site.seen_at("example.com") if "/story-" in r.path]
        assert len(asked) < len(names), "what is known needs not be asked for"
        assert sorted(paths(tmp_path)) == names
        assert all(len(site.seen(new + name)) == 1 for name in names)


def test_a_feed_that_has_moved_for_good_is_asked_for_where_it_is(
    site: LocalSite, tmp_path: Path
) -> None:
    body = rss([site.put_story("/a", "What happened")])
    # A feed without news for months is looked for again where it was first.
    body = body.replace(format_datetime(NOON).encode(), format_datetime(datetime.now(UTC)).encode())
    feed = Answer(body=body, content_type="application/rss+xml")
    for name, status in (("good", 301), ("now", 302)):
        place = site.put(f"/at/{name}.xml", feed)
        site.put(f"/{name}.xml", Answer(status=status, headers={"Location": place}))
    rows = [{"id": name, "url": site.url(f"/{name}.xml")} for name in ("good", "now")]
    write_sources(tmp_path, rows)
    for _ in range(3):
        crawl(tmp_path, *QUICK)
    asked = [len(site.seen(path)) for path in ("/good.xml", "/at/good.xml", "/now.xml")]
    assert asked == [1, 3, 3]
    site.put("/at/good.xml", Answer(status=404))
    site.put("/good.xml", *site._answers[1, "/at/now.xml"])
    crawl(tmp_path, *QUICK)
    assert len(site.seen("/good.xml")) == 2, "where it was first is asked when it is gone"
