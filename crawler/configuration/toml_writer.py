"""Writes sources as the ``[[source]]`` tables of ``sources.toml``."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from crawler.configuration.entry_paths import entry_table
from crawler.configuration.outline_attributes import kept_table
from crawler.configuration.site_rules import Site
from crawler.configuration.sources import Source

_KEYS: Mapping[str, str] = {"interval_s": "interval", "revisit_s": "revisit", "delay_s": "delay"}
"""Keys of the file that are not called like the attribute."""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNITS = (("d", 86_400), ("h", 3600), ("m", 60))
DURATIONS = frozenset({"interval_s", "revisit_s"})
"""Attributes that the file says as durations in whole seconds."""


def write_toml(sources: Iterable[Source]) -> str:
    """Return the sources as TOML, with what differs from the defaults only.

    Secrets are not written: headers from the environment stay names of variables.
    """
    return "\n".join(_write_source(source) for source in sources)


def plain_headers(source: Source) -> dict[str, str]:
    """Return the headers whose values stand in the file itself, by name."""
    from_elsewhere = {name.lower() for name, _ in source.headers_env}
    if source.user_agent is not None:
        from_elsewhere.add("user-agent")
    return {name: value for name, value in source.headers if name.lower() not in from_elsewhere}


def toml_value(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{toml_value(str(key))} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml_value, value))}]"
    # JSON's texts, numbers and truth values are TOML's, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def show_duration(seconds: object) -> object:
    """Return a whole number of seconds as the file says it (``6h``); anything else as it is."""
    if not isinstance(seconds, int):
        return seconds
    for unit, size in _UNITS:
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return seconds


def write_sites(sites: Iterable[Site]) -> str:
    """Return the rules of sites for body and removal as TOML, each in a table of its own."""
    return "\n".join(_write_site(site) for site in sites)


def _write_source(source: Source) -> str:
    written = _written(source)
    tables = {
        "entries": {} if source.entries is None else entry_table(source.entries),
        "opml": kept_table(source.opml),
    }
    lines = ["[[source]]"]
    for attribute, value in written.items():
        shown = show_duration(value) if attribute in DURATIONS else value
        if attribute not in tables:
            lines.append(f"{_KEYS.get(attribute, attribute)} = {toml_value(shown)}")
    # What belongs to a table of its own has to stand behind everything else.
    for name, table in tables.items():
        lines += [f"[source.{name}]"] if table else []
        lines += [f"{_key(key)} = {toml_value(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _write_site(site: Site) -> str:
    lines = [f"[site.{toml_value(site.host)}]", f"body = {toml_value(site.rules.body)}"]
    if site.rules.remove:
        lines.append(f"remove = {toml_value(site.rules.remove)}")
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else toml_value(name)


def _written(source: Source) -> dict[str, object]:
    """Return the attributes that have to be written, by name, in the order of the type."""
    plain: dict[str, object] = {
        field.name: getattr(source, field.name)
        for field in fields(source)
        if getattr(source, field.name) != field.default
    }
    plain["headers"] = plain_headers(source)
    plain["headers_env"] = dict(source.headers_env)
    return {name: value for name, value in plain.items() if value not in ({}, ())}
