"""One page becomes one article: of its own text, or of the text that its feed carries."""

from dataclasses import replace

from pipelines.cleaning.descriptions import own_description
from pipelines.dedup.content_hash import content_sha256
from pipelines.errors import PageError
from pipelines.extraction.body.page_body import read_tree
from pipelines.extraction.feed_text import (
    FEED_EXTRACTOR,
    TEXT_FROM_FEED,
    is_same_story,
    page_of_feed,
    read_story,
)
from pipelines.extraction.kinds.paywall import FLAGS_OF_A_CUT_TEXT
from pipelines.extraction.user_rules.rules import BODY_RULE_MISSED
from pipelines.items import Article, Document, Page
from pipelines.options import DEFAULT_OPTIONS, Options
from pipelines.page_article import build_of_page
from pipelines.site_memory import SiteMemory

_WITHOUT_TEXT = frozenset(
    {
        "bot-challenge", "consent-wall", "empty-page", "login-wall", "maintenance",
        "no-article-body", "not-html",
    }
)  # fmt: skip
"""What a page is refused for though its story may well be there to be read. Others (``soft-404``,
``list-page``) say that it has gone or never was one."""


def build_article(
    page: Page, memory: SiteMemory = SiteMemory(), options: Options = DEFAULT_OPTIONS
) -> Article:
    """Return the article of a page.

    The text that its feed carries stands in where the page gives none, or under half of that.

    No I/O and no clock: the same page, memory and options give the same article on any day.

    Raises:
        PageError: the page holds no article; ``reason`` says why.
    """
    if page.failure is not None:
        return _stand_in(page, PageError(*page.failure), memory, options)
    try:
        article = build_of_page(page, read_tree(page), memory, options)
    except PageError as error:
        if error.reason not in _WITHOUT_TEXT:
            raise
        return _stand_in(page, error, memory, options)
    if _is_body_named(page, article):
        return article
    enough = int(len(article.text) / options.extraction.max_kept_before_rescue)
    carried = _build_of_feed(page, memory, options, more_than=enough)
    if carried is None or len(carried.text) <= enough:
        return article
    return _with_text_of_feed(article, carried) if is_same_story(article, carried) else carried


def _stand_in(page: Page, error: PageError, memory: SiteMemory, options: Options) -> Article:
    """Return the article that the feed carries, or raise what the page was refused for."""
    carried = _build_of_feed(page, memory, options, more_than=0)
    if carried is None:
        raise error
    return carried


def _is_body_named(page: Page, article: Article) -> bool:
    """Return whether a rule of the user says what the text is."""
    rules = page.hints.rules
    return bool(rules and rules.body) and BODY_RULE_MISSED not in article.quality_flags


def _build_of_feed(
    page: Page, memory: SiteMemory, options: Options, *, more_than: int
) -> Article | None:
    """Return the article that the feed carries, ``None`` where it has no more than so much text."""
    tree = read_story(page, options.extraction, more_than)
    if tree is None:
        return None
    try:
        article = build_of_page(page_of_feed(page), tree, memory, options)
    except PageError:
        return None
    return replace(
        article,
        hints=page.hints,
        content_sha256=content_sha256(page.body),
        extractor=FEED_EXTRACTOR,
        rule_id=None,
        quality_flags=(*article.quality_flags, TEXT_FROM_FEED),
        learned=SiteMemory(),
    )


def _with_text_of_feed(article: Article, carried: Article) -> Article:
    """Return what the page tells of a story, with the text that the feed carries."""
    document = Document(title=article.title, description=article.description)
    flags = (flag for flag in article.quality_flags if flag not in FLAGS_OF_A_CUT_TEXT)
    return replace(
        article,
        description=own_description(document, carried.blocks),
        text=carried.text,
        blocks=carried.blocks,
        removed=carried.removed,
        language=carried.language,
        word_count=carried.word_count,
        text_sha256=carried.text_sha256,
        signature=carried.signature,
        is_truncated=None,
        quality_flags=tuple(dict.fromkeys((*flags, *carried.quality_flags))),
        extractor=carried.extractor,
    )
