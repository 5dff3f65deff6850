"""One story is one record with its revisions, however it is named; two stories are two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite, rss
from tests.integration.newsdesk_runs import QUICK, age_all_stories, crawl, lines, write_sources
from tests.integration.prose import page, paragraphs

OWN, NAMED, FLASH, SOLD = "/crane", "/crane?from=rss", "/flash", "/sold"
MOVED = ("/port-to-close", "/port-stays-open")
SHORT = {
    "/ferry": "The ferry to Ashby Quay does not run on Tuesday because of the storm, the harbour"
    " office said early in the morning.",
    "/bus": "A bus has gone into a ditch near Tarn Hill on Monday evening; nobody was hurt, and"
    " the road is open again.",
}
_SOLD = (
    b'<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
    b' "isAccessibleForFree": false, "wordCount": 900}</script></head>'
)


@pytest.fixture(scope="module")
def folder(shared_folder: Path) -> Iterator[Path]:
    with LocalSite() as site:
        for version in (1, 2):
            _put_pages(site, version)
            feed = _put_feed(site, [NAMED, FLASH, SOLD, *SHORT, MOVED[version - 1]])
            other = site.put_feed([site.url(OWN)], path="/other.xml")
            sources = [{"id": "feed", "url": feed}, {"id": "other", "url": other}]
            write_sources(shared_folder, [{**source, "revisit": "30m"} for source in sources])
            crawl(shared_folder, *QUICK)
            age_all_stories(shared_folder)
        yield shared_folder


def _put_feed(site: LocalSite, paths: list[str]) -> str:
    """Answer with a feed that names the moved story by one guid at either address."""
    body = rss(map(site.url, paths))
    for path in MOVED:
        body = body.replace(f"<guid isPermaLink='false'>{site.url(path)}".encode(), b"<guid>port-9")
    return site.put("/feed.xml", Answer(body=body, content_type="application/rss+xml"))


def _put_pages(site: LocalSite, version: int) -> None:
    for path in (OWN, NAMED):
        site.put(path, Answer(body=_linked(page("The crane returns", version), site.url(OWN))))
    for path, text in SHORT.items():
        site.put(path, Answer(body=_linked(_page(f"On {path[1:]}s", text), site.url("/undefined"))))
    story = paragraphs("The port will close")
    if version == 1:
        site.put(MOVED[0], Answer(body=_page("The port will close", story[0])))
    else:
        site.put(MOVED[0], Answer(status=404, body=b"gone"))
        site.put(MOVED[1], Answer(body=_page("The port stays open", "</p><p>".join(story))))
    flash = _page("A storm is coming", "More in a moment.")
    site.put(FLASH, Answer(body=flash if version == 1 else page("A storm is coming")))
    teaser = _page("What the mayor owns", paragraphs("What the mayor owns")[0])
    sold = teaser.replace(b"</head>", _SOLD)
    site.put(SOLD, Answer(body=page("What the mayor owns") if version == 1 else sold))


def _page(title: str, text: str) -> bytes:
    return page(title).partition(b"<p>")[0] + f"<p>{text}</p></article></body></html>".encode()


def _linked(body: bytes, url: str) -> bytes:
    return body.replace(b"</head>", f"<link rel='canonical' href='{url}'></head>".encode())


def revisions(folder: Path, path: str) -> list[object]:
    return [r["revision"] for r in lines(folder) if str(r["url"]).endswith(path)]


def test_a_story_with_two_addresses_is_updated_once(folder: Path) -> None:
    found = [line for line in lines(folder) if line["title"] == "The crane returns"]
    assert [line["revision"] for line in found] == [1, 2]
    assert len({line["id"] for line in found}) == 1
    copies = [r for r in lines(folder, "rejected") if r["reason"] == "duplicate-canonical-url"]
    assert len(copies) == 1


def test_short_stories_under_one_wrong_address_are_all_there(folder: Path) -> None:
    assert {path: revisions(folder, path) for path in SHORT} == {path: [1] for path in SHORT}


def test_a_flash_is_there_once_it_has_a_text(folder: Path) -> None:
    assert revisions(folder, FLASH) == [1]


def test_a_story_that_is_sold_later_stays_whole(folder: Path) -> None:
    assert revisions(folder, SOLD) == [1]


def test_a_story_that_its_feed_links_to_elsewhere_is_updated(folder: Path) -> None:
    found = [line for line in lines(folder) if str(line["url"]).endswith(MOVED)]
    assert [line["title"] for line in found] == ["The port will close", "The port stays open"]
    assert [line["revision"] for line in found] == [1, 2]
    assert len({line["id"] for line in found}) == 1
