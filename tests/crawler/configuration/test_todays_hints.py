from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.configuration.site_rules import Site
from crawler.configuration.sources import Configuration, Source
from crawler.configuration.todays_hints import TodaysHints
from crawler.readers.html_files import read_html_file
from pipelines.items import Page, SiteRules, SourceHints

RULES = SiteRules(id="gazette.example", title=("//h2",))
TODAY = TodaysHints(
    Configuration(
        sources=(Source(id="gazette", url="https://gazette.example/", language="de"),),
        sites=(Site(host="gazette.example", rules=RULES),),
    )
)
PAGE = Page(
    url="https://elsewhere.example/story",
    url_requested="https://gazette.example/story",
    body=b"",
    fetched_at=datetime(2025, 11, 20, tzinfo=UTC),
    hints=SourceHints(source_id="gazette", source_type="feed", language="en", publisher="Old"),
)


def test_todays_source_and_rules_count() -> None:
    hints = TODAY.given_to(PAGE).hints
    assert hints == replace(PAGE.hints, language="de", publisher=None, rules=RULES)


def test_rules_of_the_host_that_was_reached_go_before_those_of_the_one_that_was_asked() -> None:
    page = replace(PAGE, url="https://gazette.example/", url_requested="https://feeds.example/1")
    assert TODAY.given_to(page).hints.rules == RULES
    own = SiteRules(id="feeds.example", title=("//h3",))
    both = Configuration(
        sites=(Site(host="gazette.example", rules=RULES), Site(host="feeds.example", rules=own))
    )
    assert TodaysHints(both).given_to(page).hints.rules == RULES


def test_a_source_that_is_gone_is_known_by_what_was_archived() -> None:
    page = replace(PAGE, hints=replace(PAGE.hints, source_id="gone"))
    assert TODAY.given_to(page).hints == replace(page.hints, rules=RULES)


def test_saved_pages_of_no_source_only_get_rules() -> None:
    hints = SourceHints(source_id="gazette", source_type="archive")
    page = replace(PAGE, url_requested="https://other.example/", hints=hints)
    assert TODAY.given_to(page) == page


def test_a_saved_file_gets_the_rules_of_the_address_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_text("<link rel='canonical' href='https://www.gazette.example/story'><p>Text</p>")
    page = read_html_file(path)
    assert TODAY.given_to(page) == replace(page, hints=replace(page.hints, rules=RULES))
    assert TodaysHints(Configuration()).given_to(page) == page
    path.write_text("<p>Text</p>")
    nameless = read_html_file(path)
    assert TODAY.given_to(nameless) == nameless
