import pytest

from crawler.discovery.html_trees import parse_html
from crawler.discovery.listings import find_entries

_URL = "https://a.example/world/"
_TITLE = "Keeper of the light retires"


def _titles(markup: str) -> list[str | None]:
    page = f"<body><main>{markup}</main></body>".encode()
    return [entry.title for entry in find_entries(parse_html(page, "text/html"), _URL)]


@pytest.mark.parametrize(
    "card",
    [
        pytest.param("<h3>{t}</h3><p>He lit it.</p><a href='{u}'>Read more</a>", id="read more"),
        pytest.param("<h3>{t}</h3><div><a href='{u}'>Mehr lesen…</a></div>", id="in a box"),
        pytest.param("<a href='{u}'><img src='x'></a><strong>{t}</strong>", id="picture, bold"),
        pytest.param("<a href='{u}'></a><span class='hed'>{t}</span>", id="overlay, class"),
        pytest.param(
            "<a href='{u}'><img alt='A man on a bench in the rain'></a><h3>{t}</h3>",
            id="caption of a picture",
        ),
        pytest.param(
            "<a href='{u}'><img></a><h3>{t}</h3><a href='{u}#more'>Continue reading</a>",
            id="two links",
        ),
        pytest.param("<h3>{t}</h3><a href='{u}'>12 comments</a>", id="comments"),
        pytest.param("<h3>{t}</h3><a href='{u}#c'>Comments (none posted)</a>", id="no comments"),
        pytest.param(
            "</div><h3>{t}</h3><div><p>Rain fell all day as <a href='https://b.example/18422'>the"
            " old keeper said</a> it would at noon.</p><a href='{u}'>Read more</a>",
            id="heading before the box",
        ),
    ],
)
def test_the_headline_beside_a_link_names_it(card: str) -> None:
    cards = [card.format(t=f"{_TITLE} {n}", u=f"/world/184{n}22") for n in range(3)]
    found = _titles("".join(f"<div class='x'>{card}</div>" for card in cards))
    assert found == [f"{_TITLE} {n}" for n in range(3)]


@pytest.mark.parametrize(
    "card",
    [
        pytest.param("<h3>{t}</h3><a href='/world/18422'>Print</a>", id="service"),
        pytest.param("<h3>{t}</h3><a href='/world/18422'>Reply</a>", id="answer"),
        pytest.param("<h3>{t}</h3><a href='/offers'>Read more</a>", id="no address of a story"),
        pytest.param("<nav><h3>{t}</h3><a href='/world/18422'>More</a></nav>", id="menu"),
        pytest.param("<h3>{t}</h3><h3>{t}</h3><a href='/world/18422'>More</a>", id="two headings"),
        pytest.param(
            "<h3>{t}</h3><p><a href='/world/18422'>More</a></p>"
            "<p><a href='/world/18423'>More</a></p>",
            id="heading of a list",
        ),
        pytest.param("<p>{t}</p><a href='/world/18422'>Read more</a>", id="a sentence"),
    ],
)
def test_other_links_are_not_named_by_what_stands_beside_them(card: str) -> None:
    assert _titles(f"<div>{card.format(t=_TITLE)}</div>") == []


def test_the_box_of_several_stories_names_none() -> None:
    links = "".join(f"<a href='/world/184{n}22'>Read more</a>" for n in range(3))
    assert _titles(f"<div><h3>{_TITLE}</h3>{links}</div>") == []


def test_a_link_with_a_headline_of_its_own_keeps_it() -> None:
    card = f"<h2>From the coast</h2><a href='/world/18422'>{_TITLE} today</a>"
    assert _titles(f"<div>{card}</div>") == [f"{_TITLE} today"]
