"""What the demo hosts announce: RSS 2.0, RSS 1.0, Atom, JSON Feed and a news sitemap."""

import gzip
import json
from datetime import UTC
from email.utils import format_datetime
from xml.sax.saxutils import escape

from crawler.demo_site.pages import Edition, body_html
from crawler.demo_site.stories import Story

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def rss(edition: Edition, extra_paths: tuple[str, ...]) -> bytes:
    """Return RSS 2.0; every second item carries the full text (``content:encoded``)."""
    items = [_rss_item(edition, story, index) for index, story in enumerate(edition.stories())]
    items += [
        f"<item><title>Withdrawn</title><link>{edition.base}{path}</link></item>"
        for path in extra_paths
    ]
    return (
        f'{_XML}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(edition.host.name)}</title><link>{edition.base}/</link>"
        f"<description>News</description><language>{edition.host.language}</language>\n"
        + "\n".join(items)
        + "\n</channel></rss>"
    ).encode()


def rdf(edition: Edition, extra_paths: tuple[str, ...]) -> bytes:
    """Return RSS 1.0 with Dublin Core dates."""
    urls = [edition.url(story) for story in edition.stories()]
    urls += [edition.base + path for path in extra_paths]
    sequence = "".join(f'<rdf:li rdf:resource="{url}"/>' for url in urls)
    items = [_rdf_item(edition, story) for story in edition.stories()]
    items += [
        f'<item rdf:about="{edition.base}{path}"><title>Tutti i titoli</title>'
        f"<link>{edition.base}{path}</link></item>"
        for path in extra_paths
    ]
    return (
        f'{_XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{edition.base}/"><title>{escape(edition.host.name)}</title>'
        f"<link>{edition.base}/</link><description>Notizie</description>"
        f"<items><rdf:Seq>{sequence}</rdf:Seq></items></channel>\n"
        + "\n".join(items)
        + "\n</rdf:RDF>"
    ).encode()


def atom(edition: Edition) -> bytes:
    """Return Atom 1.0; a story with an AMP variant is announced under both addresses."""
    newest = max(edition.modified(story) for story in edition.stories())
    updated = newest.isoformat(timespec="seconds")
    entries = [_atom_entry(edition, story, "") for story in edition.stories()]
    entries += [_atom_entry(edition, story, "/amp") for story in edition.stories() if story.has_amp]
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.host.language}">'
        f"<title>{escape(edition.host.name)}</title><id>{edition.base}/</id>"
        f'<link href="{edition.base}/"/><updated>{updated}</updated>\n'
        + "\n".join(entries)
        + "\n</feed>"
    ).encode()


def json_feed(edition: Edition, extra_paths: tuple[str, ...]) -> bytes:
    """Return JSON Feed 1.1."""
    items = [
        {
            "id": edition.url(story),
            "url": edition.url(story),
            "title": story.title,
            "summary": story.standfirst,
            "date_published": story.published.isoformat(),
            "authors": [{"name": name} for name in story.authors],
            "tags": [story.section],
        }
        for story in edition.stories()
    ]
    items += [{"id": path, "url": edition.base + path, "title": "Vidéo"} for path in extra_paths]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": edition.host.name,
        "home_page_url": f"{edition.base}/",
        "language": edition.host.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def sitemap_index(edition: Edition, child_path: str) -> bytes:
    """Return a sitemap index with one child."""
    newest = max(edition.modified(story) for story in edition.stories())
    return (
        f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
        f"<loc>{edition.base}{child_path}</loc><lastmod>{newest.isoformat()}</lastmod>"
        "</sitemap></sitemapindex>"
    ).encode()


def news_sitemap(edition: Edition) -> bytes:
    """Return a sitemap with the Google News fields, packed with gzip."""
    urls = "\n".join(
        f"<url><loc>{edition.url(story)}</loc><news:news><news:publication>"
        f"<news:name>{escape(edition.host.name)}</news:name>"
        f"<news:language>{edition.host.language}</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>"
        for story in edition.stories()
    )
    sitemap = (
        f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n' + urls + "\n</urlset>"
    )
    return gzip.compress(sitemap.encode(), mtime=0)


def _rss_item(edition: Edition, story: Story, index: int) -> str:
    html = body_html(story.blocks_on(edition.day))
    content = f"<content:encoded><![CDATA[{html}]]></content:encoded>" if index % 2 else ""
    authors = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in story.authors)
    date = format_datetime(story.published.astimezone(UTC))
    return (
        f"<item><title>{escape(story.title)}</title>"
        f"<link>{edition.url(story)}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">{story.slug}</guid>{authors}<pubDate>{date}</pubDate>'
        f"<category>{escape(story.section)}</category>"
        f"<description>{escape(story.standfirst)}</description>{content}</item>"
    )


def _rdf_item(edition: Edition, story: Story) -> str:
    authors = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in story.authors)
    return (
        f'<item rdf:about="{edition.url(story)}"><title>{escape(story.title)}</title>'
        f"<link>{edition.url(story)}</link><description>{escape(story.standfirst)}</description>"
        f"<dc:date>{story.published.isoformat()}</dc:date>{authors}</item>"
    )


def _atom_entry(edition: Edition, story: Story, prefix: str) -> str:
    url = edition.base + prefix + edition.host.path_of(story)
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    return (
        f"<entry><title>{escape(story.title)}</title><id>{url}</id>"
        f'<link rel="alternate" href="{url}"/>{authors}'
        f"<published>{story.published.isoformat()}</published>"
        f"<updated>{edition.modified(story).isoformat(timespec='seconds')}</updated>"
        f"<summary>{escape(story.standfirst)}</summary></entry>"
    )
