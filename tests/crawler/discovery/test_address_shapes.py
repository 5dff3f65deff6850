import pytest

from crawler.discovery.address_shapes import (
    is_home_page,
    is_never_story,
    is_service_host,
    url_score,
)

_HOST = "https://a.example"


@pytest.mark.parametrize(
    "path",
    [
        "/2025/02/20/x",
        "/world/2025-02-20/x.html",
        "/a/b/2025/feb-frost-comes-early",
        "/news/184522",
        "/p/1d53d2e67e6fb12f",
        "/?p=4711",
        "/article.php?id=77",
        "/2025/02/20/slug/index.html",
        "/daily-brief/2025-02-20",
        "/thema/der-hafen-ist-wieder-offen/496682778",
        "/checkout/sales/what-the-market-hall-sells/4711",
        "/news/2025/0220",
        "/shopping/why-the-market-hall-is-full",
        "/about/news/2025/feb-frost-comes-early",
        "/news/shop/why-the-market-hall-is-full",
        "/view?id=4711&from=home",
        "/2025/02/20/x?ref=/world/politics&origin=https%3A%2F%2Fa.example%2F",
    ],
)
def test_address_of_a_story_counts_for_it(path: str) -> None:
    assert url_score(_HOST + path) > 0


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/world",
        "/tag/climate",
        "/author/jane-mary-ann-doe",
        "/news/page/2",
        "/news?page=3",
        "/about-us",
        "/de/impressum.html",
        "/2025/02/",
        "/archive/2025/02/20",
        "/author/4711/jane-mary-ann-doe",
        "/journalists/author/jane-mary-ann-doe/articles",
        "/tag/4711/the-long-road-home",
        "/tag/the-long-road-home/4711",
        "/category/world/the-long-road-home",
        "/hub/the-long-road-home",
        "/topic/4711/the-long-road-home",
        "/subscribe/offer-for-the-autumn-2025",
        "/print/2025/02/20/the-long-road-home",
        "/login?next=/2025/02/20/the-long-road-home",
        "/newsletters/sign-up/one-story-to-read-today",
        "/email-story?url=https%3A%2F%2Fa.example%2F2025%2F02%2F20%2Fx",
    ],
)
def test_address_of_a_list_counts_against_it(path: str) -> None:
    assert url_score(_HOST + path) < 0


@pytest.mark.parametrize(
    ("path", "is_never"),
    [
        ("/", True),
        ("/?lang=de", False),
        ("/tag/climate", True),
        ("/login", True),
        ("/world", False),
        ("/world/long-road-home", False),
    ],
)
def test_only_what_is_a_story_nowhere_is_never_one(path: str, is_never: bool) -> None:
    assert is_never_story(_HOST + path) == is_never


@pytest.mark.parametrize(
    ("path", "is_home"),
    [
        ("", True),
        ("index.html", True),
        ("de/", True),
        ("pt-br/index.php", True),
        ("sport/", False),
        ("de/sport", False),
        ("?cat=7", False),
    ],
)
def test_a_home_page_is_told_by_its_address(path: str, is_home: bool) -> None:
    assert is_home_page(f"{_HOST}/{path}") == is_home


@pytest.mark.parametrize(
    ("host", "is_service"),
    [
        ("shop.a.example", True),
        ("Abo.a.example", True),
        ("www.a.example", False),
        ("sport.a.example", False),
        ("shop.example", False),
        ("", False),
    ],
)
def test_hosts_that_sell_or_help_are_told_by_their_names(host: str, is_service: bool) -> None:
    assert is_service_host(host) == is_service
