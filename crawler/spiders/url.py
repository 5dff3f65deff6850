"""Fetches single pages."""

from crawler.spiders.base import SourceSpider


class UrlSpider(SourceSpider):
    """Fetches single pages."""

    name = "url"
    kind = "url"
