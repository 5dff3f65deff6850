"""The body of an article as typed blocks: a glance, trafilatura where it is in doubt, a decision.

At a glance a line model scores each line of the page by its text and its surroundings. Where it has
no doubt, that is the decision. Else trafilatura chooses, shown only what may be body at all, and
another line model, which also looks at what was chosen around a line, decides. Lines that it takes
for body come in, whoever chose them; lines that only trafilatura chose come in as blocks with a
doubt, which cleaning takes out and accounts for.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from pipelines.extraction.body.blocks import Selection, select_lines, to_blocks
from pipelines.extraction.body.caption_text import tell_captions
from pipelines.extraction.body.clear_pages import judge_clear_page, lines_to_tell
from pipelines.extraction.body.copies import read_distinct_lines
from pipelines.extraction.body.glance import Glance, copy_possible, glance_at
from pipelines.extraction.body.judgement import Judgement, judge, read_verdicts
from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_model import LineModel, load_glance_model, load_line_model
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.body.rescue import rescue_body
from pipelines.extraction.tree.lines import Line
from pipelines.extraction.tree.markup import drop_machinery
from pipelines.extraction.user_rules.selectors import remove_elements
from pipelines.items import Block, SiteRules
from pipelines.options import ExtractionOptions

EXTRACTOR = f"trafilatura/{version('trafilatura')}"
OWN_EXTRACTOR = "newsdesk-lines/1"
"""The extractor of a page that trafilatura was not asked about."""
_LINE_TAGS = frozenset(
    {"p", "head", "item", "quote", "cell", "row", "code", "lb", "list", "table", "div", "body"}
)
# The extractor throws these away unread. Without them its many searches have a third less to go
# through; on 480 pages it chose the same. What may hold words of the story (``audio``, ``object``)
# is left to it: when it finds too little it reads whole articles with all that is in them.
_UNREAD = ("aside", "embed", "footer", "head", "img", "map", "meta", "nav", "picture", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body of a page."""

    blocks: tuple[Block, ...] = ()
    """Empty when none is found."""
    extractor: str = EXTRACTOR
    """Name and version of what chose it."""
    is_ruled: bool = False
    """A rule of the user named it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    judgement: Judgement
    model: LineModel
    """Whose judgement it is."""
    told: Selection
    """The lines that the account tells of, kept or not."""
    extractor: str


def isolate_body(
    tree: HtmlElement,
    wordings: PageWordings,
    rules: SiteRules | None,
    options: ExtractionOptions = ExtractionOptions(),
) -> Body:
    """Return the body of the article.

    The tree that is given stays as it is. What the rules remove is gone before the search; a body
    that the rules name is read by ``ruled_body``.
    """
    page = copy.deepcopy(tree)
    remove_elements(page, rules.remove if rules is not None else ())
    drop_machinery(page)
    lines = read_distinct_lines(page, options)
    if not lines:
        return Body()
    decision = _decide(page, lines, FeatureReader(lines, wordings), options)
    told = decision.told
    verdicts = read_verdicts(lines, decision.judgement, decision.model, told.chosen, options)
    likely = frozenset(index for index, verdict in verdicts.items() if verdict.doubt is None)
    body = Selection(chosen=likely, strays=told.strays)
    rescued = rescue_body(wordings.article_body, body, lines, options)
    if rescued is not None:
        blocks = to_blocks(rescued, lines)
    elif not likely:
        # The model knows no such page: what the extractor chose is all there is.
        blocks = to_blocks(told, lines)
    else:
        everything = Selection(chosen=likely | told.chosen, strays=told.strays)
        blocks = to_blocks(everything, lines, verdicts)
    return Body(blocks=tell_captions(blocks), extractor=decision.extractor)


def _decide(
    page: HtmlElement,
    lines: Sequence[Line],
    features: FeatureReader,
    options: ExtractionOptions,
) -> _Decision:
    glance_model = load_glance_model()
    glance = glance_at(features, glance_model, options.min_score_to_be_read)
    judgement = judge_clear_page(lines, glance, options)
    if judgement is not None:
        told = lines_to_tell(features.tree, glance, judgement.own_choice)
        return _Decision(
            judgement=judgement,
            model=glance_model,
            told=Selection(chosen=told),
            extractor=OWN_EXTRACTOR,
        )
    extracted = extract_lines(page, lines, features.tree, glance)
    return _Decision(
        judgement=_judge_lines(lines, features, extracted.chosen, options),
        model=load_line_model(),
        told=extracted,
        extractor=EXTRACTOR,
    )


def extract_lines(
    page: HtmlElement, lines: Sequence[Line], tree: LineTree, glance: Glance
) -> Selection:
    """Return the lines of a pruned page that trafilatura chooses among those that may be body."""
    shown = copy_possible(page, tree, glance)
    return select_lines(_extract_texts(shown.tree), lines, among=shown.lines)


def _judge_lines(
    lines: Sequence[Line],
    reader: FeatureReader,
    extracted: frozenset[int],
    options: ExtractionOptions,
) -> Judgement:
    """Return the judgement of the lines when some of them were extracted.

    Where the model takes more text for body outside of what was extracted than in it, the extractor
    chose the wrong part: then the model looks again, as if its own choice had been extracted.
    """
    model = load_line_model()

    def judge_with(chosen: frozenset[int]) -> Judgement:
        features = reader.read(chosen)
        return judge(lines, features, model.score(features.columns), chosen, options)

    judgement = judge_with(extracted)
    return judge_with(judgement.own_choice) if judgement.is_elsewhere else judgement


def _extract_texts(page: HtmlElement) -> list[str]:
    """Return the texts that trafilatura keeps of a page, in its order; the page is used up."""
    # The format only decides what is rendered beside the tree; "xml" renders nothing. Fast means
    # without the fallback extractors: the second opinion is ours.
    etree.strip_elements(page, *_UNREAD, with_tail=False)
    document = bare_extraction(page, output_format="xml", include_comments=False, fast=True)
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
