import pytest

from crawler.discovery.html_trees import parse_html
from crawler.discovery.listings import find_entries
from crawler.discovery.story_links import place_parameters, story_key, without_parameters

_SITE = "https://a.example"


def _links(form: str, count: int = 6) -> list[tuple[str, str]]:
    return [(f"{_SITE}{form.format(n=n, even=n % 2)}", f"Headline {n}") for n in range(count)]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        pytest.param("/news/what-the-town-says-{n}?mod=top_stories_{n}", {"mod"}, id="place"),
        pytest.param("/news/4711{n}?at=block-{even}&id=7", {"at"}, id="one of two"),
        pytest.param("/news/what-the-town-says-{n}?lang=en", set(), id="one value"),
        pytest.param("/news/what-the-town-says-{n}?id=4711{n}", set(), id="numbers"),
        pytest.param("/show?story=harbour-{n}", set(), id="one script"),
        pytest.param("/section{n}?sort=date-{n}", set(), id="no stories"),
    ],
)
def test_parameters_that_tell_the_place_of_a_link_are_found(form: str, names: set[str]) -> None:
    assert place_parameters(_links(form)) == names


def test_too_few_stories_tell_nothing() -> None:
    assert place_parameters(_links("/news/what-the-town-says-{n}?mod=top_{n}", 3)) == set()


def test_a_parameter_that_leads_to_other_headlines_names_stories() -> None:
    form = "/news/view-the-whole-article-{even}?part=harbour-{n}"
    other = "/news/view-the-whole-article-of-{n}?part=harbour-x{n}"
    links = [*_links(form), *_links(other, 2)]
    assert place_parameters(links) == set()


def test_a_story_under_two_headlines_does_not_hide_what_a_parameter_is() -> None:
    again = (f"{_SITE}/news/what-the-town-says-1?mod=most_read", "Another headline")
    picture = (f"{_SITE}/news/what-the-town-says-2?mod=top_picture", "")
    links = [*_links("/news/what-the-town-says-{n}?mod=top_{n}"), again, picture]
    assert place_parameters(links) == {"mod"}


@pytest.mark.parametrize(
    "other", ["http://a.example/x", "https://www.a.example/x", "https://a.example/x/"]
)
def test_addresses_of_one_story_have_one_key(other: str) -> None:
    assert story_key(other) == story_key(f"{_SITE}/x")


@pytest.mark.parametrize("other", [f"{_SITE}/x?id=1", f"{_SITE}/X", "https://b.a.example/x"])
def test_other_addresses_have_other_keys(other: str) -> None:
    assert story_key(other) != story_key(f"{_SITE}/x")


def test_other_parameters_stay_as_they_were() -> None:
    url = f"{_SITE}/x?b=%C3%A4&mod=top&a#c"
    assert without_parameters(url, frozenset({"mod"})) == f"{_SITE}/x?b=%C3%A4&a#c"
    assert without_parameters(url, frozenset()) == url


def test_a_story_that_a_page_links_to_in_several_ways_is_one_entry() -> None:
    cards = "".join(
        f"<div><a href='/news/what-the-town-says-{n}/?at=pic_{n}'><img alt='A bench in rain'></a>"
        f"<h3><a href='http://www.a.example/news/what-the-town-says-{n}?at=top_{n}'>The town says "
        f"number {n}</a></h3></div>"
        for n in range(5)
    )
    tree = parse_html(f"<body>{cards}</body>".encode(), "text/html")
    found = find_entries(tree, f"{_SITE}/news/")
    assert [e.url for e in found] == [f"{_SITE}/news/what-the-town-says-{n}/" for n in range(5)]
    assert [e.title for e in found] == [f"The town says number {n}" for n in range(5)]
