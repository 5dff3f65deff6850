"""The name of a company that signs a page: declared as its author and shown at the headline.

On the pages of guides and shops nobody else is named. News pages show the name of an agency or
their own in that place, which is no author.
"""

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from pipelines.extraction.authors.author_sources import SHOWN_ORGANISATION
from pipelines.extraction.authors.names import (
    names_nobody,
    read_names,
    read_organisation,
    strip_byline,
)
from pipelines.extraction.headline.shown_dates import NO_TEXT_TAGS
from pipelines.extraction.tree.element_texts import short_line
from pipelines.extraction.tree.neighbours import OtherStories, elements_around
from pipelines.items import Candidate
from pipelines.normalization import clean_text, word_key

_ELEMENTS_BEFORE = 10
_ELEMENTS_AFTER = 60
"""Farther behind a headline a company's name stands in adverts and columns."""
_MAX_CHARS = 120


def read_signature(headline: HtmlElement, declared: Iterable[str]) -> tuple[Candidate, ...]:
    """Return the first declared author that stands alone on a line at the headline, if any.

    ``declared`` are the texts of JSON-LD and meta elements. A word for nobody ("Staff") does not
    count. On ``newspaper`` and ``wcxb-dev`` this gave 9 right names (3 of them on the tuning half)
    and none that is wrong.
    """
    names = {word_key(name): name for name in map(_name, declared) if name}
    if not names:
        return ()
    for line in _lines(headline):
        name = names.get(word_key(strip_byline(line)))
        if name is not None:
            return (Candidate(value=name, source=SHOWN_ORGANISATION),)
    return ()


def _name(declared: str) -> str | None:
    value = clean_text(declared)
    names = read_names(value)
    name = names[0] if len(names) == 1 else read_organisation(value)
    return None if name is None or names_nobody(name) else name


def _lines(headline: HtmlElement) -> Iterator[str]:
    others = OtherStories(headline)
    for element in elements_around(headline, _ELEMENTS_BEFORE, _ELEMENTS_AFTER):
        texts = (element.text if element.tag not in NO_TEXT_TAGS else None, element.tail)
        lines = [line for text in texts if text and (line := short_line(text, _MAX_CHARS))]
        if lines and not others.hold(element):
            yield from lines
