"""Whole OPML files, in and out: how RSS readers exchange subscriptions.

OPML 2.0 (http://opml.org/spec2.opml): feeds are ``outline`` elements with an ``xmlUrl``, folders
are outlines around them. A folder inside a folder becomes the tag ``Outer/Inner``. How a single
outline is read and written: ``outlines``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml import etree

from crawler.configuration import values
from crawler.configuration.outline_attributes import FRESHRSS, PREFIXES
from crawler.configuration.source_ids import fill_ids, url_key
from crawler.configuration.sources import Source
from crawler.configuration.tables import show
from crawler.configuration.values import BadValueError
from crawler.opml.outlines import (
    MAX_FOLDERS,
    Outline,
    ReadOutline,
    address_of,
    known_names,
    read_outline,
    write_outline,
)
from pipelines.errors import ConfigError
from pipelines.normalization import clean_text

_TITLE = "newsdesk"
_AMPERSAND = re.compile(rb"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]\w{1,31};)?", re.ASCII)
_XML_NAMES = frozenset({"amp;", "apos;", "gt;", "lt;", "quot;"})
_REMOTE_LIST = f"{{{FRESHRSS}}}opmlUrl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """What an OPML file holds."""

    sources: tuple[Source, ...]
    skipped: tuple[str, ...]
    """A message for each outline that names a URL which cannot be crawled."""
    notes: tuple[str, ...]
    """A message for each thing of the other outlines that is not taken over."""


def read_opml(data: bytes, name: str, *, is_trusted: bool = False) -> Subscriptions:
    """Return the subscriptions of an OPML file, each address once; ``name`` stands in messages.

    Not trusted, the file may not open private networks, nor name environment variables whose
    values would be sent to its sources.

    Raises:
        ConfigError: the data is no OPML.
    """
    reading = _Reading(name=name, is_trusted=is_trusted)
    for element, folders in _outlines(_parse(data, name)):
        reading.take(Outline(folders=folders, attributes=known_names(element.attrib)))
    return Subscriptions(
        sources=_with_ids(reading.found.values()),
        skipped=tuple(reading.skipped),
        notes=tuple(reading.notes),
    )


def write_opml(sources: Iterable[Source]) -> bytes:
    """Return the sources as OPML 2.0: the first tag says the folder, further tags are categories.

    A folder stands where its first source stands, and sources in it keep their order.
    """
    outlines = [write_outline(source) for source in sources]
    used = {name.partition("}")[0].lstrip("{") for o in outlines for name in o.attributes}
    nsmap = {prefix: uri for prefix, uri in PREFIXES.items() if uri in used}
    root = etree.Element("opml", {"version": "2.0"}, nsmap=nsmap)
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _TITLE
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for outline in outlines:
        for depth, name in enumerate(outline.folders):
            path = outline.folders[: depth + 1]
            if path not in folders:
                labels = {"text": name, "title": name}
                folders[path] = etree.SubElement(folders[path[:-1]], "outline", labels)
        etree.SubElement(folders[outline.folders], "outline", dict(outline.attributes))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What was read of a file so far."""

    name: str
    is_trusted: bool
    found: dict[str, ReadOutline] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, outline: Outline) -> None:
        """Read an outline, which may be a folder or a note as well."""
        attributes = outline.attributes
        if _REMOTE_LIST in attributes:
            url = attributes[_REMOTE_LIST]
            self._note(outline, f"the folder is filled from {url}; import that file as well")
        address = address_of(attributes)
        if address is None:
            return
        if attributes.get("type", "").lower() == "include":
            self._note(outline, f"{address} is another file of outlines; import it as well")
            return
        try:
            url = values.http_url(_without_feed(address))
        except BadValueError as error:
            self.skipped.append(f"{self.name}: {address} {error}")
            return
        read = read_outline(outline, url, is_trusted=self.is_trusted)
        for note in read.notes:
            self._note(outline, note)
        self._keep(outline, read)

    def _keep(self, outline: Outline, read: ReadOutline) -> None:
        source = read.source
        first = self.found.setdefault(url_key(source.url), read)
        if first is not read:
            tags = tuple(dict.fromkeys((*first.source.tags, *source.tags)))
            self.found[url_key(source.url)] = replace(
                first, source=replace(first.source, tags=tags)
            )
            self._note(outline, f"{source.url} stands there twice; only its tags are added")

    def _note(self, outline: Outline, message: str) -> None:
        label = outline.attributes.get("title") or outline.attributes.get("text") or "?"
        self.notes.append(f"{self.name}: outline {show(label)}: {message}")


def _parse(data: bytes, name: str) -> Element:
    try:
        root = _root(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ConfigError("bad-opml", f"{name}: is no OPML: {error}") from error
    if _plain_name(str(root.tag)) != "opml":
        raise ConfigError("bad-opml", f"{name}: is no OPML but <{_plain_name(str(root.tag))}>")
    return root


def _root(data: bytes) -> Element:
    try:
        root: Element = fromstring(data)
    except ParseError:
        mended = _mended(data)
        if mended == data:
            raise
        root = fromstring(mended)
    return root


def _mended(data: bytes) -> bytes:
    """Return OPML without the faults that readers make and other readers let pass.

    That is space before the declaration, and ``&`` for itself, as in addresses, or as in HTML.
    """
    return _AMPERSAND.sub(_escaped, data.lstrip())


def _escaped(ampersand: re.Match[bytes]) -> bytes:
    name = (ampersand[1] or b"").decode("ascii")
    if name in _XML_NAMES or name.startswith("#"):
        return ampersand[0]
    numbers = "".join(f"&#{ord(letter)};" for letter in html5.get(name, "")).encode("ascii")
    return numbers or b"&amp;" + ampersand[0][1:]


def _without_feed(address: str) -> str:
    """Return an address that readers were to open, ``feed:https://…``, as that of the feed."""
    text = address.strip()
    if not text.lower().startswith("feed:"):
        return address
    rest = text[len("feed:") :]
    return f"http:{rest}" if rest.startswith("//") else rest


def _outlines(root: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield each outline with the names of the outlines around it, in document order."""
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        inner = folders
        if _plain_name(str(element.tag)) == "outline":
            yield element, folders
            label = clean_text(element.get("title") or element.get("text") or "")
            inner = (*folders, label)[:MAX_FOLDERS] if label else folders
        stack.extend((child, inner) for child in reversed(element))


def _with_ids(found: Iterable[ReadOutline]) -> tuple[Source, ...]:
    """Return the sources; an id that is missing or stands there twice is made anew."""
    outlines = list(found)
    given: list[tuple[str | None, str]] = []
    seen: set[str] = set()
    for outline in outlines:
        source = outline.source
        is_free = outline.has_id and source.id not in seen
        given.append((source.id if is_free else None, source.url))
        seen.add(source.id)
    ids = fill_ids(given)
    return tuple(
        replace(outline.source, id=source_id)
        for outline, source_id in zip(outlines, ids, strict=True)
    )


def _plain_name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
