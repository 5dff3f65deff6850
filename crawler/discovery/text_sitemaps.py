"""Reads sitemaps that are plain text: one address a line, as the sitemap protocol allows."""

import re

from crawler.discovery.discovered import Discovered
from crawler.discovery.fields import absolute_url
from crawler.discovery.news_sitemaps import stories_of
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.items import Entry

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LINES_SEEN = 20


def is_text_sitemap(text: str) -> bool:
    """Return whether the first lines of a document are http(s) addresses and nothing else."""
    lines = text.removeprefix("ï»¿").lstrip("\ufeff").split("\n", _LINES_SEEN)[:_LINES_SEEN]
    named = [line.strip() for line in lines if line.strip()]
    return bool(named) and all(_ADDRESS.fullmatch(line) for line in named)


def read_text_sitemap(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return the entries of a sitemap in UTF-8; lines that are no address are passed over."""
    del content_type
    limit = DEFAULT_DISCOVERY_OPTIONS.max_entries
    lines = map(str.strip, body.decode("utf-8-sig", "replace").split("\n"))
    found = (absolute_url(line, url) for line in lines if _ADDRESS.fullmatch(line))
    entries = [Entry(url=address) for address in found if address is not None]
    is_over = len(entries) > limit
    return Discovered(
        kind="sitemap",
        entries=stories_of(entries[:limit]),
        problems=("the sitemap has more entries than the protocol allows",) if is_over else (),
    )
