from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.opml import read_opml, write_opml
from crawler.sources import Source
from pipelines.errors import ConfigError
from tests.strategies import source_tables

FIXTURES = Path(__file__).parents[2] / "fixtures" / "sources"
KEPT = ("url", "kind", "language", "timezone", "date_order", "publisher", "tags")


def test_subscriptions_of_a_reader_are_read() -> None:
    found = read_opml((FIXTURES / "reader.opml").read_bytes(), "reader.opml")
    assert [(s.url, s.publisher, s.language, s.tags) for s in found.sources] == [
        ("https://hafenbote.example/feed?a=1&b=2", "Der Hafenbote", "de", ("News",)),
        ("https://faro.example/rss.xml", "El Faro", None, ("News", "Coast", "es", "regional")),
        ("https://gazette.example/atom.xml", "Gazette", None, ()),
    ]
    assert found.skipped == (
        "reader.opml: gopher://old.example/news must begin with http:// or https://",
    )


WRONG = {
    "nothing": (b"", "is no OPML"),
    "no XML": (b"https://a.example/", "is no OPML"),
    "a feed": (b"<rss version='2.0'/>", "is no OPML but <rss>"),
    "entities": ((FIXTURES / "entities.opml").read_bytes(), "is no OPML"),
    "unknown encoding": (b"<?xml version='1.0' encoding='x-none'?><opml/>", "is no OPML"),
}


@pytest.mark.parametrize(("data", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_opml_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        read_opml(data, "x.opml")
    assert error.value.reason == "bad-opml"


def test_id_that_stands_there_twice_is_made_anew() -> None:
    sources = (Source(id="a", url="https://a.example/"), Source(id="a", url="https://b.example/"))
    found = read_opml(write_opml(sources), "x.opml").sources
    assert [source.id for source in found] == ["a", "b.example"]


def test_a_feed_reader_finds_feeds_only() -> None:
    sources = (
        Source(id="a", url="https://a.example/", kind="feed"),
        Source(id="b", url="https://b.example/", kind="listing"),
    )
    assert write_opml(sources).count(b"xmlUrl=") == 1


@settings(max_examples=50)
@given(st.lists(source_tables(), max_size=4, unique_by=lambda table: table["url"]))
def test_written_sources_are_read_back(tables: list[dict[str, object]]) -> None:
    sources = [
        Source(id=f"s{n}", **{key: table[key] for key in KEPT if key in table})  # type: ignore[arg-type]  # drawn from one strategy a key
        for n, table in enumerate(tables)
    ]
    found = read_opml(write_opml(sources), "x.opml")
    assert found.skipped == ()
    by_id = {source.id: source for source in found.sources}
    assert set(by_id) == {source.id for source in sources}
    for source in sources:
        back = by_id[source.id]
        # A reader shows a name in any case, so the id stands in for a missing publisher.
        expected = {key: getattr(source, key) for key in KEPT} | {
            "publisher": source.publisher or source.id
        }
        assert {key: getattr(back, key) for key in KEPT} == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_opml(data, "x.opml")
