"""Candidates of a page in the order of the ladder."""

from datetime import UTC, datetime

from pipelines.dates.candidates import LADDER, RawDate, collect, read
from pipelines.dates.parsing import DateContext
from pipelines.dates.text_dates import TextDate
from pipelines.items import Candidate, Page
from pipelines.options import DateOptions

NOW = datetime(2025, 2, 21, 12, 0, tzinfo=UTC)
PAGE = Page(
    url="https://a.example/2025/02/20/story",
    url_requested="https://a.example/2025/02/20/story?utm_source=x",
    body=b"",
    fetched_at=NOW,
)


def test_candidates_stand_in_the_order_of_the_ladder_each_once() -> None:
    told = [
        Candidate(value="b", source="feed"),
        Candidate(value="a", source="jsonld"),
        Candidate(value="b", source="feed"),
        Candidate(value="c", source="somewhere else"),
    ]
    texts = [TextDate(raw="d", role="published", is_labelled=False)]
    found = collect(told, PAGE, texts, 10)
    assert [(item.source, item.raw) for item in found] == [
        ("jsonld", "a"), ("feed", "b"), ("url", "2025/02/20"), ("text", "d"),
    ]  # fmt: skip


def test_order_within_one_source_stays() -> None:
    told = [Candidate(value=value, source="meta") for value in "cab"]
    assert [item.raw for item in collect(told, None, (), 10)] == ["c", "a", "b"]


def test_page_with_many_candidates_is_cut() -> None:
    told = [Candidate(value=str(number), source="time") for number in range(50)]
    assert len(collect(told, None, (), 40)) == 40


def test_url_is_read_in_iso_form_and_kept_as_it_stood() -> None:
    item = collect((), PAGE, (), 10)[0]
    assert (item.raw, item.text) == ("2025/02/20", "2025-02-20")


def test_every_reading_says_what_became_of_it() -> None:
    raws = [
        RawDate(raw=text, source="meta", text=text)
        for text in ("2025-02-20", "no date", "2025-02-23T12:00:00Z")
    ]
    readings = read(raws, DateContext(now=NOW), DateOptions())
    assert [item.outcome for item in readings] == [
        "not needed", "not a date", "ahead of the fetch",
    ]  # fmt: skip
    assert readings[1].as_date() is None
    assert readings[1].as_considered("published").value is None


def test_ladder_starts_with_the_rule_and_ends_with_the_text() -> None:
    assert (LADDER[0], LADDER[-1]) == ("rule", "text")
