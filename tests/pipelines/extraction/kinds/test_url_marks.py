import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.kinds.url_marks import read_url_marks

ADDRESSES = {
    "front page": ("https://gazette.example/", "url_root"),
    "category": ("https://gazette.example/category/town", "url_list"),
    "page of a list": ("https://gazette.example/town?page=2", "url_query"),
    "search": ("https://gazette.example/search?q=crane", "url_list"),
    "forum by its host": ("https://forum.millers.example/41", "url_forum"),
    "thread": ("https://millers.example/threads/frozen-wheel-of-a-mill", "url_forum"),
    "product": ("https://lamps.example/products/tarn", "url_product"),
    "manual": ("https://tarn.example/docs/setup", "url_reference"),
    "day in the path": ("https://gazette.example/2025/05/06/crane", "url_date"),
    "number": ("https://gazette.example/crane-123456", "url_number"),
    "folder": ("https://gazette.example/town/", "url_folder"),
}


@pytest.mark.parametrize(("url", "mark"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_address_shows_its_mark(url: str, mark: str) -> None:
    assert read_url_marks(url)[mark] == 1


def test_words_of_a_long_slug_tell_of_the_story_and_not_of_its_place() -> None:
    marks = read_url_marks("https://gazette.example/town/forum-shop-and-product-of-the-year")
    assert (marks["url_forum"], marks["url_product"], marks["url_list"]) == (0, 0, 0)
    assert marks["url_slug"] > 0.8


def test_address_that_cannot_be_read_has_no_marks() -> None:
    assert read_url_marks("http://[::1") == {}


@given(st.text(max_size=80))
def test_marks_lie_between_0_and_1(text: str) -> None:
    for url in (text, f"https://example.org/{text}"):
        assert all(0 <= value <= 1 for value in read_url_marks(url).values())
