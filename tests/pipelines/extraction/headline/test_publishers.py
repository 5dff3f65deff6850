import pytest
from hypothesis import given

from pipelines.extraction.headline.publishers import choose_publisher
from pipelines.items import Candidate, Metadata
from tests.pipelines.extraction.candidates import any_candidates, told


def publisher(
    *names: str, url: str = "https://www.lowmere-courier.example/news/crane", **fields: str
) -> str | None:
    titles = told(*((source, title) for source, title in fields.items()))
    metadata = Metadata(
        site_names=told(*(("og", name) for name in names)), page_url=url, titles=titles
    )
    chosen = choose_publisher(metadata)
    return chosen.value if chosen else None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("The Lowmere Courier",), "The Lowmere Courier"),
        (("Harbour Post", "Lowmere Courier"), "Harbour Post"),
        (("Lowmere Courier - All the news that floats",), "Lowmere Courier"),
        (("News from the harbour | The Lowmere Courier | Since 1866",), "The Lowmere Courier"),
        (("Post – News for Sailors", "Post"), "Post"),
        (("LC - Lowmere Courier",), "Lowmere Courier"),
        (("HARBOUR - Guild of the Quays",), "HARBOUR - Guild of the Quays"),
        (("Lowmere Courier |",), "Lowmere Courier"),
        (("/", "- Lowmere Courier"), "Lowmere Courier"),
        (("|",), None),
    ],
)
def test_slogans_are_cut_off_where_a_part_is_known_for_the_name(
    names: tuple[str, ...], expected: str | None
) -> None:
    assert publisher(*names) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("lowmere-courier.example", "The Lowmere Courier"), "The Lowmere Courier"),
        (("LowmereCourier.example", "Lowmere Courier"), "Lowmere Courier"),
        (("lowmerecourier", "Lowmere Courier"), "Lowmere Courier"),
        (("Health", "Lowmere Courier"), "Lowmere Courier"),
        (("www.lowmere-courier.example", "Quay Media Ltd"), "lowmere-courier.example"),
        (("https://lowmere-courier.example/",), "lowmere-courier.example"),
        (("Courier", "Quay Media Ltd"), "Courier"),
        (("Lowmere Courier", "lowmere-courier.example"), "Lowmere Courier"),
    ],
)
def test_a_name_that_spells_the_host_is_better_than_an_address_or_a_section(
    names: tuple[str, ...], expected: str
) -> None:
    assert publisher(*names) == expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://gazetadoporto.example/a", "Gazeta do Pôrto"),
        ("https://www.leport.example/a", "Le Port"),
        ("https://tdp.example/a", "Tribune du Port"),
        ("https://port.news/a", "Port News"),
    ],
    ids=["accents", "article", "initials", "whole domain"],
)
def test_hosts_are_spelled_in_several_ways(url: str, name: str) -> None:
    assert publisher("Health", name, url=url) == name


def test_headline_is_no_publisher() -> None:
    headline = "Harbour crane returns after forty years"
    assert publisher(headline, "Harbour Post", og=headline) == "Harbour Post"
    assert publisher(f"{headline} | Harbour Post", "Harbour Post", og=headline) == "Harbour Post"
    assert publisher(headline, og=headline) == headline


def test_titles_name_the_publisher_for_want_of_another() -> None:
    in_titles = told(("title", "Lowmere Courier"))
    headline = "Harbour crane returns after forty years"
    for names in ((), told(("og", headline))):
        metadata = Metadata(site_names=names, title_names=in_titles, titles=told(("og", headline)))
        assert choose_publisher(metadata) == in_titles[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lowmere-courier.example", "Lowmere Courier"),
        ("Start", "Lowmere Courier"),
        ("Quay Media Ltd", "Quay Media Ltd"),
    ],
)
def test_titles_name_the_publisher_better_than_an_address_or_a_lone_word(
    name: str, expected: str
) -> None:
    metadata = Metadata(
        site_names=told(("og", name)),
        title_names=told(("title", "Lowmere Courier")),
        page_url="https://www.lowmere-courier.example/news/crane",
    )
    chosen = choose_publisher(metadata)
    assert chosen is not None
    assert chosen.value == expected


def test_address_in_a_title_is_told_as_any_other() -> None:
    metadata = Metadata(title_names=told(("title", "www.lowmere-courier.example")))
    chosen = choose_publisher(metadata)
    assert chosen == Candidate(value="lowmere-courier.example", source="title")


def test_word_of_the_user_stays() -> None:
    names = told(("source", "harbour.example - my feed"), ("og", "Harbour Post"))
    chosen = choose_publisher(Metadata(site_names=names, page_url="https://harbour.example/a"))
    assert chosen == Candidate(value="harbour.example - my feed", source="source")


@given(any_candidates(), any_candidates())
def test_any_names_and_titles_are_candidates(
    names: tuple[Candidate, ...], titles: tuple[Candidate, ...]
) -> None:
    chosen = choose_publisher(Metadata(site_names=names, titles=titles))
    assert chosen is None or chosen.value
