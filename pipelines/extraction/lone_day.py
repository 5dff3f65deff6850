"""The only day that a page shows, wherever it stands.

Some pages print their date in a side column or far from the headline, where dates of other stories
stand on other pages. Where the whole page shows one day, it is not another story's.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from lxml.html import HtmlElement

from pipelines.dates.parsing import DateContext, parse_date
from pipelines.dates.text_dates import find_text_dates
from pipelines.extraction.neighbours import short_line
from pipelines.extraction.shown_dates import (
    MAX_STAMP_CHARS,
    NO_TEXT_TAGS,
    YEAR,
    has_day,
    is_called_change,
    is_stamp,
)
from pipelines.items import Candidate
from pipelines.options import DateOptions

_ONE_LINE = DateOptions(top_lines=1, end_lines=1)
_MAX_DAYS = 1


def read_lone_day(tree: HtmlElement, fetched_at: datetime) -> tuple[Candidate, ...]:
    """Return the first stamp of the only day that a page shows.

    Nothing when it shows several days, or calls one a change; a name like ``updated`` may mark any
    entry (see ``shown_dates``). For pages without any other date: on ``wcxb-dev`` this gave two
    right days on the tuning half, two on the checking half, no wrong one.
    """
    context = DateContext(now=fetched_at, is_fresh=False)
    days: dict[date, Candidate] = {}
    for element in tree.iter("*"):
        for stamp in _stamps(element):
            parsed = parse_date(stamp.value, context=context)
            if parsed is None:
                continue
            days.setdefault(parsed.day, stamp)
            if len(days) > _MAX_DAYS or is_called_change(element):
                return ()
    return tuple(days.values())


def _stamps(element: HtmlElement) -> Iterator[Candidate]:
    if element.tag == "time":
        declared = (element.get("datetime") or "").strip()
        if is_stamp(declared) and has_day(declared):
            yield Candidate(value=declared, source="time")
    if element.tag not in NO_TEXT_TAGS:
        # What stands behind a child is a text of this element.
        yield from _told((element.text, *(child.tail for child in element)))


def _told(texts: Iterable[str | None]) -> Iterator[Candidate]:
    for text in texts:
        line = short_line(text, MAX_STAMP_CHARS) if text and YEAR.search(text) else ""
        for found in find_text_dates([line], None, _ONE_LINE) if is_stamp(line) else ():
            if has_day(found.raw):
                yield Candidate(value=found.raw, source="text")
