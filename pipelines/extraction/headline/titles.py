"""The headline out of the titles that a page gives."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipelines.extraction.headline.affixes import strip_affixes
from pipelines.extraction.headline.headline_parts import CUT, LABELLED
from pipelines.extraction.headline.site_names import (
    KnownNames,
    is_between_borders,
    known_names,
    strip_site_names,
)
from pipelines.items import Candidate, Metadata
from pipelines.normalization import letter_key, word_key, word_parts

_MIN_SHARED = 0.3
_MIN_KEY_CHARS = 4
_MACHINE_SOURCES = ("jsonld", "og")
_ORDER = ("jsonld", "og", "html", "feed", "listing", "sitemap")


def choose_title(metadata: Metadata) -> Candidate | None:
    """Return the headline without site names, or ``None`` when the page names none.

    What the user's rule gives is the headline. Else the ``h1`` nearest to the window title wins,
    without what it holds beside the headline. Where it shares under 0.3 of its words with every
    other candidate it is no headline, and JSON-LD or OpenGraph decide.
    """
    known = known_names(metadata)
    for ruled in _from(metadata.titles, ("rule",)):
        return _without_site(ruled, metadata, known)
    titles = _without_sites(metadata.titles, known)
    chosen = _choose_h1(metadata, titles, known) or _choose_declared(metadata, titles, known)
    if chosen is None:
        return None
    title = strip_affixes(strip_site_names(chosen.value, known), metadata.title_affixes)
    return Candidate(value=title, source=chosen.source)


def _without_site(ruled: Candidate, metadata: Metadata, known: KnownNames) -> Candidate:
    """Return what a rule gives, and of a declared title or that of the window the headline in it.

    Of anything else all words are meant: a rule may put a kicker and the headline together.
    """
    declared = _from(metadata.titles, ("html", *_MACHINE_SOURCES))
    if all(item.value != ruled.value for item in declared):
        return ruled
    sites = replace(known, titles={}, places=frozenset())
    title = strip_affixes(strip_site_names(ruled.value, sites), metadata.title_affixes)
    return Candidate(value=title, source=ruled.source)


def _without_sites(titles: tuple[Candidate, ...], known: KnownNames) -> tuple[Candidate, ...]:
    """Return the titles that are no names of the site; all where there are no others."""
    own = tuple(item for item in titles if word_key(item.value) not in known.sites)
    return own or titles


def _choose_h1(
    metadata: Metadata, titles: tuple[Candidate, ...], known: KnownNames
) -> Candidate | None:
    headlines = list(_from(titles, ("h1",)))
    if not headlines:
        return None
    others = _about_page(titles)
    windows = [item for item in others if item.source == "html"] or others
    best = max(headlines, key=lambda item: max((_likeness(item, o) for o in windows), default=0.0))
    wordings = tuple(dict.fromkeys(strip_site_names(item.value, known) for item in others))
    if not _is_headline(best.value, wordings, is_only=len(headlines) == 1) and (
        any(item.source in _MACHINE_SOURCES for item in others)
    ):
        return None
    if _shown_in(metadata, others, known) and word_key(best.value) not in map(word_key, wordings):
        return None
    value = _headline_part(best.value, wordings, metadata.headline_parts)
    return Candidate(value=_well_spaced(value, wordings), source="h1")


def _choose_declared(
    metadata: Metadata, titles: tuple[Candidate, ...], known: KnownNames
) -> Candidate | None:
    ordered = sorted(_from(titles, _ORDER), key=lambda item: _ORDER.index(item.source))
    if not ordered:
        return None
    chosen = ordered[0]
    shown = _shown_in(metadata, (chosen,), known)
    longer = _whole(chosen.value, (strip_site_names(item.value, known) for item in ordered))
    return Candidate(value=shown or longer, source=chosen.source)


def _about_page(titles: tuple[Candidate, ...]) -> list[Candidate]:
    """Return the titles beside ``h1``, without window titles that are the same all over a site.

    Those share hardly a word with what OpenGraph and another source agree on.
    """
    others = [item for item in titles if item.source != "h1"]
    told = {word_key(item.value) for item in _from(titles, ("og",))}
    agreed = [
        item.value for item in _from(titles, ("jsonld", "h1")) if word_key(item.value) in told
    ]
    return [
        item
        for item in others
        if item.source != "html"
        or not agreed
        or any(_shared(value, item.value) >= _MIN_SHARED for value in agreed)
    ]


def _shown_in(metadata: Metadata, titles: Iterable[Candidate], known: KnownNames) -> str | None:
    """Return what the page shows as its headline in another element, if a title holds it whole."""
    shown = metadata.shown_headline
    if shown is None or shown not in known.titles:
        return None
    return shown if any(is_between_borders(shown, item.value) for item in titles) else None


def _is_headline(value: str, wordings: Iterable[str], *, is_only: bool) -> bool:
    """Return whether an ``h1`` has to do with another title.

    Where there are several, one common word makes a heading of the text; it has to stand at an end.
    """
    return any(
        _shared(value, other) >= _MIN_SHARED
        and (is_only or len(_common(value, other)) > 1 or _is_at_end(value, other))
        for other in wordings
    )


def _is_at_end(value: str, title: str) -> bool:
    key, whole = letter_key(value), letter_key(title)
    return whole.startswith(key) or whole.endswith(key)


def _common(a: str, b: str) -> frozenset[str]:
    return word_parts(a) & word_parts(b)


def _likeness(a: Candidate, b: Candidate) -> float:
    left, right = word_parts(a.value), word_parts(b.value)
    return len(left & right) / (len(left | right) or 1)


def _shared(headline: str, other: str) -> float:
    """Return the share of a headline's words that stand in another candidate."""
    key = letter_key(headline)
    if len(key) >= _MIN_KEY_CHARS and key in letter_key(other):
        return 1.0
    return len(_common(headline, other)) / (len(word_parts(headline)) or 1)


def _headline_part(headline: str, wordings: tuple[str, ...], parts: Iterable[Candidate]) -> str:
    """Return the part of an ``h1`` that is the headline: another title says it is.

    A part that is named for a label goes even where all titles have it.
    """
    keys = [word_key(wording) for wording in wordings]
    own = [item for item in parts if item.value in headline]
    cut = [item.value for item in own if item.source == CUT and word_key(item.value) in keys]
    labelled = [
        item.value
        for item in own
        if item.source == LABELLED and any(key.endswith(word_key(item.value)) for key in keys)
    ]
    return next(iter((*cut, *labelled)), headline)


def _well_spaced(headline: str, wordings: tuple[str, ...]) -> str:
    """Return the wording that differs from a headline by its spaces alone, else the headline.

    Those of the headline are made at the borders of elements, also inside a word.
    """
    letters = headline.replace(" ", "")
    same = [other for other in wordings if other.replace(" ", "") == letters]
    return headline if headline in same else next(iter(same), headline)


def _whole(title: str, others: Iterable[str]) -> str:
    """Return the wording that goes on where a title was cut off, else the title."""
    cut = title.rstrip("….").rstrip()
    if cut == title and title.count("(") <= title.count(")"):
        return title
    longer = (other for other in others if other.startswith(cut) and len(other) > len(title))
    return next(longer, title)


def _from(candidates: Iterable[Candidate], sources: tuple[str, ...]) -> Iterator[Candidate]:
    return (item for item in candidates if item.source in sources)
