"""The tests that stand beside a user's rules, run on saved pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from crawler.configuration.site_configs import read_files_of, read_folder
from crawler.configuration.site_rules import SiteTest, without_www
from crawler.configuration.sources import Configuration
from crawler.story_pages import StoryPages
from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.items import Page, SiteRules
from pipelines.normalization import clean_text
from pipelines.urls import canonicalize_url

Outcome = Literal["pass", "fail", "no saved page"]
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """One test with the rules it is for."""

    rules: SiteRules
    test: SiteTest
    is_of_folder: bool = False
    """It stands in a folder of site config files, not in the configuration itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTestResult:
    """What came of one test."""

    tested: RuleTest
    outcome: Outcome
    detail: str = ""
    """Why it failed, or which rules did not match although it passed."""


def collect_tests(configuration: Configuration, host: str | None = None) -> tuple[RuleTest, ...]:
    """Return the tests of all rules, or of those that stand under the name of one host."""
    own = (
        RuleTest(rules=site.rules, test=test)
        for site in configuration.sites
        if host is None or site.host.removeprefix(".") == without_www(host.removeprefix("."))
        for test in site.tests
    )
    return (*own, *_tests_of_folders(configuration, host))


def run_tests(tests: Iterable[RuleTest], pages: Iterable[Page]) -> tuple[RuleTestResult, ...]:
    """Return the results in the order of the tests.

    Pages are found by their address; scheme, ``www.`` and a slash at the end make no difference.
    Of a story over several pages those that were saved are joined.
    """
    wanted = tuple(tests)
    saved: dict[str, Page] = {}
    tested = {_key(test.test.url) for test in wanted}
    followed = {_host(test.test.url) for test in wanted if _has_links(test.rules)}
    for page in pages:
        for url in (page.url_requested, page.url):
            # An archive may be larger than memory: only what may be asked for is kept.
            if _key(url) in tested or _host(url) in followed:
                saved.setdefault(_key(url), page)
    return tuple(_run(test, saved) for test in wanted)


def _tests_of_folders(configuration: Configuration, host: str | None) -> Iterator[RuleTest]:
    for folder in configuration.site_config_folders:
        for file in read_folder(folder) if host is None else read_files_of(folder, host):
            for test in file.config.tests:
                yield RuleTest(rules=file.config.rules, test=test, is_of_folder=True)


def _run(tested: RuleTest, saved: Mapping[str, Page]) -> RuleTestResult:
    page = saved.get(_key(tested.test.url))
    if page is None:
        return RuleTestResult(tested=tested, outcome="no saved page")
    hints = replace(page.hints, rules=tested.rules)
    try:
        article = build_article(_whole(replace(page, hints=hints), saved))
    except PageError as error:
        return RuleTestResult(
            tested=tested, outcome="fail", detail=f"{error.reason}: {error.message}"
        )
    missed = [flag for flag in article.quality_flags if flag.endswith("-rule-not-matched")]
    faults = _faults(tested.test, clean_text(article.text))
    has_failed = bool(faults) or "body-rule-not-matched" in missed
    return RuleTestResult(
        tested=tested,
        outcome="fail" if has_failed else "pass",
        detail="; ".join([*faults, *missed]),
    )


def _whole(first: Page, saved: Mapping[str, Page]) -> Page:
    story = StoryPages(first=first)
    while (url := story.next_url()) is not None:
        page = saved.get(_key(url))
        if page is None:
            story.miss()
        else:
            story.add(page)
    return story.whole()


def _has_links(rules: SiteRules) -> bool:
    return bool(rules.next_page or rules.single_page)


def _faults(test: SiteTest, text: str) -> list[str]:
    missing = [part for part in test.must_contain if clean_text(part) not in text]
    surplus = [part for part in test.must_not_contain if clean_text(part) in text]
    return [
        *(f"missing: {_shown(part)}" for part in missing),
        *(f"should not be there: {_shown(part)}" for part in surplus),
    ]


def _key(url: str) -> str:
    parts = _split(url)
    return f"{without_www(parts.netloc)}{parts.path.rstrip('/')}?{parts.query}"


def _host(url: str) -> str:
    return without_www(_split(url).netloc)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(canonicalize_url(url))
    except ValueError:
        return urlsplit("")


def _shown(text: str) -> str:
    return f'"{text}"' if len(text) <= _SHOWN_CHARS else f'"{text[: _SHOWN_CHARS - 1]}…"'
