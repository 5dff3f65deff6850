"""The end of a page that announces what does not follow: a last heading, a last "See also:".

What it stood above was taken for another story, or never was text. Known by its place, so in any
language; a line that is not set as a heading also by the wording that heads lists of stories. On
385 news pages all 13 such lines were no article text, on 769 web pages 165 of 221 (most of the
others were one page of keywords, which a run of three leaves alone).
"""

from collections.abc import Iterator

from pipelines.cleaning.phrase_book import find_phrase
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import first_body_block
from pipelines.cleaning.text_words import ends_with_colon, ends_with_full_stop
from pipelines.items import Block, Claim, Document
from pipelines.normalization import count_words

_MAX_WORDS = 25
_MAX_ANNOUNCING_WORDS = 12
_MAX_RUN = 3
_KINDS_THAT_ANNOUNCE = frozenset({"list_item", "paragraph"})


def _find(document: Document) -> Iterator[Claim]:
    body = first_body_block(document)
    run: list[int] = []
    for index in range(len(document.blocks) - 1, body, -1):
        block = document.blocks[index]
        if block.kind == "caption":
            continue
        if not _announces(block):
            break
        run.append(index)
    # More of them are a list set as headings, or lines above posts that were not extracted.
    colons = sum(ends_with_colon(document.blocks[index].text) for index in run)
    if len(run) <= _MAX_RUN and colons <= 1:
        for index in run:
            yield whole_block(document, index, "announces what does not follow")


def _announces(block: Block) -> bool:
    count = count_words(block.text)
    if block.kind == "heading":
        # Some sites set sentences of the story that stand out as headings.
        return count <= _MAX_WORDS and not ends_with_full_stop(block.text)
    if block.kind not in _KINDS_THAT_ANNOUNCE or count > _MAX_ANNOUNCING_WORDS:
        return False
    # "News Feed", of which the list was not taken.
    phrase = find_phrase("list-heading", block)
    return ends_with_colon(block.text) or (phrase is not None and phrase.match == "alone")


RULE = CleaningRule(name="dangling-end", find=_find, is_heuristic=True)
