"""The body of an article where a user's rule says where it stands."""

import copy

from lxml.html import HtmlElement

from pipelines.extraction.body.blocks import Selection, to_blocks
from pipelines.extraction.body.caption_text import tell_captions
from pipelines.extraction.body.copies import find_copies
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import drop_machinery
from pipelines.extraction.user_rules.selectors import remove_elements, select
from pipelines.items import Block, SiteRules
from pipelines.normalization import count_words
from pipelines.options import ExtractionOptions


def read_ruled_body(
    tree: HtmlElement, rules: SiteRules | None, options: ExtractionOptions = ExtractionOptions()
) -> tuple[Block, ...]:
    """Return the blocks inside what the first body rule with enough text matches.

    Where none has enough for a story, those of the first rule with any; empty without one.

    Copies of the text for another width of the screen are left out, as they are where no rule is.

    Rules see the page as it came: with the scripts and frames that some of them ask about, and with
    all elements that they count. The tree that is given stays as it is.
    """
    if rules is None or not rules.body:
        return ()
    page = copy.deepcopy(tree)
    remove_elements(page, rules.remove)
    named = [frozenset(select(page, selector)) for selector in rules.body]
    drop_machinery(page, named=frozenset().union(*named))
    lines = read_lines(page)
    first: tuple[Block, ...] = ()
    for bodies in named:
        blocks = _blocks_inside(bodies, lines, options)
        if blocks and _count_words(blocks) >= options.min_body_words:
            return blocks
        first = first or blocks
    return first


def _blocks_inside(
    bodies: frozenset[HtmlElement], lines: tuple[Line, ...], options: ExtractionOptions
) -> tuple[Block, ...]:
    inside = _lines_inside(bodies, lines)
    copies = find_copies([lines[index] for index in inside], options)
    chosen = frozenset(index for place, index in enumerate(inside) if place not in copies)
    return tell_captions(to_blocks(Selection(chosen=chosen), lines)) if chosen else ()


def _count_words(blocks: tuple[Block, ...]) -> int:
    return sum(count_words(block.text) for block in blocks if block.kind != "caption")


def _lines_inside(bodies: frozenset[HtmlElement], lines: tuple[Line, ...]) -> list[int]:
    return [
        index
        for index, line in enumerate(lines)
        if line.element in bodies or not bodies.isdisjoint(line.element.iterancestors())
    ]
