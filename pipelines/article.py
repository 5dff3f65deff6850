"""The whole line in one function: the bytes of a page become an article."""

from dataclasses import dataclass, replace
from typing import cast

from lxml.html import HtmlElement

from pipelines.cleaning.cleaner import CLEANER, Cleaned, clean
from pipelines.cleaning.descriptions import own_description
from pipelines.cleaning.site_lines import learn_lines
from pipelines.dates.ladder import DateChoice, DateQuestion, choose_date
from pipelines.dedup.content_hash import content_sha256, text_sha256
from pipelines.dedup.minhash import signature
from pipelines.errors import PageError
from pipelines.extraction.affixes import affix_names, site_affixes, title_affixes
from pipelines.extraction.choice import choose_first
from pipelines.extraction.considered import consider_values
from pipelines.extraction.document_head import read_document, read_wordings
from pipelines.extraction.feed_text import (
    FEED_EXTRACTOR,
    TEXT_FROM_FEED,
    is_same_story,
    page_of_feed,
    read_story,
)
from pipelines.extraction.look import Look
from pipelines.extraction.metadata import read_metadata
from pipelines.extraction.page_body import read_body, read_tree
from pipelines.extraction.page_kind import PageKind, choose_page_kind
from pipelines.extraction.paywall import FLAGS_OF_A_CUT_TEXT, Paywall, read_paywall
from pipelines.extraction.publishers import choose_publisher
from pipelines.extraction.rights import choose_ai_use
from pipelines.extraction.rules import (
    BODY_RULE_MISSED,
    tell_cuts,
    tell_missed_rules,
    with_bearable_rules,
)
from pipelines.extraction.titles import choose_title
from pipelines.extraction.topics import choose_sections, choose_tags
from pipelines.further_pages import add_further_pages
from pipelines.items import Article, Block, Document, Metadata, Page, SiteRules, TitleSource
from pipelines.language import detect_language
from pipelines.normalization import count_words
from pipelines.options import DEFAULT_OPTIONS, Options
from pipelines.site_memory import SiteMemory
from pipelines.urls import choose_canonical_url, registered_domain, url_id

