"""What a page says about itself: every candidate of every field, with the place it stood."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction.authors.author_candidates import AuthorPlaces, read_authors
from pipelines.extraction.declared import meta_tables
from pipelines.extraction.declared.candidate_lists import absolute, all_of, base_url, unique
from pipelines.extraction.declared.declared_body import read_declared_body
from pipelines.extraction.declared.json_ld import (
    choose_article_node,
    read_json_ld,
    texts_of,
    types_of,
    urls_of,
)
from pipelines.extraction.declared.meta_elements import (
    gather_elements,
    pick,
    read_meta_elements,
)
from pipelines.extraction.declared.placeholders import is_placeholder
from pipelines.extraction.headline.lone_dates import read_lone_day, read_lone_stamps
from pipelines.extraction.headline.shown_dates import has_day
from pipelines.extraction.headline.site_names import host_keys
from pipelines.extraction.headline.title_names import read_title_name
from pipelines.extraction.metadata.article_head import ArticleHead, read_article_head
from pipelines.extraction.metadata.descriptions import clean_descriptions
from pipelines.extraction.metadata.images import declared_images, story_images
from pipelines.extraction.metadata.rights import read_is_free, read_licenses, read_robots_directives
from pipelines.extraction.metadata.shown_topics import (
    Place,
    read_category_links,
    read_tag_links,
    read_trails,
)
from pipelines.extraction.metadata.topics import names_section, split_sections, split_tags
from pipelines.extraction.tree.element_texts import text_of
from pipelines.extraction.tree.neighbours import OtherStories
from pipelines.extraction.user_rules.rules import read_rule, read_rules
from pipelines.items import Candidate, Entry, Metadata, Page, SiteRules
from pipelines.normalization import unescaped, word_key

ANNOUNCING_SOURCES = frozenset({"feed", "sitemap"})
"""Kinds of sources that list stories for programs."""
_NAMED_FOR_SITE = (frozenset({"WebSite"}), frozenset({"NewsMediaOrganization", "Organization"}))
"""Types of JSON-LD nodes that bear the name of the publication, the surest first."""
# What a template leaves where it has no address to fill in.
_UNFILLED = re.compile(r"null|none|undefined|nan|true|false|#.*|.*[{}<>].*", re.IGNORECASE)
_MAX_RULED_TITLE_CHARS = 500
"""The longest of 2,057 headlines of the gold sets has 175."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """All places of one page that are looked at, each read once."""

    tree: HtmlElement
    links: tuple[HtmlElement, ...]
    base: str
    """What relative addresses refer to."""
    page: Page
    metas: Mapping[str, tuple[str, ...]]
    node: Mapping[str, object]
    nodes: tuple[Mapping[str, object], ...]
    head: ArticleHead
    window_title: str
    entry: Entry
    rules: SiteRules


def read_metadata(tree: HtmlElement, page: Page) -> Metadata:
    """Return the candidates of every field, best first.

    Order within a field: the user's rule, JSON-LD, meta elements, visible elements, the entry that
    named the page. Dates stay as they were found, and addresses are made absolute.
    """
    found = _look(tree, page)
    titles, site_names, authors = _titles(found), _site_names(found), _authors(found)
    canonical_urls = _canonical_urls(found)
    hosts = host_keys((*(item.value for item in canonical_urls), page.url))
    title_names = _title_names(found, hosts)
    place = Place(
        url=page.url,
        base=found.base,
        titles=tuple(item.value for item in titles),
        site_names=tuple(item.value for item in (*site_names, *title_names)),
        hosts=hosts,
    )
    return Metadata(
        titles=titles,
        headline_parts=found.head.headline_parts,
        shown_headline=_shown_headline(found),
        site_names=site_names,
        title_names=title_names,
        descriptions=_descriptions(found),
        authors=authors,
        canonical_urls=canonical_urls,
        languages=_languages(found),
        sections=_sections(found, place),
        tags=_tags(found) or _shown_tags(found, authors),
        images=_images(found),
        dates_published=_dates_published(found),
        dates_modified=_dates_modified(found),
        dates_shown=found.head.dates_shown.published,
        is_change_shown=found.head.dates_shown.has_change,
        page_types=_page_types(found),
        licenses=read_licenses(found.node, found.metas, found.links, found.base),
        article_body=read_declared_body(found.node),
        is_accessible_for_free=read_is_free(found.node, found.metas),
        page_url=page.url,
        robots_directives=read_robots_directives(found.metas, page.headers.get("x-robots-tag", "")),
    )


def _look(tree: HtmlElement, page: Page) -> _Sources:
    declared = gather_elements(tree)
    window_title = next(map(text_of, declared.titles), "")
    metas = read_meta_elements(declared.metas)
    nodes = read_json_ld(declared.scripts)
    node = choose_article_node(nodes, " ".join((window_title, *metas.get("og:title", ()))))
    is_dated = "datePublished" in node or any(name in metas for name in meta_tables.DATES_PUBLISHED)
    return _Sources(
        tree=tree,
        page=page,
        metas=metas,
        nodes=nodes,
        node=node,
        head=read_article_head(
            tree, declared.headlines, window_title, page_url=page.url, is_dated=is_dated
        ),
        links=declared.links,
        base=base_url(declared.bases, page.url),
        window_title=window_title,
        entry=page.entry or Entry(url=page.url),
        rules=page.hints.rules or SiteRules(id=""),
    )


def _titles(found: _Sources) -> tuple[Candidate, ...]:
    named = found.node.get("headline") or found.node.get("name") if found.node else None
    return unique(
        (
            *_ruled_titles(found),
            *all_of("jsonld", texts_of(named)),
            *_meta_texts(found, meta_tables.OG_TITLES, "og"),
            *found.head.headlines,
            *all_of("html", (found.window_title,)),
            *_meta_texts(found, meta_tables.OTHER_TITLES, "html"),
            *_announced(found, "title"),
        )
    )


def _ruled_titles(found: _Sources) -> Iterator[Candidate]:
    """Yield what the rule names; after a redesign that may be the story, which is no headline."""
    told = read_rule(found.tree, found.rules.title)
    return (item for item in told if len(item.value) <= _MAX_RULED_TITLE_CHARS)


def _shown_headline(found: _Sources) -> str | None:
    shown = found.head.headline
    return None if shown is None or shown.tag == "h1" else text_of(shown)


def _site_names(found: _Sources) -> tuple[Candidate, ...]:
    described = (
        name
        for types in _NAMED_FOR_SITE
        for node in found.nodes
        if not types.isdisjoint(types_of(node))
        for name in texts_of(node.get("name"))
    )
    told = (
        *all_of("source", (found.page.hints.publisher,)),
        *pick(found.metas, ("og:site_name",), "og"),
        *all_of("jsonld", texts_of(found.node.get("publisher"))),
        *all_of("entry", (found.entry.publisher,)),
        *all_of("jsonld", described),
        *pick(found.metas, meta_tables.SITE_NAMES),
    )
    return unique(item for item in told if not is_placeholder(item.value))


def _title_names(found: _Sources, hosts: tuple[str, ...]) -> tuple[Candidate, ...]:
    return read_title_name((found.window_title, *found.metas.get("og:title", ())), hosts)


def _descriptions(found: _Sources) -> tuple[Candidate, ...]:
    told = (
        *all_of("jsonld", texts_of(found.node.get("description"))),
        *_meta_texts(found, meta_tables.DESCRIPTIONS, "meta"),
        *all_of("entry", (found.entry.summary,)),
    )
    return unique(clean_descriptions(told))


def _authors(found: _Sources) -> tuple[Candidate, ...]:
    places = AuthorPlaces(
        tree=found.tree,
        metas=found.metas,
        node=found.node,
        nodes=found.nodes,
        bylines=found.head.authors,
        organisations=found.head.organisations,
        handles=found.head.handles,
        headline=found.head.headline,
        ruled=tuple(read_rule(found.tree, found.rules.author)),
        entry=found.entry,
    )
    return unique(read_authors(places))


def _canonical_urls(found: _Sources) -> tuple[Candidate, ...]:
    links = [
        Candidate(value=link.get("href", ""), source="link")
        for link in found.links
        if "canonical" in link.get("rel", "").lower().split()
    ]
    told = (
        *links,
        *pick(found.metas, ("og:url",), "og"),
        *all_of("jsonld", urls_of(found.node.get("mainEntityOfPage"))),
        *all_of("jsonld", urls_of(found.node.get("url"))),
    )
    filled = (item for item in told if not _UNFILLED.fullmatch(item.value.strip()))
    return absolute(filled, found.base)


def _languages(found: _Sources) -> tuple[Candidate, ...]:
    return unique(
        (
            *all_of("jsonld", texts_of(found.node.get("inLanguage"))),
            *all_of("html", (found.tree.get("lang"), found.tree.get("xml:lang"))),
            *pick(found.metas, meta_tables.LANGUAGES),
            *all_of("header", (found.page.headers.get("content-language"),)),
            *all_of("entry", (found.entry.language,)),
            *all_of("source", (found.page.hints.language,)),
        )
    )


def _sections(found: _Sources, place: Place) -> tuple[Candidate, ...]:
    """Return the declared sections, and those that are shown where none of these is one."""
    told = (
        *all_of("jsonld", texts_of(found.node.get("articleSection"))),
        *pick(found.metas, meta_tables.SECTIONS),
        *all_of("entry", found.entry.sections),
    )
    declared = unique(split_sections(told))
    if any(map(names_section, declared)):
        return declared
    filed = read_category_links(found.links, OtherStories(found.head.headline))
    return (*declared, *(filed or read_trails(found.nodes, found.tree, place)))


def _tags(found: _Sources) -> tuple[Candidate, ...]:
    told = (
        *all_of("jsonld", texts_of(found.node.get("keywords"))),
        *(
            Candidate(value=value, source=name)
            for name in meta_tables.TAGS
            for value in found.metas.get(name, ())
        ),
        *all_of("entry", found.entry.tags),
    )
    return unique(split_tags(told))


def _shown_tags(found: _Sources, authors: Iterable[Candidate]) -> tuple[Candidate, ...]:
    names = {word_key(item.value) for item in authors}
    told = read_tag_links(found.links, OtherStories(found.head.headline))
    # The by-line is marked as a tag on sites that keep a page for each author.
    return tuple(item for item in told if word_key(item.value) not in names)


def _images(found: _Sources) -> tuple[Candidate, ...]:
    told = (
        *pick(found.metas, meta_tables.IMAGES),
        *all_of("jsonld", declared_images(found.node, found.nodes)),
        *all_of("jsonld", urls_of(found.node.get("thumbnailUrl"))),
        *all_of("entry", (found.entry.image_url,)),
    )
    return story_images(absolute(told, found.base), found.page.url)


def _dates_published(found: _Sources) -> tuple[Candidate, ...]:
    node = found.node
    named = node.get("datePublished") or node.get("dateCreated") or node.get("uploadDate")
    told = (
        # All of them: the first that is a date counts, and only the ladder knows which is.
        *read_rules(found.tree, found.rules.date),
        *all_of("jsonld", texts_of(named)),
        *pick(found.metas, meta_tables.DATES_PUBLISHED),
        *(item for item in found.head.dates_published if item.source == "time"),
        *_announced(found, "date_raw"),
        *(item for item in found.head.dates_published if item.source == "text"),
    )
    is_known = any(item.source != "text" or has_day(item.value) for item in told)
    lone = () if is_known else _dates_for_want_of_others(found)
    # "Updated 3 February 2025" is no publication only because its label stands elsewhere.
    changes = " ".join(
        item.value for item in (*found.head.dates_modified, *found.head.dates_shown.modified)
    )
    return unique((*(item for item in lone if item.value not in changes), *told))


def _dates_for_want_of_others(found: _Sources) -> tuple[Candidate, ...]:
    head = found.head
    shown = head.dates_shown.published or head.column_dates or read_lone_stamps(found.tree)
    if shown or _dates_modified(found):
        return shown
    return read_lone_day(found.tree, found.page.fetched_at)


def _dates_modified(found: _Sources) -> tuple[Candidate, ...]:
    return unique(
        (
            *all_of("jsonld", texts_of(found.node.get("dateModified"))),
            *pick(found.metas, meta_tables.DATES_MODIFIED),
            *found.head.dates_modified,
            *found.head.dates_shown.modified,
            *_announced(found, "date_modified_raw"),
        )
    )


def _page_types(found: _Sources) -> tuple[Candidate, ...]:
    others = (name for node in found.nodes for name in types_of(node))
    return unique(
        (
            *all_of("jsonld", types_of(found.node)),
            *pick(found.metas, meta_tables.TYPES, "og"),
            *all_of("jsonld-other", others),
        )
    )


def _meta_texts(found: _Sources, names: tuple[str, ...], source: str) -> Iterator[Candidate]:
    """Yield the texts of ``meta`` elements; some are escaped twice ("Long&amp;nbsp;ago")."""
    for item in pick(found.metas, names, source):
        yield Candidate(value=unescaped(item.value), source=source) if "&" in item.value else item


def _announced(found: _Sources, field: str) -> tuple[Candidate, ...]:
    """Return what the entry says of a title or date, under the kind of source that said it."""
    giver = dict(found.entry.lent).get(field, found.page.hints.source_type)
    source = giver if giver in ANNOUNCING_SOURCES else "listing"
    return all_of(source, (getattr(found.entry, field),))
