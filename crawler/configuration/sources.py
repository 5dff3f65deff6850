"""The sources of news, how each is to be read, and all else that is configured."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.site_configs import find_site_config
from crawler.configuration.site_rules import Site, find_rules, find_user_agent, host_of
from crawler.configuration.source_ids import url_key
from crawler.configuration.tables import show
from crawler.configuration.values import nearest
from pipelines.errors import ConfigError
from pipelines.items import DateOrder, Page, SiteRules

SourceKind = Literal["auto", "feed", "sitemap", "listing", "url"]
KINDS_WITH_ENTRIES = frozenset({"auto", "listing"})
"""What a source with ``entries`` may be."""
_ALL_SOURCES = "`newsdesk sources list` shows all"


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


def _unknown_sources(unknown: Sequence[str], known: Mapping[str, Source], path: Path | None) -> str:
    by_url = {url_key(source.url): source.id for source in known.values()}
    lines = []
    for source_id in unknown:
        is_url = "://" in source_id
        meant = by_url.get(url_key(source_id)) if is_url else nearest(source_id, sorted(known))
        other = "`newsdesk sources add URL` adds one" if is_url else _ALL_SOURCES
        hint = f"did you mean {show(meant)}?" if meant else other
        lines.append(f"{path or 'sources'}: no source {show(source_id)}; {hint}")
    return "\n".join(lines)


def _without_secrets(source: Source) -> Source:
    secret = {name.lower() for name, _ in source.headers_env}
    return replace(
        source, headers=tuple(pair for pair in source.headers if pair[0].lower() not in secret)
    )
