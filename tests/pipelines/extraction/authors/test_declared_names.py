"""Names that are not people's and that a page declares twice as its author."""

import pytest

from pipelines.extraction.authors.author_sources import DECLARED_TWICE
from pipelines.extraction.authors.declared_names import read_declared_name


def names(
    metas: dict[str, tuple[str, ...]], author: str | None = None, kind: str = "Article"
) -> list[str]:
    node: dict[str, object] = {"@type": kind, "headline": "Bridge painted"}
    if author is not None:
        node["author"] = {"@type": "Person", "name": author}
    found = read_declared_name(metas, node, (node,))
    assert all(item.source == DECLARED_TWICE for item in found)
    return [item.value for item in found]


def card(name: str) -> dict[str, tuple[str, ...]]:
    return {"twitter:label1": ("Written by",), "twitter:data1": (name,)}


@pytest.mark.parametrize("name", ["Quay Painting Works", "adalong", "ada.long", "QPW"])
def test_name_in_two_places_signs(name: str) -> None:
    assert names({"author": (name,)}, author=name) == [name]
    assert names(card(name), author=name) == [name]
    assert names({"author": (name,), **card(name)}) == [name]


def test_letters_are_compared_without_case() -> None:
    assert names({"author": ("quay painting works",)}, author="Quay Painting Works") != []


def test_name_in_one_place_does_not_sign() -> None:
    assert names({"author": ("Quay Painting Works",)}) == []
    assert names({"author": ("Quay Painting Works", "Quay Painting Works")}) == []


def test_different_names_do_not_sign() -> None:
    assert names({"author": ("Quay Painting Works",)}, author="Harbour Group") == []


def test_news_pages_declare_themselves() -> None:
    assert names({"author": ("Quay Herald",)}, author="Quay Herald", kind="NewsArticle") == []


NOBODY = {
    "account of the keeper": "admin",
    "with a prefix": "q_admin",
    "webmaster": "Webmaster",
    "team": "team",
    "desk": "News Desk",
    "staff": "Gazette Staff",
    "mail": "ada.long@quay.example",
    "address": "https://quay.example/ada",
    "site": "www.quay.example",
    "sentence": "The people who paint the bridges of the whole coast",
    "one letter": "A",
    "account that a machine named": "quaylongq6vkp2ma0",
}


@pytest.mark.parametrize("name", NOBODY.values(), ids=NOBODY)
def test_words_for_nobody_and_addresses_do_not_sign(name: str) -> None:
    assert names({"author": (name,)}, author=name) == []


def test_page_without_declarations_has_none() -> None:
    assert read_declared_name({}, {}, ()) == ()
