import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.configuration.source_ids import fill_ids, make_id, url_key
from crawler.configuration.values import identifier

CASES = {
    "home page": ("https://www.example.com/", "example.com"),
    "feed": ("https://example.com/news/rss.xml", "example.com-news-rss"),
    "packed sitemap": ("https://example.com/sitemap.xml.gz", "example.com-sitemap"),
    "port": ("http://127.0.0.1:8088/a/feed.xml", "127.0.0.1-8088-a-feed"),
    "password": ("https://me:secret@example.com/a", "example.com-a"),
}


@pytest.mark.parametrize(("url", "expected"), CASES.values(), ids=CASES)
def test_id_is_made_from_host_and_path(url: str, expected: str) -> None:
    assert make_id(url) == expected


def test_addresses_of_the_same_document_have_one_key() -> None:
    same = ("https://A.example", "HTTPS://a.example:443/", "https://a.example/#news")
    assert {url_key(url) for url in same} == {"https://a.example/?"}
    assert url_key("https://a.example/?b") not in {url_key(url) for url in same}


def test_what_the_id_cannot_show_is_in_a_hash() -> None:
    first, second = make_id("https://example.com/?feed=a"), make_id("https://example.com/?feed=b")
    assert first != second
    assert re.fullmatch(r"example\.com-[0-9a-f]{6}", first)


def test_first_of_two_equal_ids_stays_plain() -> None:
    ids = fill_ids([(None, "https://example.com/a-b"), (None, "https://example.com/a/b")])
    assert ids[0] == "example.com-a-b"
    assert ids[1].startswith("example.com-a-b-")


def test_given_ids_are_kept_whatever_would_be_made() -> None:
    ids = fill_ids([(None, "https://example.com/"), ("example.com", "https://example.org/")])
    assert ids[1] == "example.com"
    assert ids[0] != "example.com"


def test_taken_ids_are_not_given_again() -> None:
    assert fill_ids([(None, "https://example.com/")], ["example.com"]) != ["example.com"]


@given(st.lists(st.text(max_size=80).map("https://example.com/{}".format), max_size=8))
def test_made_ids_are_unique_and_can_be_typed(urls: list[str]) -> None:
    ids = fill_ids([(None, url) for url in urls])
    assert len(set(ids)) == len(urls)
    assert [identifier(name) for name in ids] == ids
