"""All names that stand in the place of an author, in their order."""

from collections.abc import Mapping

import pytest

from pipelines.extraction.authors.author_candidates import AuthorPlaces, read_authors
from pipelines.extraction.tree.markup import parse
from pipelines.items import Candidate, Entry
from tests.pipelines.extraction.candidates import told

NOBODY: Mapping[str, object] = {}


def authors(
    body: str = "",
    *,
    metas: Mapping[str, tuple[str, ...]] | None = None,
    node: Mapping[str, object] = NOBODY,
    bylines: tuple[Candidate, ...] = (),
    organisations: tuple[Candidate, ...] = (),
    ruled: tuple[Candidate, ...] = (),
) -> list[tuple[str, str]]:
    tree = parse(f"<html><body><h1>Bridge</h1>{body}</body></html>")
    places = AuthorPlaces(
        tree=tree,
        metas=metas or {},
        node=node,
        nodes=(node,) if node else (),
        bylines=bylines,
        organisations=organisations,
        ruled=ruled,
        entry=Entry(url="https://post.example/a"),
        headline=next(tree.iter("h1")),
    )
    return [(item.source, item.value) for item in read_authors(places)]


def article(name: str) -> Mapping[str, object]:
    return {"@type": "NewsArticle", "author": {"@type": "Person", "name": name}}


def test_sources_come_in_their_order_of_trust() -> None:
    found = authors(
        metas={"author": ("Cy Hill",), "parsely-author": ("Ada Long",)},
        node=article("Ben Short"),
        bylines=told(("byline", "Ben Short"), ("rel", "Dee Low")),
    )
    assert [source for source, _ in found] == ["parsely", "jsonld", "rel", "meta", "byline"]


def test_byline_goes_before_a_declared_name_that_readers_do_not_see() -> None:
    bylines = told(("byline", "Ada Long"))
    found = authors("<p>By Ada Long</p>", node=article("Ben Short"), bylines=bylines)
    assert found[0] == ("byline", "Ada Long")


def test_declared_name_that_readers_see_stays_first() -> None:
    bylines = told(("byline", "Ada Long"))
    found = authors(
        "<p>By Ada Long, with Ben Short</p>", node=article("Ben Short"), bylines=bylines
    )
    assert found[0] == ("jsonld", "Ben Short")


def test_declared_account_is_no_name_to_look_for() -> None:
    bylines = told(("byline", "Ada Long"))
    assert authors(node=article("BenShort"), bylines=bylines)[-1] == ("byline", "Ada Long")


def test_word_beside_a_full_name_in_a_byline_is_none() -> None:
    bylines = told(("byline", "Ada Long, Massachusetts"))
    assert authors(bylines=bylines) == [("byline", "Ada Long")]


def test_place_between_declared_names_is_no_author() -> None:
    found = authors(node=article("Ada Long, Lowmere, Ben Short"))
    assert found == [("jsonld", "Ada Long"), ("jsonld", "Ben Short")]


def test_single_name_in_a_byline_stays() -> None:
    assert authors(bylines=told(("byline", "Voltarine"))) == [("byline", "Voltarine")]


def test_lone_byline_counts_when_nobody_is_named() -> None:
    assert authors("<p>Text</p><p>Written by Ada Long</p>") == [("byline", "Ada Long")]


def test_lone_byline_is_not_looked_for_where_an_organisation_signs() -> None:
    organisations = told(("byline-organisation", "Quay Desk"))
    found = authors("<p>Text</p><p>Written by Ada Long</p>", organisations=organisations)
    assert found == [("byline-organisation", "Quay Desk")]


def test_name_on_a_line_of_its_own_comes_last() -> None:
    assert authors("<p>Ada Long</p><p>3 February 2025</p>") == [("byline", "Ada Long")]


def test_handle_comes_after_people_and_organisations() -> None:
    link = '<p><a rel="author">quaywalker</a></p>'
    assert authors(link) == [("handle", "quaywalker")]
    assert authors(f"{link}<p>Written by Ada Long</p>") == [("byline", "Ada Long")]


def test_first_name_is_completed_by_a_lone_byline() -> None:
    bylines = "<aside>Notes</aside><footer><p>By Ada Long</p></footer>"
    assert authors(bylines, node=article("Ada")) == [("jsonld", "Ada"), ("byline", "Ada Long")]
    assert authors(bylines, node=article("Bea")) == [("jsonld", "Bea")]


def test_declared_organisations_are_apart_from_people() -> None:
    node = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Quay Press"}}
    assert authors(node=node) == [("organisation", "Quay Press")]


COMPANY = {"@type": "Organization", "name": "Quay Painting Works"}


def test_declared_company_at_the_headline_stands_as_if_in_a_byline() -> None:
    node = {"@type": "BlogPosting", "author": COMPANY}
    found = authors("<p>Quay Painting Works</p>", node=node)
    assert ("byline-organisation", "Quay Painting Works") in found


def test_company_that_news_shows_at_the_headline_is_no_author() -> None:
    node = {"@type": "NewsArticle", "author": COMPANY}
    found = authors("<p>Quay Painting Works</p>", node=node)
    assert found == []


RULED = {
    "a person": (("By Ada Long",), ["Ada Long"]),
    "people and a place": (("By Ada Long and Ben Short, in Lowmere",), ["Ada Long", "Ben Short"]),
    "elements": (("Ada Long", "Ben Short", "Newsroom"), ["Ada Long", "Ben Short"]),
    "a person and a date": (("By Ada Long 3 March 2025, 10:31",), ["Ada Long"]),
    "a person and a labelled date": (("Par Ada Long Publié le 3 mars 2025",), ["Ada Long"]),
    "people and a change": (
        ("By Ada Long and Ben Short Updated March 3, 2025 at 10:31 a.m.",),
        ["Ada Long", "Ben Short"],
    ),
    "a date and a person": (("3 March 2025 Ada Long",), ["Ada Long"]),
    "a person named for a month": (("By April Long",), ["April Long"]),
    "what a publication says of itself": (("The Courier, Lowmere, Westland",), []),
    "elements of one word": (("Molly", "Ulf"), ["Molly", "Ulf"]),
    "an agency": (("Lowmere Press Agency",), ["Lowmere Press Agency"]),
    "a desk": (("By Newsroom",), ["Newsroom"]),
    "one word": (("Text: Molly",), ["Molly"]),
    "a handle": (("@ada1984",), ["ada1984"]),
    "a name in another script": (("記者 山田太郎",), ["山田太郎"]),
    "a date": (("3 March 2025",), []),
    "an address": (("https://post.example/ada",), []),
    "a word of the page": (("Share",), []),
    "a sentence": (("The ferry between the two quays stopped on Monday.",), []),
    "nothing": ((" ", "–"), []),
}


@pytest.mark.parametrize(("values", "names"), RULED.values(), ids=RULED)
def test_whoever_a_rule_names_comes_first(values: tuple[str, ...], names: list[str]) -> None:
    ruled = tuple(Candidate(value=value, source="rule") for value in values)
    found = authors(node=article("Cy Hill"), ruled=ruled)
    assert found == [*(("rule", name) for name in names), ("jsonld", "Cy Hill")]
