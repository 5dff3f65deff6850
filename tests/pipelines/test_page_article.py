from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.items import Entry, Page, SourceHints, SourceType
from pipelines.page_article import _is_announced

URL = "https://gazette.example/news/bench"


@pytest.mark.parametrize(
    ("source_type", "lent", "expected"),
    [
        ("feed", (), True),
        ("sitemap", (("title", "listing"),), True),
        ("listing", (("title", "feed"),), True),
        ("listing", (("title", "url"),), False),
        ("listing", (), False),
    ],
)
def test_a_page_is_announced_when_a_feed_or_sitemap_is_among_its_sources(
    source_type: SourceType, lent: tuple[tuple[str, SourceType], ...], expected: bool
) -> None:
    page = Page(
        url=URL,
        url_requested=URL,
        body=b"",
        fetched_at=datetime(2025, 3, 10, 12, tzinfo=UTC),
        entry=Entry(url=URL, lent=lent),
        hints=SourceHints(source_type=source_type),
    )
    assert _is_announced(page) == expected
    assert not _is_announced(replace(page, entry=None))
