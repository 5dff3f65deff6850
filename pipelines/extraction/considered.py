"""What became of each candidate of the metadata fields: the account that ``explain`` gives."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pipelines.extraction.names import DECLARED_TWICE, ORGANISATION, SHOWN_ORGANISATION
from pipelines.extraction.site_names import is_site_name
from pipelines.items import Candidate, ConsideredValue, Metadata
from pipelines.normalization import word_key

CHOSEN = "chosen"
CHOSEN_STRIPPED = "chosen, without the name of the site"
SAME = "says the same"
NOT_NEEDED = "not needed"
NO_PERSON = "an organisation, no person"
SITE_ITSELF = "the publication itself"

_MAX_CANDIDATES = 12
"""Of one field; more are a list of other things."""
_MAX_CHARS = 200

_Field = Literal["title", "authors", "publisher", "description"]


def consider_values(
    metadata: Metadata,
    title: Candidate | None,
    publisher: Candidate | None,
    authors: tuple[str, ...],
) -> tuple[ConsideredValue, ...]:
    """Return all candidates for title, authors, publisher and description, best first.

    Each says what became of it; long values are cut. Of descriptions the first one is taken.
    """
    publishers = (*metadata.site_names, *metadata.title_names)
    descriptions = metadata.descriptions
    return (
        *_account("title", metadata.titles, _title_outcomes(metadata.titles, title)),
        *_account("authors", metadata.authors, _author_outcomes(metadata, authors)),
        *_account("publisher", publishers, _outcomes(publishers, publisher)),
        *_account("description", descriptions, _outcomes(descriptions, *descriptions[:1])),
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


def _title_outcomes(candidates: tuple[Candidate, ...], title: Candidate | None) -> Iterator[str]:
    key = word_key(title.value) if title else ""
    is_found = False
    for item in candidates:
        own = word_key(item.value)
        is_source = title is not None and item.source == title.source and key in own
        if is_source and not is_found:
            is_found = True
            yield CHOSEN if own == key else CHOSEN_STRIPPED
        else:
            yield SAME if own == key else NOT_NEEDED


def _author_outcomes(metadata: Metadata, authors: tuple[str, ...]) -> Iterator[str]:
    open_names = {word_key(name) for name in authors}
    chosen = frozenset(open_names)
    for item in metadata.authors:
        key = word_key(item.value)
        if key in open_names:
            open_names.discard(key)
            yield CHOSEN
        elif key in chosen:
            yield SAME
        elif item.source in {DECLARED_TWICE, ORGANISATION, SHOWN_ORGANISATION}:
            yield NO_PERSON
        else:
            yield SITE_ITSELF if is_site_name(item.value, metadata) else NOT_NEEDED


def _outcomes(candidates: tuple[Candidate, ...], chosen: Candidate | None = None) -> Iterator[str]:
    key = word_key(chosen.value) if chosen else ""
    for item in candidates:
        is_same = word_key(item.value) == key
        yield CHOSEN if item is chosen else SAME if is_same else NOT_NEEDED
