"""The date in the path of a URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.url_dates import find_url_date

DATED = {
    "folders": ("https://a.example/2025/02/20/story", "2025-02-20"),
    "folders without zeros": ("https://a.example/2025/2/5/story", "2025-02-05"),
    "hyphens": ("https://a.example/news/2025-02-20-story.html", "2025-02-20"),
    "at the end": ("https://a.example/story-2025-02-20", "2025-02-20"),
    "digits": ("https://a.example/news/20250220/story", "2025-02-20"),
    "month name": ("https://a.example/2025/feb/20/story", "2025-02-20"),
    "year and digits": ("https://a.example/2025/0220/story", "2025-02-20"),
    "month only": ("https://a.example/2025/02/story", "2025-02"),
    "whole day after a month": ("https://a.example/2025/02/20250220-story", "2025-02-20"),
    "escaped": ("https://a.example/2025%2F02%2F20/story", "2025-02-20"),
}
UNDATED = {
    "no path": "https://a.example",
    "host": "https://2025-02-20.example/story",
    "query": "https://a.example/story?date=2025-02-20",
    "fragment": "https://a.example/story#2025-02-20",
    "year only": "https://a.example/2025/story",
    "number of a story": "https://a.example/story-1202502204",
    "no such month": "https://a.example/2025/13/20/story",
    "snapshot": "https://web.example/web/20250220174457/https://a.example/story",
    "no URL": "2025/02/20",
    "empty": "",
}


@pytest.mark.parametrize(("url", "iso"), DATED.values(), ids=DATED)
def test_date_of_a_path_is_found(url: str, iso: str) -> None:
    found = find_url_date(url)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize("url", UNDATED.values(), ids=UNDATED)
def test_url_without_a_date_in_its_path_gives_none(url: str) -> None:
    assert find_url_date(url) is None


@given(st.text(max_size=80), st.dates())
def test_any_url_is_searched_without_an_error(text: str, day: object) -> None:
    find_url_date(text)
    find_url_date(f"https://a.example/{text}")
    find_url_date(f"https://a.example/{day}/{text}")
