"""What of a story answers a search: its title and a piece of its text, the found words marked."""

import re
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from markupsafe import Markup, escape

from crawler.serving.folding import folded, places_in
from crawler.serving.index_rows import story_texts
from crawler.serving.search_terms import COLUMNS, Term, shown_expression
from crawler.serving.unspaced import tokens_apart, tokens_together
from pipelines.exporters.sqlite_database import TOKENIZER
from pipelines.serialization import Record
from pipelines.visible_text import visible

_WORDS = 36
_START, _END, _CUT = "\x02", "\x03", "\x04"
"""Texts for the tokenizer hold no control characters of their own."""
_SIGN = re.compile(f"([{_START}{_END}{_CUT}])")
_SHOW = (
    "SELECT rowid, highlight(shown, 0, char(2), char(3)),"
    " snippet(shown, 1, char(2), char(3), char(4), ?) FROM shown WHERE shown MATCH ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Safe for a page: everything from the story is escaped."""

    title: Markup
    text: Markup


class Excerpts:
    """Marks what was found by asking a small index in memory the same question again.

    So a word is marked if and only if it was found, whatever the tokenizer folds. Threads take
    turns.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.execute(
            f'CREATE VIRTUAL TABLE shown USING fts5({", ".join(COLUMNS)}, tokenize="{TOKENIZER}")'
        )

    def close(self) -> None:
        """Free the memory."""
        self._connection.close()

    def mark(self, records: Sequence[Record], terms: Sequence[Term]) -> list[Excerpt]:
        """Return an excerpt for each record; without terms, or if none is found, its beginning."""
        found = self._found(records, terms) if terms else {}
        return [
            found[place] if place in found else beginning(record)
            for place, record in enumerate(records)
        ]

    def _found(self, records: Sequence[Record], terms: Sequence[Term]) -> dict[int, Excerpt]:
        own_texts = [story_texts(record) for record in records]
        texts = (tuple(tokens_apart(folded(text)) for text in texts) for texts in own_texts)
        with self._turn:
            self._connection.execute("BEGIN")
            try:
                self._connection.executemany(
                    "INSERT INTO shown (rowid, title, text, authors) VALUES (?, ?, ?, ?)",
                    ((place, *text) for place, text in enumerate(texts)),
                )
                wanted = (_WORDS, shown_expression(terms))
                rows = self._connection.execute(_SHOW, wanted).fetchall()
            finally:
                self._connection.execute("ROLLBACK")  # forgets in no time
        return {
            place: Excerpt(
                title=_marked(_in_own_letters(title, own_texts[place][0])),
                text=_marked(_in_own_letters(text, own_texts[place][1])),
            )
            for place, title, text in rows
        }


def beginning(record: Record) -> Excerpt:
    """Return the title of a record and how its text begins."""
    read = str(record["text"] or "")[:_READ_CHARS]
    title, text, _ = story_texts({**record, "text": read})
    words = text.split(maxsplit=_WORDS)
    cut = " ".join(words[:_WORDS])[:_MAX_CHARS]
    more = "…" if len(cut) < len(" ".join(words)) else ""
    return Excerpt(title=_marked(title), text=_marked(cut + more))


_READ_CHARS = 2000
"""More than is shown; the rest need not be looked at."""
_MAX_CHARS = 400
"""Of the beginning of a text that is written without spaces."""


def _in_own_letters(shown: str, own: str) -> str:
    """Return a marked piece of a folded text as it stands in the text itself."""
    parts = _SIGN.split(tokens_together(shown))
    pieces, signs = parts[::2], parts[1::2]
    start = folded(own).find("".join(pieces))
    places = places_in(own, accumulate(map(len, pieces), initial=start))
    own_pieces = [own[first:last] for first, last in pairwise(places)]
    return "".join(chain.from_iterable(zip(own_pieces, [*signs, ""], strict=True)))


def _marked(text: str) -> Markup:
    escaped = str(escape(" ".join(text.split()))).replace(_CUT, "…")
    marked = escaped.replace(_START, "<mark>").replace(_END, "</mark>")
    return Markup(visible(marked))  # noqa: S704 - all but the marks is escaped
