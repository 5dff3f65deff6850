"""Crawls news sitemaps and sitemap indexes."""

from crawler.spiders.base import SourceSpider


class NewsSitemapSpider(SourceSpider):
    """Crawls news sitemaps and sitemap indexes."""

    name = "news_sitemap"
    kind = "sitemap"
