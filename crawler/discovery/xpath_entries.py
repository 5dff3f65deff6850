"""Reads a listing by the XPaths of its source: an HTML page or an XML document.

What an expression gives follows FreshRSS (``HTML+XPath``, ``XML+XPath``): of several nodes the
first counts, all of them for summary and tags; an expression may also make a text itself. Beyond
that an element that is a link, a picture or a time gives its address or its machine-readable date.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawler.configuration.entry_paths import PATH_NAMES, EntryPaths
from crawler.discovery.discovered import Discovered
from crawler.discovery.feed_limits import check_feed
from crawler.discovery.fields import absolute_url, plain_text, short_text, unique
from crawler.discovery.html_trees import base_url, page_title, parse_html, text_of
from crawler.discovery.next_page import find_next_page
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.packed_documents import unpack_document
from crawler.discovery.xml_prolog import refuse_entities
from pipelines.errors import SourceError
from pipelines.items import Entry

_FIRST_LINK: Mapping[str, str] = {
    "html": "descendant-or-self::a[@href]",
    "xml": "descendant-or-self::*[local-name() = 'link']",
}
_TELLING_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "date": ("datetime", "content"),
    "image": ("src", "url", "href"),
    "link": ("href",),
}
"""By field, the attributes of an element that say more than its text."""
_CLOCK_CODES = ("%H", "%I")


def read_by_xpath(body: bytes, content_type: str | None, url: str, paths: EntryPaths) -> Discovered:
    """Return the stories that stand where the paths say, each address once, as many as of a feed.

    A path that finds nothing in any item is one of the ``problems``.

    Raises:
        SourceError: ``no-entries`` when no item is found, or none with an address; ``bad-xpath``
            when an expression fails; ``empty-document``, ``too-large``, ``bad-gzip``,
            ``unsafe-xml``, ``too-complex`` or ``broken-…`` when the document cannot be read.
    """
    body = unpack_document(body, url)
    is_html = paths.parser == "html"
    tree = parse_html(body, content_type) if is_html else _parse_xml(body, url)
    reading = _Reading(url=url, paths=paths, tree=tree)
    items = reading.items()
    entries = reading.entries(items)
    if not entries:
        raise SourceError(
            "no-entries",
            f"{url}: entries.link gives no address in any of the {len(items)} items that "
            f"entries.item finds",
        )
    return Discovered(
        kind="html",
        entries=entries,
        next_page=find_next_page(tree, url) if is_html else None,
        title=page_title(tree) if is_html else None,
        problems=tuple(reading.problems(len(items))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """What an expression gave: a node, or a text of its own."""

    node: etree._Element | None = None
    text: str = ""


class _Reading:
    """The expressions of one source, put to use on one document."""

    def __init__(self, *, url: str, paths: EntryPaths, tree: etree._Element) -> None:
        self._url = url
        self._paths = paths
        self._tree = tree
        self._base = base_url(tree, url) if paths.parser == "html" else url
        self._clean: Callable[[str | None], str | None] = (
            short_text if paths.parser == "html" else plain_text
        )
        given = {name: getattr(paths, name) for name in PATH_NAMES}
        self._expressions = {name: path for name, path in given.items() if path is not None}
        self._expressions.setdefault("link", _FIRST_LINK[paths.parser])
        namespaces = _namespaces(tree) if paths.parser == "xml" else None
        self._compiled = {
            name: etree.XPath(path, namespaces=namespaces, smart_strings=False)
            for name, path in self._expressions.items()
        }
        self._found: set[str] = set()
        self._left_out = 0

    def items(self) -> list[etree._Element]:
        """Return the elements that are one story each."""
        found = [value.node for value in self._apply("item", self._tree) if value.node is not None]
        if not found:
            raise SourceError(
                "no-entries",
                f"{self._url}: entries.item = {self._paths.item!r} finds nothing; the page may "
                "have changed, or may be filled by scripts",
            )
        self._left_out = len(found) - DEFAULT_DISCOVERY_OPTIONS.max_feed_entries
        return found[: DEFAULT_DISCOVERY_OPTIONS.max_feed_entries]

    def entries(self, items: list[etree._Element]) -> tuple[Entry, ...]:
        """Return an entry for each item with an address."""
        found: dict[str, Entry] = {}
        for item in items:
            entry = self._entry(item)
            if entry is not None:
                found.setdefault(entry.url, entry)
        return tuple(found.values())

    def problems(self, count: int) -> Iterator[str]:
        """Yield a message for each path that found nothing in any of the items."""
        if self._left_out > 0:
            yield f"{self._url}: {self._left_out} items behind the first {count} are left out"
        for name, path in self._expressions.items():
            if name not in self._found:
                yield f"{self._url}: entries.{name} = {path!r} finds nothing in {count} items"

    def _entry(self, item: etree._Element) -> Entry | None:
        # Every field is asked for, so that what finds nothing is told even without a link.
        read = {name: self._texts(name, item) for name in self._expressions if name != "item"}
        first = {name: next(iter(texts), None) for name, texts in read.items()}
        link = absolute_url(first.get("link"), self._base)
        if link is None:
            return None
        author = self._clean(first.get("author"))
        tags = (self._clean(text) for text in read.get("tags", ()))
        return Entry(
            url=link,
            guid=first.get("guid"),
            title=self._clean(first.get("title")),
            summary=self._clean(" ".join(read.get("summary", ()))),
            date_raw=_read_date(first.get("date"), self._paths.date_format),
            authors=(author,) if author else (),
            tags=unique([tag for tag in tags if tag]),
            image_url=absolute_url(first.get("image"), self._base),
        )

    def _texts(self, name: str, item: etree._Element) -> list[str]:
        texts = [self._text_of(name, value) for value in self._apply(name, item)]
        found = [text for text in texts if text]
        if found:
            self._found.add(name)
        return found

    def _text_of(self, name: str, value: _Value) -> str:
        node = value.node
        if node is None:
            return " ".join(value.text.split())
        # A format speaks of the text that people see.
        if name != "date" or self._paths.date_format is None:
            for attribute in _TELLING_ATTRIBUTES.get(name, ()):
                if told := (node.get(attribute) or "").strip():
                    return told
        if self._paths.parser == "html":
            return text_of(node)
        return " ".join("".join(map(str, node.itertext())).split())

    def _apply(self, name: str, context: etree._Element) -> list[_Value]:
        try:
            result: object = self._compiled[name](context)
        except etree.XPathError as error:
            path = self._expressions[name]
            raise SourceError(
                "bad-xpath", f"{self._url}: entries.{name} = {path!r}: {error}"
            ) from error
        self._found.update({name} if name == "item" and result else ())
        results = result if isinstance(result, list) else [result]
        return [_value(one) for one in results]


def _value(result: object) -> _Value:
    if etree.iselement(result):
        return _Value(node=result)
    if isinstance(result, bool):
        return _Value(text="true" if result else "")
    if isinstance(result, float):
        return _Value(text=f"{result:g}" if result == result else "")  # noqa: PLR0124 - NaN
    # Not a namespace, which comes as a pair.
    return _Value(text=result if isinstance(result, str) else "")


def _read_date(text: str | None, date_format: str | None) -> str | None:
    """Return the date as ISO 8601 when it is written in the format, else as it stands there."""
    if text is None or date_format is None:
        return text
    try:
        moment = datetime.strptime(text, date_format)  # noqa: DTZ007 - the zone is the source's
    except ValueError:
        return text
    if not any(code in date_format for code in _CLOCK_CODES):
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if "%S" in date_format else "minutes")


def _parse_xml(body: bytes, url: str) -> etree._Element:
    """Return the root element, also of a document that is not well-formed."""
    refuse_entities(body)
    check_feed(body)
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(body.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("broken-xml", f"{url}: {error}") from error
    if tree is None:
        raise SourceError("broken-xml", f"{url}: the document has no elements")
    return tree


def _namespaces(tree: etree._Element) -> dict[str, str]:
    """Return the prefixes of a document; of one that is used twice, the first meaning."""
    found: dict[str, str] = {}
    for _, (prefix, uri) in etree.iterwalk(tree, events=("start-ns",)):
        if prefix and uri:
            found.setdefault(prefix, uri)
    return found
