import pytest

from crawler.configuration.site_rules import (
    Site,
    SiteTest,
    find_rules,
    find_user_agent,
    names_above,
    read_sites,
)
from crawler.configuration.tables import Problems
from pipelines.items import LinkRule, SiteRules

SITES = (
    Site(host="example.com", rules=SiteRules(id="example.com")),
    Site(host="live.example.com", rules=SiteRules(id="live.example.com")),
    Site(host=".blogs.example", rules=SiteRules(id=".blogs.example")),
    Site(host=".example.net", rules=SiteRules(id=".example.net")),
    Site(host="example.net", rules=SiteRules(id="example.net")),
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", "example.com"),
        ("WWW.Example.com.", "example.com"),
        ("a.live.example.com", "live.example.com"),
        ("www.live.example.com", "live.example.com"),
        ("notexample.com", None),
        ("blogs.example", None),
        ("a.b.blogs.example", ".blogs.example"),
        ("www.example.net", "example.net"),
        ("a.example.net", ".example.net"),
        ("com", None),
        ("", None),
    ],
)
def test_rules_hold_for_the_host_and_below(host: str, expected: str | None) -> None:
    rules = find_rules(SITES, host)
    assert (rules.id if rules else None) == expected


def test_names_above_a_host_end_with_its_last_label() -> None:
    assert list(names_above("www.a.example.com")) == [
        "a.example.com",
        ".example.com",
        "example.com",
        ".com",
        "com",
    ]


def test_every_rule_of_a_site_may_be_a_list() -> None:
    problems = Problems("f.toml")
    table = {
        "body": ["div", "main"],
        "next_page": "a[rel=next]",
        "single_page": ["//a[1]", "xpath:concat('/print/', //article/@id)"],
    }
    (site,) = read_sites({"www.E.example": table}, problems)
    assert site.host == "e.example"
    assert site.rules == SiteRules(
        id="e.example",
        body=("div", "main"),
        next_page=(LinkRule(selector="a[rel=next]"),),
        single_page=(
            LinkRule(selector="//a[1]"),
            LinkRule(selector="xpath:concat('/print/', //article/@id)"),
        ),
    )
    assert problems.lines == ()


def test_site_is_read_with_its_tests() -> None:
    problems = Problems("f.toml")
    table = {"body": "div", "remove": "aside", "tests": [{"url": "https://e.example/1"}]}
    assert read_sites({"E.example": table}, problems) == (
        Site(
            host="e.example",
            rules=SiteRules(id="e.example", body=("div",), remove=("aside",)),
            tests=(SiteTest(url="https://e.example/1"),),
        ),
    )
    assert problems.lines == ()


WRONG: dict[str, tuple[object, str]] = {
    "no table": ([], '[site."example.com"]'),
    "host without quotes": ({"e": {"example": {}}}, "in quotes"),
    "site as text": ({"e.example": "div"}, "in quotes"),
    "host with scheme": ({"https://e.example": {}}, "without scheme"),
    "unknown key": ({"e.example": {"boddy": "div"}}, 'did you mean "body"?'),
    "host twice": ({"e.example": {}, "www.e.example": {}}, "stands twice"),
    "selector that fails": ({"e.example": {"title": "//p[nope()]"}}, "no selector"),
    "broken selector": ({"e.example": {"body": "div["}}, "no selector"),
    "tests as text": ({"e.example": {"tests": "x"}}, "list of tables"),
    "test without a list": (
        {"e.example": {"tests": {"url": "https://e.example/"}}},
        "must be a list of tables",
    ),
    "selector as a table": ({"e.example": {"body": {"css": "div"}}}, "must be a text in quotes"),
    "test without url": ({"e.example": {"tests": [{}]}}, "test 1: url is missing"),
    "unknown key of a test": (
        {"e.example": {"tests": [{"url": "https://e.example/", "must_contian": "a"}]}},
        'did you mean "must_contain"?',
    ),
}


@pytest.mark.parametrize(("tables", "message"), WRONG.values(), ids=WRONG)
def test_wrong_sites_are_noted(tables: object, message: str) -> None:
    problems = Problems("f.toml")
    read_sites(tables, problems)
    assert any(message in line for line in problems.lines)


def test_a_site_may_be_told_another_name_without_rules_of_its_own() -> None:
    tables = {
        "example.com": {"title": "h1"},
        "live.example.com": {"user_agent": "Reader/1"},
    }
    sites = read_sites(tables, Problems("sources.toml"))
    assert find_user_agent(sites, "www.live.example.com") == "Reader/1"
    assert find_user_agent(sites, "example.com") is None
    rules = find_rules(sites, "live.example.com")
    assert rules is not None
    assert rules.id == "example.com"
