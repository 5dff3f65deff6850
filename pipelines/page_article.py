"""The whole line, from the tree of a page to its article."""

from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from pipelines.cleaning.cleaner import CLEANER, Cleaned, clean
from pipelines.cleaning.descriptions import own_description
from pipelines.cleaning.site_lines import learn_lines
from pipelines.dates.ladder import DateChoice, DateQuestion, choose_date
from pipelines.dedup.content_hash import content_sha256, text_sha256
from pipelines.dedup.minhash import signature
from pipelines.errors import PageError
from pipelines.extraction.body.document_head import read_document, read_wordings
from pipelines.extraction.body.isolation import Body
from pipelines.extraction.body.page_body import read_body
from pipelines.extraction.declared.candidate_lists import choose_first
from pipelines.extraction.headline.affixes import affix_names, site_affixes, title_affixes
from pipelines.extraction.headline.publishers import choose_publisher
from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.page_kind import PageKind, choose_page_kind
from pipelines.extraction.kinds.paywall import read_paywall
from pipelines.extraction.metadata.considered import consider_values
from pipelines.extraction.metadata.page_metadata import ANNOUNCING_SOURCES, read_metadata
from pipelines.extraction.metadata.rights import choose_ai_use
from pipelines.extraction.metadata.topics import choose_sections, choose_tags
from pipelines.extraction.user_rules.rules import (
    BODY_RULE_MISSED,
    tell_cuts,
    tell_missed_rules,
    with_bearable_rules,
)
from pipelines.further_pages import add_further_pages
from pipelines.items import Article, Block, Document, Metadata, Page, SiteRules
from pipelines.language import detect_language
from pipelines.normalization import count_words
from pipelines.options import Options
from pipelines.own_stamps import lines_that_may_date, without_foreign_stamps
from pipelines.site_memory import SiteMemory
from pipelines.urls import choose_canonical_url, registered_domain, url_id

