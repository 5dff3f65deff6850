"""One raw date becomes one instant: strict formats first, then the word tables, dateparser last."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pipelines.dates.calendars import FIRST_YEAR, gregorian
from pipelines.dates.clocks import Clock
from pipelines.dates.days import CalendarDay, DaysAgo, TimeAgo, Weekday
from pipelines.dates.findings import Finding, find_date
from pipelines.dates.guessing import guess_date
from pipelines.dates.machine_formats import read_machine_format
from pipelines.dates.offsets import learned_zone
from pipelines.dates.order import usual_order
from pipelines.dates.vocabulary import SOLAR_HIJRI
from pipelines.dates.zones import find_zone
from pipelines.items import DateOrder, DatePrecision
from pipelines.normalization import clean_text
from pipelines.options import DateOptions

_MAX_LENGTH = 200
_MAX_AHEAD = timedelta(hours=DateOptions().max_hours_ahead)
_CENTURY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContext:
    """What is known where a raw date stands."""

    now: datetime
    """UTC; the time of the fetch. Relative dates are resolved against it."""
    language: str | None = None
    """ISO 639-1 code."""
    timezone: str | None = None
    """IANA name, for stamps that carry no zone of their own."""
    offsets: Mapping[str, int] = field(default_factory=dict)
    """By month, what stamps of the site had; for stamps without a zone where no zone is named."""
    date_order: DateOrder | None = None
    is_fresh: bool = True
    """The page was named where new stories are announced. Else a stamp that leaves out its year,
    or gives a time or a weekday alone, is not believed: nobody knows how old a saved page is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """A raw date as it is understood."""

    value: datetime
    """UTC. A day without a time is midnight UTC of that day, so that the day never shifts."""
    precision: DatePrecision
    """``day`` also when the zone is unknown: the hour in UTC is not known then."""
    is_ambiguous: bool
    """Day and month could be swapped and nothing decided between them."""
    has_zone: bool
    """Whether the zone is known: the stamp's own, the source's, or the fetch for relative dates."""
    day: date
    """The calendar day as printed, in the zone of the stamp."""

    @property
    def is_moment(self) -> bool:
        """Whether it is known to the minute in UTC."""
        return self.is_to_the_minute and self.has_zone

    @property
    def is_to_the_minute(self) -> bool:
        """Whether it is known to the minute in its own zone, which may not be known."""
        return self.precision in {"second", "minute"}


def parse_date(raw: str, *, context: DateContext) -> ParsedDate | None:
    """Return the date that a raw text names, or ``None`` when it names none. Never raises.

    Texts over 200 characters are cut. A stamp without a zone is taken as in the source's zone,
    else as UTC with precision ``day``. Midnight to the second, in any zone, is a day without a
    time: it is what a bare day looks like when a program prints it.
    """
    text = clean_text(raw[: 4 * _MAX_LENGTH])[:_MAX_LENGTH]
    if not text:
        return None
    try:
        parsed = _parse_machine_format(text, context) or _parse_words(text, context)
        # Some sites of one language print the months of another.
        parsed = parsed or _parse_words(text, replace(context, language=None))
        return parsed or _parse_guess(text, context)
    except OverflowError:  # the first or the last hours of the years that Python knows
        return None


def _parse_machine_format(text: str, context: DateContext) -> ParsedDate | None:
    found = read_machine_format(text)
    if found is None or found.value.year < FIRST_YEAR:
        return None
    if not isinstance(found.value, datetime):
        return replace(_whole_day(found.value), precision=found.precision)
    zone = found.value.tzinfo or _site_zone(found.value, context)
    return _instant(found.value, found.precision, zone)


def _parse_words(text: str, context: DateContext) -> ParsedDate | None:
    finding = find_date(text, context.language)
    if finding is None or finding.is_bare_number or not _can_be_believed(finding, context):
        return None
    local_now = context.now.astimezone(find_zone(context.timezone) or UTC)
    match finding.day:
        case TimeAgo() as ago:
            return _time_ago(ago, context, local_now)
        case CalendarDay(is_month=True) as month:
            return _whole_month(month, context)
        case CalendarDay() as day:
            return _calendar_day(finding, day, context, local_now)
        case _:
            return _near_day(finding, context, local_now)


def _can_be_believed(finding: Finding, context: DateContext) -> bool:
    """Return whether a stamp names day and year, or the page is fresh enough to fill them in."""
    match finding.day:
        case CalendarDay(year=year):
            return context.is_fresh or year is not None
        case Weekday() | None:
            return context.is_fresh
        case _:
            return True


