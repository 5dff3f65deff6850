"""The stories that a page lists for search engines: ``ItemList`` of schema.org in JSON-LD.

Pages that scripts build often carry it where they have no links yet.
"""

import json
from collections.abc import Iterator

from lxml import etree

from crawler.discovery.address_shapes import url_score
from crawler.discovery.fields import absolute_url, plain_text
from crawler.discovery.listing_links import length_in_words
from crawler.discovery.story_links import story_key
from pipelines.items import Entry
from pipelines.urls import canonicalize_url, is_same_site

_MAX_CHARS = 2_000_000
_MAX_DEPTH = 6
_MIN_ITEMS = 3
_MIN_WORDS = 3
_STORY_TYPES = frozenset({"", "listitem", "creativework", "webpage", "thing"})
_MAX_ITEMS = 500


def read_item_lists(tree: etree._Element, base: str, url: str) -> tuple[Entry, ...]:
    """Return the stories of this site that the lists of a page name with address and headline.

    None when there are fewer than three. Lists of goods, films, menus or points of a review name
    other things.
    """
    found: dict[str, Entry] = {}
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for item in _items(_parsed(str(script.xpath("string()"))), _MAX_DEPTH):
            entry = _entry(item, base)
            if entry is not None and is_same_site(entry.url, url):
                found.setdefault(story_key(canonicalize_url(entry.url)), entry)
    found.pop(story_key(canonicalize_url(url)), None)
    return tuple(found.values())[:_MAX_ITEMS] if len(found) >= _MIN_ITEMS else ()


def _parsed(text: str) -> object:
    if "ItemList" not in text or len(text) > _MAX_CHARS:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _items(node: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield the items of all lists in a node, each with the keys of what it stands for."""
    parts = node if isinstance(node, list) else node.values() if isinstance(node, dict) else ()
    if isinstance(node, dict) and "itemlist" in _types(node):
        elements = node.get("itemListElement")
        yield from map(_whole, filter(_is_dict, elements if isinstance(elements, list) else ()))
    if depth > 0:
        for part in parts:
            yield from _items(part, depth - 1)


def _whole(element: dict[str, object]) -> dict[str, object]:
    inner = element.get("item")
    return {**element, **inner} if isinstance(inner, dict) else element


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _entry(item: dict[str, object], base: str) -> Entry | None:
    types = _types(item)
    is_story = types <= _STORY_TYPES or any("article" in t or "posting" in t for t in types)
    addresses = (item.get(key) for key in ("url", "@id", "item"))
    address = next((a for a in addresses if isinstance(a, str) and a), None)
    url = absolute_url(address, base)
    names = (item.get(key) for key in ("headline", "name"))
    title = plain_text(next((name for name in names if isinstance(name, str)), None))
    if not is_story or url is None or url_score(url) <= 0:
        return None
    if length_in_words(title or "") < _MIN_WORDS:
        return None
    date = item.get("datePublished")
    return Entry(url=url, title=title, date_raw=date if isinstance(date, str) else None)


def _types(node: dict[str, object]) -> frozenset[str]:
    named = node.get("@type")
    values = named if isinstance(named, list) else [named]
    return frozenset(v.rpartition("/")[2].lower() for v in values if isinstance(v, str))
