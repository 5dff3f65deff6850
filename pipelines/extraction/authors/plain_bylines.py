"""The name on a line of its own at a headline that no markup or word makes a by-line.

"Ada Long | Senior Writer | 2 July 2025": the date beside it tells it from a section or a place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.dates.findings import find_date
from pipelines.extraction.authors.byline_lines import short_text
from pipelines.extraction.authors.names import is_business_like, read_full_names, tells_a_role
from pipelines.extraction.headline.shown_dates import NO_TEXT_TAGS, YEAR
from pipelines.extraction.tree.element_texts import short_line, text_of, visible_text_of
from pipelines.extraction.tree.neighbours import OtherStories, elements_before, elements_from
from pipelines.items import Candidate
from pipelines.normalization import clean_text, folded_words, word_key

_ELEMENTS_BEFORE = 8
_ELEMENTS_AFTER = 24
"""By-lines stand nearer than that; behind them come dates and names in the text."""
_MAX_GAP = 3
"""Elements between the name and the date. On the tuning half of three sets of pages without any
other name this gave three right names and none that is wrong."""
_MAX_CHARS = 90
_BORDER = re.compile(r"\s*(?:[|•·,;]|\s[/–—-]\s)\s*")
_NO_LINE_TAGS = NO_TEXT_TAGS | {"a", "button", "h2", "h3", "h4", "label"}
"""Links name sections and people that the story is about."""


def read_plain_byline(headline: HtmlElement, others: OtherStories) -> tuple[Candidate, ...]:
    """Return the first name that stands alone on a line beside a date, or right below the headline.

    Something has to tell that it is an author: a date right beside it, a role in the line, or the
    name standing on the page again, as of authors who are introduced below their text. A name in
    the headline is whom the story is about.
    """
    tree = headline.getroottree()
    behind = elements_from(headline, _ELEMENTS_AFTER)[1:]
    below = next((item for item in behind if (item.text or "").strip()), None)
    subject = folded_words(f"{text_of(headline)} {tree.findtext('.//title')}")
    near = [
        *reversed(elements_before(headline, _ELEMENTS_BEFORE)),
        *behind,
    ]
    dated = [place for place, item in enumerate(near) if _is_dated(item)]
    for place, element in enumerate(near):
        far = _MAX_GAP if element is below else _MAX_GAP + 1
        gap = min((far, *(abs(place - other) for other in dated)))
        for name in _lone_names(element) if gap <= _MAX_GAP and not others.hold(element) else ():
            is_told = (
                gap <= 1 or tells_a_role(_beside(element)) or _is_repeated(name, tree.getroot())
            )
            if is_told and not _is_subject(name, subject):
                return (Candidate(value=name, source="byline"),)
    return ()


def _beside(element: HtmlElement) -> str:
    """Return what a short element says, with what follows it where it only holds its own text."""
    own, parent = element.text or "", element.getparent()
    if len(element) or parent is None:
        return short_text(element) or own
    around = short_text(parent)
    return around if around.startswith(clean_text(own)) else own


def _is_repeated(name: str, root: HtmlElement) -> bool:
    return f" {word_key(visible_text_of(root))} ".count(f" {word_key(name)} ") > 1


def _is_subject(name: str, subject: Sequence[str]) -> bool:
    return all(any(told.startswith(part) for told in subject) for part in folded_words(name))


def _lone_names(element: HtmlElement) -> Iterator[str]:
    """Yield the name with which a text of an element begins, or that follows the day there."""
    if element.tag in _NO_LINE_TAGS or _is_linked(element):
        return
    line = short_line(element.text or "", _MAX_CHARS)
    parts = _BORDER.split(line, maxsplit=2)
    first = parts[1] if len(parts) > 1 and _is_day(parts[0]) else parts[0]
    names = read_full_names(first)
    is_whole = len(names) == 1 and word_key(names[0]) == word_key(first)
    if is_whole and not is_business_like(names[0]):
        yield names[0]


def _is_day(part: str) -> bool:
    date = find_date(part)
    return date is not None and (date.start, date.end) == (0, len(part))


def _is_linked(element: HtmlElement) -> bool:
    return any(item.tag == "a" for item in element.iterancestors())


def _is_dated(element: HtmlElement) -> bool:
    texts = (element.text, element.tail)
    return element.tag not in NO_TEXT_TAGS and any(map(_tells_day, _lines(texts)))


def _lines(texts: Iterable[str | None]) -> Iterator[str]:
    return (short_line(text, _MAX_CHARS) for text in texts if text and YEAR.search(text))


def _tells_day(line: str) -> bool:
    date = find_date(line) if line else None
    return date is not None and date.day is not None
