"""Reads sitemaps (https://www.sitemaps.org/protocol.html) with the Google News fields.

Streamed, so that a file at the limit of the protocol (50 MiB, 50,000 URLs) stays small in memory.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from crawler.discovery.address_shapes import is_never_story
from crawler.discovery.discovered import Discovered, SitemapChild
from crawler.discovery.feed_limits import check_attributes
from crawler.discovery.fields import absolute_url, plain_text, unique
from crawler.discovery.moments import entry_moment
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.xml_prolog import refuse_entities
from pipelines.errors import SourceError
from pipelines.extraction.metadata.images import story_images
from pipelines.items import Candidate, Entry

_ROOTS = ("urlset", "sitemapindex")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What was read so far."""

    url: str
    root: str | None = None
    entries: list[Entry] = field(default_factory=list)
    children: list[SitemapChild] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def is_full(self) -> bool:
        found = len(self.entries) + len(self.children)
        return found >= DEFAULT_DISCOVERY_OPTIONS.max_entries


def read_sitemap(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return the entries of a sitemap, the newest first, or the children of a sitemap index.

    ``lastmod`` becomes the date of modification: only ``news:publication_date`` says when a story
    was published. Home pages, lists and log-ins are left out, unless there is nothing else. A file
    that breaks off gives what stood before, and a problem.

    Raises:
        SourceError: ``unsafe-xml``, ``too-complex``; ``broken-xml`` or ``no-sitemap`` when nothing
            could be read.
    """
    del content_type
    refuse_entities(body)
    check_attributes(body)
    reading = _Reading(url=url)
    try:
        _read_elements(body.lstrip(b"\xef\xbb\xbf \t\r\n"), reading)
    except etree.XMLSyntaxError as error:
        if not reading.entries and not reading.children:
            raise SourceError("broken-xml", f"{url}: {error}") from error
        reading.problems.append(f"the sitemap breaks off: {error}")
    if reading.root not in _ROOTS:
        raise SourceError("no-sitemap", f"{url}: the root element is no urlset or sitemapindex")
    return Discovered(
        kind="sitemap_index" if reading.root == "sitemapindex" else "sitemap",
        entries=stories_of(reading.entries),
        child_sitemaps=tuple(reading.children),
        problems=tuple(reading.problems),
    )


def stories_of(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that may be stories, the newest first, undated ones last.

    Sitemaps keep any order, and of a long one a run may take only the first.
    """
    kept = [entry for entry in entries if entry.title or not is_never_story(entry.url)] or entries
    return tuple(sorted(kept, key=_age))


def _age(entry: Entry) -> tuple[bool, float]:
    moment = entry_moment(entry)
    return moment is None, -moment.timestamp() if moment else 0.0


def _read_elements(body: bytes, reading: _Reading) -> None:
    events = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        name = _local_name(element)
        if event == "start":
            reading.root = reading.root or name
            continue
        take = _TAKERS.get(name)
        if take is not None:
            take(element, reading)
            _forget(element)
        if reading.is_full():
            reading.problems.append("the sitemap has more entries than the protocol allows")
            return


def _take_url(element: etree._Element, reading: _Reading) -> None:
    values = _values(element)
    url = absolute_url(_first(values, "loc"), reading.url)
    if url is None:
        reading.problems.append("a <url> without a usable <loc>")
        return
    reading.entries.append(
        Entry(
            url=url,
            title=plain_text(_first(values, "news/title")),
            date_raw=_first(values, "news/publication_date"),
            date_modified_raw=_first(values, "lastmod"),
            tags=_keywords(_first(values, "news/keywords")),
            language=_first(values, "news/publication/language"),
            publisher=plain_text(_first(values, "news/publication/name")),
            image_url=_image(values, reading.url, url),
        )
    )


def _image(values: dict[str, list[str]], base: str, url: str) -> str | None:
    """Return the first picture of a story; those of the site may stand before it."""
    found = (absolute_url(address, base) for address in values.get("image/loc", ()))
    told = (Candidate(value=address, source="sitemap") for address in found if address)
    return next((image.value for image in story_images(told, url)), None)


def _take_child(element: etree._Element, reading: _Reading) -> None:
    values = _values(element)
    url = absolute_url(_first(values, "loc"), reading.url)
    if url is None:
        reading.problems.append("a <sitemap> without a usable <loc>")
        return
    reading.children.append(SitemapChild(url=url, lastmod=_first(values, "lastmod")))


_TAKERS: dict[str, Callable[[etree._Element, _Reading], None]] = {
    "sitemap": _take_child,
    "url": _take_url,
}


def _values(element: etree._Element) -> dict[str, list[str]]:
    """Return the texts below an element by the path of local names that leads to them."""
    values: dict[str, list[str]] = {}
    for path, node in _paths(element, "", 3):
        text = str(node.xpath("string()")).strip()
        if text:
            values.setdefault(path, []).append(text)
    return values


def _paths(
    element: etree._Element, above: str, levels: int
) -> Iterator[tuple[str, etree._Element]]:
    for child in element:
        path = f"{above}{_local_name(child)}"
        if len(child) and levels > 1:
            yield from _paths(child, f"{path}/", levels - 1)
        else:
            yield path, child


def _first(values: dict[str, list[str]], path: str) -> str | None:
    return values.get(path, [None])[0]


def _keywords(text: str | None) -> tuple[str, ...]:
    words = [plain_text(word) for word in (text or "").split(",")]
    return unique([word for word in words if word])


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _forget(element: etree._Element) -> None:
    """Drop an element and those before it from the tree that iterparse builds up."""
    parent = element.getparent()
    element.clear()
    while parent is not None and len(parent) > 1:
        del parent[0]
