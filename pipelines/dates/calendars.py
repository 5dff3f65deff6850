"""Days of the calendars that news stamps use, as days of the Gregorian one."""

from datetime import date, timedelta

FIRST_YEAR = 1990
"""No news page is older than the Web: earlier dates are mistakes (zero dates, street numbers)."""
_SOLAR_HIJRI_YEARS = range(1369, 1500)
_BUDDHIST_YEARS = range(2533, 2643)
_BUDDHIST_OFFSET = 543


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return the day, or ``None`` when there is no such day or it is before the Web.

    The year tells the calendar: 1369 to 1499 is the Iranian one, 2533 to 2642 the Thai one.
    """
    try:
        if year in _SOLAR_HIJRI_YEARS:
            return _from_solar_hijri(year, month, day)
        found = date(year - _BUDDHIST_OFFSET if year in _BUDDHIST_YEARS else year, month, day)
    except (OverflowError, ValueError):
        return None
    return found if found.year >= FIRST_YEAR else None


def _from_solar_hijri(year: int, month: int, day: int) -> date | None:
    """Count the days by the cycle of 33 years, which holds from 1178 to 1633."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    days = _solar_hijri_days(year, month, day) - _solar_hijri_days(1400, 1, 1)
    return date(2021, 3, 21) + timedelta(days=days)


def _solar_hijri_days(year: int, month: int, day: int) -> int:
    years = year + 1595
    in_months = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + in_months + day
