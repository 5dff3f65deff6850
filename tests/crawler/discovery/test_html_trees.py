import pytest

from crawler.discovery.html_trees import base_url, lines_of, page_title, parse_html, text_of
from pipelines.errors import SourceError


def test_blocks_and_breaks_end_lines_and_scripts_are_not_read() -> None:
    tree = parse_html(b"<p>One <b>two</b><br>three<script>no</script></p><div>four</div>", None)
    assert lines_of(tree) == ["One two", "three", "four"]
    assert text_of(tree) == "One two three four"


def test_skipped_elements_leave_the_text_behind_them() -> None:
    tree = parse_html(b"<p>a <b>b</b> c</p>", None)
    assert lines_of(tree, frozenset(tree.iter("b"))) == ["a c"]


def test_base_and_title_are_read() -> None:
    tree = parse_html(b"<base href='/x/'><title> A  b </title>", None)
    assert base_url(tree, "https://a.example/n") == "https://a.example/x/"
    assert page_title(tree) == "A b"


@pytest.mark.parametrize("body", [b"<!-- only -->", b"<?xml version='1.0'?>"])
def test_page_without_elements_is_an_error(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        parse_html(body, "text/html")
    assert caught.value.reason == "broken-html"


def test_markup_that_exhausts_a_parser_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        parse_html(b"<p" + b" a" * 2_000, None)
    assert caught.value.reason == "too-complex"
