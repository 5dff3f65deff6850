from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.own_addresses import with_own_address
from pipelines.items import Page

FILE = "file:///saved/story.html"
OWN = "https://gazette.example/story"


def page(head: str, url: str = FILE) -> Page:
    return Page(
        url=url,
        url_requested=url,
        body=f"<html><head>{head}</head><body><p>Text</p></body></html>".encode(),
        fetched_at=datetime(2025, 3, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "head", [f"<link rel='canonical' href='{OWN}'>", f"<meta property='og:url' content='{OWN}'>"]
)
def test_a_saved_file_counts_under_the_address_that_it_calls_its_own(head: str) -> None:
    saved = page(head)
    assert with_own_address(saved) == replace(saved, url=OWN, url_requested=OWN)


@pytest.mark.parametrize(
    "saved",
    [
        page("<title>Nameless</title>"),
        replace(page(""), body=b"no page"),
        page(f"<link rel='canonical' href='{OWN}'>", url="https://gazette.example/amp"),
    ],
)
def test_other_pages_keep_their_address(saved: Page) -> None:
    assert with_own_address(saved) == saved
