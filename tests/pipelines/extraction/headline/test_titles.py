import pytest
from hypothesis import given

from pipelines.extraction.headline.titles import choose_title
from pipelines.items import Candidate, Metadata
from tests.pipelines.extraction.candidates import any_candidates, told

SITE = told(("og", "Lowmere Post"))
BRIDGE = "Bridge opens to traffic at Lowmere"

TITLES: dict[str, tuple[list[tuple[str, str]], tuple[str, str] | None]] = {
    "h1 that the window title repeats": (
        [("og", "You won't believe it"), ("h1", BRIDGE), ("html", f"{BRIDGE} | Lowmere Post")],
        ("h1", BRIDGE),
    ),
    "of two h1 the one nearest to the window title": (
        [("h1", "Most read today"), ("h1", BRIDGE), ("html", BRIDGE)], ("h1", BRIDGE),
    ),
    "h1 that shares no words": (
        [("jsonld", BRIDGE), ("h1", "Politics"), ("html", f"{BRIDGE} - Lowmere Post")],
        ("jsonld", BRIDGE),
    ),
    "h1 with the site's name": (
        [("og", BRIDGE), ("h1", "Lowmere Post"), ("html", f"{BRIDGE} - Lowmere Post")],
        ("og", BRIDGE),
    ),
    "article in front of the h1": (
        [("og", BRIDGE), ("h1", f"The {BRIDGE}"), ("html", BRIDGE)], ("h1", f"The {BRIDGE}"),
    ),
    "quotation that others leave out": (
        [("og", BRIDGE), ("h1", f"{BRIDGE}: 'At last'"), ("html", BRIDGE)],
        ("h1", f"{BRIDGE}: 'At last'"),
    ),
    "only the window title": ([("html", f"{BRIDGE} – Lowmere Post")], ("html", BRIDGE)),
    "only the feed": ([("feed", BRIDGE)], ("feed", BRIDGE)),
    "h1 alone": ([("h1", BRIDGE)], ("h1", BRIDGE)),
    "rule before all": ([("rule", "Ruled"), ("jsonld", BRIDGE), ("h1", BRIDGE)], ("rule", "Ruled")),
    "rule that takes the window title": (
        [("rule", f"{BRIDGE} - Lowmere Post"), ("html", f"{BRIDGE} - Lowmere Post")],
        ("rule", BRIDGE),
    ),
    "rule that takes a declared title with a kicker": (
        [("rule", f"{BRIDGE} | Traffic"), ("og", f"{BRIDGE} | Traffic"), ("h1", BRIDGE)],
        ("rule", f"{BRIDGE} | Traffic"),
    ),
    "rule that puts a title together": (
        [("rule", f"{BRIDGE} - Lowmere Post"), ("html", BRIDGE), ("h1", BRIDGE)],
        ("rule", f"{BRIDGE} - Lowmere Post"),
    ),
    "nothing": ([], None),
    "h1 beside titles that are the site's name": (
        [("og", "Lowmere Post"), ("h1", BRIDGE), ("html", "Lowmere Post")], ("h1", BRIDGE),
    ),
    "window title that is the same on every page": (
        [
            ("jsonld", BRIDGE), ("og", BRIDGE), ("h1", "What to see for the young and old"),
            ("html", "The coast for the young and the old"),
        ],
        ("jsonld", BRIDGE),
    ),
    "h1 that agrees with OpenGraph against the window title": (
        [("og", BRIDGE), ("h1", "detail"), ("h1", BRIDGE), ("html", "Harbour trust - detail")],
        ("h1", BRIDGE),
    ),
    "heading of the text that is one word of the title": (
        [("og", BRIDGE), ("h1", "Traffic"), ("h1", "Costs"), ("html", BRIDGE)], ("og", BRIDGE),
    ),
    "h1 that is one word of the title": (
        [("og", BRIDGE), ("h1", "Traffic"), ("html", BRIDGE)], ("h1", "Traffic"),
    ),
    "title cut off in brackets": (
        [("jsonld", "Bridge opens (and"), ("og", "Bridge opens (and closes) - Lowmere Post")],
        ("jsonld", "Bridge opens (and closes)"),
    ),
    "title cut off with dots": (
        [("jsonld", "Bridge opens to…"), ("og", BRIDGE)], ("jsonld", BRIDGE),
    ),
    "title that ends in dots": (
        [("jsonld", "Bridge opens…"), ("og", "The bridge")], ("jsonld", "Bridge opens…"),
    ),
    "space inside a word of the h1": (
        [("h1", "B ridge opens to traffic at Lowmere"), ("html", f"{BRIDGE} | Lowmere Post")],
        ("h1", BRIDGE),
    ),
    "h1 in other letters than the window title": (
        [("h1", BRIDGE.upper()), ("html", BRIDGE)], ("h1", BRIDGE.upper()),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), TITLES.values(), ids=TITLES.keys())
