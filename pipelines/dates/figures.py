"""Days in figures: ``20.02.2025``, ``2025-02-20``, ``2025年2月20日``."""

import re

from pipelines.dates.days import CalendarDay

DAY_AND_MONTH = re.compile(
    r"(?<![\d.,:/-])(?P<first>\d{1,2})\s?(?P<separator>[./|•·-])\s?(?P<second>\d{1,2})\s?"
    r"(?P=separator)\s?(?P<year>[12]\d{3}|\d{2})(?![\d:])(?!(?P=separator)\d)"
)
"""A day in figures with the year last: ``20.02.2025``, ``02/20/2025``, ``20.2.25``."""

_YEAR_FIRST = re.compile(
    r"(?<![\d.,:/-])(?P<year>[12]\d{3})\s?(?P<separator>[./|•·-])\s?(?P<month>\d{1,2})\s?"
    r"(?P=separator)\s?"
    r"(?P<day>\d{1,2})(?!\d)"
)
_CJK = re.compile(
    r"(?:(?:(?P<era>令和|平成|民國|民国)\s?)?(?P<year>[12]\d{3}|\d{1,3}|元)\s?[年년]\s?)?"
    r"(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?:(?P<day>\d{1,2})\s?[日일号號])?"
)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s?(?:tháng|thg)\s?(?P<month>\d{1,2}),?\s?(?:năm\s)?(?P<year>[12]\d{3})(?!\d)"
)
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_NO_YEAR = re.compile(
    r"(?<![\d.,:/-])(?P<first>\d{2})(?P<separator>[./])(?P<second>\d{2})(?![\d/:])"
)


def find_day_in_figures(folded: str) -> CalendarDay | None:
    """Return the day in figures with its year, the surest form first."""
    for find in (_year_first, _year_last, _vietnamese, _cjk):
        day = find(folded)
        if day is not None:
            return day
    return None


def find_day_without_year(folded: str) -> CalendarDay | None:
    """Return a day in figures without a year (``20.02.``), which needs a time to be sure."""
    match = _NO_YEAR.search(folded)
    if match is None:
        return None
    return CalendarDay(
        start=match.start(),
        end=match.end(),
        year=None,
        numbers=(int(match["first"]), int(match["second"])),
        separator=match["separator"],
    )


def _year_first(folded: str) -> CalendarDay | None:
    return _matched_day(_YEAR_FIRST.search(folded))


def _vietnamese(folded: str) -> CalendarDay | None:
    return _matched_day(_VIETNAMESE.search(folded))


def _matched_day(match: re.Match[str] | None) -> CalendarDay | None:
    if match is None:
        return None
    return CalendarDay(
        start=match.start(),
        end=match.end(),
        year=int(match["year"]),
        month=int(match["month"]),
        day=int(match["day"]),
    )


def _year_last(folded: str) -> CalendarDay | None:
    for match in DAY_AND_MONTH.finditer(folded):
        first, second = int(match["first"]), int(match["second"])
        is_spaced = len(match["year"]) == 2 and " " in match.group()
        if not is_spaced and 1 <= min(first, second) <= 12 and max(first, second) <= 31:
            return CalendarDay(
                start=match.start(),
                end=match.end(),
                year=int(match["year"]),
                numbers=(first, second),
                separator=match["separator"],
            )
    return None


def _cjk(folded: str) -> CalendarDay | None:
    for match in _CJK.finditer(folded):
        if match["day"] is None and match["year"] is None:
            continue
        year = match["year"]
        written = None if year is None else 1 if year == "元" else int(year)
        return CalendarDay(
            start=match.start(),
            end=match.end(),
            year=None if written is None else written + _ERAS.get(match["era"] or "", 0),
            month=int(match["month"]),
            day=None if match["day"] is None else int(match["day"]),
        )
    return None
