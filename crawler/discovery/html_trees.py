"""HTML of source pages as a tree; the one place of discovery that parses HTML."""

from lxml import etree

from crawler.discovery.fields import absolute_url, short_text
from pipelines.errors import PageError, SourceError
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.markup_limits import check_markup

BLOCK_TAGS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    }
)
"""Elements that begin a new line of text."""
UNREAD_TAGS = frozenset(
    {
        *("head", "iframe", "noscript", "object", "script", "select", "style", "svg"),
        *("template", "textarea"),
    }
)
"""Elements whose text is not shown as text."""


def parse_html(body: bytes, content_type: str | None) -> etree._Element:
    """Return the root element of a page.

    Raises:
        SourceError: ``broken-html`` when there is no element in it, ``too-complex`` when it would
            exhaust the machine.
    """
    html = decode(body, content_type)
    try:
        check_markup(html)
    except PageError as error:
        raise SourceError(error.reason, error.message) from error
    markup = html.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(markup, parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError("broken-html", f"the page cannot be parsed: {error}") from error
    if tree is None:
        raise SourceError("broken-html", "the page has no elements")
    return tree


def base_url(tree: etree._Element, url: str) -> str:
    """Return what relative addresses on the page refer to (``<base href>``)."""
    for element in tree.iter("base"):
        return absolute_url(element.get("href"), url) or url
    return url


def page_title(tree: etree._Element) -> str | None:
    """Return the ``<title>`` of the page."""
    for element in tree.iter("title"):
        return short_text(str(element.xpath("string()")))
    return None


def text_of(element: etree._Element) -> str:
    """Return the text of an element; blocks and line breaks part words."""
    return " ".join(lines_of(element))


def lines_of(element: etree._Element, skip: frozenset[etree._Element] = frozenset()) -> list[str]:
    """Return the lines of text of an element, without the elements in ``skip``."""
    lines: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        line = " ".join("".join(current).split())
        if line:
            lines.append(line)
        current.clear()

    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        is_block = node.tag in BLOCK_TAGS
        if is_block and current:
            end_line()
        if event == "start":
            if node in skip or node.tag in UNREAD_TAGS:
                walker.skip_subtree()
            else:
                current.append(node.text or "")
        elif node is not element:
            current.append(node.tail or "")
    end_line()
    return lines
