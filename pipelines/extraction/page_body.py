"""One page as a tree and as a body, by the user's rules where there are any and they match."""

from lxml.html import HtmlElement

from pipelines.extraction.body import OWN_EXTRACTOR, Body, isolate_body
from pipelines.extraction.encoding import decode
from pipelines.extraction.line_texts import PageWordings
from pipelines.extraction.markup import parse
from pipelines.extraction.ruled_body import read_ruled_body
from pipelines.extraction.rules import replace_strings
from pipelines.items import Page
from pipelines.options import ExtractionOptions


def read_tree(page: Page) -> HtmlElement:
    """Return the tree of a page, after the replacements of the user's rules.

    Raises:
        PageError: as ``markup.parse`` does.
    """
    html = decode(page.body, page.headers.get("content-type"))
    return parse(replace_strings(html, page.hints.rules))


def read_body(
    tree: HtmlElement,
    wordings: PageWordings,
    page: Page,
    options: ExtractionOptions = ExtractionOptions(),
) -> Body:
    """Return the body that the user's rules name, or else the one that the search finds."""
    rules = page.hints.rules
    ruled = read_ruled_body(tree, rules, options)
    if ruled:
        return Body(blocks=ruled, extractor=OWN_EXTRACTOR, is_ruled=True)
    return isolate_body(tree, wordings, rules, options)
