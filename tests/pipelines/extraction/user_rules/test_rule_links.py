from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.extraction.user_rules.rule_links import MAX_TAGS, find_next_page, find_single_page
from pipelines.extraction.user_rules.rules import MAX_DEPTH
from pipelines.items import LinkRule, Page, SiteRules, SourceHints

URL = "https://gazette.example/politics/1"
MARKUP = """<html><head><link rel="next" href="?p=2"></head><body><p>Text</p>
<a class="here" href="/politics/1#top">1</a> <a class="next" href="/politics/1?p=2"> 2</a>
<a class="away" href="https://other.example/2">2</a> <a class="js" href="javascript:next()">2</a>
<a class="broken" href="https://[2">2</a> <span data-next="/politics/1/2">2</span></body></html>"""
NEXT = f"{URL}?p=2"


def page(*links: LinkRule, markup: str = MARKUP) -> Page:
    rules = SiteRules(id="r", next_page=links, single_page=links)
    return Page(
        url=URL,
        url_requested=URL,
        body=markup.encode(),
        fetched_at=datetime(2025, 2, 3, tzinfo=UTC),
        hints=SourceHints(rules=rules),
    )


def link(selector: str, if_page_contains: str | None = None) -> LinkRule:
    return LinkRule(selector=selector, if_page_contains=if_page_contains)


FOUND: dict[str, tuple[LinkRule, ...]] = {
    "element": (link("a.next"),),
    "element of the head": (link("link[rel=next]"),),
    "attribute": (link("//a[@class='next']/@href"),),
    "made address": (link(f"xpath:concat('{URL}', '?p=', count(//p) + 1)"),),
    "second rule": (link(".none"), link("a.next")),
    "condition that holds": (link("a.next", "//p"),),
    "second match, as the first is the page itself": (link("//a[@class='here' or @class='next']"),),
}
NOT_FOUND: dict[str, tuple[LinkRule, ...]] = {
    "no rule": (),
    "nothing matches": (link(".none"),),
    "the page itself": (link("a.here"),),
    "another site": (link("a.away"),),
    "a script": (link("a.js"),),
    "no address": (link("a.broken"),),
    "an element that is no link": (link("span"),),
    "condition that does not hold": (link("a.next", "//table"),),
}


@pytest.mark.parametrize("links", FOUND.values(), ids=FOUND)
def test_the_link_to_more_of_the_story_is_found(links: tuple[LinkRule, ...]) -> None:
    assert find_next_page(page(*links)) == NEXT
    assert find_single_page(page(*links)) == NEXT


@pytest.mark.parametrize("links", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_leads_nowhere_is_no_link(links: tuple[LinkRule, ...]) -> None:
    assert find_next_page(page(*links)) is None
    assert find_single_page(page(*links)) is None


def test_addresses_are_relative_to_the_base_of_the_page() -> None:
    markup = '<html><head><base href="/archive/"></head><body><a href="2">2</a></body></html>'
    assert find_next_page(page(link("a"), markup=markup)) == "https://gazette.example/archive/2"


def test_a_torn_address_is_no_link_to_the_base_of_the_page() -> None:
    markup = (
        '<html><head><base href="/archive/"></head><body><a href="https://[2">2</a></body></html>'
    )
    assert find_next_page(page(link("a"), markup=markup)) is None


def test_the_first_base_with_an_address_counts() -> None:
    bases = '<base target="_top"><base href="/archive/"><base href="/other/">'
    markup = f'<html><head>{bases}</head><body><a href="2">2</a></body></html>'
    assert find_next_page(page(link("a"), markup=markup)) == "https://gazette.example/archive/2"


def test_one_slash_behind_the_scheme_is_read_as_two() -> None:
    markup = '<html><body><a href="https:/gazette.example/2">2</a></body></html>'
    assert find_next_page(page(link("a"), markup=markup)) == "https://gazette.example/2"


def test_a_page_without_rules_or_without_markup_has_no_link() -> None:
    plain = page(link("a"), markup="%PDF")
    assert find_next_page(plain) is None
    assert find_next_page(replace(page(link("a")), hints=SourceHints())) is None
    assert find_single_page(replace(page(link("a")), hints=SourceHints())) is None


COSTLY = {
    "nested without end": "<div>" * 2_000 + "<p>Text</p>" * 10_000,
    "nested too deep": "<div>" * (MAX_DEPTH + 1),
    "too many elements": "<p>Text" * (MAX_TAGS + 1),
}


@pytest.mark.parametrize("markup", COSTLY.values(), ids=COSTLY)
def test_no_link_is_looked_for_where_it_could_take_for_ever(markup: str) -> None:
    found = page(link("//div//div//a | //a"), markup=f"<a href='/2'>2</a>{markup}")
    assert find_next_page(found) is None


def test_links_of_large_pages_are_found() -> None:
    markup = "<div>" * 100 + "<p>Text" * 20_000 + "<a href='/2'>2</a>"
    assert find_next_page(page(link("//div//div//a"), markup=markup)) == "https://gazette.example/2"
