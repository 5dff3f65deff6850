"""The dates that a page shows right at its headline, whatever marks them.

Many pages print the date in a bare ``span``; what names a date or holds a ``time`` element is read
by ``article_head`` from farther around.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.dates.days import CalendarDay
from pipelines.dates.findings import find_date
from pipelines.dates.stamps import speaks_of_change
from pipelines.dates.text_dates import TextDate, find_text_dates
from pipelines.dates.vocabulary import vocabulary
from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.element_texts import UNSEEN_TAGS, short_line, text_of
from pipelines.extraction.tree.neighbours import OtherStories, elements_around, label_before
from pipelines.items import Candidate
from pipelines.options import DateOptions

YEAR = re.compile(r"\d{4}|\d[./-]\d")
NO_TEXT_TAGS = UNSEEN_TAGS | {"meta", "option", "svg"}
MAX_STAMP_CHARS = 80
_MODIFIED_NAMES = frozenset(
    {"modified", "update", "updated", "datemodified", "lastmod", "lastupdated"}
)
_DIGIT = re.compile(r"\d")
_READING_TIME = re.compile(
    r"\b(?:min(?:ute)?s?[ -](?:read|watch|listen)|"
    r"min\.? (?:de )?(?:lecture|lectura|leitura|lettura)|lesezeit|мин\.? чтения)",
    re.IGNORECASE,
)
_MAX_LABEL_CHARS = 20
"""Of an element that only says "Last updated:"."""
_LABEL_CHARS = 40
"""Of a text at a stamp that may say what it is of."""
_ONE_LINE = DateOptions(top_lines=1, end_lines=1)
_ELEMENTS_BEFORE = 10
"""A date farther before the headline is that of the day, or of the story before."""
_ELEMENTS_AFTER = 60
"""Farther behind it come dates in the text. Where the declared date was another, the one shown so
was right on 29 of 33 pages of the tuning halves of ``newspaper``, ``wcxb-dev`` and
``trafilatura-eval``, and on 29 of 41 of the checking halves: some pages show their last change
without saying so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDates:
    """The stamps with a day and a year right at a headline, those behind it first."""

    published: tuple[Candidate, ...] = ()
    modified: tuple[Candidate, ...] = ()
    """Those that readers are told to be of a change."""
    has_change: bool = False
    """One of them is told or marked to be of a change."""


NOTHING_SHOWN = ShownDates()


def read_shown_dates(headline: HtmlElement, others: OtherStories) -> ShownDates:
    """Return the stamps right at a headline; those of other stories do not count.

    A stamp that only a name like ``updated`` marks is the publication to readers if it is the only
    one: hAtom (http://microformats.org/wiki/hatom) has every entry mark its date so.
    """
    found: dict[str, dict[str, Candidate]] = {"published": {}, "modified": {}, "named": {}}
    near = elements_around(headline, _ELEMENTS_BEFORE, _ELEMENTS_AFTER)
    for line in _lines(near):
        if others.hold(line.holder):
            continue
        for date in days_in(line.text):
            role = date.role if date.is_labelled else _role(line)
            found[role].setdefault(date.raw, Candidate(value=date.raw, source="text"))
    is_only = not found["published"] and not found["modified"]
    return ShownDates(
        published=tuple(found["named" if is_only else "published"].values()),
        modified=tuple(found["modified"].values()),
        has_change=bool(found["modified"] or found["named"]),
    )


def days_in(line: str) -> Iterator[TextDate]:
    """Return the stamps with a day in a short line."""
    return (date for date in find_text_dates([line], None, _ONE_LINE) if has_day(date.raw))


def has_day(raw: str) -> bool:
    """Return whether a stamp names a day: not a time alone, nor a month, nor a time of reading."""
    finding = find_date(raw, None)
    day = finding.day if finding else None
    return day is not None and not (isinstance(day, CalendarDay) and day.is_month)


def is_stamp(value: str) -> bool:
    """Return whether a short text may hold a date; the minutes that reading takes are none."""
    if len(value) > MAX_STAMP_CHARS or not _DIGIT.search(value):
        return False
    return not _READING_TIME.search(value)


def is_modified(element: HtmlElement) -> bool:
    """Return whether words or names at an element say that its stamp is that of a change."""
    return is_called_change(element) or _is_named_change(element)


def is_called_change(element: HtmlElement) -> bool:
    """Return whether readers are told that the stamp of an element is that of a change."""
    return _tells_change(element, text_of(element)[:_LABEL_CHARS])


def _role(line: "_Line") -> str:
    if line.tells_change:
        return "modified"
    return "named" if _is_named_change(line.holder) else "published"


def _tells_change(element: HtmlElement, text: str) -> bool:
    return speaks_of_change(f"{_label(element)} {text}")


def _label(element: HtmlElement) -> str:
    """Return what stands right before an element; "on" alone may be parted from its label."""
    label = label_before(element, _LABEL_CHARS, _MAX_LABEL_CHARS, levels=1)
    before = element.getprevious()
    if before is None or label.lower().strip() not in vocabulary().connectors:
        return label
    return label_before(before, _LABEL_CHARS, _MAX_LABEL_CHARS, levels=1)


def _is_named_change(element: HtmlElement) -> bool:
    parent = element.getparent()
    names = {name for item in (element, parent) if item is not None for name in names_of(item)}
    if "published" in names or "datepublished" in element.get("itemprop", "").lower():
        return False
    return not _MODIFIED_NAMES.isdisjoint(names)


def _short(element: HtmlElement) -> str:
    text = text_of(element)
    return text if len(text) <= _MAX_LABEL_CHARS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A short text that could hold a year."""

    text: str
    holder: HtmlElement
    tells_change: bool


def _lines(elements: Iterable[HtmlElement]) -> Iterator[_Line]:
    for element in elements:
        text, tail = element.text, element.tail
        if text and YEAR.search(text) and element.tag not in NO_TEXT_TAGS:
            line = short_line(text, MAX_STAMP_CHARS)
            # What stands in a child behind the stamp may be the change: "3 May / Updated 5 May".
            yield _Line(text=line, holder=element, tells_change=_tells_change(element, line))
        parent = element.getparent()
        if tail and parent is not None and YEAR.search(tail) and parent.tag not in NO_TEXT_TAGS:
            told = f"{_short(element)} {text_of(parent)[:_LABEL_CHARS]}"
            yield _Line(
                text=short_line(tail, MAX_STAMP_CHARS),
                holder=parent,
                tells_change=_tells_change(parent, told),
            )
