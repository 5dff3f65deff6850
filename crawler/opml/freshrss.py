"""What FreshRSS says of a feed in OPML, in the words of newsdesk.

https://freshrss.github.io/FreshRSS/en/developers/OPML.html: types of its own, XPaths for pages
without a feed, and attributes in its namespace. What has no meaning here is kept elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from crawler.configuration import values
from crawler.configuration.entry_paths import EntryPaths, entry_table, read_entry_paths
from crawler.configuration.outline_attributes import FRESHRSS
from crawler.configuration.site_rules import Site, host_of, names_above, without_www
from crawler.configuration.values import BadValueError
from crawler.opml.php_dates import strptime_format
from pipelines.items import SiteRules

_PARSERS: Mapping[str, Literal["html", "xml"]] = {"html+xpath": "html", "xml+xpath": "xml"}
_TYPES = {"html": "HTML+XPath", "xml": "XML+XPath"}
_JSON_FEED = "jsonfeed"
_JSON_SIGN = "dotnotation"
_PATHS: Mapping[str, str] = {
    "xPathItem": "item",
    "xPathItemAuthor": "author",
    "xPathItemCategories": "tags",
    "xPathItemContent": "summary",
    "xPathItemThumbnail": "image",
    "xPathItemTimestamp": "date",
    "xPathItemTitle": "title",
    "xPathItemUid": "guid",
    "xPathItemUri": "link",
}
_TIME_FORMAT = "xPathItemTimeFormat"
_FULL_CONTENT = "cssFullContent"
# Older versions write the second name.
_FILTERS = ("cssContentFilter", "cssFullContentFilter")
_CONDITIONS = "cssFullContentConditions"
_SECRETS = ("CURLOPT_COOKIE", "CURLOPT_HTTPHEADER", "CURLOPT_POSTFIELDS", "CURLOPT_PROXY")
SECRET_NAMES = frozenset(f"{{{FRESHRSS}}}{name}" for name in _SECRETS)
"""Attributes that may hold a password; they never come into ``sources.toml``."""
_MIN_INTERVAL_S = 60

Attributes = Mapping[str, str]
SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    "CURLOPT_USERAGENT": ("user_agent",),
    "ttl": ("interval_s", "enabled"),
    _TIME_FORMAT: ("entries",),
    **dict.fromkeys(_PATHS, ("entries",)),
}
"""Names in the namespace of FreshRSS, and the attributes of a source that they decide."""


def read_freshrss(outline: Attributes) -> dict[str, Any]:
    """Return the attributes of a source that an outline gives in the terms of FreshRSS."""
    found: dict[str, Any] = {}
    kind = _type_of(outline)
    if kind == _JSON_FEED:
        found["kind"] = "feed"
    if kind in _PARSERS:
        found.update(_read_entries(outline, kind))
    if kind.endswith(_JSON_SIGN):
        found["enabled"] = False
    agent = _read(values.header_value, _get(outline, "CURLOPT_USERAGENT"))
    if agent is not None:
        found["user_agent"] = agent
    found.update(_read_ttl(_get(outline, "ttl")))
    return found


def entry_attributes(paths: EntryPaths) -> dict[str, str]:
    """Return what an outline says of a source that is read by XPaths.

    The format of dates is not among it: PHP writes it in another way.
    """
    table = entry_table(paths)
    named = {name: table[key] for name, key in _PATHS.items() if key in table}
    return {"type": _TYPES[paths.parser]} | {
        f"{{{FRESHRSS}}}{name}": value for name, value in named.items()
    }


def tell_freshrss(outline: Attributes) -> Iterator[str]:
    """Yield a message for what newsdesk cannot do of what an outline wants."""
    kind = _type_of(outline)
    if kind.endswith(_JSON_SIGN):
        yield (
            f"type {outline['type']!r} cannot be read by newsdesk; it is taken as a source that is "
            "not enabled"
        )
    if kind in _PARSERS:
        yield from _tell_entries(outline)
    secrets = [name for name in _SECRETS if _get(outline, name)]
    if secrets:
        yield (
            f"left out, as it may hold secrets: {', '.join(secrets)}; what the site needs can "
            "stand in headers_env"
        )
    if _get(outline, "CURLOPT_POST") not in ("", "0"):
        yield "CURLOPT_POST: newsdesk asks by GET only"


def read_site(outline: Attributes, url: str) -> Site | None:
    """Return the rules for the site of a feed whose full texts FreshRSS cuts out by CSS.

    ``None`` without such selectors, and with conditions, which rules do not have.
    """
    body = _read(values.selector, _get(outline, _FULL_CONTENT))
    if body is None or _get(outline, _CONDITIONS):
        return None
    filters = (_read(values.selector, _get(outline, name)) for name in _FILTERS)
    try:
        host = without_www(values.host(host_of(outline.get("htmlUrl", "")) or host_of(url)))
    except BadValueError:
        return None
    remove = tuple(dict.fromkeys(selector for selector in filters if selector))
    return Site(host=host, rules=SiteRules(id=host, body=(body,), remove=remove))


def agreed_sites(sites: Iterable[Site], known: Iterable[Site]) -> tuple[tuple[Site, ...], set[str]]:
    """Return the sites that can be added, and the hosts of those whose feeds disagree.

    Hosts that have rules already are left out of both.
    """
    taken = {site.host for site in known}
    found: dict[str, Site] = {}
    disputed: set[str] = set()
    for site in sites:
        if taken.intersection(names_above(site.host)):
            continue
        if found.setdefault(site.host, site) != site:
            disputed.add(site.host)
    return tuple(site for host, site in found.items() if host not in disputed), disputed


def _read_entries(outline: Attributes, kind: str) -> dict[str, Any]:
    """Return the XPaths, or that the source is not enabled where they cannot be used."""
    try:
        paths = read_entry_paths(_table(outline, kind))
    except BadValueError:
        return {"kind": "listing", "enabled": False}
    return {"kind": "listing", "entries": paths}


def _tell_entries(outline: Attributes) -> Iterator[str]:
    try:
        paths = read_entry_paths(_table(outline, _type_of(outline)))
    except BadValueError as error:
        yield f"{error}; it is taken as a source that is not enabled"
        return
    php_format = _get(outline, _TIME_FORMAT)
    if php_format and paths.date_format is None:
        yield f"xPathItemTimeFormat {php_format!r} has no counterpart; dates are read without it"


def _table(outline: Attributes, kind: str) -> dict[str, str]:
    """Return the table ``entries`` of ``sources.toml`` for an outline."""
    given = {key: _get(outline, name) for name, key in _PATHS.items()}
    table = {key: value for key, value in given.items() if value}
    table["parser"] = _PARSERS[kind]
    date_format = strptime_format(_get(outline, _TIME_FORMAT))
    try:
        read_entry_paths({"item": ".", "date_format": date_format})
    except BadValueError:
        return table
    return {**table, "date_format": str(date_format)}


def _read_ttl(text: str) -> dict[str, Any]:
    """Return the interval; a negative one says that the feed is muted."""
    try:
        seconds = int(text)
        interval = values.duration(_MIN_INTERVAL_S, 366 * 86_400)(abs(seconds))
    except ValueError:
        return {}
    return {"interval_s": interval} | ({"enabled": False} if seconds < 0 else {})


def _type_of(outline: Attributes) -> str:
    return outline.get("type", "").strip().lower()


def _get(outline: Attributes, name: str) -> str:
    return outline.get(f"{{{FRESHRSS}}}{name}", "").strip()


def _read(read: Callable[[object], str], value: str) -> str | None:
    try:
        return read(value)
    except BadValueError:
        return None
