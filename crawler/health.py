"""Whether a source still gives what it used to. Decisions only: no clock, no database.

Every source is compared with its own earlier pages, never with others: a wire that sends ten lines
without a date is as healthy as a magazine, as long as it stays so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from crawler.state.source_history import SeenDay, SeenPage, Silence
from crawler.state.source_states import SourceState
from pipelines.serialization import format_time

Status = Literal["healthy", "new", "red"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthOptions:
    """Bounds between chance and change.

    Chosen so that sources that do not change are red in less than one call of a thousand for each
    sign (binomial and log-normal pages with a spread of 0.8), and that a template that changes for
    all pages is seen after a dozen of them.
    """

    recent_pages: int = 12
    """Newest pages that are compared with the earlier ones."""
    earlier_pages: int = 20
    """Fewer earlier pages than this are too little history."""
    length_share: float = 0.35
    """Texts are too short when their median falls below this share of the earlier one."""
    dated_share: float = 0.6
    """Dates are missed only where at least this share of the earlier articles had one…"""
    dated_fall: float = 0.25
    """…and at most this share of that is left."""
    rejected_rise: float = 0.5
    """Share of pages, above the earlier share, that may come to be rejected."""
    failures: int = 3
    """Times in a row that a source may not be readable before it counts."""
    recent_days: int = 7
    """Whole weeks, so that weekends do not count."""
    earlier_days: int = 14
    """Fewer earlier days on which the source was read are too little history."""
    expected_stories: float = 12.0
    """Where fewer stories were to be expected, none is no sign."""
    story_share: float = 0.2
    """Too few stories: less than this share of what was to be expected."""
    missed_days: float = 20.0
    """Days with a story that were to be expected since the last one: three weeks of a daily source,
    five months of a weekly one. Holidays are shorter."""
    silent_days: int = 3
    """A source that nobody asked for so long is told; longer where its interval is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One way in which a source is not as it was."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is known of one source. Shares are from 0 to 1; ``None``: too little history."""

    source_id: str
    status: Status
    signs: tuple[Sign, ...]
    last_success: datetime | None
    last_story: datetime | None
    failures: int
    last_error: str | None
    pages: int
    """Pages that are remembered of it."""
    stories_a_day: float | None
    stories_a_day_before: float | None
    dated: float | None
    dated_before: float | None
    words: float | None
    """Median length of the newest articles."""
    words_before: float | None
    rejected: float | None
    """Share of the newest pages that gave no article; copies of other articles are among them."""
    rejected_before: float | None

    def as_json(self) -> dict[str, object]:
        """Return it as plain values; times as records have them."""
        moments = {"last_success": self.last_success, "last_story": self.last_story}
        return asdict(self) | {
            name: None if moment is None else format_time(moment)
            for name, moment in moments.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """What the state knows of one source."""

    state: SourceState
    pages: Sequence[SeenPage] = ()
    """The newest ones, oldest first."""
    days: Sequence[SeenDay] = ()
    """The newest ones, oldest first."""
    silence: Silence | None = None
    interval_s: int | None = None
    """Its own interval, where it has one."""


def judge(known: KnownSource, now: datetime, options: HealthOptions = HealthOptions()) -> Health:
    """Return how a source is doing at a time (UTC)."""
    state, pages = known.state, known.pages
    articles = [page for page in pages if page.reason is None]
    before, recent = _split(articles, options)
    pages_before, pages_recent = _split(pages, options)
    rate_before, rate = _story_rates(known.days, now, options)
    has_history = bool(pages_before) or rate_before is not None
    health = Health(
        source_id=state.source_id,
        status="healthy" if has_history else "new",
        signs=(),
        last_success=state.last_success,
        last_story=state.last_new,
        failures=state.failures,
        last_error=state.last_error,
        pages=len(pages),
        stories_a_day=rate,
        stories_a_day_before=rate_before,
        dated=_share(page.is_dated for page in recent),
        dated_before=_share(page.is_dated for page in before),
        words=_median_words(recent),
        words_before=_median_words(before),
        rejected=_share(page.reason is not None for page in pages_recent),
        rejected_before=_share(page.reason is not None for page in pages_before),
    )
    signs = (
        *_trouble(known, now, options),
        *_changes(health, options),
        *_silent(known.silence, options),
    )
    return replace(health, status="red", signs=signs) if signs else health


def _split(
    pages: Sequence[SeenPage], options: HealthOptions
) -> tuple[Sequence[SeenPage], Sequence[SeenPage]]:
    """Return the earlier and the newest pages; both empty when there are too few."""
    before, recent = pages[: -options.recent_pages], pages[-options.recent_pages :]
    return (before, recent) if len(before) >= options.earlier_pages else ((), ())


def _story_rates(
    days: Sequence[SeenDay], now: datetime, options: HealthOptions
) -> tuple[float | None, float | None]:
    """Return stories a day, before and in the last days; days on which nobody asked do not count.

    Today does not count either: it is not over.
    """
    start = now.date() - timedelta(days=options.recent_days)
    read = [day for day in days if day.reads and day.day < now.date()]
    before = [day.stories for day in read[1:] if day.day < start]  # the first brings the backlog
    recent = [day.stories for day in read if day.day >= start]
    if len(before) < options.earlier_days or len(recent) < options.recent_days:
        return None, None
    return sum(before) / len(before), sum(recent) / len(recent)


def _share(answers: Iterable[bool | None]) -> float | None:
    """Return how many of the answers are yes, 0 to 1; ``None`` where there is none."""
    told = [bool(answer) for answer in answers]
    return sum(told) / len(told) if told else None


def _median_words(articles: Sequence[SeenPage]) -> float | None:
    words = [page.words for page in articles if page.words is not None]
    return float(median(words)) if words else None


def _trouble(known: KnownSource, now: datetime, options: HealthOptions) -> tuple[Sign, ...]:
    state, interval_s = known.state, known.interval_s
    if state.failures >= options.failures:
        return (Sign(name="failing", message=f"failed {state.failures} times: {state.last_error}"),)
    patience = max(timedelta(days=options.silent_days), 3 * timedelta(seconds=interval_s or 0))
    if state.last_checked is not None and now - state.last_checked > patience:
        days = (now - state.last_checked).days
        return (Sign(name="not-crawled", message=f"nobody asked for it in {days} days"),)
    return ()


def _changes(health: Health, options: HealthOptions) -> tuple[Sign, ...]:
    found = (
        _shorter(health.words_before, health.words, options),
        _undated(health.dated_before, health.dated, options),
        _rejected(health.rejected_before, health.rejected, options),
        _fewer(health.stories_a_day_before, health.stories_a_day, options),
    )
    return tuple(sign for sign in found if sign is not None)


def _silent(silence: Silence | None, options: HealthOptions) -> tuple[Sign, ...]:
    """Return whether a source that can be read gives nothing new any more.

    However long that lasts it does not become the past that a source is compared with.
    """
    if silence is None or silence.days_before < options.earlier_days:
        return ()
    share = silence.story_days_before / silence.days_before
    if silence.days * share < options.missed_days:
        return ()
    message = f"none since {silence.since}, before on {share:.0%} of days"
    return (Sign(name="no-stories", message=message),)


def _shorter(before: float | None, now: float | None, options: HealthOptions) -> Sign | None:
    if before is None or now is None or now >= before * options.length_share:
        return None
    return Sign(name="short-texts", message=f"{now:.0f} words, before {before:.0f}")


def _undated(before: float | None, now: float | None, options: HealthOptions) -> Sign | None:
    if before is None or now is None or before < options.dated_share:
        return None
    if now > before * options.dated_fall:
        return None
    return Sign(name="no-dates", message=f"{now:.0%} of articles have a date, before {before:.0%}")


def _rejected(before: float | None, now: float | None, options: HealthOptions) -> Sign | None:
    if before is None or now is None or now < before + options.rejected_rise:
        return None
    return Sign(name="rejections", message=f"{now:.0%} of pages rejected, before {before:.0%}")


def _fewer(before: float | None, now: float | None, options: HealthOptions) -> Sign | None:
    if before is None or now is None or before * options.recent_days < options.expected_stories:
        return None
    if now >= before * options.story_share:
        return None
    return Sign(name="few-stories", message=f"{now:.1f} stories a day, before {before:.1f}")
