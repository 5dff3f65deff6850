import pytest

from crawler.discovery.autodiscovery import find_feeds
from crawler.discovery.html_trees import parse_html

_URL = "https://a.example/news/"


def _found(markup: str) -> list[str]:
    return [feed.url for feed in find_feeds(parse_html(markup.encode(), "text/html"), _URL)]


@pytest.mark.parametrize(
    ("markup", "urls"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="rss">',
            ["https://a.example/news/rss"],
            id="RSS",
        ),
        pytest.param(
            '<base href="/b/"><link rel="Alternate" '
            'type="application/atom+xml; charset=utf-8" href="x">',
            ["https://a.example/b/x"],
            id="base and parameter",
        ),
        pytest.param(
            '<link rel="alternate" type="application/feed+json" href="/f.json">',
            ["https://a.example/f.json"],
            id="JSON Feed",
        ),
        pytest.param(
            '<link rel="alternate" type="application/json" href="/wp-json/posts/1">',
            [],
            id="an API",
        ),
        pytest.param('<link rel="alternate" hreflang="de" href="/de/">', [], id="translation"),
        pytest.param(
            '<link rel="stylesheet" type="application/rss+xml" href="/rss">',
            [],
            id="other relation",
        ),
        pytest.param('<a href="/rss.xml">RSS</a>', ["https://a.example/rss.xml"], id="guess"),
        pytest.param('<a href="/feed/">Feed</a>', ["https://a.example/feed/"], id="guessed folder"),
        pytest.param('<a href="/feeding-birds">Feeding birds</a>', [], id="similar word"),
        pytest.param('<a href="mailto:rss@a.example">x</a>', [], id="no web address"),
        pytest.param(
            f'<link rel="alternate" type="application/rss+xml" href="{_URL}">', [], id="itself"
        ),
    ],
)
def test_feeds_of_a_page_are_found(markup: str, urls: list[str]) -> None:
    assert _found(markup) == urls


def test_guesses_come_after_declared_feeds_and_comments_last() -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    assert _found(
        f'<link {kind} href="/comments/feed" title="Comments"><link {kind} href="/main">'
        '<a href="/rss.xml">RSS</a><a href="/main">again</a>'
    ) == [
        "https://a.example/main",
        "https://a.example/rss.xml",
        "https://a.example/comments/feed",
    ]


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("https://a.example/category/sport/", "/category/sport/feed/"),
        ("https://a.example/sport.html", "/category/sport/feed/"),
        ("https://a.example/", "/feed/"),
        ("https://a.example/category/culture/", "/feed/"),
    ],
)
def test_the_feed_of_a_section_page_comes_before_that_of_the_site(page: str, first: str) -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    markup = (
        f'<link {kind} href="/feed/"><link {kind} href="/podcast/sport.xml">'
        f'<link {kind} href="/category/sport/feed/">'
    )
    found = find_feeds(parse_html(markup.encode(), "text/html"), page)
    assert found[0].url == f"https://a.example{first}"
    assert found[-1].url == "https://a.example/podcast/sport.xml"
