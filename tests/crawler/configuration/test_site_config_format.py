import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.configuration.site_config_format import (
    IGNORED_DIRECTIVES,
    Note,
    SiteConfig,
    parse_site_config,
)
from crawler.configuration.site_rules import SiteTest
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.user_rules.selectors import matches, remove_elements
from pipelines.items import LinkRule, SiteRules

WHOLE = """\
# The Gazette
title: //h1[@class='head']
title: //meta[@property='og:title']/@content
author: substring-after(//p[@class='by'], 'By ')
date: //time/@datetime
body: //div[@id='story'] | //div[@id='more']
body://main

strip: //aside
strip: //div[contains(@class, 'promo')]
strip_id_or_class: 'share'
strip_image_src: /pixel
find_string: <amp-img
replace_string: <img
replace_string(<br><br>): </p><p>
replace_string(<a href="https://x.example">): <a>
replace_string(<hr>):
single_page_link: concat('https://gazette.example/print/', //article/@id)
if_page_contains: //a[@class='print']
next_page_link: //a[@rel='next']
prune: no
http_header(Cookie): a=b; c=d
test_url: https://gazette.example/1
test_contains: The ferry is back
test_contains: since Monday: a first
test_url: https://gazette.example/2
"""


def parse_lines(*lines: str) -> SiteConfig:
    return parse_site_config("\n".join(lines), "e.example.txt")


def notes(config: SiteConfig) -> list[tuple[int, str, str]]:
    return [(note.line, note.directive, note.kind) for note in config.notes]


def test_a_whole_file_becomes_rules() -> None:
    assert parse_site_config(WHOLE, "gazette.example.txt").rules == SiteRules(
        id="gazette.example.txt",
        body=("//div[@id='story'] | //div[@id='more']", "//main"),
        title=("//h1[@class='head']", "//meta[@property='og:title']/@content"),
        author=("xpath:substring-after(//p[@class='by'], 'By ')",),
        date=("//time/@datetime",),
        remove=(
            "//aside",
            "//div[contains(@class, 'promo')]",
            "//*[contains(@class, 'share') or contains(@id, 'share')]",
            "//img[contains(@src, '/pixel')]",
        ),
        replacements=(
            ("<amp-img", "<img"),
            ("<br><br>", "</p><p>"),
            ('<a href="https://x.example">', "<a>"),
            ("<hr>", ""),
        ),
        next_page=(LinkRule(selector="//a[@rel='next']"),),
        single_page=(
            LinkRule(
                selector="xpath:concat('https://gazette.example/print/', //article/@id)",
                if_page_contains="//a[@class='print']",
            ),
        ),
    )


def test_texts_belong_to_the_test_url_above_them() -> None:
    assert parse_site_config(WHOLE, "gazette.example.txt").tests == (
        SiteTest(
            url="https://gazette.example/1",
            must_contain=("The ferry is back", "since Monday: a first"),
        ),
        SiteTest(url="https://gazette.example/2"),
    )


def test_what_has_no_effect_is_noted_with_its_line() -> None:
    config = parse_site_config(WHOLE, "gazette.example.txt")
    assert notes(config) == [(21, "prune", "ignored"), (22, "http_header", "ignored")]


def test_every_ignored_directive_is_taken_as_known() -> None:
    config = parse_lines(*(f"{name}: yes" for name in sorted(IGNORED_DIRECTIVES)))
    assert {note.kind for note in config.notes} == {"ignored"}
    assert len(config.notes) == len(IGNORED_DIRECTIVES)


def test_what_does_the_same_here_is_named() -> None:
    (note,) = parse_lines("http_header(User-Agent): Reader/1").notes
    assert note.message.startswith("known, without effect here; what does it is user_agent under")


FAULTS: dict[str, tuple[str, str, str]] = {
    "broken XPath": ("body: //div[", "broken", "cannot be read"),
    "unknown function": ("title: lower-case(//h1)", "broken", "fails"),
    "unknown directive": ("boddy: //div", "unknown", 'did you mean "body"?'),
    "no colon": ("just words", "unknown", 'write "name: value"'),
    "no value": ("body:", "broken", "no value"),
    "only quotes": ("strip_id_or_class: ''", "broken", "only quotes"),
    "text before its url": ("test_contains: ferry", "broken", "above every test_url"),
    "test url that is none": ("test_url: gazette", "broken", "must begin with http"),
    "half a replacement": ("find_string: <b>", "broken", "write one for each"),
    "broken condition": ("if_page_contains: //a[", "broken", "cannot be read"),
}


@pytest.mark.parametrize(("line", "kind", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_costs_its_line_alone(line: str, kind: str, message: str) -> None:
    config = parse_lines("title: //h1", line, "body: //main")
    assert [note.kind for note in config.notes] == [kind]
    assert message in config.notes[0].message
    assert config.notes[0].line == 2
    assert config.rules == SiteRules(id="e.example.txt", title=("//h1",), body=("//main",))


def test_the_line_of_a_fault_is_counted_with_comments_and_empty_lines() -> None:
    config = parse_lines("# one", "", "nonsense: x")
    assert config.notes == (
        Note(line=3, directive="nonsense", kind="unknown", message="unknown directive"),
    )


def test_a_condition_above_every_link_belongs_to_the_first() -> None:
    config = parse_lines("if_page_contains: //i", "next_page_link: //a", "next_page_link: //b")
    assert config.rules.next_page == (
        LinkRule(selector="//a", if_page_contains="//i"),
        LinkRule(selector="//b"),
    )


def test_ids_and_classes_are_found_by_a_part_of_their_name() -> None:
    config = parse_lines("strip_id_or_class: share")
    tree = parse("<body><p class='x share-bar'>a</p><p id='shares'>b</p><p>c</p></body>")
    remove_elements(tree, config.rules.remove)
    assert tree.text_content() == "c"
    assert not matches(tree, config.rules.remove[0])


directives = st.sampled_from([*sorted(IGNORED_DIRECTIVES), "body", "strip", "test_url", "title"])
lines = st.one_of(
    st.text(),
    st.builds("{}: {}".format, directives, st.text()),
    st.builds("replace_string({}): {}".format, st.text(), st.text()),
    st.sampled_from(["find_string: a", "replace_string: b", "if_page_contains: //a"]),
    st.sampled_from(["next_page_link: //a", "strip_id_or_class: '", "test_contains: a"]),
)


@settings(max_examples=200)
@given(st.lists(lines, max_size=12).map("\n".join))
def test_any_text_gives_rules_that_can_be_used(text: str) -> None:
    config = parse_site_config(text, "e.example.txt")
    rules = config.rules
    tree = parse("<body><p class='a'>a</p></body>")
    for selector in (*rules.body, *rules.title, *rules.remove):
        matches(tree, selector)
    assert all(find for find, _ in rules.replacements)
    assert all(1 <= note.line <= text.count("\n") + 1 for note in config.notes)
