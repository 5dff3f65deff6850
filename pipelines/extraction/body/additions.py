"""Which lines may come into the body although the extractor did not choose them.

What reads like an article and stands on the page can still be another one: the next story of an
endless scroll, the words of a consent dialog, the comments. The line model knows single lines; what
keeps these out is where they stand.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.extraction.body.line_features import LineFeatures
from pipelines.extraction.tree.lines import Line, article_of
from pipelines.normalization import count_words
from pipelines.options import ExtractionOptions

_FOREIGN_NAMES = ("named_comment", "named_dialog")
_MAX_STORIES = 2
"""More ``article`` elements with kept lines are the posts of one live page."""


def find_additions(
    lines: Sequence[Line],
    kept: frozenset[int],
    features: LineFeatures,
    options: ExtractionOptions = ExtractionOptions(),
) -> NDArray[np.bool_]:
    """Return for each candidate whether it may come in beside the kept lines.

    It may not below names of comments and dialogs, nor in an ``article`` element of which nothing
    was kept when there is another one of which a story was. Elements without an ``h1`` below a
    headline that stands outside of all of them are the sections of one story.
    """
    is_foreign = sum(features.columns[name] for name in _FOREIGN_NAMES) > 0
    stories = {story for index in kept if (story := article_of(lines[index])) is not None}
    size = sum(count_words(lines[index].text) for index in kept)
    if size < options.min_story_words or not 0 < len(stories) <= _MAX_STORIES:
        return ~np.asarray(is_foreign)
    headed = {article_of(line) for line in lines if line.element.tag == "h1"}
    has_own_headline = not headed.isdisjoint(stories)
    others = [
        (story := article_of(lines[index])) is not None
        and story not in stories
        and (has_own_headline or story in headed)
        for index in features.candidates.tolist()
    ]
    return ~(is_foreign | np.array(others, bool))
