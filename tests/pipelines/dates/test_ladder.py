"""The choice among all candidate dates of a page."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.ladder import DateChoice, DateQuestion, choose_date
from pipelines.items import Candidate, DateOrder, DateSource, Metadata, Page, SourceHints
from pipelines.site_memory import SiteMemory

NOW = datetime(2025, 2, 21, 12, 0, tzinfo=UTC)
URL = "https://news.example/story"
SOURCES: tuple[DateSource, ...] = (
    "rule", "jsonld", "meta", "time", "feed", "sitemap", "listing", "text",
)  # fmt: skip


def page(url: str = URL, **hints: str) -> Page:
    orders: dict[str, DateOrder] = {"DMY": "DMY", "MDY": "MDY"}
    return Page(
        url=url,
        url_requested=url,
        body=b"",
        fetched_at=NOW,
        hints=SourceHints(
            language=hints.get("language"),
            timezone=hints.get("timezone"),
            date_order=orders.get(hints.get("order", "")),
        ),
    )


def choose(
    *published: tuple[str, str],
    modified: tuple[tuple[str, str], ...] = (),
    lines: tuple[str, ...] = (),
    memory: SiteMemory = SiteMemory(),
    at: Page | None = None,
) -> DateChoice:
    metadata = Metadata(
        dates_published=tuple(Candidate(value=raw, source=source) for source, raw in published),
        dates_modified=tuple(Candidate(value=raw, source=source) for source, raw in modified),
    )
    return choose_date(
        DateQuestion(metadata=metadata, page=at or page(), lines=lines, memory=memory)
    )


def told(choice: DateChoice) -> tuple[str, str] | None:
    date = choice.published
    return None if date is None else (date.source, date.value.strftime("%Y-%m-%d %H:%M"))


@pytest.mark.parametrize(
    ("published", "is_ruled"),
    [
        ((("rule", "2024-12-01"), ("jsonld", "2025-02-02")), True),
        ((("rule", "2024-12-01"), ("jsonld", "2024-12-01T09:00:00Z")), True),
        ((("rule", "Politics"), ("jsonld", "2025-02-02")), False),
        ((("rule", "2099-03-01"), ("jsonld", "2025-02-02")), False),
        ((("jsonld", "2025-02-02"),), False),
        ((), False),
    ],
)
def test_a_rule_decides_when_it_gives_a_date(
    published: tuple[tuple[str, str], ...], is_ruled: bool
) -> None:
    assert choose(*published).is_ruled is is_ruled


def test_page_without_any_candidate_has_no_date() -> None:
    choice = choose()
    assert choice.published is None
    assert choice.modified is None
    assert choice.considered == ()


@pytest.mark.parametrize(("better", "worse"), list(pairwise(SOURCES)))
def test_source_higher_on_the_ladder_wins(better: str, worse: str) -> None:
    choice = choose((worse, "2025-02-18T10:00:00Z"), (better, "2025-02-19T10:00:00Z"))
    assert told(choice) == (better, "2025-02-19 10:00")


def test_chosen_date_keeps_its_raw_text_and_precision() -> None:
    date = choose(("meta", "2025-02-20T23:36+01:00")).published
    assert date is not None
    assert (date.raw, date.source, date.precision) == ("2025-02-20T23:36+01:00", "meta", "minute")
    assert not date.is_ambiguous


def test_url_goes_before_the_visible_text_and_after_all_else() -> None:
    dated = page("https://news.example/2025/02/17/story")
    assert told(choose(("text", "18.02.2025"), at=dated)) == ("url", "2025-02-17 00:00")
    assert told(choose(("listing", "18.02.2025"), at=dated)) == ("listing", "2025-02-18 00:00")


def test_candidate_that_is_no_date_gives_way_to_the_next() -> None:
    choice = choose(("jsonld", "{{ date }}"), ("meta", "2025-02-19T10:00:00Z"))
    assert told(choice) == ("meta", "2025-02-19 10:00")
    assert [item.outcome for item in choice.considered] == ["not a date", "chosen"]


def test_candidate_far_ahead_of_the_fetch_gives_way_to_the_next() -> None:
    choice = choose(("jsonld", "2025-02-23T00:00:01Z"), ("meta", "2025-02-19T10:00:00Z"))
    assert told(choice) == ("meta", "2025-02-19 10:00")
    assert choice.considered[0].outcome == "ahead of the fetch"


def test_candidate_up_to_36_hours_ahead_is_taken() -> None:
    assert told(choose(("jsonld", "2025-02-22T23:59:59Z"))) == ("jsonld", "2025-02-22 23:59")


def test_day_gets_its_time_from_a_lower_candidate_of_the_same_day() -> None:
    choice = choose(("jsonld", "2025-02-20"), ("time", "2025-02-20T23:36:00Z"))
    assert told(choice) == ("time", "2025-02-20 23:36")
    assert choice.considered[0].outcome == "made more exact by time"


def test_day_is_not_replaced_by_a_time_of_another_day() -> None:
    choice = choose(("jsonld", "2025-02-20"), ("time", "2025-02-19T23:36:00Z"))
    assert told(choice) == ("jsonld", "2025-02-20 00:00")


def test_month_of_a_url_gets_its_day_from_the_text() -> None:
    dated = page("https://news.example/2025/02/story")
    assert told(choose(("text", "17.02.2025"), at=dated)) == ("text", "2025-02-17 00:00")


def test_relative_stamp_counts_from_the_fetch_of_the_page() -> None:
    assert told(choose(("listing", "vor 3 Stunden"))) == ("listing", "2025-02-21 09:00")


def test_zone_of_the_source_is_used_where_the_stamp_has_none() -> None:
    choice = choose(("listing", "20.02.2025 23:36"), at=page(timezone="Europe/Berlin"))
    assert told(choice) == ("listing", "2025-02-20 22:36")


def test_unproven_order_is_flagged() -> None:
    date = choose(("listing", "03/02/2024")).published
    assert date is not None
    assert date.is_ambiguous


@pytest.mark.parametrize(("order", "day"), [("DMY", "2024-02-03"), ("MDY", "2024-03-02")])
def test_configured_order_decides(order: str, day: str) -> None:
    date = choose(("listing", "03/02/2024"), at=page(order=order)).published
    assert date is not None
    assert date.value.date().isoformat() == day
    assert not date.is_ambiguous


@pytest.mark.parametrize(
    ("memory", "day"),
    [(SiteMemory(day_first=1), "2024-02-03"), (SiteMemory(month_first=1), "2024-03-02")],
)
def test_remembered_order_decides(memory: SiteMemory, day: str) -> None:
    date = choose(("listing", "03/02/2024"), memory=memory).published
    assert date is not None
    assert date.value.date().isoformat() == day
    assert not date.is_ambiguous


def test_stamp_that_can_be_read_one_way_only_proves_the_order_of_the_others() -> None:
    choice = choose(("listing", "03/02/2024"), lines=("20/02/2024 11:00",))
    assert choice.published is not None
    assert choice.published.value.date().isoformat() == "2024-02-03"
    assert not choice.published.is_ambiguous
    assert choice.learned == SiteMemory(day_first=1)


def test_other_candidate_confirms_one_reading() -> None:
    date = choose(("meta", "03/02/2024"), ("text", "2 March 2024")).published
    assert date is not None
    assert date.value.date().isoformat() == "2024-03-02"
    assert not date.is_ambiguous


def test_other_candidate_goes_before_the_custom_of_the_language() -> None:
    german = page(language="de")
    date = choose(("meta", "11/01/2023 12:43:42"), ("text", "01.11.2023"), at=german).published
    assert date is not None
    assert date.value.date().isoformat() == "2023-11-01"


def test_page_teaches_nothing_by_stamps_that_can_be_swapped() -> None:
    assert choose(("listing", "03/02/2024")).learned == SiteMemory()


def test_prose_does_not_teach_the_order() -> None:
    prose = "The contract, dated 02/20/2024, was quoted at length by the court of appeal on Monday."
    assert choose(lines=(prose,)).learned == SiteMemory()


def test_change_is_kept_beside_the_publication() -> None:
    choice = choose(
        ("jsonld", "2025-02-19T10:00:00Z"), modified=(("jsonld", "2025-02-20T10:00:00Z"),)
    )
    assert choice.modified is not None
    assert choice.modified.value == datetime(2025, 2, 20, 10, tzinfo=UTC)


def test_change_before_the_publication_is_dropped() -> None:
    choice = choose(
        ("jsonld", "2025-02-19T10:00:00Z"), modified=(("jsonld", "2025-02-18T10:00:00Z"),)
    )
    assert choice.modified is None
    assert choice.considered[-1].outcome == "earlier than the publication"


def test_change_never_stands_in_for_the_publication() -> None:
    choice = choose(modified=(("jsonld", "2025-02-18T10:00:00Z"),))
    assert choice.published is None
    assert choice.modified is not None


def test_date_line_of_the_text_is_the_last_resort() -> None:
    assert told(choose(lines=("By Jane Doe | 20 February 2025", "The mayor resigned."))) == (
        "text",
        "2025-02-20 00:00",
    )


def test_date_in_the_headline_is_what_the_story_is_about() -> None:
    title = "11 September 2001: a day of fire"
    metadata = Metadata(titles=(Candidate(value=title, source="h1"),))
    choice = choose_date(DateQuestion(metadata=metadata, page=page(), lines=(title,)))
    assert choice.published is None


NOT_THE_DATE = {
    "sentence": "The mayor resigned on 20 February 2025 after a long debate.",
    "sentence that starts with the day": "20 February 2025 was a cold day.",
    "sentence that starts with a relative day": "3 days ago the mayor resigned.",
    "yesterday in a sentence": "Yesterday the mayor resigned.",
    "reading time": "5 min read",
    "film length": "12:34",
    "copyright line": "© 2025 Example Media",
    "copyright line in words": "Copyright 2019-2025 Example Media. All rights reserved.",
    "month of an event": "The fair opens in March 2024.",
    "score": "The match ended 3-2 on aggregate",
    "price": "From 12.50 to 13.20 euros",
}


@pytest.mark.parametrize("line", NOT_THE_DATE.values(), ids=NOT_THE_DATE)
def test_line_of_the_text_that_is_no_date_line_gives_no_date(line: str) -> None:
    assert choose(lines=(line,)).published is None


RAWS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["2025-02-20", "20.02.2025 23:36", "vor 3 Stunden", "2030-01-01", "12:34"]),
)
CANDIDATES = st.lists(
    st.builds(Candidate, value=RAWS, source=st.sampled_from([*SOURCES, "odd"])), max_size=6
).map(tuple)


@given(CANDIDATES, CANDIDATES, st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
def test_any_page_gives_utc_dates_that_are_not_ahead(
    published: tuple[Candidate, ...],
    modified: tuple[Candidate, ...],
    lines: list[str],
    path: str,
) -> None:
    metadata = Metadata(dates_published=published, dates_modified=modified)
    choice = choose_date(
        DateQuestion(metadata=metadata, page=page(f"https://news.example/{path}"), lines=lines)
    )
    for date in (choice.published, choice.modified):
        if date is not None:
            assert date.value.tzinfo is UTC
            assert (date.value - NOW).total_seconds() <= 36 * 3600
    if choice.published and choice.modified:
        assert choice.modified.value >= choice.published.value
    for role, date in (("published", choice.published), ("modified", choice.modified)):
        chosen = [c for c in choice.considered if c.outcome == "chosen" and c.role == role]
        assert len(chosen) == (date is not None)


MOMENTS: dict[str, tuple[str, str, tuple[str, str]]] = {
    "with its zone": ("2025-02-03T22:30:00Z", "2025-02-04T09:30:00+11:00", ("meta", "time")),
    "without a zone": ("2025-02-03T22:30:00Z", "2025-02-04 09:30:00", ("meta", "time")),
    "to the minute": ("2025-02-04T01:48:19Z", "3 February 2025, 20:48", ("meta", "time")),
    "the same day": ("2025-02-03T12:30:00Z", "2025-02-03T13:30:00+01:00", ("meta", "meta")),
    "another minute": ("2025-02-03T22:30:00Z", "2025-02-04 09:34:00", ("meta", "meta")),
    "too far": ("2025-02-03T22:30:00Z", "2025-02-05 22:30:00", ("meta", "meta")),
    "day alone": ("2025-02-03T22:30:00Z", "2025-02-04", ("meta", "meta")),
    "zone of its own": ("2025-02-03T22:30:00-05:00", "2025-02-04T03:30:00Z", ("meta", "meta")),
}


@pytest.mark.parametrize(("exact", "local", "sources"), MOMENTS.values(), ids=MOMENTS)
def test_moment_is_told_as_the_page_prints_it(
    exact: str, local: str, sources: tuple[str, str]
) -> None:
    plain = choose((sources[0], exact)).published
    found = choose((sources[0], exact), ("time", local)).published
    assert plain is not None
    assert found is not None
    assert (found.value, found.source) == (plain.value, sources[1])
    assert found.raw == (local if sources[1] == "time" else exact)


def test_text_is_not_read_where_structured_dates_are_exact() -> None:
    exact = (("jsonld", "2025-02-03T10:00:00Z"),)
    line = "Published 2 February 2025"
    changed = (("jsonld", "2025-02-04T10:00:00Z"),)
    assert len(choose(*exact, modified=changed, lines=(line,)).considered) == 2
    assert len(choose(*exact, lines=(line,)).considered) == 2
    assert len(choose(*exact, lines=("Updated 5 February 2025",)).considered) == 2
    assert len(choose(("jsonld", "2025-02-03"), modified=changed, lines=(line,)).considered) == 3
