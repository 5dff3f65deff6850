"""The texts of elements as readers see them."""

from lxml.html import HtmlElement

from pipelines.normalization import clean_text

UNSEEN_TAGS = frozenset({"noscript", "script", "style", "template"})
"""Elements whose text no reader sees."""
_NOT_ON_PAGE_TAGS = UNSEEN_TAGS | {"head", "meta", "title"}


def text_of(element: HtmlElement) -> str:
    """Return the text of an element, clean."""
    return clean_text(" ".join(element.itertext()))


def visible_text_of(tree: HtmlElement) -> str:
    """Return what readers see of a page, without what stands in scripts and in its head."""
    return " ".join(
        text
        for element in tree.iter("*")
        if element.tag not in _NOT_ON_PAGE_TAGS
        for text in (element.text, *(child.tail for child in element))
        if text
    )


def short_line(text: str, max_chars: int) -> str:
    """Return a text without superfluous white space, empty when it has more characters."""
    # Long texts are not worth cleaning: white space rarely is three quarters of one.
    line = clean_text(text) if len(text) < 4 * max_chars else ""
    return line if len(line) <= max_chars else ""
