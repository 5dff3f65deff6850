"""Credits of contributors, agencies and first publication at the end."""

import re
from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_body_like
from pipelines.items import Block, Claim, Document
from pipelines.normalization import letter_key

_LAST_LOOKED_AT = 6
_MAX_SIGN_OFF_CHARS = 300
_NAME = r"(?:[A-Z][\w.'’-]*|of|in|the|and|also|writers?|journalists?|correspondents?)"
_WHERE_FROM = re.compile(
    rf"[A-Z][\w.'’-]*(?:,? {_NAME})* reported from(?:,? {_NAME})+[.;]?(?:\s|$)"
)
_FEED_NOTE = re.compile(
    r"The (?:post|article) [\W\dA-Z].{2,250} (?:appeared first|first appeared) on [\W\dA-Z].{1,100}"
)
# German papers sign so: "(al)", "al/bs". In capitals a line may as well name something.
_INITIALS = re.compile(r"\([a-zäöü]{2,5}(?:/[a-zäöü]{2,5})*\)|[a-zäöü]{2,3}(?:/[a-zäöü]{2,3})*")
_MIN_LINKED = 0.3
_MIN_HEADLINE_LETTERS = 8
_MAX_LETTERS_AROUND = 80
_ANYWHERE = phrase_rule("end-matter", "tells who contributed or where it was published")


def _find(document: Document) -> Iterator[Claim]:
    # A collection of short pieces names its reporters and sources after each of them.
    start = len(document.blocks) - _LAST_LOOKED_AT
    headline = letter_key(document.title or "")
    yield from (claim for claim in _ANYWHERE(document) if claim.block >= start)
    for index in range(max(start, 0), len(document.blocks)):
        block = document.blocks[index]
        if block.kind == "paragraph" and _is_feed_note(block, headline):
            yield whole_block(document, index, "tells where the story appeared first")
        elif block.kind == "paragraph" and _tells_where_from(block.text):
            yield whole_block(document, index, "tells from where its writers reported")
        elif index and _are_initials(block) and is_body_like(document.blocks[index - 1]):
            yield whole_block(document, index, "signs with initials")


def _is_feed_note(block: Block, headline: str) -> bool:
    """Return whether a text says where the story appeared, in English or by its headline as a link.

    "Der Beitrag … erschien zuerst auf …": the headline, the site, and a few words around them.
    """
    if _FEED_NOTE.fullmatch(block.text):
        return True
    if block.link_density < _MIN_LINKED or len(headline) < _MIN_HEADLINE_LETTERS:
        return False
    before, named, after = letter_key(block.text).partition(headline)
    return named != "" and 0 < len(before + after) <= _MAX_LETTERS_AROUND


def _are_initials(block: Block) -> bool:
    return block.kind == "paragraph" and _INITIALS.fullmatch(block.text) is not None


def _tells_where_from(text: str) -> bool:
    """Return whether a text is a sign-off like "Long reported from Lowmere.", names alone."""
    found = _WHERE_FROM.match(text) if len(text) <= _MAX_SIGN_OFF_CHARS else None
    return found is not None and found.end() == len(text)


RULE = CleaningRule(name="end-matter", find=_find, is_heuristic=True)
