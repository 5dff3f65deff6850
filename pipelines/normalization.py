"""Unicode and space for output; folded text and words for comparison."""

import html
import re
import unicodedata
from functools import lru_cache
from textwrap import dedent

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Marks that belong to the letter before them, for which ``\w`` does not stand: accents that have no
# letter of their own (also the dot that folding leaves of the Turkish capital I), vowel signs of
# Hebrew, Arabic, Syriac, Thaana, N'Ko, the scripts of India, Thai, Lao, Tibetan, Burmese, Ethiopic
# and Khmer, and the joiners inside words of Persian and Hindi.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u074a\u07a6-\u07b0"
    "\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0898-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe"
    "\u0a01-\u0a75\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d"
    "\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u0f18\u0f19\u0f35\u0f37"
    "\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734"
    "\u1752-\u17d3\u17dd\u1dc0-\u1dff\u3099\u309a\u200c\u200d"
)
WORD = re.compile(rf"\w[\w{_MARKS}]*")
"""A word of any script with the marks on its letters."""
_TOKEN = re.compile(rf"\n+|[^\S\n]+|\w[\w{_MARKS}]*|.", re.DOTALL)
HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Signs of Chinese and Japanese, for a class of a pattern."""
# Chinese, Japanese, Thai, Lao, Burmese and Khmer put no space between words. The signs of the first
# two stand for syllables or words, those of the others for sounds.
_SYLLABLES = f"{HAN_AND_KANA}\U00020000-\U000323af"
_SOUNDS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u1000-\u102a"
    "\u1780-\u17b3"
)
SPACELESS_SIGNS = _SYLLABLES + _SOUNDS
"""Signs of all scripts that put no space between words, for a class of a pattern."""
_SYLLABLES_PER_WORD = 2
"""Chinese and Japanese words have two signs more often than any other number."""
_SOUNDS_PER_WORD = 4
_SPACELESS_TOKEN = re.compile(rf"[{SPACELESS_SIGNS}][{_MARKS}]*|[^{SPACELESS_SIGNS}]+")
_SPACELESS_RUN = re.compile(
    rf"(?:[{_SYLLABLES}][{_MARKS}]*)+|(?:[{_SOUNDS}][{_MARKS}]*)+|[^{SPACELESS_SIGNS}]+"
)
_SPACELESS_WORD = re.compile(
    rf"(?:[{_SYLLABLES}][{_MARKS}]*){{1,{_SYLLABLES_PER_WORD}}}"
    rf"|(?:[{_SOUNDS}][{_MARKS}]*){{1,{_SOUNDS_PER_WORD}}}|[^{SPACELESS_SIGNS}]+"
)
_SYLLABLE, _SOUND = re.compile(f"[{_SYLLABLES}]"), re.compile(f"[{_SOUNDS}]")
_SPACELESS_SIGN = re.compile(f"[{SPACELESS_SIGNS}]")
ASCII_WORD = re.compile(r"\w+", re.ASCII)
_FOLDED_SIGNS = {
    "'": "‘’‚‛′ʼ`´",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−",
    "...": "…",
}

_LETTER_APOSTROPHE = "ʼ"
_NOT_LETTER = re.compile(r"[\W_]+")
_ASCII_NOT_LETTER = str.maketrans(
    dict.fromkeys(chr(code) for code in range(128) if not chr(code).isalnum())
)
_MAX_ESCAPES = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text for output: NFC, no control or invisible characters, single spaces.

    Soft hyphens, zero-width spaces and bidirectional marks go, because they break searching and
    comparing. The zero-width joiner and non-joiner stay: Persian, Hindi and emoji need them.
    """
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", _CONTROL.sub(" ", text)).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean_code(text: str) -> str:
    """Return code for output: as ``clean_text`` does, but its lines and their indents stay.

    Empty lines go, because they part paragraphs, and so does the indent that all lines share. A tab
    becomes spaces up to the next multiple of four.
    """
    lines = _CONTROL.sub(" ", _INVISIBLE.sub("", text.expandtabs(4))).splitlines()
    kept = "\n".join(line.rstrip() for line in lines if line.strip())
    return unicodedata.normalize("NFC", dedent(kept.replace("\xa0", " ")))


def unescaped(text: str) -> str:
    """Return a text without HTML entities; some sites escape what was escaped."""
    for _ in range(_MAX_ESCAPES):
        before, text = text, html.unescape(text)
        if text == before:
            break
    return text