def _time_ago(ago: TimeAgo, context: DateContext, local_now: datetime) -> ParsedDate | None:
    if ago.unit == "month":
        months = local_now.year * 12 + local_now.month - 1 - ago.amount
        return _first_of(months // 12, months % 12 + 1)
    if ago.unit in {"day", "week"}:
        days = ago.amount * (7 if ago.unit == "week" else 1)
        return _whole_day(local_now.date() - timedelta(days=days))
    delta = timedelta(**{f"{ago.unit}s": ago.amount})
    precision: DatePrecision = "hour" if ago.unit == "hour" else "minute"
    return _instant((local_now - delta).replace(second=0), precision, UTC)


def _whole_month(month: CalendarDay, context: DateContext) -> ParsedDate | None:
    if month.year is None or month.month is None or month.month > 12:
        return None
    parsed = _first_of(month.year, month.month)
    return parsed if parsed is None or not _is_ahead(parsed.day, context) else None


def _first_of(year: int, month: int) -> ParsedDate | None:
    day = gregorian(year, month, 1)
    return None if day is None else replace(_whole_day(day), precision="month")


def _calendar_day(
    finding: Finding, written: CalendarDay, context: DateContext, local_now: datetime
) -> ParsedDate | None:
    readings = _readings(written, context, local_now.date())
    if not readings:
        return None
    parsed = _at(readings[0], finding.clock, context)
    if len(readings) == 1:
        return parsed
    return replace(parsed, is_ambiguous=True)


def _readings(written: CalendarDay, context: DateContext, today: date) -> list[date]:
    """The days that the text can mean: none, one, or two where nothing decides the order."""
    if written.numbers is None:
        day = _dated(written, written.month or 0, written.day or 0, today)
        return [] if day is None else [day]
    first, second = written.numbers
    readings = [_dated(written, second, first, today), _dated(written, first, second, today)]
    order = context.date_order
    if order is None or order == "YMD":  # the year stands last: year first says nothing here
        order = usual_order(context.language, written.separator)
    if order == "MDY":
        readings.reverse()
    valid = list(dict.fromkeys(day for day in readings if day is not None))
    if order is not None:
        return valid[:1]
    past = [day for day in valid if not _is_ahead(day, context)]
    return _english_first(past or valid, context.language)


def _english_first(readings: list[date], language: str | None) -> list[date]:
    """Undecided English is read month first: most of the Web's English is American."""
    return readings[::-1] if language == "en" else readings


def _dated(written: CalendarDay, month: int, day: int, today: date) -> date | None:
    year = written.year
    if month > SOLAR_HIJRI:
        is_iranian = year is not None and year < FIRST_YEAR
        return gregorian(year, month - SOLAR_HIJRI, day) if year and is_iranian else None
    if year is None:
        return _latest(month, day, today)
    if year < 100:
        year += _CENTURY
        return gregorian(year, month, day) if year <= today.year + 1 else None
    return gregorian(year, month, day)


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day that is not ahead; a year that is left out is this or the last one."""
    for year in (today.year + 1, today.year, today.year - 1):
        found = gregorian(year, month, day)
        if found is not None and found <= today + _MAX_AHEAD:
            return found
    return None


def _near_day(finding: Finding, context: DateContext, local_now: datetime) -> ParsedDate | None:
    """``Yesterday``, a weekday (the last one), or a time alone (the last time it was so late)."""
    local_now = _now_at(finding.clock, context, local_now)
    today = local_now.date()
    match finding.day:
        case DaysAgo(days=days):
            return _at(today - timedelta(days=days), finding.clock, context)
        case Weekday(weekday=weekday):
            day = today - timedelta(days=(today.weekday() - weekday) % 7)
            return _at(_not_ahead(day, 7, finding, local_now), finding.clock, context)
        case _:
            return _at(_not_ahead(today, 1, finding, local_now), finding.clock, context)


def _now_at(clock: Clock | None, context: DateContext, local_now: datetime) -> datetime:
    zone = None if clock is None else _own_zone(clock, local_now, context)
    return local_now if zone is None else local_now.astimezone(zone)


def _not_ahead(day: date, step: int, finding: Finding, local_now: datetime) -> date:
    clock = finding.clock
    if clock is None or day < local_now.date():
        return day
    is_later = (clock.hour, clock.minute) > (local_now.hour, local_now.minute)
    return day - timedelta(days=step) if is_later else day


def _at(day: date, clock: Clock | None, context: DateContext) -> ParsedDate:
    if clock is None:
        return _whole_day(day)
    local = datetime.combine(day, time(clock.hour, clock.minute, clock.second))
    zone = _own_zone(clock, local, context) or _site_zone(local, context)
    return _instant(local, clock.precision, zone)


def _own_zone(clock: Clock, local: datetime, context: DateContext) -> tzinfo | None:
    if clock.zone is None:
        return None
    naive = local.replace(tzinfo=None)
    return clock.zone.resolve(naive, find_zone(context.timezone), context.language)


def _site_zone(local: datetime, context: DateContext) -> tzinfo | None:
    return find_zone(context.timezone) or learned_zone(context.offsets, local)


def _instant(found: datetime, precision: DatePrecision, zone: tzinfo | None) -> ParsedDate:
    known = zone or UTC
    aware = found.replace(tzinfo=known, microsecond=0)
    if aware.time() == time():
        return replace(_whole_day(aware.date()), has_zone=zone is not None)
    return ParsedDate(
        value=aware.astimezone(UTC),
        precision="day" if zone is None else precision,
        is_ambiguous=False,
        has_zone=zone is not None,
        day=aware.date(),
    )


def _whole_day(day: date) -> ParsedDate:
    return ParsedDate(
        value=datetime.combine(day, time(), UTC),
        precision="day",
        is_ambiguous=False,
        has_zone=False,
        day=day,
    )


def _is_ahead(day: date, context: DateContext) -> bool:
    return datetime.combine(day, time(), UTC) > context.now + _MAX_AHEAD


def _parse_guess(text: str, context: DateContext) -> ParsedDate | None:
    found = guess_date(text, context.language, context.date_order)
    if found is None or found.year < FIRST_YEAR:
        return None
    if not (found.hour or found.minute or found.second):
        return _whole_day(found.date())
    return _instant(found, "minute", found.tzinfo or _site_zone(found, context))
