"""The text that a feed carries stands in for pages that cannot be had."""

import json
from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    age_all_stories,
    crawl,
    lines,
    newsdesk,
    paths,
    reasons,
    write_sources,
)
from tests.integration.prose import page, paragraphs

_CONTENT = "http://purl.org/rss/1.0/modules/content/"


def put_feed(site: LocalSite, *names: str, version: int = 1) -> str:
    items = "".join(
        f"<item><title>The story {name}</title><link>{site.url(f'/{name}')}</link>"
        f"<content:encoded><![CDATA[{text_of(name, version)}]]></content:encoded></item>"
        for name in names
    )
    body = f'<rss version="2.0" xmlns:content="{_CONTENT}"><channel>{items}</channel></rss>'
    return site.put("/feed.xml", Answer(body=body.encode(), content_type="application/rss+xml"))


def text_of(name: str, version: int = 1) -> str:
    return "".join(f"<p>{part}</p>" for part in paragraphs(f"The story {name}", version))


def test_stories_are_kept_whose_pages_are_denied(site: LocalSite, tmp_path: Path) -> None:
    site.put("/denied", Answer(status=403, body=b"<h1>Forbidden</h1>"))
    site.put("/gone", Answer(status=410, body=b"<h1>Gone</h1>"))
    site.put("/scripts", Answer(body=b"<html><title>x</title><body><div id=app></div></body>"))
    site.put_story("/fine", "The story fine")
    site.put_robots("User-agent: *\nDisallow: /secret\n")
    feed = put_feed(site, "denied", "gone", "scripts", "fine", "secret")
    write_sources(tmp_path, [{"id": "news", "url": feed}])
    crawl(tmp_path, *QUICK)
    assert paths(tmp_path) == ["/denied", "/fine", "/scripts", "/secret"]
    assert reasons(tmp_path) == {"/gone": "http-410"}
    assert not site.seen("/secret")
    by_path = {line["url"].rpartition("/")[2]: line for line in lines(tmp_path)}
    assert by_path["fine"]["quality_flags"] == []
    for name, status in (("denied", 403), ("scripts", 200), ("secret", None)):
        record = by_path[name]
        assert record["text"] == "\n\n".join(paragraphs(f"The story {name}"))
        assert record["http_status"] == status
        assert record["quality_flags"] == ["text-from-feed"]
        assert record["extractor"] == "feed-content/1"


def test_a_page_that_fails_later_leaves_its_own_text(site: LocalSite, tmp_path: Path) -> None:
    site.put_story("/fine", "The story fine")
    site.put("/denied", Answer(status=403))
    write_sources(
        tmp_path, [{"id": "news", "url": put_feed(site, "fine", "denied"), "revisit": "1h"}]
    )
    crawl(tmp_path, *QUICK)
    site.put("/fine", Answer(status=403))
    put_feed(site, "fine", "denied", version=3)
    age_all_stories(tmp_path)
    crawl(tmp_path, *QUICK)
    revisions = [(line["url"].rpartition("/")[2], line["revision"]) for line in lines(tmp_path)]
    assert sorted(revisions) == [("denied", 1), ("denied", 2), ("fine", 1)]
    site.put("/denied", Answer(body=page("The story denied", version=4)))
    age_all_stories(tmp_path)
    crawl(tmp_path, *QUICK)
    assert [line["extractor"] for line in lines(tmp_path) if line["revision"] == 3] != [
        "feed-content/1"
    ]


def test_a_story_without_its_page_waits_for_its_feed(site: LocalSite, tmp_path: Path) -> None:
    site.put("/denied", Answer(status=403))
    teaser = page("The story teaser").replace(b"</p>", b"</p><!--", 1)
    site.put("/teaser", Answer(body=teaser))
    feed = put_feed(site, "denied", "teaser")
    write_sources(tmp_path, [{"id": "news", "url": feed, "revisit": "1h"}])
    crawl(tmp_path, *QUICK)
    age_all_stories(tmp_path)
    crawl(tmp_path, *QUICK)  # the feed is unchanged: its texts are not at hand
    assert [request.status for request in site.seen("/feed.xml")] == [200, 304]
    assert len(site.seen("/denied")) == len(site.seen("/teaser")) == 1
    put_feed(site, "denied", "teaser", version=3)
    age_all_stories(tmp_path)
    crawl(tmp_path, *QUICK)
    assert len(site.seen("/denied")) == len(site.seen("/teaser")) == 2
    assert not reasons(tmp_path)
    told = [(line["url"].rpartition("/")[2], line["revision"]) for line in lines(tmp_path)]
    assert sorted(told) == [("denied", 1), ("denied", 2), ("teaser", 1), ("teaser", 2)]
    assert {line["extractor"] for line in lines(tmp_path)} == {"feed-content/1"}


def test_a_page_that_failed_is_refused_for_that(site: LocalSite, tmp_path: Path) -> None:
    site.put("/denied", Answer(status=401, body=b"<h1>Forbidden</h1>"))
    excerpt = f"{text_of('denied')}<p>And then …</p>"
    item = f"<link>{site.url('/denied')}</link><content:encoded><![CDATA[{excerpt}]]>"
    body = (
        f'<rss version="2.0" xmlns:content="{_CONTENT}"><channel>'
        f"<item><title>Denied</title>{item}</content:encoded></item></channel></rss>"
    )
    feed = site.put("/feed.xml", Answer(body=body.encode(), content_type="application/rss+xml"))
    write_sources(tmp_path, [{"id": "news", "url": feed}])
    crawl(tmp_path, *QUICK)
    [line] = lines(tmp_path, "rejected")
    assert (line["reason"], line["http_status"]) == ("http-401", 401)
    assert line["detail"] == "the server answered 401"


def test_stories_without_their_pages_are_cleaned_again(site: LocalSite, tmp_path: Path) -> None:
    # An error page with text enough for a story of its own.
    site.put("/denied", Answer(status=403, body=page("Who may read this page")))
    site.put_story("/fine", "The story fine")
    write_sources(tmp_path, [{"id": "news", "url": put_feed(site, "denied", "fine")}])
    crawl(tmp_path, *QUICK, "--warc")
    folder = str(tmp_path / "out")
    done = newsdesk("reprocess", "--json", "--workers", "1", "--output", folder)
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert (account["identical"], account["changed"]) == (2, 0)
