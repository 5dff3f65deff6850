"""A user's rules for single sites: the ``[site."example.com"]`` tables of ``sources.toml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler import source_values as values
from crawler.source_tables import Key, Problems, read_table, show
from crawler.source_values import BadValueError
from pipelines.items import SiteRules


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTest:
    """What a page of a site must look like after cleaning."""

    url: str
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The rules for one host and its subdomains."""

    host: str
    rules: SiteRules
    tests: tuple[SiteTest, ...] = ()


def read_sites(tables: object, problems: Problems) -> tuple[Site, ...]:
    """Return the sites of a configuration file; what is wrong is left out and noted."""
    if not isinstance(tables, dict):
        problems.add("", 'write [site."example.com"] as a table')
        return ()
    return tuple(_read_site(name, table, problems) for name, table in tables.items())


def find_rules(sites: Iterable[Site], host: str) -> SiteRules | None:
    """Return the rules of a host or of the nearest domain above it; ``None`` without any."""
    by_host = {site.host: site.rules for site in sites}
    labels = host.lower().rstrip(".").split(".")
    above = (".".join(labels[start:]) for start in range(len(labels)))
    return next((by_host[name] for name in above if name in by_host), None)


def _read_site(name: str, table: object, problems: Problems) -> Site:
    place = f"site {show(name)}"
    if not isinstance(table, dict) or any(isinstance(value, dict) for value in table.values()):
        problems.add(place, 'write the host in quotes, such as [site."example.com"]')
        return Site(host=name, rules=SiteRules(id=name))
    try:
        host = values.host(name)
    except BadValueError as error:
        problems.add(place, f"the name {error}")
        host = name
    attributes = read_table(table, _SITE_KEYS, place, problems)
    tests = attributes.pop("tests", ())
    return Site(host=host, rules=SiteRules(id=host, **attributes), tests=tests)


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
    "author": Key(attribute="author", read=values.selector),
    "body": Key(attribute="body", read=values.selector),
    "date": Key(attribute="date", read=values.selector),
    "remove": Key(attribute="remove", read=values.many(values.selector)),
    "tests": Key(attribute="tests", read=_read_tests),
    "title": Key(attribute="title", read=values.selector),
}
_TEST_KEYS: Mapping[str, Key] = {
    "must_contain": Key(attribute="must_contain", read=values.many(values.text)),
    "must_not_contain": Key(attribute="must_not_contain", read=values.many(values.text)),
    "url": Key(attribute="url", read=values.http_url),
}
