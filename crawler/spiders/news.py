"""Crawls any sources; what each one is, is found out by looking at what comes back."""

from crawler.spiders.base import SourceSpider


class NewsSpider(SourceSpider):
    """Crawls any sources; what each one is, is found out by looking at what comes back."""

    name = "news"
    kind = "auto"
