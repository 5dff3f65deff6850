from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipelines.exporters.feeds.atom import MEDIA_TYPE, SECTION_SCHEME, write_atom
from pipelines.exporters.feeds.feed_entry import feed_entry
from pipelines.exporters.feeds.feed_head import FeedHead
from pipelines.serialization import Record, format_time
from tests.pipelines.exporters.record_examples import any_records, story

# No maintained validator of Atom is on PyPI, so the feeds are held against the grammar.
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
NAMES = {"a": "http://www.w3.org/2005/Atom"}
HEAD = FeedHead(
    id="https://desk.example/feed.atom",
    title="Harbour news & more",
    updated=datetime(2026, 11, 24, 12, tzinfo=UTC),
    url="https://desk.example/feed.atom",
    home_url="https://desk.example/",
)
FULL: Record = story(
    "a1",
    url_canonical="https://gazette.example/crane?part=1&page=2",
    title="Crane <turns> & turns",
    description="Thirty-one years of silence end.",
    text="Fish & chips < 5 pounds.\n\nLine one\nline two\n\n„Ende“",
    authors=["Ida Lund", "Bo Falk"],
    sections=["Harbour"],
    tags=["Cranes", "Coal"],
    language="en",
    image_url="https://gazette.example/crane.jpg?a=1&b=2",
    date_published="2026-11-23T08:00:00Z",
    date_modified="2026-11-23T09:30:00Z",
    license="https://creativecommons.org/licenses/by/4.0/",
    publisher="The Gazette",
    source_url="https://gazette.example/feed.xml",
)


def parse(head: FeedHead, *records: Record) -> Any:
    """Read a feed as a reader does that changes nothing in the texts."""
    feed = feedparser.parse(
        write_atom(head, records), sanitize_html=False, resolve_relative_uris=False
    )
    assert not feed.bozo, feed.bozo_exception
    return feed


def is_valid(feed: bytes) -> bool:
    document = etree.fromstring(feed)
    # What a grammar cannot say: section 4.1.1, everything has an author, and an id stands once.
    entries = document.findall("a:entry", NAMES)
    ids = [entry.findtext("a:id", None, NAMES) for entry in entries]
    assert all(entry.find("a:author", NAMES) is not None for entry in entries)
    assert len(set(ids)) == len(ids)
    return bool(GRAMMAR.validate(document))


def test_feed_is_valid() -> None:
    assert is_valid(write_atom(HEAD, [FULL, story("b2")]))


def test_feed_without_entries_is_valid() -> None:
    feed = write_atom(HEAD, [])
    assert is_valid(feed)
    assert feed.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<feed ")


@given(any_records())
def test_feed_is_valid_whatever_pages_say(record: Record) -> None:
    assert is_valid(write_atom(HEAD, [record])), GRAMMAR.error_log


@pytest.mark.parametrize(
    "path", ["a:id", "a:entry/a:id", "a:entry/a:updated", "a:entry/a:author/a:name"]
)
def test_grammar_misses_what_is_missing(path: str) -> None:
    """Else the tests above would say nothing."""
    document = etree.fromstring(write_atom(HEAD, [FULL]))
    assert GRAMMAR.validate(document)
    missing = document.find(path, NAMES)
    assert missing is not None
    parent = missing.getparent()
    assert parent is not None
    parent.remove(missing)
    assert not GRAMMAR.validate(document)


def test_head_comes_back_as_it_was_written() -> None:
    feed = parse(HEAD).feed
    assert (feed.id, feed.title) == (HEAD.id, HEAD.title)
    assert feed.updated == "2026-11-24T12:00:00Z"
    assert {link.rel: (link.href, link.type) for link in feed.links} == {
        "self": (HEAD.url, MEDIA_TYPE),
        "alternate": (HEAD.home_url, "text/html"),
    }


