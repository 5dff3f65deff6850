"""The body of an article as typed blocks: trafilatura chooses, the page tells what was chosen."""

from collections.abc import Iterator
from importlib.metadata import version

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from pipelines.extraction.blocks import select_lines, to_blocks
from pipelines.extraction.lines import read_lines
from pipelines.extraction.markup import prune
from pipelines.extraction.rescue import rescue_body
from pipelines.extraction.restore import restore_lines
from pipelines.extraction.rules import remove_elements
from pipelines.items import Block, Metadata, SiteRules
from pipelines.options import ExtractionOptions

EXTRACTOR = f"trafilatura/{version('trafilatura')}"
_LINE_TAGS = frozenset(
    {"p", "head", "item", "quote", "cell", "row", "code", "lb", "list", "table", "div", "body"}
)


def isolate_body(
    tree: HtmlElement,
    metadata: Metadata,
    rules: SiteRules | None,
    options: ExtractionOptions = ExtractionOptions(),
) -> tuple[Block, ...]:
    """Return the blocks of the article's body, empty when none is found.

    The tree that is given stays as it is. What the rules remove is gone before the search; a body
    that the rules name is read by ``ruled_body``.
    """
    page = prune(tree)
    remove_elements(page, rules.remove if rules is not None else ())
    lines = read_lines(page)
    selection = select_lines(_extract_texts(page), lines)
    selection = restore_lines(selection, lines, options)
    rescued = rescue_body(metadata.article_body, selection, lines, options)
    return to_blocks(rescued or selection, lines)


def _extract_texts(page: HtmlElement) -> list[str]:
    """Return the texts that trafilatura keeps, in its order."""
    # The format only decides what is rendered beside the tree; "xml" renders nothing.
    document = bare_extraction(page, output_format="xml", include_comments=False)
    if not isinstance(document, Document):
        return []
    return [text for text in _texts(document.body) if not text.isspace()]


def _texts(body: etree._Element) -> Iterator[str]:
    buffer: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _LINE_TAGS and buffer:
            yield "".join(buffer)
            buffer.clear()
        text = element.text if event == "start" else element.tail
        if text:
            buffer.append(text)
    if buffer:
        yield "".join(buffer)
