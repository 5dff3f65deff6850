import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.json_feed import read_json_feed
from pipelines.errors import SourceError

_URL = "https://a.example/feed.json"
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
_ITEMS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("id", "url", "title", "tags", "authors", "author", "image", "content_html"), _VALUES
    ),
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"{", "broken-json", id="torn"),
        pytest.param(b"[]", "no-feed", id="list"),
        pytest.param(b'{"items": 3}', "no-feed", id="items no list"),
        pytest.param(b"[" * 100_000, "broken-json", id="deep"),
    ],
)
def test_what_is_no_json_feed_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_json_feed(body, None, _URL)
    assert caught.value.reason == reason


def test_next_page_that_is_the_feed_itself_is_none() -> None:
    body = json.dumps({"items": [], "next_url": _URL}).encode()
    assert read_json_feed(body, None, _URL).next_page is None


@settings(max_examples=60)
@given(items=st.lists(_ITEMS, max_size=3))
def test_items_of_any_shape_are_entries_or_problems(items: list[dict[str, object]]) -> None:
    found = read_json_feed(json.dumps({"items": items}).encode(), None, _URL)
    assert len(found.entries) + len(found.problems) == len(items)


def test_a_long_plain_text_is_the_story_and_a_short_one_a_teaser() -> None:
    paragraph = "Fish & chips cost < 5 marks at the harbour of Lowmere. " * 4
    whole = f"{paragraph}\n\n{paragraph}"
    items = [{"url": _URL, "content_text": text} for text in (whole, "Fish & chips.")]
    long, short = read_json_feed(json.dumps({"items": items}).encode(), None, _URL).entries
    assert long.content_html is not None
    assert long.content_html.count("<p>Fish &amp; chips cost &lt; 5") == 2
    assert long.summary is None
    assert (short.content_html, short.summary) == (None, "Fish & chips.")


def test_markup_that_a_plain_text_speaks_of_stays() -> None:
    text = "A page of Lowmere has a <p> and a <div>. " * 40
    body = json.dumps({"items": [{"url": _URL, "content_text": text}]}).encode()
    (entry,) = read_json_feed(body, None, _URL).entries
    assert (entry.content_html or "").count("a &lt;p&gt; and a &lt;div&gt;.") == 40


def test_words_on_a_story_of_another_site_are_not_its_text() -> None:
    item = {"content_html": "<p>They say that fog comes.</p>"}
    items = [item | {"external_url": "https://fog.example/1"}, item | {"url": "/1"}]
    feed = {"title": "Notes", "authors": [{"name": "Jo Holt"}], "items": items}
    foreign, own = read_json_feed(json.dumps(feed).encode(), None, _URL).entries
    assert (foreign.content_html, foreign.authors, foreign.publisher) == (None, (), None)
    assert own.content_html == item["content_html"]
    assert (own.authors, own.publisher) == (("Jo Holt",), "Notes")


def test_an_image_in_the_text_is_that_of_the_story_for_want_of_another() -> None:
    item = {"url": "/news/1", "content_html": "<p><img src='fog.png'></p>"}
    items = [item, item | {"image": "/own.png"}]
    found, declared = read_json_feed(json.dumps({"items": items}).encode(), None, _URL).entries
    assert found.image_url == "https://a.example/news/fog.png"
    assert declared.image_url == "https://a.example/own.png"
