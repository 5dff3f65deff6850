"""Latin letters written over into signs of other scripts, word by word. Pure.

What comes out means nothing, and is built as texts in these scripts are: without capitals, without
space between words, with full stops of their own or none.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from string import ascii_lowercase, ascii_uppercase

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_SHORT_WORD = 5
_CYRILLIC = {
    **{ord(letter): 0x430 + place for place, letter in enumerate(ascii_lowercase)},
    **{ord(letter): 0x410 + place for place, letter in enumerate(ascii_uppercase)},
}
_HEBREW = {
    ord(letter): 0x5D0 + place
    for letters in (ascii_lowercase, ascii_uppercase)
    for place, letter in enumerate(letters)
}
_HAN, _HAN_SIGNS = 0x4E00, 8000
_HAN_STOPS = {".": "。", ",": "，", "?": "？", "!": "！"}
_AFTER_HAN = re.compile(r"(?<=[\u4e00-\u9fff])([.,?!]) ?")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_THAI, _THAI_SIGNS, _THAI_WORD = 0xE01, 46, 6
_AFTER_THAI = re.compile(r"(?<=[\u0e01-\u0e2e])[.,;:?!] ?")
_BETWEEN_THAI = re.compile(r"(?<=[\u0e01-\u0e2e]) (?=[\u0e01-\u0e2e])")


def to_cyrillic(text: str) -> str:
    """Return a text in letters that have capitals and stand between spaces, as the Latin ones."""
    return text.translate(_CYRILLIC)


def to_hebrew(text: str) -> str:
    """Return a text in letters without capitals, from right to left."""
    return text.translate(_HEBREW)


def to_chinese(text: str) -> str:
    """Return a text of one sign for each short word and two for a long one, without space."""
    signs = _BETWEEN_HAN.sub("", _WORD.sub(_han, text))
    return _AFTER_HAN.sub(lambda stop: _HAN_STOPS[stop[1]], signs)


def to_thai(text: str) -> str:
    """Return a text with space between sentences alone, and no full stops."""
    return _AFTER_THAI.sub(" ", _BETWEEN_THAI.sub("", _WORD.sub(_thai, text)))


def _han(word: re.Match[str]) -> str:
    number = int.from_bytes(hashlib.sha256(word[0].casefold().encode()).digest()[:4])
    signs = (number % _HAN_SIGNS, number // _HAN_SIGNS % _HAN_SIGNS)
    return "".join(chr(_HAN + sign) for sign in signs[: 1 if len(word[0]) < _SHORT_WORD else 2])


def _thai(word: re.Match[str]) -> str:
    letters = [ord(letter) for letter in word[0].casefold() if letter.isalpha()]
    return "".join(chr(_THAI + 7 * letter % _THAI_SIGNS) for letter in letters[:_THAI_WORD])


SCRIPTS: Mapping[str, Callable[[str], str]] = {
    "chinese": to_chinese,
    "cyrillic": to_cyrillic,
    "hebrew": to_hebrew,
    "thai": to_thai,
}
"""What writes a text over, by the script."""
