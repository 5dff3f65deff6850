"""The date in the path of a URL."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pipelines.dates.folding import fold_in_place
from pipelines.dates.vocabulary import vocabulary

_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_PATTERNS = (
    re.compile(rf"{_YEAR}(?P<part>[/_.-]){_MONTH}[/_.-]{_DAY}(?!\d)"),
    re.compile(
        r"/(?P<year>(?:19|20)\d{2})/(?P<month>\d|0\d|1[0-2])/(?P<day>\d|[012]\d|3[01])(?=[/_-]|$)"
    ),
    re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<name>[a-z]{3,9})[/-](?P<day>\d{1,2})(?=[/-]|$)"),
    re.compile(rf"/(?P<year>(?:19|20)\d{{2}})[/-]{_MONTH}{_DAY}(?=[/_-]|$)"),
    re.compile(
        rf"{_YEAR}{_MONTH}{_DAY}(?:[01]\d[0-5]\d|2[0-3][0-5]\d|[0-2]\d[0-5]\d[0-5]\d)?(?!\d)"
    ),
    re.compile(rf"/(?P<year>(?:19|20)\d{{2}})[/-]{_MONTH}(?=/|$)"),
)
_ARCHIVED = re.compile(r"/https?:/")
_MAX_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlDate:
    """A date in a URL, as it stands there and in ISO form."""

    raw: str
    iso: str
    """``2025-02-20``, or ``2025-02`` when the path has no day."""


def find_url_date(url: str) -> UrlDate | None:
    """Return the date in the path of a URL, the whole day before the month alone, or ``None``.

    The path of an archived page holds its address and the time of the snapshot, which is no date of
    the story.
    """
    path = fold_in_place(unquote(_path(url)))
    if _ARCHIVED.search(path):
        return None
    for pattern in _PATTERNS:
        match = pattern.search(path)
        iso = None if match is None else _iso(match)
        if match is not None and iso is not None:
            return UrlDate(raw=match.group().strip("/"), iso=iso)
    return None


def _path(url: str) -> str:
    behind_host = url[:_MAX_LENGTH].partition("://")[2].partition("/")[2]
    return "/" + behind_host.partition("?")[0].partition("#")[0]


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = parts.get("month")
    number = int(month) if month else vocabulary().month(parts["name"], "en")
    if number is None or not 1 <= number <= 12:
        return None
    day = parts.get("day")
    return f"{parts['year']}-{number:02}" + (f"-{int(day):02}" if day else "")
