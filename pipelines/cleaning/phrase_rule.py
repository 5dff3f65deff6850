"""A cleaning rule made of phrases."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipelines.cleaning.phrase_book import Phrase, find_phrase, places_by_book
from pipelines.cleaning.rule import KINDS_LEFT_ALONE, CleaningRule, whole_block
from pipelines.cleaning.shapes import is_one_word_subheading
from pipelines.cleaning.text_words import opens_with_quote
from pipelines.items import Block, Claim, Document

_QUESTIONS = re.compile(r"(?:[^.!?？؟]{3,90}[?？؟]\s*){1,3}(?=\S)")


def phrase_rule(
    name: str, what: str, *, spares_chapters: bool = False, may_ask_first: bool = False
) -> CleaningRule:
    """Return the rule that claims the blocks that match ``phrases/<name>.toml``.

    ``what`` is the reason, for people ("asks to subscribe"). With ``spares_chapters``, a heading of
    one word above a paragraph stays: "Datenschutz", "Comment" may head a chapter of the text. With
    ``may_ask_first``, an opening phrase also counts after questions: "Like this? Subscribe to our".
    """

    def find(document: Document) -> Iterator[Claim]:
        texts = tuple([block.text for block in document.blocks])
        asking = _places_of_questions(texts) if may_ask_first else ()
        for index in sorted({*places_by_book(texts).get(name, ()), *asking}):
            block = document.blocks[index]
            if block.kind in KINDS_LEFT_ALONE or (
                spares_chapters and is_one_word_subheading(document, index)
            ):
                continue
            phrase = find_phrase(name, block)
            if phrase is None and index in asking:
                phrase = _phrase_after_questions(name, block)
            if phrase is not None:
                yield whole_block(document, index, f"{what}: {phrase}")

    return CleaningRule(name=name, find=find, is_heuristic=True)


@lru_cache(maxsize=4)
def _places_of_questions(texts: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, text in enumerate(texts) if _QUESTIONS.match(text))


def _phrase_after_questions(name: str, block: Block) -> Phrase | None:
    if block.kind == "heading" or opens_with_quote(block.text):
        return None
    questions = _QUESTIONS.match(block.text)
    if questions is None:
        return None
    phrase = find_phrase(name, replace(block, text=block.text[questions.end() :]))
    return phrase if phrase is not None and phrase.match == "opening" else None
