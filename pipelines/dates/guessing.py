"""Dates in languages that the tables do not know. The only user of dateparser.

dateparser keeps a cache per set of settings. So the settings here are few and fixed: the time of
the fetch never goes in, and relative dates, which would need it, are not guessed.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.items import DateOrder

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MAX_LENGTH = 80
_NUMBER = re.compile(r"\d+")
_BASE = datetime(2001, 1, 15, 12)  # noqa: DTZ001  # dateparser wants its base without a zone
_FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What dateparser raises on odd text, by its issue tracker; all mean "not a date" here."""


def guess_date(raw: str, language: str | None, order: DateOrder | None) -> datetime | None:
    """Return the date as written, zone-aware only if the text names its zone.

    Day, month and year must stand in the text, in the given language. Without a language, or for
    one that dateparser does not know, nothing is guessed: over all languages at once it reads
    stray words as dates.
    """
    if language is None or len(raw) > _MAX_LENGTH or not _may_be_date(raw):
        return None
    try:
        parser = _parser(language, order or "DMY")
        return parser.get_date_data(raw).date_obj
    except _FAILURES:
        return None


def _may_be_date(raw: str) -> bool:
    """Whether there is a day and a year in figures, and the month in figures or letters."""
    numbers = _NUMBER.findall(raw)
    return len(numbers) > 2 or (len(numbers) == 2 and any(map(str.isalpha, raw)))


@lru_cache(maxsize=256)
def _parser(language: str, order: DateOrder) -> "DateDataParser":
    # 0.4 s to import, and most pages never need it.
    from dateparser.date import DateDataParser  # noqa: PLC0415 - slow to import

    return DateDataParser(
        languages=[language],
        settings={
            "DATE_ORDER": order,
            "PARSERS": ["absolute-time"],
            "RELATIVE_BASE": _BASE,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "TIMEZONE": "UTC",
        },
    )
