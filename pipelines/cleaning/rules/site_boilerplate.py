"""Lines that stand on other articles of the site too.

What repeats over different articles is mostly the site speaking: sign-up lines, mission statements,
lists of most read stories. Not all of it is: reviews repeat their subheadings, recipes their
amounts, follow-ups the paragraph that tells what happened before. So each kind of line needs the
evidence that its own kind of mistake calls for, and a page whose own paragraphs are repeated is
another version of a story, which keeps everything. The limit of heuristic rules is not for this
one: short stories can be half furniture, and here other pages are the witnesses.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_body_like
from pipelines.cleaning.site_lines import masked_key
from pipelines.cleaning.stamps import read_stamps
from pipelines.cleaning.text_words import ends_with_colon, opens_with_quote
from pipelines.items import Block, Claim, Document
from pipelines.normalization import count_words, folded_words
from pipelines.options import SiteOptions
from pipelines.sentence_signs import ends_like_a_sentence

_OPTIONS = SiteOptions()
_KINDS = frozenset({"heading", "list_item", "paragraph"})
_MAX_LABEL_WORDS = 5
_MIN_LINK_DENSITY = 0.25
_MIN_NAME_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A block with what speaks for and against it."""

    block: Block
    others: int
    """Other articles it stands on. 0 when it stands on this page more than once: then it is part
    of the form of the text ("Pros", "Cons")."""
    is_at_an_end: bool
    """No paragraph of this article's own stands before it, or none after it."""
    is_signed: bool
    """It links or names the site."""
    is_label: bool
    """It belongs to what follows it."""

    @property
    def may_go(self) -> bool:
        """Its kind does not repeat for reasons of its own, as quotations and ingredients do.

        Nor do lines with a stamp go: with digits masked they are all alike, and the stamp may be
        the one that dates the story.
        """
        return (
            self.others > 0
            and self.block.kind in _KINDS
            and not opens_with_quote(self.block.text)
            and not read_stamps(self.block.text).is_stamp
            and (self.block.kind != "list_item" or self.block.link_density >= _MIN_LINK_DENSITY)
        )

    @property
    def is_sentence(self) -> bool:
        """It reads like text of an article and nothing else speaks against it."""
        return ends_like_a_sentence(self.block.text) and not (self.is_signed and self.is_at_an_end)


def _find(document: Document) -> Iterator[Claim]:
    lines = _lines(document) if document.memory.lines else []
    claimed = _claimed(lines, document.memory.articles)
    total = sum(len(line.block.text) for line in lines) or 1
    told = sum(len(line.block.text) for line in lines if line.others and is_body_like(line.block))
    taken = sum(len(lines[index].block.text) for index in claimed)
    # Another version of a story, or a page of which hardly anything would be left.
    if told > _OPTIONS.max_told_share * total or taken > _OPTIONS.max_taken_share * total:
        return
    for index in claimed:
        others = lines[index].others
        noun = "article" if others == 1 else "articles"
        yield whole_block(document, index, f"stands on {others} other {noun} of the site")


def _claimed(lines: Sequence[_Line], articles: int) -> list[int]:
    has_few = articles <= _OPTIONS.few_articles
    sentences = sum(line.is_sentence for line in lines if line.may_go)
    sure = [
        line.may_go
        and (_is_sure_among_few(line, sentences, articles) if has_few else _is_sure(line, articles))
        for line in lines
    ]
    for index in range(1, len(lines) - 1):
        if lines[index].may_go and sure[index - 1] and sure[index + 1]:
            sure[index] = True
    follows = True
    for index in reversed(range(len(lines))):
        if lines[index].is_label:
            sure[index] = sure[index] and (follows or _is_empty(lines, index))
        follows = sure[index]
    return [index for index, is_sure in enumerate(sure) if is_sure]


def _is_empty(lines: Sequence[_Line], index: int) -> bool:
    """Return whether a heading is followed by one of its own rank: what it stood above is gone."""
    own, below = lines[index].block, lines[index + 1].block
    return own.level is not None and below.level is not None and below.level <= own.level


def _is_sure(line: _Line, articles: int) -> bool:
    if not line.is_sentence:
        return line.others >= _OPTIONS.min_others
    return line.others >= max(_OPTIONS.min_others_sentence, _OPTIONS.min_share_sentence * articles)


def _is_sure_among_few(line: _Line, sentences: int, articles: int) -> bool:
    """Return whether a line can go although hardly anything is known of the site.

    Two stories on one subject share the paragraphs that tell what happened before, mostly several.
    """
    if not line.is_sentence:
        return True
    return (
        line.is_at_an_end
        and line.others == articles
        and sentences <= _OPTIONS.max_sentences_among_few
    )


def _lines(document: Document) -> list[_Line]:
    keys = [masked_key(block.text) for block in document.blocks]
    here = Counter(keys)
    known = document.memory.lines
    others = [known.get(key, 0) if key and here[key] == 1 else 0 for key in keys]
    pairs = list(enumerate(zip(document.blocks, others, strict=True)))
    own = [index for index, (block, seen) in pairs if not seen and is_body_like(block)]
    names = _site_words(document)
    return [
        _Line(
            block=block,
            others=seen,
            is_at_an_end=bool(own) and not own[0] < index < own[-1],
            is_signed=block.link_density > 0 or not names.isdisjoint(folded_words(block.text)),
            is_label=_is_label(block),
        )
        for index, (block, seen) in pairs
    ]


def _site_words(document: Document) -> frozenset[str]:
    words = (word for name in document.site_names for word in folded_words(name))
    return frozenset(word for word in words if len(word) >= _MIN_NAME_LETTERS)


def _is_label(block: Block) -> bool:
    if block.kind == "heading" or ends_with_colon(block.text):
        return True
    is_short = count_words(block.text) <= _MAX_LABEL_WORDS
    return is_short and block.link_density == 0 and not ends_like_a_sentence(block.text)


RULE = CleaningRule(name="site-boilerplate", find=_find)
