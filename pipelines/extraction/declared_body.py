"""The body that JSON-LD declares, as paragraphs of plain text.

https://schema.org/articleBody
"""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import fragment_fromstring

from pipelines.extraction.lines import read_lines
from pipelines.normalization import clean_text, unescaped

_HAS_TAGS = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|a|strong|em|span|figure)\b[^<>]*>", re.IGNORECASE
)


def read_declared_body(node: Mapping[str, object]) -> str | None:
    """Return the text of ``articleBody``, paragraphs parted by newlines, ``None`` without one.

    It is read as HTML where it is HTML.
    """
    value = node.get("articleBody")
    if not isinstance(value, str) or not value.strip():
        return None
    text = unescaped(value)
    if _HAS_TAGS.search(text):
        paragraphs = _html_paragraphs(text)
    else:
        paragraphs = [clean_text(part) for part in text.splitlines()]
    return "\n".join(part for part in paragraphs if part) or None


def _html_paragraphs(text: str) -> list[str]:
    try:
        fragment = fragment_fromstring(text, create_parent="body")
    except (etree.ParserError, ValueError):
        return [clean_text(part) for part in text.splitlines()]
    return [clean_text(line.text) for line in read_lines(fragment)]
