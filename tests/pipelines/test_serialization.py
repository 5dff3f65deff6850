import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import RecordError
from pipelines.items import Article, Delivery, PublicationDate, WarcPlace
from pipelines.serialization import (
    FIELDS,
    Record,
    check_record,
    dumps,
    format_time,
    loads,
    read_record,
    to_record,
    to_rejected_record,
    to_removed_record,
    upgrade,
)
from tests.crawler.state.examples import NOON, article, rejection, with_removed_block
from tests.pipelines.record_schema import SCHEMA_2
from tests.strategies import any_texts, articles, deliveries

DELIVERY = Delivery(
    revision=2,
    change="updated",
    first_seen=NOON - timedelta(days=1),
    duplicate_of=None,
    cluster_id="c" * 32,
    run_id="run-1",
)


# Schema version 1: name, type, nullable. Only a higher version may change a line of it.
def test_columns_are_those_of_schema_version_2() -> None:
    found = [
        f"{f.name} {f.type.split(' ', maxsplit=1)[0]} {'yes' if f.nullable else 'no'}"
        for f in FIELDS
    ]
    assert found == [line.strip() for line in SCHEMA_2.strip().splitlines()]


ENUMS = {
    "change": ("new", "updated"),
    "source_type": ("feed", "sitemap", "listing", "url", "archive"),
    "title_source": ("jsonld", "og", "h1", "feed", "listing", "sitemap", "html", "rule"),
    "date_published_source": (
        "jsonld", "meta", "time", "feed", "sitemap", "listing", "url", "text", "rule",
    ),
    "date_published_precision": ("second", "minute", "hour", "day", "month"),
    "page_type": ("article", "list", "live", "video", "gallery", "other"),
    "ai_use": ("allowed", "disallowed", "unknown"),
}  # fmt: skip


def test_values_of_enums_are_those_of_this_schema_version() -> None:
    assert {f.name: f.values for f in FIELDS if f.type == "enum"} == ENUMS


def test_record_holds_the_article_and_its_delivery() -> None:
    published = PublicationDate(
        value=NOON, raw="24.11.2026, 13:00", source="meta", precision="minute", is_ambiguous=True
    )
    record = to_record(
        replace(with_removed_block(article()), published=published, modified=published), DELIVERY
    )

    assert record == {
        "schema_version": 2,
        "id": article().id,
        "revision": 2,
        "change": "updated",
        "url": "https://gazette.example/2026/harbour",
        "url_requested": "https://gazette.example/2026/harbour",
        "url_canonical": "https://gazette.example/2026/harbour",
        "domain": "gazette.example",
        "source_id": "gazette",
        "source_type": "feed",
        "source_url": "https://gazette.example/feed.xml",
        "publisher": "The Gazette",
        "title": "The harbour opens",
        "title_source": "og",
        "description": None,
        "text": "The harbour opens again on Monday.",
        "authors": ["Ida Lund"],
        "sections": [],
        "tags": [],
        "language": "en",
        "image_url": None,
        "word_count": 6,
        "date_published": "2026-11-24T12:00:00Z",
        "date_published_raw": "24.11.2026, 13:00",
        "date_published_source": "meta",
        "date_published_precision": "minute",
        "date_published_ambiguous": True,
        "date_modified": "2026-11-24T12:00:00Z",
        "date_first_seen": "2026-11-23T12:00:00Z",
        "date_fetched": "2026-11-24T12:00:00Z",
        "http_status": 200,
        "content_sha256": article().content_sha256,
        "text_sha256": article().text_sha256,
        "duplicate_of": None,
        "cluster_id": "c" * 32,
        "page_type": "article",
        "is_paywalled": None,
        "is_truncated": None,
        "quality_flags": [],
        "removed_blocks": 1,
        "removed_chars": 9,
        "extractor": "test/1",
        "cleaner": "test/1",
        "rule_id": None,
        "ai_use": "unknown",
        "license": None,
        "run_id": "run-1",
        "warc_file": None,
        "warc_offset": None,
    }


def test_record_names_the_archive_of_the_page() -> None:
    place = WarcPlace(file="warc/run-1-00001.warc.gz", offset=812)
    record = to_record(replace(article(), warc=place), DELIVERY)
    assert (record["warc_file"], record["warc_offset"]) == ("warc/run-1-00001.warc.gz", 812)


