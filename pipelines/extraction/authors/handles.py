"""The handle or first name that readers see as who signs a page: "by quaywalker", "von ada1984".

Blogs and forums are signed so. One word is little, so it has to stand where nothing but an author
does: behind a "by", in a link to the page of an author, in what is marked as one.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.extraction.authors.author_sources import HANDLE
from pipelines.extraction.authors.byline_lines import (
    BY,
    is_bare,
    lines_behind,
    marked_text,
    name_part,
    short_text,
    split_lines,
    undated,
)
from pipelines.extraction.authors.byline_marks import is_labelled, is_named, is_profile, is_related
from pipelines.extraction.authors.byline_places import is_in_menu, is_other_voice
from pipelines.extraction.authors.names import is_handle, strip_byline
from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.neighbours import OtherStories
from pipelines.items import Candidate
from pipelines.normalization import word_key

_CARD_NAMES = frozenset({"fn", "vcard"})
"""https://microformats.org/wiki/hcard: the card of a person, and the name in it."""


def read_handles(own: Sequence[HtmlElement]) -> tuple[Candidate, ...]:
    """Return the first handle in the by-lines that ``find_own_bylines`` found, if any."""
    return _first(text for element in own for text in (*_marked(element), *_worded(element)))


def read_lone_handle(tree: HtmlElement) -> tuple[Candidate, ...]:
    """Return the one handle that a whole page marks as its author, if there is just one.

    A "by" does not count here, as it stands in the text too.
    """
    others = OtherStories()
    handles: dict[str, str] = {}
    for element in tree.iter("a"):
        told = [_own_text(element)] if is_profile(element) or is_related(element) else []
        found = {word_key(text): text for text in told if is_handle(text)}
        if found.keys() <= handles.keys() or _is_others(element, others):
            continue
        handles.update(found)
        if len(handles) > 1:
            return ()
    return _first(handles.values())


def _first(told: Iterable[str]) -> tuple[Candidate, ...]:
    name = next(filter(is_handle, told), None)
    return () if name is None else (Candidate(value=name, source=HANDLE),)


def _is_others(link: HtmlElement, others: OtherStories) -> bool:
    return is_other_voice(link) or is_in_menu(link) or others.hold(link)


def _marked(element: HtmlElement) -> Iterator[str]:
    """Yield the text of a link to an author, or of what is marked as one."""
    if is_profile(element) or is_related(element) or _is_card(element):
        yield _own_text(element)


def _own_text(element: HtmlElement) -> str:
    return undated(strip_byline(marked_text(element)))


def _is_card(element: HtmlElement) -> bool:
    return is_named(element) and not _CARD_NAMES.isdisjoint(names_of(element))


def _worded(element: HtmlElement) -> Iterator[str]:
    """Yield what stands behind a "by", in the element or right behind it."""
    if not (is_labelled(element) or is_named(element)):
        return
    text = short_text(element)
    if is_bare(element) and BY.match(text):
        yield from map(name_part, lines_behind(element)[:1])
        return
    yield from (name_part(line) for line in split_lines(element) if text and BY.match(line))
