import pytest

from crawler.discovery.listing_scores import url_score

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
    ],
)
def test_address_of_a_list_counts_against_it(path: str) -> None:
    assert url_score(_HOST + path) < 0
