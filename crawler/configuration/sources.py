"""The sources of news and how each is to be read: ``sources.toml``, checked before any request.

Every problem of a file is told at once, each with file, source, key, value and the way out.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from crawler.configuration import values
from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.site_configs import find_site_config
from crawler.configuration.site_rules import Site, find_rules, find_user_agent, host_of, read_sites
from crawler.configuration.source_ids import fill_ids, url_key
from crawler.configuration.source_keys import DEFAULT_KEYS, SOURCE_KEYS
from crawler.configuration.tables import Problems, read_table, read_text, show, unknown_key
from crawler.configuration.values import BadValueError, nearest
from pipelines.errors import ConfigError
from pipelines.items import DateOrder, Page, SiteRules

SourceKind = Literal["auto", "feed", "sitemap", "listing", "url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed, sitemap, listing or page to be read again and again. ``None``: not said."""

    id: str
    url: str
    kind: SourceKind = "auto"
    """``auto``: found out from what comes back."""
    language: str | None = None
    """ISO 639-1 code."""
    timezone: str | None = None
    """IANA name, for stamps that carry no zone of their own."""
    date_order: DateOrder | None = None
    publisher: str | None = None
    interval_s: int | None = None
    """Seconds between two crawls; ``None``: due whenever it is asked for."""
    revisit_s: int | None = None
    """A story is fetched again while it is listed, after this many seconds; ``None``: never."""
    limit: int | None = None
    """Pages requested in one run."""
    max_pages: int = 3
    """Pages of a listing that are followed, the first one included."""
    include: tuple[str, ...] = ()
    """Regular expressions, of which one must be found in the URL of a story."""
    exclude: tuple[str, ...] = ()
    """Regular expressions, of which none may be found in the URL of a story."""
    allowed_hosts: tuple[str, ...] = ()
    """Further hosts (with their subdomains) whose pages are fetched for this source."""
    allow_private: bool = False
    """Whether requests may go to addresses that are not public: this machine, a local network."""
    delay_s: float | None = None
    """Seconds between two requests to one site: all hosts of a registered domain."""
    concurrency: int | None = None
    """Requests to one site at a time."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """All HTTP headers of its own, those of ``user_agent`` and ``headers_env`` included."""
    headers_env: tuple[tuple[str, str], ...] = ()
    """Names of headers and of the environment variables that held their values."""
    user_agent: str | None = None
    tags: tuple[str, ...] = ()
    enabled: bool = True
    """Whether it is crawled when no source is named."""
    entries: EntryPaths | None = None
    """XPaths that say where the stories stand; ``None``: found out."""
    opml: tuple[tuple[str, str], ...] = ()
    """Attributes of its OPML outline that say nothing to newsdesk, and go back at an export."""

    @property
    def reading_key(self) -> str:
        """SHA-256 of what decides which stories are found in the source, as hex digits."""
        asked = [self.url, self.kind, self.max_pages]
        followed = [self.include, self.exclude, self.allowed_hosts]
        read = [] if self.entries is None else [asdict(self.entries)]
        return hashlib.sha256(json.dumps([asked, followed, *read]).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that one ``sources.toml`` says."""

    sources: tuple[Source, ...] = ()
    """In the order of the file; those that are not enabled too."""
    sites: tuple[Site, ...] = ()
    site_configs: tuple[str, ...] = ()
    """Folders of FiveFilters site config files, as they stand in the file."""
    path: Path | None = None
    """``None`` when the sources came from the command line."""

    @property
    def enabled_sources(self) -> tuple[Source, ...]:
        """The sources that are crawled when none is named."""
        return tuple(source for source in self.sources if source.enabled)

    @property
    def site_config_folders(self) -> tuple[Path, ...]:
        """The folders of site config files; relative ones stand beside the configuration file."""
        beside = self.path.parent if self.path is not None else Path()
        return tuple(beside / folder for folder in self.site_configs)

    @property
    def config_hash(self) -> str:
        """SHA-256 of what is configured, as hex digits.

        Equal for files that differ in comments, order of keys or the values of secrets only.
        """
        content = {
            "sources": [asdict(_without_secrets(source)) for source in self.sources],
            "sites": [asdict(site) for site in self.sites],
            "site_configs": self.site_configs,
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def only(self, ids: Iterable[str]) -> "Configuration":
        """Return the configuration with the named sources alone, enabled or not.

        Without any name it is that of the enabled sources.

        Raises:
            ConfigError: there is no source with such an id.
        """
        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return replace(self, sources=self.enabled_sources)
        by_id = {source.id: source for source in self.sources}
        unknown = tuple(source_id for source_id in wanted if source_id not in by_id)
        if unknown:
            raise ConfigError("unknown-source", _unknown_sources(unknown, by_id, self.path))
        return replace(self, sources=tuple(by_id[source_id] for source_id in wanted))

    def rules_for(self, host: str) -> SiteRules | None:
        """Return the rules of the host or of the nearest domain above it.

        The tables of the file come before the folders of site config files.
        """
        own = find_rules(self.sites, host)
        if own is not None:
            return own
        found = find_site_config(self.site_config_folders, host)
        # A file may hold nothing but HTTP headers, and then no rule applies.
        return found.config.rules if found is not None and found.config.has_rules else None

    def rules_for_url(self, url: str, url_requested: str | None = None) -> SiteRules | None:
        """Return the rules for the host of a URL, or else for the one that led there."""
        urls = (url,) if url_requested is None else (url, url_requested)
        found = (self.rules_for(host_of(each)) for each in dict.fromkeys(urls))
        return next(filter(None, found), None)

    def user_agent_for_url(self, url: str) -> str | None:
        """Return who newsdesk is to the host of a URL; ``None``: as its source says."""
        return find_user_agent(self.sites, host_of(url))

    def with_rules(self, page: Page) -> Page:
        """Return the page with the rules for the host it came from, or else that was asked."""
        rules = self.rules_for_url(page.url, page.url_requested)
        return replace(page, hints=replace(page.hints, rules=rules))


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


def sources_from_urls(urls: Iterable[str], kind: SourceKind = "auto") -> Configuration:
    """Return a configuration of these URLs alone, each once.

    Raises:
        ConfigError: one of them is no http(s) URL.
    """
    problems = Problems("")
    checked = []
    for url in dict.fromkeys(urls):
        try:
            checked.append(values.http_url(url))
        except BadValueError as error:
            problems.add(show(url), str(error))
    problems.raise_if_any()
    ids = fill_ids([(None, url) for url in checked])
    return Configuration(
        sources=tuple(
            Source(id=source_id, url=url, kind=kind)
            for source_id, url in zip(ids, checked, strict=True)
        )
    )


KINDS_WITH_ENTRIES = frozenset({"auto", "listing"})
"""What a source with ``entries`` may be."""
_ALL_SOURCES = "`newsdesk sources list` shows all"
_OF_ALL_SOURCES = dict.fromkeys(DEFAULT_KEYS, "[defaults]")
_TOP_LEVEL: Mapping[str, str] = {"defaults": "table", "site": "table", "source": "array"}


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


def _unknown_sources(unknown: Sequence[str], known: Mapping[str, Source], path: Path | None) -> str:
    by_url = {url_key(source.url): source.id for source in known.values()}
    lines = []
    for source_id in unknown:
        is_url = "://" in source_id
        meant = by_url.get(url_key(source_id)) if is_url else nearest(source_id, sorted(known))
        other = "`newsdesk sources import - --append` adds one" if is_url else _ALL_SOURCES
        hint = f"did you mean {show(meant)}?" if meant else other
        lines.append(f"{path or 'sources'}: no source {show(source_id)}; {hint}")
    return "\n".join(lines)


def _without_secrets(source: Source) -> Source:
    secret = {name.lower() for name, _ in source.headers_env}
    return replace(
        source, headers=tuple(pair for pair in source.headers if pair[0].lower() not in secret)
    )
