from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.counts import MAX_SOURCES, count_lines
from pipelines.report.tables import (
    CHARTED_SOURCES,
    MAX_ROWS,
    Row,
    count_table,
    day_table,
    flag_table,
    fold,
    length_table,
    rejection_table,
    rule_table,
    source_table,
)
from pipelines.serialization import QUALITY_FLAGS
from tests.pipelines.report.report_examples import article, rejected, removed

_NUMBERS = st.lists(st.integers(0, 1000), max_size=20)


@given(_NUMBERS, st.integers(1, 25))
def test_folding_loses_nothing(numbers: list[int], limit: int) -> None:
    rows = [Row(name=str(n), numbers=(n, 1)) for n in numbers]
    folded = fold(rows, limit)
    assert len(folded) == min(len(rows), limit)
    assert sum(row.numbers[0] for row in folded) == sum(numbers)
    assert sum(row.numbers[1] for row in folded) == len(numbers)
    assert all(not row.is_rest for row in folded[:-1])


def test_rows_that_are_folded_are_counted_in_the_name() -> None:
    rows = [Row(name=name, numbers=(1,)) for name in "abcd"]
    assert fold(rows, 3)[-1] == Row(name="2 others", numbers=(2,), is_rest=True, folded=2)
    assert fold(fold(rows, 3), 2)[-1].name == "3 others"
    assert fold(rows, 4) == tuple(rows)


def test_sources_have_a_total() -> None:
    report = count_lines(
        [article(), article(source_id="faro", change="updated")], [], [rejected("http-404")]
    )
    table = source_table(report)
    assert table.heads == ("source", "new", "updated", "duplicates", "rejected")
    assert [(row.name, row.numbers) for row in table.rows] == [
        ("gazette", (1, 0, 0, 1)),
        ("faro", (0, 1, 0, 0)),
    ]
    assert table.total is not None
    assert table.total.numbers == (1, 1, 0, 1)


def test_sources_beyond_all_counting_are_shown_together() -> None:
    count = MAX_SOURCES + 3
    report = count_lines([article(source_id=f"{n:05}") for n in range(count)], [], [])
    table = source_table(report)
    assert table.rows[-2].name == f"{MAX_SOURCES - MAX_ROWS + 1:,} others"
    assert table.rows[-1] == Row(name="all further ones", numbers=(3, 0, 0, 0), is_rest=True)
    assert table.total is not None
    assert table.total.numbers == (count, 0, 0, 0)
    days = day_table(report)
    assert days.heads[-1] == "all others"
    assert days.rows[0].numbers[-1] == count - CHARTED_SOURCES


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 28)), max_size=40))
def test_numbers_of_a_day_add_up(stories: list[tuple[str, int]]) -> None:
    lines = [article(source_id=s, date_fetched=f"2026-11-{d:02}T00:00:00Z") for s, d in stories]
    table = day_table(count_lines(lines, [], []))
    expected = Counter(f"2026-11-{day:02}" for _, day in stories)
    assert {row.name: row.numbers[0] for row in table.rows} == expected
    assert [row.name for row in table.rows] == sorted(expected, reverse=True)
    for row in table.rows:
        assert len(row.numbers) == len(table.heads) - 1
        assert sum(row.numbers[1:]) == row.numbers[0]


def test_records_without_a_day_stand_below_the_days() -> None:
    days = ("2026-11-01", "someday", "2026-11-02")
    lines = [article(date_fetched=f"{day}T00:00:00Z") for day in days]
    table = day_table(count_lines(lines, [], []))
    assert [row.name for row in table.rows] == ["2026-11-02", "2026-11-01", "unknown"]


def test_days_before_the_kept_ones_are_one_row() -> None:
    lines = [article(date_fetched=f"{year}-01-01T00:00:00Z") for year in range(1900, 2000)]
    table = day_table(count_lines(lines, [], []))
    assert table.rows[-1] == Row(name="earlier days", numbers=(8,), is_rest=True)


def test_lengths_begin_and_end_with_records() -> None:
    lines = [article(word_count=words) for words in (70, 130, 7000)]
    table = length_table(count_lines(lines, [], []).lengths)
    assert [row.name for row in table.rows][:3] == ["50–74", "75–99", "100–149"]
    assert table.rows[-1] == Row(name="6,400 and more", numbers=(1,))
    assert length_table(count_lines([], [], []).lengths).rows == ()


def test_rules_and_reasons_have_their_samples() -> None:
    report = count_lines([], [removed("promo", "Read on")], [rejected("http-404"), rejected("odd")])
    (rule,) = rule_table(report).rows
    assert (rule.name, rule.numbers, rule.samples) == ("promo", (1, 1, 7), ("Read on",))
    known, unknown = rejection_table(report).rows
    assert (known.name, known.numbers, known.samples) == ("http-404", (1,), ("http://a.example/",))
    assert "status" in known.note
    assert unknown.note == ""


def test_flags_have_their_meaning() -> None:
    flag = next(iter(QUALITY_FLAGS))
    known, unknown = flag_table({flag: 2, "strange": 1}).rows
    assert known.note == QUALITY_FLAGS[flag]
    assert unknown.note == ""


def test_values_are_counted_under_the_name_of_their_column() -> None:
    table = count_table("languages", "Languages", "language", {"en": 2, "de": 1})
    assert table.heads == ("language", "records")
    assert [(row.name, row.numbers) for row in table.rows] == [("en", (2,)), ("de", (1,))]
