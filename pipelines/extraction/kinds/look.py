"""What is looked at of a page to tell its kind, whether it is a wall, whether it is for sale."""

from dataclasses import dataclass
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction.tree.element_texts import UNSEEN_TAGS
from pipelines.items import Block, Metadata

_TEXTS = etree.XPath(".//text()", smart_strings=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page, what it says of itself, and its text before and after cleaning."""

    tree: HtmlElement
    url: str
    metadata: Metadata
    extracted: tuple[Block, ...]
    """The blocks as they were found."""
    blocks: tuple[Block, ...]
    """The blocks that cleaning left."""
    is_announced: bool = False
    """Whether a feed or a news sitemap named the page."""
    is_body_named: bool = False
    """Whether the user's rules say where the body stands."""


def texts_at(path: etree.XPath, element: HtmlElement) -> list[str]:
    """Return what a path selects that ends in ``text()`` or in an attribute."""
    return cast("list[str]", path(element))


def visible_texts(element: HtmlElement) -> list[str]:
    """Return the texts of an element that are not those of scripts and styles.

    All texts are selected first: a path that asks each for its parent takes four times as long.
    """
    unseen = {part.text for part in element.iter(*UNSEEN_TAGS)}
    return [text for text in texts_at(_TEXTS, element) if text not in unseen]
