import pytest
from hypothesis import given

from crawler.configuration.entry_paths import (
    MAX_PATH_CHARS,
    EntryPaths,
    entry_table,
    read_entry_paths,
)
from crawler.configuration.values import BadValueError
from tests.strategies import entry_paths


def test_a_table_needs_only_the_items() -> None:
    assert read_entry_paths({"item": "//article"}) == EntryPaths(item="//article")


WRONG: dict[str, tuple[object, str]] = {
    "no table": ("//article", "must be a table"),
    "no item": ({"title": "h2"}, "item is missing"),
    "unknown key": ({"item": "//a", "titel": "h2"}, 'did you mean "title"'),
    "no XPath": ({"item": "//a["}, 'item = "//a[": is no XPath 1.0'),
    "no elements": ({"item": "count(//a)"}, "must give elements"),
    "no such function": ({"item": "//a", "title": "upper(.)"}, 'title = "upper(.)": is no XPath'),
    "a prefix in HTML": ({"item": "//x:a"}, "Undefined namespace prefix"),
    "a character XML does not know": ({"item": "//a['\x01']"}, "is no XPath 1.0"),
    "too long": ({"item": "a" * (MAX_PATH_CHARS + 1)}, "2000 characters at most"),
    "no year": ({"item": "//a", "date_format": "%d.%m."}, "must name year, month and day"),
    "no such code": ({"item": "//a", "date_format": "%d.%m.%Y %Q"}, "date_format"),
    "parser": ({"item": "//a", "parser": "sgml"}, 'must be "html" or "xml"'),
}


@pytest.mark.parametrize(("table", "message"), WRONG.values(), ids=WRONG)
def test_wrong_paths_are_told(table: object, message: str) -> None:
    with pytest.raises(BadValueError) as error:
        read_entry_paths(table)
    assert message in str(error.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadValueError, match=r"title = .*; date = "):
        read_entry_paths({"item": "//a", "title": "]", "date": "["})


def test_prefixes_of_xml_are_known_only_where_a_document_is_read() -> None:
    paths = read_entry_paths({"item": "//atom:entry", "parser": "xml"})
    assert paths.item == "//atom:entry"


@given(entry_paths())
def test_a_written_table_is_read_back(paths: EntryPaths) -> None:
    assert read_entry_paths(entry_table(paths)) == paths
