"""What a reader types into the search field, as an expression that FTS5 always understands.

Words, ``"quoted phrases"`` and ``beginnings*`` are known; every other character is taken as it
stands. All terms must be found in a story.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.serving.folding import folded
from crawler.serving.unspaced import SEPARATOR, ends_unspaced, sought, storable, tokens_apart

COLUMNS = ("title", "text", "authors")
"""Of the full-text table, what a reader searches. The fourth, ``source``, holds one token."""
MAX_CHARS = 200
MAX_TERMS = 16
"""What is typed beyond these is left out: a search has a price, whoever asks for it."""
MIN_BEGINNING_CHARS = 3
"""As long as the beginnings that the index keeps ready: ``co*`` would gather the places of a
thousand words first, half a second with 100,000 stories."""

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟＂", '"'))
_TOKEN_CATEGORIES = frozenset("LN")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that must be found: a word or a phrase."""

    text: str
    """In the letters of the index."""
    is_beginning: bool = False
    """Whether the last word of it may go on."""


def read_terms(query: str) -> tuple[Term, ...]:
    """Return the terms of a query; none when there is nothing in it that can be found."""
    typed = storable(unicodedata.normalize("NFC", query[:MAX_CHARS]).translate(_QUOTES))
    found = (_term(folded(phrase), folded(word)) for phrase, word in _TERM.findall(typed))
    terms = dict.fromkeys(term for term in found if _has_token(term.text))
    return tuple(terms)[:MAX_TERMS]


def words_of(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the words of all terms, each once. Whatever holds the terms holds these too."""
    return tuple(dict.fromkeys(word for term in terms for word in _words(term)))


def match_expression(terms: Sequence[Term], source: str | None = None) -> str:
    """Return the FTS5 expression that finds all terms in the index, each in any of the columns.

    There is at least one term. ``source`` is the token of the only source that is searched.
    """
    expression = _all_of(map(_in_index, terms))
    return expression if source is None else f"(source : {_quoted(source)}) AND ({expression})"


def shown_expression(terms: Sequence[Term]) -> str:
    """Return the expression that finds the same in folded texts as ``tokens_apart`` gives them."""
    return _all_of(_in_text(term, tokens_apart(term.text)) for term in terms)


def _term(phrase: str, word: str) -> Term:
    if not word.endswith("*"):
        return Term(text=word or phrase)
    beginning = word.rstrip("*")
    tokens = _TOKEN.findall(beginning)
    is_long = bool(tokens) and len(tokens[-1]) >= MIN_BEGINNING_CHARS
    return Term(text=beginning, is_beginning=is_long and not ends_unspaced(beginning))


def _words(term: Term) -> Iterator[Term]:
    *pieces, last = sought(term.text)[0].replace(SEPARATOR, " ").split()
    whole = (Term(text=piece) for piece in pieces)
    parts = (*whole, Term(text=last, is_beginning=term.is_beginning))
    return (part for part in parts if _has_token(part.text))


def _has_token(text: str) -> bool:
    return any(unicodedata.category(character)[0] in _TOKEN_CATEGORIES for character in text)


def _all_of(expressions: Iterable[str]) -> str:
    return f"{{{' '.join(COLUMNS)}}} : ({' AND '.join(expressions)})"


def _in_index(term: Term) -> str:
    text, is_beginning = sought(term.text)
    return _in_text(term, text, is_beginning=is_beginning)


def _in_text(term: Term, text: str, *, is_beginning: bool = False) -> str:
    return f"{_quoted(text)} *" if term.is_beginning or is_beginning else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
