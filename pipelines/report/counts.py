"""What a dataset holds, in numbers: its lines as counts per source, rule and rejection reason.

Lines may come in any order: the same ones always give the same report, samples included.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial

from pipelines.report.lengths import LengthBin, length_bin, length_bins
from pipelines.report.loose_values import tables_at, text_at, texts_at
from pipelines.report.tallies import LastKeys, Samples
from pipelines.serialization import Record

MAX_DAYS = 92
"""Days whose records are counted each for itself: the last ones, three months."""
MAX_SOURCES = 2000
"""Sources that are counted each for itself: those whose ids are last in order. It bounds the
memory; a dataset of more sources is beyond what one crawl can keep up with."""
UNKNOWN = "unknown"
"""Stands for a value that a line does not have, or that is no text."""
_DUPLICATE = "duplicate-"
_MAX_WORDS = 2**63 - 1
"""As the schema has it. Larger numbers have no average: no float holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """What one source gave."""

    new: int = 0
    """First revisions: stories."""
    updated: int = 0
    """Further revisions of stories."""
    duplicates: int = 0
    """Copies of other articles, not written again."""
    rejected: int = 0
    """Pages that gave no article; copies are not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCounts:
    """What one cleaning rule cut."""

    articles: int
    cuts: int
    characters: int
    samples: tuple[str, ...]
    """Some of the texts, each once: those that come first in an order that means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionCounts:
    """The lines of one rejection reason."""

    pages: int
    samples: tuple[str, ...]
    """Some of the URLs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """The records that were fetched on one day (UTC)."""

    records: int
    sources: Mapping[str, int]
    """Records by source. With more than ``MAX_SOURCES`` sources they are fewer than all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The counts of a dataset or of one run.

    Tables are ordered by count, the largest first; days and lengths in their own order.
    """

    records: int
    words: int
    """Of all records together."""
    days: Mapping[str, DayCounts]
    """The last ``MAX_DAYS`` days with records, ``YYYY-MM-DD``, and ``unknown`` at the end."""
    records_of_earlier_days: int
    sources: Mapping[str, SourceCounts]
    other_sources: SourceCounts
    """Of the sources beyond ``MAX_SOURCES``, together."""
    lengths: Sequence[LengthBin]
    languages: Mapping[str, int]
    page_types: Mapping[str, int]
    date_sources: Mapping[str, int]
    """``none`` counts records without a date."""
    date_precisions: Mapping[str, int]
    ambiguous_dates: int
    quality_flags: Mapping[str, int]
    rules: Mapping[str, RuleCounts]
    rejections: Mapping[str, RejectionCounts]
    """Copies of other articles are among them, as ``duplicate-…``."""

    @property
    def is_empty(self) -> bool:
        """Whether there was no line at all."""
        return not self.records and not self.rules and not self.rejections

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return asdict(self)


def count_lines(
    articles: Iterable[Record], removed: Iterable[Record], rejected: Iterable[Record]
) -> Report:
    """Return the report on the lines of a dataset's three parts."""
    columns = _count_articles(articles)
    rejections = _count_rejected(rejected, columns.sources)
    return Report(
        records=columns.records,
        words=columns.words,
        days={day: _day(sources) for day, sources in columns.days.items()},
        records_of_earlier_days=_day(columns.days.others).records,
        sources=_sources(columns.sources),
        other_sources=SourceCounts(**columns.sources.others),
        lengths=length_bins(columns.lengths),
        languages=_ordered(columns.values["language"]),
        page_types=_ordered(columns.values["page_type"]),
        date_sources=_ordered(columns.values["date_published_source"]),
        date_precisions=_ordered(columns.values["date_published_precision"]),
        ambiguous_dates=columns.ambiguous_dates,
        quality_flags=_ordered(columns.flags),
        rules=_count_removed(removed),
        rejections=rejections,
    )


