"""What an ``h1`` element holds beside the headline: kicker, subtitle, stamp, by-line, counts."""

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.element_texts import text_of
from pipelines.items import Candidate
from pipelines.normalization import clean_text, folded_words

LABELLED = "labelled"
"""What is left behind a part that is named for a label."""
CUT = "cut"
"""What is left of a headline that is cut at the border of an element."""
_LABEL_NAMES = frozenset(
    {
        "category", "dachzeile", "descriptor", "eyebrow", "kicker", "label", "overline",
        "overtitle", "pretitle", "roofline", "section", "sub", "subheading", "subheadline",
        "supertitle", "topline", "toptitle", "visuallyhidden",
    }
)  # fmt: skip
_SEPARATORS = " :|–—-"
_MAX_TEXTS = 12
_MIN_WORDS = 2


def read_headline_parts(headlines: Iterable[HtmlElement]) -> tuple[Candidate, ...]:
    """Return what may be the headline in ``h1`` elements that hold more than one text.

    The source says which part it is, ``LABELLED`` or ``CUT``.
    """
    return tuple(
        Candidate(value=value, source=source)
        for headline in headlines
        if len(headline)
        for source, value in _parts(headline)
        if len(folded_words(value)) >= _MIN_WORDS
    )


def _parts(headline: HtmlElement) -> Iterator[tuple[str, str]]:
    texts = [text for item in headline.itertext() if (text := clean_text(item))]
    if not 1 < len(texts) <= _MAX_TEXTS:
        return
    for place in range(1, len(texts)):
        for part in (texts[place:], texts[:place]):
            yield CUT, " ".join(part).strip(_SEPARATORS)
    whole = " ".join(texts)
    for element in headline.iterdescendants():
        if not _LABEL_NAMES.isdisjoint(names_of(element)):
            label = text_of(element)
            if label and whole.startswith(f"{label} "):
                yield LABELLED, whole.removeprefix(label).strip(_SEPARATORS)
