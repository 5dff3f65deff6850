"""Which stories a search finds, and in which order, in a time that does not grow with the index.

``bm25`` of FTS5 reads every occurrence of every word of a query, and looks at every story that is
found: half a second for "of the" in 100,000 stories. So only words that few stories hold are
ranked by; they say what a search is about. What also holds the common words and the phrases is
found without ranking. A search of common words alone, which fits thousands of stories alike, comes
newest first.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.serving.index_rows import source_token
from crawler.serving.search_terms import Term, match_expression, words_of

MAX_RANKED = 5000
"""Stories that hold a word which is ranked by. Tuned on 100,000 stories of 800 words: ranking so
many takes 30 ms."""
_RANKED = (
    "SELECT rowid FROM found WHERE found MATCH ?"
    " ORDER BY bm25(found, 5.0, 1.0, 2.0, 0.0), rowid DESC"
)
"""A word in the title counts as five in the text."""
_MATCHING = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
_NEWEST_OF_FOUND = (
    "SELECT number FROM revisions WHERE number IN (SELECT value FROM json_each(?))"
    " ORDER BY age DESC, number DESC"
)
_PROBE = "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? LIMIT ?)"

Order = Literal["best", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a list is wanted."""

    offset: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part of what was found."""

    numbers: tuple[int, ...]
    """Of the rows, in their order."""
    has_more: bool
    """Whether there are others behind it."""
    total: int | None
    """How many stories were found; ``None`` when they are too many to be counted."""


def search(
    connection: sqlite3.Connection,
    terms: Sequence[Term],
    source_id: str | None,
    window: Window,
    order: Order = "best",
) -> Found:
    """Return the stories that hold all terms: the best first, or the newest if all fit alike.

    Args:
        connection: to the index.
        terms: at least one.
        source_id: only stories of this source; ``None`` for all.
        window: the part that is wanted.
        order: by the stories' own time where it is to be the newest. Stories that hold common words
            alone come in the order in which they were collected all the same: they are too many.
    """
    source = None if source_id is None else source_token(source_id)
    words = words_of(terms)
    rare = [word for word in words if _is_rare(connection, word)]
    wanted = match_expression(terms, source)
    if not rare:
        return _newest(connection, wanted, window)
    ranked = [n for (n,) in connection.execute(_RANKED, (match_expression(rare, source),))]
    if tuple(rare) != tuple(terms):
        matching = {n for (n,) in connection.execute(_MATCHING, (wanted, -1, 0))}
        ranked = [number for number in ranked if number in matching]
    if order == "newest":
        rows = connection.execute(_NEWEST_OF_FOUND, (json.dumps(ranked),))
        ranked = [number for (number,) in rows]
    end = window.offset + window.limit
    return Found(
        numbers=tuple(ranked[window.offset : end]), has_more=len(ranked) > end, total=len(ranked)
    )


def _is_rare(connection: sqlite3.Connection, word: Term) -> bool:
    expression = match_expression([word])
    (count,) = connection.execute(_PROBE, (expression, MAX_RANKED + 1)).fetchone()
    return bool(count <= MAX_RANKED)


def _newest(connection: sqlite3.Connection, wanted: str, window: Window) -> Found:
    rows = connection.execute(_MATCHING, (wanted, window.limit + 1, window.offset))
    numbers = tuple(number for (number,) in rows)
    return Found(numbers=numbers[: window.limit], has_more=len(numbers) > window.limit, total=None)
