from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exporters.selection import Selection, story_cluster
from pipelines.serialization import Record
from tests.pipelines.exporters.record_examples import any_records, is_selected, story

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(any_records())
def test_every_record_matches_where_nothing_is_wished(record: Record) -> None:
    assert is_selected(Selection(), record)
    assert Selection().is_in_reach(record)
    assert not Selection().lacks_date(record)


@pytest.mark.parametrize(
    ("selection", "wanted", "unwanted"),
    [
        (Selection(sources=frozenset(("a", "b"))), {"source_id": "b"}, {"source_id": "c"}),
        (Selection(languages=frozenset(("de",))), {"language": "de"}, {"language": None}),
        (
            Selection(domains=frozenset(("gazette.example", "faro.example"))),
            {"domain": "faro.example"},
            {"domain": "o.faro.example"},
        ),
        (
            Selection(authors=frozenset(("IMOGEN TALLIS", "x"))),
            {"authors": ["Ida Lund", "Imogen Tallis"]},
            {"authors": ["Imogen Tallis-Lund"]},
        ),
        (Selection(min_words=10), {"word_count": 10}, {"word_count": 9}),
        (
            Selection(excluded_flags=frozenset(("paywall-prompt",))),
            {"quality_flags": ["ends-in-ellipsis"]},
            {"quality_flags": ["ends-in-ellipsis", "paywall-prompt"]},
        ),
        (Selection(without_ai_disallowed=True), {"ai_use": "unknown"}, {"ai_use": "disallowed"}),
        (Selection(after_run="2026-b"), {"run_id": "2026-c"}, {"run_id": "2026-b"}),
        (Selection(until_run="2026-b"), {"run_id": "2026-b"}, {"run_id": "2026-c"}),
        (
            Selection(since=NOON),
            {"date_published": "2026-11-24T12:00:00Z"},
            {"date_published": "2026-11-24T11:59:59Z"},
        ),
        (
            Selection(until=NOON),
            {"date_published": "2026-11-24T12:00:00Z"},
            {"date_published": "2026-11-24T12:00:01Z"},
        ),
        (
            Selection(until=NOON, by="fetched"),
            {"date_fetched": "2026-11-24T12:00:00Z", "date_published": None},
            {"date_fetched": "2026-11-24T12:00:01Z"},
        ),
    ],
    ids=[
        *("source", "language", "domain", "author", "words", "flag", "ai", "run", "until run"),
        *("since", "until", "fetched"),
    ],
)
def test_record_matches_what_is_wished(
    selection: Selection, wanted: Record, unwanted: Record
) -> None:
    assert is_selected(selection, story("a", **wanted))
    assert not is_selected(selection, story("a", **unwanted))


PHRASES: dict[str, tuple[str, dict[str, str], bool]] = {
    "text": ("Night FERRY", {"text": "It rained.\n\nThe “night” ferry, they said, sails."}, True),
    "title": ("night ferry", {"title": "The night ferry sails"}, True),
    "description": ("night ferry", {"description": "A night ferry"}, True),
    "part of a word": ("night ferry", {"text": "Every fortnight ferrymen meet."}, False),
    "words apart": ("night ferry", {"text": "At night the ferry sails."}, False),
    "two paragraphs": ("night ferry", {"text": "Then came the night.\n\nFerry fares rose."}, False),
    "accents": ("über die fähre", {"text": "Alles ÜBER DIE FÄHRE."}, True),
    "no spaces": ("夜船", {"text": "昨日の夜船が戻った。"}, True),
    "no spaces behind a word": ("NHK 夜", {"text": "昨日、NHK 夜船が戻った。"}, True),
}


@pytest.mark.parametrize(("phrase", "values", "says"), PHRASES.values(), ids=PHRASES)
def test_words_are_looked_for_as_they_are_read(
    phrase: str, values: dict[str, str], says: bool
) -> None:
    record = story("a", **{"title": None, "description": None, **values})
    assert is_selected(Selection(phrases=frozenset((phrase, "xyzzy"))), record) is says
    assert not is_selected(Selection(phrases=frozenset(("xyzzy",))), record)


def test_record_without_the_date_is_no_match_and_can_be_told() -> None:
    undated = story(date_published=None)
    by_published = Selection(since=NOON - SECOND)
    assert not is_selected(by_published, undated)
    assert by_published.lacks_date(undated)
    assert by_published.matches_but_for_date(undated)
    assert not replace(by_published, by="fetched").lacks_date(undated)


def test_only_what_was_fetched_too_late_is_out_of_reach_for_the_last_revision() -> None:
    late = story(date_fetched="2026-11-24T12:00:01Z", date_published="2026-11-24T12:00:01Z")
    assert not Selection(until=NOON, by="fetched").is_in_reach(late)
    assert Selection(until=NOON).is_in_reach(late)
    assert Selection(min_words=99_999).is_in_reach(late)


@given(any_records(), st.datetimes(timezones=st.just(UTC)), st.integers(-14, 14))
def test_zone_of_a_bound_does_not_matter(record: Record, since: datetime, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    try:
        moved = since.astimezone(zone)
    except OverflowError:
        return
    assert is_selected(Selection(since=since), record) == is_selected(
        Selection(since=moved), record
    )


@given(any_records(), st.integers(-(10**10), 10**10).map(lambda s: NOON + timedelta(seconds=s)))
def test_dated_record_is_before_a_moment_or_not(record: Record, moment: datetime) -> None:
    since = Selection(since=moment)
    if not since.lacks_date(record):
        before = Selection(until=moment - timedelta(microseconds=1))
        assert is_selected(before, record) != is_selected(since, record)


def test_cluster_of_a_story_is_that_of_its_first_one() -> None:
    assert story_cluster(story("a")) == "a"
    assert story_cluster(story("b", cluster_id="a")) == "a"
    assert story_cluster(story("c", cluster_id="a", duplicate_of="b")) == "a"
    assert story_cluster(story("d", duplicate_of="a")) == "a"