_KINDS_OUT_OF_TEXT = frozenset({"caption"})
_ANNOUNCING_SOURCES = frozenset({"feed", "sitemap"})
_VISIBLE_SOURCES = frozenset({"text", "time"})
_WITHOUT_TEXT = frozenset(
    {"bot-challenge", "consent-wall", "empty-page", "login-wall", "no-article-body", "not-html"}
)
"""What a page is refused for though its story may well be there to be read. Others (``soft-404``,
``list-page``) say that it has gone or never was one."""
_RULES_THAT_CUT_OWN_STAMPS = frozenset({"breadcrumbs", "byline", "date-line", "reading-time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What was made of the text of a page."""

    extractor: str
    document: Document
    cleaned: Cleaned
    kind: PageKind
    paywall: Paywall


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
        article = _build_of_page(page, read_tree(page), memory, options)
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


def _build_of_page(page: Page, tree: HtmlElement, memory: SiteMemory, options: Options) -> Article:
    rules, page = page.hints.rules, with_bearable_rules(page, tree)
    metadata = _with_memory(read_metadata(tree, page), memory)
    document = read_document(metadata)
    wordings = read_wordings(document, metadata)
    body = read_body(tree, wordings, page, options.extraction)
    document = replace(document, blocks=body.blocks, memory=memory)
    if document.title is None and options.extraction.is_title_needed:
        raise PageError("no-title", "neither the page nor its source names a headline")
    story = add_further_pages(document, clean(document, options.cleaning), page, options)
    document, cleaned = story.document, story.cleaned
    page = replace(page, is_incomplete=page.is_incomplete or story.is_incomplete)
    look = Look(
        tree=tree,
        url=page.url,
        metadata=metadata,
        extracted=body.blocks,
        blocks=cleaned.blocks,
        is_announced=_is_announced(page),
        is_body_named=body.is_ruled,
    )
    kind = choose_page_kind(look, options.extraction)
    if kind.reason == "no-article-body" and body.is_ruled:
        searched = _without_body_rule(page, tree, memory, options)
        if searched is not None:
            return searched
    if kind.reason is not None:
        raise PageError(kind.reason, _evidence(kind, look, page.hints.rules))
    text = join_text(cleaned.blocks)
    document = replace(document, language=detect_language(text) or document.language)
    # After cleaning: stamps of other stories do not vote.
    dates = choose_date(
        DateQuestion(
            metadata=_without_foreign_stamps(metadata, cleaned),
            page=page,
            lines=_lines_that_may_date(document, cleaned),
            memory=memory,
            language=document.language,
        ),
        options.dates,
    )
    missed = tell_missed_rules(
        rules,
        metadata,
        has_ruled_body=body.is_ruled,
        has_ruled_date=dates.is_ruled,
    )
    cleaned = replace(cleaned, flags=(*cleaned.flags, *missed))
    learned = dates.learned.with_more(learn_lines(document))
    learned = replace(learned, affixes=title_affixes(metadata))
    dates = replace(dates, learned=learned)
    reading = _Reading(
        extractor=body.extractor,
        document=document,
        cleaned=cleaned,
        kind=kind,
        paywall=read_paywall(look),
    )
    return _assemble(page, metadata, reading, dates)


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
        article = _build_of_page(page_of_feed(page), tree, memory, options)
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


def join_text(blocks: tuple[Block, ...]) -> str:
    """Return the text of the blocks, parted by empty lines; captions are not part of it."""
    return "\n\n".join(block.text for block in blocks if block.kind not in _KINDS_OUT_OF_TEXT)


def _with_memory(metadata: Metadata, memory: SiteMemory) -> Metadata:
    affixes = site_affixes(memory)
    names = metadata.title_names or affix_names(metadata, affixes)
    return replace(metadata, title_affixes=affixes, title_names=names)


def _without_body_rule(
    page: Page, tree: HtmlElement, memory: SiteMemory, options: Options
) -> Article | None:
    """Return the article with a body that is searched for; ``None`` when that finds none either.

    After a redesign a rule often matches another part of the page, a picture's credit or a menu.
    """
    rules = page.hints.rules and replace(page.hints.rules, body=())
    try:
        article = _build_of_page(
            replace(page, hints=replace(page.hints, rules=rules)), tree, memory, options
        )
    except PageError:
        return None
    flags = (*article.quality_flags, BODY_RULE_MISSED)
    return replace(article, hints=page.hints, quality_flags=flags)


def _evidence(kind: PageKind, look: Look, rules: SiteRules | None) -> str:
    """Return why a page is refused; of one without text also what the user's rules did to it."""
    if kind.reason != "no-article-body":
        return kind.evidence
    named = f"the body is what the rules of {rules.id} name" if rules and look.is_body_named else ""
    return "; ".join(filter(None, (kind.evidence, named, tell_cuts(look.tree, rules))))


def _is_announced(page: Page) -> bool:
    """Return whether one of the sources that named the page lists stories for programs."""
    if page.entry is None:
        return False
    givers = (page.hints.source_type, *(giver for _, giver in page.entry.lent))
    return not _ANNOUNCING_SOURCES.isdisjoint(givers)


def _lines_that_may_date(document: Document, cleaned: Cleaned) -> tuple[str, ...]:
    """Return the lines without those that were cut for another reason than being a stamp.

    What isolation doubted above the text may be the head of the article.
    """
    doubted = {i for i, block in enumerate(document.blocks) if block.signals.doubt is not None}
    first = min(set(range(len(document.blocks))) - doubted, default=0)
    foreign = {
        r.block
        for r in cleaned.removed
        if r.rule not in _RULES_THAT_CUT_OWN_STAMPS and not (r.block in doubted and r.block < first)
    }
    return tuple(block.text for index, block in enumerate(document.blocks) if index not in foreign)


def _without_foreign_stamps(metadata: Metadata, cleaned: Cleaned) -> Metadata:
    """Return the metadata without visible stamps that stand in what was cut as another story."""
    foreign = "\n".join(
        removed.text
        for removed in cleaned.removed
        if removed.rule not in _RULES_THAT_CUT_OWN_STAMPS
    )
    kept = tuple(
        item
        for item in metadata.dates_published
        if item.source not in _VISIBLE_SOURCES or item.value not in foreign
    )
    return replace(metadata, dates_published=kept)


def _assemble(page: Page, metadata: Metadata, reading: _Reading, dates: DateChoice) -> Article:
    document, cleaned = reading.document, reading.cleaned
    declared = (item.value for item in metadata.canonical_urls)
    url_canonical = choose_canonical_url(page.url, declared)
    title, publisher = choose_title(metadata), choose_publisher(metadata)
    text = join_text(cleaned.blocks)
    rules = page.hints.rules
    return Article(
        id=url_id(url_canonical),
        url=page.url,
        url_requested=page.url_requested,
        url_canonical=url_canonical,
        domain=registered_domain(url_canonical),
        hints=page.hints,
        publisher=publisher.value if publisher else None,
        title=document.title,
        title_source=cast(TitleSource, title.source) if title else None,
        description=own_description(document, cleaned.blocks),
        text=text,
        blocks=cleaned.blocks,
        removed=cleaned.removed,
        authors=document.authors,
        sections=choose_sections(metadata),
        tags=choose_tags(metadata),
        language=document.language,
        image_url=choose_first(metadata.images),
        word_count=count_words(text),
        published=dates.published,
        modified=dates.modified,
        dates_considered=dates.considered,
        values_considered=consider_values(metadata, title, document.authors, publisher),
        fetched_at=page.fetched_at,
        http_status=page.status,
        content_sha256=content_sha256(page.body),
        text_sha256=text_sha256(text),
        signature=signature(text),
        page_type=reading.kind.page_type,
        is_paywalled=reading.paywall.is_paywalled,
        is_truncated=page.is_incomplete or reading.paywall.is_truncated,
        quality_flags=(*cleaned.flags, *reading.paywall.flags),
        extractor=reading.extractor,
        cleaner=CLEANER,
        rule_id=rules.id if rules else None,
        ai_use=choose_ai_use(metadata, page.headers),
        license=choose_first(metadata.licenses),
        learned=dates.learned,
        warc=page.warc,
    )
