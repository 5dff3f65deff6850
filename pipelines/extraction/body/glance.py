"""A first look at the lines of a page: the extractor does not read what is surely no body.

Most of a page is menus, cards and footers. Without them the extractor has half as much to search,
and takes less for the story that is none. The glance model is a line model that knows nothing of
what was chosen; it only has to be sure.
"""

import copy
from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from pipelines.extraction.body.line_features import FeatureReader, LineFeatures
from pipelines.extraction.body.line_model import LineModel
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import BLOCK_TAGS
from pipelines.extraction.tree.markup import drop

_MARK = "data-unlikely"
_MORE_LIKELY_THAN_NOT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a first look makes of the lines of a page."""

    features: LineFeatures
    scores: NDArray[np.float64]
    """How likely each candidate of the features is to be body, 0 to 1."""
    possible: frozenset[int]
    """The indexes of the lines that may be body."""
    likely: frozenset[int]
    """Of those that are more likely body than not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A copy of a page for the extractor."""

    tree: HtmlElement
    lines: frozenset[int]
    """Indexes of the lines that it still has."""


def glance_at(features: FeatureReader, model: LineModel, min_score: float) -> Glance:
    """Return what a model makes of the lines; from ``min_score`` on they are possible."""
    seen = features.read(frozenset())
    scores = model.score(seen.columns)
    return Glance(
        features=seen,
        scores=scores,
        possible=frozenset(seen.candidates[scores >= min_score].tolist()),
        likely=frozenset(seen.candidates[scores >= _MORE_LIKELY_THAN_NOT].tolist()),
    )


def copy_possible(page: HtmlElement, tree: LineTree, glance: Glance) -> ShownPage:
    """Return a copy of a page without the blocks that hold only lines that cannot be body.

    What stands right among likely lines stays, so that what is taken out of the middle of a story
    is in the account, and so does what holds no line at all. Without a possible line all stays.
    """
    dropped = _blocks_to_drop(tree, glance) if glance.possible else []
    for place in dropped:
        tree.elements[place].set(_MARK, "")
    copied = copy.deepcopy(page)
    for place in dropped:
        del tree.elements[place].attrib[_MARK]
    for element in copied.findall(f".//*[@{_MARK}]"):
        if _parts_texts(element):
            element.clear(keep_tail=True)
        else:
            drop(element)
    return ShownPage(tree=copied, lines=tree.lines_outside(dropped))


def _parts_texts(element: HtmlElement) -> bool:
    """Return whether the texts around a block may become one line without it."""
    following, parent = element.getnext(), element.getparent()
    if (element.tail or "").strip():
        return True
    around = parent if following is None else following
    return around is not None and around.tag not in BLOCK_TAGS


def _blocks_to_drop(tree: LineTree, glance: Glance) -> list[int]:
    """Return the places of the outermost blocks to drop.

    The text of an inline element may be part of a line that began outside of it.
    """
    held = tree.above(glance.possible)
    flows = {tree.parent_of_line(line) for line in glance.likely}
    is_block = [element.tag in BLOCK_TAGS for element in tree.elements]
    dropped: list[int] = []
    gone: set[int] = set()
    for place, parent in enumerate(tree.parents):
        if parent in gone:
            gone.add(place)
        elif place not in held and parent not in flows and is_block[place]:
            gone.add(place)
            dropped.append(place)
    return dropped
