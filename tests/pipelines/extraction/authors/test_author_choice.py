import pytest
from hypothesis import given

from pipelines.extraction.authors.author_choice import choose_authors
from pipelines.items import Candidate, Metadata
from tests.pipelines.extraction.candidates import any_candidates, told

SITE = told(("og", "Lowmere Post"))
AUTHORS: dict[str, tuple[list[tuple[str, str]], tuple[str, ...]]] = {
    "best source only": (
        [("jsonld", "Ada Long"), ("jsonld", "Ben Short"), ("byline", "Cy Hill")],
        ("Ada Long", "Ben Short"),
    ),
    "publisher is no person": ([("jsonld", "Lowmere Post"), ("byline", "Ada Long")], ("Ada Long",)),
    "part of the publisher's name": ([("jsonld", "Lowmere"), ("meta", "Ada Long")], ("Ada Long",)),
    "account before a full name": ([("parsely", "AdaLong"), ("jsonld", "Ada Long")], ("Ada Long",)),
    "single name alone": ([("meta", "Voltarine")], ("Voltarine",)),
    "labels beside a full name in by-lines": (
        [("byline", "Ada Long"), ("byline", "Source"), ("byline", "Date")],
        ("Ada Long",),
    ),
    "account beside a declared full name": (
        [("jsonld", "Ada Long"), ("jsonld", "Voltarine")],
        ("Ada Long", "Voltarine"),
    ),
    "same name twice": ([("meta", "Ada Long"), ("meta", "ADA LONG")], ("Ada Long",)),
    "small letters": ([("parsely", "ada long"), ("jsonld", "Ada Long")], ("Ada Long",)),
    "capitals": ([("jsonld", "ADA LONG"), ("byline", "Ada Long")], ("Ada Long",)),
    "small letters everywhere": ([("parsely", "ada long"), ("rel", "ada long")], ("ada long",)),
    "acronym": ([("byline-organisation", "QWP"), ("organisation", "Qwp")], ("QWP",)),
    "one word of a rule": ([("rule", "Newsroom"), ("jsonld", "Ada Long")], ("Newsroom",)),
    "agency of a rule": ([("rule", "Quay Wire"), ("byline", "Ada Long")], ("Quay Wire",)),
    "rule that names the publisher, and nobody else": (
        [("rule", "Lowmere Post")],
        ("Lowmere Post",),
    ),
    "rule that names the publisher": (
        [("rule", "Lowmere Post"), ("byline", "Ada Long")],
        ("Ada Long",),
    ),
    "job": ([("meta", "Staff Writer")], ()),
    "organisation": ([("organisation", "Quay Wire")], ()),
    "organisation in a by-line": ([("byline-organisation", "Quay Desk")], ("Quay Desk",)),
    "first of several": (
        [("byline-organisation", "Quay Desk"), ("byline-organisation", "Quay Team")],
        ("Quay Desk",),
    ),
    "person beside an organisation": (
        [("meta", "Ada Long"), ("byline-organisation", "Quay Desk")],
        ("Ada Long",),
    ),
    "by-line against one meta element": (
        [("meta", "Cy Hill"), ("byline", "Ada Long")],
        ("Ada Long",),
    ),
    "link to a person against one meta element": (
        [("meta", "Ada Long"), ("profile", "Cy Hill")],
        ("Ada Long",),
    ),
    "declared twice": ([("declared", "adalong")], ("adalong",)),
    "declared twice beside a person": (
        [("profile", "Ada Long"), ("declared", "Quay Works")],
        ("Ada Long",),
    ),
    "declared twice beside who signs": (
        [("byline-organisation", "Quay Desk"), ("declared", "quayadm")],
        ("Quay Desk",),
    ),
    "handle": ([("handle", "adalong")], ("adalong",)),
    "handle beside a person": ([("handle", "adalong"), ("entry", "Ada Long")], ("Ada Long",)),
    "handle of the whole site": ([("handle", "quayhealth")], ()),
    "handle before what is declared twice": (
        [("handle", "adalong"), ("declared", "quayadm")],
        ("adalong",),
    ),
    "meta element that a by-line confirms": (
        [("meta", "Ada Long"), ("byline", "Ada Long"), ("profile", "Cy Hill")],
        ("Ada Long",),
    ),
    "longer list that two sources give": (
        [
            ("jsonld", "Ada Long"),
            ("meta", "Ada Long"),
            ("meta", "Cy Hill"),
            ("byline", "Ada Long"),
            ("byline", "Cy Hill"),
        ],
        ("Ada Long", "Cy Hill"),
    ),
    "longer list of one source": (
        [("jsonld", "Ada Long"), ("byline", "Ada Long"), ("byline", "Cy Hill")],
        ("Ada Long",),
    ),
    "nobody": ([], ()),
}


@pytest.mark.parametrize(("pairs", "expected"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors_are_the_people_of_the_best_source(
    pairs: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    address = told(("canonical", "https://quayhealth.example/story"))
    metadata = Metadata(authors=told(*pairs), site_names=SITE, canonical_urls=address)
    assert choose_authors(metadata) == expected


def test_handle_of_a_blog_at_a_host_is_the_authors() -> None:
    address = told(("canonical", "https://quaywalker.blogs.example/story"))
    metadata = Metadata(authors=told(("handle", "quaywalker")), canonical_urls=address)
    assert choose_authors(metadata) == ("quaywalker",)


@given(authors=any_candidates(), names=any_candidates())
def test_any_authors_are_candidates(
    authors: tuple[Candidate, ...], names: tuple[Candidate, ...]
) -> None:
    chosen = choose_authors(Metadata(authors=authors, site_names=names))
    assert set(chosen) <= {item.value for item in authors}
    assert len(set(chosen)) == len(chosen)


def test_list_of_names_that_is_too_long_is_no_byline() -> None:
    names = tuple(("byline", f"Ada Long{letter}") for letter in "abcdefghijklmnop")
    assert len(choose_authors(Metadata(authors=told(*names[:12])))) == 12
    assert choose_authors(Metadata(authors=told(*names))) == ()


OWN_SITES: dict[str, tuple[list[tuple[str, str]], tuple[str, ...]]] = {
    "writer whose site has the name": ([("jsonld", "Ada Long")], ("Ada Long",)),
    "guest on that site": ([("jsonld", "Ada Long"), ("byline", "Cy Hill")], ("Cy Hill",)),
    "name of a publication": ([("jsonld", "Quay Herald")], ()),
    "name of a publication in a by-line": ([("byline", "Quay Herald")], ("Quay Herald",)),
    "desk of a publication": (
        [("byline-organisation", "Quay Desk"), ("jsonld", "Ada Long")],
        ("Quay Desk",),
    ),
    "linked name alone": ([("profile", "Ada Long")], ()),
}


@pytest.mark.parametrize(("pairs", "expected"), OWN_SITES.values(), ids=OWN_SITES)
def test_name_of_the_site_counts_where_it_is_that_of_a_person_and_nobody_else_is_named(
    pairs: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    sites = told(("og", "Ada Long"), ("og", "Quay Herald"))
    assert choose_authors(Metadata(authors=told(*pairs), site_names=sites)) == expected
