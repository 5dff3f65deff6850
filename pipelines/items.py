"""The data passed along, in the order a page meets it.

All types are frozen and hold plain values, so they can be compared, pickled to a worker process and
printed in a failing test. Times are zone-aware. ``None`` means unknown; empty text never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from pipelines.site_memory import SiteMemory

SourceType = Literal["feed", "sitemap", "listing", "url", "archive"]
DateOrder = Literal["DMY", "MDY", "YMD"]
DatePrecision = Literal["second", "minute", "hour", "day", "month"]
DateSource = Literal["jsonld", "meta", "time", "feed", "sitemap", "listing", "url", "text", "rule"]
TitleSource = Literal["jsonld", "og", "h1", "feed", "listing", "sitemap", "html", "rule"]
PageType = Literal["article", "list", "live", "video", "gallery", "other"]
AiUse = Literal["allowed", "disallowed", "unknown"]
ChangeKind = Literal["new", "updated"]
BlockKind = Literal["heading", "paragraph", "list_item", "quote", "caption", "table", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story as a feed, sitemap or listing announces it, or several of them together.

    Dates stay raw here: how ``03.02.2025`` is to be read is decided once, in ``pipelines.dates``,
    where the order and the zone of the whole source are known.
    """

    url: str
    """Absolute URL of the story."""
    guid: str | None = None
    """The source's own identifier (RSS guid, Atom id, JSON Feed id)."""
    title: str | None = None
    summary: str | None = None
    """Teaser as plain text."""
    content_html: str | None = None
    """Full text as HTML where the feed carries it (``content:encoded``, Atom content)."""
    date_raw: str | None = None
    """Publication date as announced."""
    date_modified_raw: str | None = None
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    publisher: str | None = None
    image_url: str | None = None
    lent: tuple[tuple[str, SourceType], ...] = ()
    """Fields that a source of another type gave, and that type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """Where a page links to more of its story."""

    selector: str
    """Gives the link element, its ``href``, or the address as text."""
    if_page_contains: str | None = None
    """The rule counts only on pages where this selector matches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """Rules of a user for one site, as selectors of ``pipelines.extraction.user_rules.selectors``.

    Of several selectors the first that matches counts; where none does, the general way decides.
    """

    id: str
    """Name of the rule set, kept in the record as ``rule_id``."""
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    """All of these apply."""
    replacements: tuple[tuple[str, str], ...] = ()
    """What is to be found in the markup and what stands there instead, in order."""
    next_page: tuple[LinkRule, ...] = ()
    """Link to the page on which the story goes on."""
    single_page: tuple[LinkRule, ...] = ()
    """Link to the whole story on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHints:
    """What is known about the source of a page before the page is read."""

    source_id: str = "none"
    source_type: SourceType = "url"
    source_url: str | None = None
    """The feed, sitemap or listing that named the page."""
    publisher: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    timezone: str | None = None
    """IANA name, used for stamps that carry no zone of their own."""
    date_order: DateOrder | None = None
    rules: SiteRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPlace:
    """Where a page stands in an archive."""

    file: str
    """Path of the WARC file, from the folder of the dataset on; as it was named without one."""
    offset: int
    """First byte of the record of the answer; in a ``.gz`` file, of its gzip member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it was served, from the network or from disk."""

    url: str
    """Final URL, after redirects."""
    url_requested: str
    """URL as it stood in the queue or the manifest."""
    status: int | None = None
    """HTTP status; ``None`` when the page never came over HTTP."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Lower-case names; only those that matter (content-type, last-modified, x-robots-tag, …)."""
    body: bytes = field(repr=False)
    fetched_at: datetime
    """UTC. Relative stamps ("2 hours ago") are resolved against it."""
    entry: Entry | None = None
    hints: SourceHints = SourceHints()
    further_pages: tuple["Page", ...] = ()
    """The pages on which the story goes on, in order; they have none themselves."""
    is_incomplete: bool = False
    """The body was cut off, or a page on which the story goes on could not be had."""
    failure: tuple[str, str] | None = None
    """Reason and detail of what failed; ``None`` when the page came. Then nothing of it is read."""
    is_closed_to_ai: bool = False
    """robots.txt keeps robots that gather texts for AI from it; ``False`` too if nobody looked."""
    warc: WarcPlace | None = None
    """Where it is archived; ``None`` when it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value of one metadata field and where on the page it stood."""

    value: str
    source: str
    """``TitleSource`` or ``DateSource`` of titles and dates, else free (``meta``, ``byline`` …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says about itself. Each field is a tuple of candidates, best first."""

    titles: tuple[Candidate, ...] = ()
    headline_parts: tuple[Candidate, ...] = ()
    """Parts of ``h1`` elements (``pipelines.extraction.headline.headline_parts``)."""
    shown_headline: str | None = None
    """What stands for the headline where no ``h1`` does."""
    site_names: tuple[Candidate, ...] = ()
    """Names of the publication, also used to take affixes off titles."""
    title_names: tuple[Candidate, ...] = ()
    """Those in its titles, for want of others; what weighs lines has only seen declared names."""
    page_url: str = ""
    descriptions: tuple[Candidate, ...] = ()
    authors: tuple[Candidate, ...] = ()
    """One name each. All names of the best source stand together."""
    canonical_urls: tuple[Candidate, ...] = ()
    languages: tuple[Candidate, ...] = ()
    sections: tuple[Candidate, ...] = ()
    tags: tuple[Candidate, ...] = ()
    images: tuple[Candidate, ...] = ()
    dates_published: tuple[Candidate, ...] = ()
    dates_modified: tuple[Candidate, ...] = ()
    dates_shown: tuple[Candidate, ...] = ()
    """The dates that readers see right at the headline, whatever marks them."""
    is_change_shown: bool = False
    """A date there is one of a change."""
    page_types: tuple[Candidate, ...] = ()
    """Declared types: JSON-LD ``@type``, ``og:type``."""
    licenses: tuple[Candidate, ...] = ()
    article_body: str | None = None
    """JSON-LD ``articleBody`` with paragraphs parted by newlines, if any."""
    is_accessible_for_free: bool | None = None
    title_affixes: frozenset[str] = frozenset()
    """Parts that the titles of the site have in common (``extraction.headline.affixes``)."""
    robots_directives: tuple[str, ...] = ()
    """Lower-case directives of robots meta tags and headers (``noindex``, ``noai``, …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Where on the page a block stood. Empty for plain text."""

    tag_path: tuple[str, ...] = ()
    """Element names from ``body`` down to the block's own element."""
    names: tuple[str, ...] = ()
    """Lower-case words of ``class``, ``id``, ``role`` and ``itemprop`` of the block's element and
    of those ancestors that it does not share with most other blocks, innermost first."""
    position: int | None = None
    """Index of the element among the page's elements in document order."""
    body_score: float | None = None
    """How likely the line is to be body, 0 to 1 (``extraction.body.line_model``)."""
    doubt: str | None = None
    """What speaks most against a block that the extractor chose and that is not likely body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of text with a role: NFC, single spaces (code keeps its lines), never empty."""

    text: str
    kind: BlockKind = "paragraph"
    level: int | None = None
    """Level of a heading (1 to 6), else ``None``."""
    link_density: float = 0.0
    """Share of the characters that are link text, 0 to 1."""
    signals: Signals = Signals()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The title and the blocks of one page, in reading order."""

    title: str | None = None
    title_source: TitleSource | None = None
    other_titles: tuple[str, ...] = ()
    """Further wordings of the headline: of the feed, of social networks, of the window."""
    description: str | None = None
    """Standfirst as the metadata gives it."""
    site_names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str | None = None
    blocks: tuple[Block, ...] = ()
    memory: SiteMemory = SiteMemory()
    """What other pages of the site taught; empty for a page alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One rule's statement that a stretch of a block is not text of the article."""

    block: int
    """Index into ``Document.blocks``."""
    start: int
    """First character that is claimed."""
    end: int
    """One past the last character that is claimed."""
    reason: str
    """Short, for people: what was seen (``"equals the headline"``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedBlock:
    """One stretch of text that was cut, with the rule that asked for it."""

    block: int
    """Index of the block in the document as it was extracted, before any cleaning."""
    start: int
    """First character that was cut, counted in that block's text as extracted."""
    end: int
    """One past the last character that was cut."""
    text: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDate:
    """A date with its evidence."""

    value: datetime
    """UTC."""
    raw: str
    source: DateSource
    precision: DatePrecision
    is_ambiguous: bool = False
    """Day and month could be swapped and nothing decided between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredDate:
    """One candidate date and what became of it, for ``newsdesk explain``."""

    role: Literal["published", "modified"]
    raw: str
    source: DateSource
    value: datetime | None
    """UTC; ``None`` when it could not be read."""
    outcome: str
    """``chosen``, ``not needed``, ``not a date``, ``ahead of the fetch`` …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredValue:
    """One candidate of one metadata field and what became of it, for ``newsdesk explain``."""

    field: Literal["title", "authors", "publisher", "description"]
    value: str
    source: str
    outcome: str
    """``chosen``, ``says the same``, ``not needed`` …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story: what the page itself tells, before any other article is looked at."""

    id: str
    """First 32 hex digits of SHA-256 of ``url_canonical``."""
    url: str
    url_requested: str
    url_canonical: str
    domain: str
    hints: SourceHints
    publisher: str | None
    title: str | None
    title_source: TitleSource | None
    description: str | None
    text: str
    blocks: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...]
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    image_url: str | None
    word_count: int
    published: PublicationDate | None
    modified: PublicationDate | None
    dates_considered: tuple[ConsideredDate, ...]
    values_considered: tuple[ConsideredValue, ...] = ()
    fetched_at: datetime
    http_status: int | None
    content_sha256: str
    """Of the payload bytes."""
    text_sha256: str
    """Of the folded text: equal for exact copies."""
    signature: tuple[int, ...]
    """MinHash signature of the folded text; empty when the text is too short to compare."""
    page_type: PageType
    is_paywalled: bool | None
    is_truncated: bool | None
    quality_flags: tuple[str, ...]
    extractor: str
    cleaner: str
    rule_id: str | None
    ai_use: AiUse
    license: str | None
    learned: SiteMemory
    """What this page alone teaches about its site, to be added to what is remembered."""
    warc: WarcPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A URL that ended without an article, and why."""

    url: str
    url_requested: str
    hints: SourceHints
    reason: str
    """The ``reason`` slug of the error (``no-article-body``, ``http-404`` …)."""
    detail: str
    http_status: int | None
    fetched_at: datetime

    @classmethod
    def of(cls, page: Page, reason: str, detail: str) -> Self:
        """Return the rejection of a page."""
        return cls(
            url=page.url,
            url_requested=page.url_requested,
            hints=page.hints,
            reason=reason,
            detail=detail,
            http_status=page.status,
            fetched_at=page.fetched_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the dataset adds to an article when it becomes a record; by default, as a new one."""

    first_seen: datetime
    run_id: str
    revision: int = 1
    change: ChangeKind = "new"
    duplicate_of: str | None = None
    cluster_id: str | None = None
