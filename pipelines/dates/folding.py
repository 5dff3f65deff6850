"""Text made comparable without moving a character, and its words and numbers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    "：": ":", "／": "/", "．": ".", "，": ",", "、": ",", "،": ",", "・": "|", "｜": "|",
    "’": "'", "‘": "'", "`": "'", "ʼ": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-",
    "\u200b": " ", "\u200e": " ", "\u200f": " ", "\u00ad": " ", "\ufeff": " ",
    "\u202a": " ", "\u202b": " ", "\u202c": " ", "\u202d": " ", "\u202e": " ",
    "\u2066": " ", "\u2067": " ", "\u2068": " ", "\u2069": " ",
    "０": "0", "＋": "+",
}  # fmt: skip
_PICTURES = "\u2600-\u27bf\U0001f000-\U0001faff"
"""Sites print a calendar or a clock right before a date."""
_TOKEN = re.compile(
    r"(?P<number>[0-9]+)|[^\s0-9!-/:-@\[-`{-~«»“”„…•·।॰׳،؛。「」『』【】（）©®" + _PICTURES + "]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word or one run of digits and where it stands."""

    text: str
    start: int
    end: int
    is_number: bool


def fold_in_place(text: str) -> str:
    """Return the text in lower case with ASCII digits and punctuation, every character in place."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def tokens(folded: str) -> tuple[Token, ...]:
    """Return the words and numbers of a folded text in order."""
    return tuple(
        Token(
            text=match.group(),
            start=match.start(),
            end=match.end(),
            is_number=match.group("number") is not None,
        )
        for match in _TOKEN.finditer(folded)
    )


def without_accents(text: str) -> str:
    """Return the text without the accents of Latin, Greek and Cyrillic letters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not "\u0300" <= letter <= "\u036f")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    lower = character.lower()
    return lower if len(lower) == 1 else lower[0]
