from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.state.known_url import KnownUrl, UrlState, with_stamps
from crawler.state.merged_entries import Naming
from pipelines.items import Entry

STAMPS = st.lists(st.text(min_size=1, max_size=6), max_size=12)


def known(stamps: str | None, state: UrlState = "delivered", entry: str | None = None) -> KnownUrl:
    finished_at = None if state == "pending" else 0
    return KnownUrl(state, "gazette", "run-1", finished_at, stamps, 0, "feed", entry)


@given(STAMPS, st.text())
def test_a_stamp_is_news_only_once(earlier: list[str], stamp: str) -> None:
    stamps = with_stamps(None, "gazette", [*earlier, stamp])
    assert not known(stamps).is_changed("gazette", [stamp])
    assert with_stamps(stamps, "gazette", [stamp]) == stamps


@given(STAMPS)
def test_what_is_kept_of_stamps_is_bounded(earlier: list[str]) -> None:
    stamps = with_stamps(None, "gazette", earlier)
    assert len((stamps or "").splitlines()) <= 8


def test_a_first_stamp_of_the_source_that_named_the_url_is_a_change() -> None:
    named = known(None, entry='{"url": "https://gazette.example/1"}')
    assert named.is_changed("gazette", ["2026-11-24"])
    assert not named.is_changed("sitemap", ["2026-11-24"])


def test_a_first_stamp_of_a_url_that_no_source_named_is_no_change() -> None:
    assert not known(None).is_changed("gazette", ["2026-11-24"])


def test_no_stamp_is_no_change() -> None:
    assert not known("gazette a").is_changed("gazette", [None])


@pytest.mark.parametrize(
    ("finished_at", "expected"),
    [(0, True), (6400, True), (6401, False), (10_001, False), (13_600, True), (10**9, True)],
)
def test_a_story_is_due_after_its_time_and_when_the_clock_was_set_back(
    finished_at: int, *, expected: bool
) -> None:
    assert replace(known(None), finished_at=finished_at).is_due(10_000, 3600) is expected


@pytest.mark.parametrize(
    ("visits", "wait_s"),
    [(0, 0), (1, 900), (2, 3600), (3, 14_400), (5, 230_400), (6, 604_800), (99, 604_800)],
)
def test_after_each_idle_visit_a_new_date_is_believed_later(visits: int, wait_s: int) -> None:
    def was_idle_lately(now: int) -> bool:
        return replace(known(None), idle_visits=visits).was_idle_lately(now)

    assert not was_idle_lately(wait_s)
    assert not visits or was_idle_lately(wait_s - 1)
    assert not was_idle_lately(-3600), "the clock was set back"


def test_pending_urls_are_always_due_and_rejected_ones_never() -> None:
    assert known(None, "pending").is_due(0, None)
    assert not known(None, "rejected").is_due(10**9, 1)


@pytest.mark.parametrize(
    ("reason", "finished_at", "now", "expected"),
    [
        ("no-article-body", 10, 3700, True),
        ("http-404", 10, 3700, True),
        ("no-article-body", 10, 3600, False),
        ("no-article-body", 3601, 9999, False),
        ("list-page", 10, 3700, False),
        ("http-410", 10, 3700, False),
    ],
    ids=["no text", "not there yet", "too early", "looked at again", "no story", "gone"],
)
def test_a_page_without_a_text_is_due_once_more(
    reason: str, finished_at: int, now: int, expected: bool
) -> None:
    flash = replace(
        known(None, "rejected"), reason=reason, finished_at=finished_at, discovered_at=1
    )
    assert flash.is_due(now, 3600) is expected
    assert not flash.is_due(now, None)


def test_one_new_stamp_of_several_is_a_change() -> None:
    assert known("gazette a").is_changed("gazette", ["a", None, "b"])
    assert not known("gazette b\ngazette a").is_changed("gazette", ["a", "b"])


def test_a_url_that_no_source_named_has_an_empty_entry() -> None:
    url = "https://gazette.example/1"
    assert known(None).naming(url) == Naming(Entry(url=url), "feed")
    named = known(None, entry='{"url": "https://gazette.example/2", "title": "The harbour"}')
    assert named.naming(url).entry.title == "The harbour"
