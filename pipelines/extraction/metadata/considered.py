"""What became of each candidate of the metadata fields: the account that ``explain`` gives."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pipelines.dates.candidates import CHOSEN, NOT_NEEDED
from pipelines.extraction.authors.author_sources import (
    DECLARED_TWICE,
    ORGANISATION,
    SHOWN_ORGANISATION,
)
from pipelines.extraction.headline.site_names import is_site_name
from pipelines.items import Candidate, ConsideredValue, Document, Metadata
from pipelines.normalization import word_key

CHOSEN_STRIPPED = "chosen, without the name of the site"
CHOSEN_PART = "chosen, without what stands beside it"
SAME = "says the same"
NO_PERSON = "an organisation, no person"
SITE_ITSELF = "the publication itself"

_MAX_CANDIDATES = 12
"""Of one field; more are a list of other things."""
_MAX_CHARS = 200

_Field = Literal["title", "authors", "publisher", "description"]


def consider_values(
    metadata: Metadata, document: Document, publisher: Candidate | None
) -> tuple[ConsideredValue, ...]:
    """Return all candidates for title, authors, publisher and description, best first.

    Each says what became of it in the document; long values are cut. Of descriptions the first
    is taken.
    """
    title = (
        None
        if document.title is None or document.title_source is None
        else Candidate(value=document.title, source=document.title_source)
    )
    sites = (*metadata.site_names, *metadata.title_names)
    return (
        *_account("title", metadata.titles, _outcomes(metadata.titles, title, CHOSEN_STRIPPED)),
        *_account("authors", metadata.authors, _author_outcomes(metadata, document.authors)),
        *_account("publisher", sites, _outcomes(sites, publisher, CHOSEN_PART)),
        *_account("description", metadata.descriptions, _first_outcomes(metadata.descriptions)),
    )


def _account(
    field: _Field, candidates: Iterable[Candidate], outcomes: Iterable[str]
) -> list[ConsideredValue]:
    told = [
        ConsideredValue(
            field=field,
            value=item.value[:_MAX_CHARS],
            source=item.source,
            outcome=outcome,
        )
        for item, outcome in zip(candidates, outcomes, strict=True)
    ]
    # Whatever was chosen is told, however far down it stands.
    kept = told[:_MAX_CANDIDATES]
    return kept + [item for item in told[_MAX_CANDIDATES:] if item.outcome.startswith(CHOSEN)]


def _outcomes(
    candidates: tuple[Candidate, ...], chosen: Candidate | None, shortened: str
) -> Iterator[str]:
    key = word_key(chosen.value) if chosen else ""
    is_found = False
    for item in candidates:
        own = word_key(item.value)
        if not is_found and chosen is not None and _holds(item, chosen):
            is_found = True
            yield CHOSEN if own == key else shortened
        else:
            yield SAME if own == key else NOT_NEEDED


def _holds(item: Candidate, chosen: Candidate) -> bool:
    return item.source == chosen.source and word_key(chosen.value) in word_key(item.value)


def _author_outcomes(metadata: Metadata, authors: tuple[str, ...]) -> Iterator[str]:
    open_names = {word_key(name) for name in authors}
    chosen = frozenset(open_names)
    as_written = {word_key(item.value) for item in metadata.authors if item.value in authors}
    for item in metadata.authors:
        key = word_key(item.value)
        if key in open_names and (item.value in authors or key not in as_written):
            open_names.discard(key)
            yield CHOSEN
        elif key in chosen:
            yield SAME
        elif item.source in {DECLARED_TWICE, ORGANISATION, SHOWN_ORGANISATION}:
            yield NO_PERSON
        else:
            yield SITE_ITSELF if is_site_name(item.value, metadata) else NOT_NEEDED


def _first_outcomes(candidates: tuple[Candidate, ...]) -> Iterator[str]:
    first = word_key(candidates[0].value) if candidates else ""
    for place, item in enumerate(candidates):
        is_same = word_key(item.value) == first
        yield CHOSEN if not place else SAME if is_same else NOT_NEEDED
