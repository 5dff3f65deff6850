"""A source that takes long to read holds up no other host."""

from itertools import pairwise
from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import crawl, paths, write_sources

ENTRIES = 20_000
WAIT_S = 2
"""Until then the fast source is under way."""
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def test_a_fast_source_goes_on_while_a_large_one_is_read(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        first = site.put_story("/large/0", "The first story of the large source")
        rows = "".join(
            f"<url><loc>{first[:-1]}{n}</loc><news:news><news:title>Story {n} {'x' * 600}"
            "</news:title><news:publication_date>2026-02-20T09:00:00Z</news:publication_date>"
            "</news:news></url>"
            for n in range(ENTRIES)
        )
        body = f'<?xml version="1.0"?><urlset {NAMESPACES}>{rows}</urlset>'.encode()
        large = site.put(
            "/sitemap.xml", Answer(body=body, content_type="application/xml", delay_s=WAIT_S)
        )
        small = [site.put_story(f"/small/{n}", f"Small story {n}", 2) for n in range(40)]
        sources = [
            {"id": "large", "url": large, "limit": 1},
            {"id": "small", "url": site.put_feed(small, 2), "delay": 0.2},
        ]
        write_sources(tmp_path, sources)
        # So few requests at a time that most wait in the scheduler, which must not stand still.
        crawl(tmp_path, "-s", "NEWSDESK_WORKERS=1", "-s", "CONCURRENT_REQUESTS=8")
    begins, ends = site.seen("/sitemap.xml")[0].at_s + WAIT_S, site.seen("/large/0")[0].at_s
    small_times = [r.at_s for r in site.requests if r.host == 2 and begins < r.at_s < ends]
    moments = [begins, *small_times, ends]
    # Were it read in one go, the small source would pause for the whole of it.
    assert max(b - a for a, b in pairwise(moments)) < (ends - begins) / 2
    assert len(paths(tmp_path)) == 41