def test_title_is_the_headline(
    pairs: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    chosen = choose_title(Metadata(titles=told(*pairs), site_names=SITE))
    assert (None if chosen is None else (chosen.source, chosen.value)) == expected


def chosen_with(metadata: Metadata) -> str | None:
    title = choose_title(metadata)
    return None if title is None else title.value


PARTS: dict[str, tuple[str, str, tuple[str, str], str]] = {
    "subtitle, as another title says": (
        f"{BRIDGE} After ten years", f"{BRIDGE} - Lowmere Post", ("cut", BRIDGE), BRIDGE,
    ),
    "date, as another title says": (f"3 February {BRIDGE}", BRIDGE, ("cut", BRIDGE), BRIDGE),
    "part that no title equals": (
        f"{BRIDGE} After ten years", f"{BRIDGE}: ten years", ("cut", BRIDGE),
        f"{BRIDGE} After ten years",
    ),
    "named kicker that the title has too": (
        f"Coast : {BRIDGE}", f"Coast: {BRIDGE}", ("labelled", BRIDGE), BRIDGE,
    ),
    "named label that no title is known without": (
        f"Coast {BRIDGE}", "What to know of the bridge at Lowmere", ("labelled", BRIDGE),
        f"Coast {BRIDGE}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("h1", "window", "part", "expected"), PARTS.values(), ids=PARTS)
def test_part_of_the_h1_is_the_headline_where_another_title_says_so(
    h1: str, window: str, part: tuple[str, str], expected: str
) -> None:
    titles = told(("h1", h1), ("html", window))
    metadata = Metadata(titles=titles, headline_parts=told(part), site_names=SITE)
    assert chosen_with(metadata) == expected


SHOWN: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "first part of the window title": (
        [("html", f"{BRIDGE} : The Lantern | Founded by two | Year six")], BRIDGE, BRIDGE,
    ),
    "h1 with another text": (
        [("h1", "News for the coast at Lowmere"), ("html", f"{BRIDGE} – The Lantern")],
        BRIDGE,
        BRIDGE,
    ),
    "h1 that the title repeats": (
        [("h1", "The bridge is open"), ("og", "The bridge is open"), ("html", f"{BRIDGE} – Post")],
        BRIDGE,
        "The bridge is open",
    ),
    "no whole part": (
        [("html", f"{BRIDGE} – The Lantern")], "Bridge opens", f"{BRIDGE} – The Lantern",
    ),
    "name of the site": ([("html", f"{BRIDGE} – Lowmere Post")], "Lowmere Post", BRIDGE),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "shown", "expected"), SHOWN.values(), ids=SHOWN)
def test_other_element_shows_where_the_headline_ends_in_a_title(
    pairs: list[tuple[str, str]], shown: str, expected: str
) -> None:
    metadata = Metadata(titles=told(*pairs), shown_headline=shown, site_names=SITE)
    assert chosen_with(metadata) == expected


@given(titles=any_candidates(), names=any_candidates())
def test_any_title_is_a_part_of_a_candidate(
    titles: tuple[Candidate, ...], names: tuple[Candidate, ...]
) -> None:
    chosen = choose_title(Metadata(titles=titles, site_names=names))
    if chosen is not None:
        assert chosen.value
        assert any(chosen.value in item.value for item in titles)
    assert (chosen is None) <= all(item.source == "h1" for item in titles)
