"""The lines of a by-line: what is short enough for names, where one ends and a date begins."""

import re

from lxml import etree
from lxml.html import HtmlElement

from pipelines.dates.findings import find_date
from pipelines.dates.stamps import without_label
from pipelines.extraction.authors.byline_marks import NO_NAME_TAGS
from pipelines.extraction.authors.names import strip_byline
from pipelines.extraction.tree.element_texts import text_of
from pipelines.normalization import clean_text

MAX_CHARS = 120
"""Of a text that may be a by-line."""
_MAX_LEVELS = 3
BY = re.compile(r"(?:\w+\s+)?(?:by|von|par|por|door|przez|av|af)\b", re.IGNORECASE)
"""The word before a name with which a line begins."""
_NAME_END = re.compile(r"\s*(?:[|•·]|\s[/–—-]\s)\s*")
_ON = re.compile(r"[\s,]+(?:on|am|le|el|il|op)\s*$", re.IGNORECASE)
LINE_TAGS = frozenset({"br", "div", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "li", "p", "td"})


def short_text(element: HtmlElement) -> str:
    """Return the text of an element, empty when it is too long for names."""
    total = 0
    for text in element.itertext():
        total += len(text.strip())
        if total > 2 * MAX_CHARS:
            return ""
    text = text_of(element)
    return text if len(text) <= MAX_CHARS else ""


def marked_text(element: HtmlElement) -> str:
    """Return the short text of what is marked as an author: of the name in it, where one is."""
    name = element.find(".//*[@itemprop='name']")
    return short_text(element if name is None else name)


def is_bare(element: HtmlElement) -> bool:
    """Return whether an element only says that a name follows ("Written by:")."""
    text = short_text(element)
    return bool(text) and is_bare_line(text)


def is_bare_line(line: str) -> bool:
    """Return whether a line says nothing beside the words for a by-line."""
    return not _behind_label(line)


def _behind_label(line: str) -> str:
    return strip_byline(f"{line} ").strip(" :")


def name_part(line: str) -> str:
    """Return what a line says behind "by", up to the first border or date."""
    return undated(_NAME_END.split(_behind_label(line), maxsplit=1)[0])


def undated(line: str) -> str:
    """Return a line up to its date, without the "on" before it, or what follows the date."""
    date = find_date(line) if " " in line else None
    if date is None:
        return line
    return _ON.sub("", line[: date.start]).strip() or line[date.end :].strip()


def unstamped(line: str) -> str:
    """Return a line as ``undated`` does, without words that say what date it is ("Updated").

    A line that is too long for a by-line comes back as it is.
    """
    date = find_date(line) if len(line) <= 2 * MAX_CHARS else None
    if date is None:
        return line
    before = without_label(_ON.sub("", line[: date.start]).strip())
    return before or line[date.end :].strip()


def lines_behind(label: HtmlElement) -> list[str]:
    """Return the lines of the short text behind a label that stands alone ("Written by").

    A label that is all its parent says has it behind the parent.
    """
    here = label
    for _ in range(_MAX_LEVELS):
        tail = clean_text(here.tail or "")
        if tail:
            return [tail] if len(tail) <= MAX_CHARS else []
        following = here.getnext()
        while following is not None and not _is_seen(following):
            following = following.getnext()
        parent = here.getparent()
        if following is not None:
            return split_lines(following) if short_text(following) else []
        if parent is None or text_of(parent) != text_of(label):
            return []
        here = parent
    return []


def _is_seen(element: HtmlElement) -> bool:
    return bool(clean_text(element.tail or "") or text_of(element))


def split_lines(element: HtmlElement) -> list[str]:
    """Return the text of an element, parted where blocks begin and lines break."""
    parts: list[str] = []
    for event, item in etree.iterwalk(element, events=("start", "end")):
        if item.tag in LINE_TAGS and item is not element:
            parts.append("\n")
        # What stands behind a ``meta`` element is seen, what stands in it is not.
        is_behind = event == "end"
        holder = item.getparent() if is_behind else item
        text = item.tail if is_behind else item.text
        if text and not (is_behind and item is element) and holder.tag not in NO_NAME_TAGS:
            parts.append(f" {clean_text(text)} ")
    lines = (clean_text(line) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]
