"""The links of a page, joined by the story they lead to, with where on the page they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.address_shapes import is_service_host
from crawler.discovery.fields import absolute_url
from crawler.discovery.html_trees import BLOCK_TAGS, UNREAD_TAGS, base_url, lines_of
from crawler.discovery.listing_stamps import is_stamp
from crawler.discovery.listing_words import (
    CARD_NAMES,
    CHROME_NAMES,
    COUNTER_LABEL,
    LINK_LABELS,
    SHARE_HOSTS,
    TITLE_NAMES,
)
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.story_links import place_parameters, story_key, without_parameters
from pipelines.normalization import clean_text, word_key
from pipelines.urls import canonicalize_url

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHROME_TAGS = frozenset({"nav", "dialog", "menu", "form"})
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_A-Za-z]+")
_NAME_ATTRIBUTES = ("class", "id", "role", "itemprop")
_STATE_STARTS = frozenset(
    {"disable", "enable", "has", "hide", "is", "js", "no", "not", "show", "with", "without"}
)
_STATE_ENDS = frozenset({"closed", "count", "disabled", "enabled", "hidden", "open", "opened"})
_STORY_TOKENS = frozenset({"hentry", "post"})
_NO_PAGE = re.compile(
    r"\.(?:7z|avif|css|csv|docx?|epub|gif|gz|ico|jpe?g|js|json|m3u8|m4a|mov|mp3|mp4|ogg|pdf|png|rar"
    r"|rss|svg|tar|webm|webp|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
_WIDE_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af]")
_LETTERS = re.compile(r"[^\W\d_]+")
_STEPS_BACK = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """Where an element stands, told from the elements around it."""

    pattern: tuple[str, ...] = ()
    """Tag and first class of the nearest ancestors: equal for rows of one template."""
    is_chrome: bool = False
    """In a menu, footer, by-line or the like."""
    card: etree._Element | None = None
    """The nearest element that says it holds one story."""
    heading: etree._Element | None = None
    is_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """One ``<a>`` with a readable target."""

    element: etree._Element
    place: Place
    lines: tuple[str, ...]
    heading: etree._Element | None
    """The heading around or inside the link."""
    is_unworded: bool
    """Its name is the caption of a picture or a tooltip."""
    has_title_name: bool
    is_label: bool
    """Its text leads to the story without naming it: "Read more", "12 comments", nothing."""
    is_inline: bool
    """Stands inside a running sentence."""
    has_image: bool

    @property
    def text(self) -> str:
        """The text of the link in one line."""
        return " ".join(self.lines)


@dataclass(slots=True, kw_only=True, eq=False)
class Target:
    """All links of a page to one address."""

    key: str
    """Canonical URL."""
    url: str
    """As linked, absolute, with its fragment."""
    links: list[Link] = field(default_factory=list)


def read_targets(tree: etree._Element, url: str) -> list[Target]:
    """Return what the page links to, in the order of the first links, without the page itself."""
    base = base_url(tree, url)
    own = {story_key(canonicalize_url(url)), story_key(canonicalize_url(base))}
    found = list(islice(_links(tree, base, own), DEFAULT_DISCOVERY_OPTIONS.max_links))
    ignored = place_parameters(
        (key, "" if link.is_label or link.is_unworded else link.text) for _, key, link in found
    )
    targets: dict[str, Target] = {}
    for link_url, key, link in found:
        bare = without_parameters(link_url, ignored)
        bare_key = key if bare == link_url else canonicalize_url(bare)
        target = targets.setdefault(story_key(bare_key), Target(key=bare_key, url=bare))
        target.links.append(link)
    return list(targets.values())


def _links(tree: etree._Element, base: str, own: set[str]) -> Iterator[tuple[str, str, Link]]:
    """Yield each link to another page with its address as it stands and in canonical form."""
    places = _places(tree)
    for element in tree.iter("a"):
        place = places[element]
        link_url = absolute_url(element.get("href"), base)
        if link_url is None or place.is_unread or not _is_page(link_url, base):
            continue
        key = canonicalize_url(link_url)
        if story_key(key) not in own:
            yield link_url, key, _link(element, place)


def names_of(element: etree._Element) -> set[str]:
    """Return the words in class, id, role and itemprop of an element, in lower case."""
    names: set[str] = set()
    for attribute in _NAME_ATTRIBUTES:
        for token in (element.get(attribute) or "").split()[:12]:
            names.update(_words_of(token), (token.lower(),))
    return names


@lru_cache(maxsize=4096)  # a page has thousands of elements and some hundred classes
def _words_of(token: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _NAME_WORD.findall(token))


def length_in_words(text: str) -> float:
    """Return how many words a text has; in scripts without spaces two letters count as one."""
    wide = len(_WIDE_LETTER.findall(text))
    return len(_LETTERS.findall(_WIDE_LETTER.sub(" ", text))) + wide / 2


def is_counter(text: str) -> bool:
    """Return whether the text of a link counts what readers did: "12 comments"."""
    return COUNTER_LABEL.fullmatch(clean_text(text)) is not None


def is_label(text: str) -> bool:
    """Return whether the text of a link says nothing about its target."""
    return length_in_words(text) == 0 or is_counter(text) or word_key(text) in LINK_LABELS


def _is_page(url: str, base: str) -> bool:
    """Return whether a link may lead to a story: no file, no host for sharing, shopping or help."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _NO_PAGE.search(parts.path) or SHARE_HOSTS.search(host):
        return False
    return not is_service_host(host) or host == urlsplit(base).hostname


