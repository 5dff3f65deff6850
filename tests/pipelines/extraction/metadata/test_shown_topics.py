import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from pipelines.extraction.metadata.shown_topics import (
    Place,
    read_category_links,
    read_shown_trail,
    read_tag_links,
    read_trail,
)
from pipelines.extraction.tree.neighbours import OtherStories

PLACE = Place(
    url="https://lowmerepost.example/coast/bridge",
    base="https://lowmerepost.example/coast/bridge",
    titles=("Bridge opens to traffic at Lowmere", "Bridge opens | Lowmere Post"),
    site_names=("The Post of Lowmere",),
    hosts=("lowmerepost",),
)

TRAILS: dict[str, tuple[list[tuple[str, str | None]], list[str]]] = {
    "home, section, page": (
        [("Home", "/"), ("Coast", "/coast"), ("Bridge opens to traffic at Lowmere", "/b")],
        ["Coast"],
    ),
    "page without address": ([("Coast", "/coast"), ("Somewhere", None)], ["Coast"]),
    "page by its address": (
        [("Coast", "/coast"), ("Here", "https://www.lowmerepost.example/coast/bridge/")],
        ["Coast"],
    ),
    "page under a shorter title": (
        [("Coast", "/coast"), ("Bridge opens to traffic", "/b")],
        ["Coast"],
    ),
    "last step is a section": ([("Coast", "/coast"), ("Harbours", "/h")], ["Coast", "Harbours"]),
    "section of one word of the headline": ([("Traffic", "/traffic")], ["Traffic"]),
    "home in another language": ([("Startseite", "/x"), ("Coast", "/coast")], ["Coast"]),
    "home by its address": ([("Welcome", "/de/"), ("Coast", "/coast")], ["Coast"]),
    "home by the name of the site": (
        [("The Post of Lowmere", "/x"), ("Lowmere Post", "/y"), ("Coast", "/coast")],
        ["Coast"],
    ),
    "signs around the names": ([("» Coast ›", "/coast"), ("# Quays", "/q")], ["Coast", "Quays"]),
    "template, number, sentence": (
        [
            ("{{ item.title }}", "/a"),
            ("2026", "/b"),
            ("All that we ever wrote of our coast", "/c"),
            ("Coast", "/coast"),
        ],
        ["Coast"],
    ),
    "back and on": (
        [
            ("‹ Zurück", "/a"),
            ("Coast", "/coast"),
            ("Back to all news", "/news"),
            ("Retour à la une", "/x"),
            ("次へ", "/z"),
        ],
        ["Coast"],
    ),
    "sections that begin as a way back": (
        [("Back to School", "/school"), ("Retour de mer", "/mer"), ("Next", "/next")],
        ["Back to School", "Retour de mer", "Next"],
    ),
    "only home": ([("Home", "/")], []),
    "nothing": ([], []),
}


def tree_of(body: str) -> HtmlElement:
    return document_fromstring(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize(("steps", "sections"), TRAILS.values(), ids=TRAILS)
def test_sections_lie_between_the_home_page_and_the_page(
    steps: list[tuple[str, str | None]], sections: list[str]
) -> None:
    items = [{"name": name} | ({"item": href} if href else {}) for name, href in steps]
    node = {"@type": "BreadcrumbList", "itemListElement": items}
    links = "".join(f"<a href='{href}'>{name}</a>" for name, href in steps if href)
    names = [name for name, href in steps if not href]
    tree = tree_of(f"<nav aria-label='Breadcrumb'>{links}{''.join(names)}</nav>")
    for found in (read_trail([node], PLACE), read_shown_trail(tree, PLACE)):
        assert [item.value for item in found] == sections
        assert {item.source for item in found} <= {"breadcrumbs"}


def test_items_may_hold_name_and_address() -> None:
    step = {"item": {"@id": "https://lowmerepost.example/coast", "name": "Coast"}}
    node = {"@type": "BreadcrumbList", "itemListElement": step}
    assert [item.value for item in read_trail([node], PLACE)] == ["Coast"]


def test_first_trail_that_names_a_section_counts() -> None:
    home = {"@type": "BreadcrumbList", "itemListElement": [{"name": "Home", "item": "/"}]}
    coast = {"@type": "BreadcrumbList", "itemListElement": [{"name": "Coast", "item": "/coast"}]}
    quays = {"@type": "BreadcrumbList", "itemListElement": [{"name": "Quays", "item": "/quays"}]}
    assert [item.value for item in read_trail([home, coast, quays], PLACE)] == ["Coast"]


@pytest.mark.parametrize("items", [None, 3, "Coast", [None, "Coast", [{}]], {}, [{"item": []}]])
def test_torn_trails_give_nothing(items: object) -> None:
    assert read_trail([{"@type": "BreadcrumbList", "itemListElement": items}], PLACE) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("name", "item", "url", "@id")), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON)
def test_sections_of_any_trail_are_short_and_told_once(items: object) -> None:
    found = read_trail([{"@type": "BreadcrumbList", "itemListElement": items}], PLACE)
    names = [item.value for item in found]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 60 and name == name.strip() for name in names)


def test_lists_that_are_no_trail_are_left_alone() -> None:
    menu = "".join(f"<a href='/{n}'>Section {n}</a>" for n in "abcdefghijk")
    assert read_shown_trail(tree_of(f"<div class='breadcrumbs'>{menu}</div>"), PLACE) == ()
    assert (
        read_shown_trail(tree_of("<nav class='menu'><a href='/coast'>Coast</a></nav>"), PLACE) == ()
    )


STORY = (
    "<article><h1>Bridge opens</h1><p>Text.</p>"
    "<ul><li><a rel='category tag' href='/c'>Coast</a></li>"
    "<li><a rel='category tag' href='/q'>Quays</a></li></ul>"
    "<p>Filed: <a rel='tag' href='/b'>#bridges</a>, <a rel='tag' href='/t'>traffic</a>, "
    "<a rel='tag' href='/b'>#bridges</a></p></article>"
    "<aside class='related'><a rel='category tag' href='/s'>Sports</a>"
    "<a rel='tag' href='/r'>rowing</a></aside>"
)


def test_marked_links_of_the_story_tell_what_it_is_filed_under() -> None:
    tree = tree_of(STORY)
    links = list(tree.iter("a"))
    others = OtherStories(next(tree.iter("h1")))
    categories, tags = read_category_links(links, others), read_tag_links(links, others)
    assert [(item.value, item.source) for item in categories] == [
        ("Coast", "category"),
        ("Quays", "category"),
    ]
    assert [(item.value, item.source) for item in tags] == [("bridges", "tag"), ("traffic", "tag")]


def test_links_elsewhere_on_the_page_are_those_of_other_stories() -> None:
    tree = tree_of(STORY.replace("<p>Filed", "<p><a rel='tag' href='/x'>first</a></p><p>Filed"))
    others = OtherStories(next(tree.iter("h1")))
    assert [item.value for item in read_tag_links(tree.iter("a"), others)] == ["first"]
