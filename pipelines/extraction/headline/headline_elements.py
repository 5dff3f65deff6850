"""Which element of a page is the headline of its article."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction.headline.site_names import is_between_borders
from pipelines.extraction.tree.element_texts import text_of
from pipelines.normalization import count_words, folded_words, word_parts
from pipelines.urls import registered_domain

_MIN_SHARED = 0.3
_MIN_LOWER_SHARED = 0.6
_MIN_WHOLE_WORDS = 3
"""A headline of so many words that all stand in the window title is the one."""
_UNMARKED_TAGS = ("b", "div", "font", "h4", "p", "span", "strong", "td")


def named_headlines(
    elements: Iterable[HtmlElement], page_url: str
) -> list[tuple[HtmlElement, str]]:
    """Return the elements that hold the words of a headline, not only a logo, with their text."""
    return [(item, text) for item in elements if (text := _headline_text(item, page_url))]


def nearest_headline(
    tree: HtmlElement, headlines: list[tuple[HtmlElement, str]], window_title: str, page_url: str
) -> HtmlElement | None:
    """Return the headline element nearest to the words of the window title.

    A lower heading counts when no ``h1`` has to do with the title: on some pages that is the logo.
    """
    window = word_parts(window_title)

    def share(headline: tuple[HtmlElement, str]) -> float:
        own = word_parts(headline[1])
        if own <= window and len(own) >= _MIN_WHOLE_WORDS:
            return 1.0
        return len(own & window) / (len(own | window) or 1)

    best = max(headlines, key=share, default=None)
    if best is not None and share(best) >= _MIN_SHARED:
        return best[0]
    lower = named_headlines(tree.iter("h2", "h3"), page_url)
    other = max(lower, key=share, default=None)
    if other is not None and share(other) >= _MIN_LOWER_SHARED:
        return other[0]
    for item, text in lower:
        if len(folded_words(text)) > 1 and is_between_borders(text, window_title):
            return item
    return _unmarked_headline(tree, window) if best is None else best[0]


def _unmarked_headline(tree: HtmlElement, window: frozenset[str]) -> HtmlElement | None:
    """Return the first short text with most words of the window title, for want of headings."""
    for element in tree.iter(*_UNMARKED_TAGS):
        own = word_parts(element.text or "")
        is_long = len(own) > _MIN_WHOLE_WORDS or count_words(element.text or "") > _MIN_WHOLE_WORDS
        if is_long and len(own & window) / len(own | window) >= _MIN_LOWER_SHARED:
            return element
    return None


def _headline_text(element: HtmlElement, page_url: str) -> str:
    text = text_of(element)
    return "" if text and _is_home_link(element, text, page_url) else text


def _is_home_link(element: HtmlElement, text: str, page_url: str) -> bool:
    """Return whether a headline element only holds the site's logo."""
    links = list(element.iter("a"))
    parent = element.getparent()
    if not links and parent is not None and parent.tag == "a":
        links = [parent]
    if not links:
        return False
    if links[0].get("href", "").strip() in ("/", "#", ""):
        return True
    # A headline may hold a link to the site that it is about.
    return any(
        _is_home(link.get("href", "").strip(), page_url) and text in text_of(link) for link in links
    )


def _is_home(href: str, page_url: str) -> bool:
    """Return whether an absolute address is the first page of the site of a page."""
    if not href.startswith(("http://", "https://")):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    is_first = parts.path in ("", "/") and not parts.query
    return is_first and registered_domain(href) == registered_domain(page_url)
