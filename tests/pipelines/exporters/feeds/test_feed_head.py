from hypothesis import given

from pipelines.exporters.feeds.feed_head import feed_id
from tests.strategies import any_texts


def test_id_of_a_feed_is_made_of_its_names() -> None:
    assert feed_id("harbour news", "a:b") == "urn:newsdesk:feed:harbour%20news:a%3Ab"


@given(any_texts(), any_texts())
def test_id_of_a_feed_is_plain_and_its_own(first: str, second: str) -> None:
    assert feed_id(first).isascii()
    assert not set(feed_id(first)) & set(' \t\n"<>')
    if first.isprintable() and second.isprintable():
        assert (feed_id(first) == feed_id(second)) == (first == second)