_VALUE_COLUMNS: Mapping[str, str] = {
    "date_published_precision": "none",
    "date_published_source": "none",
    "language": UNKNOWN,
    "page_type": UNKNOWN,
}
"""Columns whose values are counted, and what ``null`` is called in them."""
_Sources = LastKeys[Counter[str]]
_new_sources = partial(_Sources, MAX_SOURCES, Counter[str])


@dataclass(slots=True)
class _Columns:
    records: int = 0
    words: int = 0
    days: LastKeys[_Sources] = field(default_factory=lambda: LastKeys(MAX_DAYS, _new_sources))
    sources: _Sources = field(default_factory=_new_sources)
    lengths: Counter[int] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in _VALUE_COLUMNS}
    )
    flags: Counter[str] = field(default_factory=Counter)
    ambiguous_dates: int = 0


def _count_articles(articles: Iterable[Record]) -> _Columns:
    columns = _Columns()
    for record in articles:
        columns.records += 1
        source_id = text_at(record, "source_id", UNKNOWN)
        kind = "updated" if record.get("change") == "updated" else "new"
        columns.sources.at(source_id)[kind] += 1
        columns.days.at(_day_of(record)).at(source_id)["records"] += 1
        _count_words(record, columns)
        for name, absent in _VALUE_COLUMNS.items():
            columns.values[name][text_at(record, name, absent)] += 1
        columns.ambiguous_dates += record.get("date_published_ambiguous") is True
        columns.flags.update(texts_at(record, "quality_flags"))
    return columns


def _count_words(record: Record, columns: _Columns) -> None:
    words = record.get("word_count")
    if isinstance(words, int) and not isinstance(words, bool) and 0 <= words <= _MAX_WORDS:
        columns.words += words
        columns.lengths[length_bin(words)] += 1


def _count_removed(lines: Iterable[Record]) -> Mapping[str, RuleCounts]:
    articles: Counter[str] = Counter()
    cuts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    samples: dict[str, Samples] = {}
    for line in lines:
        blocks = tables_at(line, "removed")
        articles.update({text_at(block, "rule", UNKNOWN) for block in blocks})
        for block in blocks:
            rule, text = text_at(block, "rule", UNKNOWN), text_at(block, "text", "")
            cuts[rule] += 1
            characters[rule] += len(text)
            samples.setdefault(rule, Samples()).add(text)
    return {
        rule: RuleCounts(
            articles=articles[rule],
            cuts=count,
            characters=characters[rule],
            samples=samples[rule].texts,
        )
        for rule, count in _ordered(cuts).items()
    }


def _count_rejected(lines: Iterable[Record], sources: _Sources) -> Mapping[str, RejectionCounts]:
    pages: Counter[str] = Counter()
    samples: dict[str, Samples] = {}
    for line in lines:
        reason = text_at(line, "reason", UNKNOWN)
        pages[reason] += 1
        kind = "duplicates" if reason.startswith(_DUPLICATE) else "rejected"
        sources.at(text_at(line, "source_id", UNKNOWN))[kind] += 1
        samples.setdefault(reason, Samples()).add(text_at(line, "url_requested", ""))
    return {
        reason: RejectionCounts(pages=count, samples=samples[reason].texts)
        for reason, count in _ordered(pages).items()
    }


def _sources(sources: _Sources) -> Mapping[str, SourceCounts]:
    ordered = sorted(sources.items(), key=lambda item: (-item[1]["new"], item[0]))
    return {source: SourceCounts(**counts) for source, counts in ordered}


def _day(sources: _Sources) -> DayCounts:
    counts = Counter({source: kinds["records"] for source, kinds in sources.items()})
    records = counts.total() + sources.others["records"]
    return DayCounts(records=records, sources=_ordered(counts))


def _day_of(record: Record) -> str:
    """Return the day of a time as the schema has it, ``YYYY-MM-DDTHH:MM:SSZ``."""
    try:
        return date.fromisoformat(text_at(record, "date_fetched", UNKNOWN)[:10]).isoformat()
    except ValueError:
        return UNKNOWN


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
