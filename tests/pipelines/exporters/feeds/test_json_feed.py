import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from crawler.discovery.json_feed import read_json_feed
from pipelines.exporters.feeds.feed_head import FeedHead
from pipelines.exporters.feeds.json_feed import MEDIA_TYPE, write_json_feed
from pipelines.serialization import Record
from tests.pipelines.exporters.feeds.test_atom import FULL, HEAD
from tests.pipelines.exporters.record_examples import any_records, story

SCHEMA = json.loads(Path(__file__).with_name("json_feed_1_1.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def written(head: FeedHead, *records: Record) -> Any:
    """Return a feed that was held against the schema."""
    feed = json.loads(write_json_feed(head, records))
    VALIDATOR.validate(feed)
    return feed


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "change",
    [{"id": 1}, {"content_html": None}, {"date_published": "2026-11-24"}, {"titel": "x"}],
    ids=["id", "content", "date", "unknown name"],
)
def test_schema_refuses_what_is_wrong(change: Record) -> None:
    """Else the tests below would say nothing."""
    feed = json.loads(write_json_feed(HEAD, [FULL]))
    feed["items"][0].update(change)
    assert not VALIDATOR.is_valid(feed)


def test_item_holds_every_field() -> None:
    feed = written(HEAD, FULL)
    (item,) = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": HEAD.title,
        "home_page_url": HEAD.home_url,
        "feed_url": HEAD.url,
    }
    assert item == {
        "id": "urn:newsdesk:a1",
        "url": FULL["url_canonical"],
        "title": FULL["title"],
        "content_html": "<p>Fish &amp; chips &lt; 5 pounds.</p>\n<p>Line one<br>line two</p>\n"
        "<p>„Ende“</p>",
        "summary": FULL["description"],
        "image": FULL["image_url"],
        "date_published": FULL["date_published"],
        "date_modified": FULL["date_modified"],
        "authors": [{"name": "Ida Lund"}, {"name": "Bo Falk"}],
        "tags": ["Harbour", "Cranes", "Coal"],
        "language": "en",
        "_newsdesk": {
            "source_id": "gazette",
            "source_url": FULL["source_url"],
            "publisher": "The Gazette",
            "license": FULL["license"],
        },
    }


def test_what_is_not_known_is_left_out() -> None:
    bare = FeedHead(id="urn:newsdesk:feed:a", title="A", updated=datetime(2026, 11, 24, tzinfo=UTC))
    record = story(title=None, authors=[], language=None, text=None, source_url=None)
    feed = written(bare, record)
    assert feed.keys() == {"version", "title", "items"}
    assert feed["items"][0].keys() == {"id", "url", "content_html", "_newsdesk"}


def test_feed_without_items_has_an_empty_list() -> None:
    assert written(HEAD)["items"] == []


@given(any_records().filter(lambda record: bool(record["url_canonical"])))
def test_feed_is_valid_whatever_pages_say(record: Record) -> None:
    written(HEAD, record)


def test_newsdesk_reads_what_it_writes() -> None:
    record = {**FULL, "title": "Crane turns"}
    found = read_json_feed(write_json_feed(HEAD, [record]), MEDIA_TYPE, str(HEAD.url))
    (entry,) = found.entries
    assert found.problems == ()
    assert (entry.url, entry.title) == (FULL["url_canonical"], "Crane turns")
    assert (entry.date_raw, entry.authors) == (FULL["date_published"], ("Ida Lund", "Bo Falk"))
