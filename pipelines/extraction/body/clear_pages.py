"""Pages on which a glance is enough: the model has no doubt, and the extractor need not be asked.

What the extractor knows better than a model of single lines are small tables, texts that stand
twice, and which of several articles is meant. A page with any of that is not clear, however sure
the model is.
"""

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from pipelines.extraction.body.glance import Glance
from pipelines.extraction.body.judgement import Judgement, judge
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import Line, article_of
from pipelines.normalization import count_words
from pipelines.options import ExtractionOptions

_MAX_TOLD_OUTSIDE = 5
"""Lines beyond the first and the last of the body, each way."""


def judge_clear_page(
    lines: Sequence[Line], glance: Glance, options: ExtractionOptions = ExtractionOptions()
) -> Judgement | None:
    """Return the judgement of a page on its glance alone; ``None`` where there is a doubt.

    There is when the share of words, or of lines, that the model expects to tell wrongly is above
    the bounds of the options, as measured against what it takes for body; when that is short; when
    lines of a table may be body; and when a line stands twice in it or it stands in more than one
    ``article`` element.
    """
    own = judge(lines, glance.features, glance.scores, frozenset(), options).own_choice
    if not _is_clear(lines, glance, own, options):
        return None
    return judge(lines, glance.features, glance.scores, own, options)


def lines_to_tell(tree: LineTree, glance: Glance, own: frozenset[int]) -> frozenset[int]:
    """Return the lines that the account tells of: the model's own choice, and what is among it.

    That is what may be body between the first and the last of them, what stands there right beside
    them, and the next lines that stand so above and below.
    """
    flows = {tree.parent_of_line(line) for line in own}

    def is_beside(line: int) -> bool:
        return tree.parent_of_line(line) in flows

    if not own:
        return own
    first, last, end = min(own), max(own), len(tree.of_lines)
    among = (i for i in range(first, last) if i in glance.possible or is_beside(i))
    above = takewhile(is_beside, range(first - 1, max(-1, first - 1 - _MAX_TOLD_OUTSIDE), -1))
    below = takewhile(is_beside, range(last + 1, min(end, last + 1 + _MAX_TOLD_OUTSIDE)))
    return own.union(among, above, below)


def _is_clear(
    lines: Sequence[Line], glance: Glance, own: frozenset[int], options: ExtractionOptions
) -> bool:
    candidates = glance.features.candidates
    errors = np.minimum(glance.scores, 1 - glance.scores)
    sizes = np.array([_words_of_text(lines[index]) for index in candidates.tolist()])
    size = int(sizes[np.isin(candidates, list(own))].sum())
    return (
        size >= options.min_clear_words
        and float((sizes * errors).sum()) <= options.max_doubt * size
        and float(errors.sum()) <= options.max_doubt_of_lines * len(own)
        and all(lines[index].kind != "table" for index in glance.possible)
        and len({lines[index].text for index in own}) == len(own)
        and len({article_of(lines[index]) for index in own}) == 1
    )


def _words_of_text(line: Line) -> int:
    return 0 if line.kind == "caption" else count_words(line.text)