def test_head_of_a_file_has_no_links() -> None:
    bare = FeedHead(id="urn:newsdesk:feed:a", title="A", updated=HEAD.updated)
    assert "links" not in parse(bare).feed


def test_every_field_of_an_entry_comes_back_as_it_was_written() -> None:
    entry = parse(HEAD, FULL).entries[0]
    assert entry.id == "urn:newsdesk:a1"
    assert entry.title == FULL["title"]
    assert entry.summary == FULL["description"]
    assert entry.link == FULL["url_canonical"]
    assert [author.name for author in entry.authors] == FULL["authors"]
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        ("Harbour", SECTION_SCHEME),
        ("Cranes", None),
        ("Coal", None),
    ]
    assert (entry.published, entry.updated) == (FULL["date_published"], FULL["date_modified"])
    content = entry.content[0]
    assert content.type == "text/html"
    assert content.language == "en"
    assert content.value == (
        "<p>Fish &amp; chips &lt; 5 pounds.</p>\n<p>Line one<br>line two</p>\n<p>„Ende“</p>"
    )
    assert entry.media_content == [{"url": FULL["image_url"], "medium": "image"}]
    assert {link.href for link in entry.links if link.rel == "license"} == {FULL["license"]}
    assert entry.source.id == FULL["source_url"]
    assert entry.source.title == "The Gazette"


def test_entry_says_what_a_record_knows_at_least() -> None:
    record = story("b2", title=None, publisher=None, authors=[], source_url=None, language=None)
    entry = parse(HEAD, record).entries[0]
    assert entry.title == entry.link == record["url_canonical"]
    assert entry.author == entry.source.title == "gazette.example"
    assert entry.source.id == "urn:newsdesk:feed:gazette"
    assert entry.updated == record["date_first_seen"]
    assert not {"published", "tags", "rights", "media_content"} & entry.keys()
    assert b"<summary" not in write_atom(HEAD, [record])


def test_license_that_is_no_address_is_rights() -> None:
    entry = parse(HEAD, story(license="All rights reserved")).entries[0]
    assert entry.rights == "All rights reserved"


def test_language_that_is_none_is_left_out() -> None:
    feed = write_atom(HEAD, [story(language="not a tag")])
    assert b"xml:lang" not in feed
    assert is_valid(feed)


def test_what_xml_cannot_hold_is_replaced() -> None:
    entry = parse(HEAD, story(title="a\x00b\ud800c\uffffd", text="x\x0cy")).entries[0]
    assert entry.title == "a\ufffdb\ufffdc\ufffdd"
    assert entry.content[0].value == "<p>x\ufffdy</p>"


def test_space_in_an_address_is_escaped() -> None:
    record = story(url_canonical="https://gazette.example/a b", image_url="https://x.example/ü i")
    entry = parse(HEAD, record).entries[0]
    assert entry.link == "https://gazette.example/a%20b"
    assert entry.media_content[0]["url"] == "https://x.example/ü%20i"


def _words() -> st.SearchStrategy[str]:
    """Return texts that feedparser leaves alone: it mends what looks like UTF-8 encoded twice."""
    mended = "@" + "".join(map(chr, range(0x80, 0xC0)))
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters=mended)
    return st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)


@given(
    st.builds(
        story,
        title=_words(),
        description=_words(),
        text=st.lists(_words(), max_size=4).map("\n\n".join),
        authors=st.lists(_words(), min_size=1, max_size=3, unique=True),
        tags=st.lists(_words(), max_size=3, unique=True),
    )
)
def test_no_text_is_lost_on_the_way(record: Record) -> None:
    entry, written = parse(HEAD, record).entries[0], feed_entry(record)
    assert entry.title == written.title
    assert entry.summary == written.summary
    assert entry.content[0].value == written.content_html
    assert tuple(author.name for author in entry.authors) == written.authors
    assert tuple(tag.term for tag in entry.get("tags", ())) == written.tags
    assert entry.updated == format_time(written.updated)
