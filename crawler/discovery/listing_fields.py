"""Title, stamp, sections, teaser and picture of one row."""

import re
from collections.abc import Iterator

from lxml import etree

from crawler.discovery.fields import absolute_url, short_text, unique
from crawler.discovery.html_trees import lines_of
from crawler.discovery.listing_links import HEADING_TAGS, is_label, length_in_words, names_of
from crawler.discovery.listing_rows import Row
from crawler.discovery.listing_stamps import EDGE, around, find_stamp, is_parted, is_stamp
from crawler.discovery.listing_words import (
    AUTHOR_NAMES,
    AUTHOR_START,
    LISTING_PATHS,
    SECTION_NAMES,
    TITLE_NAMES,
    UPDATED_NAMES,
)
from pipelines.dates.vocabulary import vocabulary
from pipelines.items import Entry
from pipelines.normalization import clean_text, word_key

_DATE_ATTRIBUTES = (
    "datetime",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-time",
    "data-timestamp",
    "data-utc",
    "data-created",
    "content",
    "title",
)
"""Attributes that hold a date for machines, surest first."""
_MACHINE_DATE = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ].*)?|\d{10}(?:\d{3})?")
_HAS_FIGURES = re.compile(r"\d{4}|\d[:.]\d\d")
_SEPARATOR = re.compile(r"\s*(?:[|·•∙/—–,;›»>]|\s-\s|:\s|\s{3,})\s*")
_MIN_TEASER_WORDS = 6
_MAX_SECTION_WORDS = 3


def read_row(row: Row, base: str) -> Entry:
    """Return the entry that a row of a listing announces."""
    title = _title(row)
    lines = _other_lines(row)
    keys = {word_key(title or "")}
    lines = [line for line in lines if word_key(line) not in keys]
    stamp_line = next((line for line in lines if find_stamp(line)), None)
    seen = find_stamp(stamp_line) if stamp_line else None
    date = _machine_date(row) or (seen.raw if seen else None)
    if title and date is None:
        title, date = _without_stamp(title)
    return Entry(
        url=row.target.url,
        title=short_text(title),
        summary=_teaser(lines, stamp_line),
        date_raw=date,
        authors=_named(row, AUTHOR_NAMES, is_author=True),
        sections=_sections(row, stamp_line),
        image_url=_image(row, base),
    )


def has_stamp(row: Row) -> bool:
    """Return whether a date stands in a row."""
    return (
        _machine_date(row) is not None
        or any(map(find_stamp, _other_lines(row)))
        or _without_stamp(_title(row) or "")[1] is not None
    )


def has_teaser(row: Row) -> bool:
    """Return whether a sentence stands in a row besides the headline."""
    own = word_key(row.link.text)
    return any(
        length_in_words(line) >= _MIN_TEASER_WORDS and word_key(line) not in own
        for line in _other_lines(row)
    )


def _title(row: Row) -> str | None:
    _, lines = _title_place(row)
    text = _headline_among(lines)
    if text is None and row.link.heading is not None:
        text = " ".join(lines) or None
    return _undoubled(text) if text else None


def _title_place(row: Row) -> tuple[etree._Element, list[str]]:
    """Return the element that holds the headline, with its lines."""
    link = row.link.element
    for inner in link.iter(*HEADING_TAGS):
        return inner, [" ".join(lines_of(inner))]
    if row.link.heading is None:
        for inner in link.iterdescendants(etree.Element):
            if not TITLE_NAMES.isdisjoint(names_of(inner)) and (lines := lines_of(inner)):
                return inner, lines[:1]
    return link, list(row.link.lines)


def _headline_among(lines: list[str]) -> str | None:
    """Return the first line of some length: labels stand above a headline, teasers below."""
    named = [line for line in lines if not is_label(line) and not is_stamp(line)]
    if not named:
        return None
    return next((line for line in named if length_in_words(line) >= 3), max(named, key=len))


def _undoubled(text: str) -> str:
    """Return a text that consists of the same words twice only once."""
    text = clean_text(text)
    middle = len(text) // 2
    for cut in (middle, middle + 1):
        first, second = text[:cut].strip(), text[cut:].strip()
        if len(first) >= 2 and first == second:
            return first
    return text


def _without_stamp(text: str) -> tuple[str, str | None]:
    """Return a headline without a stamp at its edge (``20:15 Headline``), and that stamp."""
    stamp = find_stamp(text)
    if stamp is None:
        return text, None
    before, after = around(text, stamp)
    if (before and after) or not (_HAS_FIGURES.search(stamp.raw) or is_parted(text, stamp)):
        return text, None  # "A day ago all was well"
    # A short rest says that the date is part of the headline: "Election 2025-02-20".
    rest = before or after
    return (rest, stamp.raw) if length_in_words(rest) >= 3 else (text, None)


