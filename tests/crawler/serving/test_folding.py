import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.folding import folded, places_in
from crawler.serving.search_terms import COLUMNS, match_expression, read_terms
from crawler.serving.unspaced import paired
from pipelines.exporters.sqlite_database import TOKENIZER

LETTERS = st.one_of(
    st.sampled_from("aßŁﬁçΆς ёйאָمَّـأ１۳हि東"), st.characters(exclude_categories=["Cs"])
)


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        columns = ", ".join(COLUMNS)
        connection.execute(
            f'CREATE VIRTUAL TABLE found USING fts5({columns}, tokenize="{TOKENIZER}")'
        )
        yield connection


def is_found(table: sqlite3.Connection, query: str, text: str) -> bool:
    table.execute("DELETE FROM found")
    table.execute("INSERT INTO found (text) VALUES (?)", (paired(folded(text)),))
    expression = match_expression(read_terms(query))
    return bool(table.execute("SELECT 1 FROM found WHERE found MATCH ?", (expression,)).fetchall())


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ΑΘΗΝΑ", "Αθήνα"),
        ("αθηνα", "Αθήνα"),
        ("οδός", "ΟΔΟΣ"),
        ("елка", "Ёлка"),
        ("lodz", "Łódź"),
        ("strasse", "Straße"),
        ("STRAẞE", "Strasse"),
        ("diyarbakir", "Diyarbakır"),
        ("ıstanbul", "ISTANBUL"),
        ("dang", "Đặng"),
        ("kobenhavn", "København"),
        ("احمد", "أحمد"),
        ("محمد", "مُحَمَّد"),
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("سلام", "ســلام"),
        ("שלום", "שָׁלוֹם"),
        ("2024", "۲۰۲۴"),
        ("2024", "２０２４"),
        ("tokyo", "Ｔｏｋｙｏ"),
        ("final", "ﬁnal"),
        ("cafe\u0301", "Café"),
        ("и\u0306од", "йод"),
        ('"strasse nach lodz"', "Die Straße nach Łódź"),
        ("straß*", "Strassenbahn"),
    ],
)
def test_word_is_found_however_it_is_written(
    table: sqlite3.Connection, query: str, text: str
) -> None:
    assert is_found(table, query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("мои", "мой"),  # other letters, other words
        ("Киів", "Київ"),
        ("हद", "हिंदी"),
        ("か", "が"),
        ("กา", "ก้า"),
        ("o", "œ"),
    ],
)
def test_letters_that_make_another_word_are_not_the_same(
    table: sqlite3.Connection, query: str, text: str
) -> None:
    assert not is_found(table, query, text)


@given(st.text(LETTERS, max_size=30))
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(LETTERS, max_size=20), st.text(LETTERS, max_size=20))
def test_places_are_found_again(head: str, tail: str) -> None:
    (place,) = places_in(head + tail, [len(folded(head))])
    assert folded((head + tail)[:place]) == folded(head)
    assert folded((head + tail)[place:]) == folded(tail)


def test_a_place_within_a_letter_is_at_its_end() -> None:
    assert list(places_in("Straße ﬁn", range(11))) == [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8]
