import pytest
from lxml.html import HtmlElement

from pipelines.extraction.headline.headline_elements import named_headlines, nearest_headline
from pipelines.extraction.tree.markup import parse

TITLE = "Bridge opens at Lowmere"
URL = "https://blog.lowmere.example/bridge"


def texts_of_headlines(body: str) -> list[str]:
    tree = parse(f"<html><body>{body}</body></html>")
    return [text for _, text in named_headlines(tree.iter("h1"), URL)]


def nearest(body: str, window_title: str) -> HtmlElement | None:
    tree = parse(f"<html><body>{body}</body></html>")
    return nearest_headline(tree, named_headlines(tree.iter("h1"), URL), window_title, URL)


LOGOS = {
    "home": '<h1><a href="/">Lowmere Post</a></h1>',
    "home with its host": '<h1><a href="https://www.lowmere.example/">Lowmere Post</a></h1>',
    "second link": (
        '<h1><a href="https://lowmere.example"><img></a>'
        '<a href="https://lowmere.example"> Lowmere Post</a></h1>'
    ),
    "link around it": '<a href="http://blog.lowmere.example"><h1>Lowmere Post</h1></a>',
}


@pytest.mark.parametrize("logo", LOGOS.values(), ids=LOGOS)
def test_the_logo_of_the_site_is_no_headline(logo: str) -> None:
    assert texts_of_headlines(f"{logo}<h1>{TITLE}</h1>") == [TITLE]


LINKED_HEADLINES = {
    "its own page": f'<a href="https://blog.lowmere.example/bridge">{TITLE}</a>',
    "its own page by a query": f'<a href="https://blog.lowmere.example/?p=12">{TITLE}</a>',
    "the site it is about": f'<a href="https://bridge.example/">{TITLE}</a>',
    "home in the midst": 'Bridge opens at <a href="https://lowmere.example/">Lowmere</a>',
    "no address": f'<a href="https://[lowmere/">{TITLE}</a>',
}


@pytest.mark.parametrize("headline", LINKED_HEADLINES.values(), ids=LINKED_HEADLINES)
def test_a_headline_may_be_a_link(headline: str) -> None:
    assert texts_of_headlines(f"<h1>{headline}</h1>") == [TITLE]


TOLD_BY_THE_TITLE = {
    "heading with its words": (f"<h1>The Lantern</h1><h1>{TITLE}</h1>", f"{TITLE} - Post", TITLE),
    "only heading": ("<h1>The ferry</h1><h2>Old</h2>", TITLE, "The ferry"),
    "lower heading where the first is a logo": (
        f"<h1>The Lantern</h1><h2>{TITLE}</h2>",
        f"{TITLE} - Post",
        TITLE,
    ),
    "lower heading of two words that are a whole part of the title": (
        "<h1>The Lantern of the coast</h1><h2>Old</h2><h2>Bridge opens</h2>",
        "Bridge opens › The Lantern | News of all who live here and there",
        "Bridge opens",
    ),
    "short text for want of headings": (
        f"<p>{TITLE} today</p><p>Text</p>",
        TITLE,
        f"{TITLE} today",
    ),
    "short text without spaces between words": (
        "<div>目录</div><div>市议会批准修建新桥！</div>",
        "市议会批准修建新桥！",
        "市议会批准修建新桥！",
    ),
}


@pytest.mark.parametrize(
    ("body", "window_title", "headline"), TOLD_BY_THE_TITLE.values(), ids=TOLD_BY_THE_TITLE
)
def test_the_headline_is_nearest_to_the_window_title(
    body: str, window_title: str, headline: str
) -> None:
    found = nearest(body, window_title)
    assert found is not None
    assert found.text == headline


def test_page_without_any_text_like_its_title_has_no_headline() -> None:
    assert nearest("<div><p>Ferry</p><p>By Ada Long</p></div>", f"{TITLE} - Post") is None
