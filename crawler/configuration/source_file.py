"""Reads ``sources.toml``, and checks it before any request.

Every problem of a file is told at once, each with file, source, key, value and the way out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.configuration import values
from crawler.configuration.site_rules import read_sites
from crawler.configuration.source_ids import fill_ids, url_key
from crawler.configuration.source_keys import DEFAULT_KEYS, SOURCE_KEYS
from crawler.configuration.sources import KINDS_WITH_ENTRIES, Configuration, Source
from crawler.configuration.tables import Problems, read_table, read_text, show, unknown_key
from crawler.configuration.values import BadValueError

_OF_ALL_SOURCES = dict.fromkeys(DEFAULT_KEYS, "[defaults]")
_TOP_LEVEL = ("defaults", "site", "source")


def load_configuration(path: Path, env: Mapping[str, str]) -> Configuration:
    """Return the configuration in a file.

    Raises:
        ConfigError: the file cannot be read, or something in it is wrong.
    """
    return parse_configuration(read_text(path), path, env)


def parse_configuration(text: str, path: Path, env: Mapping[str, str]) -> Configuration:
    """Return the configuration that a text gives as the content of a file.

    Raises:
        ConfigError: something in it is wrong.
    """
    configuration = replace(read_configuration(text, str(path), env), path=path)
    _check_folders(configuration)
    return configuration


def read_configuration(text: str, name: str, env: Mapping[str, str] | None = None) -> Configuration:
    """Return the configuration in a text; ``name`` is what messages call it.

    ``env`` is where ``headers_env`` looks its variables up.

    Raises:
        ConfigError: something in it is wrong; the message has a line for each problem.
    """
    problems = Problems(name)
    document = _parse(text, problems)
    for key in document:
        if key not in _TOP_LEVEL:
            problems.add("", unknown_key(key, _TOP_LEVEL))
    defaults = _read_defaults(document.get("defaults", {}), problems)
    site_configs = defaults.pop("site_configs", ())
    tables = _source_tables(document.get("source", []), problems)
    sources = [_read_source(table, place, defaults, problems) for place, table in tables]
    sites = read_sites(document.get("site", {}), problems)
    complete = [attributes for attributes in sources if attributes is not None]
    _check_duplicates(complete, problems)
    with_secrets = [_with_headers(attributes, env or {}, problems) for attributes in complete]
    problems.raise_if_any()
    ids = fill_ids([(attributes.get("id"), attributes["url"]) for attributes in with_secrets])
    return Configuration(
        sources=tuple(
            Source(**{**attributes, "id": source_id})
            for attributes, source_id in zip(with_secrets, ids, strict=True)
        ),
        sites=sites,
        site_configs=site_configs,
    )


def _check_folders(configuration: Configuration) -> None:
    problems = Problems(str(configuration.path))
    folders = configuration.site_config_folders
    for name, folder in zip(configuration.site_configs, folders, strict=True):
        if not folder.is_dir():
            advice = f"there is no folder {folder}; a relative one stands beside this file"
            problems.add_value("[defaults]", "site_configs", name, advice)
    problems.raise_if_any()


def _parse(text: str, problems: Problems) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problems.add("", f"is not TOML: {error}")
        problems.raise_all()


def _read_defaults(table: object, problems: Problems) -> dict[str, Any]:
    if not isinstance(table, dict):
        problems.add("", "write [defaults] as a table of its own")
        return {}
    of_sources = dict.fromkeys(SOURCE_KEYS, "the [[source]] it is of")
    return read_table(table, DEFAULT_KEYS, "[defaults]", problems, of_sources)


def _source_tables(tables: object, problems: Problems) -> list[tuple[str, Mapping[str, object]]]:
    """Return the tables of the sources, each with the name that messages give it."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.add("", "write [[source]] with two brackets, once for each source")
        return []
    return [(_place(table, number), table) for number, table in enumerate(tables, start=1)]


def _place(table: Mapping[str, object], number: int) -> str:
    name = table.get("id", table.get("url"))
    return f"source {show(name)}" if isinstance(name, str) else f"source number {number}"


def _read_source(
    table: Mapping[str, object], place: str, defaults: Mapping[str, Any], problems: Problems
) -> dict[str, Any] | None:
    """Return the attributes of a source, or ``None`` when it has no URL to speak of."""
    own = read_table(table, SOURCE_KEYS, place, problems, _OF_ALL_SOURCES)
    if "url" not in table:
        problems.add(place, "url is missing; a source needs one, and nothing else")
    if "url" not in own:
        return None
    merged = {**defaults, **own}
    if merged.get("entries") and merged.get("kind", "auto") not in KINDS_WITH_ENTRIES:
        advice = 'must be "listing" (or left out) where entries says how the page is read'
        problems.add_value(place, "kind", merged["kind"], advice)
    for key in ("headers", "headers_env"):
        merged[key] = _merged_headers(defaults.get(key, ()), own.get(key, ()))
    return merged


def _merged_headers(*layers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers of all layers; names are equal in any case, the last layer wins."""
    merged = {name.lower(): (name, value) for layer in layers for name, value in layer}
    return tuple(merged.values())


def _with_headers(
    attributes: Mapping[str, Any], env: Mapping[str, str], problems: Problems
) -> dict[str, Any]:
    """Return the attributes with all headers in one place, secrets looked up."""
    contact = attributes.get("contact")
    agent = attributes.get("user_agent") or (contact and _user_agent(contact))
    secrets = []
    for header, variable in attributes["headers_env"]:
        try:
            secrets.append((header, values.header_value(env.get(variable))))
        except BadValueError:
            place = _place(attributes, 0)
            found = "is not set" if not env.get(variable) else "holds no text for a header"
            problems.add(
                place, f"headers_env: {header}: the environment variable {variable} {found}"
            )
    from_agent = (("User-Agent", agent),) if agent else ()
    headers = _merged_headers(from_agent, attributes["headers"], secrets)
    kept = {name: value for name, value in attributes.items() if name != "contact"}
    return {**kept, "headers": headers, "user_agent": agent}


def _user_agent(contact: str) -> str:
    return f"newsdesk/{version('newsdesk')} (+{contact})"


def _check_duplicates(sources: Sequence[Mapping[str, Any]], problems: Problems) -> None:
    seen_ids: set[str] = set()
    seen_urls: dict[str, str] = {}
    for attributes in sources:
        place = _place(attributes, 0)
        source_id = attributes.get("id")
        if source_id is not None and source_id in seen_ids:
            problems.add_value(
                place, "id", source_id, "stands there twice; every source needs an id of its own"
            )
        seen_ids.add(source_id or "")
        key = url_key(attributes["url"])
        if key in seen_urls:
            problems.add_value(
                place, "url", attributes["url"], f"is that of {seen_urls[key]} too; remove one"
            )
        seen_urls.setdefault(key, place)
