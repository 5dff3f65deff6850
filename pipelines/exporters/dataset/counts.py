"""How many records a built dataset holds: altogether, and by what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.serialization import Record

UNKNOWN = "unknown"
_MONTH = len("2026-11")


@dataclass(slots=True)
class Counts:
    """Counts of records."""

    records: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    """By ``source_id``."""
    languages: Counter[str] = field(default_factory=Counter)
    """By ``language``; records without one are ``unknown``."""
    months: Counter[str] = field(default_factory=Counter)
    """By the month of ``date_published``, ``YYYY-MM``; records without one are ``unknown``."""
    runs: Counter[str] = field(default_factory=Counter)
    """By ``run_id``."""

    def add(self, record: Record) -> None:
        """Count a record."""
        self.records += 1
        self.sources[str(record["source_id"])] += 1
        self.languages[str(record["language"] or UNKNOWN)] += 1
        self.months[str(record["date_published"] or UNKNOWN)[:_MONTH]] += 1
        self.runs[str(record["run_id"])] += 1

    def as_json(self) -> dict[str, object]:
        """Return the counts each table sorted by its keys."""
        return {
            "records": self.records,
            "sources": _sorted(self.sources),
            "languages": _sorted(self.languages),
            "months": _sorted(self.months),
            "runs": _sorted(self.runs),
        }


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
