"""OPML, the format in which RSS readers exchange subscriptions, in and out.

OPML 2.0 (http://opml.org/spec2.opml): feeds are ``outline`` elements with an ``xmlUrl``, folders
are outlines around them. Folders become tags. What RSS readers do not know (id, kind, date order)
goes through attributes of a namespace of our own, so that nothing of it is lost on the way back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml import etree

from crawler import source_values as values
from crawler.source_ids import fill_ids
from crawler.source_values import BadValueError, Reader
from crawler.sources import Source
from pipelines.errors import ConfigError
from pipelines.normalization import clean_text

_NAMESPACE = "urn:newsdesk:opml"
_FEED_KINDS = frozenset({"auto", "feed"})
_OWN_ATTRIBUTES: Mapping[str, Reader[str]] = {
    "date_order": values.choice("DMY", "MDY", "YMD"),
    "id": values.identifier,
    "kind": values.choice("auto", "feed", "sitemap", "listing", "url"),
    "timezone": values.timezone,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """What an OPML file holds."""

    sources: tuple[Source, ...]
    skipped: tuple[str, ...]
    """A message for each outline that names a URL which cannot be crawled."""


def read_opml(data: bytes, name: str) -> Subscriptions:
    """Return the subscriptions of an OPML file, each URL once; ``name`` stands in messages.

    Raises:
        ConfigError: the data is no OPML.
    """
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ConfigError("bad-opml", f"{name}: is no OPML: {error}") from error
    if _plain_name(str(root.tag)) != "opml":
        raise ConfigError("bad-opml", f"{name}: is no OPML but <{_plain_name(str(root.tag))}>")
    found: dict[str, dict[str, Any]] = {}
    skipped = []
    for outline, folders in _outlines(root):
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        url = attributes.get("xmlurl") or attributes.get("url")
        if not url:
            continue
        try:
            checked = values.http_url(url)
        except BadValueError as error:
            skipped.append(f"{name}: {url} {error}")
            continue
        found.setdefault(checked, _read_outline(attributes, folders, checked))
    return Subscriptions(sources=_with_ids(found.values()), skipped=tuple(skipped))


def write_opml(sources: Iterable[Source], title: str = "newsdesk") -> bytes:
    """Return the sources as OPML 2.0: a folder for each first tag, further tags as categories."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"newsdesk": _NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean_text(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for source in sources:
        parent = body
        if source.tags:
            tag = clean_text(source.tags[0])
            if tag not in folders:
                folders[tag] = etree.SubElement(body, "outline", {"text": tag, "title": tag})
            parent = folders[tag]
        etree.SubElement(parent, "outline", _outline_attributes(source))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _outlines(root: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield each outline with the names of the outlines around it, in document order."""
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        inner = folders
        if _plain_name(str(element.tag)) == "outline":
            yield element, folders
            label = clean_text(element.get("title") or element.get("text") or "")
            inner = (*folders, label) if label else folders
        stack.extend((child, inner) for child in reversed(element))


def _read_outline(
    attributes: Mapping[str, str], folders: tuple[str, ...], url: str
) -> dict[str, Any]:
    categories = attributes.get("category", "").split(",")
    tags = (*folders, *(clean_text(category).strip("/") for category in categories))
    found: dict[str, Any] = {
        "url": url,
        "publisher": clean_text(attributes.get("title") or attributes.get("text") or "") or None,
        "language": _read(values.language, attributes.get("language", "").lower()[:2]),
        "tags": tuple(dict.fromkeys(tag for tag in tags if tag)),
    }
    for name, reader in _OWN_ATTRIBUTES.items():
        value = _read(reader, attributes.get(f"{{{_NAMESPACE}}}{name}", ""))
        if value is not None:
            found[name] = value
    return found


def _read(reader: Reader[str], value: str) -> str | None:
    try:
        return reader(value)
    except BadValueError:
        return None


def _with_ids(found: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    """Return the sources; an id that stands there twice is made anew."""
    given: list[tuple[str | None, str]] = []
    seen: set[str] = set()
    outlines = list(found)
    for attributes in outlines:
        source_id = attributes.get("id")
        given.append((None if source_id in seen else source_id, attributes["url"]))
        seen.add(source_id or "")
    ids = fill_ids(given)
    return tuple(
        Source(**{**attributes, "id": source_id})
        for attributes, source_id in zip(outlines, ids, strict=True)
    )


def _outline_attributes(source: Source) -> dict[str, str]:
    is_feed = source.kind in _FEED_KINDS
    label = clean_text(source.publisher or source.id)
    own = {
        f"{{{_NAMESPACE}}}{name}": getattr(source, name)
        for name in _OWN_ATTRIBUTES
        if getattr(source, name) not in (None, "auto")
    }
    further_tags = (clean_text(tag.replace(",", " ")).strip("/") for tag in source.tags[1:])
    attributes = {
        "type": "rss" if is_feed else "link",
        "text": label,
        "title": label,
        "xmlUrl" if is_feed else "url": source.url,
        "language": source.language or "",
        "category": ",".join(further_tags),
        **own,
    }
    return {name: value for name, value in attributes.items() if value}


def _plain_name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
