import pytest

from pipelines.extraction.headline.site_names import (
    is_between_borders,
    is_domain_name,
    is_site_name,
    known_names,
    strip_site_names,
)
from pipelines.items import Metadata
from tests.pipelines.extraction.candidates import told

SITE = told(("og", "Lowmere Post"))
BRIDGE = "Bridge opens to traffic at Lowmere"

AFFIXES = {
    "bar": (f"{BRIDGE} | Lowmere Post", BRIDGE),
    "dash": (f"{BRIDGE} – Lowmere Post", BRIDGE),
    "in front": (f"Lowmere Post: {BRIDGE}", BRIDGE),
    "host": (f"{BRIDGE} - Postonline", BRIDGE),
    "section and site": (f"{BRIDGE} | Coast | Lowmere Post", f"{BRIDGE} | Coast"),
    "dash of the headline": (
        "Bridge opens – and the ferry stops",
        "Bridge opens – and the ferry stops",
    ),
    "colon of the headline": (f"Harbour: {BRIDGE}", f"Harbour: {BRIDGE}"),
    "colon behind a part of the host": (f"Post: {BRIDGE}", f"Post: {BRIDGE}"),
    "section of the address": (f"{BRIDGE} | Quays", BRIDGE),
    "longer name of the host": (f"{BRIDGE} | The Postonline Group", BRIDGE),
    "only the site": ("Lowmere Post", "Lowmere Post"),
    "one word and the site": ("Bridge | Lowmere Post", "Bridge | Lowmere Post"),
    "site's name in the sentence": ("Lowmere Post wins a prize", "Lowmere Post wins a prize"),
}


@pytest.mark.parametrize(("title", "expected"), AFFIXES.values(), ids=AFFIXES.keys())
def test_site_names_go_and_headlines_stay(title: str, expected: str) -> None:
    metadata = Metadata(
        site_names=SITE, canonical_urls=told(("link", "https://www.postonline.example/quays/a/"))
    )
    assert strip_site_names(title, known_names(metadata)) == expected


def test_an_affix_is_known_when_another_candidate_lacks_it() -> None:
    metadata = Metadata(titles=told(("html", f"{BRIDGE} - The Lantern"), ("og", BRIDGE)))
    assert strip_site_names(f"{BRIDGE} - The Lantern", known_names(metadata)) == BRIDGE


def test_host_of_a_page_without_canonical_address_is_known() -> None:
    metadata = Metadata(page_url="https://www.quaywire.example/news/bridge")
    assert strip_site_names(f"{BRIDGE} - Quay Wire", known_names(metadata)) == BRIDGE


def test_host_in_a_headline_with_a_dash_is_no_affix() -> None:
    metadata = Metadata(page_url="https://www.quaywire.example/b")
    title = "Bridge opens | Quaywire.example | All about the coast"
    assert strip_site_names(title, known_names(metadata)) == title


SPACELESS = {
    "site known": ("市议会批准修建新桥-码头日报", "码头日报", "市议会批准修建新桥"),
    "behind punctuation": ("市议会批准修建新桥！_码头日报", "码头日报", "市议会批准修建新桥！"),
    "part that nothing names": ("市议会-批准修建新桥", "码头日报", "市议会-批准修建新桥"),
}


@pytest.mark.parametrize(("title", "site", "expected"), SPACELESS.values(), ids=SPACELESS)
def test_chinese_needs_no_space_before_the_name_of_the_site(
    title: str, site: str, expected: str
) -> None:
    metadata = Metadata(site_names=told(("og", site)))
    assert strip_site_names(title, known_names(metadata)) == expected


BETWEEN = {
    "whole": (BRIDGE, BRIDGE, True),
    "first part": (BRIDGE, f"{BRIDGE} | Coast | Lowmere Post", True),
    "last part": (BRIDGE, f"Lowmere Post » {BRIDGE}", True),
    "two parts": ("Bridge – open", "Post | Bridge – open | Coast", True),
    "half of a part": ("Bridge opens", f"{BRIDGE} | Coast", False),
}


@pytest.mark.parametrize(("part", "title", "expected"), BETWEEN.values(), ids=BETWEEN)
def test_text_stands_between_two_borders_of_a_title(part: str, title: str, expected: bool) -> None:
    assert is_between_borders(part, title) is expected


def test_site_name_is_told_by_its_words_and_by_the_host() -> None:
    metadata = Metadata(
        site_names=SITE, canonical_urls=told(("link", "https://quaywire.example/a"))
    )
    assert is_site_name("Lowmere", metadata)
    assert is_site_name("Quay Wire", metadata)
    assert not is_site_name("Ada Long", metadata)


def test_name_of_a_whole_domain_is_told() -> None:
    metadata = Metadata(canonical_urls=told(("link", "https://blog.quaywire.example/a")))
    assert is_domain_name("Quay Wire", metadata)
    assert not is_domain_name("Quay", metadata)
    assert not is_domain_name("blog", metadata)
