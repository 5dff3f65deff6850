"""A report as one page of HTML: no script, no other file, no request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from pipelines.report.charts import (
    NARROW_PX,
    WIDE_PX,
    ChartName,
    bar_chart,
    column_chart,
    stacked_chart,
)
from pipelines.report.counts import MAX_DAYS, UNKNOWN, Report
from pipelines.report.tables import (
    MAX_ROWS,
    Row,
    Table,
    count_table,
    day_table,
    flag_table,
    fold,
    length_table,
    rejection_table,
    rule_table,
    source_table,
)
from pipelines.report.troubles import Trouble
from pipelines.serialization import format_time
from pipelines.visible_text import visible

_TEMPLATE = "page.html"
_CHARTED_ROWS = 12
_LEAST_DAYS = 14
"""Days that a chart of days shows at least: a few ones would be slabs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What a page says it is about."""

    dataset: str
    """The folder, as its user calls it."""
    run_id: str | None
    """The run whose lines are counted; ``None`` for all."""
    built_at: datetime
    """When the page was made, with a time zone."""
    home_url: str | None = None
    """Where the other reports are listed; ``None`` when the page stands alone."""


def render_report(report: Report, troubles: Iterable[Trouble], head: PageHead) -> str:
    """Return the page. The same values give the same page, byte for byte."""
    days = day_table(report)
    every_trouble = tuple(troubles)
    return _template().render(
        head=head,
        built_at=format_time(head.built_at),
        report=report,
        totals=_totals(report),
        span=_span(report),
        troubles=every_trouble[:MAX_ROWS],
        further_troubles=len(every_trouble[MAX_ROWS:]),
        days=days,
        day_charts=_day_charts(days),
        sources=source_table(report),
        rules=rule_table(report),
        rejections=rejection_table(report),
        flags=flag_table(report.quality_flags),
        columns=_column_tables(report),
        chart_of=chart_of,
    )


def chart_of(table: Table, number: int = 0) -> Markup:
    """Return the chart of one column of numbers of a table; empty for a table without rows."""
    name = ChartName(id=table.id, label=f"{table.title}, {table.heads[number + 1]}: bar chart")
    rows = [replace(row, numbers=(row.numbers[number],)) for row in table.rows]
    if not rows:
        return Markup()
    if table.id == "lengths":
        return column_chart(name, [(_least(row.name), row.numbers[0]) for row in rows])
    return bar_chart(name, [(row.name, row.numbers[0]) for row in fold(rows, _CHARTED_ROWS)])


def calendar(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of days in their order, with those between them that had no records.

    They go back at least two weeks. Days that are too far apart for one axis stay by themselves.
    """
    known = {date.fromisoformat(row.name): row for row in rows}
    if not known:
        return ()
    last = max(known)
    # In ordinals: a day of the year 1 has none before it.
    first = min(min(known).toordinal(), max(last.toordinal() - _LEAST_DAYS + 1, 1))
    if last.toordinal() - first >= MAX_DAYS:
        return tuple(known[day] for day in sorted(known))
    zeros = (0,) * len(rows[0].numbers)
    every = (date.fromordinal(number) for number in range(first, last.toordinal() + 1))
    return tuple(known.get(day) or Row(name=day.isoformat(), numbers=zeros) for day in every)


def has_gaps(rows: Sequence[Row]) -> bool:
    """Return whether days are missing between the rows."""
    days = [date.fromisoformat(row.name) for row in rows]
    return any(later - earlier > timedelta(days=1) for earlier, later in pairwise(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayCharts:
    narrow: Markup
    wide: Markup
    series: tuple[str, ...]
    has_gaps: bool


def _day_charts(table: Table) -> _DayCharts | None:
    """Return the chart of days for phones and for wide screens; none for a single day."""
    days = [row for row in table.rows if not row.is_rest and row.name != UNKNOWN]
    if len(days) < 2:
        return None
    rows = calendar(days)
    is_one_year = rows[0].name[:4] == rows[-1].name[:4]
    labels = [row.name[5:] if is_one_year else row.name for row in rows]
    titles = table.heads[2:]
    series = [(title, [row.numbers[n] for row in rows]) for n, title in enumerate(titles, start=1)]
    label = f"{table.title}: stacked columns"
    narrow, wide = (
        stacked_chart(ChartName(id=f"days-{size}", label=label), labels, series, width)
        for size, width in (("narrow", NARROW_PX), ("wide", WIDE_PX))
    )
    return _DayCharts(narrow=narrow, wide=wide, series=titles, has_gaps=has_gaps(rows))


def _column_tables(report: Report) -> Mapping[str, Table]:
    tables = (
        length_table(report.lengths),
        count_table("languages", "Languages", "language", report.languages),
        count_table("date-sources", "Where dates came from", "source", report.date_sources),
        count_table("date-precisions", "How exact dates are", "precision", report.date_precisions),
        count_table("page-types", "Kinds of pages", "page type", report.page_types),
    )
    return {table.id: table for table in tables}


def _totals(report: Report) -> Mapping[str, int]:
    """Return the numbers that stand at the head of the page."""
    counts = [*report.sources.values(), report.other_sources]
    counted = sum(counted.records for counted in report.lengths)
    return {
        "records": report.records,
        "stories": sum(c.new for c in counts),
        "updates": sum(c.updated for c in counts),
        "words a record": round(report.words / counted) if counted else 0,
        "duplicates": sum(c.duplicates for c in counts),
        "pages rejected": sum(c.rejected for c in counts),
    }


def _span(report: Report) -> tuple[str, str] | None:
    days = [day for day in report.days if day != UNKNOWN]
    return (days[0], days[-1]) if days else None


def _least(length: str) -> str:
    return length.partition("–")[0].removesuffix(" and more")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = _code
    environment.filters["number"] = "{:,}".format
    text = files("pipelines.report").joinpath(_TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(text)


def _seen(value: object) -> object:
    """Return what is put into the page; every text that is not markup of ours is made visible."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _code(text: str) -> Markup:
    """Return a text of ours with what stands in `backticks` as code."""
    plain, *others = visible(text).split("`")
    marked = Markup("<code>{}</code>")
    parts = [marked.format(part) if n % 2 == 0 else escape(part) for n, part in enumerate(others)]
    return Markup().join([escape(plain), *parts])
