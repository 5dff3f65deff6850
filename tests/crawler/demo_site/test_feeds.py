import gzip
import json
from collections.abc import Callable

import pytest
from defusedxml import ElementTree

from crawler.demo_site import feeds
from crawler.demo_site.pages import Edition
from tests.crawler.demo_site.editions import editions

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RSS_1 = "{http://purl.org/rss/1.0/}"


def rss_links(edition: Edition) -> list[str]:
    tree = ElementTree.fromstring(feeds.rss(edition, ("/gone",)))
    return [link.text.split("?")[0] for link in tree.iterfind("channel/item/link")]


def rdf_links(edition: Edition) -> list[str]:
    tree = ElementTree.fromstring(feeds.rdf(edition, ("/gone",)))
    return [link.text for link in tree.iterfind(f"{RSS_1}item/{RSS_1}link")]


def json_links(edition: Edition) -> list[str]:
    return [item["url"] for item in json.loads(feeds.json_feed(edition, ("/gone",)))["items"]]


@pytest.mark.parametrize(
    ("style", "links"), [("courier", rss_links), ("laguna", rdf_links), ("gazette", json_links)]
)
def test_feed_announces_every_story_and_then_the_traps(
    style: str, links: Callable[[Edition], list[str]]
) -> None:
    edition = editions(2)[style]
    stories = [edition.url(story) for story in edition.stories()]
    assert links(edition) == [*stories, f"http://{style}.example/gone"]


def test_atom_feed_announces_the_amp_variant_as_an_entry_of_its_own() -> None:
    edition = editions()["hafenbote"]
    tree = ElementTree.fromstring(feeds.atom(edition))
    links = [link.get("href") for link in tree.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert links[:-1] == [edition.url(story) for story in edition.stories()]
    assert links[-1] == "http://hafenbote.example/amp/artikel/deichschafe-sender.html"


def test_atom_feed_says_which_story_changed() -> None:
    changed = []
    for day in (1, 2):
        tree = ElementTree.fromstring(feeds.atom(editions(day)["hafenbote"]))
        entries = tree.iterfind(f"{ATOM}entry")
        changed.append(
            {
                entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated")
                != entry.findtext(f"{ATOM}published")
                for entry in entries
            }
        )
    assert sum(changed[0].values()) == 0
    # Under both of its addresses.
    assert sum(changed[1].values()) == 2


def test_some_items_of_the_rss_feed_carry_the_full_text() -> None:
    edition = editions()["courier"]
    text = feeds.rss(edition, ()).decode()
    full = [story.blocks[-1].text in text for story in edition.stories()]
    assert True in full
    assert False in full


def test_news_sitemap_names_each_story_with_title_and_date() -> None:
    edition = editions()["rechnoy"]
    tree = ElementTree.fromstring(gzip.decompress(feeds.news_sitemap(edition)))
    locations = [place.text for place in tree.iterfind(f"{SITEMAP}url/{SITEMAP}loc")]
    assert locations == [edition.url(story) for story in edition.stories()]
    text = ElementTree.tostring(tree, encoding="unicode")
    assert all(story.title in text for story in edition.stories())
    assert all(story.published.isoformat() in text for story in edition.stories())


def test_sitemap_index_leads_to_its_child() -> None:
    tree = ElementTree.fromstring(feeds.sitemap_index(editions()["rechnoy"], "/child.xml.gz"))
    assert tree.findtext(f"{SITEMAP}sitemap/{SITEMAP}loc") == "http://rechnoy.example/child.xml.gz"
