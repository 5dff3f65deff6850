from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.configuration.sources import Source
from crawler.configuration.url_lists import read_url_list, sources_from_urls, write_url_list
from pipelines.errors import ConfigError
from tests.strategies import source_tables

FIXTURES = Path(__file__).parents[3] / "fixtures" / "sources"


def test_each_url_of_a_list_is_a_source_once() -> None:
    text = (FIXTURES / "urls.txt").read_text(encoding="utf-8")
    assert read_url_list(text, "urls.txt") == (
        Source(id="gazette.example-feed", url="https://gazette.example/feed.xml"),
        Source(id="hafenbote.example", url="https://hafenbote.example/#aktuell"),
    )


def test_all_lines_that_are_no_urls_are_named() -> None:
    with pytest.raises(ConfigError) as error:
        read_url_list("https://a.example/\na.example\n\nftp://b.example\n", "urls.txt")
    assert [line.split(" must")[0] for line in error.value.message.splitlines()] == [
        'urls.txt: line 2: "a.example"',
        'urls.txt: line 4: "ftp://b.example"',
    ]


@settings(max_examples=50)
@given(st.lists(source_tables().map(lambda table: str(table["url"])), unique=True))
def test_written_urls_are_read_back(urls: list[str]) -> None:
    sources = [Source(id=f"s{n}", url=url) for n, url in enumerate(urls)]
    assert [source.url for source in read_url_list(write_url_list(sources), "x")] == urls


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        outcome = [source.url for source in read_url_list(text, "x")]
    except ConfigError as error:
        outcome = error.message.splitlines()
    assert all(line.lower().startswith(("http", "x: line ")) for line in outcome)


def test_urls_of_the_command_line_become_sources_once_each() -> None:
    url = "https://a.example/x"
    assert sources_from_urls([url, url], "feed") == (
        Source(id="a.example-x", url=url, kind="feed"),
    )


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(ConfigError, match=r'"a\.example": must begin with http'):
        sources_from_urls(["a.example"])
