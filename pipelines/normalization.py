"""Unicode and space for output; folded text and words for comparison."""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_FOLD = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...",
    }
)  # fmt: skip


def clean_text(text: str) -> str:
    """Return the text for output: NFC, no control or invisible characters, single spaces.

    Soft hyphens, zero-width spaces and bidirectional marks go, because they break searching and
    comparing. The zero-width joiner and non-joiner stay: Persian, Hindi and emoji need them.
    """
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return the text for comparison: case, quotation marks, dashes and space made equal."""
    return clean_text(text.translate(_FOLD)).casefold()


def words(text: str) -> list[str]:
    """Return the words of the folded text, without punctuation."""
    return _WORD.findall(fold(text))


def word_key(text: str) -> str:
    """Return the folded words joined by single spaces: equal for texts that read the same."""
    return " ".join(words(text))
