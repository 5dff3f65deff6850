"""Which lines of a page are its body, by what a line model makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from pipelines.extraction.body.additions import find_additions
from pipelines.extraction.body.blocks import Verdict
from pipelines.extraction.body.line_features import LINE_KINDS, LineFeatures
from pipelines.extraction.body.line_model import LineModel
from pipelines.extraction.tree.lines import Line
from pipelines.options import ExtractionOptions

_ITEMS = ("dd", "dt", "li")
_SURE = 0.9
_SAME_WORDS = 0.9
"""Share of the words of a line and of the description that they have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a model makes of the lines of a page when some of them were chosen before."""

    features: LineFeatures
    scores: NDArray[np.float64]
    is_likely: NDArray[np.bool_]
    own_choice: frozenset[int]
    """The lines that are more likely body than not, whoever chose them."""
    is_elsewhere: bool
    """Most of the text that the model would choose was not chosen before."""


def judge(
    lines: Sequence[Line],
    features: LineFeatures,
    scores: NDArray[np.float64],
    chosen: frozenset[int],
    options: ExtractionOptions = ExtractionOptions(),
) -> Judgement:
    """Return which lines are likely body.

    Args:
        lines: of the page.
        features: for the lines that were chosen.
        scores: what a model gives the candidates of the features.
        chosen: the indexes of those. They need less to stay than others to come in.
        options: the bounds.
    """
    candidates = features.candidates
    to_keep, to_add = options.min_score_to_keep, options.min_score_to_add
    if features.is_news:
        to_keep, to_add = options.min_score_to_keep_news, options.min_score_to_add_news
    # A standfirst is told in the record's description in any case.
    columns = features.columns
    tells_description = np.minimum(columns["in_description"], columns["of_description"])
    is_standfirst = tells_description >= _SAME_WORDS
    bounds = np.where(is_standfirst, options.min_score_to_add_news, to_add)
    scores = _tables_as_one(scores, candidates.tolist(), lines)
    is_chosen = np.isin(candidates, list(chosen))
    # A small table of figures looks like none of the text around it.
    is_table = columns["kind"] == LINE_KINDS["table"]
    to_stay = np.where(is_table, options.min_score_to_keep, to_keep)
    is_kept = is_chosen & (scores >= to_stay)
    may_come_in = find_additions(lines, frozenset(candidates[is_kept].tolist()), features, options)
    sizes = np.array([len(lines[index].text) for index in candidates.tolist()])
    is_likely = is_kept | (~is_chosen & may_come_in & (scores >= bounds))
    is_own = (is_chosen | may_come_in) & (scores >= options.min_score_of_own_choice)
    # Items of one list look alike, and so does the code of a page: half of it is none.
    for places in _torn_groups(is_likely, candidates.tolist(), lines):
        scores[places] = scores[places].mean()
        is_likely[places] = scores[places] >= options.min_score_to_keep
    is_likely[_headings_of_likely(scores, is_likely, candidates.tolist(), lines)] = True
    return Judgement(
        features=features,
        scores=scores,
        is_likely=is_likely,
        own_choice=frozenset(candidates[is_own].tolist()),
        is_elsewhere=bool(sizes[is_own & ~is_chosen].sum() > sizes[is_kept].sum()),
    )


def read_verdicts(
    lines: Sequence[Line],
    judgement: Judgement,
    model: LineModel,
    told: frozenset[int],
    options: ExtractionOptions = ExtractionOptions(),
) -> dict[int, Verdict]:
    """Return the verdicts on the likely lines, and on those others that the account tells of.

    The model that gave the scores says what speaks against a line. A caption has a verdict only
    where it is most likely body: in a gallery that tells a story.
    """
    is_likely, scores = judgement.is_likely, judgement.scores
    candidates = judgement.features.candidates.tolist()
    is_text = scores >= options.min_score_of_caption
    places = [
        place
        for place, index in enumerate(candidates)
        if (is_likely[place] or index in told)
        and (lines[index].kind != "caption" or (is_likely[place] and is_text[place]))
    ]
    doubtful = [place for place in places if not is_likely[place]]
    likely = [place for place in places if is_likely[place]]
    columns = judgement.features.columns
    doubts = dict(zip(doubtful, model.explain(columns, doubtful, likely), strict=True))
    return {candidates[place]: Verdict(float(scores[place]), doubts.get(place)) for place in places}


def _tables_as_one(
    scores: NDArray[np.float64], candidates: Sequence[int], lines: Sequence[Line]
) -> NDArray[np.float64]:
    """Return the scores with the mean of the table for each of its rows: half a table is none."""
    rows: dict[HtmlElement, list[int]] = {}
    for place, index in enumerate(candidates):
        if lines[index].kind == "table":
            table = next(lines[index].element.iterancestors("table"), lines[index].element)
            rows.setdefault(table, []).append(place)
    evened = scores.copy()
    for places in rows.values():
        evened[places] = scores[places].mean()
    return evened


def _torn_groups(
    is_likely: NDArray[np.bool_], candidates: Sequence[int], lines: Sequence[Line]
) -> list[list[int]]:
    """Return the places of the candidates of each group of which some are likely, not all.

    A group is a list with a line an item (others are parts of a page in a row), or all code.
    """
    lists: dict[HtmlElement, dict[HtmlElement, list[int]]] = {}
    code = []
    for place, index in enumerate(candidates):
        item = _item_of(lines[index])
        if item is not None:
            lists.setdefault(item.getparent(), {}).setdefault(item, []).append(place)
        elif lines[index].kind == "code":
            code.append(place)
    whole = (
        places
        for items in lists.values()
        if len(places := list(chain.from_iterable(items.values()))) == len(items)
    )
    return [group for group in (*whole, code) if 0 < is_likely[group].sum() < len(group)]


def _headings_of_likely(
    scores: NDArray[np.float64],
    is_likely: NDArray[np.bool_],
    candidates: Sequence[int],
    lines: Sequence[Line],
) -> list[int]:
    """Return the places of the headings of what is likely: of a list, or of a part of the story.

    A list stands right below its heading. A part has likely lines on both sides of its heading, the
    one below in the same container and almost sure to be body. An ``h1`` is the headline of a page
    or of another story.
    """
    likely = {index: scores[place] for place, index in enumerate(candidates) if is_likely[place]}
    found = []
    for place, index in enumerate(candidates):
        if lines[index].level in (None, 1) or index + 1 not in likely:
            continue
        around, below = lines[index].element.getparent(), lines[index + 1]
        item = _item_of(below)
        is_of_list = item is not None and item.getparent().getparent() is around
        is_of_part = index - 1 in likely and likely[index + 1] >= _SURE
        if is_of_list or (is_of_part and around in below.element.iterancestors()):
            found.append(place)
    return found


def _item_of(line: Line) -> HtmlElement | None:
    """Return the list item that a line is or stands in; ``None`` for other lines."""
    if line.kind != "list_item":
        return None
    if line.element.tag in _ITEMS:
        return line.element
    return next(line.element.iterancestors(*_ITEMS), None)
