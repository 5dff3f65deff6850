"""The crawler that one writes in ten minutes: Scrapy, and trafilatura in the callback.

    python -m benchmarks.naive_spider SITEMAP-URL OUTPUT.jsonl

What ``crawl.py`` compares newsdesk with. It obeys robots.txt and asks as many pages at once.
"""

import sys
from collections.abc import Iterator
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.spiders import SitemapSpider
from trafilatura import bare_extraction
from trafilatura.settings import Document
from typing_extensions import override

CONCURRENCY = 16


class NaiveSpider(SitemapSpider):
    """Yields what trafilatura makes of each page of a sitemap."""

    name = "naive"

    @override
    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        """Yield the document of a page."""
        document = bare_extraction(response.body, url=response.url, with_metadata=True)
        if isinstance(document, Document):
            yield {"url": response.url, "title": document.title, "text": document.text,
                   "author": document.author, "date": document.date}  # fmt: skip


def main(argv: list[str]) -> int:
    """Crawl the sitemap into the file."""
    sitemap, output = argv
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": CONCURRENCY,
            "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "FEEDS": {output: {"format": "jsonlines", "overwrite": True}},
        }
    )
    process.crawl(NaiveSpider, sitemap_urls=[sitemap])
    process.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
