"""Finds the page that continues a listing."""

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.fields import absolute_url
from crawler.discovery.html_trees import base_url, text_of
from crawler.discovery.listing_links import names_of
from crawler.discovery.listing_words import NEXT_LABELS, NEXT_SIGNS
from pipelines.normalization import word_key

_PAGE_NUMBER = re.compile(
    r"(?:[?&](?:page|paged|p|pg|seite|pagina|strona|stranitsa|sayfa)="
    r"|/(?:page|seite|pagina|strona)[/-]|/p|[_-](?=\d+\.s?html?$))"
    r"(?P<number>\d{1,5})(?=[/&#.]|$)",
    re.IGNORECASE,
)
_NEXT_NAMES = frozenset({"next", "nextpostslink", "older"})
_PAGING_NAMES = frozenset(
    {"page", "pagination", "pager", "paging", "paginate", "pages", "paginator"}
)


def find_next_page(tree: etree._Element, url: str) -> str | None:
    """Return the URL of the next page of a listing on the same host, ``None`` when there is none.

    Surest sign first: ``rel=next``, the wording of a link, the page number in an address.
    """
    base = base_url(tree, url)
    for element in chain(_declared(tree), _worded(tree), _numbered(tree, url)):
        found = absolute_url(element.get("href"), base)
        if found is not None and _is_other_page(found, url):
            return found
    return None


def _declared(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            yield element


def _worded(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree.iter("a"):
        text = text_of(element).strip() or (element.get("aria-label") or "").strip()
        is_short = len(text) <= 40
        is_worded = word_key(text) in NEXT_LABELS and _leads_on(element)
        if is_short and (is_worded or (text in NEXT_SIGNS and _is_paging(element))):
            yield element


def _numbered(tree: etree._Element, url: str) -> Iterator[etree._Element]:
    """Yield links to the same address with the page number that follows."""
    own_number, own_form = _page_number(url)
    for element in tree.iter("a"):
        href = absolute_url(element.get("href"), url)
        if href is None:
            continue
        number, form = _page_number(href)
        if number == own_number + 1 and form == own_form and number > 1:
            yield element


def _page_number(url: str) -> tuple[int, str]:
    """Return the page number in an address (1 when there is none) and the address without it."""
    url = url.partition("#")[0]
    match = _PAGE_NUMBER.search(url)
    if match is None:
        return 1, url.rstrip("/?")
    form = url[: match.start()] + url[match.end() :]
    return int(match["number"]), form.rstrip("/?")


def _leads_on(element: etree._Element) -> bool:
    """Return whether a link that says "more" is about pages: such words also end teasers."""
    href = element.get("href") or ""
    return bool(_PAGE_NUMBER.search(href)) or _is_paging(element)


def _is_paging(element: etree._Element) -> bool:
    nearby: etree._Element | None = element
    for _ in range(4):
        if nearby is None or nearby.tag == "body":
            return False
        names = names_of(nearby)
        if not _PAGING_NAMES.isdisjoint(names) or not _NEXT_NAMES.isdisjoint(names):
            return True
        nearby = nearby.getparent()
    return False


def _is_other_page(found: str, url: str) -> bool:
    is_same_host = urlsplit(found).netloc.lower() == urlsplit(url).netloc.lower()
    return is_same_host and found.partition("#")[0] != url.partition("#")[0]
