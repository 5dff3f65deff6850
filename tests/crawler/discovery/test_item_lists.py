import json

import pytest

from crawler.discovery.html_trees import parse_html
from crawler.discovery.item_lists import read_item_lists
from crawler.discovery.listings import find_entries
from pipelines.items import Entry

_URL = "https://a.example/world/"


def _item(number: int, **more: object) -> dict[str, object]:
    title = f"What the town says of number {number}"
    return {"@type": "ListItem", "url": f"/world/184{number}22", "name": title, **more}


def _page(data: object, body: str = "") -> bytes:
    text = data if isinstance(data, str) else json.dumps(data)
    return f"<script type='application/ld+json'>{text}</script><body>{body}</body>".encode()


def _read(data: object) -> tuple[Entry, ...]:
    return read_item_lists(parse_html(_page(data), "text/html"), _URL, _URL)


def _list(*items: object, **more: object) -> dict[str, object]:
    return {"@type": "ItemList", "itemListElement": list(items), **more}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_list(*map(_item, range(3))), id="bare"),
        pytest.param({"@graph": [{"mainEntity": _list(*map(_item, range(3)))}]}, id="in a graph"),
        pytest.param([{"@type": "Thing"}, _list(*map(_item, range(3)))], id="one of several"),
        pytest.param(
            _list(*({"@type": "ListItem", "item": _item(n)} for n in range(3))), id="items inside"
        ),
        pytest.param(
            _list(*(_item(n, **{"@type": ["NewsArticle"]}) for n in range(3))), id="articles"
        ),
    ],
)
def test_the_stories_of_a_list_are_entries(data: object) -> None:
    found = _read(data)
    assert [e.url for e in found] == [f"https://a.example/world/184{n}22" for n in range(3)]
    assert found[0].title == "What the town says of number 0"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_list(_item(0), _item(1)), id="two"),
        pytest.param(_list(*(_item(n, **{"@type": "Product"}) for n in range(3))), id="goods"),
        pytest.param(
            _list(*(_item(n, **{"@type": "SiteNavigationElement"}) for n in range(3))), id="menu"
        ),
        pytest.param(_list(*(_item(n, url=f"/topic{n}") for n in range(3))), id="sections"),
        pytest.param(
            _list(*(_item(n, url=f"https://b.example/18422{n}") for n in range(3))), id="elsewhere"
        ),
        pytest.param(_list(*({"name": f"Very fast and light {n}"} for n in range(3))), id="points"),
        pytest.param({**_list(*map(_item, range(3))), "@type": "BreadcrumbList"}, id="breadcrumbs"),
        pytest.param({"@type": "ItemList", "itemListElement": _item(0)}, id="no list"),
        pytest.param('{"@type": "ItemList", ', id="broken"),
        pytest.param('{"ItemList":' * 90_000, id="deep"),
    ],
)
def test_other_lists_give_none(data: object) -> None:
    assert _read(data) == ()


def test_what_a_page_links_to_comes_first_and_once() -> None:
    link = "<h3><a href='http://a.example/world/184122/'>A headline of the page itself</a></h3>"
    tree = parse_html(_page(_list(*map(_item, range(3))), link), "text/html")
    assert [entry.url.rpartition("/world/")[2] for entry in find_entries(tree, _URL)] == [
        "184122/",
        "184022",
        "184222",
    ]
