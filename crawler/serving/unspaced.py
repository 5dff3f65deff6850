"""Scripts that are written without spaces: each character of them is a token of the index.

The tokenizer of SQLite takes a whole clause of Chinese or Japanese for one word, so that no part of
it would ever be found. With a token a character, a word of these scripts is searched as a phrase,
whatever its length; a trigram index finds no word of two characters, which most of them have.
Korean has spaces, but hangs its particles on the word, so it is treated alike.
"""

import re

SEPARATOR = "\x1a"
"""Parts tokens and is shown to nobody; no text keeps one of its own. Python takes it for no space,
so that what it parts stays one word of a query."""

_UNSPACED = (
    "\u0e00-\u109f"  # Thai, Lao, Tibetan, Myanmar
    "\u1100-\u11ff"  # Hangul in its parts
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
    "\uac00-\ud7a3"  # Hangul
    "\uff66-\uff9f"  # narrow Japanese
)
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_NOT_UNICODE = re.compile("[\ud800-\udfff]")


def tokens_apart(text: str) -> str:
    """Return a text for the tokenizer: a separator on both sides of each such character.

    Control characters become spaces, and halves of characters U+FFFD, which SQLite needs.
    """
    if text.isascii():
        return _CONTROLS.sub(" ", text)
    plain = _NOT_UNICODE.sub("\ufffd", _CONTROLS.sub(" ", text))
    return _CHARACTER.sub(rf"{SEPARATOR}\g<0>{SEPARATOR}", plain)


def tokens_together(text: str) -> str:
    """Return a text, or a piece of it, without the separators that ``tokens_apart`` put in."""
    return text.replace(SEPARATOR, "")


def ends_unspaced(text: str) -> bool:
    """Return whether the last character is a token by itself."""
    return bool(_CHARACTER.fullmatch(text.rstrip(SEPARATOR)[-1:]))
