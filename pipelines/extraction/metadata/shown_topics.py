"""What a page's place in its site says of it, where it declares no sections or no tags.

Breadcrumbs (https://schema.org/BreadcrumbList, or shown above the headline) lead from the home page
through the sections to the page; ``rel="category tag"`` and ``rel="tag"`` mark links to what a
story is filed under (https://microformats.org/wiki/rel-tag; WordPress writes both).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction.declared.candidate_lists import joined
from pipelines.extraction.declared.json_ld import texts_of, types_of, urls_of
from pipelines.extraction.headline.site_names import names_host
from pipelines.extraction.metadata.topics import HOME_PAGES
from pipelines.extraction.tree.element_texts import text_of
from pipelines.extraction.tree.neighbours import OtherStories
from pipelines.items import Candidate
from pipelines.normalization import word_key, word_parts

SHOWN_SOURCES = frozenset({"breadcrumbs", "category", "tag"})
"""Sources of what is not declared."""
_MAX_WORDS = 6
_MAX_CHARS = 60
_MIN_SHARED = 0.5
_MAX_STEPS = 10
_HOME = frozenset(
    map(
        word_key, (*HOME_PAGES, "domov", "főoldal", "hem", "hjem", "home", "index", "main", "start")
    )
)
"""At the beginning of a trail also what may be a section elsewhere."""
# The home page, or that of a language: "/", "/de/", "/en-us/index.html".
_HOME_PATH = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.\w+)?", re.IGNORECASE)
_TRAIL_TAGS = ("nav", "ol", "ul", "div", "p", "section")
_TRAIL_ATTRIBUTES = ("class", "aria-label", "id", "itemtype")
_TRAIL_NAME = "readcrumb"
"""Without its first letter, which is written large or small."""
# Links beside the trail; "Next" is the name of sections, too.
_BACK = re.compile(
    r"\W*(?:(?:back|return) to (?:all|the)\b.*|"
    r"(?:zurück|terug|tilbage|tillbaka|tilbake|takaisin|retour|volver|voltar|(?:torna )?indietro)"
    r"(?: (?:zur|zum|naar|à|aux?|al?|till?|ao) .*)?|"
    r"back|previous|vorherige[rs]?|nächste[rs]?|vorige[rs]?|précédente?|suivante?|anterior|"
    r"siguiente|próximo|precedente|successivo|volgende|poprzedni|następny|wstecz|zpět|další|"
    r"vissza|következő|geri|назад|戻る|次へ|返回|上一篇|下一篇|이전|다음)\W*",
    re.IGNORECASE,
)
_LEADING_SIGN = re.compile(r"^[#/>›»\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What tells the steps to a page from the page itself and from the site."""

    url: str
    base: str
    """What relative addresses refer to."""
    titles: tuple[str, ...]
    site_names: tuple[str, ...]
    hosts: tuple[str, ...]
    """Keys of the page's hosts (``site_names.host_keys``)."""


def read_trails(
    nodes: Iterable[Mapping[str, object]], tree: HtmlElement, place: Place
) -> tuple[Candidate, ...]:
    """Return the sections in breadcrumbs, those that are declared before those that are shown."""
    return read_trail(nodes, place) or read_shown_trail(tree, place)


def read_trail(nodes: Iterable[Mapping[str, object]], place: Place) -> tuple[Candidate, ...]:
    """Return the sections in the first breadcrumb list of the JSON-LD that names any."""
    for node in nodes:
        if "BreadcrumbList" in types_of(node):
            found = _sections(list(_declared_steps(node)), place)
            if found:
                return _candidates("breadcrumbs", found)
    return ()


def read_shown_trail(tree: HtmlElement, place: Place) -> tuple[Candidate, ...]:
    """Return the sections in the first shown breadcrumbs that link to any."""
    for trail in filter(_is_named_trail, tree.iter(*_TRAIL_TAGS)):
        links = [(text_of(link), str(link.get("href") or "")) for link in trail.iter("a")]
        found = _sections(links, place) if 0 < len(links) <= _MAX_STEPS else []
        if found:
            return _candidates("breadcrumbs", found)
    return ()


