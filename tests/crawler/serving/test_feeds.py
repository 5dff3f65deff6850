import json
from datetime import UTC, datetime

import pytest

from crawler.serving.feeds import ALL, FORMATS, changed_at, feed_head
from tests.crawler.serving.records import record


def test_feed_is_as_new_as_its_newest_record() -> None:
    records = [record("a"), record("b", date_fetched="2026-11-25T00:00:00Z")]
    assert changed_at(records) == datetime(2026, 11, 25, tzinfo=UTC)
    assert changed_at([]) == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "title"), [(ALL, "newsdesk: all sources"), ("faro", "newsdesk: faro")]
)
def test_head_names_the_source(name: str, title: str) -> None:
    head = feed_head(name, "http://localhost/feeds/x.atom", "http://localhost/", [])
    assert (head.title, head.url, head.home_url) == (
        title, "http://localhost/feeds/x.atom", "http://localhost/",
    )  # fmt: skip


def test_formats_write_what_their_media_type_says() -> None:
    head = feed_head(ALL, "http://localhost/feeds/x", "http://localhost/", [])
    assert FORMATS["atom"].write(head, [record("a")]).startswith(b"<?xml")
    assert json.loads(FORMATS["json"].write(head, [record("a")]))["items"][0]["title"]