@given(article=articles(), delivery=deliveries())
def test_record_of_version_1_becomes_one_of_today(article: Article, delivery: Delivery) -> None:
    today = to_record(replace(article, warc=None), delivery)
    old = {**today, "schema_version": 1}
    del old["warc_file"], old["warc_offset"]
    assert upgrade(old) == today
    assert list(upgrade(old)) == list(today)


@pytest.mark.parametrize("version", [None, "1", 2, 3, 1.5, True, {}])
def test_record_of_another_version_stays_as_it_is(version: object) -> None:
    assert upgrade({"schema_version": version}) == {"schema_version": version}


def test_article_without_date_has_none() -> None:
    record = to_record(article(), DELIVERY)
    columns = [name for name in record if name.startswith("date_published")]

    assert [record[name] for name in columns] == [None, None, None, None, False]


@given(articles(), deliveries())
@settings(max_examples=60)
def test_every_record_follows_the_schema_in_its_order(
    any_article: Article, delivery: Delivery
) -> None:
    record = to_record(any_article, delivery)

    check_record(record)
    assert list(record) == [field.name for field in FIELDS]


@given(articles(), deliveries())
@settings(max_examples=60)
def test_record_stays_a_record_on_the_way_through_a_line(
    any_article: Article, delivery: Delivery
) -> None:
    line = dumps(to_record(any_article, delivery))
    back = loads(line)

    check_record(back)
    assert dumps(back) == line


def test_removed_stretches_are_told_with_their_place() -> None:
    assert to_removed_record(with_removed_block(article()), DELIVERY) == {
        "id": article().id,
        "revision": 2,
        "url": "https://gazette.example/2026/harbour",
        "source_id": "gazette",
        "removed": [
            {
                "block": 3,
                "start": 0,
                "end": 9,
                "rule": "read-more",
                "reason": "a prompt",
                "text": "Read more",
            }
        ],
        "date_fetched": "2026-11-24T12:00:00Z",
        "run_id": "run-1",
    }


def test_rejection_is_told_with_its_reason() -> None:
    assert to_rejected_record(rejection(), "run-1") == {
        "url": "https://gazette.example/2026/harbour",
        "url_requested": "https://gazette.example/2026/harbour",
        "source_id": "gazette",
        "source_type": "feed",
        "source_url": "https://gazette.example/feed.xml",
        "reason": "no-article-body",
        "detail": "4 words",
        "http_status": 200,
        "date_fetched": "2026-11-24T12:00:00Z",
        "run_id": "run-1",
    }


LINES = {
    "other scripts stay readable": ("Київ", '{"a":"Київ"}'),
    "line separators": ("a\u2028b\u2029c\x85d\ne", r'{"a":"a\u2028b\u2029c\u0085d\ne"}'),
    "NUL": ("a\0b", r'{"a":"a\u0000b"}'),
    "lone surrogate": ("a\ud800b", '{"a":"a\ufffdb"}'),
    "halves of one character": ("\ud83d\ude00", '{"a":"😀"}'),
    "halves in the wrong order": ("\ude00\ud83d", '{"a":"\ufffd\ufffd"}'),
}


@pytest.mark.parametrize(("value", "line"), LINES.values(), ids=LINES.keys())
def test_odd_characters_have_their_form(value: str, line: str) -> None:
    assert dumps({"a": value}) == line


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | any_texts(),
    lambda inner: st.lists(inner, max_size=3),
)


@given(st.dictionaries(any_texts(), _VALUES, max_size=4))
def test_any_record_is_one_line_of_utf8(record: Record) -> None:
    line = dumps(record)

    assert len(line.splitlines()) == 1
    assert len(line.encode("utf-8").split(b"\n")) == 1
    assert json.loads(line) == loads(line)


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text())))
def test_what_utf8_can_hold_comes_back_unchanged(record: Record) -> None:
    assert loads(dumps(record).encode("utf-8")) == record


def test_numbers_that_json_has_not_are_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        dumps({"a": float("nan")})


NO_RECORDS = {
    "torn": (b'{"a":1', "not-json"),
    "empty": (b"", "not-json"),
    "not UTF-8": (b'{"a":"\xff"}', "not-json"),
    "a list": (b"[1]", "not-a-record"),
    "a number": (b"7", "not-a-record"),
    "nested too deep": (b"[" * sys.getrecursionlimit() * 50, "not-json"),
}


