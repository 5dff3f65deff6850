"""One page as a tree and as a body, by the user's rules where there are any and they match."""

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.extraction.body.isolation import OWN_EXTRACTOR, Body, isolate_body
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.body.ruled_body import read_ruled_body
from pipelines.extraction.declared.stored_story import find_stored_story
from pipelines.extraction.tree.encoding import decode
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.user_rules.rules import replace_strings
from pipelines.items import Block, Page, SiteRules
from pipelines.normalization import letter_key
from pipelines.options import ExtractionOptions

_MAX_SHORT_CHARS = 1000
"""A body of more is a story, whatever else the page holds."""
_HEAD_CHARS = 30
_ALL_OF_IT = SiteRules(id="stored", body=("body",))


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
    """Return the body that the user's rules name, or else the one that the search finds.

    Where that has next to nothing of the story that the page holds for its scripts, that is it.
    """
    rules = page.hints.rules
    ruled = read_ruled_body(tree, rules, options)
    if ruled:
        return Body(blocks=ruled, extractor=OWN_EXTRACTOR, is_ruled=True)
    body = isolate_body(tree, wordings, rules, options)
    kept = [block for block in body.blocks if block.signals.doubt is None]
    shown = _count_chars(kept)
    if shown > _MAX_SHORT_CHARS or not wordings.title:
        return body
    story = find_stored_story(tree, wordings.title)
    stored = () if story is None else read_ruled_body(story, _ALL_OF_IT, options)
    least = max(options.min_rescue_chars, shown / options.max_kept_before_rescue)
    if _count_chars(stored) <= least:
        return body
    stored_text = " ".join(block.text for block in stored)
    is_own = shown < options.min_rescue_chars or has_paragraph_of(kept, stored_text)
    return replace(body, blocks=stored, extractor=OWN_EXTRACTOR) if is_own else body


def has_paragraph_of(blocks: Sequence[Block], text: str) -> bool:
    """Return whether one of the blocks begins as something in a text."""
    key = letter_key(text)
    heads = (letter_key(block.text)[:_HEAD_CHARS] for block in blocks)
    return any(len(head) == _HEAD_CHARS and head in key for head in heads)


def _count_chars(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)
