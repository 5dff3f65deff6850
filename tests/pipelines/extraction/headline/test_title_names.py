import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.headline.site_names import host_keys
from pipelines.extraction.headline.title_names import read_title_name

NAMES: dict[str, tuple[str, str, str | None]] = {
    "host": ("Bridge opens | Lowmere Post", "www.lowmerepost.example", "Lowmere Post"),
    "in front": ("Lowmere Post - Bridge opens", "lowmerepost.example", "Lowmere Post"),
    "behind a section": (
        "Bridge opens | Coast | Lowmere Post",
        "lowmerepost.example",
        "Lowmere Post",
    ),
    "shorter than the host": ("Bridge opens – Lowmere", "getlowmere.example", "Lowmere"),
    "longer than the host": (
        "Bridge opens » The Quay Crimson",
        "quaycrimson.example",
        "The Quay Crimson",
    ),
    "words of the name": (
        "Bridge opens | The Harbour Crimson",
        "thecrimson.example",
        "The Harbour Crimson",
    ),
    "first letters": (
        "Bridge opens | Small Boats Association",
        "sba.example",
        "Small Boats Association",
    ),
    "beginnings": ("Bridge opens | Lotte-Quaymer-Haus", "lottequay.example", "Lotte-Quaymer-Haus"),
    "with its ending": ("Bridge opens - quay.example", "quay.example", "quay.example"),
    "one word of two": ("Bridge opens - Quay online", "quay.example", "Quay online"),
    "small words": ("Bridge opens - Quay of the Ships", "quay.example", "Quay of the Ships"),
    "accents": ("Ponte abre | Gazeta do Pôrto", "gazetadoporto.example", "Gazeta do Pôrto"),
    "before a colon": ("Lowmere: Bridge opens", "lowmere.example", "Lowmere"),
    "section": ("Bridge opens | Coast", "lowmerepost.example", None),
    "no part": ("Lowmere Post opens a bridge", "lowmerepost.example", None),
    "one word of many": ("Bridge opens - Best Quay Bridges Ever", "quay.example", None),
    "headline behind a colon": ("Bridge: Quay online", "quay.example", None),
    "issue": ("Bridge opens - Quay 52/2018", "quay.example", None),
    "version": ("Bridges - Quay 3.14 manual", "quay.example", None),
    "short host": ("Bridge opens - Xylo", "x.example", None),
    "other order": ("Bridge opens - Post of Lowmere", "lowmerepost.example", None),
    "sentence": ("Bridge opens - Quay is the place where ships go", "quay.example", None),
    "no host": ("Bridge opens | Lowmere Post", "", None),
}


@pytest.mark.parametrize(("title", "host", "name"), NAMES.values(), ids=NAMES)
def test_name_is_what_the_host_is_made_of(title: str, host: str, name: str | None) -> None:
    found = read_title_name([title], host_keys([f"https://{host}/a/"]))
    assert [(item.value, item.source) for item in found] == ([(name, "title")] if name else [])


def test_first_title_that_holds_a_name_counts() -> None:
    titles = ["Bridge opens", "Bridge opens - Lowmere Post", "Bridge opens | Lowmere"]
    found = read_title_name(titles, host_keys(["https://lowmerepost.example/"]))
    assert [item.value for item in found] == ["Lowmere Post"]


@given(st.lists(st.text(alphabet="abq |-–:", max_size=30), max_size=3), st.text("abq", max_size=6))
def test_name_is_a_part_of_a_title(titles: list[str], host: str) -> None:
    for item in read_title_name(titles, (host,) if host else ()):
        assert any(item.value in title and item.value != title for title in titles)
