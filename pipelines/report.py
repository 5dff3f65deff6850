"""What a dataset holds, in numbers: its lines as counts per source, rule and rejection reason.

Lines may come in any order: the same ones always give the same report, samples included.
"""

import hashlib
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from pipelines.serialization import Record

SAMPLES = 3
"""Texts or URLs that are shown of a rule or a reason."""
UNKNOWN = "unknown"
"""Stands for a value that a line does not have, or that is no text."""
_DUPLICATE = "duplicate-"
_SAMPLE_CHARS = 200


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
class Report:
    """The counts of a dataset or of one run. Tables are ordered by count, the largest first."""

    records: int
    sources: Mapping[str, SourceCounts]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A source whose last run went wrong."""

    source_id: str
    problem: str
    run_id: str
    runs_in_a_row: int
    """How many runs, up to the last one, had a problem with it."""


def count_lines(
    articles: Iterable[Record], removed: Iterable[Record], rejected: Iterable[Record]
) -> Report:
    """Return the report on the lines of a dataset's three parts."""
    columns = _count_articles(articles)
    rejections = _count_rejected(rejected, columns.sources)
    return Report(
        records=columns.records,
        sources=_sources(columns.sources),
        languages=_ordered(columns.values["language"]),
        page_types=_ordered(columns.values["page_type"]),
        date_sources=_ordered(columns.values["date_published_source"]),
        date_precisions=_ordered(columns.values["date_published_precision"]),
        ambiguous_dates=columns.ambiguous_dates,
        quality_flags=_ordered(columns.flags),
        rules=_count_removed(removed),
        rejections=rejections,
    )


def find_troubles(manifests: Iterable[Mapping[str, object]]) -> tuple[Trouble, ...]:
    """Return the sources whose newest run went wrong, by id. A manifest is that of one run."""
    problems: dict[str, list[tuple[str, str | None]]] = {}
    for manifest in sorted(manifests, key=_run_key):
        results = manifest.get("sources")
        for source_id, result in results.items() if isinstance(results, dict) else ():
            if isinstance(result, dict):
                run = (_text(manifest, "run_id"), _problem(result))
                problems.setdefault(str(source_id), []).append(run)
    found = (_trouble(source_id, runs) for source_id, runs in sorted(problems.items()))
    return tuple(trouble for trouble in found if trouble is not None)


_VALUE_COLUMNS: Mapping[str, str] = {
    "date_published_precision": "none",
    "date_published_source": "none",
    "language": UNKNOWN,
    "page_type": UNKNOWN,
}
"""Columns whose values are counted, and what ``null`` is called in them."""
_SourceKinds = dict[str, Counter[str]]


@dataclass(slots=True)
class _Columns:
    records: int = 0
    sources: _SourceKinds = field(default_factory=dict)
    values: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in _VALUE_COLUMNS}
    )
    flags: Counter[str] = field(default_factory=Counter)
    ambiguous_dates: int = 0


def _count_articles(articles: Iterable[Record]) -> _Columns:
    columns = _Columns()
    for record in articles:
        columns.records += 1
        kind = "updated" if record.get("change") == "updated" else "new"
        _of_source(columns.sources, record)[kind] += 1
        for name, absent in _VALUE_COLUMNS.items():
            columns.values[name][_text(record, name, absent)] += 1
        columns.ambiguous_dates += record.get("date_published_ambiguous") is True
        columns.flags.update(_texts(record.get("quality_flags")))
    return columns


def _count_removed(lines: Iterable[Record]) -> Mapping[str, RuleCounts]:
    articles: Counter[str] = Counter()
    cuts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    samples: dict[str, _Samples] = {}
    for line in lines:
        blocks = _tables(line.get("removed"))
        articles.update({_text(block, "rule") for block in blocks})
        for block in blocks:
            rule, text = _text(block, "rule"), _text(block, "text", "")
            cuts[rule] += 1
            characters[rule] += len(text)
            samples.setdefault(rule, _Samples()).add(text)
    return {
        rule: RuleCounts(
            articles=articles[rule],
            cuts=count,
            characters=characters[rule],
            samples=samples[rule].texts,
        )
        for rule, count in _ordered(cuts).items()
    }


