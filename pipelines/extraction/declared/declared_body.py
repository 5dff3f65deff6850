"""The body that JSON-LD declares, as paragraphs of plain text.

https://schema.org/articleBody
"""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import fragment_fromstring

from pipelines.extraction.tree.lines import read_lines
from pipelines.normalization import clean_text, unescaped

HAS_TAGS = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|a|strong|em|span|figure)\b[^<>]*>", re.IGNORECASE
)
"""What a text of HTML has and a plain one has not."""

# Some systems declare what their editors write: Markdown, with short codes for what is embedded.
# https://daringfireball.net/projects/markdown/syntax
_MARKDOWN = re.compile(r"\]\(https?://|^#{1,6} \S|^\[#\w+: ?/", re.MULTILINE)
_MIN_MARKDOWN_SIGNS = 3
_EMBEDDED = re.compile(r"\[#\w+:[^\]]*\].*|\+{3}[\w-]*|[*_-]{3,}")
_WRITTEN_AROUND = (
    re.compile(r"^#{1,6} +()"),
    re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"),
    re.compile(r"\{:[^{}]*\}()"),
    re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*"),
    re.compile(r"\\([\\`*_{}\[\]()#+.!-])"),
    re.compile(r"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"),
)
"""What is written around the text of its only group."""


def read_declared_body(node: Mapping[str, object]) -> str | None:
    """Return the text of ``articleBody``, paragraphs parted by newlines, ``None`` without one.

    It is read as HTML where it is HTML, and as Markdown where it is that.
    """
    value = node.get("articleBody")
    if not isinstance(value, str) or not value.strip():
        return None
    text = unescaped(value)
    if HAS_TAGS.search(text):
        paragraphs = _html_paragraphs(text)
    elif len(_MARKDOWN.findall(text)) >= _MIN_MARKDOWN_SIGNS:
        paragraphs = [_without_markdown(line.strip()) for line in text.splitlines()]
    else:
        paragraphs = [clean_text(part) for part in text.splitlines()]
    return "\n".join(part for part in paragraphs if part) or None


def _html_paragraphs(text: str) -> list[str]:
    try:
        fragment = fragment_fromstring(text, create_parent="body")
    except (etree.ParserError, ValueError):
        return [clean_text(part) for part in text.splitlines()]
    return [clean_text(line.text) for line in read_lines(fragment)]


def _without_markdown(line: str) -> str:
    """Return the text of a line, empty for one that stands for something embedded."""
    if _EMBEDDED.fullmatch(line):
        return ""
    for pattern in _WRITTEN_AROUND:
        line = pattern.sub(r"\1", line)
    return clean_text(line)
