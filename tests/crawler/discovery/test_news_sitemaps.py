import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import news_sitemaps
from crawler.discovery.news_sitemaps import read_sitemap
from crawler.discovery.options import DiscoveryOptions
from pipelines.errors import SourceError

_URL = "https://a.example/sitemap.xml"


def _sitemap(count: int) -> bytes:
    urls = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(count))
    return f"<urlset>{urls}</urlset>".encode()


@settings(max_examples=40)
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


def test_the_image_is_the_first_one_that_is_of_the_story() -> None:
    images = "".join(
        f"<image:image><image:loc>/{name}</image:loc></image:image>"
        for name in ("logo.png", "fog.jpg", "ice.jpg")
    )
    namespace = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    body = f"<urlset {namespace}><url><loc>https://a.example/1</loc>{images}</url></urlset>"
    (entry,) = read_sitemap(body.encode(), None, _URL).entries
    assert entry.image_url == "https://a.example/fog.jpg"


def test_entries_beyond_the_limit_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_sitemaps, "DEFAULT_DISCOVERY_OPTIONS", DiscoveryOptions(max_entries=3))
    found = read_sitemap(_sitemap(4), None, _URL)
    assert (len(found.entries), len(found.problems)) == (3, 1)


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


def _read(*rows: tuple[str, str]) -> list[str]:
    urls = "".join(f"<url><loc>https://a.example{path}</loc>{more}</url>" for path, more in rows)
    found = read_sitemap(f"<urlset xmlns:n='x'>{urls}</urlset>".encode(), None, _URL)
    return [entry.url.removeprefix("https://a.example") for entry in found.entries]


def test_the_newest_stories_come_first_and_undated_ones_last() -> None:
    assert _read(
        ("/no-date", ""),
        ("/old", "<lastmod>2019-03-01</lastmod>"),
        ("/noon", "<lastmod>2025-02-20T12:00:00Z</lastmod>"),
        ("/later", "<lastmod>2025-02-20T12:00:00-05:00</lastmod>"),
        (
            "/published",
            "<lastmod>2025-02-28</lastmod><n:news><n:publication_date>2025-02-20T13:00:00Z"
            "</n:publication_date></n:news>",
        ),
    ) == ["/later", "/published", "/noon", "/old", "/no-date"]


def test_stories_of_one_day_keep_their_order() -> None:
    day = "<lastmod>2025-02-20</lastmod>"
    assert _read(("/b", day), ("/a", day), ("/c", day)) == ["/b", "/a", "/c"]


def test_pages_that_are_never_a_story_are_left_out() -> None:
    rows = [(path, "") for path in ("/", "/about", "/tag/harbour", "/author/jo", "/news/story-1")]
    assert _read(*rows) == ["/news/story-1"]


def test_what_a_news_sitemap_names_is_a_story() -> None:
    news = "<n:news><n:title>The harbour</n:title></n:news>"
    assert _read(("/tag/harbour", news), ("/tag/town", ""), ("/a", "")) == ["/tag/harbour", "/a"]


def test_a_sitemap_of_nothing_else_is_kept() -> None:
    assert _read(("/topics/harbour", ""), ("/topics/town", "")) == [
        "/topics/harbour",
        "/topics/town",
    ]
