"""All candidate dates of a page, in the order of the ladder, each read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.dates.parsing import DateContext, ParsedDate, parse_date
from pipelines.dates.stamps import Role
from pipelines.dates.text_dates import TextDate
from pipelines.dates.url_dates import UrlDate, find_url_date
from pipelines.items import Candidate, ConsideredDate, DateSource, Page, PublicationDate
from pipelines.options import DateOptions

LADDER: tuple[DateSource, ...] = (
    "rule", "jsonld", "meta", "time", "feed", "sitemap", "listing", "url", "text",
)  # fmt: skip
"""Sources from the one to believe first to the last one."""

DECLARED = frozenset({"jsonld", "meta"})
"""Sources that programs write for other programs."""

CHOSEN = "chosen"
NOT_NEEDED = "not needed"
NOT_A_DATE = "not a date"
AHEAD = "ahead of the fetch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDate:
    """One candidate as it stood on the page."""

    raw: str
    source: DateSource
    text: str
    """What is to be read; differs from ``raw`` where that has a form of its own (URLs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One candidate and what became of it."""

    candidate: RawDate
    parsed: ParsedDate | None
    outcome: str

    def as_date(self) -> PublicationDate | None:
        """Return the reading as a date of an article, ``None`` when it could not be read."""
        if self.parsed is None:
            return None
        return PublicationDate(
            value=self.parsed.value,
            raw=self.candidate.raw,
            source=self.candidate.source,
            precision=self.parsed.precision,
            is_ambiguous=self.parsed.is_ambiguous,
        )

    def as_considered(self, role: Role) -> ConsideredDate:
        """Return the reading for the account of what was looked at."""
        return ConsideredDate(
            role=role,
            raw=self.candidate.raw,
            source=self.candidate.source,
            value=None if self.parsed is None else self.parsed.value,
            outcome=self.outcome,
        )


def collect(
    candidates: Iterable[Candidate], page: Page | None, texts: Iterable[TextDate], limit: int
) -> tuple[RawDate, ...]:
    """Return the candidates of one role in the order of the ladder, each once.

    ``page`` is given for the publication only: a URL does not change with its page.
    """
    found = [
        RawDate(raw=item.value, source=source, text=item.value)
        for item in candidates
        for source in LADDER
        if source == item.source
    ]
    if page is not None:
        found += [RawDate(raw=date.raw, source="url", text=date.iso) for date in _url_dates(page)]
    found += [RawDate(raw=date.raw, source="text", text=date.raw) for date in texts]
    found.sort(key=lambda raw: LADDER.index(raw.source))
    return tuple(dict.fromkeys(found))[:limit]


def read(
    candidates: Iterable[RawDate], context: DateContext, options: DateOptions
) -> list[Reading]:
    """Return the candidates read; those that are no date or ahead of the fetch say so."""
    latest = context.now + timedelta(hours=options.max_hours_ahead)
    readings = []
    for candidate in candidates:
        parsed = parse_date(candidate.text, context=context)
        outcome = _outcome(parsed, latest)
        readings.append(Reading(candidate=candidate, parsed=parsed, outcome=outcome))
    return readings


def chosen(readings: Iterable[Reading]) -> Reading | None:
    """Return the reading that is marked as chosen, if any."""
    return next((reading for reading in readings if reading.outcome == CHOSEN), None)


def _outcome(parsed: ParsedDate | None, latest: datetime) -> str:
    if parsed is None:
        return NOT_A_DATE
    return AHEAD if parsed.value > latest else NOT_NEEDED


def _url_dates(page: Page) -> list[UrlDate]:
    found = (find_url_date(url) for url in (page.url, page.url_requested))
    return list(dict.fromkeys(date for date in found if date is not None))
