"""Scripts that are written without spaces: pairs of characters are the words of the index.

The tokenizer of SQLite takes a whole clause of Chinese or Japanese for one word, so that no part of
it would ever be found. With each character and its neighbour as a word, any piece of a clause is a
phrase of pairs, whatever its length. A trigram index finds nothing of two characters, which most
words have; with single characters, phrases are slow, because each of them is everywhere. Korean has
spaces, but hangs its particles on the word, so it is treated alike.
"""

import re

SEPARATOR = "\x1a"
"""Parts words and is shown to nobody; no text keeps one of its own. Python takes it for no space,
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
_RUN = re.compile(f"[{_UNSPACED}]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_NOT_UNICODE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text that SQLite takes: controls become spaces, halves of characters U+FFFD."""
    return _NOT_UNICODE.sub("\ufffd", _CONTROLS.sub(" ", text))


def paired(text: str) -> str:
    """Return a storable text as the index gets it: as many words as characters in each run.

    The last character of a run, which has no neighbour, is a word alone.
    """
    return text if text.isascii() else _RUN.sub(_pairs_and_last, text)


def sought(text: str) -> tuple[str, bool]:
    """Return a storable piece of text as ``paired`` has it where it goes on, or does not.

    The second value is whether its last word may be only the beginning of one in the index: one
    character at the end may have any neighbour.
    """
    head, last = text, ""
    for found in _RUN.finditer(text):
        if found.end() == len(text):
            head, last = text[: found.start()], found[0]
    tail = last if len(last) == 1 else SEPARATOR.join(_pairs(last))
    return f"{paired(head)}{SEPARATOR}{tail}" if last else paired(head), len(last) == 1


def tokens_apart(text: str) -> str:
    """Return a storable text for showing what was found: each such character is a word."""
    if text.isascii():
        return text
    return _CHARACTER.sub(rf"{SEPARATOR}\g<0>{SEPARATOR}", text)


def tokens_together(text: str) -> str:
    """Return a text, or a piece of it, without the separators that ``tokens_apart`` put in."""
    return text.replace(SEPARATOR, "")


def ends_unspaced(text: str) -> bool:
    """Return whether the last character is of such a script."""
    return bool(_CHARACTER.fullmatch(text[-1:]))


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _pairs_and_last(found: re.Match[str]) -> str:
    run = found[0]
    return SEPARATOR + SEPARATOR.join([*_pairs(run), run[-1]]) + SEPARATOR