def read_category_links(
    links: Iterable[HtmlElement], others: OtherStories
) -> tuple[Candidate, ...]:
    """Return what a story is filed under by links that are marked as categories."""
    marked = (link for link in links if "category" in _rel(link))
    return _candidates("category", _first_group(marked, others))


def read_tag_links(links: Iterable[HtmlElement], others: OtherStories) -> tuple[Candidate, ...]:
    """Return the tags of a story, by links that are marked as such and not as categories."""
    marked = (link for link in links if "tag" in _rel(link) and "category" not in _rel(link))
    return _candidates("tag", _first_group(marked, others))


def _is_named_trail(element: HtmlElement) -> bool:
    for attribute in _TRAIL_ATTRIBUTES:
        value = element.get(attribute)
        if value is not None and _TRAIL_NAME in value:
            return True
    return False


def _declared_steps(node: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    items = node.get("itemListElement")
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            names = texts_of(item.get("name")) or texts_of(item.get("item"))
            urls = urls_of(item.get("item")) or urls_of(item.get("url"))
            yield next(iter(names), ""), next(iter(urls), "")


def _sections(steps: list[tuple[str, str]], place: Place) -> list[str]:
    """Return the names of the steps between the home page and the page itself."""
    if steps and _is_page(*steps[-1], place):
        steps = steps[:-1]
    return [
        name
        for name, href in ((_tidy(name), href) for name, href in steps)
        if _is_topic(name) and not _is_home(name, href, place) and not _BACK.fullmatch(name)
    ]


def _is_page(name: str, href: str, place: Place) -> bool:
    """Return whether a step is the page: it has no address, or the page's, or its title."""
    if not href or href.startswith("#") or _key(href, place.base) == _key(place.url, place.base):
        return True
    own = word_parts(name)
    return any(
        len(own & word_parts(title)) >= _MIN_SHARED * max(len(own), len(word_parts(title)))
        for title in place.titles
    )


def _is_home(name: str, href: str, place: Place) -> bool:
    key = word_key(name)
    if key in _HOME or key in map(word_key, place.site_names):
        return True
    letters = key.replace(" ", "")
    address = joined(place.base, href) if href else ""
    return (
        letters in place.hosts
        or names_host(letters, place.hosts)
        or (bool(address) and _HOME_PATH.fullmatch(urlsplit(address).path) is not None)
    )


def _first_group(links: Iterable[HtmlElement], others: OtherStories) -> list[str]:
    """Return the texts of the first links of the story and of those that stand beside them."""
    group: HtmlElement | None = None
    found: list[str] = []
    for link in links:
        if others.hold(link):
            continue
        holder = _holder(link)
        if group is None:
            group = holder
        if holder is group:
            found.append(_tidy(text_of(link)))
    return [text for text in found if _is_topic(text)]


def _holder(link: HtmlElement) -> HtmlElement | None:
    """Return what holds a link and those beside it, in a list of links or in a line."""
    parent = link.getparent()
    if parent is not None and parent.tag in {"li", "span"}:
        return parent.getparent()
    return parent


def _is_topic(name: str) -> bool:
    return (
        0 < len(name) <= _MAX_CHARS
        and len(name.split()) <= _MAX_WORDS
        and "{" not in name  # of a template that was never filled in
        and any(character.isalpha() for character in name)
    )


def _tidy(name: str) -> str:
    return _LEADING_SIGN.sub("", name).strip(" ,;>›»")


def _rel(link: HtmlElement) -> list[str]:
    return str(link.get("rel")).lower().split() if link.tag == "a" else []


def _key(url: str, base: str) -> str:
    parts = urlsplit(joined(base, url))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _candidates(source: str, values: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(value=value, source=source) for value in dict.fromkeys(values))
