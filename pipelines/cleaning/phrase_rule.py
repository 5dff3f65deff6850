"""A cleaning rule made of phrases."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_book import books_that_may_match, load_phrases
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_one_word_subheading
from pipelines.items import Claim, Document

_KINDS_LEFT_ALONE = frozenset({"code", "quote", "table"})


def phrase_rule(name: str, what: str, *, spares_chapters: bool = False) -> CleaningRule:
    """Return the rule that claims the blocks that match ``phrases/<name>.toml``.

    ``what`` is the reason, for people ("asks to subscribe"). With ``spares_chapters``, a heading of
    one word above a paragraph stays: "Datenschutz", "Comment" may head a chapter of the text.
    """

    def find(document: Document) -> Iterator[Claim]:
        book = load_phrases(name)
        for index, block in enumerate(document.blocks):
            if name not in books_that_may_match(block.text) or block.kind in _KINDS_LEFT_ALONE:
                continue
            phrase = book.find(block)
            if phrase is not None and not (
                spares_chapters and is_one_word_subheading(document, index)
            ):
                reason = f'{what}: {phrase.language} "{" ".join(phrase.words)}"'
                yield whole_block(document, index, reason)

    return CleaningRule(name=name, find=find, is_heuristic=True)
