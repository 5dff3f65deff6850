"""Finds the stories on an HTML page that lists them, without any selector.

The way: join the links by target; give each target a score from its words, the markup around it and
its address; decide targets in one place of the template together; then give every story the biggest
box that holds no other story, and read headline, stamp, section and teaser from that box. That
repeated structure marks the rows goes back to Liu, Grossman, Zhai: Mining Data Records in Web Pages
(KDD 2003); here the links are known, so no tree alignment is needed.
"""

from lxml import etree

from crawler.discovery.address_shapes import is_home_page
from crawler.discovery.html_trees import base_url
from crawler.discovery.item_lists import read_item_lists
from crawler.discovery.listing_fields import has_stamp, has_teaser, read_row
from crawler.discovery.listing_links import Target, read_targets
from crawler.discovery.listing_names import name_by_cards
from crawler.discovery.listing_rows import RowFinder
from crawler.discovery.listing_scores import choose_stories, score_targets, without_rivals
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.story_links import story_key
from pipelines.items import Entry
from pipelines.urls import canonicalize_url, is_same_site


def find_entries(tree: etree._Element, url: str) -> tuple[Entry, ...]:
    """Return the stories a page lists, in their order, each once.

    Links to other sites are left out, unless most of the stories are elsewhere, as on a page that
    collects links. What the page lists for search engines and does not link to comes last.
    """
    linked = _linked_entries(tree, url)
    keys = {story_key(canonicalize_url(entry.url)) for entry in linked}
    listed = read_item_lists(tree, base_url(tree, url), url)
    more = (e for e in listed if story_key(canonicalize_url(e.url)) not in keys)
    return (*linked, *more)


def _linked_entries(tree: etree._Element, url: str) -> tuple[Entry, ...]:
    targets = read_targets(tree, url)
    name_by_cards(targets)
    is_home = is_home_page(url)
    scores = score_targets(targets, is_home_page=is_home)
    least = DEFAULT_DISCOVERY_OPTIONS.min_candidate_score
    candidates = without_rivals([t for t in targets if scores[t.key] >= least], scores)
    rows = RowFinder(tree, candidates).rows()
    stamped = frozenset(row.target.key for row in rows if has_stamp(row))
    described = frozenset(row.target.key for row in rows if has_teaser(row))
    scores = score_targets(targets, stamped, described, is_home_page=is_home)
    stories = _on_site(choose_stories(targets, scores, stamped), url)
    base = base_url(tree, url)
    return tuple(read_row(row, base) for row in RowFinder(tree, stories).rows())


def _on_site(stories: list[Target], url: str) -> list[Target]:
    own = [target for target in stories if is_same_site(target.url, url)]
    elsewhere = len(stories) - len(own)
    is_collection = elsewhere >= DEFAULT_DISCOVERY_OPTIONS.min_external_rows
    return stories if is_collection and elsewhere > len(own) else own
