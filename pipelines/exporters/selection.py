"""Which records of a dataset are handed on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from pipelines.exporters.segment_names import SegmentName
from pipelines.normalization import is_spaceless, word_key
from pipelines.serialization import Record

DateColumn = Literal["published", "fetched"]

_COLUMNS: Mapping[DateColumn, str] = {"fetched": "date_fetched", "published": "date_published"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a record must be like to be handed on. Without any wish, every record is.

    ``matches`` answers for one record alone. What depends on other records, ``latest_only`` and
    ``unique_clusters``, is for whoever reads them all.
    """

    since: datetime | None = None
    """Zone-aware, the moment itself included."""
    until: datetime | None = None
    """Zone-aware, the moment itself included."""
    by: DateColumn = "published"
    """Which date ``since`` and ``until`` mean."""
    sources: frozenset[str] = frozenset()
    """Source ids; empty for all of them. So with languages."""
    languages: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    """Registered domains, as in the record; empty for all of them."""
    authors: frozenset[str] = frozenset()
    """Names, one of which must be among those of a record; case and punctuation make no
    difference. Empty for all."""
    phrases: frozenset[str] = frozenset()
    """Words in a row, one of which must stand in title, description or a paragraph of the text;
    case and punctuation make no difference. Empty for all."""
    min_words: int = 0
    excluded_flags: frozenset[str] = frozenset()
    """Quality flags that a record must not have."""
    without_ai_disallowed: bool = False
    """Leave out what the publisher keeps from the training of AI."""
    after_run: str | None = None
    """A run id: only records of later runs."""
    until_run: str | None = None
    """A run id: only records of this run and earlier ones."""
    latest_only: bool = False
    """Of each story the last revision that is in reach, if it matches."""
    unique_clusters: bool = False
    """Of each cluster, only the first record that matches."""

    @property
    def has_dates(self) -> bool:
        """Whether a record needs a date of its own to match."""
        return self.since is not None or self.until is not None

    @property
    def needs_others(self) -> bool:
        """Whether one record alone does not tell if it is selected."""
        return self.latest_only or self.unique_clusters

    def matches_but_for_date(self, record: Record) -> bool:
        """Return whether a record is what is wanted, whenever it was published or fetched."""
        return (
            self._is_of_one_wanted(record)
            and _count(record["word_count"]) >= self.min_words
            and self.excluded_flags.isdisjoint(_texts(record["quality_flags"]))
            and not (self.without_ai_disallowed and record["ai_use"] == "disallowed")
            and self._is_of_run_wanted(str(record["run_id"]))
            and (not self.phrases or self._says_one(record))
        )

    def _is_of_run_wanted(self, run_id: str) -> bool:
        is_later = self.after_run is None or run_id > self.after_run
        return is_later and (self.until_run is None or run_id <= self.until_run)

    def _is_of_one_wanted(self, record: Record) -> bool:
        """Return whether source, language, domain and authors of a record are among those named."""
        return (
            (not self.sources or record["source_id"] in self.sources)
            and (not self.languages or record["language"] in self.languages)
            and (not self.domains or record["domain"] in self.domains)
            and (not self.authors or self._is_signed_by_one(_texts(record["authors"])))
        )

    def _is_signed_by_one(self, names: Iterable[str]) -> bool:
        return not set(map(word_key, self.authors)).isdisjoint(map(word_key, names))

    def _says_one(self, record: Record) -> bool:
        wanted = tuple(map(_bounded_key, self.phrases))
        lines = (record["title"], record["description"], *str(record["text"]).split("\n\n"))
        words = (f" {word_key(str(line))} " for line in lines if line)
        return any(phrase in line for line in words for phrase in wanted)

    def lacks_date(self, record: Record) -> bool:
        """Return whether the date in question is not known of a record."""
        return self.has_dates and record[_COLUMNS[self.by]] is None

    def is_in_time(self, record: Record) -> bool:
        """Return whether a record is of the time asked for; one without that date is not."""
        if not self.has_dates:
            return True
        value = record[_COLUMNS[self.by]]
        if value is None:
            return False
        moment = datetime.fromisoformat(str(value))
        return (self.since is None or self.since <= moment) and (
            self.until is None or moment <= self.until
        )

    def is_in_reach(self, record: Record) -> bool:
        """Return whether a record may be the latest revision of its story.

        What was fetched too late is not, nor what too late a run brought: so the dataset can be had
        as it was on a day. All other wishes are asked of the latest revision. Else an older one,
        which the publisher has since changed or closed to AI, would come in its place.
        """
        is_too_late = self.until_run is not None and str(record["run_id"]) > self.until_run
        return not is_too_late and (self.by != "fetched" or self.is_in_time(record))

    def may_be_in(self, segment: SegmentName) -> bool:
        """Return whether a segment may hold what is wanted, or a later revision of it in reach.

        Later revisions are of later runs, and out of reach where the time of fetching is asked for.
        """
        return self._may_be_of_run(segment.run_id) and self._may_be_of_day(segment.day)

    def _may_be_of_run(self, run_id: str | None) -> bool:
        return self.after_run is None or run_id is None or run_id > self.after_run

    def _may_be_of_day(self, day: date | None) -> bool:
        if self.by != "fetched" or day is None:
            return True
        is_too_early = self.since is not None and day < self.since.astimezone(UTC).date()
        is_too_late = self.until is not None and day > self.until.astimezone(UTC).date()
        return not (is_too_early or is_too_late)


def story_cluster(record: Record) -> str:
    """Return the id of the story that a record is a near duplicate of, or its own."""
    return str(record["cluster_id"] or record["duplicate_of"] or record["id"])


def _bounded_key(phrase: str) -> str:
    """Return the words of a phrase between spaces, but where their script puts none."""
    key = word_key(phrase)
    start = "" if is_spaceless(key) else " "
    end = "" if is_spaceless(key[-1:]) else " "
    return f"{start}{key}{end}"


def _texts(value: object) -> list[str]:
    return list(map(str, value)) if isinstance(value, list) else []


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
