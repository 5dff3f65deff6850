"""The text that a feed carries of a story: RSS ``content:encoded``, Atom and JSON Feed content.

It stands in where the page itself gives no text or next to none of it: walls for consent or money,
checks for robots, pages built by scripts, servers that answer with an error.
"""

from dataclasses import replace

from lxml import etree
from lxml.html import fragment_fromstring

from pipelines.extraction.lines import Line, read_lines
from pipelines.items import Entry, Page, SiteRules
from pipelines.normalization import count_words_roughly
from pipelines.options import ExtractionOptions

FEED_EXTRACTOR = "feed-content/1"
TEXT_FROM_FEED = "text-from-feed"
_CUT_ENDINGS = ("...", "…", "[…]", "[...]", "…]")
_LAST_LINES = 3
_MAX_LINK_WORDS = 8
_MAX_HTML_CHARS = 2_000_000
_ALL_OF_IT = SiteRules(id="feed", body=("article",))


def carries_story(
    entry: Entry | None, options: ExtractionOptions = ExtractionOptions(), more_than: int = 0
) -> bool:
    """Return whether a feed carries the text of a story, and more than so many characters of it.

    Not where it has but an excerpt: a short one, or with an ellipsis or a link of a few words
    ("Read on") at its end.
    """
    html = None if entry is None else entry.content_html
    least = max(options.min_rescue_chars, more_than + 1)
    if html is None or not least <= len(html) <= _MAX_HTML_CHARS:
        return False
    try:
        lines = read_lines(fragment_fromstring(html, create_parent="body"))
    except (etree.ParserError, ValueError):
        return False
    chars = sum(len(line.text) for line in lines)
    return chars >= least and not any(map(_leads_on, lines[-_LAST_LINES:]))


def page_of_feed(page: Page) -> Page:
    """Return a page with nothing but the text that the feed carries, all of which is body."""
    html = page.entry.content_html if page.entry is not None else None
    return replace(
        page,
        body=f"<!DOCTYPE html><html><body><article>{html}</article></body></html>".encode(
            "utf-8", "replace"
        ),
        headers={"content-type": "text/html; charset=utf-8"},
        hints=replace(page.hints, rules=_ALL_OF_IT),
        further_pages=(),
        is_incomplete=False,
    )


def _leads_on(line: Line) -> bool:
    """Return whether a line breaks off, or is a link to the rest."""
    text = line.text.strip()
    is_link = line.link_chars >= len(text) * 0.9
    return text.endswith(_CUT_ENDINGS) or (is_link and count_words_roughly(text) <= _MAX_LINK_WORDS)
