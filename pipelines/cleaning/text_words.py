"""Words of texts for comparison, with their places in the text as it stands."""

from functools import lru_cache
from typing import NamedTuple

from pipelines.normalization import ASCII_WORD, WORD, folded_words
from pipelines.sentence_signs import CLOSING_SIGNS, OPENING_QUOTES

_FULL_STOPS = tuple(".。।")
_ELLIPSES = ("…", "...", ". . .")
_ONE_I = str.maketrans({"ı": "i", "\u0307": None})
_CLOSING_ELLIPSIS = "\"'”’»)]"


class PlacedWord(NamedTuple):
    """A folded word and one past its last character in the text; any number reads ``#``."""

    word: str
    end: int


def with_one_i(folded: str) -> str:
    """Return a folded text with the i of English for both of Turkish, whose capitals mix them."""
    return folded.translate(_ONE_I)


@lru_cache(maxsize=1024)
def placed_words(text: str) -> tuple[PlacedWord, ...]:
    """Return the folded words of a text with their places."""
    return tuple(
        PlacedWord(_masked(word), match.end())
        for match in (ASCII_WORD if text.isascii() else WORD).finditer(text)
        for word in _folded(match[0])
    )


class OuterWords(NamedTuple):
    """The first and the last of the placed words of a text, and how many there are."""

    first: str
    last: str
    size: int


@lru_cache(maxsize=1024)
def outer_words(text: str) -> OuterWords | None:
    """Return the outer ones of the placed words of a text; ``None`` when there are none.

    That is all that is asked of most texts.
    """
    if text.isascii():
        found = ASCII_WORD.findall(text)
        outer = [word.lower() for word in (*found[:1], *found[-1:])]
        count = len(found)
    else:
        outer = [word for part in WORD.findall(text) for word in _folded(part)]
        count = len(outer)
    return OuterWords(_masked(outer[0]), _masked(outer[-1]), count) if outer else None


def _masked(word: str) -> str:
    return "#" if word.isdigit() else word


def _folded(word: str) -> tuple[str, ...]:
    return (word.lower(),) if word.isascii() else tuple(map(with_one_i, folded_words(word)))


def end_of_prefix(text: str, wanted: tuple[str, ...]) -> int | None:
    """Return one past the last of the wanted folded words, if the text begins with them.

    ``None`` when it begins otherwise.
    """
    # Numbers are compared by the folded words, which still tell them apart.
    if folded_words(text)[: len(wanted)] != wanted:
        return None
    found = placed_words(text)[: len(wanted)]
    same = all(
        has.word == with_one_i(want) or (has.word == "#" and want.isdigit())
        for has, want in zip(found, wanted, strict=False)
    )
    return found[-1].end if found and same else None


def ends_with_full_stop(text: str) -> bool:
    """Return whether a text ends with a full stop: headlines hardly ever do."""
    spoken = text.rstrip().rstrip(CLOSING_SIGNS)
    return spoken.endswith(_FULL_STOPS) and not spoken[:-1].endswith("..")


def ends_with_colon(text: str) -> bool:
    """Return whether a text announces what follows it."""
    return text.rstrip().endswith((":", "："))


def ends_with_ellipsis(text: str) -> bool:
    """Return whether a text was cut off or pauses at its end."""
    return text.rstrip().rstrip(_CLOSING_ELLIPSIS).endswith(_ELLIPSES)


def opens_with_quote(text: str) -> bool:
    """Return whether a text begins with a quotation mark: then somebody speaks."""
    return text.lstrip()[:1] in OPENING_QUOTES and bool(text.strip())


def starts_like_a_headline(text: str) -> bool:
    """Return whether the first letter of a text is a capital, or of a script without case."""
    for character in text:
        if character.isalnum():
            return not character.islower()
    return False
