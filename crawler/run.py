"""One run over a set of sources: what the spiders, the delivery and the report share."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path

from scrapy import Request

from crawler.configuration.sources import Configuration, Source
from crawler.limits.budgets import Budget
from crawler.limits.traps import TrapWatch
from crawler.measures import Measures
from crawler.state.dataset import Dataset
from crawler.state.deliveries import Outcome
from crawler.state.manifest import Manifest, RunState
from crawler.state.source_states import Validators
from pipelines.items import SiteRules


@dataclass(slots=True, kw_only=True)
class SourceResult:
    """What one run found and delivered for one source; counts of URLs unless said otherwise."""

    kind: str | None = None
    """What the source turned out to be."""
    listed: int = 0
    """Entries that the source announced."""
    offsite: Counter[str] = field(default_factory=Counter)
    """Announced links that lead to other hosts, by host; they are not followed."""
    requested: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0
    """Archived pages that are older than what is known of their stories; none is a revision."""
    duplicates: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """By reason."""
    retry_later: int = 0
    """Failed downloads that the next run tries again."""
    not_modified: int = 0
    """Feeds, sitemaps and listings that answered 304."""
    read: int = 0
    """Feeds, sitemaps and listings that were read."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Announced addresses of the form of a crawl trap, by what is wrong; they are not followed."""
    put_aside: list[str] = field(default_factory=list)
    """Patterns of URLs that gave nothing new again and again, and how many URLs wait."""
    error: str | None = None
    """Why the source could not be read; ``None`` when it could."""
    warnings: list[str] = field(default_factory=list)
    """Parts of the source that could not be read: following pages, sitemaps of an index; XPaths
    that find nothing."""

    def count(self, outcome: Outcome) -> None:
        """Count an article by what became of it in the dataset."""
        match outcome:
            case "new":
                self.new += 1
            case "updated":
                self.updated += 1
            case "unchanged":
                self.unchanged += 1
            case "older":
                self.older += 1
            case "duplicate":
                self.duplicates += 1

    def plus(self, later: "SourceResult") -> "SourceResult":
        """Return what two readings of the source gave together; the later one says how it is."""
        total = SourceResult(kind=later.kind or self.kind, error=later.error)
        for f in fields(self):
            if f.name not in {"kind", "error"}:
                setattr(total, f.name, getattr(self, f.name) + getattr(later, f.name))
        return total

    @property
    def failure(self) -> str | None:
        """Why nothing of the source could be read; ``None`` when something could."""
        nothing = not self.read and not self.not_modified
        return self.error or (self.warnings[0] if nothing and self.warnings else None)

    @property
    def is_ended(self) -> bool:
        """Whether the run came as far as reading the source, or failing to."""
        return bool(self.read or self.not_modified or self.failure)

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain values."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: dict(v) if isinstance(v, Counter) else v for k, v in values.items()}


