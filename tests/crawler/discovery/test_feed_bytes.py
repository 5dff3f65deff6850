import pytest

from crawler.discovery.feeds import read_feed

_URL = "https://feeds.example/f.xml"


@pytest.mark.parametrize(
    ("title", "raw"),
    [
        pytest.param("Кран остаётся на причале", "cp1251", id="Cyrillic"),
        pytest.param("Le conseil a décidé de garder la grue", "cp1252", id="Western"),
    ],
)
def test_the_encoding_of_a_feed_may_be_undeclared(title: str, raw: str) -> None:
    item = f"<item><title>{title}</title><link>https://a.example/1</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode(raw)
    assert read_feed(body, "text/xml", _URL).entries[0].title == title


def test_a_torn_sign_leaves_the_rest_of_a_feed_as_it_is() -> None:
    item = f"<title>{'Déjà vu à côté. ' * 9}X</title><link>https://a.example/1</link>"
    body = f"<rss version='2.0'><channel><item>{item}</item></channel></rss>".encode()
    (entry,) = read_feed(body.replace(b"X", b"\xc3"), None, _URL).entries
    assert entry.title == "Déjà vu à côté. " * 9 + "\ufffd"


def test_a_reference_to_no_character_in_markup_that_is_torn_is_survived() -> None:
    body = b"<rss version='2.0'><channel><item><title>A &#xD800; B</title>"
    body += b"<link>http://x.example/1</link></item>"
    (entry,) = read_feed(body, None, _URL).entries
    assert entry.title == "A \ufffd B"
