"""The keys that ``[[source]]`` and ``[defaults]`` of ``sources.toml`` may have."""

from collections.abc import Mapping

from crawler.configuration import values
from crawler.configuration.entry_paths import read_entry_paths
from crawler.configuration.outline_attributes import read_kept
from crawler.configuration.tables import Key

_YEAR_S = 366 * 86_400
SOURCE_KEYS: Mapping[str, Key] = {
    "allow_private": Key(attribute="allow_private", read=values.flag),
    "allowed_hosts": Key(attribute="allowed_hosts", read=values.many(values.host)),
    "concurrency": Key(attribute="concurrency", read=values.whole_number(1, 64)),
    "date_order": Key(attribute="date_order", read=values.choice("DMY", "MDY", "YMD")),
    "delay": Key(attribute="delay_s", read=values.fractional_duration(0, 3600)),
    "enabled": Key(attribute="enabled", read=values.flag),
    "entries": Key(attribute="entries", read=read_entry_paths),
    "exclude": Key(attribute="exclude", read=values.many(values.pattern)),
    "headers": Key(attribute="headers", read=values.header_pairs),
    "headers_env": Key(attribute="headers_env", read=values.environment_pairs),
    "id": Key(attribute="id", read=values.identifier),
    "include": Key(attribute="include", read=values.many(values.pattern)),
    "interval": Key(attribute="interval_s", read=values.duration(60, _YEAR_S)),
    "kind": Key(attribute="kind", read=values.choice("auto", "feed", "sitemap", "listing", "url")),
    "language": Key(attribute="language", read=values.language),
    "limit": Key(attribute="limit", read=values.whole_number(1, 1_000_000)),
    "max_pages": Key(attribute="max_pages", read=values.whole_number(1, 1_000)),
    "opml": Key(attribute="opml", read=read_kept),
    "publisher": Key(attribute="publisher", read=values.text),
    "revisit": Key(attribute="revisit_s", read=values.duration(60, _YEAR_S)),
    "tags": Key(attribute="tags", read=values.many(values.text)),
    "timezone": Key(attribute="timezone", read=values.timezone),
    "url": Key(attribute="url", read=values.http_url),
    "user_agent": Key(attribute="user_agent", read=values.header_value),
}
_OF_ONE_SOURCE = frozenset({"enabled", "entries", "id", "opml", "publisher", "url"})
DEFAULT_KEYS: Mapping[str, Key] = {
    "contact": Key(attribute="contact", read=values.header_value),
    "site_configs": Key(attribute="site_configs", read=values.many(values.text)),
    **{name: key for name, key in SOURCE_KEYS.items() if name not in _OF_ONE_SOURCE},
}
