"""Reads JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from crawler.discovery.discovered import Discovered
from crawler.discovery.fields import (
    absolute_url,
    first_image,
    in_paragraphs,
    name_of_feed,
    own_sites,
    plain_text,
    story_html,
    unique,
)
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.errors import SourceError
from pipelines.items import Entry
from pipelines.options import DEFAULT_OPTIONS
from pipelines.urls import registered_domain

_Object = dict[str, object]


def read_json_feed(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return the entries of a JSON Feed. JSON is UTF-8, whatever the declared type says.

    Raises:
        SourceError: ``broken-json``, or ``no-feed`` when it is no JSON Feed.
    """
    del content_type
    feed = _parse(body, url)
    items = feed.get("items")
    if not isinstance(items, list):
        raise SourceError("no-feed", f"{url}: the JSON has no list of items")
    items = items[: DEFAULT_DISCOVERY_OPTIONS.max_entries]
    found = [_entry(item, feed, url) if isinstance(item, dict) else None for item in items]
    problems = [
        f"item {number} has no link" for number, entry in enumerate(found, start=1) if entry is None
    ]
    entries = [entry for entry in found if entry is not None]
    sites = own_sites((url, _text(feed, "home_page_url")), [entry.url for entry in entries])
    return Discovered(
        kind="json_feed",
        entries=tuple(_as_of_elsewhere(entry, feed, sites) for entry in entries),
        next_page=_different(absolute_url(_text(feed, "next_url"), url), url),
        title=plain_text(_text(feed, "title")),
        problems=tuple(problems),
    )


def _parse(body: bytes, url: str) -> _Object:
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise SourceError("broken-json", f"{url}: {error}") from error
    if not isinstance(data, dict):
        raise SourceError("no-feed", f"{url}: the JSON is no feed")
    return data


def _entry(item: _Object, feed: _Object, url: str) -> Entry | None:
    base = absolute_url(_text(feed, "home_page_url"), url) or url
    guid = _text(item, "id")
    # A linked-list feed points with external_url at the story it talks about; url is its own page.
    link = (
        absolute_url(_text(item, "url"), base)
        or absolute_url(_text(item, "external_url"), base)
        or absolute_url(guid if guid and "://" in guid else None, base)
    )
    if link is None:
        return None
    text = _text(item, "content_text")
    html = _text(item, "content_html")
    content = story_html(html) if html else _as_html(text)
    return Entry(
        url=link,
        guid=guid,
        title=plain_text(_text(item, "title")),
        summary=plain_text(_text(item, "summary")) or (plain_text(text) if not content else None),
        content_html=content,
        date_raw=_text(item, "date_published"),
        date_modified_raw=_text(item, "date_modified"),
        authors=_authors(item) or _authors(feed),
        tags=_names(item.get("tags")),
        language=_text(item, "language") or _text(feed, "language"),
        publisher=name_of_feed(plain_text(_text(feed, "title"))),
        image_url=absolute_url(_text(item, "image"), base)
        or absolute_url(_text(item, "banner_image"), base)
        or first_image((html,), link),
    )


def _as_of_elsewhere(entry: Entry, feed: _Object, sites: frozenset[str]) -> Entry:
    """Return an entry, of a page of another site without what is not said by or of that page."""
    if registered_domain(entry.url) in sites:
        return entry
    authors = () if entry.authors == _authors(feed) else entry.authors
    return replace(entry, content_html=None, authors=authors, publisher=None)


def _as_html(text: str | None) -> str | None:
    """Return a text that may be the story; what is too short for one is a teaser."""
    if text is None or len(text) < DEFAULT_OPTIONS.extraction.min_rescue_chars:
        return None
    return in_paragraphs(escape(text))


def _text(data: _Object, key: str) -> str | None:
    """Return a value as text. The specification allows ids that are numbers."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _authors(data: _Object) -> tuple[str, ...]:
    """Return the names: ``authors`` of version 1.1, ``author`` of version 1.0."""
    authors = data.get("authors")
    objects = authors if isinstance(authors, list) else [data.get("author")]
    return _names(_text(author, "name") for author in objects if isinstance(author, dict))


def _names(values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable) or isinstance(values, str | dict):
        return ()
    texts = (plain_text(value) for value in values if isinstance(value, str))
    return unique([text for text in texts if text])


def _different(next_url: str | None, url: str) -> str | None:
    return next_url if next_url != url else None
