import pytest

from crawler.discovery.html_trees import parse_html
from crawler.discovery.next_page import find_next_page


@pytest.mark.parametrize(
    ("markup", "url", "found"),
    [
        pytest.param('<link rel="next" href="/n/2">', "/n", "/n/2", id="declared"),
        pytest.param('<a href="/n?page=2">Older posts</a>', "/n", "/n?page=2", id="English"),
        pytest.param('<a href="/n/page/2/">Ältere Beiträge</a>', "/n", "/n/page/2/", id="German"),
        pytest.param('<a href="/n?page=3">Следующая</a>', "/n?page=2", "/n?page=3", id="Russian"),
        pytest.param('<a href="/n/2.html">下一页</a>', "/n", None, id="wording without paging"),
        pytest.param(
            '<div class="pager"><a href="/n/b">下一页</a></div>', "/n", "/n/b", id="in a pager"
        ),
        pytest.param('<div class="pagination"><a href="/n/b">»</a></div>', "/n", "/n/b", id="sign"),
        pytest.param('<a href="/n/b">»</a>', "/n", None, id="sign outside of a pager"),
        pytest.param(
            '<a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=3">3</a>',
            "/n?page=2",
            "/n?page=3",
            id="number that follows",
        ),
        pytest.param('<a href="/other?page=2">2</a>', "/n", None, id="number of another list"),
        pytest.param('<a href="/n?page=1">1</a>', "/n?page=2", None, id="last page"),
        pytest.param(
            '<a rel="next" href="https://b.example/2">Next</a>', "/n", None, id="other host"
        ),
        pytest.param('<a rel="next" href="#top">Next</a>', "/n", None, id="itself"),
        pytest.param('<a href="/story-1">Read more</a>', "/n", None, id="end of a teaser"),
    ],
)
def test_next_page_is_found(markup: str, url: str, found: str | None) -> None:
    host = "https://a.example"
    tree = parse_html(f"<body>{markup}</body>".encode(), "text/html; charset=utf-8")
    assert find_next_page(tree, host + url) == (found and host + found)
