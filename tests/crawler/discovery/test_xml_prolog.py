import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.xml_prolog import as_text, read_prolog


@pytest.mark.parametrize(
    ("text", "root", "doctype", "has_subset"),
    [
        pytest.param("<rss>", "rss", None, False, id="root alone"),
        pytest.param("<?xml?><!-- <a> --><x:Feed>", "feed", None, False, id="prefix and comment"),
        pytest.param("<!DOCTYPE html><html>", "html", "html", False, id="doctype"),
        pytest.param("<!doctype a [<!ENTITY b ']>'>]><a>", "a", "a", True, id="bracket in quotes"),
        pytest.param("<!doctype a [<!-- ]> -->]><a>", "a", "a", True, id="bracket in a comment"),
        pytest.param("words", None, None, False, id="no markup"),
        pytest.param("<!-- never ends", None, None, False, id="open comment"),
    ],
)
def test_prolog_is_read(text: str, root: str | None, doctype: str | None, has_subset: bool) -> None:
    prolog = read_prolog(text)
    assert (prolog.root, prolog.doctype, prolog.has_subset) == (root, doctype, has_subset)


@settings(max_examples=80)
@given(st.text(alphabet="<>![]-?\"'aDOCTYPEdoctype \n&;%", max_size=60))
def test_any_text_has_a_prolog(text: str) -> None:
    root = read_prolog(text).root
    assert root is None or root in text.lower()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_markup_is_readable_in_every_encoding(encoding: str) -> None:
    assert "<rss>" in as_text("<rss>ü".encode(encoding))
