from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.excerpts import Excerpts, beginning
from crawler.serving.search_terms import read_terms
from tests.crawler.serving.records import record


@pytest.fixture(scope="module")
def excerpts() -> Iterator[Excerpts]:
    with closing(Excerpts()) as opened:
        yield opened


def test_found_words_are_marked_as_they_are_written(excerpts: Excerpts) -> None:
    stories = [record("a", title="CAFÉ at the quay", text="No cafe is as old. Cafés close.")]
    (excerpt,) = excerpts.mark(stories, read_terms("café"))
    assert excerpt.title == "<mark>CAFÉ</mark> at the quay"
    assert excerpt.text == "No <mark>cafe</mark> is as old. Cafés close."


def test_excerpt_of_a_long_text_is_where_the_words_are(excerpts: Excerpts) -> None:
    text = "dull " * 200 + "the night ferry sails " + "dull " * 200
    (excerpt,) = excerpts.mark([record("a", text=text)], read_terms('"night ferry"'))
    assert "<mark>night ferry</mark>" in excerpt.text
    assert excerpt.text.startswith("…")
    assert len(excerpt.text) < 300


def test_unspaced_scripts_are_shown_as_they_were(excerpts: Excerpts) -> None:
    (excerpt,) = excerpts.mark([record("a", text="東京の春は早い。")], read_terms("京の春"))
    assert excerpt.text == "東<mark>京の春</mark>は早い。"


def test_what_is_written_another_way_is_marked_in_its_own_letters(excerpts: Excerpts) -> None:
    dull = "Öde Maße. " * 40
    text = f"{dull}Die Große Straße nach Łódź, sagt مُحَمَّد. {dull}"
    (excerpt,) = excerpts.mark(
        [record("a", title="ﬁnal: Straße", text=text)], read_terms('"grosse strasse" lodz محمد')
    )
    assert excerpt.title == "ﬁnal: Straße"
    assert (
        "Die <mark>Große Straße</mark> nach <mark>Łódź</mark>, sagt <mark>مُحَمَّد</mark>."
        in excerpt.text
    )
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")
    (excerpt,) = excerpts.mark([record("a", title="ﬁnal: Straße")], read_terms("final strasse"))
    assert excerpt.title == "<mark>ﬁnal</mark>: <mark>Straße</mark>"


def test_stories_keep_their_order(excerpts: Excerpts) -> None:
    stories = [record(name, title=f"{name} story") for name in "cab"]
    found = excerpts.mark(stories, read_terms("harbour"))
    assert [excerpt.title for excerpt in found] == ["c story", "a story", "b story"]


def test_without_a_search_the_text_begins() -> None:
    excerpt = beginning(record("a", title=None, description="In short.", text="word " * 99))
    assert excerpt.title == ""
    assert excerpt.text.startswith("In short. word word")
    assert excerpt.text.endswith("word…")
    assert beginning(record("a", text="東" * 900)).text == "東" * 400 + "…"
    assert beginning(record("a", text=None)).text == ""


@given(
    st.text(st.sampled_from("<>&\"' ab\x02\x03\x04東ßłَ"), max_size=60), st.sampled_from(["a", "b*"])
)
def test_nothing_of_a_story_is_markup(excerpts: Excerpts, text: str, query: str) -> None:
    stories = [record("a", title=text, text=text)]
    for shown in excerpts.mark(stories, read_terms(query)) + excerpts.mark(stories, ()):
        for html in (shown.title, shown.text):
            plain = html.replace("<mark>", "").replace("</mark>", "")
            assert not set("<>\"'\x02\x03\x04") & set(plain)
            assert html.count("<mark>") == html.count("</mark>")
