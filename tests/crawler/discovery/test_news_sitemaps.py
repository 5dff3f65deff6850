import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.news_sitemaps import read_sitemap
from pipelines.errors import SourceError

_URL = "https://a.example/sitemap.xml"


def _sitemap(count: int) -> bytes:
    urls = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(count))
    return f"<urlset>{urls}</urlset>".encode()


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 12), share=st.floats(0, 1))
def test_torn_sitemap_gives_the_entries_before_the_tear(count: int, share: float) -> None:
    body = _sitemap(count)
    torn = body[: int(len(body) * share)]
    whole_entries = torn.count(b"</url>")
    if whole_entries:
        found = read_sitemap(torn, None, _URL)
        assert len(found.entries) == whole_entries
        assert bool(found.problems) == (torn != body)
    else:
        with pytest.raises(SourceError, match="line"):
            read_sitemap(torn, None, _URL)


def test_entries_beyond_the_protocol_are_left_out() -> None:
    found = read_sitemap(_sitemap(50_001), None, _URL)
    assert len(found.entries) == 50_000
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"<rss/>", "no-sitemap", id="other root"),
        pytest.param(b"no xml", "broken-xml", id="text"),
        pytest.param(b"", "broken-xml", id="nothing"),
        pytest.param(
            b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>', "unsafe-xml", id="own entities"
        ),
    ],
)
def test_what_is_no_sitemap_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_sitemap(body, None, _URL)
    assert caught.value.reason == reason


def test_last_change_is_no_publication_date() -> None:
    body = (
        b"<urlset><url><loc>https://a.example/1</loc><lastmod>2025-02-20</lastmod></url></urlset>"
    )
    (entry,) = read_sitemap(body, None, _URL).entries
    assert (entry.date_raw, entry.date_modified_raw) == (None, "2025-02-20")