@dataclass(slots=True, kw_only=True)
class CrawlRun:
    """The sources of a run, the dataset it writes to and what came of it."""

    run_id: str
    configuration: Configuration
    sources: tuple[Source, ...]
    """Those of the configuration that are crawled now; a watch may let others join them."""
    dataset: Dataset
    folder: Path
    """Where the dataset stands."""
    started_at: datetime
    command: str = ""
    limit: int | None = None
    """Pages requested per source at most, on top of the sources' own limits; ``None``: no limit."""
    budget: Budget = field(default_factory=Budget)
    """What the run may cost over all sources."""
    spent: str | None = None
    """Which limit of the budget ended the run, in words."""
    dry_run: bool = False
    """Read the sources and say what would be fetched, but fetch no page."""
    results: dict[str, SourceResult] = field(default_factory=dict)
    """Of the reading of each source that goes on, or was the last."""
    earlier: dict[str, SourceResult] = field(default_factory=dict)
    """What all readings before it gave."""
    read_at: dict[str, datetime] = field(default_factory=dict)
    """When each source was read that could be: the run may go on for long after."""
    fresh_s: dict[str, float] = field(default_factory=dict)
    """For how many seconds the document of each source stays what it is, as its server says."""
    would_fetch: list[str] = field(default_factory=list)
    """URLs of stories that a dry run did not fetch."""
    pages_taken: int = 0
    """Pages that count for the limits."""
    measures: Measures = field(default_factory=Measures)
    """Of everything that was downloaded, robots.txt included."""
    pages_queued: int = 0
    pages_done: int = 0
    documents_open: Counter[str] = field(default_factory=Counter)
    """Feeds, sitemaps and listings that are on their way or being read, by source."""
    pages_open: dict[str, str] = field(default_factory=dict)
    """The stories that are on their way or being built, as they were queued, with their sources."""
    resting: frozenset[str] = frozenset()
    """Pages that are to be asked for no sooner than in a later run, as requests name them."""
    page_validators: dict[str, Validators] = field(default_factory=dict)
    """How to ask again for stories that will be visited again, until they are delivered."""
    recorded: set[str] = field(default_factory=set)
    """Sources whose reading has come to its end and stands in the dataset."""
    joinings: int = 0
    """How often sources joined the run."""
    claims: dict[str, str] = field(default_factory=dict)
    """By what name readings of sources that joined claim URLs."""
    joined_at: dict[str, datetime] = field(default_factory=dict)
    """When the last reading of each source that joined began."""
    read_more: Callable[[Sequence[Source]], None] | None = None
    """Has sources read while the run goes on; ``None`` before it began and once it ends."""
    is_interrupted: bool = False
    """A signal asked for the end: what is not downloaded any more is no failure of its source."""
    traps: TrapWatch = field(default_factory=TrapWatch)
    storage_error: Exception | None = None
    """Why the dataset could not be written any more, or no page be built; it ends the run."""

    @property
    def is_ending(self) -> bool:
        """Whether what is not downloaded any more is no failure: the run was told to end."""
        return self.is_interrupted or self.spent is not None

    def is_page_left(self, source: Source) -> bool:
        """Return whether one more page of a source may be requested."""
        limit = self.limit_of(source)
        is_left = limit is None or self.result(source.id).requested < limit
        return is_left and self.budget.is_page_left(self.pages_taken)

    def take_page(self, source: Source) -> None:
        """Count a page that is requested."""
        self.result(source.id).requested += 1
        self.pages_taken += 1

    def claim_of(self, source_id: str) -> str:
        """Return by what name a reading of a source claims URLs: each gives a URL out once."""
        return self.claims.get(source_id, self.run_id)

    def begun_at(self, source_id: str) -> datetime:
        """Return when the reading of a source began."""
        return self.joined_at.get(source_id, self.started_at)

    def join(self, sources: Sequence[Source], now: datetime) -> None:
        """Let sources be read that were not in the run, or once more."""
        self.joinings += 1
        self.note_rests(now)
        for source in sources:
            if source.id in self.results:
                self.earlier[source.id] = self.told(source.id)
            self.results[source.id] = SourceResult()
            self.claims[source.id] = f"{self.run_id}+{self.joinings}"
            self.joined_at[source.id] = now
            # Were the clock set back, the time before would stay the last one, and due at once.
            self.read_at.pop(source.id, None)
            self.fresh_s.pop(source.id, None)
        self.recorded.difference_update(source.id for source in sources)
        before = {source.id for source in self.sources}
        self.sources += tuple(source for source in sources if source.id not in before)

    def note_rests(self, now: datetime) -> None:
        """Look which pages rest, because they were denied or their server named a time."""
        self.resting = frozenset(p for p in self.dataset.pauses.active(now) if "://" in p)

    def is_to_wait(self, url: str) -> bool:
        """Return whether a page is not to be asked for now: it is on its way already, or rests.

        Asked for all the same it would be refused, and count for the limits.
        """
        return url in self.pages_open or (bool(self.resting) and Request(url).url in self.resting)

    def reading(self) -> tuple[str, ...]:
        """Return the sources whose documents have not all been read."""
        return tuple(source.id for source in self.sources if source.id not in self.recorded)

    def done(self) -> tuple[str, ...]:
        """Return the sources of which nothing is on its way any more."""
        busy = {*self.pages_open.values(), *(+self.documents_open)}
        return tuple(s.id for s in self.sources if s.id in self.recorded and s.id not in busy)

    def told(self, source_id: str) -> SourceResult:
        """Return what all readings of a source gave."""
        result, earlier = self.result(source_id), self.earlier.get(source_id)
        return result if earlier is None else replace(earlier, put_aside=[]).plus(result)

    def all_told(self) -> dict[str, SourceResult]:
        """Return what all readings of all sources gave, by source id."""
        return {source_id: self.told(source_id) for source_id in self.results}

    def result(self, source_id: str) -> SourceResult:
        """Return the result of a source, to be counted up."""
        return self.results.setdefault(source_id, SourceResult())

    def limit_of(self, source: Source) -> int | None:
        """Return how many pages of a source may be requested; ``None`` means any number."""
        limits = [limit for limit in (self.limit, source.limit) if limit is not None]
        return min(limits, default=None)

    def rules_for(self, url: str, url_requested: str) -> SiteRules | None:
        """Return the user's rules for the site that was reached, or else for the one asked."""
        return self.configuration.rules_for_url(url, url_requested)

    def failures(self) -> Mapping[str, str]:
        """Return why sources failed, by source id."""
        failures = {source_id: result.failure for source_id, result in self.results.items()}
        return {source_id: why for source_id, why in failures.items() if why is not None}

    @property
    def is_eventless(self) -> bool:
        """Whether the run changed nothing: no page was built, no source failed."""
        return not self.pages_done and not self.failures()

    def manifest(
        self, state: RunState, *, ended_at: datetime | None = None, exit_code: int | None = None
    ) -> Manifest:
        """Return the manifest of the run as things stand."""
        for source_id, result in self.results.items():
            result.put_aside = list(self.traps.told(source_id))
        return Manifest(
            run_id=self.run_id,
            command=self.command,
            configuration_sha256=self.configuration.config_hash,
            started_at=self.started_at,
            state=state,
            ended_at=ended_at,
            exit_code=exit_code,
            ended_by=self.spent,
            sources={source_id: told.as_json() for source_id, told in self.all_told().items()},
        )

    def was_read(self, source_id: str, at: datetime) -> None:
        """Note that a document of a source came; the last one counts."""
        self.read_at[source_id] = max(at, self.read_at.get(source_id, at))

    def record_sources(self, now: datetime) -> None:
        """Write into the dataset how the run went for each source that it came to, once.

        Those of which documents are still on their way are left for the next call, unless the run
        has ended. A source was asked when it was read, not when the run ended.
        """
        keys = {source.id: source.reading_key for source in self.sources}
        states, has_ended = self.dataset.sources, self.read_more is None
        for source_id, result in self.results.items():
            read_at = self.read_at.get(source_id, now)
            if has_ended and self.told(source_id).new:
                states.note_new(source_id, read_at)
            is_open = self.documents_open[source_id] > 0 and not has_ended
            if not result.is_ended or is_open or source_id in self.recorded:
                continue
            if source_id in self.fresh_s:
                states.note_freshness(source_id, self.fresh_s[source_id])
            at = now if result.failure else read_at
            states.record_run(
                source_id,
                at,
                error=result.failure,
                read_as=keys.get(source_id),
                is_outage=not self.measures.responses,
            )
            self.recorded.add(source_id)