def without_surrogates(text: str) -> str:
    """Return a text that UTF-8 can hold: lone surrogates become replacement characters (U+FFFD)."""
    if _SURROGATE.search(text):
        # By way of UTF-16, where the two halves of one character find each other.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def fold(text: str) -> str:
    """Return the text for comparison: case, quotation marks, dashes and space made equal."""
    cleaned = clean_text(text)
    if cleaned.isascii():
        return cleaned.lower().replace("`", "'")
    folded = cleaned.casefold()
    # Sign by sign, because ``str.translate`` looks up every letter of the text.
    for sign, others in _FOLDED_SIGNS.items():
        for other in others:
            folded = folded.replace(other, sign)
    # Folding takes some letters apart and puts others beside a mark.
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


@lru_cache(maxsize=1024)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of the folded text, without punctuation.

    Scripts that put no space between words give one long word for each run of letters.
    """
    # Remembered, because features, rules and hashes all ask for the words of the same lines. Of
    # what is folded, only case and the one sign that is a letter to ``\w`` change words.
    if text.isascii():
        return tuple(ASCII_WORD.findall(text.lower()))
    folded = clean_text(text).casefold().replace(_LETTER_APOSTROPHE, "'")
    return tuple(WORD.findall(unicodedata.normalize("NFC", folded)))


def tokens(text: str) -> list[str]:
    """Return the text cut into words, single signs and stretches of space: joined, it is the text.

    Where a script puts no space between words, each letter with its marks is a token.
    """
    found = _TOKEN.findall(text)
    if text.isascii():
        return found
    return [
        part
        for token in found
        for part in ([token] if token.isascii() else _SPACELESS_TOKEN.findall(token))
    ]


def count_words(text: str) -> int:
    """Return how many words a text has, also where a script puts no space between them."""
    return max(len(folded_words(text)), count_spaceless_words(text))


def count_words_roughly(text: str) -> int:
    """Return about how many words a text has: to split is ten times as quick as to fold."""
    return max(len(text.split()), count_spaceless_words(text))


def count_spaceless_words(text: str) -> int:
    """Return how many words of a text belong to scripts that put no space between them."""
    if not _is_spaceless(text):
        return 0
    syllables, sounds = len(_SYLLABLE.findall(text)), len(_SOUND.findall(text))
    return syllables // _SYLLABLES_PER_WORD + sounds // _SOUNDS_PER_WORD


def words_in_place(text: str) -> list[str]:
    """Return the words of a text as they stand there, not folded.

    Scripts that put no space between words are cut into pieces as long as their words mostly are.
    """
    found = (ASCII_WORD if text.isascii() else WORD).findall(text)
    if not _is_spaceless(text):
        return found
    return [part for word in found for part in _SPACELESS_WORD.findall(word)]


def word_parts(text: str) -> frozenset[str]:
    """Return the folded words of a text, to see how many two texts share.

    In scripts that put no space between words each stretch that is as long as words mostly are.
    """
    found = folded_words(text)
    if not _is_spaceless(text):
        return frozenset(found)
    runs = (run for word in found for run in _SPACELESS_RUN.findall(word))
    return frozenset(part for run in runs for part in _stretches(run))


def is_spaceless(word: str) -> bool:
    """Return whether a word begins with a sign of a script that puts no space between words."""
    return _SPACELESS_SIGN.match(word) is not None


def _is_spaceless(text: str) -> bool:
    return not text.isascii() and _SPACELESS_SIGN.search(text) is not None


def _stretches(run: str) -> list[str]:
    if not is_spaceless(run):
        return [run]
    signs = _SPACELESS_TOKEN.findall(run)
    size = _SYLLABLES_PER_WORD if _SYLLABLE.match(run) else _SOUNDS_PER_WORD
    starts = range(max(1, len(signs) - size + 1))
    return ["".join(signs[start : start + size]) for start in starts]


def word_key(text: str) -> str:
    """Return the folded words joined by single spaces: equal for texts that read the same."""
    return " ".join(folded_words(text))


@lru_cache(maxsize=1024)
def letter_key(text: str) -> str:
    """Return the letters and digits of a text, casefolded: equal for texts that read the same."""
    if text.isascii():
        return text.translate(_ASCII_NOT_LETTER).lower()
    return _NOT_LETTER.sub("", unicodedata.normalize("NFC", text)).casefold()
