"""Crawls RSS, RDF, Atom and JSON feeds."""

from crawler.spiders.base import SourceSpider


class FeedSpider(SourceSpider):
    """Crawls RSS, RDF, Atom and JSON feeds."""

    name = "feed"
    kind = "feed"
