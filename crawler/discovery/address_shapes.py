"""Whether an address alone looks like that of a story, of a list or of a service of the site."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discovery.listing_words import (
    ACCOUNT_FOLDERS,
    AUTHOR_NAMES,
    LIST_FOLDERS,
    LISTING_PATHS,
    SERVICE_HOSTS,
    SERVICE_PATHS,
    UTILITY_PATHS,
)

_DATE_IN_PATH = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?\d{1,2})?(?=[/_-]|$)")
_DAYS_ARCHIVE = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d{1,2})?/?$")
_PAGING = re.compile(
    r"(?:^|[/?&])(?:page|paged|seite|pagina|strona|stranitsa)[=/-]\d{1,4}/?$", re.IGNORECASE
)
_LONG_ID = re.compile(r"\d{5,}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}")
_SHORT_ID = re.compile(r"\d{3,4}(?!\d)")
_PAGE_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp|ece|cms)$", re.IGNORECASE)
_ADDRESS_IN_VALUE = re.compile(r"https?://|/[^/\s]+[/-]", re.IGNORECASE)
_NAME_OF_ORIGIN = re.compile(r"ref|from|origin|src|source", re.IGNORECASE)
"""Parameters that name the page on which the link stood; the others what a service works on."""
_HOME = re.compile(
    r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|home|default)(?:\.\w+)?)?", re.IGNORECASE
)
_NEVER = -6.0


def url_score(url: str) -> float:
    """Return how much an address looks like that of a story (above 0) or of a list (below 0)."""
    parts = urlsplit(url)
    segments = [unquote(segment).lower() for segment in parts.path.split("/") if segment]
    if _is_none(url, parts.path) or _is_of_service(segments, parts.query):
        return _NEVER
    if _DATE_IN_PATH.search(parts.path):
        return 2.0
    if segments and _PAGE_SUFFIX.sub("", segments[-1]) in {"index", "default"}:
        segments.pop()
    if not segments:
        return _query_score(parts.query) - 1.0 if parts.query else _NEVER
    return _NEVER if _is_list(segments) else _page_score(segments, parts.query)


def is_never_story(url: str) -> bool:
    """Return whether an address is that of a home page, a list or a service, on any site."""
    return url_score(url) <= _NEVER


def is_service_host(host: str) -> bool:
    """Return whether a host sells or helps beside that of the stories, by its name."""
    first, _, rest = host.lower().partition(".")
    return first in SERVICE_HOSTS and "." in rest


def is_home_page(url: str) -> bool:
    """Return whether an address is that of a whole site, or of its part in one language."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _is_none(url: str, path: str) -> bool:
    """Return whether a page is a further one of a list, or all that a month or day brought."""
    return bool(_PAGING.search(url) or _DAYS_ARCHIVE.search(path))


def _is_of_service(segments: list[str], query: str) -> bool:
    """Return whether a page does something with a story, or sells: log-in, print, e-mail, shop."""
    if segments and segments[0] in SERVICE_PATHS:
        return True
    # /newsletters/sign-up/one-story-to-read-today
    if not ACCOUNT_FOLDERS.isdisjoint(segments[:-1]):
        return True
    # /login?next=/2025/02/20/story, /email?url=https://…
    return any(
        _ADDRESS_IN_VALUE.match(value) and not _NAME_OF_ORIGIN.match(name)
        for name, value in parse_qsl(query[:2_000])
    )


def _is_list(segments: list[str]) -> bool:
    if _PAGE_SUFFIX.sub("", segments[-1]) in UTILITY_PATHS:
        return True
    is_in_folder = not (AUTHOR_NAMES | LIST_FOLDERS).isdisjoint(segments[:-1])
    # /topic/climate, /topic/123/climate; but /topic/ferry-operator-cuts-its-timetable/4711.
    has_number = len(segments) > 2 and segments[-2].isdecimal()
    names = segments[-3:] if has_number else segments[-2:]
    return is_in_folder or not LISTING_PATHS.isdisjoint(names)


def _page_score(segments: list[str], query: str) -> float:
    last = _PAGE_SUFFIX.sub("", segments[-1])
    score = _slug_score(last) + (0.5 if last != segments[-1] else 0.0)
    score = max(score, _query_score(query))
    return score if score > 0 else (-1.5 if len(segments) == 1 else -0.5)


def _slug_score(slug: str) -> float:
    hyphens = slug.count("-") + slug.count("_")
    if hyphens >= 3 or _LONG_ID.search(slug) or len(slug) >= 30:
        return 1.5
    return 0.75 if hyphens == 2 or _SHORT_ID.search(slug) else 0.0


def _query_score(query: str) -> float:
    values = [value for _, value in parse_qsl(query[:2_000])]
    return 1.5 if any(re.fullmatch(r"[\w-]*\d{2,}[\w-]*", value) for value in values) else 0.0
