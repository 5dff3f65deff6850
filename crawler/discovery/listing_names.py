"""Headlines that stand beside a link which does not name its story: "Read more", a picture."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from crawler.discovery.address_shapes import url_score
from crawler.discovery.html_trees import BLOCK_TAGS, UNREAD_TAGS, text_of
from crawler.discovery.listing_links import (
    HEADING_TAGS,
    Link,
    Target,
    is_counter,
    is_label,
    length_in_words,
    names_of,
)
from crawler.discovery.listing_stamps import is_stamp
from crawler.discovery.listing_words import READ_ON_LABELS, TITLE_NAMES
from pipelines.normalization import word_key

_STRONG_TAGS = frozenset({"b", "strong"})
_MAX_STEPS = 6
"""Elements around a link that are looked at: the box of a story is not far."""
_MAX_WORDS = 40
_MANY = ""


def name_by_cards(targets: list[Target]) -> None:
    """Give links that name no story the headline of the box that they stand in, if it has one.

    A box is the biggest element around the link, some steps away at most, that leads nowhere else
    but from inside its sentences. Its headline may be the heading right before it. Only addresses
    like those of stories are named so: offers have boxes too.
    """
    unnamed = [t for t in targets if not _is_named(t) and url_score(t.key) > 0]
    if not unnamed:
        return
    owners = _owners(targets)
    for target in unnamed:
        target.links = [_named(link, target.key, owners) for link in target.links]


def _is_named(target: Target) -> bool:
    return any(not link.is_label and not link.is_unworded for link in target.links)


def _owners(targets: list[Target]) -> dict[etree._Element, str]:
    """Return for the elements around links the one target that they lead to, or ``_MANY``."""
    owners: dict[etree._Element, str] = {}
    for target in targets:
        for link in target.links:
            if link.is_inline:
                continue
            element: etree._Element | None = link.element
            while element is not None and owners.get(element) not in {target.key, _MANY}:
                owners[element] = _MANY if element in owners else target.key
                element = element.getparent()
    return owners


def _named(link: Link, key: str, owners: dict[etree._Element, str]) -> Link:
    box = link.element
    for _ in range(_MAX_STEPS):
        parent = box.getparent()
        if parent is None or parent.tag == "body" or owners.get(parent) != key:
            break
        box = parent
    headline = None
    if _leads_to_story(link):
        headline = _headline(box)
        if headline is None:
            headline = _heading_before(box, owners)
    if headline is None:
        return link
    return replace(
        link,
        lines=(text_of(headline),),
        heading=headline if headline.tag in HEADING_TAGS else None,
        has_title_name=True,
        is_label=False,
        is_inline=False,
        is_unworded=False,
    )


def _leads_to_story(link: Link) -> bool:
    """Return whether a link is a picture, says "Read more" or counts comments.

    Not "Print" or "Reply".
    """
    if not link.lines or link.is_unworded:
        return not link.place.is_chrome
    is_open = word_key(link.text) in READ_ON_LABELS or is_counter(link.text)
    return is_open and not link.place.is_chrome


def _headline(box: etree._Element) -> etree._Element | None:
    """Return the element of a box that is a headline: a heading, a title by name, bold text."""
    shown = list(_shown(box))
    headings = [e for e in shown if e.tag in HEADING_TAGS and _reads_as_headline(e)]
    if len(headings) > 1:
        return None  # of several stories, or of an article
    titles = (e for e in shown if not TITLE_NAMES.isdisjoint(names_of(e)) and _reads_as_headline(e))
    bold = (e for e in shown if e.tag in _STRONG_TAGS and _reads_as_headline(e))
    return next((e for found in (headings, titles, bold) for e in found), None)


def _heading_before(
    box: etree._Element, owners: dict[etree._Element, str]
) -> etree._Element | None:
    """Return the heading right before a box that is all of its section, and leads nowhere."""
    before, behind = box.getprevious(), box.getnext()
    if box.tag not in BLOCK_TAGS or before is None or before.tag not in HEADING_TAGS:
        return None
    ends_there = behind is None or behind.tag in HEADING_TAGS or behind not in owners
    return before if before not in owners and ends_there and _reads_as_headline(before) else None


def _shown(box: etree._Element) -> Iterator[etree._Element]:
    walker = etree.iterwalk(box, events=("start",))
    for _, element in walker:
        if element.tag in UNREAD_TAGS:
            walker.skip_subtree()
        else:
            yield element


def _reads_as_headline(element: etree._Element) -> bool:
    text = text_of(element)
    return 2 <= length_in_words(text) <= _MAX_WORDS and not is_label(text) and not is_stamp(text)
