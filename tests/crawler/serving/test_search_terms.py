import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.search_terms import (
    COLUMNS,
    MAX_TERMS,
    Term,
    match_expression,
    read_terms,
    shown_expression,
    words_of,
)
from crawler.serving.unspaced import paired, tokens_apart
from pipelines.exporters.sqlite_database import TOKENIZER

TEXTS = (
    "The night ferry to Skerrin sails again.",
    "Café or NOT, AND a harbour-master's NEAR miss: 50%",
    "東京の春は早い。",
    "हिन्दी में एक ख़बर",
)
SYNTAX = '"*():^-+{}ANDORNOTEAR harbor 東京\x00\ud800'


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE found USING fts5(title, text, authors, source, prefix='3',"
            f' tokenize="{TOKENIZER}")'
        )
        connection.executemany(
            "INSERT INTO found (rowid, title, text, authors, source) VALUES (?, '', ?, '', 'sx')",
            ((number, paired(text)) for number, text in enumerate(TEXTS)),
        )
        yield connection


def find(table: sqlite3.Connection, query: str) -> list[int]:
    terms = read_terms(query)
    if not terms:
        return []
    rows = table.execute(
        "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid",
        (match_expression(terms),),
    )
    return [number for (number,) in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferry", [0]),
        ("FERRY night", [0]),
        ("ferry harbour", []),
        ('"night ferry"', [0]),
        ('"ferry night"', []),
        ("“night ferry”", [0]),
        ('"night ferry', [0]),
        ("sker*", [0]),
        ("sk*", []),
        ('"to skerrin"', [0]),
        ("cafe", [1]),
        ("CAFÉ", [1]),
        ("or NOT AND", [1]),
        ("master's", [1]),
        ("harbour-master", [1]),
        ("50%", [1]),
        ("東京", [2]),
        ("京の春", [2]),
        ("東春", []),
        ("京", [2]),
        ("早い", [2]),
        ('"は早い"', [2]),
        ("東京*", [2]),
        ("は早い*", [2]),
        ("हिन्दी", [3]),
        ("sx", []),
        ("text:ferry", []),
        ("*", []),
        ("", []),
    ],
)
def test_query_finds(table: sqlite3.Connection, query: str, found: list[int]) -> None:
    assert find(table, query) == found


@given(st.text(st.one_of(st.sampled_from(SYNTAX), st.characters()), max_size=40))
def test_no_query_is_a_syntax_error(table: sqlite3.Connection, query: str) -> None:
    find(table, query)


@given(st.sampled_from(TEXTS), st.data())
def test_any_piece_of_a_text_finds_it(
    table: sqlite3.Connection, text: str, data: st.DataObject
) -> None:
    words = text.replace('"', "").split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert TEXTS.index(text) in find(table, f'"{" ".join(words[start:end])}"')


@given(st.text(st.one_of(st.sampled_from(SYNTAX), st.characters()), max_size=40))
def test_words_of_terms_are_found_wherever_the_terms_are(
    table: sqlite3.Connection, query: str
) -> None:
    words = words_of(read_terms(query))
    if words:
        expression = match_expression(words)
        rows = table.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,))
        assert set(find(table, query)) <= {number for (number,) in rows}


@pytest.mark.parametrize("query", ["東京", "京", '"京の春" 早', "ferry sker*", "café"])
def test_what_was_found_is_found_in_the_shown_text(table: sqlite3.Connection, query: str) -> None:
    (number,) = find(table, query)
    shown = tokens_apart(TEXTS[number])
    with closing(sqlite3.connect(":memory:")) as connection:
        columns = ", ".join(COLUMNS)
        connection.execute(
            f'CREATE VIRTUAL TABLE shown USING fts5({columns}, tokenize="{TOKENIZER}")'
        )
        connection.execute("INSERT INTO shown (text) VALUES (?)", (shown,))
        expression = shown_expression(read_terms(query))
        rows = connection.execute("SELECT rowid FROM shown WHERE shown MATCH ?", (expression,))
        assert rows.fetchall() == [(1,)]


def test_words_of_a_phrase_are_terms_of_their_own() -> None:
    terms = read_terms('"night of the" harb* night')
    assert words_of(terms) == (
        Term(text="night"),
        Term(text="of"),
        Term(text="the"),
        Term(text="harb", is_beginning=True),
    )


def test_a_long_query_is_cut() -> None:
    assert len(read_terms(" ".join(f"w{n}" for n in range(99)))) == MAX_TERMS


def test_a_source_can_be_required(table: sqlite3.Connection) -> None:
    for token, found in (("sx", [(0,)]), ("sy", [])):
        expression = match_expression([Term(text="ferry")], token)
        rows = table.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,))
        assert rows.fetchall() == found
