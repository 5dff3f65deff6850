"""Letters as a search compares them: many ways to write a word find each other.

The tokenizer of SQLite folds case, and accents of Latin letters alone. This does the rest, the same
for what is indexed and what is typed: Greek accents, which capitals go without; Arabic and Hebrew
vowel signs, which nobody types; letters that look alike in Arabic and Persian; digits of all
scripts; ё, ł, ø, ß and the like, which other keyboards do not have.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

_MARKED = (
    (0x00C0, 0x024F),  # Latin
    (0x0370, 0x03FF),  # Greek
    (0x0591, 0x05F4),  # Hebrew
    (0x0610, 0x06FF),  # Arabic
    (0x1E00, 0x1FFF),  # Latin and Greek
    (0xFB00, 0xFB4F),  # ligatures, Hebrew
    (0xFB50, 0xFDF1),  # Arabic as it is printed
    (0xFE70, 0xFEFC),
    (0xFF01, 0xFF5E),  # ASCII as wide as Chinese
)
"""Where signs above and below letters are accents. In scripts of India, they are vowels."""
_OTHERS = (
    # Latin: what CLDR's Latin-ASCII makes of letters that are not put together of others.
    "Æ=AE æ=ae Ð=D ð=d Ø=O ø=o Þ=TH þ=th ß=ss ẞ=SS Đ=D đ=d Ħ=H ħ=h ı=i Ł=L ł=l Ŋ=N ŋ=n Œ=OE œ=oe "
    "Ŧ=T ŧ=t "
    # Greek: at the end of a word, sigma has a form of its own.
    "ς=σ "
    # Cyrillic: ё is mostly written е; й and ї are letters of their own.
    "Ё=Е ё=е Ѐ=Е ѐ=е Ѝ=И ѝ=и "
    # Arabic, as Lucene's normalizers of Arabic and Persian, and letters of Urdu; the last one
    # only makes a word wider.
    "ٱ=ا ى=ي ی=ي ة=ه ہ=ه ھ=ه ە=ه ک=ك ـ="
)
_LETTERS: Mapping[str, str] = dict(pair.split("=") for pair in _OTHERS.split())


def folded(text: str) -> str:
    """Return a text in the letters of the index, not always as many as it has itself."""
    # Not ``translate``, which takes six times as long where few letters change.
    return text if text.isascii() else _letters().sub(_folded_letter, text)


def places_in(original: str, places: Iterable[int]) -> Iterator[int]:
    """Yield where places of a folded text are in the text itself."""
    if original.isascii():
        yield from places
        return
    ends, own_ends = [0], [0]
    for found in _resized().finditer(original):
        length = len(folded(found[0]))
        ends.append(ends[-1] + found.start() - own_ends[-1] + length)
        own_ends.append(found.end())
    own_ends.append(len(original))
    for place in places:
        before = bisect_right(ends, place) - 1
        # No farther than the next letter of another length: its parts have no places.
        yield min(own_ends[before] + place - ends[before], own_ends[before + 1])


def _folded_letter(found: re.Match[str]) -> str:
    return _table()[found[0]]


@cache
def _table() -> Mapping[str, str]:
    codes = {code for first, last in _MARKED for code in range(first, last + 1)}
    codes |= set(map(ord, _LETTERS))
    codes |= {code for code in range(0x80, 0x10000) if chr(code).isdecimal()}
    plain = {letter: _plain(letter) for letter in map(chr, codes)}
    return {letter: letters for letter, letters in plain.items() if letters != letter}


@cache
def _letters() -> re.Pattern[str]:
    return _any_of(_table())


@cache
def _resized() -> re.Pattern[str]:
    """Return what finds letters that are not one letter when they are folded."""
    return _any_of(letter for letter, plain in _table().items() if len(plain) != 1)


def _any_of(letters: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(letters))}]")


def _plain(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(_plain_part(part) for part in parts if unicodedata.category(part) != "Mn")


def _plain_part(part: str) -> str:
    return str(unicodedata.decimal(part)) if part.isdecimal() else _LETTERS.get(part, part)
