"""The names in the visible by-lines of a page: the less marks one, the more strictly it is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from pipelines.dates.days import CalendarDay
from pipelines.dates.findings import find_date
from pipelines.extraction.authors.author_sources import SHOWN_ORGANISATION
from pipelines.extraction.authors.byline_lines import (
    BY,
    LINE_TAGS,
    MAX_CHARS,
    is_bare,
    is_bare_line,
    lines_behind,
    marked_text,
    name_part,
    short_text,
    split_lines,
    undated,
)
from pipelines.extraction.authors.byline_marks import (
    NO_NAME_TAGS,
    begins_with_label,
    is_job_labelled,
    is_labelled,
    is_named,
    is_profile,
    is_related,
    may_name,
)
from pipelines.extraction.authors.byline_places import is_in_menu, is_of_helper, is_other_voice
from pipelines.extraction.authors.names import (
    has_business_word,
    has_unspaced_label,
    is_person_like,
    is_single_name,
    is_title_case,
    names_nobody,
    read_full_names,
    read_names,
    read_organisation,
    signs_for_many,
    strip_byline,
    tells_a_helper,
)
from pipelines.extraction.tree.element_texts import text_of
from pipelines.extraction.tree.lines import BLOCK_TAGS
from pipelines.extraction.tree.neighbours import OtherStories, label_before
from pipelines.items import Candidate
from pipelines.normalization import clean_text, count_words, word_key

_LAST_LABEL = re.compile(r"\s*\b(?:by|von|par|por|door|di)\s*:?$", re.IGNORECASE)
_MAX_LABEL_CHARS = 24
_MAX_LEVELS = 3
_MIN_SENTENCE_WORDS = 5
_SENTENCE_ENDS = (".", "!", "?", "…")
_MAX_CARD_TEXTS = 12
_MAX_LABELS = 2
_MAX_LONE_NAMES = 3
_MAX_LINKED_NAMES = 2
_LINE_TAGS = BLOCK_TAGS | LINE_TAGS


def find_own_bylines(near: Iterable[HtmlElement], others: OtherStories) -> list[HtmlElement]:
    """Return which elements around a headline may name its authors, without other stories'.

    A name behind a sentence on its line is in a picture's credit ("… in May. By Ada Long"), unless
    there is no other. Several labels "Author" are those of books, many a "By" those of a list, and
    by-lines with another day than the first belong to other stories.
    """
    own = [
        item
        for item in near
        if may_name(item)
        and not others.hold(item)
        and not is_other_voice(item)
        and not is_of_helper(item)
    ]
    own = _of_one_day(_without_lists(own))
    return [item for item in own if not _is_behind_sentence(item)] or own


def _without_lists(own: list[HtmlElement]) -> list[HtmlElement]:
    """Return the elements without the labels of several books or of a list of works."""
    labelled = [item for item in own if is_labelled(item) and is_bare(item)]
    told = {(text_of(item), *lines_behind(item)) for item in labelled}
    limit = 1 if all(map(is_job_labelled, labelled)) else _MAX_LABELS
    return own if len(told) <= limit else [item for item in own if item not in labelled]


def _of_one_day(own: list[HtmlElement]) -> list[HtmlElement]:
    """Return the elements without those that stand beside another day than the first."""
    every = frozenset(own)
    outer = [item for item in own if not _is_inside(item, every)]
    days = {item: day for item in outer if (day := _day_of(item)) is not None}
    first = next(iter(days.values()), None)
    other = frozenset(item for item, day in days.items() if day != first)
    return [item for item in own if item not in other and not _is_inside(item, other)]


def _is_inside(element: HtmlElement, others: frozenset[HtmlElement]) -> bool:
    return bool(others) and not others.isdisjoint(element.iterancestors())


def _day_of(element: HtmlElement) -> CalendarDay | None:
    """Return the day that a by-line tells with its year, wherever it stands in it."""
    date = find_date(short_text(element))
    day = None if date is None else date.day
    if not isinstance(day, CalendarDay) or day.year is None:
        return None
    return replace(day, start=0, end=0)


def read_bylines(own: Sequence[HtmlElement]) -> Iterator[Candidate]:
    """Yield the by-lines among the elements that ``find_own_bylines`` found, marked ones first.

    Elements marked with ``rel`` or ``itemprop`` have the source ``rel``, those that are named or
    worded as a by-line ``byline``, links to the page of an author ``profile``.
    """
    yield from _unique((*_related(own), *_worded(own), *_profiles(own)))


def read_organisations(own: Sequence[HtmlElement]) -> Iterator[Candidate]:
    """Yield the organisations that by-lines at a headline name, best first.

    What is only named as a by-line, without a word for it, has to be signed by a team or a desk:
    sections stand in such elements too. "Gazette Staff" names nobody.
    """
    for element in own:
        name = read_organisation(_signature(element))
        if name and is_title_case(name) and not names_nobody(name):
            yield Candidate(value=name, source=SHOWN_ORGANISATION)


def _signature(element: HtmlElement) -> str:
    """Return the short text by which an element could name one author, or nothing."""
    if is_related(element):
        return marked_text(element)
    text = short_text(element)
    if not text:
        return ""
    if is_bare(element):
        return next(iter(lines_behind(element)), "") if begins_with_label(text) else ""
    line = next(filter(None, map(name_part, split_lines(element))), "")
    is_sure = is_profile(element) or bool(BY.match(text)) or signs_for_many(line)
    return line if is_sure else ""


def read_lone_byline(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the names of the only by-line of a page; nothing when there are several that differ.

    For pages that name nobody in their metadata and at their headline: the by-line stands below
    the text, or in a column of its own.
    """
    others = OtherStories()
    names: dict[str, str] = {}
    for element in tree.iter("*"):
        if not may_name(element):
            continue
        told = (*_related([element]), *_worded([element]), *_profiles([element]))
        full = (name for item in told for name in read_full_names(item.value))
        found = {word_key(name): name for name in full if not has_business_word(name)}
        if found.keys() <= names.keys() or _is_others(element, others):
            continue
        if names or len(found) > _MAX_LONE_NAMES:
            return ()
        names = found
    return tuple(Candidate(value=name, source="byline") for name in names.values())


