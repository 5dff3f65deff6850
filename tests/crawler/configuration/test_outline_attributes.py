import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.configuration.outline_attributes import (
    FOLDER,
    FRESHRSS,
    MAX_KEPT,
    full_name,
    kept_table,
    read_kept,
    short_name,
    xml_text,
)
from crawler.configuration.values import BadValueError
from tests.strategies import any_texts


def test_names_of_known_namespaces_have_a_prefix() -> None:
    kept = read_kept({"htmlUrl": "x", "frss:ttl": "60", "{urn:x}mood": "calm"})
    assert kept == (("htmlUrl", "x"), (f"{{{FRESHRSS}}}ttl", "60"), ("{urn:x}mood", "calm"))
    assert list(kept_table(kept)) == ["htmlUrl", "frss:ttl", "{urn:x}mood"]


WRONG: dict[str, tuple[object, str]] = {
    "no table": ("x", "must be a table"),
    "no text": ({"a": 1}, "must be a text"),
    "empty": ({"a": " "}, "says nothing"),
    "too long": ({"a": "x" * 10_001}, "10000 characters at most"),
    "too many": ({f"a{n}": "x" for n in range(MAX_KEPT + 1)}, "64 attributes at most"),
    "control character": ({"a": "\x01"}, "XML does not know"),
    "no name": ({"a b": "x"}, "no name of an XML attribute"),
    "unknown prefix": ({"x:a": "x"}, "no name of an XML attribute"),
    "no namespace": ({"{}a": "x"}, "no name of an XML attribute"),
    "a declaration": ({"xmlns": "urn:x"}, "no name of an XML attribute"),
    "our own": ({"newsdesk:id": "x"}, "write it as a key"),
}


@pytest.mark.parametrize(("table", "message"), WRONG.values(), ids=WRONG)
def test_what_no_outline_can_have_is_refused(table: object, message: str) -> None:
    with pytest.raises(BadValueError, match=message):
        read_kept(table)


def test_the_folder_may_be_empty() -> None:
    assert read_kept({"newsdesk:folder": ""}) == ((FOLDER, ""),)


@given(st.dictionaries(st.text(max_size=20), any_texts(), max_size=3))
def test_what_is_kept_can_be_written(table: dict[str, str]) -> None:
    try:
        kept = read_kept(table)
    except BadValueError:
        return
    element = etree.Element("outline", dict(kept))
    back = etree.fromstring(etree.tostring(element))
    assert sorted((str(k), str(v)) for k, v in back.items()) == sorted(kept)


@given(st.text(max_size=20))
def test_short_names_are_read_back(name: str) -> None:
    assert full_name(short_name(full_name(name))) == full_name(name)


@given(any_texts())
def test_cleared_text_fits_into_xml(text: str) -> None:
    etree.Element("outline", {"text": xml_text(text)})
