"""The moment that an option names: a date, a time, ``today``, or a stretch of time ago."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from crawler.cli.options import read_value

_DAYS_AGO: Mapping[str, int] = {"today": 0, "yesterday": 1}
_MOST_AGO_S = 100 * 366 * 86_400


def read_moment(text: str, of_day: time, now: datetime) -> datetime:
    """Return the moment that is written, in UTC where it names no zone.

    Args:
        text: ISO 8601, ``today``, ``yesterday``, or such as ``24h`` and ``7d`` for so long ago.
        of_day: the moment of a day that is named without a time.
        now: what is counted back from.

    Raises:
        argparse.ArgumentTypeError: it is none of these.
    """
    if text in _DAYS_AGO:
        day = now.astimezone(UTC).date() - timedelta(days=_DAYS_AGO[text])
        return datetime.combine(day, of_day, UTC)
    try:
        return _iso_moment(text, of_day)
    except (ValueError, OverflowError):  # in UTC, before the year 1
        return now.astimezone(UTC) - timedelta(seconds=read_value(_seconds_ago, text))


def _iso_moment(text: str, of_day: time) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), of_day, UTC)
    except ValueError:
        moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _seconds_ago(value: object) -> int:
    from crawler.configuration.values import BadValueError, duration

    try:
        return duration(1, _MOST_AGO_S)(value)
    except BadValueError as error:
        message = (
            "must be a date such as 2026-11-24, a time such as 2026-11-24T12:00:00Z, today, "
            "yesterday, or how long ago, such as 24h or 7d"
        )
        raise BadValueError(message) from error
