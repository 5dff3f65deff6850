"""The headline out of the titles that a page gives."""

from collections.abc import Iterable, Iterator

from pipelines.dates.findings import find_date
from pipelines.extraction.affixes import strip_affixes
from pipelines.extraction.blocks import line_key
from pipelines.extraction.site_names import KnownNames, known_names, strip_site_names
from pipelines.items import Candidate, Metadata
from pipelines.normalization import word_key, words

_MIN_SHARED = 0.3
_MACHINE_SOURCES = ("jsonld", "og")
_ORDER = ("jsonld", "og", "html", "feed", "listing", "sitemap")


def choose_title(metadata: Metadata) -> Candidate | None:
    """Return the headline without site names, or ``None`` when the page names none.

    The ``h1`` nearest to the window title wins; where it shares under 0.3 of its words with every
    other candidate it is no headline, and JSON-LD or OpenGraph decide.
    """
    for rule in _from(metadata.titles, ("rule",)):
        return rule
    known = known_names(metadata)
    chosen = _choose_h1(metadata, known) or next(_ordered(metadata.titles), None)
    if chosen is None:
        return None
    title = strip_affixes(strip_site_names(chosen.value, known), metadata.title_affixes)
    return Candidate(value=title, source=chosen.source)


def _choose_h1(metadata: Metadata, known: KnownNames) -> Candidate | None:
    headlines = [
        item for item in _from(metadata.titles, ("h1",)) if word_key(item.value) not in known.sites
    ]
    others = [item for item in metadata.titles if item.source != "h1"]
    if not headlines:
        return None
    windows = [item for item in others if item.source == "html"] or others
    best = max(headlines, key=lambda item: max((_likeness(item, o) for o in windows), default=0.0))
    stripped = {strip_site_names(item.value, known) for item in others}
    is_named = any(_shared(best.value, other) >= _MIN_SHARED for other in stripped)
    has_better = any(item.source in _MACHINE_SOURCES for item in others)
    if not is_named and has_better:
        return None
    return Candidate(value=_without_label(best.value, others), source="h1")


def _likeness(a: Candidate, b: Candidate) -> float:
    left, right = set(words(a.value)), set(words(b.value))
    return len(left & right) / (len(left | right) or 1)


def _shared(headline: str, other: str) -> float:
    """Return the share of a headline's words that stand in another candidate."""
    if line_key(headline) in line_key(other):
        return 1.0
    own = set(words(headline))
    return len(own & set(words(other))) / (len(own) or 1)


def _without_label(headline: str, others: Iterable[Candidate]) -> str:
    """Return a headline without the section label in the same element ("Opinion What I…")."""
    for other in others:
        front = headline.removesuffix(other.value)
        is_label = front != headline and (len(words(front)) <= 2 or find_date(front) is not None)
        # "The Best…" beside "Best…" is no label, nor is "Report: …".
        is_word = len(front.strip()) > 3 and not front.rstrip().endswith(":")
        if other.source in _MACHINE_SOURCES and is_label and is_word:
            return other.value
    return headline


def _ordered(titles: tuple[Candidate, ...]) -> Iterator[Candidate]:
    return iter(
        sorted(
            (item for item in titles if item.source in _ORDER),
            key=lambda item: _ORDER.index(item.source),
        )
    )


def _from(candidates: Iterable[Candidate], sources: tuple[str, ...]) -> Iterable[Candidate]:
    return (item for item in candidates if item.source in sources)
