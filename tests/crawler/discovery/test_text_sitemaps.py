import pytest

from crawler.discovery import text_sitemaps
from crawler.discovery.options import DiscoveryOptions
from crawler.discovery.text_sitemaps import is_text_sitemap, read_text_sitemap

_URL = "https://a.example/sitemap.txt"


def test_each_line_is_a_story() -> None:
    body = "\ufeffhttps://a.example/söhne\r\nhttps://a.example/b?x=1\n\nno address\n".encode()
    found = read_text_sitemap(body, None, _URL)
    assert [entry.url for entry in found.entries] == [
        "https://a.example/söhne",
        "https://a.example/b?x=1",
    ]
    assert (found.kind, found.problems) == ("sitemap", ())


def test_lines_beyond_the_limit_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_sitemaps, "DEFAULT_DISCOVERY_OPTIONS", DiscoveryOptions(max_entries=3))
    body = "".join(f"https://a.example/story-{n}\n" for n in range(4)).encode()
    found = read_text_sitemap(body, None, _URL)
    assert (len(found.entries), len(found.problems)) == (3, 1)


@pytest.mark.parametrize(
    ("text", "is_sitemap"),
    [
        ("https://a.example/a", True),
        ("\n  http://a.example/a  \n", True),
        ("https://a.example/a\n" * 30 + "words", True),
        ("", False),
        ("https://a.example/a\nwords", False),
        ("<p>https://a.example/a</p>", False),
        ("ftp://a.example/a", False),
    ],
)
def test_a_list_of_addresses_is_told_by_its_first_lines(text: str, is_sitemap: bool) -> None:
    assert is_text_sitemap(text) == is_sitemap
