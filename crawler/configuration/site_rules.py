"""A user's rules for single sites: the ``[site."example.com"]`` tables of ``sources.toml``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.configuration import values
from crawler.configuration.tables import Key, Problems, read_table, show
from crawler.configuration.values import BadValueError
from pipelines.items import LinkRule, SiteRules


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTest:
    """What a page of a site must look like after cleaning."""

    url: str
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The rules for one host and its subdomains, or for subdomains alone."""

    host: str
    """Without ``www.``; with a dot in front it stands for the hosts below alone."""
    rules: SiteRules
    tests: tuple[SiteTest, ...] = ()
    user_agent: str | None = None
    """Who newsdesk says it is there; ``None``: as elsewhere."""

    @property
    def has_rules(self) -> bool:
        """Whether it says how pages are read; a table may say only who reads them."""
        return self.user_agent is None or self.rules != SiteRules(id=self.host)


def read_sites(tables: object, problems: Problems) -> tuple[Site, ...]:
    """Return the sites of a configuration file; what is wrong is left out and noted."""
    if not isinstance(tables, dict):
        problems.add("", 'write [site."example.com"] as a table')
        return ()
    sites: dict[str, Site] = {}
    for name, table in tables.items():
        site = _read_site(name, table, problems)
        if site.host in sites:
            problems.add(f"site {show(name)}", "the same host, with www. or without, stands twice")
        sites[site.host] = site
    return tuple(sites.values())


def find_rules(sites: Iterable[Site], host: str) -> SiteRules | None:
    """Return the rules of a host, or else those nearest above it; ``None`` without any.

    ``www.`` makes no difference. Above a host, ``.example.com`` comes before ``example.com``.
    """
    by_host = {site.host: site.rules for site in sites if site.has_rules}
    names = (name for name in names_above(host) if name in by_host)
    return next((by_host[name] for name in names), None)


def find_user_agent(sites: Iterable[Site], host: str) -> str | None:
    """Return who newsdesk is to a host, found as its rules are; ``None``: as elsewhere."""
    by_host = {site.host: site.user_agent for site in sites if site.user_agent is not None}
    names = (name for name in names_above(host) if name in by_host)
    return next((by_host[name] for name in names), None)


def names_above(host: str) -> Iterator[str]:
    """Yield the names under which rules for a host may stand, nearest first."""
    bare = without_www(host)
    yield bare
    labels = bare.split(".")
    for start in range(1, len(labels)):
        above = ".".join(labels[start:])
        yield f".{above}"
        yield above


def host_of(url: str) -> str:
    """Return the host of a URL; an empty text where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def without_www(host: str) -> str:
    """Return a host in lower case without ``www.`` in front and without a dot at its end."""
    return host.lower().rstrip(".").removeprefix("www.")


def _read_site(name: str, table: object, problems: Problems) -> Site:
    place = f"site {show(name)}"
    if not isinstance(table, dict) or _is_of_parts(table):
        problems.add(place, 'write the host in quotes, such as [site."example.com"]')
        return Site(host=name, rules=SiteRules(id=name))
    try:
        dot = "." if name.startswith(".") else ""
        host = dot + without_www(values.host(name.removeprefix(".")))
    except BadValueError as error:
        problems.add(place, f"the name {error}")
        host = name
    attributes = read_table(table, _SITE_KEYS, place, problems)
    tests = attributes.pop("tests", ())
    agent = attributes.pop("user_agent", None)
    return Site(host=host, rules=SiteRules(id=host, **attributes), tests=tests, user_agent=agent)


def _is_of_parts(table: Mapping[str, object]) -> bool:
    """Return whether a host without quotes was taken for tables in one another, at its dots."""
    return any(isinstance(value, dict) and key not in _SITE_KEYS for key, value in table.items())


def _read_links(value: object) -> tuple[LinkRule, ...]:
    selectors = values.many(values.selector)(value)
    return tuple(LinkRule(selector=selector) for selector in selectors)


def _read_tests(value: object) -> tuple[SiteTest, ...]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise BadValueError('must be a list of tables, such as [{ url = "https://example.com/1" }]')
    problems = Problems("")
    tests = []
    for number, table in enumerate(value, start=1):
        attributes = read_table(table, _TEST_KEYS, f"test {number}", problems)
        if "url" not in table:
            problems.add(f"test {number}", "url is missing")
        tests.append(attributes)
    if problems.lines:
        raise BadValueError("; ".join(problems.lines))
    return tuple(SiteTest(**attributes) for attributes in tests)


_SITE_KEYS: Mapping[str, Key] = {
    "author": Key(attribute="author", read=values.many(values.selector)),
    "body": Key(attribute="body", read=values.many(values.selector)),
    "date": Key(attribute="date", read=values.many(values.selector)),
    "next_page": Key(attribute="next_page", read=_read_links),
    "remove": Key(attribute="remove", read=values.many(values.selector)),
    "single_page": Key(attribute="single_page", read=_read_links),
    "tests": Key(attribute="tests", read=_read_tests),
    "title": Key(attribute="title", read=values.many(values.selector)),
    "user_agent": Key(attribute="user_agent", read=values.header_value),
}
_TEST_KEYS: Mapping[str, Key] = {
    "must_contain": Key(attribute="must_contain", read=values.many(values.text)),
    "must_not_contain": Key(attribute="must_not_contain", read=values.many(values.text)),
    "url": Key(attribute="url", read=values.http_url),
}