def _other_lines(row: Row) -> list[str]:
    """Return the lines of a row without the headline."""
    place, _ = _title_place(row)
    has_more = place is row.link.element and len(row.link.lines) > 1
    labels = {link.element for link in row.target.links if link.is_label}
    skip = frozenset(labels if has_more else {*labels, place})
    lines = (line for part in row.parts for line in lines_of(part, skip))
    return [line for line in lines if not is_label(line) or is_stamp(line)]


def _machine_date(row: Row) -> str | None:
    found = (
        (_DATE_ATTRIBUTES.index(name), value)
        for element in _elements(row)
        if UPDATED_NAMES.isdisjoint(names_of(element))
        for name, value in _attributes(element)
        if name in _DATE_ATTRIBUTES and _MACHINE_DATE.fullmatch(value)
    )
    return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        yield str(name), str(value).strip()


def _elements(row: Row) -> Iterator[etree._Element]:
    for part in row.parts:
        yield from part.iter(etree.Element)


def _sections(row: Row, stamp_line: str | None) -> tuple[str, ...]:
    named = [*_named(row, SECTION_NAMES, is_author=False), *_linked_sections(row)]
    named = named or list(_beside_stamp(stamp_line or ""))
    authors = set(_named(row, AUTHOR_NAMES, is_author=True))
    return unique([name for name in named if name not in authors])


def _named(row: Row, names: frozenset[str], *, is_author: bool) -> tuple[str, ...]:
    """Return the short texts of elements with one of the names."""
    found: list[str] = []
    for element in _elements(row):
        is_named = not names.isdisjoint(names_of(element))
        if is_named or (is_author and element.get("rel") == "author"):
            text = AUTHOR_START.sub("", clean_text(" ".join(lines_of(element))))
            longest = _MAX_SECTION_WORDS + (2 if is_author else 0)
            if _is_name(text, longest):
                found.append(text.strip(EDGE))
    return unique(found)


def _linked_sections(row: Row) -> Iterator[str]:
    for element in _elements(row):
        if element.tag != "a" or element is row.link.element:
            continue
        segments = set((element.get("href") or "").lower().split("/"))
        text = clean_text(" ".join(lines_of(element)))
        by_author = not AUTHOR_NAMES.isdisjoint(segments)
        if not LISTING_PATHS.isdisjoint(segments) and not by_author and _is_name(text, 3):
            yield text.strip(EDGE)


def _beside_stamp(line: str) -> Iterator[str]:
    """Yield the section names in the line of the stamp (``20.02.2025 23:36 America``).

    A word like "on" that leads to the stamp is none.
    """
    stamp = find_stamp(line)
    if stamp is None:
        return
    before, after = around(line, stamp)
    directly = line[stamp.end :].lstrip()[:1].isalnum()
    for number, piece in enumerate(_SEPARATOR.split(after)):
        # Behind a separator two words are more often a name or a place.
        if _is_name(piece, _MAX_SECTION_WORDS if directly and number == 0 else 1):
            yield piece
    for piece in _SEPARATOR.split(before):
        if _is_name(piece, 1) and piece.lower() not in vocabulary().connectors:
            yield piece


def _is_name(text: str, longest: int) -> bool:
    text = text.strip(EDGE)
    is_short = 0 < length_in_words(text) <= longest and len(text) <= 40
    is_words = not any(character.isdigit() for character in text)
    return (
        is_short
        and is_words
        and not is_label(text)
        and not AUTHOR_START.match(text + " ")
        and find_stamp(text) is None
    )


def _teaser(lines: list[str], stamp_line: str | None) -> str | None:
    candidates = [line for line in lines if line is not stamp_line]
    stamp = find_stamp(stamp_line) if stamp_line else None
    if stamp is not None and stamp_line is not None:
        candidates.append(around(stamp_line, stamp)[1])
    longest = max(candidates, key=len, default="")
    return short_text(longest) if length_in_words(longest) >= _MIN_TEASER_WORDS else None


def _image(row: Row, base: str) -> str | None:
    for element in _elements(row):
        if element.tag not in {"img", "source"}:
            continue
        sets = (element.get(name) or "" for name in ("data-srcset", "srcset"))
        first_of_sets = [text.split()[0].rstrip(",") for text in sets if text.strip()]
        for value in (element.get("data-src"), element.get("src"), *first_of_sets):
            url = absolute_url(value, base)
            if url is not None:
                return url
    return None
