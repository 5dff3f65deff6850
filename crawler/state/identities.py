"""Which story a page tells: a new one, a known one on its own page, or one seen elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import FrontierRow
from crawler.state.story_addresses import StoryAddresses
from crawler.state.trail import load_evidence
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.extraction.kinds.paywall import FLAGS_OF_A_CUT_TEXT
from pipelines.items import Article
from pipelines.normalization import word_parts
from pipelines.options import DedupOptions
from pipelines.urls import canonicalize_url, is_same_site, registered_domain, similar_urls, url_id

_CUT = "the page gives less of the text than it did, which is kept"
_MAX_CUT = 0.8
"""Share of the words of a whole text below which one that breaks off is no update."""
_NUMBER = re.compile(r"\d+")


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
    is_unchanged: bool = False
    """The story has that text, or a whole one, or its page serves several in turn; or the page is
    older than what is known, and the story had that text."""
    is_older: bool = False
    """The page was fetched before what is known of its story, and has a text that is not known: no
    revision comes before those that are written."""
    remark: str | None = None
    """What is to be told of the visit."""


class Identities:
    """Tells which story a page tells, from its addresses and its text."""

    def __init__(
        self,
        frontier: Frontier,
        addresses: StoryAddresses,
        index: SqliteDuplicateIndex,
        options: DedupOptions = DedupOptions(),
    ) -> None:
        self._frontier = frontier
        self._addresses = addresses
        self._index = index
        self._options = options

    def resolve(self, article: Article) -> Identity:
        """Return what a page tells."""
        row = self._frontier.row(article.url_requested)
        known = self._index.known(article.id) or self._moved(article, row)
        if known is not None:
            article = _as_story(article, known)
        is_variant = known is not None and self._is_variant(article, row)
        if known is not None and is_variant and self._is_misnamed(article, known):
            article, is_variant = _under_own_url(article), False
            known = self._index.known(article.id)
        if known is None or is_variant:
            is_unchanged = known is not None and self._is_unchanged(article, known)
            return Identity(
                article=article,
                known=known,
                row=row,
                is_variant=is_variant,
                is_unchanged=is_unchanged,
            )
        last = self._later_visit(article, known, row)
        is_late = last is not None and _to_second(article) < last
        was_had = last is not None and self._index.had(known.id, article.text_sha256)
        is_cut = not is_late and _is_cut(article, row)
        return Identity(
            article=article,
            known=known,
            row=row,
            is_unchanged=is_cut or was_had or self._is_unchanged(article, known),
            is_older=is_late,
            remark=_CUT if is_cut else None,
        )

    def _later_visit(
        self, article: Article, known: KnownArticle, row: FrontierRow | None
    ) -> datetime | None:
        """Return when the story of a page was visited last, if not before the page was fetched.

        Archives come in any order, and again. What was queued was fetched just now, whatever the
        clock says.
        """
        if row is not None and row.state == "pending":
            return None
        last = self._addresses.last_visit(known.id)
        return None if last is None or last < _to_second(article) else last

    def _is_unchanged(self, article: Article, known: KnownArticle) -> bool:
        """Return whether a story has a text already.

        A correction may be taken back once; a page that goes on so shows texts to readers by lot.
        """
        if known.text_sha256 == article.text_sha256:
            return True
        return self._index.alternates(known.id, article.text_sha256)

    def _moved(self, article: Article, row: FrontierRow | None) -> KnownArticle | None:
        """Return the known story that an article of a new address is, ``None`` when it is new.

        The address differs from that of the story in the scheme, ``www.`` or the slash at the end;
        or the same link led to the story before, or another one that ended at the same place; or
        its source named the story by the same guid.
        """
        least = self._options.min_similarity_of_version
        for url in similar_urls(article.url_canonical):
            known = self._index.known(url_id(url))
            if known is not None and self._alikeness(article, known) >= least:
                return known
        least = self._options.min_similarity
        for story_id in self._reached_before(article, row):
            known = self._index.known(story_id)
            if known is not None and _may_have_moved(known, article):
                return known if self._alikeness(article, known) >= least else None
        return self._under_guid(article, row)

    def _under_guid(self, article: Article, row: FrontierRow | None) -> KnownArticle | None:
        """Return the story whose place an article has taken in a feed, under the same guid.

        A first flash has little of the text of the whole story.
        """
        story_id = None if row is None else self._addresses.under_guid(row)
        known = None if story_id is None else self._index.known(story_id)
        if known is None or not _may_have_moved(known, article):
            return None
        least = self._options.min_similarity_of_version
        return known if self._alikeness(article, known) >= least else None

    def _reached_before(self, article: Article, row: FrontierRow | None) -> Iterator[str]:
        """Yield the stories that the link, and its target, led to; copies are other stories."""
        if row is not None and row.article_id is not None and row.reason != "duplicate-exact":
            yield row.article_id
        reached = self._addresses.article_at(article.url)
        if reached is not None:
            yield reached

    def _alikeness(self, article: Article, known: KnownArticle) -> float:
        """Return how alike a text and that of a known story are, 0 to 1; 0 if unknown."""
        if article.text_sha256 == known.text_sha256:
            return 1.0
        return self._index.similarity(known.id, article.signature) or 0.0

    def _is_variant(self, article: Article, row: FrontierRow | None) -> bool:
        """Return whether a known story is followed at another address than that of this page.

        It is not where a source names it by this address instead of the one it named before, as
        with numbers in the links of a feed that change each day.
        """
        main = canonicalize_url(article.url_canonical)
        since = None if row is None else row.announced_at
        is_known = row is not None and row.article_id is not None
        if row is not None and is_known and canonicalize_url(row.url) == main:
            return False
        others = self._addresses.followers(article.id, article.url_requested, since)
        if row is not None and row.article_id == article.id and not row.is_left_alone:
            # The story's own page goes before this one, but only while it is visited as well.
            return any(other.is_listed and other.url == main for other in others)
        sources = {other.source_id for other in others}
        is_replaced = article.hints.source_id in sources or not sources
        return any(other.is_listed for other in others) or not is_replaced

    def _is_misnamed(self, article: Article, known: KnownArticle) -> bool:
        """Return whether a page is another address of a known story by its canonical link alone."""
        if article.text_sha256 == known.text_sha256:
            return False
        similarity = self._index.similarity(known.id, article.signature)
        if similarity is not None and similarity < self._options.min_similarity_of_version:
            return True
        if similarity is not None and similarity >= self._options.min_similarity_alone:
            return False
        return not _names_story(article.url, known) and self._has_other_headline(article, known)

    def _has_other_headline(self, article: Article, known: KnownArticle) -> bool:
        """Return whether the headlines of an article and of a known story differ."""
        headline = self._addresses.headline(known.id)
        if headline is None or article.title is None:
            return False
        one, other = word_parts(headline), word_parts(article.title)
        shared = len(one & other)
        return shared < self._options.min_shared_headline * min(len(one), len(other))


def _to_second(article: Article) -> datetime:
    return article.fetched_at.replace(microsecond=0)


def _is_cut(article: Article, row: FrontierRow | None) -> bool:
    """Return whether a page breaks off where it gave the whole text of its story before.

    Many stories are free for some days only, or for the first visits of a reader.
    """
    if not article.is_truncated or row is None or row.article_id != article.id:
        return False
    if row.detail == _CUT or row.trail is None:
        return row.detail == _CUT
    before = load_evidence(row.trail)
    was_whole = FLAGS_OF_A_CUT_TEXT.isdisjoint(before.quality_flags)
    is_own = before.duplicate is None or before.duplicate.kind != "exact"
    return was_whole and is_own and article.word_count < _MAX_CUT * before.word_count


def _names_story(url: str, known: KnownArticle) -> bool:
    """Return whether an address has the last part of that of a story: ``/amp/2026/harbour``."""
    last = urlsplit(known.url_canonical).path.rstrip("/").rpartition("/")[2]
    return last in urlsplit(canonicalize_url(url)).path.split("/")


def _may_have_moved(known: KnownArticle, article: Article) -> bool:
    """Return whether the address of a story can have become that of an article.

    Headlines in addresses change with the headline, but numbers stay: a page of today that leads to
    ``/weather/2026-11-24`` and tomorrow to the next one has two stories, and they may be alike.
    """
    if canonicalize_url(article.url) == known.url_canonical:
        return True  # the page is where it was and only calls itself otherwise
    before, now = known.url_canonical, article.url_canonical
    return is_same_site(before, now) and _numbers(before) == _numbers(now)


def _numbers(url: str) -> list[str]:
    parts = urlsplit(url)
    return sorted(_NUMBER.findall(f"{parts.path}?{parts.query}"))


def _as_story(article: Article, known: KnownArticle) -> Article:
    """Return an article under the address by which its story is known."""
    url = known.url_canonical
    return replace(article, id=known.id, url_canonical=url, domain=registered_domain(url))


def _under_own_url(article: Article) -> Article:
    """Return an article without the canonical URL that its page declares."""
    url = canonicalize_url(article.url)
    return replace(article, id=url_id(url), url_canonical=url, domain=registered_domain(url))
