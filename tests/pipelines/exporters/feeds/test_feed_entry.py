from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exporters.feeds.feed_entry import (
    content_html,
    feed_entry,
    newest,
    newest_by_source,
    story_age,
)
from pipelines.serialization import Record
from tests.pipelines.exporters.record_examples import any_records, story
from tests.strategies import any_texts

EARLY, MIDDLE, LATE = (f"2026-11-24T{time}:00Z" for time in ("08:00", "08:40", "09:00"))
CHANGED: Record = {
    "date_published": EARLY,
    "date_first_seen": "2026-11-24T08:30:00Z",
    "date_fetched": LATE,
    "revision": 2,
}


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ('<b> & "c"', '<p>&lt;b&gt; &amp; "c"</p>'),
        ("\n\n\n\nOne\n\n\n\n", "<p>One</p>"),
    ],
    ids=["nothing", "paragraphs", "lines", "markup", "empty paragraphs"],
)
def test_text_becomes_paragraphs(text: str, html: str) -> None:
    assert content_html(text) == html


@given(any_texts())
def test_every_word_of_a_text_is_in_its_html(text: str) -> None:
    html = content_html(text)
    plain = html.replace("<p>", " ").replace("</p>", " ").replace("<br>", " ")
    assert unescape(plain).split() == text.split()
    assert "<" not in plain


@pytest.mark.parametrize(
    ("columns", "modified", "updated"),
    [
        ({"date_published": EARLY}, None, EARLY),
        ({"date_published": EARLY, "date_modified": LATE}, LATE, LATE),
        ({"date_published": LATE, "date_modified": EARLY}, LATE, LATE),
        ({"date_published": EARLY, "date_fetched": LATE, "revision": 2}, LATE, LATE),
        ({**CHANGED, "date_modified": EARLY}, LATE, LATE),
        ({**CHANGED, "date_modified": MIDDLE}, MIDDLE, MIDDLE),
        ({**CHANGED, "date_modified": EARLY, "revision": 1}, EARLY, EARLY),
        ({"date_published": None, "date_first_seen": EARLY}, None, EARLY),
        ({"date_published": None, "date_modified": LATE}, LATE, LATE),
    ],
    ids=[
        *("published", "modified", "modified before", "second revision"),
        *("second revision under its old date", "second revision with its date"),
        *("old date before it was seen", "undated", "only modified"),
    ],
)
def test_entry_was_updated_when_its_story_last_changed(
    columns: Record, modified: str | None, updated: str
) -> None:
    entry = feed_entry(story("a", **columns))
    assert entry.modified == (None if modified is None else moment(modified))
    assert entry.updated == moment(updated)


@given(any_records())
def test_entry_is_never_updated_before_it_was_published(record: Record) -> None:
    entry = feed_entry(record)
    assert entry.published is None or entry.published <= entry.updated


def test_entry_has_each_name_once_and_no_blank_one() -> None:
    entry = feed_entry(story(tags=["Coal", " ", "Coal", " Cranes "], publisher=" "))
    assert entry.tags == ("Coal", "Cranes")
    assert entry.publisher == "gazette.example"


def test_id_is_the_same_for_every_revision() -> None:
    first, second = (feed_entry(story("a", revision=number)) for number in (1, 2))
    assert first.id == second.id == "urn:newsdesk:a"


@pytest.mark.parametrize(
    ("published", "precision", "age"),
    [
        ("2026-11-20T10:00:00Z", "second", "2026-11-20T10:00:00Z"),
        ("2026-11-20T10:00:00Z", None, "2026-11-20T10:00:00Z"),
        ("2031-01-01T00:00:00Z", "minute", "2026-11-24T12:00:00Z"),
        ("2026-11-20T00:00:00Z", "day", "2026-11-20T23:59:59Z"),
        ("2026-11-24T00:00:00Z", "day", "2026-11-24T12:00:00Z"),
        ("2026-10-01T00:00:00Z", "month", "2026-10-31T23:59:59Z"),
        ("9999-12-31T00:00:00Z", "month", "2026-11-24T12:00:00Z"),
        (None, None, "2026-11-23T00:00:00Z"),
    ],
)
def test_story_is_as_old_as_it_must_be(
    published: str | None, precision: str | None, age: str
) -> None:
    record = story(
        "a",
        date_published=published,
        date_published_precision=precision,
        date_first_seen="2026-11-23T00:00:00Z",
        date_fetched="2026-11-24T12:00:00Z",
    )
    assert story_age(record) == age


def test_story_of_today_without_an_hour_is_among_the_newest() -> None:
    fetched = {"date_fetched": "2026-11-24T18:00:00Z"}
    exact = [
        story(str(hour), date_published=f"2026-11-24T{hour:02}:00:00Z", **fetched)
        for hour in range(17)
    ]
    day = story(
        "day", date_published="2026-11-24T00:00:00Z", date_published_precision="day", **fetched
    )
    assert day in newest([*exact, day], 5)


def test_newest_come_first_and_those_without_a_date_by_when_they_were_seen() -> None:
    old = story("old", date_published="2026-11-23T08:00:00Z")
    undated = story("undated", date_published=None, date_first_seen=EARLY)
    new = story("new", date_published=LATE)
    assert newest([old, undated, new], 2) == [new, undated]


def _dated() -> st.SearchStrategy[list[Record]]:
    one = st.builds(
        story,
        st.sampled_from("abcd"),
        source_id=st.sampled_from(("faro", "gazette")),
        date_published=st.sampled_from((EARLY, LATE, None)),
    )
    return st.lists(one, max_size=8, unique_by=lambda record: str(record["id"]))


@given(_dated(), st.randoms(), st.integers(1, 5))
def test_order_of_reading_does_not_matter(
    records: list[Record], chance: object, limit: int
) -> None:
    mixed = list(records)
    chance.shuffle(mixed)  # type: ignore[attr-defined] # a random.Random
    assert newest(records, limit) == newest(mixed, limit)


@given(_dated(), st.integers(1, 5))
def test_newest_of_each_source_are_what_they_would_be_alone(
    records: list[Record], limit: int
) -> None:
    by_source = newest_by_source(records, limit)
    assert by_source == {
        source: newest((r for r in records if r["source_id"] == source), limit)
        for source in {str(r["source_id"]) for r in records}
    }
