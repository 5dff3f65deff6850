"""The body of an article as typed blocks: trafilatura chooses, a second opinion decides.

The second opinion is the line model: it scores each line of the page by its text, its surroundings
and what trafilatura chose around it. Lines it holds for body come in whoever chose them; lines that
only trafilatura chose come in as blocks with a doubt, which cleaning takes out and accounts for.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from lxml import etree
from lxml.html import HtmlElement
from numpy.typing import NDArray
from trafilatura import bare_extraction
from trafilatura.settings import Document

from pipelines.extraction.additions import find_additions
from pipelines.extraction.blocks import Selection, Verdict, select_lines, to_blocks
from pipelines.extraction.caption_text import tell_captions
from pipelines.extraction.copies import read_distinct_lines
from pipelines.extraction.line_features import LineFeatures, PageWordings, read_features
from pipelines.extraction.line_model import load_line_model
from pipelines.extraction.lines import Line
from pipelines.extraction.markup import prune
from pipelines.extraction.rescue import rescue_body
from pipelines.extraction.rules import remove_elements
from pipelines.items import Block, SiteRules
from pipelines.options import ExtractionOptions

_SAME_WORDS = 0.9
"""Share of the words of a line and of the description that they have in common."""
EXTRACTOR = f"trafilatura/{version('trafilatura')}"
_LINE_TAGS = frozenset(
    {"p", "head", "item", "quote", "cell", "row", "code", "lb", "list", "table", "div", "body"}
)
# The extractor throws these away unread. Without them its many searches have a third less to go
# through; on 480 pages it chose the same. What may hold words of the story (``audio``, ``object``)
# is left to it: when it finds too little it reads whole articles with all that is in them.
_UNREAD = ("aside", "embed", "footer", "head", "img", "map", "meta", "nav", "picture", "source")


def isolate_body(
    tree: HtmlElement,
    wordings: PageWordings,
    rules: SiteRules | None,
    options: ExtractionOptions = ExtractionOptions(),
) -> tuple[Block, ...]:
    """Return the blocks of the article's body, empty when none is found.

    The tree that is given stays as it is. What the rules remove is gone before the search; a body
    that the rules name is read by ``ruled_body``.
    """
    page = prune(tree)
    remove_elements(page, rules.remove if rules is not None else ())
    lines = read_distinct_lines(page, options)
    if not lines:
        return ()
    extracted = extract_lines(page, lines)
    verdicts = judge_lines(lines, extracted, wordings, options)
    likely = frozenset(index for index, verdict in verdicts.items() if verdict.doubt is None)
    body = Selection(chosen=likely, strays=extracted.strays)
    rescued = rescue_body(wordings.article_body, body, lines, options)
    if rescued is not None:
        blocks = to_blocks(rescued, lines)
    elif not likely:
        # The model knows no such page: what the extractor chose is all there is.
        blocks = to_blocks(extracted, lines)
    else:
        everything = Selection(chosen=likely | extracted.chosen, strays=extracted.strays)
        blocks = to_blocks(everything, lines, verdicts)
    return tell_captions(blocks)


def extract_lines(page: HtmlElement, lines: Sequence[Line]) -> Selection:
    """Return the lines of a pruned page that trafilatura chooses."""
    return select_lines(_extract_texts(page), lines)


def judge_lines(
    lines: Sequence[Line],
    extracted: Selection,
    wordings: PageWordings,
    options: ExtractionOptions = ExtractionOptions(),
) -> dict[int, Verdict]:
    """Return the verdicts on the lines that are likely body, and on those that were extracted.

    Where the model holds more text for body beside what was extracted than in it, the extractor
    took the wrong part: then the model looks again, as if its own choice had been extracted.
    A caption has a verdict only where it is most likely body: in a gallery that tells a story.
    """
    opinion = _read_opinion(lines, extracted.chosen, wordings, options)
    if opinion.is_elsewhere:
        opinion = _read_opinion(lines, opinion.own_choice, wordings, options)
    is_likely, scores = opinion.is_likely, opinion.scores
    candidates = opinion.features.candidates.tolist()
    is_text = scores >= options.min_score_of_caption
    places = [
        place
        for place, index in enumerate(candidates)
        if (is_likely[place] or index in extracted.chosen)
        and (lines[index].kind != "caption" or (is_likely[place] and is_text[place]))
    ]
    doubtful = [place for place in places if not is_likely[place]]
    likely = [place for place in places if is_likely[place]]
    columns = opinion.features.columns
    doubts = dict(zip(doubtful, load_line_model().explain(columns, doubtful, likely), strict=True))
    return {candidates[place]: Verdict(float(scores[place]), doubts.get(place)) for place in places}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opinion:
    """What the model makes of the lines when some of them were chosen before."""

    features: LineFeatures
    scores: NDArray[np.float64]
    is_likely: NDArray[np.bool_]
    own_choice: frozenset[int]
    """The lines that are more likely body than not, whoever chose them."""
    is_elsewhere: bool
    """Most of the text that the model would choose was not chosen before."""


def _read_opinion(
    lines: Sequence[Line],
    chosen: frozenset[int],
    wordings: PageWordings,
    options: ExtractionOptions,
) -> _Opinion:
    features = read_features(lines, chosen, wordings)
    candidates = features.candidates
    to_keep, to_add = options.min_score_to_keep, options.min_score_to_add
    if wordings.is_news:
        to_keep, to_add = options.min_score_to_keep_news, options.min_score_to_add_news
    # A standfirst is told in the record's description in any case.
    columns = features.columns
    tells_description = np.minimum(columns["in_description"], columns["of_description"])
    is_standfirst = tells_description >= _SAME_WORDS
    bounds = np.where(is_standfirst, options.min_score_to_add_news, to_add)
    scores = _tables_as_one(load_line_model().score(features.columns), candidates.tolist(), lines)
    is_chosen = np.isin(candidates, list(chosen))
    is_kept = is_chosen & (scores >= to_keep)
    may_come_in = find_additions(lines, frozenset(candidates[is_kept].tolist()), features, options)
    sizes = np.array([len(lines[index].text) for index in candidates.tolist()])
    is_own = (is_chosen | may_come_in) & (scores >= options.min_score_of_own_choice)
    return _Opinion(
        features=features,
        scores=scores,
        is_likely=is_kept | (~is_chosen & may_come_in & (scores >= bounds)),
        own_choice=frozenset(candidates[is_own].tolist()),
        is_elsewhere=bool(sizes[is_own & ~is_chosen].sum() > sizes[is_kept].sum()),
    )


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


def _extract_texts(page: HtmlElement) -> list[str]:
    """Return the texts that trafilatura keeps, in its order."""
    # The format only decides what is rendered beside the tree; "xml" renders nothing. Fast means
    # without the fallback extractors: the second opinion is ours.
    read = copy.deepcopy(page)
    etree.strip_elements(read, *_UNREAD, with_tail=False)
    document = bare_extraction(read, output_format="xml", include_comments=False, fast=True)
    if not isinstance(document, Document):
        return []
    return [text for text in _texts(document.body) if not text.isspace()]


def _texts(body: etree._Element) -> Iterator[str]:
    buffer: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _LINE_TAGS and buffer:
            yield "".join(buffer)
            buffer.clear()
        text = element.text if event == "start" else element.tail
        if text:
            buffer.append(text)
    if buffer:
        yield "".join(buffer)
