import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.titles import choose_title
from pipelines.items import Candidate, Metadata


def told(*pairs: tuple[str, str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(source=source, value=value) for source, value in pairs)


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
    "section label inside the h1": (
        [("og", BRIDGE), ("h1", f"Opinion {BRIDGE}"), ("html", BRIDGE)], ("h1", BRIDGE),
    ),
    "date inside the h1": (
        [("og", BRIDGE), ("h1", f"3 February 2025 {BRIDGE}"), ("html", BRIDGE)], ("h1", BRIDGE),
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
    "nothing": ([], None),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), TITLES.values(), ids=TITLES.keys())
def test_title_is_the_headline(
    pairs: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    chosen = choose_title(Metadata(titles=told(*pairs), site_names=SITE))
    assert (None if chosen is None else (chosen.source, chosen.value)) == expected


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        value=st.text(min_size=1, max_size=30),
        source=st.sampled_from(["jsonld", "og", "h1", "html", "feed"]),
    ),
    max_size=6,
).map(tuple)


@given(titles=CANDIDATES, names=CANDIDATES)
def test_any_title_is_a_part_of_a_candidate(
    titles: tuple[Candidate, ...], names: tuple[Candidate, ...]
) -> None:
    chosen = choose_title(Metadata(titles=titles, site_names=names))
    if chosen is not None:
        assert chosen.value
        assert any(chosen.value in item.value for item in titles)
    assert (chosen is None) <= all(item.source == "h1" for item in titles)
