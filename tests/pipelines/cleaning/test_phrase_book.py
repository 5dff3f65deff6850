"""How phrases are found, and that every phrase file is well formed and finds its own phrases."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.phrase_book import (
    MatchKind,
    PhraseBook,
    _books_that_may_match,
    load_phrases,
)
from pipelines.items import Block
from pipelines.normalization import folded_words
from tests.pipelines.cleaning.documents import LANGUAGES, each_case
from tests.strategies import any_texts

_FOLDER = files("pipelines.cleaning.phrases")
_STAMPS = "stamps"
_STAMP_KEYS = {"months", "relative", "labels", "fillers"}
_KINDS = get_args(MatchKind)


def _tables() -> dict[str, list[dict[str, Any]]]:
    texts = {
        path.name.removesuffix(".toml"): path.read_text(encoding="utf-8")
        for path in _FOLDER.iterdir()
        if path.name.endswith(".toml")
    }
    return {name: tomllib.loads(text)["family"] for name, text in sorted(texts.items())}


TABLES = _tables()
BOOKS = tuple(name for name in TABLES if name != _STAMPS)
each_table = pytest.mark.parametrize("name", TABLES)
each_book = pytest.mark.parametrize("name", BOOKS)


def _phrases(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield language, match kind and text of the phrases of a file."""
    for family in TABLES[name]:
        for key, value in family.items():
            if isinstance(value, list):
                for phrase in value:
                    yield family["language"], key, phrase


def _block_with(kind: str, phrase: str) -> Block:
    """Return a block as a page would write it that shows the phrase."""
    phrase = phrase.strip().replace("#", "7").capitalize()
    texts = {
        "alone": phrase,
        "label": f"{phrase}: Text",
        "title": f"{phrase} Some Headline Here",
        "opening": f"{phrase} something more",
        "link": f"{phrase} something more",
        "ending": f"Something {phrase}",
    }
    return Block(text=texts[kind], link_density=1.0 if kind == "link" else 0.0)


@each_table
def test_keys_of_a_family_are_known(name: str) -> None:
    kinds = _STAMP_KEYS if name == _STAMPS else {*_KINDS, "max_words"}
    for family in TABLES[name]:
        assert set(family) <= {"language", "source", *kinds}, family["language"]
        assert any(family.get(kind) for kind in kinds - {"max_words"}), family["language"]


@each_table
def test_every_language_has_a_family_with_its_source(name: str) -> None:
    assert {family["language"] for family in TABLES[name]} >= set(LANGUAGES)
    assert all(family["source"].strip() for family in TABLES[name])


@each_book
def test_longest_block_that_is_looked_at_has_a_sensible_size(name: str) -> None:
    for family in TABLES[name]:
        assert type(family.get("max_words", 1)) is int
        assert 1 <= family.get("max_words", 1) <= 80


@each_table
def test_phrases_are_texts_with_words_in_small_letters(name: str) -> None:
    odd = [
        phrase
        for _, _, phrase in _phrases(name)
        if not phrase.strip() or phrase != phrase.lower().strip()
    ]
    assert odd == []


@each_book
def test_every_word_of_a_phrase_is_a_word_or_the_sign_for_a_number(name: str) -> None:
    """A sign such as © is no word: it would be read as any number."""
    odd = [
        phrase
        for _, _, phrase in _phrases(name)
        if any(part != "#" and not folded_words(part) for part in phrase.split())
    ]
    assert odd == []


@each_table
def test_no_phrase_stands_twice_in_a_language_and_kind(name: str) -> None:
    often = Counter(
        (language, kind, phrase if name == _STAMPS else folded_words(phrase.replace("#", "7")))
        for language, kind, phrase in _phrases(name)
    )
    assert [key for key, count in often.items() if count > 1] == []


@each_book
def test_every_phrase_is_found_in_a_block_made_of_it(name: str) -> None:
    book = load_phrases(name)
    lost = [
        (language, kind, phrase)
        for language, kind, phrase in _phrases(name)
        # Files that allow one word hold single words, which the rules look up themselves.
        if book.max_words > 1 and book.find(_block_with(kind, phrase)) is None
    ]
    assert lost == []


def _book(**kinds: tuple[str, ...]) -> PhraseBook:
    """Return the book that ``load_phrases`` makes, of phrases made for the purpose."""
    real = load_phrases("advertisement")
    phrase = next(phrase for phrases in real.by_first.values() for phrase in phrases)
    by_first: dict[str, tuple[Any, ...]] = {}
    by_last: dict[str, tuple[Any, ...]] = {}
    for kind, texts in kinds.items():
        for text in texts:
            words = tuple(text.split())
            groups, key = (by_last, words[-1]) if kind == "ending" else (by_first, words[0])
            made = type(phrase)(words=words, match=kind, max_words=10, language="en")  # type: ignore[arg-type] # from a table
            groups[key] = (*groups.get(key, ()), made)
    return PhraseBook(by_first=by_first, by_last=by_last, max_words=10)


