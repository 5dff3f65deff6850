import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.tree.markup import parse
from pipelines.items import Candidate, Entry, Metadata, Page, SiteRules, SourceHints, SourceType
from tests.strategies import html_pages

URL = "https://post.example/news/bridge"


def page_of(entry: Entry | None = None, hints: SourceHints | None = None, **headers: str) -> Page:
    return Page(
        url=URL,
        url_requested=URL,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=b"",
        fetched_at=datetime(2025, 2, 3, tzinfo=UTC),
        entry=entry,
        hints=hints or SourceHints(),
    )


def read(head: str = "", body: str = "", page: Page | None = None) -> Metadata:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, page or page_of())


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def values(candidates: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return [(item.source, item.value) for item in candidates]


FIELDS: dict[str, tuple[str, str, str, list[tuple[str, str]]]] = {
    "titles": (
        "titles",
        "<title>Bridge – Post</title><meta property='og:title' content='The bridge'>"
        + json_ld(headline="Bridge opens"),
        "<h1>Bridge opens today</h1>",
        [
            ("jsonld", "Bridge opens"), ("og", "The bridge"),
            ("h1", "Bridge opens today"), ("html", "Bridge – Post"),
        ],
    ),
    "site names": (
        "site_names",
        "<meta property='og:site_name' content='Post'>" + json_ld(publisher={"name": "Post Ltd"}),
        "",
        [("og", "Post"), ("jsonld", "Post Ltd")],
    ),
    "site name in the title": (
        "title_names", "<title>Bridge opens - The Post</title>", "", [("title", "The Post")],
    ),
    "authors in their order": (
        "authors",
        "<meta name='author' content='Cy Hill'><meta name='parsely-author' content='Ada Long'>"
        + json_ld(author=[{"@type": "Person", "name": "Ben Short"}]),
        "<h1>Bridge</h1><a rel='author'>Dee Low</a>",
        [("parsely", "Ada Long"), ("jsonld", "Ben Short"), ("rel", "Dee Low"), ("meta", "Cy Hill")],
    ),
    "organisations are no authors": (
        "authors", json_ld(author={"@type": "Organization", "name": "Lowmere Wire"}), "", [],
    ),
    "published and modified stand apart": (
        "dates_published",
        "<meta property='article:published_time' content='2025-02-03'>"
        "<meta property='article:modified_time' content='2025-02-05'>"
        + json_ld(datePublished="2025-02-02", dateModified="2025-02-04"),
        "<h1>Bridge</h1><time>1 Feb 2025</time>",
        [("jsonld", "2025-02-02"), ("meta", "2025-02-03"), ("time", "1 Feb 2025")],
    ),
    "modified": (
        "dates_modified",
        "<meta property='og:updated_time' content='2025-02-05'>"
        + json_ld(dateModified="2025-02-04"),
        "",
        [("jsonld", "2025-02-04"), ("meta", "2025-02-05")],
    ),
    "canonical links become absolute": (
        "canonical_urls",
        "<link rel='canonical' href='/a'><meta property='og:url' content='b'>",
        "",
        [("link", "https://post.example/a"), ("og", "https://post.example/news/b")],
    ),
    "links refer to the base": (
        "canonical_urls",
        "<base href='/2026/'><link rel='canonical' href='bench'>",
        "",
        [("link", "https://post.example/2026/bench")],
    ),
    "one slash behind the scheme is read as two": (
        "images", "<meta property='og:image' content='https:/img.example/bench.jpg'>", "",
        [("meta", "https://img.example/bench.jpg")],
    ),
    "a space in an address is escaped": (
        "images", "<meta property='og:image' content=' /img/old bench.jpg '>", "",
        [("meta", "https://post.example/img/old%20bench.jpg")],
    ),
    "a picture of the site is no image": (
        "images",
        "<meta property='og:image' content='/img/logo.png'>" + json_ld(image="/img/bench.jpg"),
        "",
        [("jsonld", "https://post.example/img/bench.jpg")],
    ),
    "a base that is no address": (
        "canonical_urls",
        "<base href='//['><link rel='canonical' href='bench'>",
        "",
        [("link", "https://post.example/news/bench")],
    ),
    "canonical links that a template left unfilled": (
        "canonical_urls",
        "<link rel='canonical' href='null'><link rel='canonical' href=' Undefined '>"
        "<link rel='canonical' href='{{url}}'><meta property='og:url' content='#'>"
        "<link rel='canonical' href='nullarbor'>",
        "",
        [("link", "https://post.example/news/nullarbor")],
    ),
    "tags": (
        "tags",
        "<meta name='tags' content='harbour, bridge'>" + json_ld(keywords=["tram", "quay"]),
        "",
        [("jsonld", "tram"), ("jsonld", "quay"), ("tags", "harbour"), ("tags", "bridge")],
    ),
    "sections": (
        "sections", "<meta property='article:section' content='Coast'>", "", [("meta", "Coast")],
    ),
    "images": (
        "images",
        "<meta property='og:image' content='/i.jpg'>" + json_ld(image={"url": "j.jpg"}),
        "",
        [("meta", "https://post.example/i.jpg"), ("jsonld", "https://post.example/news/j.jpg")],
    ),
    "descriptions": (
        "descriptions", "<meta name='description' content='A  day'>", "", [("meta", "A day")],
    ),
    "descriptions that were escaped twice": (
        "descriptions",
        "<meta name='description' content='Long&amp;nbsp;ago &amp;amp; far'>",
        "",
        [("meta", "Long ago & far")],
    ),
    "titles that were escaped twice": (
        "titles",
        "<meta property='og:title' content='Sheds &amp;amp; quays'>",
        "<h1>How to write &amp;amp;</h1>",
        [("og", "Sheds & quays"), ("h1", "How to write &amp;")],
    ),
    "descriptions of one word": (
        "descriptions",
        "<meta name='description' content='A day'>" + json_ld(description=0),
        "",
        [("meta", "A day")],
    ),
    "types": (
        "page_types",
        "<meta property='og:type' content='article'>" + json_ld(),
        "",
        [("jsonld", "NewsArticle"), ("og", "article"), ("jsonld-other", "NewsArticle")],
    ),
    "tags that are shown": (
        "tags", json_ld(author="Ada Long"),
        "<h1>Bridge</h1><p><a rel='tag' href='/a'>Ada Long</a> <a rel='tag' href='/q'>quay</a></p>",
        [("tag", "quay")],
    ),
    "sections that are shown": (
        "sections", "",
        "<nav class='breadcrumb'><a href='/'>Home</a><a href='/quay'>Quay</a></nav><h1>Bridge</h1>",
        [("breadcrumbs", "Quay")],
    ),
    "sections beside a word for none": (
        "sections", json_ld(articleSection="Uncategorized"),
        "<nav class='breadcrumb'><a href='/'>Home</a><a href='/quay'>Quay</a></nav><h1>Bridge</h1>",
        [("jsonld", "Uncategorized"), ("breadcrumbs", "Quay")],
    ),
    "sections that are declared": (
        "sections", json_ld(articleSection="Coast,Quay"),
        "<nav class='breadcrumb'><a href='/'>Home</a><a href='/news'>News</a></nav><h1>Bridge</h1>",
        [("jsonld", "Coast"), ("jsonld", "Quay")],
    ),
    "licenses": (
        "licenses",
        json_ld(license="https://cc.example/by"),
        "<a rel='license' href='https://cc.example/by-sa'>CC</a>",
        [("jsonld", "https://cc.example/by"), ("link", "https://cc.example/by-sa")],
    ),
    "addresses of licenses become absolute": (
        "licenses",
        "<base href='/2026/'><meta name='dcterms.license' content='//cc.example/by'>"
        + json_ld(license=["/terms", "CC BY 4.0"]),
        "<a rel='license' href=' '></a><a rel='license' href='imprint.html'>Imprint</a>",
        [
            ("jsonld", "https://post.example/terms"), ("jsonld", "CC BY 4.0"),
            ("meta", "https://cc.example/by"), ("link", "https://post.example/2026/imprint.html"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("field", "head", "body", "expected"), FIELDS.values(), ids=FIELDS.keys())
def test_fields_hold_their_candidates_best_first(
    field: str, head: str, body: str, expected: list[tuple[str, str]]
) -> None:
    assert values(getattr(read(head, body), field)) == expected


def test_languages_come_from_element_and_header() -> None:
    tree = parse('<html lang="en-GB"><body><p>a</p></body></html>')
    metadata = read_metadata(tree, page_of(content_language="en"))
    assert values(metadata.languages) == [("html", "en-GB"), ("header", "en")]


ENTRY_SOURCES: dict[SourceType, str] = {
    "feed": "feed", "sitemap": "sitemap", "listing": "listing", "url": "listing",
    "archive": "listing",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "source"), ENTRY_SOURCES.items())
def test_the_entry_of_the_source_gives_candidates_under_its_name(
    kind: SourceType, source: str
) -> None:
    entry = Entry(url=URL, title="Bridge", date_raw="3 Feb", authors=("Ada Long",), tags=("quay",))
    metadata = read(page=page_of(entry, SourceHints(source_type=kind)))
    assert values(metadata.titles) == [(source, "Bridge")]
    assert values(metadata.dates_published) == [(source, "3 Feb")]
    assert values(metadata.authors) == [("entry", "Ada Long")]
    assert values(metadata.tags) == [("entry", "quay")]


def test_what_another_source_lent_to_the_entry_stands_under_the_name_of_that() -> None:
    entry = Entry(
        url=URL,
        title="Bridge",
        date_raw="3 Feb",
        date_modified_raw="4 Feb",
        lent=(("date_raw", "feed"), ("date_modified_raw", "sitemap")),
    )
    metadata = read(page=page_of(entry, SourceHints(source_type="listing")))
    assert values(metadata.titles) == [("listing", "Bridge")]
    assert values(metadata.dates_published) == [("feed", "3 Feb")]
    assert values(metadata.dates_modified) == [("sitemap", "4 Feb")]


def test_rules_of_the_user_come_first() -> None:
    rules = SiteRules(id="r", title=("h2",), author=("b",), date=("//i/@title",))
    body = "<h2>Ruled</h2><b>By Ada Long</b><i title='2025-01-01'>x</i>"
    metadata = read(json_ld(headline="Other"), body, page_of(hints=SourceHints(rules=rules)))
    assert values(metadata.titles)[0] == ("rule", "Ruled")
    assert values(metadata.authors)[0] == ("rule", "Ada Long")
    assert values(metadata.dates_published)[0] == ("rule", "2025-01-01")


def test_a_title_rule_that_names_the_story_gives_no_headline() -> None:
    rules = SiteRules(id="r", title=("//div | //h2",))
    body = f"<div>{'The ferry is back. ' * 40}</div><h2>Ferry is back</h2>"
    metadata = read("", body, page_of(hints=SourceHints(rules=rules)))
    assert [item.value for item in metadata.titles if item.source == "rule"] == ["Ferry is back"]


BODIES = {
    "lines": ("One.\n\nTwo.", "One.\nTwo."),
    "markup": ("<p>One.</p><p>Two <b>bold</b>.</p>", "One.\nTwo bold."),
    "escaped markup": ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\nTwo."),
    "comparison": ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    "blank": (" \n ", None),
    "no text": (["One."], None),
}


@pytest.mark.parametrize(("value", "text"), BODIES.values(), ids=BODIES.keys())
def test_article_body_has_one_line_a_paragraph(value: object, text: str | None) -> None:
    assert read(json_ld(articleBody=value)).article_body == text


def test_a_page_that_says_nothing_has_no_candidates() -> None:
    assert read() == Metadata(page_url=URL)


SHOWN = {
    "lower heading": ("<h1>The Lantern</h1><h2>Bridge opens at Lowmere</h2>", True),
    "h1": ("<h1>Bridge opens at Lowmere</h1><h2>Bridge opens at Lowmere</h2>", False),
}


@pytest.mark.parametrize(("body", "is_shown"), SHOWN.values(), ids=SHOWN)
def test_headline_that_no_h1_shows_is_told(body: str, is_shown: bool) -> None:
    shown = read("<title>Bridge opens at Lowmere | Coast news</title>", body).shown_headline
    assert shown == ("Bridge opens at Lowmere" if is_shown else None)


@settings(max_examples=60)
@given(html_pages())
def test_any_markup_gives_clean_candidates_and_keeps_its_input(markup: str) -> None:
    tree = parse(markup)
    before = lxml_html.tostring(tree)
    metadata = read_metadata(tree, page_of())
    assert lxml_html.tostring(tree) == before
    assert all(item.value == item.value.strip() != "" for item in metadata.titles)
    assert {item.source for item in metadata.titles} <= {"h1", "html"}
    assert {item.source for item in metadata.dates_published} <= {"time", "text"}


def test_organisations_stand_apart_from_people_at_the_end() -> None:
    told = "<meta name='author' content='Lowmere News Agency'>" + json_ld(
        author=[{"@type": "Person", "name": "Ada Long"}]
    )
    assert values(read(told).authors) == [
        ("jsonld", "Ada Long"),
        ("organisation", "Lowmere News Agency"),
    ]


def test_blogger_may_be_person_and_organisation_at_once() -> None:
    told = json_ld(author={"@type": ["Person", "Organization"], "name": "Ada Long"})
    assert values(read(told).authors) == [("jsonld", "Ada Long")]


def test_labelled_card_names_the_author() -> None:
    told = (
        "<meta name='twitter:label1' content='Verfasst von'>"
        "<meta name='twitter:data1' content='Ada Long'>"
    )
    assert values(read(told).authors) == [("meta", "Ada Long")]


def test_lone_byline_counts_where_nobody_else_is_named() -> None:
    body = "<h1>Bridge</h1>" + "<p>Text</p>" * 300 + "<p>Written by Ada Long</p>"
    assert values(read("", body).authors) == [("byline", "Ada Long")]


DATED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "time of reading beside it": (
        "<p class='meta-date'><span>3 February 2025</span> <span>5 min read</span></p>",
        [("text", "3 February 2025")],
    ),
    "time of reading before the only stamp": (
        "<p class='time'>10 min to read</p><div><b>3 February 2025</b></div>",
        [("text", "3 February 2025"), ("text", "10 min to read")],
    ),
    "stamp of a change, once with its label": (
        "<p class='updated-date'>Updated 3 February 2025</p><div><b>3 February 2025</b></div>",
        [],
    ),
    "small column at the headline": (
        "<aside><p class='date'>3 February 2025</p></aside>",
        [("text", "3 February 2025")],
    ),
}


@pytest.mark.parametrize(("markup", "expected"), DATED.values(), ids=DATED)
def test_stamp_is_found_beside_what_is_none(markup: str, expected: list[tuple[str, str]]) -> None:
    assert values(read("", f"<h1>Bridge</h1>{markup}").dates_published) == expected
