"""One story is one record with its revisions, however it is named; two stories are two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import QUICK, age_all_stories, crawl, lines, write_sources
from tests.integration.prose import page, paragraphs

OWN, NAMED, FLASH, SOLD = "/crane", "/crane?from=rss", "/flash", "/sold"
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
            feed = site.put_feed(map(site.url, (NAMED, FLASH, SOLD, *SHORT)))
            other = site.put_feed([site.url(OWN)], path="/other.xml")
            sources = [{"id": "feed", "url": feed}, {"id": "other", "url": other}]
            write_sources(shared_folder, [{**source, "revisit": "30m"} for source in sources])
            crawl(shared_folder, *QUICK)
            age_all_stories(shared_folder)
        yield shared_folder


def _put_pages(site: LocalSite, version: int) -> None:
    for path in (OWN, NAMED):
        site.put(path, Answer(body=_linked(page("The crane returns", version), site.url(OWN))))
    for path, text in SHORT.items():
        site.put(path, Answer(body=_linked(_page(f"On {path[1:]}s", text), site.url("/undefined"))))
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