_KINDS_OUT_OF_TEXT = frozenset({"caption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What is read of a page before it is asked whether it is a story."""

    rules: SiteRules | None
    """Of the user, as given."""
    page: Page
    """Without rules that could take for ever on it."""
    body: Body
    document: Document
    cleaned: Cleaned
    look: Look


def build_of_page(page: Page, tree: HtmlElement, memory: SiteMemory, options: Options) -> Article:
    """Return the article whose text stands in the tree of a page.

    Raises:
        PageError: it holds no article; ``reason`` says why.
    """
    reading = _read(page, tree, memory, options)
    kind = choose_page_kind(reading.look, options.extraction)
    if kind.reason == "no-article-body" and reading.body.is_ruled:
        searched = _without_body_rule(reading, options)
        if searched is not None:
            return searched
    if kind.reason is not None:
        raise PageError(kind.reason, _evidence(kind, reading))
    text = _join_text(reading.cleaned.blocks)
    language = detect_language(text) or reading.document.language
    reading = replace(reading, document=replace(reading.document, language=language))
    return _assemble(reading, kind, _choose_dates(reading, options), text)


def _read(page: Page, tree: HtmlElement, memory: SiteMemory, options: Options) -> _Reading:
    rules, page = page.hints.rules, with_bearable_rules(page, tree)
    metadata = _with_memory(read_metadata(tree, page), memory)
    document = read_document(metadata)
    if document.title is None and options.extraction.is_title_needed:
        raise PageError("no-title", "neither the page nor its source names a headline")
    body = read_body(tree, read_wordings(document, metadata), page, options.extraction)
    document = replace(document, blocks=body.blocks, memory=memory)
    story = add_further_pages(document, clean(document, options.cleaning), page, options)
    return _Reading(
        rules=rules,
        page=replace(page, is_incomplete=page.is_incomplete or story.is_incomplete),
        body=body,
        document=story.document,
        cleaned=story.cleaned,
        look=Look(
            tree=tree,
            url=page.url,
            metadata=metadata,
            extracted=body.blocks,
            blocks=story.cleaned.blocks,
            is_announced=_is_announced(page),
            is_body_named=body.is_ruled,
        ),
    )


def _with_memory(metadata: Metadata, memory: SiteMemory) -> Metadata:
    affixes = site_affixes(memory)
    names = metadata.title_names or affix_names(metadata, affixes)
    return replace(metadata, title_affixes=affixes, title_names=names)


def _without_body_rule(reading: _Reading, options: Options) -> Article | None:
    """Return the article with a body that is searched for; ``None`` when that finds none either.

    After a redesign a rule often matches another part of the page, a picture's credit or a menu.
    """
    hints = reading.page.hints
    rules = hints.rules and replace(hints.rules, body=())
    page = replace(reading.page, hints=replace(hints, rules=rules))
    try:
        article = build_of_page(page, reading.look.tree, reading.document.memory, options)
    except PageError:
        return None
    flags = (*article.quality_flags, BODY_RULE_MISSED)
    return replace(article, hints=hints, quality_flags=flags)


def _evidence(kind: PageKind, reading: _Reading) -> str:
    """Return why a page is refused; of one without text also what the user's rules did to it."""
    if kind.reason != "no-article-body":
        return kind.evidence
    rules = reading.page.hints.rules
    named = (
        f"the body is what the rules of {rules.id} name" if rules and reading.body.is_ruled else ""
    )
    return "; ".join(filter(None, (kind.evidence, named, tell_cuts(reading.look.tree, rules))))


def _is_announced(page: Page) -> bool:
    """Return whether one of the sources that named the page lists stories for programs."""
    if page.entry is None:
        return False
    givers = (page.hints.source_type, *(giver for _, giver in page.entry.lent))
    return not ANNOUNCING_SOURCES.isdisjoint(givers)


def _join_text(blocks: tuple[Block, ...]) -> str:
    """Return the text of the blocks, parted by empty lines; captions are not part of it."""
    return "\n\n".join(block.text for block in blocks if block.kind not in _KINDS_OUT_OF_TEXT)


def _choose_dates(reading: _Reading, options: Options) -> DateChoice:
    """Return the dates, after cleaning: stamps of other stories do not vote."""
    document, cleaned = reading.document, reading.cleaned
    question = DateQuestion(
        metadata=without_foreign_stamps(reading.look.metadata, cleaned),
        page=reading.page,
        lines=lines_that_may_date(document, cleaned),
        memory=document.memory,
        language=document.language,
    )
    return choose_date(question, options.dates)


def _assemble(reading: _Reading, kind: PageKind, dates: DateChoice, text: str) -> Article:
    page, document, cleaned = reading.page, reading.document, reading.cleaned
    metadata = reading.look.metadata
    url_canonical = choose_canonical_url(page.url, (c.value for c in metadata.canonical_urls))
    publisher, paywall = choose_publisher(metadata), read_paywall(reading.look)
    return Article(
        id=url_id(url_canonical),
        url=page.url,
        url_requested=page.url_requested,
        url_canonical=url_canonical,
        domain=registered_domain(url_canonical),
        hints=page.hints,
        publisher=publisher.value if publisher else None,
        title=document.title,
        title_source=document.title_source,
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
        values_considered=consider_values(metadata, document, publisher),
        fetched_at=page.fetched_at,
        http_status=page.status,
        content_sha256=content_sha256(page.body),
        text_sha256=text_sha256(text),
        signature=signature(text),
        page_type=kind.page_type,
        is_paywalled=paywall.is_paywalled,
        is_truncated=page.is_incomplete or paywall.is_truncated,
        quality_flags=(*cleaned.flags, *_missed_rules(reading, dates), *paywall.flags),
        extractor=reading.body.extractor,
        cleaner=CLEANER,
        rule_id=page.hints.rules.id if page.hints.rules else None,
        ai_use=choose_ai_use(metadata, page),
        license=choose_first(metadata.licenses),
        learned=_learn(reading, dates),
        warc=page.warc,
    )


def _missed_rules(reading: _Reading, dates: DateChoice) -> tuple[str, ...]:
    return tell_missed_rules(
        reading.rules,
        reading.look.metadata,
        has_ruled_body=reading.body.is_ruled,
        has_ruled_date=dates.is_ruled,
    )


def _learn(reading: _Reading, dates: DateChoice) -> SiteMemory:
    """Return what the page alone teaches about its site."""
    learned = dates.learned.with_more(learn_lines(reading.document))
    return replace(learned, affixes=title_affixes(reading.look.metadata))
