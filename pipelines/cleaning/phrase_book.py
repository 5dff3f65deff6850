"""Phrases that give furniture away, as data: read once, found at the start or the end of a block.

A phrase is written as its folded words, so case, quotation marks and punctuation do not matter;
``#`` in a phrase stands for any number. It never matches in the middle of a sentence.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from typing_extensions import override

from pipelines.cleaning.shapes import is_mostly_links
from pipelines.cleaning.text_words import (
    PlacedWord,
    opens_with_quote,
    outer_words,
    placed_words,
    starts_like_a_headline,
    with_one_i,
)
from pipelines.items import Block

MatchKind = Literal["alone", "label", "title", "opening", "link", "ending"]
"""``alone``: the phrase is all there is. ``label``: a colon, bar or arrow follows it. ``title``: a
word with a capital follows it. ``opening``: anything follows. ``link``: anything follows, most of
it links. ``ending``: the block ends with it."""

_LABEL_MARK = re.compile(r"[\s\"'”’)\]]*(?:[:：=|>»→›]|[-–—](?=\s)|…|\.\.\.)")
_SURE_MARKS = frozenset(":：=|>»→›")
_DEFAULT_MAX_WORDS = 30
_SUFFIX = ".toml"
_MAX_CHARS_A_WORD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase and how it must stand in a block."""

    words: tuple[str, ...]
    match: MatchKind
    max_words: int
    """Longer blocks are not looked at."""
    language: str

    @override
    def __str__(self) -> str:
        return f'{self.language} "{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseBook:
    """The phrases of one rule, found by their first word (of endings: their last)."""

    by_first: Mapping[str, tuple[Phrase, ...]]
    by_last: Mapping[str, tuple[Phrase, ...]]
    max_words: int
    """Of all phrases: longer blocks match none."""

    def find(self, block: Block) -> Phrase | None:
        """Return the phrase that a block matches, or ``None``.

        Quotations match nothing: what somebody says is text of the article.
        """
        is_short = len(block.text) <= self.max_words * _MAX_CHARS_A_WORD
        outer = outer_words(block.text) if is_short else None
        if outer is None or outer.size > self.max_words:
            return None
        starts, ends = self.by_first.get(outer.first, ()), self.by_last.get(outer.last, ())
        if (not starts and not ends) or opens_with_quote(block.text):
            return None
        placed = placed_words(block.text)
        return next(
            (
                phrase
                for phrase in (*starts, *ends)
                if outer.size <= phrase.max_words and _MATCHERS[phrase.match](phrase, block, placed)
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Which books have a phrase that begins, or ends, with a word."""

    by_first: Mapping[str, frozenset[str]]
    by_last: Mapping[str, frozenset[str]]
    max_chars: int


def find_phrase(book: str, block: Block) -> Phrase | None:
    """Return the phrase of ``phrases/<book>.toml`` that a block matches, or ``None``."""
    return load_phrases(book).find(block) if book in _books_that_may_match(block.text) else None


@lru_cache(maxsize=4)
def places_by_book(texts: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return for each book the places of those texts that may match one of its phrases.

    Remembered, because each rule that is made of a book asks it of the same document.
    """
    places: dict[str, tuple[int, ...]] = {}
    for place, text in enumerate(texts):
        for book in _books_that_may_match(text):
            places[book] = (*places.get(book, ()), place)
    return places


@lru_cache(maxsize=64)
def load_phrases(name: str) -> PhraseBook:
    """Return the phrases of ``phrases/<name>.toml``, from the package."""
    resource = files("pipelines.cleaning.phrases") / f"{name}{_SUFFIX}"
    phrases = tuple(_read_phrases(resource.read_text(encoding="utf-8")))
    return PhraseBook(
        by_first=_grouped(phrases, 0, is_ending=False),
        by_last=_grouped(phrases, -1, is_ending=True),
        max_words=max((phrase.max_words for phrase in phrases), default=0),
    )


@lru_cache(maxsize=1024)
def _books_that_may_match(text: str) -> frozenset[str]:
    """Return the names of the books with a phrase that begins or ends like a text.

    Nearly every block begins and ends like none: one look for all books finds that out.
    """
    index = _index_of_books()
    outer = outer_words(text) if len(text) <= index.max_chars else None
    if outer is None:
        return frozenset()
    return index.by_first.get(outer.first, frozenset()) | index.by_last.get(outer.last, frozenset())


@lru_cache(maxsize=1)
def _index_of_books() -> _Index:
    folder = files("pipelines.cleaning.phrases")
    found = (item.name for item in folder.iterdir() if item.name.endswith(_SUFFIX))
    books = {name: load_phrases(name) for name in (file.removesuffix(_SUFFIX) for file in found)}
    return _Index(
        by_first=_names_by_word((name, book.by_first) for name, book in books.items()),
        by_last=_names_by_word((name, book.by_last) for name, book in books.items()),
        max_chars=_MAX_CHARS_A_WORD * max(book.max_words for book in books.values()),
    )


def _names_by_word(
    books: Iterable[tuple[str, Mapping[str, object]]],
) -> Mapping[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for name, by_word in books:
        for word in by_word:
            names[word] = names.get(word, frozenset()) | {name}
    return names


def _read_phrases(text: str) -> Iterator[Phrase]:
    for family in tomllib.loads(text)["family"]:
        for match in _MATCHERS:
            for phrase in family.get(match, ()):
                yield Phrase(
                    words=tuple(with_one_i(phrase).split()),
                    match=match,
                    max_words=family.get("max_words", _DEFAULT_MAX_WORDS),
                    language=family["language"],
                )


def _grouped(
    phrases: tuple[Phrase, ...], place: int, *, is_ending: bool
) -> dict[str, tuple[Phrase, ...]]:
    groups: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        if (phrase.match == "ending") is is_ending:
            key = phrase.words[place]
            groups[key] = (*groups.get(key, ()), phrase)
    return groups


def _begins(phrase: Phrase, placed: tuple[PlacedWord, ...]) -> bool:
    return tuple(word.word for word in placed[: len(phrase.words)]) == phrase.words


def _is_alone(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    return len(placed) == len(phrase.words) and _begins(phrase, placed)


def _is_label(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    if not _begins(phrase, placed):
        return False
    if len(placed) == len(phrase.words):
        return True
    mark = _LABEL_MARK.match(block.text, placed[len(phrase.words) - 1].end)
    # A dash may be the copula of a sentence, an ellipsis its hesitation.
    is_sure = mark is not None and mark[0][-1] in _SURE_MARKS
    return is_sure or (mark is not None and starts_like_a_headline(block.text[mark.end() :]))


def _is_before_title(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    if not _begins(phrase, placed):
        return False
    rest = block.text[placed[len(phrase.words) - 1].end :]
    return len(placed) == len(phrase.words) or starts_like_a_headline(rest)


def _is_opening(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    return _begins(phrase, placed)


def _is_before_link(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    return is_mostly_links(block) and _begins(phrase, placed)


def _is_ending(phrase: Phrase, block: Block, placed: tuple[PlacedWord, ...]) -> bool:
    return tuple(word.word for word in placed[-len(phrase.words) :]) == phrase.words


_MATCHERS: Mapping[MatchKind, Callable[[Phrase, Block, tuple[PlacedWord, ...]], bool]] = {
    "alone": _is_alone,
    "label": _is_label,
    "title": _is_before_title,
    "opening": _is_opening,
    "link": _is_before_link,
    "ending": _is_ending,
}
