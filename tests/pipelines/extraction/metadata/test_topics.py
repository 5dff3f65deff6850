import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.metadata.topics import (
    choose_sections,
    choose_tags,
    split_sections,
    split_tags,
)
from pipelines.items import Candidate, Metadata


def candidates(*values: str, source: str = "jsonld") -> tuple[Candidate, ...]:
    return tuple(Candidate(value=value, source=source) for value in values)


ABOUT = Metadata(
    titles=candidates("Harbour crane returns after forty years"),
    site_names=candidates("The Lowmere Courier"),
    canonical_urls=candidates("https://courier.example/news/crane"),
)


def tags(*values: str) -> list[str]:
    metadata = Metadata(
        titles=ABOUT.titles,
        site_names=ABOUT.site_names,
        tags=tuple(split_tags(candidates(*values))),
    )
    return list(choose_tags(metadata))


def sections(*values: str) -> list[str]:
    metadata = Metadata(
        titles=ABOUT.titles,
        site_names=ABOUT.site_names,
        canonical_urls=ABOUT.canonical_urls,
        sections=tuple(split_sections(candidates(*values))),
    )
    return list(choose_sections(metadata))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Coast,Economy",), ["Coast", "Economy"]),
        (("Coast, Economy",), ["Coast", "Economy"]),
        (("Küste, Wirtschaft, Häfen",), ["Küste", "Wirtschaft", "Häfen"]),
        (("Arts, Culture & Entertainment",), ["Arts, Culture & Entertainment"]),
        (("Politik, Recht und Gesellschaft",), ["Politik, Recht und Gesellschaft"]),
        (("Lowmere, MT",), ["Lowmere, MT"]),
        (("Politics, Law, Religion", "Coast"), ["Politics, Law, Religion", "Coast"]),
        (("Under 1,000 words",), ["Under 1,000 words"]),
        (("Coast", "coast"), ["Coast"]),
    ],
)
def test_sections_that_stand_in_one_value_are_parted(
    told: tuple[str, ...], expected: list[str]
) -> None:
    assert sections(*told) == expected


@pytest.mark.parametrize(
    "told",
    [
        "Uncategorized", "Allgemein", "Sin categoría", "Без рубрики", "Non classé", "Startseite",
        "Front-Page", "首页", "https://courier.example/coast/", "{{ section }}",
        "Harbour crane returns after forty years",
        "The crane that was taken down in spring is back, said the harbour master on Tuesday.",
    ],
)  # fmt: skip
def test_what_is_no_section_is_left_out(told: str) -> None:
    assert sections(told, "Coast") == ["Coast"]
    assert sections(told) == []


@pytest.mark.parametrize("told", ["The Lowmere Courier", "Courier"])
def test_name_of_the_site_is_a_section_only_for_want_of_another(told: str) -> None:
    assert sections(told, "Coast") == ["Coast"]
    assert sections(told) == [told]


def test_next_source_counts_where_the_first_names_no_section() -> None:
    metadata = Metadata(
        sections=(*candidates("Uncategorized"), *candidates("Coast", source="meta"))
    )
    assert choose_sections(metadata) == ("Coast",)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("crane; harbour | Lowmere",), ["crane", "harbour", "Lowmere"]),
        (("«crane, harbour»",), ["crane", "harbour"]),
        (("crane', harbour",), ["crane", "harbour"]),
        (("the '90s", "'Allo 'Allo!"), ["the '90s", "'Allo 'Allo!"]),
        (("Category: Cranes", "Category: Ports", "Ada Long"), ["Cranes", "Ports", "Ada Long"]),
        (("Courier: The Musical", "cranes"), ["Courier: The Musical", "cranes"]),
        (("Ada_Long", "Quay_Rats", "cranes"), ["Ada Long", "Quay Rats", "cranes"]),
        (("type_news", "sticky_nav", "Ada Long"), ["Ada Long"]),
        (("C", "X", "5G", "1066", "年"), ["C", "X", "5G", "1066", "年"]),
        (("#harbour", "$CRNE", ".NET"), ["#harbour", "$CRNE", ".NET"]),
    ],
)
def test_tags_are_names_for_people(told: tuple[str, ...], expected: list[str]) -> None:
    assert tags(*told) == expected


@pytest.mark.parametrize(
    "told",
    [
        "@premium", "_evergreen", "/article", "105726154", "n", "source:tagname:Wire",
        "contentId: 15cd344d", "PageType: Article", "[NAME]", "Your keywords here",
        "The Lowmere Courier",
        "https://courier.example/tag/crane", "Harbour crane returns after forty years",
        "which crane should i buy and how to put it up without help",
    ],
)  # fmt: skip
def test_what_is_no_tag_is_left_out(told: str) -> None:
    assert tags(told, "crane") == ["crane"]


def test_short_headline_may_be_the_subject() -> None:
    metadata = Metadata(titles=candidates("Ada Long"), tags=candidates("Ada Long", "cranes"))
    assert choose_tags(metadata) == ("Ada Long", "cranes")


@pytest.mark.parametrize(
    ("told", "tags"),
    [
        pytest.param(("Trade", "Long, Ada"), ["Trade", "Long, Ada"], id="name"),
        pytest.param(("Trade, Harbour",), ["Trade", "Harbour"], id="alone"),
        pytest.param(("News", "crane, quay, tide"), ["News", "crane", "quay", "tide"], id="list"),
        pytest.param(("News", "crane,quay"), ["News", "crane", "quay"], id="tight comma"),
        pytest.param(("News", "crane; quay"), ["News", "crane", "quay"], id="semicolon"),
    ],
)
def test_a_comma_in_one_of_several_categories_of_a_feed(
    told: tuple[str, ...], tags: list[str]
) -> None:
    found = split_tags(candidates(*told, source="entry"))
    assert [item.value for item in found] == tags


@given(st.lists(st.text()))
def test_any_values_give_tags_and_sections(values: list[str]) -> None:
    told = candidates(*values)
    metadata = Metadata(tags=tuple(split_tags(told)), sections=tuple(split_sections(told)))
    assert all(choose_tags(metadata))
    assert all(choose_sections(metadata))