@pytest.mark.parametrize(("line", "reason"), NO_RECORDS.values(), ids=NO_RECORDS.keys())
def test_line_that_is_no_record_is_named(line: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=r"^a\.jsonl:7: ") as caught:
        loads(line, "a.jsonl:7")
    assert caught.value.reason == reason


@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_a_record_error(line: bytes) -> None:
    with suppress(RecordError):
        assert isinstance(loads(line), dict)


WRONG: dict[str, tuple[str, object, str]] = {
    "no text where there must be one": ("url", None, "url must be string, not None"),
    "a number for text": ("title", 7, "title must be string or null, not 7"),
    "text for a number": ("word_count", "7", "word_count must be int, not '7'"),
    "yes or no for a number": ("word_count", True, "word_count must be int, not True"),
    "a number for yes or no": ("is_paywalled", 1, "is_paywalled must be bool or null, not 1"),
    "text for a list": ("tags", "a, b", "tags must be list of string, not 'a, b'"),
    "nothing for a list": ("tags", None, "tags must be list of string, not None"),
    "a list with a number": ("tags", ["a", 7], "tags must be list of string"),
    "a list with nothing": ("tags", [None], "tags must be list of string"),
    "a time of another form": ("date_fetched", "2026-11-24 12:00", "date_fetched must be time"),
    "a time with a zone": ("date_fetched", "2026-11-24T12:00:00+00:00", "date_fetched must be"),
    "a day that is none": ("date_fetched", "2026-02-31T12:00:00Z", "date_fetched must be time"),
    "an hour that is none": ("date_fetched", "2026-02-01T24:00:00Z", "date_fetched must be time"),
    "a number beyond 64 bits": ("word_count", 2**63, "word_count must be int, not 92233720"),
    "a value outside an enum": ("change", "old", "change must be one of new, updated, not 'old'"),
}


@pytest.mark.parametrize(("name", "value", "message"), WRONG.values(), ids=WRONG.keys())
def test_column_of_the_wrong_type_is_named(name: str, value: object, message: str) -> None:
    record = to_record(article(), DELIVERY) | {name: value}

    with pytest.raises(RecordError) as caught:
        check_record(record, "a.jsonl:7")
    assert caught.value.reason == "wrong-type"
    assert caught.value.message.startswith(f"a.jsonl:7: {message}")


def test_very_long_value_of_the_wrong_type_is_shortened() -> None:
    record = to_record(article(), DELIVERY) | {"text": ["long" * 10**6]}

    with pytest.raises(RecordError) as caught:
        check_record(record)
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_missing_column_is_named(name: str) -> None:
    record = to_record(article(), DELIVERY)
    del record[name]

    with pytest.raises(RecordError, match=f"^record: {name} is missing$") as caught:
        check_record(record)
    assert caught.value.reason == "missing-column"


def test_record_of_a_newer_newsdesk_is_told_as_such() -> None:
    record = to_record(article(), DELIVERY) | {"schema_version": 99, "mood": "calm"}

    with pytest.raises(RecordError, match=r"has schema version 99, .* use a newer one") as caught:
        read_record(record, "a.jsonl:1")
    assert caught.value.reason == "newer-schema"


def test_column_of_a_later_schema_is_named() -> None:
    record = to_record(article(), DELIVERY) | {"mood": "calm"}

    with pytest.raises(RecordError, match="mood is no column of schema version 2") as caught:
        check_record(record)
    assert caught.value.reason == "unknown-column"


TIMES: dict[str, tuple[Callable[[], datetime], str]] = {
    "UTC": (lambda: NOON, "2026-11-24T12:00:00Z"),
    "another zone": (
        lambda: datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))),
        "2025-12-31T23:30:00Z",
    ),
    "parts of a second go": (
        lambda: datetime(2026, 1, 1, 0, 0, 59, 999_999, UTC),
        "2026-01-01T00:00:59Z",
    ),
    "early year": (lambda: datetime(987, 1, 1, tzinfo=UTC), "0987-01-01T00:00:00Z"),
}


@pytest.mark.parametrize(("make", "expected"), TIMES.values(), ids=TIMES.keys())
def test_moment_is_written_in_utc_to_the_second(
    make: Callable[[], datetime], expected: str
) -> None:
    assert format_time(make()) == expected


@given(st.datetimes(timezones=st.just(UTC)))
def test_written_moments_sort_as_they_passed(moment: datetime) -> None:
    assert (format_time(moment) < format_time(NOON)) == (moment.replace(microsecond=0) < NOON)
