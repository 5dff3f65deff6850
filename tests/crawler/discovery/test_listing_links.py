import pytest

from crawler.discovery.html_trees import parse_html
from crawler.discovery.listing_links import is_label, length_in_words, read_targets

_URL = "https://a.example/news"


def test_links_to_one_address_are_one_target() -> None:
    tree = parse_html(
        b"<a href='/s?utm_source=x'><img src='i.jpg'></a><a href='/s#comments'>3 comments</a>"
        b"<h3><a href='/s'>Headline</a></h3><a href='/news#top'>Top</a><a href='/f.pdf'>PDF</a>",
        None,
    )
    (target,) = read_targets(tree, _URL)
    assert (target.key, len(target.links)) == ("https://a.example/s", 3)
    assert [link.is_label for link in target.links] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Two words", 2, id="spaces"),
        pytest.param("青溪大桥", 2, id="wide letters count half"),
        pytest.param("20.02.2025", 0, id="numbers do not count"),
    ],
)
def test_length_is_counted_in_words(text: str, words: float) -> None:
    assert length_in_words(text) == words


@pytest.mark.parametrize(
    "text", ["Read more …", "12 comments", "»", "", "ЧИТАТЬ ДАЛЕЕ", "阅读全文"]
)
def test_label_names_nothing(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize("text", ["Comments close the council", "More rain", "Silence"])
def test_headline_is_no_label(text: str) -> None:
    assert not is_label(text)


@pytest.mark.parametrize(
    ("markup", "is_inline"),
    [
        pytest.param(
            "<p>As we wrote last week, <a href='/s'>it rains</a>.</p>", True, id="sentence"
        ),
        pytest.param(
            "<p><a href='/s'>It rains</a> in the whole valley, and nobody minds it much.</p>",
            True,
            id="start of a sentence",
        ),
        pytest.param("<li>20.02.2025 23:36 <a href='/s'>It rains</a></li>", False, id="date"),
        pytest.param(
            "<li><a href='/t'>A b c d e</a> <a href='/s'>It rains</a></li>", False, id="link"
        ),
    ],
)
def test_link_in_a_running_sentence_is_told(markup: str, is_inline: bool) -> None:
    targets = read_targets(parse_html(markup.encode(), None), _URL)
    (target,) = [target for target in targets if target.key.endswith("/s")]
    assert target.links[0].is_inline is is_inline
