"""Stories of the demo hosts as HTML, with the furniture that real pages have around them."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from crawler.demo_site.stamps import relative_stamp, visible_stamp
from crawler.demo_site.stories import Host, Story, StoryBlock

_PART = re.compile(r"^<!--# (\w+) -->\n", re.MULTILINE)
_BLOCKS_BEFORE_PROMO = 3
_OTHERS = 3
_CUT_CHARS = 90
_JOINERS = {"en": " and ", "de": " und ", "ru": ", ", "es": " y ", "fr": " et ", "it": " e "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A host as it stands at one moment."""

    host: Host
    base: str
    """``http://address:port`` without a slash at the end."""
    day: int
    today: datetime

    def url(self, story: Story) -> str:
        """Return the absolute URL of a story."""
        return self.base + self.host.path_of(story)

    def stories(self) -> tuple[Story, ...]:
        """Return the stories that are out, newest first."""
        return self.host.stories_on(self.day)

    def modified(self, story: Story) -> datetime:
        """Return when the story last changed."""
        return self.today if story.is_revised_on(self.day) else story.published


def story_page(edition: Edition, story: Story) -> bytes:
    """Return the page of a story, in the bytes that the host sends."""
    html = _fill(edition.host, "page", _story_fields(edition, story))
    return html.encode("utf-8" if story.encoding == "utf-8" else "windows-1252")


def amp_page(edition: Edition, story: Story) -> bytes:
    """Return the AMP variant of a story."""
    return _fill(edition.host, "amp", _story_fields(edition, story)).encode()


def fixed_page(edition: Edition, part: str) -> bytes:
    """Return a page that is no story: a list of titles, a page with nothing but a video."""
    others = _lines(edition, "other", edition.host.stories_on(1))
    return _fill(edition.host, part, {"others": others}).encode()


def listing_page(edition: Edition, stories: tuple[Story, ...], pages: dict[int, str]) -> bytes:
    """Return one page of a listing; ``pages`` holds the other pages by number."""
    following = pages.get(2)
    return _fill(
        edition.host,
        "listing",
        {
            "cards": "\n".join(_card(edition, story) for story in stories),
            "next_link": f'<link rel="next" href="{following}">' if following else "",
            "pages": " ".join(f'<a href="{url}">{number}</a>' for number, url in pages.items()),
        },
    ).encode()


def home_page(edition: Edition, feed_type: str | None) -> bytes:
    """Return the home page, which names the feed where there is one."""
    host = edition.host
    feed = (
        f'<link rel="alternate" type="{feed_type}" href="{host.source_path}">' if feed_type else ""
    )
    rows = "\n".join(
        f'<div><a href="{edition.url(story)}"><h3>{escape(story.title)}</h3></a>'
        f"<span>{visible_stamp(story.published, host.language)}</span></div>"
        for story in edition.stories()
        if not story.is_disallowed
    )
    return (
        f'<!doctype html><html lang="{host.language}"><head><meta charset="utf-8">'
        f"<title>{escape(host.name)}</title>{feed}</head>"
        f"<body><h1>{escape(host.name)}</h1>\n{rows}\n</body></html>"
    ).encode()


def body_html(blocks: tuple[StoryBlock, ...], promo: str = "") -> str:
    """Return the blocks as markup, with a promotion after the third one."""
    lines = [_BLOCK_MARKUP[block.role].format(escape(block.text)) for block in blocks]
    if promo:
        lines.insert(_BLOCKS_BEFORE_PROMO, promo)
    return "\n".join(lines)


def cut_teaser(text: str) -> str:
    """Return the beginning of a text, cut at a word and ended with an ellipsis."""
    return text[:_CUT_CHARS].rsplit(" ", 1)[0] + "…"


_BLOCK_MARKUP = {"paragraph": "<p>{}</p>", "heading": "<h2>{}</h2>"}
_CHARSET_META = {
    "utf-8": '<meta charset="utf-8">',
    "no-charset": "",
    "wrong-charset": '<meta charset="utf-8">',
}


def _story_fields(edition: Edition, story: Story) -> dict[str, str]:
    host = edition.host
    # The second day must leave the pages of unchanged stories as they are.
    others = tuple(
        other
        for other in host.stories_on(1)
        if other.slug != story.slug and not other.is_disallowed
    )
    promo = "".join(_lines(edition, "promo", others[-1:]))
    texts = {
        "title": story.title,
        "standfirst": story.standfirst,
        "cut": cut_teaser(story.standfirst),
        "section": story.section,
        "authors": _JOINERS[host.language].join(story.authors),
        "canonical": edition.url(story),
        "iso": story.published.isoformat(),
        "stamp": visible_stamp(story.published, host.language),
        "relative": relative_stamp(story.published, edition.today) if host.language == "ru" else "",
    }
    amp = f'<link rel="amphtml" href="{edition.base}/amp{host.path_of(story)}">'
    return {name: escape(text) for name, text in texts.items()} | {
        "body": body_html(story.blocks_on(edition.day), promo),
        "others": _lines(edition, "other", others[:_OTHERS]),
        "amp_link": amp if story.has_amp else "",
        "charset_meta": _CHARSET_META[story.encoding],
        "json_ld": _json_ld(edition, story),
    }


def _lines(edition: Edition, part: str, stories: tuple[Story, ...]) -> str:
    return "\n".join(
        _fill(
            edition.host,
            part,
            {
                "other_url": edition.host.path_of(story),
                "other_title": escape(story.title),
                "other_stamp": visible_stamp(story.published, edition.host.language),
                "other_section": escape(story.section),
            },
        )
        for story in stories
    )


def _card(edition: Edition, story: Story) -> str:
    plain = unicodedata.normalize("NFKD", story.section).encode("ascii", "ignore").decode()
    return _fill(
        edition.host,
        "card",
        {
            "url": edition.host.path_of(story),
            "title": escape(story.title),
            "cut": escape(cut_teaser(story.blocks[0].text)),
            "section": escape(story.section),
            "section_path": plain.lower(),
            "stamp": visible_stamp(story.published, edition.host.language),
        },
    )


def _json_ld(edition: Edition, story: Story) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "description": story.standfirst,
            "datePublished": story.published.isoformat(),
            "dateModified": edition.modified(story).isoformat(timespec="seconds"),
            "author": [{"@type": "Person", "name": name} for name in story.authors],
            "publisher": {"@type": "NewsMediaOrganization", "name": edition.host.name},
            "mainEntityOfPage": edition.url(story),
        },
        ensure_ascii=False,
    )


def _fill(host: Host, part: str, fields: dict[str, str]) -> str:
    return Template(_parts(host.style)[part]).substitute(fields).rstrip("\n")


@cache
def _parts(style: str) -> dict[str, str]:
    """Return the parts of a template file by name."""
    text = (files("crawler.demo_site.templates") / f"{style}.html").read_text(encoding="utf-8")
    pieces = _PART.split(text)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))
