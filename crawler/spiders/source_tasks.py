"""The documents of sources that are to be fetched and read."""

from dataclasses import dataclass
from datetime import timedelta

BELIEVED = timedelta(days=1)
"""So long a document may be said not to have changed; then it is read in full. A server that is
wrong costs the stories that came and went meanwhile, one that is right one download a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTask:
    """One document of a source that is to be fetched and read. Plain values only."""

    source_id: str
    url: str
    page: int = 1
    """1 for the source itself, 2 and more for the following pages of a listing."""
    depth: int = 0
    """Sitemap indexes that led here."""
    is_guess: bool = False
    """A feed that a home page links to, or that was found so in an earlier run."""
    other_guesses: tuple[str, ...] = ()
    lastmod: str | None = None
    """When the index that names it says that it changed, as written."""

    @property
    def is_first(self) -> bool:
        """Whether the source stands or falls with this document."""
        return self.page == 1 and self.depth == 0