@given(st.sampled_from(BOOKS), st.data())
def test_a_text_that_begins_or_ends_like_a_phrase_may_match_its_book(
    name: str, data: st.DataObject
) -> None:
    book = load_phrases(name)
    groups = (*book.by_first.values(), *book.by_last.values())
    phrases = [phrase for group in groups for phrase in group]
    phrase = data.draw(st.sampled_from(phrases))
    said = " ".join(phrase.words).replace("#", "12")
    text = f"The ferry: {said}" if phrase.match == "ending" else f"{said} - the ferry"
    assert name in _books_that_may_match(text)
    assert _books_that_may_match("Zxqv ferry zxqv") == frozenset()


FOUND = {
    "alone": ("alone", "read more", "Read more!", 0.0),
    "alone in quotes of its own": ("alone", "read more", "[Read more]", 0.0),
    "alone with a number": ("alone", "# min read", "12 min read", 0.0),
    "label with colon": ("label", "read more", "Read more: Ferry stops", 0.0),
    "label with bar": ("label", "read more", "Read more | Ferry stops", 0.0),
    "label with arrow": ("label", "read more", "Read more » Ferry stops", 0.0),
    "label with a wide colon": ("label", "写真", "写真：港の船", 0.0),
    "label with an equals sign": ("label", "사진", "사진=항구의 배", 0.0),
    "label in capitals of Turkish": (
        "label",
        "ilginizi çekebilir",
        "İLGİNİZİ ÇEKEBİLİR: Liman",
        0.0,
    ),
    "label with dash": ("label", "read more", "READ MORE – Ferry stops", 0.0),
    "label with dots": ("label", "read more", "Read more… Ferry stops", 0.0),
    "label alone": ("label", "read more", "Read more", 0.0),
    "title": ("title", "read more", "Read more Ferry stops", 0.0),
    "title alone": ("title", "read more", "Read more", 0.0),
    "opening": ("opening", "read more", "Read more about the ferry", 0.0),
    "link": ("link", "read more", "Read more about the ferry", 0.5),
    "ending": ("ending", "read more", "About the ferry read more", 0.0),
    "apostrophe": ("opening", "don t miss", "Don’t miss the ferry", 0.0),
    "hyphen": ("opening", "e mail", "E-Mail an uns", 0.0),
}
NOT_FOUND = {
    "alone and more": ("alone", "read more", "Read more about it", 0.0),
    "label without a mark": ("label", "read more", "Read more about it", 0.0),
    "label with a hyphen": ("label", "read", "Read-only memory", 0.0),
    "title and small letter": ("title", "read more", "Read more about it", 0.0),
    "opening later": ("opening", "read more", "You read more in winter", 0.0),
    "part of a word": ("opening", "read more", "Read moreover", 0.0),
    "link of which little is linked": ("link", "read more", "Read more about the ferry", 0.4),
    "ending earlier": ("ending", "read more", "Children read more now", 0.0),
    "quotation": ("opening", "read more", "“Read more books”", 0.0),
    "too long": ("opening", "read more", "Read more " + "and more " * 5, 0.0),
    "no words": ("opening", "read more", "* * *", 0.0),
    "empty": ("opening", "read more", "", 0.0),
}


@each_case(FOUND, ("kind", "phrase", "text", "density"))
def test_phrase_is_found_where_it_must_stand(
    kind: str, phrase: str, text: str, density: float
) -> None:
    found = _book(**{kind: (phrase,)}).find(Block(text=text, link_density=density))
    assert found is not None
    assert (found.match, " ".join(found.words)) == (kind, phrase)


@each_case(NOT_FOUND, ("kind", "phrase", "text", "density"))
def test_phrase_is_not_found_elsewhere(kind: str, phrase: str, text: str, density: float) -> None:
    assert _book(**{kind: (phrase,)}).find(Block(text=text, link_density=density)) is None


def test_block_of_many_characters_and_few_words_is_not_looked_at() -> None:
    assert _book(opening=("read",)).find(Block(text="Read " + "x" * 300)) is None


def test_file_is_read_once() -> None:
    assert load_phrases("advertisement") is load_phrases("advertisement")


@given(any_texts())
def test_any_text_can_be_looked_up_in_every_book(text: str) -> None:
    for name in BOOKS:
        for density in (0.0, 1.0):
            found = load_phrases(name).find(Block(text=text, link_density=density))
            assert found is None or found.words
