"""Markup, scripts and short codes that stand on the page as text.

An embedded post whose markup was escaped once too often shows its tags, a script that lost its
element shows its source, a plugin that was switched off leaves "[form id=12]" behind, PHP prints
its warnings. Pages about such things show them on purpose: they hold code, or speak of HTML.
"""

import re
from collections.abc import Iterator

from pipelines.cleaning.rule import KINDS_WITHOUT_SENTENCES, CleaningRule, whole_block
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_TAG_WITH_ADDRESS = re.compile(
    r"<(?:a|blockquote|iframe|img|script)\s[^<>]{0,300}?"
    r"(?:href|src|cite)\s*=\s*[\"'“”]?(?:https?:)?//[^<>]{1,600}>",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"[!(]{0,3}function\s*\(|(?:window|document|googletag|dataLayer)\.\w+|var \w{1,40}\s?="
)
_SHORT_CODE = re.compile(
    r"\[/?[A-Za-z]\w{0,40}_\w{1,40}\]"
    r"|\[[A-Za-z][\w-]{0,60}(?:\s[\w-]{1,40}=[^\]\s][^\]]{0,600})\]"
    r"|\[#\w{1,40}: ?/[^\]\s]{1,200}\]"
)
_PHP_MESSAGE = re.compile(
    r"(?:Deprecated|Fatal error|Notice|Parse error|Warning): .{1,600} in /\S{1,300} on line \d+"
)
_SIGNS_OF_SCRIPT = ("{", ";", "(")
_TOPICS = frozenset(
    {"css", "html", "javascript", "markdown", "php", "shortcode", "shortcodes", "wordpress"}
)


def _find(document: Document) -> Iterator[Claim]:
    found = [
        (index, reason)
        for index, block in enumerate(document.blocks)
        if block.kind not in KINDS_WITHOUT_SENTENCES
        for reason in [_looks_raw(block)]
        if reason is not None
    ]
    if found and not _is_about_code(document, {index for index, _ in found}):
        for index, reason in found:
            yield whole_block(document, index, reason)


def _looks_raw(block: Block) -> str | None:
    """Return what a block is instead of text, ``None`` for text."""
    text = block.text.strip()
    if "<" in text and _TAG_WITH_ADDRESS.search(text):
        return "is markup shown as text"
    if _SHORT_CODE.fullmatch(text):
        return "is a short code that nothing replaced"
    if _PHP_MESSAGE.fullmatch(text):
        return "is a message of PHP"
    if _SCRIPT.match(text) and all(sign in text for sign in _SIGNS_OF_SCRIPT):
        return "is the source of a script"
    return None


def _is_about_code(document: Document, found: set[int]) -> bool:
    return any(
        block.kind == "code" or (index not in found and not _TOPICS.isdisjoint(words))
        for index, block in enumerate(document.blocks)
        for words in [folded_words(block.text)]
    )


RULE = CleaningRule(name="raw-markup", find=_find, is_heuristic=True)
