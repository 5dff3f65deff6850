import pytest
from hypothesis import given, settings

from pipelines.extraction.metadata.article_head import ArticleHead, read_article_head
from pipelines.extraction.tree.markup import parse
from pipelines.items import Candidate
from tests.strategies import html_pages

TITLE = "Bridge opens at Lowmere"
STAMP = '<time datetime="2025-02-03T09:00">Monday</time>'


def head_of(body: str) -> ArticleHead:
    tree = parse(f"<html><body>{body}</body></html>")
    return read_article_head(
        tree, tree.iter("h1"), f"{TITLE} - Post", page_url="https://blog.lowmere.example/bridge"
    )


def near(markup: str) -> ArticleHead:
    return head_of(f"<header><h1>{TITLE}</h1>{markup}</header><p>Text</p>")


OWN_DATES = {
    "time element": (STAMP, "2025-02-03T09:00", "time"),
    "time element without attribute": ("<time>3 Feb 2025</time>", "3 Feb 2025", "time"),
    "itemprop": ('<i itemprop="datePublished" content="2025-02-03">x</i>', "2025-02-03", "time"),
    "element of an own making": (
        '<relative-time datetime="2025-02-03T09:00">2 days ago</relative-time>',
        "2025-02-03T09:00",
        "text",
    ),
    "words that count back": (
        '<span class="post-date" title="2025-02-03">2 days ago</span>',
        "2025-02-03",
        "text",
    ),
    "named date": ('<span class="post-date">03.02.2025 23:36</span>', "03.02.2025 23:36", "text"),
}

FOREIGN_DATES = {
    "side column": f"<aside>{STAMP}</aside>",
    "related list": f'<ul class="related-stories"><li>{STAMP}</li></ul>',
    "card": f'<div class="card"><a href="/x">{STAMP}</a></div>',
    "list of stories without telling names": "".join(
        f'<div class="i"><a href="/{n}">Ferry {n}</a><time>2{n}.02.2025 23:36</time></div>'
        for n in range(2)
    ),
    "footer": f"<footer>{STAMP}</footer>",
    "no number": "<time>today</time>",
    "reading time": '<span class="time">5 min read</span>',
    "far below": "<p>Text</p>" * 200 + STAMP,
}


@pytest.mark.parametrize(("markup", "value", "source"), OWN_DATES.values(), ids=OWN_DATES.keys())
def test_stamps_at_the_headline_belong_to_the_article(markup: str, value: str, source: str) -> None:
    assert near(markup).dates_published == (Candidate(value=value, source=source),)


@pytest.mark.parametrize("markup", FOREIGN_DATES.values(), ids=FOREIGN_DATES.keys())
def test_other_stamps_do_not(markup: str) -> None:
    head = near(markup)
    assert head.dates_published == head.dates_modified == ()


MODIFIED = {
    "class of the element": '<time class="updated" datetime="2025-02-04">x</time>',
    "class of the parent": '<p class="date-modified"><time>2025-02-04</time></p>',
    "word in front": "<p>Updated: <time>2025-02-04</time></p>",
    "word inside": "<time>Aktualisiert 2025-02-04</time>",
    "itemprop": '<i itemprop="dateModified" content="2025-02-04">x</i>',
}


@pytest.mark.parametrize("markup", MODIFIED.values(), ids=MODIFIED.keys())
def test_stamps_of_a_change_stand_apart(markup: str) -> None:
    head = near(f"{STAMP}{markup}")
    assert [item.value for item in head.dates_published] == ["2025-02-03T09:00"]
    assert len(head.dates_modified) == 1
    assert "2025-02-04" in head.dates_modified[0].value


def test_without_any_headline_only_marked_stamps_count() -> None:
    marked = '<span itemprop="datePublished">2025-02-03</span>'
    assert [item.value for item in head_of(f"{STAMP}{marked}").dates_published] == ["2025-02-03"]


AUTHORS = {
    "rel": '<a rel="author" href="/ada">Ada Long</a>',
    "itemprop": '<p itemprop="author"><span itemprop="name">Ada Long</span>, Reporter</p>',
    "by-line class": '<p class="byline">Ada Long</p>',
    "links in a by-line": '<div class="article-author">By <a href="/a">Ada Long</a></div>',
    "by-line without a class": "<p>By <b>Ada Long</b></p>",
}


@pytest.mark.parametrize("markup", AUTHORS.values(), ids=AUTHORS.keys())
def test_bylines_at_the_headline_are_found(markup: str) -> None:
    assert near(markup).authors[0].value.removeprefix("By ") == "Ada Long"


def test_bylines_of_other_stories_are_not() -> None:
    assert near('<div class="related"><p class="byline">By Ben Short</p></div>').authors == ()


def test_a_lower_heading_counts_when_the_first_is_a_logo() -> None:
    far = "<p>Text</p>" * 150
    head = head_of(f"<h1>The Lantern</h1>{far}<h2>{TITLE}</h2>{STAMP}")
    assert [item.value for item in head.dates_published] == ["2025-02-03T09:00"]


@settings(max_examples=60)
@given(html_pages())
def test_any_markup_gives_values_that_are_not_empty(page: str) -> None:
    tree = parse(page)
    head = read_article_head(tree, tree.iter("h1"), "T")
    found = (*head.headlines, *head.authors, *head.dates_published, *head.dates_modified)
    assert all(item.value.strip() for item in found)


def test_short_text_like_the_title_stands_in_for_a_missing_heading() -> None:
    tree = parse(f"<body><div><p>{TITLE} today</p><p>By Ada Long</p></div></body>")
    head = read_article_head(tree, (), f"{TITLE} - Post")
    assert [item.value for item in head.authors] == ["Ada Long"]


def test_page_without_any_text_like_its_title_has_no_head() -> None:
    tree = parse("<body><div><p>Ferry</p><p>By Ada Long</p></div></body>")
    head = read_article_head(tree, (), f"{TITLE} - Post")
    assert head.authors == ()
    assert head.headline is None


def test_organisation_that_signs_at_the_headline_is_told() -> None:
    assert [item.value for item in near("<p>By Quay Desk</p>").organisations] == ["Quay Desk"]


def test_stamps_right_at_the_headline_are_shown() -> None:
    shown = near("<p>3 February 2025</p>").dates_shown
    assert [item.value for item in shown.published] == ["3 February 2025"]
