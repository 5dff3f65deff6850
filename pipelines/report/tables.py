"""A report as the tables of a page: what is shown of it, and what is summed as others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from operator import add

from pipelines.report.counts import UNKNOWN, DayCounts, Report, SourceCounts
from pipelines.report.lengths import LengthBin
from pipelines.report.rejection_reasons import reason_of
from pipelines.serialization import QUALITY_FLAGS

MAX_ROWS = 50
"""Rows of a table; those of the smaller counts are summed."""
CHARTED_SOURCES = 5
"""Sources that have a colour of their own among the records of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table."""

    name: str
    numbers: tuple[int, ...]
    note: str = ""
    """What the name means; `code` is its only markup."""
    samples: tuple[str, ...] = ()
    is_rest: bool = False
    """Whether it sums what is not shown one by one: no name but our own words."""
    folded: int = 1
    """How many rows it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Numbers under heads; the head of the names stands first."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


def count_table(id_: str, title: str, name: str, counts: Mapping[str, int]) -> Table:
    """Return the table of how many records have each value of a column."""
    rows = (Row(name=value, numbers=(count,)) for value, count in counts.items())
    return Table(id=id_, title=title, heads=(name, "records"), rows=fold(rows, MAX_ROWS))


def flag_table(flags: Mapping[str, int]) -> Table:
    """Return the quality flags with their meaning."""
    rows = tuple(
        Row(name=flag, numbers=(count,), note=QUALITY_FLAGS.get(flag, ""))
        for flag, count in flags.items()
    )
    heads = ("flag", "records")
    return Table(id="flags", title="Quality flags", heads=heads, rows=fold(rows, MAX_ROWS))


def source_table(report: Report) -> Table:
    """Return what each source gave; sources beyond the table, and those not counted, together."""
    rows = [Row(name=name, numbers=astuple(counts)) for name, counts in report.sources.items()]
    shown = fold(rows, MAX_ROWS)
    more = astuple(report.other_sources)
    total = _sum([*(row.numbers for row in rows), more], len(more))
    if any(more):
        shown = (*shown, Row(name="all further ones", numbers=more, is_rest=True))
    return Table(
        id="sources",
        title="Sources",
        heads=("source", *(field.name for field in fields(SourceCounts))),
        rows=shown,
        total=Row(name="total", numbers=total, is_rest=True) if len(shown) > 1 else None,
    )


def day_table(report: Report) -> Table:
    """Return the records of each day, the last one first.

    Their columns are all records, those of the largest sources and those of the others.
    """
    by_source: Counter[str] = Counter()
    for day in report.days.values():
        by_source.update(day.sources)
    largest = sorted(by_source, key=lambda source: (-by_source[source], source))
    shown, others = largest[:CHARTED_SOURCES], largest[CHARTED_SOURCES:]
    days = sorted(report.days.keys() - {UNKNOWN}, reverse=True)
    days += [UNKNOWN] if UNKNOWN in report.days else []
    rows = [
        Row(name=day, numbers=_day(report.days[day], shown, with_others=bool(others)))
        for day in days
    ]
    if report.records_of_earlier_days:
        earlier = (report.records_of_earlier_days,)
        rows.append(Row(name="earlier days", numbers=earlier, is_rest=True))
    rest = "all others" if any(astuple(report.other_sources)) else _others(len(others))
    return Table(
        id="days",
        title="Records by the day they were fetched (UTC)",
        heads=("day", "all", *shown, *([rest] if others else [])),
        rows=tuple(rows),
    )


def length_table(lengths: Sequence[LengthBin]) -> Table:
    """Return the records by number of words, from the first bin with any to the last."""
    filled = [number for number, counted in enumerate(lengths) if counted.records]
    shown = lengths[filled[0] : filled[-1] + 1] if filled else ()
    rows = tuple(Row(name=_length(counted), numbers=(counted.records,)) for counted in shown)
    return Table(id="lengths", title="Length in words", heads=("words", "records"), rows=rows)


def rule_table(report: Report) -> Table:
    """Return what each cleaning rule cut, with samples."""
    rows = (
        Row(
            name=rule,
            numbers=(counts.articles, counts.cuts, counts.characters),
            samples=counts.samples,
        )
        for rule, counts in report.rules.items()
    )
    heads = ("rule", "articles", "cuts", "characters")
    return Table(id="rules", title="What cleaning removed", heads=heads, rows=fold(rows, MAX_ROWS))


def rejection_table(report: Report) -> Table:
    """Return why pages gave no article, with the meaning of each reason and samples."""
    rows = (
        Row(name=reason, numbers=(counts.pages,), note=_meaning(reason), samples=counts.samples)
        for reason, counts in report.rejections.items()
    )
    heads = ("reason", "pages")
    return Table(
        id="rejections", title="Pages without an article", heads=heads, rows=fold(rows, MAX_ROWS)
    )


def fold(rows: Iterable[Row], limit: int) -> tuple[Row, ...]:
    """Return at most so many rows: the first ones, the others summed as ``N others``."""
    every = tuple(rows)
    if len(every) <= limit:
        return every
    shown, others = every[: limit - 1], every[limit - 1 :]
    numbers = _sum([row.numbers for row in others], len(others[0].numbers))
    folded = sum(row.folded for row in others)
    return (*shown, Row(name=_others(folded), numbers=numbers, is_rest=True, folded=folded))


def _day(counts: DayCounts, shown: Sequence[str], with_others: bool) -> tuple[int, ...]:
    numbers = [counts.sources.get(source, 0) for source in shown]
    others = [counts.records - sum(numbers)] if with_others else []
    return (counts.records, *numbers, *others)


def _sum(columns: Iterable[tuple[int, ...]], width: int) -> tuple[int, ...]:
    total = (0,) * width
    for numbers in columns:
        total = tuple(map(add, total, numbers))
    return total


def _others(count: int) -> str:
    return f"{count:,} other" if count == 1 else f"{count:,} others"


def _length(counted: LengthBin) -> str:
    if counted.most is None:
        return f"{counted.least:,} and more"
    return f"{counted.least:,}–{counted.most:,}"


def _meaning(reason: str) -> str:
    known = None if reason == UNKNOWN else reason_of(reason)
    return "" if known is None else known.meaning
