"""The moment that an element shows as "2 days ago", as its attributes tell it."""

import re

from lxml.html import HtmlElement

from pipelines.dates.days import CalendarDay
from pipelines.dates.findings import find_date
from pipelines.dates.machine_formats import read_machine_format
from pipelines.normalization import clean_text

_STATED = ("datetime", "content")
# What scripts count from, and what a reader sees who points at the words. Those of an update, an
# end or the page itself are other moments.
_NAMED = re.compile(
    r"title|data-(?!.*(?:cache|end|expir|modif|start|updat|until|version))"
    r".*(?:created|date|pub|stamp|time)"
)
_MAX_CHARS = 60
_YEARS = range(1990, 2100)


def stated_stamp(element: HtmlElement) -> str:
    """Return what the attributes for dates of an element state; empty when it has none."""
    return clean_text(next((v for name in _STATED if (v := element.get(name))), ""))


def hidden_stamp(element: HtmlElement) -> str | None:
    """Return the day that another attribute holds (``title``, ``data-date``), as it stands there.

    ``None`` when there is none, and when the words of the element name a day themselves.
    """
    if _names_day("".join(element.itertext())):
        return None
    for name, value in element.attrib.items():
        text = clean_text(str(value))
        if len(text) <= _MAX_CHARS and _NAMED.fullmatch(str(name)) and _names_day(text):
            return text
    return None


def _names_day(text: str) -> bool:
    """Return whether a text gives a day of the calendar, not one that is counted from today."""
    if text.isdigit():
        found = read_machine_format(text)
        return found is not None and found.value.year in _YEARS
    finding = find_date(text[: 2 * _MAX_CHARS], None)
    day = finding.day if finding is not None else None
    return isinstance(day, CalendarDay) and not day.is_month
