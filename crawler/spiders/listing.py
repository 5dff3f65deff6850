"""Crawls HTML section pages."""

from crawler.spiders.base import SourceSpider


class ListingSpider(SourceSpider):
    """Crawls HTML section pages."""

    name = "listing"
    kind = "listing"
