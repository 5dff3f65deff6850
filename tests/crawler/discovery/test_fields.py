import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.fields import absolute_url, name_of_feed, plain_text, unique
from pipelines.urls import is_http_url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One Two", id="blocks part words"),
        pytest.param("a <b>b</b>c", "a bc", id="inline markup does not"),
        pytest.param("A&nbsp;&amp;nbsp;B", "A B", id="entity escaped twice"),
        pytest.param("x<script>alert(1)</script>y", "x y", id="script"),
        pytest.param("<!-- gone -->stays", "stays", id="comment"),
        pytest.param("&lt;![CDATA[Fog &amp; ice]]&gt;", "Fog & ice", id="section escaped"),
        pytest.param("3 < 4 and 5 > 4", "3 < 4 and 5 > 4", id="comparison"),
        pytest.param(" \n ", None, id="space"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_markup_becomes_plain_text(markup: str | None, text: str | None) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        pytest.param("b", "https://a.example/b", id="relative"),
        pytest.param(" //c.example/\n d ", "https://c.example/%20d", id="space and line end"),
        pytest.param("/x#part", "https://a.example/x#part", id="fragment stays"),
        pytest.param("javascript:void(0)", None, id="script"),
        pytest.param("https://[broken", None, id="broken host"),
        pytest.param("", None, id="empty"),
    ],
)
def test_reference_becomes_absolute(reference: str, url: str | None) -> None:
    assert absolute_url(reference, "https://a.example/") == url


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_handled(text: str) -> None:
    url = absolute_url(text, "https://a.example/")
    assert url is None or is_http_url(url)
    assert plain_text(text) != ""


def test_values_are_made_unique_in_their_order() -> None:
    assert unique(["b", "a", "b"]) == ("b", "a")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("Gazette RSS Feed", "Gazette", id="behind"),
        pytest.param("Gazette - RSS 2.0", "Gazette", id="version"),
        pytest.param("Gazette (RSS)", "Gazette", id="brackets"),
        pytest.param("RSS: Gazette", "Gazette", id="before"),
        pytest.param("RSS-Feed", None, id="nothing else"),
        pytest.param("Feed", None, id="lone word"),
        pytest.param(None, None, id="no title"),
        pytest.param("The Feed", "The Feed", id="a name"),
        pytest.param("Atom and Cell", "Atom and Cell", id="a word"),
        pytest.param("Rssing the River", "Rssing the River", id="part of a word"),
    ],
)
def test_the_name_of_a_feed_is_without_its_format(title: str | None, name: str | None) -> None:
    assert name_of_feed(title) == name
