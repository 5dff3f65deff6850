"""What a page says of its story in a few sentences, as plain text."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipelines.extraction.declared.placeholders import is_placeholder
from pipelines.items import Candidate
from pipelines.normalization import clean_text, count_words

_MIN_WORDS = 2
"""One word ("0", "Article") is what a system fills in."""
# Elements that stand in texts. The last one may be cut off where the description is.
_TAG = re.compile(
    r"</?(?P<name>a|abbr|b|big|blockquote|br|cite|code|del|div|em|figcaption|figure|font|h[1-6]|hr|i|img"
    r"|ins|li|mark|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup|td|tr|u|ul)"
    r"(?:\s[^<>]*|/)?(?:>|$)",
    re.IGNORECASE,
)
_INLINE = frozenset(
    {
        "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s",
        "small", "span", "strike", "strong", "sub", "sup", "u",
    }
)  # fmt: skip


def clean_descriptions(told: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that say something, without the markup that some systems leave in."""
    cleaned = (replace(item, value=_without_markup(item.value)) for item in told)
    return tuple(
        item
        for item in cleaned
        if count_words(item.value) >= _MIN_WORDS and not is_placeholder(item.value)
    )


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    return clean_text(_TAG.sub(_border, text))


def _border(tag: re.Match[str]) -> str:
    """Return what stands for a tag: words on both sides of a paragraph are two."""
    return "" if tag["name"].lower() in _INLINE else " "