def read_linked_names(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the one or two names with which a whole page links to the pages of authors.

    For pages on which nobody else is named: links in columns of other stories count too, as those
    would be of more people.
    """
    names: dict[str, str] = {}
    for link in tree.iter("a"):
        if not (is_profile(link) or is_related(link)) or is_other_voice(link) or is_in_menu(link):
            continue
        full = read_full_names(_name_of_link(link))
        names.update({word_key(name): name for name in full if not has_business_word(name)})
        if len(names) > _MAX_LINKED_NAMES:
            return ()
    return tuple(Candidate(value=name, source="profile") for name in names.values())


def _is_others(element: HtmlElement, others: OtherStories) -> bool:
    if is_other_voice(element) or is_in_menu(element):
        return True
    return others.hold(element) and not others.hold_only_as_column(element)


def _unique(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        key = (candidate.source, word_key(candidate.value))
        if key not in seen:
            seen.add(key)
            yield candidate


def _is_behind_sentence(element: HtmlElement) -> bool:
    line = _LAST_LABEL.sub("", _line_before(element))
    return line.endswith(_SENTENCE_ENDS) and count_words(line) >= _MIN_SENTENCE_WORDS


def _line_before(element: HtmlElement) -> str:
    """Return the last of the text in front of an element on its line."""
    parts: list[str] = []
    here: HtmlElement | None = element
    while here is not None and here.tag not in _LINE_TAGS and sum(map(len, parts)) < MAX_CHARS:
        before = here.getprevious()
        if before is None:
            here = here.getparent()
            parts.append("" if here is None else here.text or "")
            continue
        parts.append(before.tail or "")
        here = before
        if before.tag not in _LINE_TAGS | NO_NAME_TAGS:
            parts.append(text_of(before))
    return clean_text(" ".join(reversed(parts)))


def _related(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        if is_related(element):
            text = marked_text(element)
            if text:
                yield Candidate(value=text, source="rel")


def _worded(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        is_marked = is_named(element)
        if is_marked or is_labelled(element):
            for line in _lines_of(element, is_marked=is_marked):
                yield Candidate(value=line, source="byline")


def _lines_of(element: HtmlElement, *, is_marked: bool) -> list[str]:
    """Return the lines of a by-line that give names, those of who checked a story left out."""
    text = short_text(element)
    if not text and is_marked:
        return _introduced(element)
    if not text or tells_a_helper(_label_of(element)) or _is_helpers_line(element):
        return []
    if is_bare(element):
        return [line for line in lines_behind(element) if read_full_names(line)]
    links = [name for link in element.iter("a") if (name := _name_of_link(link))]
    if links:
        return links
    lines = split_lines(element)
    if any(map(begins_with_label, lines)):
        lines = _labelled(lines)
    told = [undated(strip_byline(line)) for line in lines]
    full = [line for line in told if read_full_names(line)]
    return full or (_single_name(element, lines) if is_marked else _signed(lines))


def _is_helpers_line(element: HtmlElement) -> bool:
    """Return whether the first words of a line say that those behind them checked the story."""
    label = clean_text(element.text or "")
    is_label = len(label) <= _MAX_LABEL_CHARS and _LAST_LABEL.search(label) is not None
    return is_label and tells_a_helper(label)


def _signed(lines: list[str]) -> list[str]:
    """Return the one word behind a "by": "By Amanda", "作者：王小明"."""
    names = [name_part(line) for line in lines if BY.match(line) or has_unspaced_label(line)]
    return [name for name in names if is_single_name(name) and is_person_like(name)][:1]


def _single_name(element: HtmlElement, lines: list[str]) -> list[str]:
    """Return the one word that an element named as a by-line or its link gives: "Voltarine"."""
    links = [text_of(link) for link in element.iter("a")]
    for told in (links[:1], lines if len(lines) == 1 else []):
        names = [name for line in told for name in read_names(line) if not tells_a_helper(line)]
        if len(names) == 1 and is_single_name(names[0]):
            return names
    return []


def _labelled(lines: list[str]) -> list[str]:
    """Return the lines with "By" and those behind a bare "By"."""
    kept = []
    for place, line in enumerate(lines):
        if not begins_with_label(line):
            continue
        kept.append(" ".join(lines[place + 1 : place + 2]) if is_bare_line(line) else line)
    return kept


def _profiles(elements: Iterable[HtmlElement]) -> Iterator[Candidate]:
    for element in elements:
        name = _name_of_link(element) if is_profile(element) else ""
        if name and not is_in_menu(element):
            yield Candidate(value=name, source="profile")


def _name_of_link(link: HtmlElement) -> str:
    """Return the text of a link that is a name, empty for others and those who checked the story.

    What stands in elements behind the name is no part of it: "Ada Long", "all stories".
    """
    parent = link.getparent()
    if tells_a_helper(_label_of(link)) or (parent is not None and _is_helpers_line(parent)):
        return ""
    texts = (short_text(link), clean_text(link.text or ""))
    return next(filter(read_full_names, texts), "")


def _introduced(card: HtmlElement) -> list[str]:
    """Return the name of a card that tells it again: "Ada Long", then "Ada Long is a …"."""
    said = list(islice(filter(None, map(clean_text, card.itertext())), _MAX_CARD_TEXTS))
    if said and is_bare_line(said[0]):
        del said[0]
    name, *texts = said or [""]
    is_told_again = any(text == name or text.startswith(f"{name} ") for text in texts)
    return [name] if is_told_again and len(read_full_names(name)) == 1 else []


def _label_of(element: HtmlElement) -> str:
    return label_before(element, _MAX_LABEL_CHARS, _MAX_LABEL_CHARS, _MAX_LEVELS)
