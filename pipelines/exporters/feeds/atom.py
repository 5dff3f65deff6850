"""Records as an Atom feed (RFC 4287)."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from lxml import etree

from pipelines.exporters.feeds.feed_entry import FeedEntry, feed_entry
from pipelines.exporters.feeds.feed_head import FeedHead, feed_id
from pipelines.serialization import Record, format_time

MEDIA_TYPE = "application/atom+xml"
SECTION_SCHEME = "urn:newsdesk:section"
"""The scheme of categories that are sections; those without a scheme are tags."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_NAMESPACES: dict[str, str] = {None: _ATOM[1:-1], "media": _MEDIA[1:-1]}  # type: ignore[dict-item] # lxml-stubs know no default namespace
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://\S+")
_XML_CHARACTERS = "\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_NOT_XML = re.compile(f"[^{_XML_CHARACTERS}]")
_NOT_IN_ADDRESS = re.compile(f"\\s|[^{_XML_CHARACTERS}]")


def write_atom(head: FeedHead, records: Iterable[Record]) -> bytes:
    """Return an Atom feed in UTF-8, with the records in their order and their texts in full.

    Characters that XML cannot hold become U+FFFD. Every entry has an author, because Atom wants
    one: where nobody signs, it is the publisher.

    Args:
        head: what the feed says about itself.
        records: one a story; two revisions would be two entries with one id.
    """
    feed = etree.Element(f"{_ATOM}feed", nsmap=_NAMESPACES)
    _add(feed, "id", _iri(head.id))
    _add(feed, "title", head.title)
    _add_time(feed, "updated", head.updated)
    _add_link(feed, "self", head.url, type=MEDIA_TYPE)
    _add_link(feed, "next", head.next_url, type=MEDIA_TYPE)  # RFC 5005
    _add_link(feed, "alternate", head.home_url, type="text/html")
    _add(feed, "generator", "newsdesk")
    for record in records:
        _add_entry(feed, feed_entry(record))
    etree.indent(feed)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8") + b"\n"


def _add_entry(feed: etree._Element, story: FeedEntry) -> None:
    entry = _add(feed, "entry")
    if story.language and _LANGUAGE_TAG.fullmatch(story.language):
        entry.set(_LANG, story.language)
    _add(entry, "id", story.id)
    _add(entry, "title", story.title or story.url)
    _add_link(entry, "alternate", story.url, type="text/html")
    _add_time(entry, "published", story.published)
    _add_time(entry, "updated", story.updated)
    for name in story.authors or (story.publisher,):
        _add(_add(entry, "author"), "name", name)
    for section in story.sections:
        _add(entry, "category", term=section, scheme=SECTION_SCHEME)
    for tag in story.tags:
        _add(entry, "category", term=tag)
    if story.summary:
        _add(entry, "summary", story.summary)
    _add(entry, "content", story.content_html, type="html")
    _add_license(entry, story.license)
    if story.image_url:
        image = etree.SubElement(entry, f"{_MEDIA}content")
        image.attrib.update({"url": _iri(story.image_url), "medium": "image"})
    _add_source(entry, story)


def _add_license(entry: etree._Element, name: str | None) -> None:
    """Add an address as a link (RFC 4946), any other words as rights."""
    if name and _ADDRESS.fullmatch(name):
        _add_link(entry, "license", name)
    elif name:
        _add(entry, "rights", name)


def _add_source(entry: etree._Element, story: FeedEntry) -> None:
    """Name the publisher: in a feed of many sources, the entry itself must say where it is from."""
    source = _add(entry, "source")
    _add(source, "id", _iri(story.source_url or feed_id(story.source_id)))
    _add(source, "title", story.publisher)
    _add_time(source, "updated", story.updated)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{_ATOM}{name}")
    if text:
        element.text = _xml_text(text)
    for key, value in attributes.items():
        element.set(key, _xml_text(value))
    return element


def _add_link(parent: etree._Element, rel: str, href: str | None, **attributes: str) -> None:
    if href is not None:
        _add(parent, "link", rel=rel, **attributes, href=_iri(href))


def _add_time(parent: etree._Element, name: str, moment: datetime | None) -> None:
    if moment is not None:
        _add(parent, name, format_time(moment))


def _iri(address: str) -> str:
    """Return an address without spaces and what XML cannot hold: these are escaped."""
    return _NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe="", errors="replace"), address)


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
