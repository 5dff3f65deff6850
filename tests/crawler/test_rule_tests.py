from dataclasses import replace
from pathlib import Path

import pytest

from crawler.configuration.site_rules import Site, SiteTest
from crawler.configuration.sources import Configuration
from crawler.rule_tests import RuleTest, RuleTestResult, collect_tests, run_tests
from pipelines.items import LinkRule, Page, SiteRules
from tests.pipelines.page_examples import NOON, empty, story

URL = "https://gazette.example/crane"
RULES = SiteRules(id="gazette.example", body=("article",))
OTHER = SiteRules(id="gazette.example", body=("#gone",), title=("h2",))


def run_one(test: SiteTest, *pages: Page, rules: SiteRules = RULES) -> RuleTestResult:
    (result,) = run_tests([RuleTest(rules=rules, test=test)], pages)
    return result


def told(result: RuleTestResult) -> tuple[str, str]:
    return result.outcome, result.detail


def test_a_page_with_all_texts_passes() -> None:
    test = SiteTest(url=URL, must_contain=("harbour  crane", "number 3"), must_not_contain=("Ad",))
    assert told(run_one(test, story(), empty())) == ("pass", "")


def test_what_is_missing_and_what_should_not_be_there_is_told() -> None:
    test = SiteTest(url=URL, must_contain=("ferry", "crane"), must_not_contain=("the old",))
    assert told(run_one(test, story())) == (
        "fail",
        'missing: "ferry"; should not be there: "the old"',
    )


def test_a_body_rule_that_matches_nothing_fails_though_the_text_is_there() -> None:
    result = run_one(SiteTest(url=URL, must_contain=("crane",)), story(), rules=OTHER)
    assert told(result) == ("fail", "body-rule-not-matched; title-rule-not-matched")


def test_other_rules_that_match_nothing_are_only_told() -> None:
    rules = replace(RULES, title=("h2",))
    assert told(run_one(SiteTest(url=URL), story(), rules=rules)) == (
        "pass",
        "title-rule-not-matched",
    )


def test_a_page_that_gives_no_article_fails_with_the_reason() -> None:
    result = run_one(SiteTest(url="https://gazette.example/empty"), empty())
    assert result.outcome == "fail"
    assert result.detail.startswith("no-article-body: ")


def test_without_its_page_a_test_says_nothing() -> None:
    assert told(run_one(SiteTest(url=URL), empty())) == ("no saved page", "")
    assert told(run_one(SiteTest(url=URL), story("http://[/"))) == ("no saved page", "")


@pytest.mark.parametrize(
    "url",
    ["http://www.gazette.example/crane/", f"{URL}#top", f"{URL}?utm_source=feed"],
)
def test_a_page_is_found_under_another_form_of_its_address(url: str) -> None:
    assert run_one(SiteTest(url=url), story()).outcome == "pass"
    assert run_one(SiteTest(url=URL), story(url)).outcome == "pass"


def test_a_page_is_found_under_the_address_that_was_asked_for() -> None:
    moved = replace(story("https://gazette.example/2025/crane"), url_requested=URL)
    assert run_one(SiteTest(url=URL), moved).outcome == "pass"


def test_the_pages_of_a_story_are_joined_when_they_were_saved() -> None:
    link = b"<a class='next' href='/crane?p=2'>2</a></article>"
    first = replace(story(), body=story().body.replace(b"</article>", link))
    second = Page(
        url=f"{URL}?p=2",
        url_requested=f"{URL}?p=2",
        body=b"<html><body><article><p>The chain was made by a smith.</p></article></body></html>",
        fetched_at=NOON,
    )
    rules = replace(RULES, next_page=(LinkRule(selector="a.next"),))
    test = SiteTest(url=URL, must_contain=("by a smith",))
    assert run_one(test, second, first, rules=rules).outcome == "pass"
    assert run_one(test, first, rules=rules).outcome == "fail"


def configuration(folder: Path) -> Configuration:
    (folder / "gazette.example.txt").write_text(
        f"body: //article\ntest_url: {URL}\ntest_contains: crane\n", encoding="utf-8"
    )
    (folder / ".gazette.example.txt").write_text(
        "body: //article\ntest_url: https://live.gazette.example/\n", encoding="utf-8"
    )
    sites = tuple(
        Site(host=host, rules=SiteRules(id=host), tests=(SiteTest(url=f"https://{host}/"),))
        for host in ("gazette.example", "faro.example")
    )
    return Configuration(sites=sites, site_configs=(str(folder),))


def test_tests_are_those_of_the_file_and_then_of_the_folders(tmp_path: Path) -> None:
    found = collect_tests(configuration(tmp_path))
    assert [(test.rules.id, test.is_of_folder) for test in found] == [
        ("gazette.example", False),
        ("faro.example", False),
        (".gazette.example.txt", True),
        ("gazette.example.txt", True),
    ]


@pytest.mark.parametrize("host", ["gazette.example", "www.gazette.example", ".gazette.example"])
def test_tests_of_one_host_are_those_named_after_it(tmp_path: Path, host: str) -> None:
    found = collect_tests(configuration(tmp_path), host)
    assert [test.rules.id for test in found] == [
        "gazette.example",
        "gazette.example.txt",
        ".gazette.example.txt",
    ]
    assert collect_tests(configuration(tmp_path), "other.example") == ()
