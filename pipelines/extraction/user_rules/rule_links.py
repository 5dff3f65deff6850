"""Links to more of a story, found with a user's rules."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from pipelines.errors import PageError
from pipelines.extraction.declared.candidate_lists import base_url, joined
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.markup_limits import check_markup
from pipelines.extraction.user_rules.rules import is_deep, replace_strings
from pipelines.extraction.user_rules.selectors import matches, read_values, select
from pipelines.items import LinkRule, Page
from pipelines.urls import canonicalize_url, is_http_url, is_same_site

MAX_TAGS = 40_000
"""``<`` in a page on which links are looked for; the largest of 2,900 real pages has 22,000."""


def find_next_page(page: Page) -> str | None:
    """Return the URL of the page on which the story goes on; ``None`` without rule or link."""
    rules = page.hints.rules
    return _find(page, rules.next_page) if rules is not None else None


def find_single_page(page: Page) -> str | None:
    """Return the URL of the page with the whole story; ``None`` without rule or link."""
    rules = page.hints.rules
    return _find(page, rules.single_page) if rules is not None else None


def _find(page: Page, links: tuple[LinkRule, ...]) -> str | None:
    """Return the first address of the links that is another page of the same site."""
    if not links:
        return None
    tree = _read_tree(page)
    if tree is None:
        return None
    base = base_url(tree.iter("base"), page.url)
    own = canonicalize_url(page.url)
    for address in _addresses(tree, links):
        url = joined(base, address)
        if is_http_url(url) and is_same_site(url, page.url) and canonicalize_url(url) != own:
            return url
    return None


def _read_tree(page: Page) -> HtmlElement | None:
    """Return the tree of a page; ``None`` when XPaths could take for ever on it.

    Links are looked for in the crawl's own process, under no time limit.
    """
    html = decode(page.body, page.headers.get("content-type"))
    if html.count("<") > MAX_TAGS:
        return None
    try:
        check_markup(html)
        tree = parse(replace_strings(html, page.hints.rules))
    except PageError:
        return None
    return None if is_deep(tree) else tree


def _addresses(tree: HtmlElement, links: tuple[LinkRule, ...]) -> Iterable[str]:
    for link in links:
        if link.if_page_contains is not None and not matches(tree, link.if_page_contains):
            continue
        elements = select(tree, link.selector)
        values = [element.get("href", "").strip() for element in elements]
        # Without elements the selector names attributes, or makes an address itself.
        yield from filter(None, values if elements else read_values(tree, link.selector))
