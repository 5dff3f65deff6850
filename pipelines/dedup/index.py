"""What is asked of a memory of earlier articles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipelines.items import Duplicate


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


class DuplicateIndex(Protocol):
    """Remembers articles and finds earlier ones that say the same."""

    def known(self, article_id: str) -> KnownArticle | None:
        """Return the article with this id as it was last delivered."""

    def similarity(self, article_id: str, signature: tuple[int, ...]) -> float | None:
        """Return how alike a text is to the newest one of an article, 0 to 1.

        ``None`` when there is no such article, or one of the texts is too short to tell.
        """

    def find(
        self, article_id: str, text_sha256: str, signature: tuple[int, ...]
    ) -> Duplicate | None:
        """Return the earlier article under another id that says the same, exact copies first.

        Of exact copies it names the first that was put in, of near copies the most similar one, and
        the first among equals. An article is never a copy of its own earlier revision.
        """

    def put(self, article: KnownArticle, signature: tuple[int, ...]) -> None:
        """Add an article, or replace what is known of it by its newest revision."""
