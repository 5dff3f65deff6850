"""The whole trail of one URL, as ``newsdesk explain`` tells it offline."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, cast

from crawler.state.frontier_rows import FrontierRow
from crawler.state.packed_text import pack, unpack
from crawler.state.source_states import SourceState, Validators
from pipelines.dedup.index import Duplicate, KnownArticle
from pipelines.extraction.feed_text import FEED_EXTRACTOR
from pipelines.items import Article, ConsideredDate, ConsideredValue
from pipelines.serialization import Record, format_time
from pipelines.urls import canonicalize_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the page itself gave when it was last fetched."""

    url_requested: str
    url_requested_canonical: str
    url: str
    """Final URL; another one than the requested one after redirects."""
    url_canonical: str
    """What the story is identified by: the page's own canonical link, where it counts."""
    title: str | None
    title_source: str | None
    word_count: int
    dates: tuple[ConsideredDate, ...]
    values: tuple[ConsideredValue, ...] = ()
    """Candidates of the other fields; trails of earlier versions have none."""
    removed_by_rule: Mapping[str, int]
    """Blocks that each cleaning rule cut."""
    quality_flags: tuple[str, ...]
    extractor: str
    cleaner: str
    duplicate: Duplicate | None
    """The earlier article that says the same, exactly or nearly."""
    rule_id: str | None = None
    """The user's rules that applied; ``None`` without any, and in trails of earlier versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """All that is known of one URL."""

    row: FrontierRow
    source: SourceState
    source_validators: Validators
    """Of the document that announced it."""
    article: KnownArticle | None
    """The article it led to, as it was last delivered."""
    evidence: Evidence | None
    """``None`` when no article was made of the page."""


def told_by_feed(trail: bytes | None) -> bool:
    """Return whether the text of the article that a trail is of is the one of its feed."""
    return trail is not None and load_evidence(trail).extractor == FEED_EXTRACTOR


def told_by_page(row: FrontierRow | None) -> bool:
    """Return whether the text of the article that a URL led to was read from its page."""
    return row is not None and row.article_id is not None and not told_by_feed(row.trail)


def dump_record_evidence(record: Record) -> bytes:
    """Return what the record of an article still tells of its evidence."""
    title, source = record.get("title"), record.get("title_source")
    flags = record.get("quality_flags")
    evidence = Evidence(
        url_requested=str(record["url_requested"]),
        url_requested_canonical=canonicalize_url(str(record["url_requested"])),
        url=str(record["url"]),
        url_canonical=str(record["url_canonical"]),
        title=None if title is None else str(title),
        title_source=None if source is None else str(source),
        word_count=cast("int", record["word_count"]),
        dates=(),
        removed_by_rule={},
        quality_flags=tuple(flags) if isinstance(flags, list) else (),
        extractor=str(record.get("extractor")),
        cleaner=str(record.get("cleaner")),
        duplicate=None,
    )
    return pack(json.dumps(evidence, default=_plain))


def dump_evidence(article: Article, duplicate: Duplicate | None) -> bytes:
    """Return the evidence of an article as JSON, packed."""
    evidence = Evidence(
        url_requested=article.url_requested,
        url_requested_canonical=canonicalize_url(article.url_requested),
        url=article.url,
        url_canonical=article.url_canonical,
        title=article.title,
        title_source=article.title_source,
        word_count=article.word_count,
        dates=article.dates_considered,
        values=article.values_considered,
        removed_by_rule=dict(Counter(block.rule for block in article.removed)),
        quality_flags=article.quality_flags,
        extractor=article.extractor,
        cleaner=article.cleaner,
        duplicate=duplicate,
        rule_id=article.rule_id,
    )
    return pack(json.dumps(evidence, default=_plain))


def _plain(value: object) -> object:
    """Return the fields of a dataclass, or a time as text; ``asdict`` would copy all of it."""
    if isinstance(value, datetime):
        return format_time(value)
    return {field.name: getattr(value, field.name) for field in fields(cast("Evidence", value))}


def load_evidence(packed: bytes) -> Evidence:
    """Return the evidence that ``dump_evidence`` wrote."""
    values: dict[str, Any] = json.loads(unpack(packed))
    values["dates"] = tuple(_date(date) for date in values["dates"])
    values["values"] = tuple(ConsideredValue(**value) for value in values.get("values", ()))
    values["quality_flags"] = tuple(values["quality_flags"])
    if values["duplicate"] is not None:
        values["duplicate"] = Duplicate(**values["duplicate"])
    return Evidence(**values)


def _date(values: dict[str, Any]) -> ConsideredDate:
    value = values["value"]
    return ConsideredDate(**values | {"value": value and datetime.fromisoformat(value)})
