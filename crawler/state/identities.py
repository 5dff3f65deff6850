"""Which story a page tells: a new one, a known one on its own page, or one seen elsewhere."""

from dataclasses import dataclass, replace

from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import FrontierRow
from pipelines.dedup.index import DuplicateIndex, KnownArticle
from pipelines.items import Article
from pipelines.options import DedupOptions
from pipelines.urls import canonicalize_url, registered_domain, url_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a page tells, and what is known of that."""

    article: Article
    """Under the id of the story it tells."""
    known: KnownArticle | None
    """That story as it was last delivered; ``None`` when it is new."""
    row: FrontierRow | None
    """What was known of the address that was asked for."""
    is_variant: bool = False
    """It is another address (AMP, print) of a known story that is followed elsewhere. Its text
    differs a little from that of the story's own page: that is no update."""


class Identities:
    """Tells which story a page tells, from its addresses and its text."""

    def __init__(self, frontier: Frontier, index: DuplicateIndex, options: DedupOptions) -> None:
        self._frontier = frontier
        self._index = index
        self._options = options

    def resolve(self, article: Article) -> Identity:
        """Return what a page tells."""
        row = self._frontier.row(article.url_requested)
        known = self._index.known(article.id)
        if known is None or not self._is_variant(article, row):
            return Identity(article=article, known=known, row=row)
        if self._is_misnamed(article, known):
            article = _under_own_url(article)
            return Identity(article=article, known=self._index.known(article.id), row=row)
        return Identity(article=article, known=known, row=row, is_variant=True)

    def _is_variant(self, article: Article, row: FrontierRow | None) -> bool:
        """Return whether a known story is followed at another address than that of this page."""
        if row is None or row.article_id is None:
            return self._is_followed(article, row)
        main = canonicalize_url(article.url_canonical)
        if canonicalize_url(row.url) == main:
            return False
        if row.article_id != article.id or row.is_left_alone:
            return self._is_followed(article, row)
        # The story's own page goes before this one, but only where it is visited again.
        other = self._frontier.row(main)
        return other is not None and other.article_id == article.id and not other.is_left_alone

    def _is_followed(self, article: Article, row: FrontierRow | None) -> bool:
        """Return whether a known story is visited again at another address.

        It is not where a source names it by this address instead of the one it named before, as
        with numbers in the links of a feed that change each day.
        """
        since = None if row is None else row.announced_at
        listed = self._frontier.followers(article.id, article.url_requested, since)
        return any(listed.values()) or article.hints.source_id not in listed

    def _is_misnamed(self, article: Article, known: KnownArticle) -> bool:
        """Return whether a page is another address of a known story by its canonical link alone."""
        if article.text_sha256 == known.text_sha256:
            return False
        similarity = self._index.similarity(known.id, article.signature)
        return similarity is not None and similarity < self._options.min_similarity_of_version


def _under_own_url(article: Article) -> Article:
    """Return an article without the canonical URL that its page declares."""
    url = canonicalize_url(article.url)
    return replace(article, id=url_id(url), url_canonical=url, domain=registered_domain(url))
