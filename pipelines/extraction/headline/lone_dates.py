"""The dates of a page that declares none and shows none at its headline.

Some pages print their date in a side column or far from the headline, where dates of other stories
stand on other pages. A label tells them apart, or that the page shows no other.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from lxml.html import HtmlElement

from pipelines.dates.parsing import DateContext, parse_date
from pipelines.dates.text_dates import find_text_dates
from pipelines.extraction.headline.shown_dates import (
    MAX_STAMP_CHARS,
    NO_TEXT_TAGS,
    YEAR,
    days_in,
    has_day,
    is_called_change,
    is_stamp,
)
from pipelines.extraction.tree.element_texts import short_line
from pipelines.extraction.tree.neighbours import OtherStories
from pipelines.items import Candidate
from pipelines.options import DateOptions

# All lines are looked at, and a bare stamp only counts when it is the only one.
_WHOLE_PAGE = DateOptions(top_lines=2000, end_lines=1, max_top_stamps=1)


def read_lone_stamps(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the stamps that a page labels as its publication, then its only bare one.

    For pages without a date in any other place: on 50 such pages this gave the right day 34 times
    and a wrong one 4 times, while the first of several bare stamps was wrong as often as right.
    """
    found = find_text_dates(list(_lone_lines(tree)), None, _WHOLE_PAGE)
    return tuple(
        Candidate(value=date.raw, source="text")
        for date in found
        # A month alone heads the archive in the side column.
        if date.role == "published" and has_day(date.raw)
    )


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
            if len(days) > 1 or is_called_change(element):
                return ()
    return tuple(days.values())


def _lone_lines(tree: HtmlElement) -> Iterator[str]:
    """Yield the short texts of a page that could hold a stamp with its year."""
    others = OtherStories()
    for element in tree.iter("*"):
        text, tail = element.text, element.tail
        if text and YEAR.search(text) and element.tag not in NO_TEXT_TAGS:
            yield from _own_line(text, element, others)
        if tail and YEAR.search(tail):
            parent = element.getparent()
            if parent is not None and parent.tag not in NO_TEXT_TAGS:
                yield from _own_line(tail, parent, others)


def _own_line(text: str, element: HtmlElement, others: OtherStories) -> Iterator[str]:
    line = short_line(text, MAX_STAMP_CHARS)
    if is_stamp(line) and not others.hold(element):
        yield line


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
        for found in days_in(line) if is_stamp(line) else ():
            yield Candidate(value=found.raw, source="text")
