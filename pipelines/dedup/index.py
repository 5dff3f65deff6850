"""What an index of earlier articles holds of each, and what it finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DuplicateKind = Literal["canonical_url", "exact", "near"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """An article that was delivered, as far as deduplication needs it."""

    id: str
    url_canonical: str
    text_sha256: str
    """Of the newest revision."""
    revision: int
    first_seen: datetime
    """UTC, to the second."""
    cluster_id: str | None
    """Id of the first article of its near-duplicate group; ``None`` for that first one itself,
    whose record was written before there was a second. The cluster of a near copy is that of the
    article it was found to copy, or that article's id where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An earlier article that says the same."""

    id: str
    kind: DuplicateKind
    similarity: float
    """0 to 1; 1 for exact copies."""