def _count_rejected(
    lines: Iterable[Record], sources: _SourceKinds
) -> Mapping[str, RejectionCounts]:
    pages: Counter[str] = Counter()
    samples: dict[str, _Samples] = {}
    for line in lines:
        reason = _text(line, "reason")
        pages[reason] += 1
        kind = "duplicates" if reason.startswith(_DUPLICATE) else "rejected"
        _of_source(sources, line)[kind] += 1
        samples.setdefault(reason, _Samples()).add(_text(line, "url_requested", ""))
    return {
        reason: RejectionCounts(pages=count, samples=samples[reason].texts)
        for reason, count in _ordered(pages).items()
    }


def _of_source(sources: _SourceKinds, line: Record) -> Counter[str]:
    return sources.setdefault(_text(line, "source_id"), Counter())


def _sources(sources: _SourceKinds) -> Mapping[str, SourceCounts]:
    order = sorted(sources, key=lambda source: (-sources[source]["new"], source))
    return {source: SourceCounts(**sources[source]) for source in order}


class _Samples:
    """The few texts with the smallest hashes: a choice that does not depend on the order."""

    def __init__(self) -> None:
        self._kept: list[tuple[bytes, str]] = []

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._kept)

    def add(self, text: str) -> None:
        shown = text if len(text) <= _SAMPLE_CHARS else text[: _SAMPLE_CHARS - 1] + "…"
        piece = (hashlib.sha256(shown.encode("utf-8", "surrogatepass")).digest(), shown)
        if shown and piece not in self._kept:
            insort(self._kept, piece)
            del self._kept[SAMPLES:]


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _text(line: Mapping[str, object], name: str, absent: str = UNKNOWN) -> str:
    value = line.get(name)
    return value if isinstance(value, str) and value else absent


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _tables(value: object) -> list[Mapping[str, object]]:
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _run_key(manifest: Mapping[str, object]) -> tuple[str, str]:
    return _text(manifest, "started_at", ""), _text(manifest, "run_id", "")


def _trouble(source_id: str, runs: list[tuple[str, str | None]]) -> Trouble | None:
    last_run, problem = runs[-1]
    if problem is None:
        return None
    before = next(
        (n for n, (_, earlier) in enumerate(reversed(runs)) if earlier is None), len(runs)
    )
    return Trouble(source_id=source_id, problem=problem, run_id=last_run, runs_in_a_row=before)


def _problem(result: Mapping[str, object]) -> str | None:
    """Return what was wrong with a source in one run; ``None`` when nothing was."""
    return _problem_of_source(result) or _problem_of_pages(result)


def _problem_of_source(result: Mapping[str, object]) -> str | None:
    error = result.get("error")
    if isinstance(error, str) and error:
        return error
    is_read = bool(_number(result.get("read")))
    warnings = _texts(result.get("warnings"))
    if warnings and not is_read and not _number(result.get("not_modified")):
        return warnings[0]
    return "announced no story" if is_read and not _number(result.get("listed")) else None


def _problem_of_pages(result: Mapping[str, object]) -> str | None:
    if any(_number(result.get(name)) for name in _GOOD_ENDS):
        return None
    reasons = result.get("rejected")
    rejected = sum(map(_number, reasons.values())) if isinstance(reasons, dict) else 0
    if rejected:
        return (
            "its only page was rejected" if rejected == 1 else f"all {rejected} pages were rejected"
        )
    later = _number(result.get("retry_later"))
    failed = "its only download" if later == 1 else f"all {later} downloads"
    return f"{failed} failed; the next run tries again" if later else None


_GOOD_ENDS = ("new", "updated", "unchanged", "duplicates")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