def _places(tree: etree._Element) -> dict[etree._Element, Place]:
    """Return the place of every element, from the top down."""
    link_counts = _link_counts(tree)
    most = link_counts.get(tree, 0) / 2
    places: dict[etree._Element, Place] = {}
    for element in tree.iter(etree.Element):
        parent = element.getparent()
        above = places.get(parent, Place()) if parent is not None else Place()
        places[element] = _place(element, above, link_counts.get(element, 0) > most)
    return places


def _link_counts(tree: etree._Element) -> dict[etree._Element, int]:
    counts: dict[etree._Element, int] = {}
    for element in reversed(list(tree.iter(etree.Element))):
        count = counts.get(element, 0) + (element.tag == "a")
        counts[element] = count
        parent = element.getparent()
        if parent is not None and count:
            counts[parent] = counts.get(parent, 0) + count
    return counts


def _place(element: etree._Element, above: Place, holds_most_links: bool) -> Place:
    tag = str(element.tag)
    names = names_of(element)
    is_card = tag in {"article", "li", "tr"} or (not CARD_NAMES.isdisjoint(names) and tag != "a")
    first_class = (element.get("class") or "").split()[:1]
    step = tag + "".join("." + re.sub(r"\d+", "", name) for name in first_class)
    return Place(
        pattern=(*above.pattern[-4:], step),
        is_chrome=above.is_chrome or _is_chrome(element, names, holds_most_links, above),
        card=element if is_card else above.card,
        heading=element if tag in HEADING_TAGS else above.heading,
        is_unread=above.is_unread or tag in UNREAD_TAGS,
    )


def _part_names(element: etree._Element) -> set[str]:
    """Return the words that say which part of a page an element is.

    Without those of a state (``has-comments``, ``menu-open``), and without the categories and tags
    of a story, which WordPress writes into its classes (``category-social-media``).
    """
    tokens = [t for a in _NAME_ATTRIBUTES for t in (element.get(a) or "").split()[:12]]
    is_story = element.tag == "article" or not _STORY_TOKENS.isdisjoint(tokens)
    names: set[str] = set()
    for token in tokens:
        words = _words_of(token)
        is_state = words and (words[0] in _STATE_STARTS or words[-1] in _STATE_ENDS)
        is_of_story = is_story and words and words[0] in {"category", "tag"}
        if not is_state and not is_of_story:
            names.update(words, (token.lower(),))
    return names


def _is_chrome(
    element: etree._Element, names: set[str], holds_most_links: bool, above: Place
) -> bool:
    tag = str(element.tag)
    if tag in {"html", "body", "main"}:
        return False
    has_name = not holds_most_links and not CHROME_NAMES.isdisjoint(names)
    if tag == "footer":
        return above.card is None or above.card.tag == "li"
    if tag == "header":
        # Of the page, not of a section or a story.
        return len(above.pattern) <= 2 or (not holds_most_links and "banner" in names)
    # ASP.NET puts a form around a whole page.
    is_of_chrome = tag in _CHROME_TAGS and not (tag == "form" and holds_most_links)
    return is_of_chrome or (has_name and not CHROME_NAMES.isdisjoint(_part_names(element)))


def _link(element: etree._Element, place: Place) -> Link:
    lines = tuple(line for line in map(clean_text, lines_of(element)) if line)
    is_unworded = not lines
    lines = lines or _spare_lines(element)
    inner = next((e for e in element.iter(*HEADING_TAGS)), None)
    heading = inner if inner is not None else place.heading
    around = (element.getparent(), element, *element)
    return Link(
        element=element,
        place=place,
        lines=lines,
        heading=heading,
        is_unworded=is_unworded,
        has_title_name=any(
            not TITLE_NAMES.isdisjoint(names_of(e)) for e in around if e is not None
        ),
        is_label=_is_label_link(" ".join(lines), has_heading=heading is not None),
        is_inline=heading is None and _is_inline(element),
        has_image=next(element.iter("img", "picture"), None) is not None,
    )


def _spare_lines(element: etree._Element) -> tuple[str, ...]:
    """Return what names the target of a link without words: caption of a picture, tooltip."""
    for inner in element.iter(etree.Element):
        for attribute in ("aria-label", "title", "alt"):
            text = clean_text(inner.get(attribute) or "")
            if length_in_words(text) >= 3:
                return (text,)
    return ()


def _is_label_link(text: str, *, has_heading: bool) -> bool:
    if has_heading and text:
        # A story may be called "001" or "Live", when it is set as a headline.
        return word_key(text) in LINK_LABELS and length_in_words(text) > 1
    return is_label(text) or is_stamp(text)


def _is_inline(element: etree._Element) -> bool:
    """Return whether words of the same paragraph stand before the link, or a sentence after it."""
    if sum(map(length_in_words, _texts_before(element))) >= 4:
        return True
    parent = element.getparent()
    after = length_in_words(element.tail or "")
    return parent is not None and parent.tag == "p" and after >= 8


def _texts_before(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of text before a link in its line, nearest first, link texts left out."""
    node: etree._Element | None = element
    for _ in range(_STEPS_BACK):
        if node is None or (node is not element and node.tag in BLOCK_TAGS):
            return
        previous = node.getprevious()
        if previous is not None:
            yield previous.tail or ""
            if previous.tag in BLOCK_TAGS:
                return
            if previous.tag != "a":
                yield str(previous.xpath("string()"))
            node = previous
        else:
            node = node.getparent()
            yield (node.text or "") if node is not None else ""
